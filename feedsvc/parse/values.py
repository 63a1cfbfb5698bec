"""feedparser's dictionaries to `ParsedFeed` and `ParsedEntry`, nothing lost on the way.

feedparser's values may be missing, or dictionaries where text is expected (an element with
attributes that it does not know), so every field is asked for what it is. `dict.get` is used
throughout: the `get` of feedparser's own dictionaries answers `updated` with `published`.
"""

import math
from dataclasses import dataclass
from typing import Any

from feedsvc.model.entry import Category, Extensions
from feedsvc.model.parsed import ParsedEntry, ParsedFeed, ParsedLink, ParsedPerson, ParsedText

_ENTRY_KEYS = frozenset(
    {
        "title", "title_detail", "summary", "summary_detail", "content", "links", "link", "id",
        "guidislink", "href", "authors", "author", "author_detail", "contributors", "tags",
        "published", "updated", "rights", "rights_detail", "comments", "language", "source",
    }
)  # fmt: skip
_HINTS = {
    "ttl": "ttl",
    "sy_updateperiod": "sy_updateperiod",
    "sy_updatefrequency": "sy_updatefrequency",
    "hour": "skiphours",
    "day": "skipdays",
}
_FEED_KEYS = _ENTRY_KEYS - {"comments", "source"} | frozenset(
    {"subtitle", "subtitle_detail", "icon", "logo", "generator", "skiphours", "skipdays",
     *_HINTS}
)  # fmt: skip
_NOBODY = ParsedPerson()
_WEB = ("http://", "https://")
_get = dict.get
_DEPTH = 32  # deeper extension data says nothing to anybody
WRITTEN_TYPE = "written_type"
"""Key of a link for its `type` as written: feedparser makes up a default for `type`."""


def feed_fields(data: dict[str, Any], base: str) -> dict[str, Any]:
    """The fields of a feed, or of the source of an entry, as arguments of `ParsedFeed`.

    Args:
        data: feedparser's `feed` or an entry's `source`.
        base: The base URL of the document.
    """
    title, subtitle = _text(data, "title", "text/plain"), _text(data, "subtitle", "text/plain")
    base = next((text.base for text in (title, subtitle) if text and text.base), base)
    links = _links(_get(data, "links"), base)
    image = _get(data, "image")
    href = _string(_get(data, "href"))
    if href and not any(link.rel == "self" for link in links):
        links += (ParsedLink(href=href, rel="self", base=base),)  # RSS <source url="…">
    return {
        "id": _string(_get(data, "id")),
        "title": title,
        "subtitle": subtitle,
        "links": links,
        "authors": _persons(_get(data, "authors")),
        "contributors": _persons(_get(data, "contributors")),
        "categories": _categories(_get(data, "tags")),
        "updated": _string(_get(data, "updated")),
        "rights": _text(data, "rights", "text/plain"),
        "licences": _licences(_get(data, "links"), data),
        "language": _string(_get(data, "language")) or None,
        "icon": _string(_get(data, "icon")),
        "logo": _string(_get(data, "logo"))
        or (_string(_get(image, "href")) if isinstance(image, dict) else ""),
        "generator": _string(_get(data, "generator")),
        "hints": {
            name: value for key, name in _HINTS.items() if (value := _string(_get(data, key)))
        },
        "extensions": _extensions(data, _FEED_KEYS),
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What an entry takes from its document.

    Attributes:
        base: The base URL of the document.
        language: The language of the feed.
        permalink: A guid may stand for the link (RSS 2.0 `isPermaLink`).
    """

    base: str
    language: str | None = None
    permalink: bool = False


def entry(
    data: dict[str, Any], setting: Setting, *, fingerprint: bytes = b"", cut: bool = False
) -> ParsedEntry:
    """One entry.

    Args:
        data: feedparser's entry.
        setting: Of its document.
        fingerprint: Of the entry's bytes.
        cut: The document ended inside it.
    """
    title = _text(data, "title", "text/plain")
    contents = tuple(
        _construct(_string(_get(content, "value")), content, "text/plain")
        for content in _dicts(_get(data, "content"))
    )
    summary = _summary(data, contents)
    written = [text for text in (title, *contents, summary) if text]
    base = next((text.base for text in written if text.base), setting.base)
    source = _get(data, "source")
    found = _get(data, "links")
    links = _links(found, base) if found else ()
    identity = _string(_get(data, "id"))
    if (
        setting.permalink
        and identity.startswith(_WEB)
        and _get(data, "link") == identity
        and not any(link.rel == "alternate" for link in links)
    ):
        links = (ParsedLink(href=identity, base=base), *links)
    return ParsedEntry(
        id=identity,
        title=title,
        summary=summary,
        contents=contents,
        links=links,
        authors=_persons(_get(data, "authors")),
        contributors=_persons(_get(data, "contributors")),
        categories=_categories(_get(data, "tags")),
        published=_string(_get(data, "published")),
        updated=_string(_get(data, "updated")),
        rights=_text(data, "rights", "text/plain"),
        licences=_licences(found, data),
        comments=_string(_get(data, "comments")),
        language=_string(_get(data, "language"))
        or next((text.language for text in written if text.language), setting.language),
        source=ParsedFeed(**feed_fields(source, base))
        if isinstance(source, dict) and source
        else None,
        extensions=_extensions(data, _ENTRY_KEYS),
        fingerprint=fingerprint,
        cut=cut,
    )


def _string(value: object) -> str:
    return value.strip() if isinstance(value, str) else ""


def _dicts(value: object) -> list[dict[str, Any]]:
    return [part for part in value if isinstance(part, dict)] if isinstance(value, list) else []


def _text(data: dict[str, Any], key: str, default: str) -> ParsedText | None:
    value = _get(data, key)
    if not value or not isinstance(value, str):
        return None
    detail = _get(data, key + "_detail")
    # The detail may be of another, deeper element: then its type says nothing.
    if not isinstance(detail, dict) or _get(detail, "value") != value:
        return ParsedText(value=value, type=default)
    return _construct(value, detail, default)


def _construct(value: str, detail: dict[str, Any], default: str) -> ParsedText:
    return ParsedText(
        value=value,
        type=_get(detail, "type") or default,
        language=_get(detail, "language"),
        base=_get(detail, "base") or "",
        src=_get(detail, "src"),
    )


def _summary(data: dict[str, Any], contents: tuple[ParsedText, ...]) -> ParsedText | None:
    """The summary, unless it is feedparser's copy of a content."""
    if contents and "summary_detail" not in data.keys():  # noqa: SIM118 - `in` is feedparser's
        value = _get(data, "summary")
        if any(content.value == value for content in contents):
            return None
    return _text(data, "summary", "text/html")


def _links(found: object, base: str) -> tuple[ParsedLink, ...]:
    return tuple(
        ParsedLink(
            href=href,
            rel=_string(_get(link, "rel")) or "alternate",
            type=_string(_get(link, WRITTEN_TYPE, _get(link, "type"))),
            hreflang=_string(_get(link, "hreflang")),
            title=_string(_get(link, "title")),
            length=_string(_get(link, "length")),
            base=base,
        )
        for link in _dicts(found)
        if (href := _string(_get(link, "href")))
    )


def _persons(found: object) -> tuple[ParsedPerson, ...]:
    persons = (
        ParsedPerson(
            name=_string(_get(person, "name")),
            email=_string(_get(person, "email")),
            uri=_string(_get(person, "href")),
        )
        for person in _dicts(found)
        if person
    )
    return tuple(dict.fromkeys(person for person in persons if person != _NOBODY))


def _categories(found: object) -> tuple[Category, ...]:
    if not found:
        return ()
    return tuple(
        Category(
            term=term,
            scheme=_string(_get(tag, "scheme")) or None,
            label=_string(_get(tag, "label")) or None,
        )
        for tag in _dicts(found)
        if (term := _string(_get(tag, "term")) or _string(_get(tag, "label")))
    )


def _licences(links: object, data: dict[str, Any]) -> tuple[str, ...]:
    found = [
        _string(_get(link, "href")) for link in _dicts(links) if _get(link, "rel") == "license"
    ]
    terms = _get(data, "dcterms_license")
    if terms:
        found.append(_string(_get(terms, "rdf:resource") if isinstance(terms, dict) else terms))
    return tuple(dict.fromkeys(filter(None, found))) if found else ()


def _extensions(data: dict[str, Any], covered: frozenset[str]) -> Extensions:
    keys = data.keys() - covered
    if not keys:
        return {}
    return {
        key: _plain(value)
        for key, value in data.items()
        if key in keys and not key.endswith("_parsed")
    }


def _plain(value: object, depth: int = _DEPTH) -> Any:  # noqa: ANN401 - any JSON value
    match value:
        case str() | bool() | int() | None:
            return value
        case float():
            return value if math.isfinite(value) else None
        case dict() if depth:
            return {
                str(key): _plain(part, depth - 1)
                for key, part in value.items()
                if not str(key).endswith("_parsed") and key != WRITTEN_TYPE
            }
        case list() | tuple() if depth:
            return [_plain(part, depth - 1) for part in value]
        case _:
            return None
