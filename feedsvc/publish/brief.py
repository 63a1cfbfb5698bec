"""An entry whose text may not be shown whole: what is told of it beside, cut to what that needs.

An upstream may write anything anywhere: a title, a name or a list of categories as long as the
article would pass it on all the same.
"""

from collections.abc import Iterable
from dataclasses import replace

from feedsvc.model.entry import Attribution, Category, Entry, Hop, Link, Person, Text, TextKind
from feedsvc.model.view import Showing
from feedsvc.text.html import excerpt, plain
from feedsvc.text.pictures import without_written_pictures

_SAYING = 300
_NAME = 200
_TERM = 100
_MOST = 20


def brief(showing: Showing) -> Showing:
    """A showing that says in short what is said beside the text; the text itself is as it was.

    Args:
        showing: Of an entry that is not shown in full.
    """
    held, way = showing.held, showing.attribution
    return replace(
        showing,
        held=replace(held, entry=_entry(held.entry)),
        attribution=Attribution(origin=_hop(way.origin), via=tuple(map(_hop, way.via))),
    )


def _entry(entry: Entry) -> Entry:
    return replace(
        entry,
        title=_text(entry.title),
        rights=_text(entry.rights),
        authors=_persons(entry.authors),
        contributors=_persons(entry.contributors),
        categories=_categories(entry.categories),
        links=tuple(map(_link, entry.links)),
        hops=tuple(map(_hop, entry.hops)),
    )


def _hop(hop: Hop) -> Hop:
    """What a feed is called, where it is, whose it is; its tagline and marks are left out."""
    return Hop(
        title=_line(hop.title, _SAYING),
        id=_short(hop.id, _SAYING),
        feed_url=hop.feed_url,
        home_url=hop.home_url,
        authors=_persons(hop.authors),
        updated=hop.updated,
        rights=_text(hop.rights),
        licences=hop.licences,
        covering=hop.covering,
        language=hop.language,
    )


def _text(text: Text | None) -> Text | None:
    if text is None:
        return None
    words = text.value if text.kind is TextKind.TEXT else plain(text.value)
    return Text(value=_line(without_written_pictures(words), _SAYING), language=text.language)


def _persons(persons: Iterable[Person]) -> tuple[Person, ...]:
    return tuple(
        Person(
            name=_line(one.name, _NAME), email=_short(one.email, _NAME), uri=_short(one.uri, _NAME)
        )
        for one in tuple(persons)[:_MOST]
    )


def _categories(categories: Iterable[Category]) -> tuple[Category, ...]:
    return tuple(
        Category(
            term=_line(one.term, _TERM),
            scheme=_short(one.scheme, _TERM),
            label=_line(one.label, _TERM) if one.label else None,
        )
        for one in tuple(categories)[:_MOST]
    )


def _link(link: Link) -> Link:
    title = _line(link.title, _SAYING) if link.title else None
    return replace(link, title=title, type=_short(link.type, _TERM))


def _line(words: str, limit: int) -> str:
    """Plain text as it was where it is short, else the beginning of it in one line."""
    return words if len(words) <= limit else excerpt(" ".join(words.split()), limit=limit)


def _short(value: str | None, limit: int) -> str | None:
    """What would say something else if it were cut."""
    return value if value and len(value) <= limit else None
