"""Which entries a channel's document holds: selected, judged, credited, ordered, capped."""

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import datetime
from operator import attrgetter

from feedsvc.model.entry import Attribution, Entry
from feedsvc.model.held import Held
from feedsvc.model.rights import AttributionLine, Grant, Level, Licence
from feedsvc.model.view import Showing
from feedsvc.publish.shown import as_plain
from feedsvc.text.urls import loose_form

_NOBODY: AbstractSet[str] = frozenset()
_PLACE = attrgetter("held.sort_at", "held.id")


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """An entry with the grant it has now and the line that credits its source.

    Attributes:
        showing: It as it is shown, if anything of it may be.
        article: What two sources that carry one article agree in: address and title; empty
            strings for what is unknown.
    """

    held: Held
    grant: Grant
    attribution: Attribution
    line: AttributionLine
    licences: tuple[Licence, ...]
    noindex: bool = False
    canonical: bool = True
    showing: Showing = field(init=False)
    article: tuple[str, str] = field(init=False)

    def __post_init__(self) -> None:
        """Prepare once what every document that holds it needs."""
        showing = Showing(
            held=self.held,
            attribution=self.attribution,
            level=self.grant.level,
            line=self.line,
            licences=self.licences,
            noindex=self.noindex,
            canonical=self.canonical,
            until=self.grant.until,
        )
        object.__setattr__(self, "showing", showing)
        object.__setattr__(self, "article", _article(self.held.entry))


@dataclass(frozen=True, slots=True, kw_only=True)
class Composition:
    """What a document holds.

    Attributes:
        showings: Newest first.
        until: The first moment at which it may be another choice with no new entry.
        beyond: Entries that the document holds though it is full without them; newest first.
        yielded: Entries that gave way to another, each with the id of that.
    """

    showings: tuple[Showing, ...]
    until: datetime | None
    beyond: tuple[Held, ...] = ()
    yielded: tuple[tuple[Held, str], ...] = ()


def compose(
    newest: Iterable[Judged],
    places: Mapping[str, int],
    limit: int,
    wanted: Iterable[Judged] = (),
    unsealed: AbstractSet[str] = _NOBODY,
) -> Composition:
    """Choose what is shown.

    Where two sources claim one id, the entry of the source that was configured first keeps
    it (security.md D1): a document never holds an id twice (standards A10, B5, C3). The same
    holds for two that carry one article, of one address and title (defects DF7).

    Args:
        newest: What the document is filled with; newest first, read only as far as needed.
        places: Name of each source to its place in the configuration.
        limit: How many entries the document holds.
        wanted: What it holds whatever the limit; newest first.
        unsealed: The ids of those, and of others that do not give way to them.
    """
    choice = _Choice(places)
    for one in newest:
        if len(choice.chosen) == limit and choice.rival(one) is None:
            choice.note(one)
            if one.grant.level is not Level.NOTHING:
                break
        else:
            choice.take(one)
    is_full = len(choice.chosen) == limit
    seen = choice.seen.copy()
    for one in wanted:
        if one.held.id not in seen:
            choice.take(one)
    ordered = sorted((one.showing for one in choice.chosen.values()), key=_PLACE, reverse=True)
    beyond = [one.held for one in ordered if one.held.id not in seen] if is_full else ()
    return Composition(
        showings=_within(ordered, limit, unsealed),
        until=min(choice.changes, default=None),
        beyond=tuple(beyond),
        yielded=tuple(choice.yielded.values()),
    )


def _within(
    ordered: Sequence[Showing], limit: int, unsealed: AbstractSet[str]
) -> tuple[Showing, ...]:
    """As many as the document holds: those that an archive holds leave it, the oldest first."""
    over = len(ordered) - limit
    if over <= 0:
        return tuple(ordered)
    sealed = [one.held.id for one in ordered if one.held.id not in unsealed]
    left_out = set(sealed[-over:])
    return tuple(one for one in ordered if one.held.id not in left_out)


class _Choice:
    """What is chosen by now, by published id; and what gave way, by our id."""

    def __init__(self, places: Mapping[str, int]) -> None:
        self.chosen: dict[str, Judged] = {}
        self.yielded: dict[str, tuple[Held, str]] = {}
        self.changes: list[datetime] = []
        self.seen: set[str] = set()
        self._carried: dict[tuple[str, str], Judged] = {}
        self._places = places
        self._has_others = len(places) > 1

    def note(self, one: Judged) -> None:
        """Remember when another choice is possible."""
        if one.grant.until:
            self.changes.append(one.grant.until)

    def take(self, one: Judged) -> None:
        """Choose an entry, unless nothing of it may be shown or it gives way."""
        self.note(one)
        self.seen.add(one.held.id)
        if one.grant.level is Level.NOTHING:
            return
        rival = self.rival(one)
        if rival is not None:
            if self._places[one.held.source] >= self._places[rival.held.source]:
                self.yielded[one.held.id] = (one.held, rival.held.id)
                return
            del self.chosen[rival.held.public_id]
            self.yielded[rival.held.id] = (rival.held, one.held.id)
        self.chosen[one.held.public_id] = one
        if self._has_others and all(one.article):
            self._carried[one.article] = one

    def rival(self, one: Judged) -> Judged | None:
        """What was chosen and is the same as this one, if anything.

        Within one source, ids tell articles apart.
        """
        same = self.chosen.get(one.held.public_id)
        if same is not None or not self._has_others:
            return same
        other = self._carried.get(one.article)
        if other is None or self.chosen.get(other.held.public_id) is not other:
            return None  # it gave way to yet another
        return other if other.held.source != one.held.source else None


def _article(entry: Entry) -> tuple[str, str]:
    title = " ".join(as_plain(entry.title).split()) if entry.title else ""
    return (loose_form(entry.url) if entry.url else "", title)
