"""From an operator's template to the line that credits the source."""

import re
from html import escape
from unicodedata import bidirectional

from feedsvc.model.entry import Attribution, Hop
from feedsvc.model.held import Held
from feedsvc.model.rights import AttributionLine
from feedsvc.model.source import ATTRIBUTION_FIELDS
from feedsvc.text.html import plain
from feedsvc.text.urls import loose_form

_FIELD = re.compile(r"\{(" + "|".join(ATTRIBUTION_FIELDS) + r")\}")
_LINKING = ("source", "title", "url")


def attribution(held: Held, source: Hop) -> Attribution:
    """Where the entry first appeared and by which way it came.

    The feeds that an entry names are older than the source that we pulled it from; where the
    entry names that source itself, or no feed at all, it adds no hop.
    """
    hops = tuple(hop for hop in held.entry.hops if hop.title and not _same(hop, source))
    return (
        Attribution(origin=hops[0], via=(*hops[1:], source)) if hops else Attribution(origin=source)
    )


def line(template: str, held: Held, attribution: Attribution) -> AttributionLine:
    """Fill in the template, as plain text and as inline HTML with a link to the original.

    The first of `{source}`, `{title}` and `{url}` becomes the link; a template that names none
    of them is linked whole. Values come from strangers: they are escaped, and braces in them
    are not read again.
    """
    entry = held.entry
    values = {
        "source": attribution.origin.title,
        "author": ", ".join(person.name for person in entry.authors or attribution.origin.authors)
        or attribution.origin.title,
        "title": _title(held),
        "url": entry.url or "",
        "date": f"{held.published:%Y-%m-%d}",
    }
    text = _FIELD.sub(lambda field: values[field[1]], template)
    return AttributionLine(text=text, html=_html(template, values, entry.url))


def _html(template: str, values: dict[str, str], url: str | None) -> str:
    pieces = _FIELD.split(template)
    linked = url is None
    written = []
    for place, piece in enumerate(pieces):
        if not place % 2:
            written.append(escape(piece, quote=False))
            continue
        value = _isolated(values[piece])
        if not linked and piece in _LINKING and value:
            value = _link(url or "", value)
            linked = True
        written.append(value)
    whole = "".join(written)
    return whole if linked else _link(url or "", whole)


def _isolated(value: str) -> str:
    """Escaped; where it may run from right to left, kept from turning what stands around it."""
    escaped = escape(value, quote=False)
    turns = any(bidirectional(character) in ("R", "AL", "AN") for character in value)
    return f"<bdi>{escaped}</bdi>" if turns else escaped


def _link(url: str, inner: str) -> str:
    return f'<a href="{escape(url)}">{inner}</a>'


def _title(held: Held) -> str:
    title = held.entry.title
    if title is None:
        return held.entry.url or held.public_id
    return title.value if title.kind == "text" else plain(title.value)


def _same(hop: Hop, source: Hop) -> bool:
    """Whether two descriptions are of one feed: by id and address, else by name.

    A feed that republishes another bears its id (RFC 4287 4.2.6), but not its address.
    """
    here = {loose_form(link.href) for link in source.links if link.rel == "self"}
    if source.feed_url:
        here.add(loose_form(source.feed_url))
    if hop.feed_url and here:
        return loose_form(hop.feed_url) in here
    if hop.id and source.id:
        return hop.id == source.id
    return hop.title == source.title
