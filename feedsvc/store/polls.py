"""How polls went: one by one for some days, and summed up by hour for good."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import NamedTuple

from feedsvc.store.database import Statements, Value
from feedsvc.store.moments import micros, moment

KEPT = timedelta(days=7)
"""How long each poll is remembered by itself."""

_SUMS = ("polls", "new", "updated", "took", "documents", "reading")
_HOUR = 3_600_000_000  # microseconds


class Poll(NamedTuple):
    """How one poll of a source went.

    Attributes:
        outcome: One word, as in `flows.conclude.Conclusion`.
        status: The HTTP status; 0 if there was no answer.
        new: Entries stored for the first time; `updated`: edited; `unchanged`: as before.
        seconds: How long it took, reading included.
        error: One line if it failed or its document was odd.
        reading: How long of that a document took to be read, a wait for that included; 0 if
            none was read.
    """

    at: datetime
    outcome: str
    status: int
    new: int
    updated: int
    unchanged: int
    seconds: float
    error: str
    reading: float = 0.0


class Past(NamedTuple):
    """A poll in the list of all.

    Attributes:
        id: Its place among them.
        source: The name of its source.
    """

    id: int
    source: str
    poll: Poll


class Hour(NamedTuple):
    """The polls of an hour that ended in one way, summed up.

    Attributes:
        at: When the hour begins.
    """

    at: datetime
    outcome: str
    polls: int
    new: int
    updated: int
    seconds: float


def add(statements: Statements, polls: Iterable[tuple[int, Poll]]) -> None:
    """Remember how polls went, each with the row of its source."""
    rows: list[dict[str, Value]] = []
    sums: defaultdict[tuple[int, str], list[int]] = defaultdict(lambda: [0] * 6)
    for source, poll in polls:
        at, took = micros(poll.at), round(poll.seconds * 1_000_000)
        rows.append(
            {
                "source": source,
                "at": at,
                "outcome": poll.outcome,
                "status": poll.status,
                "new": poll.new,
                "updated": poll.updated,
                "unchanged": poll.unchanged,
                "took": took,
                "error": poll.error,
            }
        )
        one = sums[at // _HOUR, poll.outcome]
        read = (int(poll.reading > 0), round(poll.reading * 1_000_000))
        added = (1, poll.new, poll.updated, took, *read)
        one[:] = (before + more for before, more in zip(one, added, strict=True))
    statements.many("add_poll", rows)
    statements.many(
        "add_hour",
        [
            {"hour": hour, "outcome": outcome, **dict(zip(_SUMS, one, strict=True))}
            for (hour, outcome), one in sums.items()
        ],
    )


def latest(statements: Statements, source: int, most: int) -> list[Poll]:
    """The last polls of a source, by its row, newest first."""
    return [
        Poll(moment(at), outcome, status, new, updated, unchanged, took / 1_000_000, error)
        for at, outcome, status, new, updated, unchanged, took, error in statements.read(
            "polls", source=source, most=most
        )
    ]


def page(
    statements: Statements, source: int | None, *, before: int, since: datetime, most: int
) -> list[Past]:
    """Polls of a source, by its row, or of all, newest first: those before one of them."""
    bounds = {"before": before, "since": micros(since), "most": most}
    rows = (
        statements.read("polls_page", **bounds)
        if source is None
        else statements.read("polls_page_of", source=source, **bounds)
    )
    return [
        Past(
            id, name, Poll(moment(at), outcome, status, new, updated, unchanged, took / 1e6, error)
        )
        for id, name, at, outcome, status, new, updated, unchanged, took, error in rows  # noqa: A001 - the word of the table
    ]


def by_hour(statements: Statements, since: datetime) -> list[Hour]:
    """The sums of every hour from that of `since` on, oldest first."""
    return [
        Hour(moment(hour * _HOUR), outcome, polls, new, updated, took / 1_000_000)
        for hour, outcome, polls, new, updated, took in statements.read(
            "hours", since=micros(since) // _HOUR
        )
    ]


def forget(statements: Statements, now: datetime) -> None:
    """Let go of what is older than `KEPT`."""
    statements.run("forget_polls", until=micros(now - KEPT))
