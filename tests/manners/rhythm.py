"""Synthetic upstreams over weeks: what is missed of them, and what they are asked."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import format_datetime
from hashlib import blake2b
from pathlib import Path
from random import Random
from typing import NamedTuple

from feedsvc.model.source import Source
from feedsvc.net.http import Request, Response
from tests.manners.driven import driven
from tests.rig import NOON, Instant, rss

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)

Times = Callable[[Random, datetime, datetime], Iterator[datetime]]
"""When something is published between two moments."""


def every(distance: timedelta, jitter: float = 0.0) -> Times:
    """At regular distances, each up to that share of it late."""

    def times(chance: Random, start: datetime, end: datetime) -> Iterator[datetime]:
        moment = start
        while moment < end:
            yield moment + distance * jitter * chance.random()
            moment += distance

    return times


def bursts(chance: Random, start: datetime, end: datetime) -> Iterator[datetime]:
    """Six within two hours, then nothing for about two days."""
    moment = start
    while moment < end:
        for _ in range(6):
            yield moment
            moment += 4 * MINUTE + 36 * MINUTE * chance.random()
        moment += DAY + 2 * DAY * chance.random()


def in_office_hours(chance: Random, start: datetime, end: datetime) -> Iterator[datetime]:
    """Some forty a day, most of them between eight and eighteen."""
    moment = start
    while moment < end:
        yield moment
        busy = 8 <= moment.hour < 18
        moment += (10 if busy else 90) * MINUTE * (0.5 + chance.random())


def never(chance: Random, start: datetime, end: datetime) -> Iterator[datetime]:  # noqa: ARG001
    """Nothing after the first."""
    yield start


@dataclass
class Publisher:
    """An upstream that shows the last `width` of what it has published by now.

    Attributes:
        times: When, from the first to the last.
        asked: How often it was asked.
        shown: Numbers of the entries that any answer held.
    """

    name: str
    width: int
    times: list[datetime]
    now: Callable[[], datetime]
    dead_from: datetime | None = None
    asked: int = 0

    def __call__(self, request: Request) -> Response:
        self.asked += 1
        if self.dead_from and self.now() >= self.dead_from:
            return Response(request.url, 404)
        out = [n for n, moment in enumerate(self.times) if moment <= self.now()]
        body = rss(*map(self._item, reversed(out[-self.width :])), title=self.name)
        etag = f'"{blake2b(body, digest_size=8).hexdigest()}"'
        if dict(request.headers).get("If-None-Match") == etag:
            return Response(request.url, 304, {"etag": etag})
        return Response(request.url, 200, {"etag": etag}, body)

    def _item(self, number: int) -> str:
        return (
            f"<item><title>{self.name} {number}</title><link>https://{self.name}.example/{number}"
            f"</link><guid>https://{self.name}.example/{number}</guid><pubDate>"
            f"{format_datetime(self.times[number])}</pubDate></item>"
        )


class Missed(NamedTuple):
    """What came of one upstream.

    Attributes:
        published: Entries that came and left its document again.
        missed: Those of them that were never stored.
        polls: How often it was asked in a day.
        delay: Mean time from an entry's publication until it was stored.
    """

    published: int
    missed: int
    polls: float
    delay: timedelta


RHYTHMS: dict[str, tuple[Times, int]] = {
    "bursty": (bursts, 10),
    "daily": (every(DAY, 0.1), 10),
    "hourly": (every(HOUR, 0.5), 10),
    "narrow": (every(36 * MINUTE), 5),
    "office": (in_office_hours, 15),
    "weekly": (every(7 * DAY, 0.1), 10),
    "quiet": (never, 10),
    "dead": (every(DAY), 10),
}
"""Name to when it publishes and how many entries its document holds."""


def simulate(folder: Path, days: int, *names: str, **fetch: object) -> dict[str, Missed]:
    """Let so many days pass for the named upstreams, or for all."""
    chosen = names or tuple(RHYTHMS)
    start, end = NOON - DAY, NOON + days * DAY
    declared = tuple(Source(name=name, url=f"https://{name}.example/feed") for name in chosen)
    with driven(folder, declared, lambda rig: Instant(rig.web), **fetch) as work:
        publishers = {}
        for name in chosen:
            times, width = RHYTHMS[name]
            chance = Random(name)  # noqa: S311 - the same each time
            out = sorted(moment for moment in times(chance, start, end) if moment <= end)
            publishers[name] = Publisher(name, width, out, work.rig.now)
            work.rig.web.pages[f"https://{name}.example/feed"] = publishers[name]
        if "dead" in publishers:
            publishers["dead"].dead_from = NOON + days * DAY / 4
        work.run(days * DAY)
        stored = _stored(work.rig.database.connection())
    return {name: _missed(one, stored.get(name, {}), days) for name, one in publishers.items()}


def _stored(connection: object) -> dict[str, dict[int, int]]:
    """Of each source, the number of an entry to the microsecond at which it was stored."""
    rows = connection.execute(  # type: ignore[attr-defined] # of sqlite3
        "SELECT s.name, e.url, e.first_seen FROM entries e JOIN sources s ON s.id = e.source_id"
    )
    found: dict[str, dict[int, int]] = {}
    for name, url, first_seen in rows.fetchall():
        found.setdefault(name, {})[int(url.rpartition("/")[2])] = first_seen
    return found


def _missed(publisher: Publisher, stored: dict[int, int], days: int) -> Missed:
    """What stands in the last document may still be read; what stood in none never could."""
    start = sum(moment <= NOON for moment in publisher.times)
    end = sum(publisher.dead_from is None or m < publisher.dead_from for m in publisher.times)
    left = range(max(start - publisher.width, 0), max(end - publisher.width, 0))
    delays = [
        moment / 1e6 - publisher.times[number].timestamp()
        for number, moment in stored.items()
        if number >= start
    ]
    return Missed(
        published=len(left),
        missed=len(set(left) - stored.keys()),
        polls=round(publisher.asked / days, 2),
        delay=timedelta(seconds=round(sum(delays) / max(len(delays), 1))),
    )
