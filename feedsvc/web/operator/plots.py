"""What the console draws, as values: `operator/plots.html` turns them into SVG without a script.

Nothing is told by colour alone: marks differ in shape and height too, every mark has a title,
and each plot can be read as a table.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from feedsvc.model.entry import Hop
from feedsvc.publish.compose import Judged
from feedsvc.store.polls import Hour, Poll
from feedsvc.text.urls import host

GOOD = frozenset({"fetched", "unchanged", "not_modified"})
"""Outcomes of polls after which a source is well."""

OUTCOMES = {
    "news": "something new",
    "fetched": "nothing new",
    "unchanged": "the same bytes",
    "not_modified": "not modified",
    "throttled": "asked to wait",
    "doubted": "not believed",
    "gone": "gone",
    "failed": "failed",
}
"""How a poll ended, in words; `news` is one that was fetched and brought something."""

HEIGHT = 44
"""Of a strip; its line is in the middle: what is well stands on it, the rest hangs from it."""

_STEP, _MIDDLE = 10, HEIGHT // 2
_SHAPES = {
    "news": "M{0} 22V3h7V22z",
    "fetched": "M{0} 22V14h7V22z",
    "unchanged": "M{0} 22V17h7V22z",
    "not_modified": "M{0} 22V17h7V22z",
    "throttled": "M{0} 24h3v8h-3zM{1} 24h3v8h-3z",
    "doubted": "M{0} 24h7l-3.5 12z",
    "gone": "M{0} 24h7v17h-7zM{2} 26v13h3v-13z",
    "failed": "M{0} 24h7v17h-7z",
}


class Mark(NamedTuple):
    """One poll in a strip.

    Attributes:
        kind: A key of `OUTCOMES`.
        path: Its outline.
        poll: What it stands for.
    """

    kind: str
    path: str
    poll: Poll

    @property
    def words(self) -> str:
        """How the poll ended."""
        return OUTCOMES.get(self.kind, self.kind)


@dataclass(frozen=True, slots=True, kw_only=True)
class Strip:
    """The polls of a source, oldest first.

    Attributes:
        kinds: Those that occur, for the legend.
        summary: The whole in one line.
    """

    width: int
    marks: tuple[Mark, ...]
    kinds: tuple[str, ...]
    summary: str


def strip(polls: Iterable[Poll]) -> Strip:
    """Draw polls as a strip; they come newest first, as `store.polls.latest` tells them."""
    marks = []
    for place, poll in enumerate(reversed(list(polls))):
        kind = "news" if poll.outcome == "fetched" and poll.new + poll.updated else poll.outcome
        left = place * _STEP + 1
        shape = _SHAPES.get(kind, _SHAPES["failed"])
        marks.append(Mark(kind, shape.format(left, left + 4, left + 2), poll))
    counts = Counter(mark.kind for mark in marks)
    kinds = tuple(kind for kind in OUTCOMES if kind in counts)
    told = ", ".join(f"{OUTCOMES[kind]} {counts[kind]}" for kind in kinds)
    named = "1 poll" if len(marks) == 1 else f"{len(marks)} polls"
    return Strip(
        width=max(len(marks), 30) * _STEP,
        marks=tuple(marks),
        kinds=kinds,
        summary=f"{named}: {told}" if marks else "It was not polled yet",
    )


class Bucket(NamedTuple):
    """The polls of a stretch of time, and where its bars stand in the plot.

    Attributes:
        good: Polls after which the source was well; `failed` all others.
        new: Entries stored for the first time.
        x: Left edge; heights are those of the bars.
    """

    at: datetime
    good: int
    failed: int
    new: int
    x: float
    good_height: float
    failed_height: float
    new_height: float

    @property
    def polls(self) -> int:
        """How many polls there were."""
        return self.good + self.failed


PANEL = 80
"""Height of each of the two panels of a series, in which failures hang from the axis."""

_SEEN = 3
"""Height of the least bar, so that what is not nothing can be seen."""

_WIDTH = 600
_TICKS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """Polls and new entries over time, in two panels above each other.

    Attributes:
        bar: The width of a bar.
        axis: Where good polls stand on and failed ones hang from, from above.
        most_polls: In one bucket; `most_new` likewise.
        ticks: Moments written below, evenly spaced from edge to edge.
        step: How long a bucket is, in words.
    """

    buckets: tuple[Bucket, ...]
    width: int
    bar: float
    axis: float
    most_polls: int
    most_new: int
    ticks: tuple[datetime, ...]
    step: str
    summary: str


def series(hours: Iterable[Hour], now: datetime, *, days: int = 2) -> Series:
    """Draw the sums of hours up to `now`: by the hour for two days, else by six hours."""
    step = timedelta(hours=1 if days <= 2 else 6)  # noqa: PLR2004 - 48 bars, or 56 for 14 days
    count = int(timedelta(days=days) / step)
    end = now.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    begin = end - count * step
    sums = [[0, 0, 0] for _ in range(count)]
    for hour in hours:
        place = int((hour.at - begin) / step)
        if begin <= hour.at < end:
            sums[place][0 if hour.outcome in GOOD else 1] += hour.polls
            sums[place][2] += hour.new
    most_good, most_failed, most_new = map(max, zip(*sums, strict=True))
    reach = most_good + most_failed
    distance = _WIDTH / count
    buckets = tuple(
        Bucket(
            begin + place * step, good, failed, new, round(place * distance, 2),
            _height(good, reach), _height(failed, reach), _height(new, most_new),
        )
        for place, (good, failed, new) in enumerate(sums)
    )  # fmt: skip
    good, failed, new = (sum(column) for column in zip(*sums, strict=True))
    return Series(
        buckets=buckets,
        width=_WIDTH,
        bar=round(distance * 0.78, 2),
        axis=round(PANEL * most_good / reach, 2) if reach else PANEL,
        most_polls=max(good + failed for good, failed, _ in sums),
        most_new=most_new,
        ticks=tuple(begin + (end - begin) * place / (_TICKS - 1) for place in range(_TICKS)),
        step="an hour" if step == timedelta(hours=1) else "six hours",
        summary=f"{good + failed:,} polls, {failed:,} of them failed; {new:,} new entries",
    )


def _height(value: int, most: int) -> float:
    """Of a bar; what is not nothing can be seen."""
    return max(round(value / most * PANEL, 2), _SEEN) if value else 0


class Bar(NamedTuple):
    """One of several numbers that are compared; `width` of 100."""

    label: str
    value: int
    width: float


def bars(values: Mapping[str, int] | Sequence[tuple[str, int]]) -> tuple[Bar, ...]:
    """Draw numbers as bars beside each other's, in the order in which they come."""
    told = list(values.items()) if isinstance(values, Mapping) else list(values)
    most = max((value for _, value in told), default=0) or 1
    return tuple(Bar(label, value, round(value / most * 100, 2)) for label, value in told)


class Step(NamedTuple):
    """A feed on the way of an entry to us.

    Attributes:
        role: What it is on that way, in words.
        url: Of its page, not of its feed, which may be a secret; empty if unknown.
        rests_on: What lets it show the entry, in words.
    """

    role: str
    title: str
    host: str
    url: str
    rests_on: tuple[str, ...]


def chain(
    judged: Judged, permission: str, shown: str, site_title: str, site_url: str
) -> tuple[Step, ...]:
    """Draw by which way an entry came to us, and on what each who shows it rests.

    Args:
        judged: The entry.
        permission: That of its source, in words; empty where there is none but the licence.
        shown: How much of it we show, in words.
        site_title: Our own name.
        site_url: Our own address.
    """
    way, claim = judged.attribution, judged.claim
    hops = (way.origin, *way.via)
    steps = []
    for place, hop in enumerate(hops):
        is_ours = place == len(hops) - 1
        rests = _declared(hop)
        if place == 0:
            role = "First appeared in" if len(hops) > 1 else "First appeared in, and pulled from"
            rests = ("It is the origin", *rests)
        else:
            role = "Pulled from" if is_ours else "Passed on by"
            said = f"Its article says so: “{claim.line}”" if claim and claim.line else ""
            permitted = "It says that it was permitted to" if claim and claim.permitted else ""
            unknown = "" if rests or said else "Nothing is known of its permission"
            rests = tuple(filter(None, (said, permitted, *rests, unknown)))
        steps.append(_step(role, hop, rests))
    grant = judged.grant
    licence = f"The licence {grant.licence.name}" if grant.licence else ""
    unknown = "" if permission or licence else "Neither a permission nor a licence is on record"
    ours = tuple(filter(None, (permission, licence, unknown, f"So it is shown: {shown}")))
    steps.append(Step("Shown by us", site_title, host(site_url), site_url, ours))
    return tuple(steps)


def _step(role: str, hop: Hop, rests: tuple[str, ...]) -> Step:
    name = host(hop.home_url or hop.feed_url or "")
    return Step(role, hop.title or name or "an unnamed feed", name, hop.home_url or "", rests)


def _declared(hop: Hop) -> tuple[str, ...]:
    return tuple(f"It declares the licence {licence}" for licence in hop.licences[:3])
