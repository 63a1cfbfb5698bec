"""Which entries a channel's document holds: selected, judged, credited, ordered, capped."""

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from operator import attrgetter

from feedsvc.model.entry import Attribution
from feedsvc.model.held import Held
from feedsvc.model.rights import AttributionLine, Claim, Grant, Level, Licence
from feedsvc.model.view import Showing
from feedsvc.publish.shown import as_plain
from feedsvc.text.urls import loose_form, site

_NOBODY: AbstractSet[str] = frozenset()
_Mark = tuple[str, ...]
_TELLING = 20
"""Letters of a title from which on it names one article of its origin, for some days."""
_SOME_DAYS = timedelta(days=3)
_PLACE = attrgetter("held.sort_at", "held.id")


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """An entry with the grant it has now and the line that credits its source.

    Attributes:
        claim: What its text says of where it first appeared, where that is elsewhere.
        showing: It as it is shown, if anything of it may be.
        bears: What others that carry the same article look for.
        seeks: What tells that another carries the same article.
    """

    held: Held
    grant: Grant
    attribution: Attribution
    line: AttributionLine
    licences: tuple[Licence, ...]
    claim: Claim | None = None
    noindex: bool = False
    canonical: bool = True
    pixel: str = ""
    remove: tuple[str, ...] = ()
    showing: Showing = field(init=False)
    bears: tuple[_Mark, ...] = field(init=False)
    seeks: tuple[_Mark, ...] = field(init=False)

    def __post_init__(self) -> None:
        """Prepare once what every document that holds it needs."""
        showing = Showing(
            held=self.held,
            attribution=self.attribution,
            grant=self.grant,
            line=self.line,
            licences=self.licences,
            noindex=self.noindex,
            canonical=self.canonical,
            pixel=self.pixel,
            remove=self.remove,
        )
        object.__setattr__(self, "showing", showing)
        bears, seeks = _marks(self)
        object.__setattr__(self, "bears", bears)
        object.__setattr__(self, "seeks", seeks)


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
        self._carried: dict[_Mark, Judged] = {}
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
            if self._goes_before(rival, one):
                self.yielded[one.held.id] = (one.held, rival.held.id)
                return
            del self.chosen[rival.held.public_id]
            self.yielded[rival.held.id] = (rival.held, one.held.id)
        self.chosen[one.held.public_id] = one
        if self._has_others:
            self._carried.update(dict.fromkeys(one.bears, one))

    def rival(self, one: Judged) -> Judged | None:
        """What was chosen and is the same as this one, if anything.

        Within one source, ids tell articles apart.
        """
        same = self.chosen.get(one.held.public_id)
        if same is not None or not self._has_others:
            return same
        for mark in one.seeks:
            other = self._carried.get(mark)
            if other is not None and self._is_same(one, other, mark[0]):
                return other
        return None

    def _is_same(self, one: Judged, other: Judged, by: str) -> bool:
        if self.chosen.get(other.held.public_id) is not other:
            return False  # it gave way to yet another
        apart = abs(one.held.published - other.held.published)
        if by == "origin" and apart > _SOME_DAYS:
            return False
        return other.held.source != one.held.source

    def _goes_before(self, rival: Judged, one: Judged) -> bool:
        """Whether one is chosen rather than the other: the origin's copy, else as listed.

        That it is the origin is not for itself to say, but for the other that names it.
        """
        is_origin, is_copy = _is_origin(rival, one), _is_origin(one, rival)
        if is_origin != is_copy:
            return is_origin
        return self._places[rival.held.source] <= self._places[one.held.source]


def _is_origin(one: Judged, copy: Judged) -> bool:
    """Whether a copy came from the very source that an entry was pulled from."""
    here, there = one.attribution, copy.attribution
    if here.via or not there.via:
        return False
    places = [
        {site(at) for at in (hop.home_url, hop.feed_url) if at}
        for hop in (here.origin, there.origin)
    ]
    if all(places):
        return bool(places[0] & places[1])
    return here.origin.title.casefold() == there.origin.title.casefold()


def _marks(one: Judged) -> tuple[tuple[_Mark, ...], tuple[_Mark, ...]]:
    """What names the article of an entry whichever source carries it.

    That is its address together with its title; its origin with a title that is long enough;
    and its address alone for one whose text links there as the place it first appeared at.
    """
    entry, claim = one.held.entry, one.claim
    title = " ".join(as_plain(entry.title).split()) if entry.title else ""
    url = loose_form(entry.url) if entry.url else ""
    told = loose_form(claim.url) if claim and claim.url else ""
    if "/" not in told.strip("/"):  # a front page is the place of no article
        told = ""
    both: list[_Mark] = []
    if url and title:
        both.append(("article", url, title))
    if len(title) >= _TELLING:
        both.append(("origin", one.attribution.origin.title.casefold(), title))
    bears = [("at", url)] if url else []
    seeks = [("told", url)] if url else []
    if told and told != url:
        bears.append(("told", told))
        seeks.append(("at", told))
    return (*both, *bears), (*both, *seeks)
