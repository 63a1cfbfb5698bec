"""From an operator's template to the line that credits the source."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from unicodedata import bidirectional

from feedsvc.model.entry import Attribution
from feedsvc.model.held import Held
from feedsvc.model.rights import AttributionLine, Claim, Grant, Level, Licence
from feedsvc.model.source import (
    ATTRIBUTION_FIELDS,
    DEFAULT_ATTRIBUTION,
    Permission,
)
from feedsvc.text.days import day
from feedsvc.text.html import excerpt, plain

_FIELD = re.compile(r"\{(" + "|".join(ATTRIBUTION_FIELDS) + r")\}")
_BRACED = re.compile(r"\{([^{}]*)\}")
# What the deeds of Creative Commons ask to be named; the author "if supplied" (4.0, 3.a.1).
_LICENSED = "First published by {source}, licensed under {licence}."
_LICENSED_WITH_AUTHOR = _LICENSED.replace(",", ", written by {author},")
_NAMES = ("source", "author", "title", "via")
_LONGEST_NAME = 300
_LINKING = ("source", "title", "url")
_CURES = {
    "licence": "the entry declares no licence; take {licence} out of the attribution, or name one"
    " with permission.licence",
    "licence_url": "its licence has no address; take {licence_url} out of the attribution",
    "permission": "granted_by is empty; say who granted the permission",
    "url": "neither the entry nor its feed has an address; without one nobody finds the original",
    "author": "the attribution names {author}, and neither the entry nor its feed gives one; take"
    " it out of the template, or ask the source who wrote it",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Credit:
    """The line that credits the source, or why there can be none.

    Attributes:
        line: As far as it can be written.
        lacking: What is demanded and missing, and what to do; empty if nothing is.
    """

    line: AttributionLine
    lacking: str = ""


def credit(  # noqa: PLR0913, PLR0917 - all that a line may name
    held: Held,
    permission: Permission,
    attribution: Attribution,
    grant: Grant,
    licences: tuple[Licence, ...] = (),
    claim: Claim | None = None,
) -> Credit:
    """Write the line under an entry: the attribution, then what its owner demands beside it.

    The first of `{source}`, `{title}` and `{url}` becomes the link to the original; a template
    that names none of them is linked whole. Values come from strangers: they are escaped, and
    braces in them are not read again.

    Args:
        held: The entry.
        permission: Whose templates are filled in.
        attribution: Where it first appeared and by which way it came.
        grant: What may be shown of it.
        licences: Those that are declared for it.
        claim: What it says of where it first appeared: where that is the very line, it leads
            where that leads.
    """
    template = permission.attribution
    if template == DEFAULT_ATTRIBUTION and grant.licence and grant.licence.attribution:
        named = held.entry.authors or attribution.origin.authors
        template = _LICENSED_WITH_AUTHOR if named else _LICENSED
    dated = "{date}" in template + permission.credit
    values = _values(held, permission, attribution, grant, licences, dated=dated)
    if grant.level is not Level.FULL:  # a name may not carry the text that may not be shown
        values |= {name: excerpt(values[name], limit=_LONGEST_NAME) for name in _NAMES}
    line = _line(template, values, values["url"])
    if claim and claim.url and claim.line == line.text:
        line = _line(template, values, claim.url)
    lines = [line]
    if permission.credit:
        lines.append(_line(permission.credit, values, ""))
    whole = AttributionLine(
        text=" ".join(one.text for one in lines), html=" ".join(one.html for one in lines)
    )
    asked = [*_BRACED.findall(template), *_BRACED.findall(permission.credit), "url"]
    lacking = next((_lack(name) for name in asked if not values.get(name)), "")
    return Credit(line=whole, lacking=lacking)


def _lack(name: str) -> str:
    if name not in ATTRIBUTION_FIELDS:
        return f"the attribution has an unknown field {{{name}}}; correct the template"
    return _CURES.get(name, f"nothing is known for {{{name}}}; take it out of the attribution")


def _values(  # noqa: PLR0913 - as `credit`
    held: Held,
    permission: Permission,
    attribution: Attribution,
    grant: Grant,
    licences: tuple[Licence, ...],
    *,
    dated: bool,
) -> dict[str, str]:
    entry, origin = held.entry, attribution.origin
    licence = grant.licence or next(iter(licences), None)
    where = origin.home_url or origin.feed_url or ""
    source = origin.title.strip() or held.source
    way = (hop.home_url or hop.feed_url for hop in (origin, *attribution.via))
    address = entry.url or next(
        (file.url for file in entry.enclosures), next(filter(None, way), "")
    )
    last = attribution.via[-1] if attribution.via else origin
    return {
        "source": source,
        "source_url": where,
        "author": ", ".join(person.name for person in entry.authors or origin.authors),
        "title": _title(held),
        "url": address,
        "date": day(held.published, entry.language or origin.language) if dated else "",
        "licence": licence.name if licence else "",
        "licence_url": licence.url if licence else "",
        "via": ", ".join(hop.title for hop in attribution.via) or last.title or source,
        "permission": permission.granted_by,
    }


def _line(template: str, values: Mapping[str, str], url: str) -> AttributionLine:
    text = _FIELD.sub(lambda field: values[field[1]], template)
    return AttributionLine(text=text, html=_html(template, values, url))


def _html(template: str, values: Mapping[str, str], url: str) -> str:
    pieces = _FIELD.split(template)
    named = pieces[1::2]
    place = next((name for name in named if name in _LINKING and values[name]), None)
    addresses = {"licence": values["licence_url"], "source_url": values["source_url"]}
    addresses |= {"licence_url": values["licence_url"]}
    written = []
    for number, piece in enumerate(pieces):
        if not number % 2:
            written.append(escape(piece, quote=False))
            continue
        value = _isolated(values[piece])
        if piece == place and url:
            value, url = _link(url, value), ""
        elif (place or not url) and addresses.get(piece):
            value = _link(addresses[piece], value)
        written.append(value)
    whole = "".join(written)
    return _link(url, whole) if url else whole


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
