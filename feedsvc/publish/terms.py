"""Categories that extensions say as well."""

from collections.abc import Iterable, Iterator

from feedsvc.model.entry import Category, Extension

_SCHEMES = frozenset({"http://search.yahoo.com/mrss/category_schema", "http://www.itunes.com/"})
"""Under which feedparser counts the terms of extensions among the categories."""


def told_once(
    categories: Iterable[Category], extensions: Iterable[Extension]
) -> tuple[Category, ...]:
    """The categories but those that an extension says better."""
    told = set(_terms(extensions))
    return tuple(one for one in categories if one.scheme not in _SCHEMES or one.term not in told)


def _terms(extensions: Iterable[Extension]) -> Iterator[str]:
    for one in extensions:
        match one.name:
            case "media:category":
                yield one.text
            case "itunes:category":
                yield one.attributes["text"]
                yield from _terms(one.children)
            case "itunes:keywords":
                yield from (term.strip() for term in one.text.split(","))
                yield from one.text.split()
