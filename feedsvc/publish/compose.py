"""Which entries a channel's document holds: selected, judged, credited, ordered, capped."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from feedsvc.model.entry import Attribution, Entry
from feedsvc.model.held import Held
from feedsvc.model.rights import AttributionLine, Grant, Level, Licence
from feedsvc.model.view import Showing
from feedsvc.text.urls import loose_form


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """An entry with the grant it has now and the line that credits its source."""

    held: Held
    grant: Grant
    attribution: Attribution
    line: AttributionLine
    licences: tuple[Licence, ...]
    noindex: bool = False
    canonical: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Composition:
    """What a document holds.

    Attributes:
        showings: Newest first.
        until: The first moment at which it may be another choice with no new entry.
    """

    showings: tuple[Showing, ...]
    until: datetime | None


def compose(judged: Iterable[Judged], places: Mapping[str, int], limit: int) -> Composition:
    """Choose what is shown.

    Where two sources claim one id, the entry of the source that was configured first keeps
    it (security.md D1): a document never holds an id twice (standards A10, B5, C3). The same
    holds for two that carry one article, of one address and title (defects DF7).

    Args:
        judged: Newest first; read only as far as needed.
        places: Name of each source to its place in the configuration.
        limit: How many entries the document holds.
    """
    chosen: dict[str, Judged] = {}
    carried: dict[tuple[str, str], Judged] = {}
    changes = []
    for one in judged:
        if one.grant.until:
            changes.append(one.grant.until)
        if one.grant.level is Level.NOTHING:
            continue
        article = _article(one.held.entry)
        other = carried.get(article)
        if other and chosen.get(other.held.public_id) is not other:
            other = None  # it gave way to yet another
        rival = chosen.get(one.held.public_id) or _elsewhere(one, other)
        if rival is None:
            if len(chosen) == limit:
                break
        elif places[one.held.source] < places[rival.held.source]:
            del chosen[rival.held.public_id]
        else:
            continue
        chosen[one.held.public_id] = one
        if all(article):
            carried[article] = one
    ordered = sorted(chosen.values(), key=lambda one: (one.held.sort_at, one.held.id), reverse=True)
    return Composition(
        showings=tuple(
            Showing(
                held=one.held,
                attribution=one.attribution,
                level=one.grant.level,
                line=one.line,
                licences=one.licences,
                noindex=one.noindex,
                canonical=one.canonical,
                until=one.grant.until,
            )
            for one in ordered
        ),
        until=min(changes, default=None),
    )


def _article(entry: Entry) -> tuple[str, str]:
    """What two sources that carry one article agree in; empty strings for what is unknown."""
    title = " ".join(entry.title.value.split()) if entry.title else ""
    return (loose_form(entry.url) if entry.url else "", title)


def _elsewhere(one: Judged, other: Judged | None) -> Judged | None:
    """The other, if it came from another source: within one, ids tell articles apart."""
    return other if other and other.held.source != one.held.source else None
