"""Pulling from a source: what an answer means for it, and how that is stored.

`conclude` is pure; `store` puts the entries, the checkpoint and the generation of what is
published into one transaction.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, NamedTuple, assert_never

from feedsvc.fetch.outcome import (
    Failed,
    Fetched,
    Gone,
    NotModified,
    Outcome,
    Throttled,
    Unchanged,
)
from feedsvc.fetch.schedule import News, Rhythm
from feedsvc.flows.effect import NOTHING, Effect
from feedsvc.model.reading import Reading
from feedsvc.model.source import Checkpoint, Health
from feedsvc.store import leases, sources
from feedsvc.store.database import Database, Value
from feedsvc.store.leases import Lease
from feedsvc.store.sources import Stored

Changed = dict[str, Any]
"""Fields of a `Checkpoint` with their new values."""


class Conclusion(NamedTuple):
    """How one poll of one source ended, ready to be stored.

    Attributes:
        lease: The turn in which it was polled; what it brought is stored only while it holds.
        outcome: One word: fetched, unchanged, not_modified, gone, throttled, failed.
        checkpoint: What to remember from now on.
        reading: What the document came to, if there was one to read.
        at: When the answer came.
        seconds: How long the poll took, reading included.
    """

    stored: Stored
    lease: Lease
    outcome: str
    checkpoint: Checkpoint
    reading: Reading | None
    at: datetime
    seconds: float
    error: str = ""


class Polled(NamedTuple):
    """The account of one poll.

    Attributes:
        status: The HTTP status; 0 if there was no answer.
        new: Entries stored for the first time; `updated`: edited; `unchanged`: as before.
        error: One clear line if the poll failed or its document was odd.
    """

    source: str
    outcome: str
    status: int
    new: int
    updated: int
    unchanged: int
    seconds: float
    error: str


def conclude(  # noqa: PLR0913 - the facts of a poll
    stored: Stored,
    lease: Lease,
    outcome: Outcome,
    reading: Reading | None,
    rhythm: Rhythm,
    *,
    at: datetime,
    seconds: float,
) -> Conclusion:
    """Judge one poll.

    Args:
        stored: The source as it was.
        lease: The turn in which it was polled.
        outcome: What the answer means.
        reading: Given if and only if `outcome` is `Fetched`.
        rhythm: Of the source.
        at: When the answer came.
        seconds: How long the poll took.
    """
    before = stored.checkpoint
    after: Changed
    word, error = "failed", ""
    max_age: int | None = None
    retry_after: timedelta | None = None
    match outcome:
        case NotModified(max_age=max_age):
            word, news = "not_modified", News.SAME
            after = _good(before, 304)
        case Unchanged(url=url, etag=etag, last_modified=last_modified, max_age=max_age):
            word, news = "unchanged", News.SAME
            validators = {"url": url, "etag": etag, "last_modified": last_modified}
            after = _good(before, 200) | validators
        case Fetched(max_age=max_age) if reading and not reading.problem:
            word, error = "fetched", reading.remark
            news = News.CHANGED if reading.incoming else News.SAME
            news = news if reading.whole else News.DEGRADED
            after = _read(outcome, reading)
        case Fetched():
            error = reading.problem if reading else "the document was not read"
            news, after = News.FAILED, _failed(before, 200, error)
        case Gone():
            word, error = "gone", "HTTP 410 Gone: the source is not polled any more"
            news = News.GONE
            after = _failed(before, 410, error) | {"health": Health.GONE}
        case Throttled(retry_after=retry_after, reason=error, status=0):
            word, news = "throttled", News.THROTTLED
            after = {"status": 0, "problem": error}  # it was not asked, so it has not failed
        case Throttled(retry_after=retry_after, reason=error, status=status):
            word, news = "throttled", News.THROTTLED
            after = _failed(before, status, error)
        case Failed(reason=error, status=status):
            news, after = News.FAILED, _failed(before, status, error)
        case _:
            assert_never(outcome)
    interval, due_at = rhythm.after(news, before, at, max_age=max_age, retry_after=retry_after)
    return Conclusion(
        stored=stored,
        lease=lease,
        outcome=word,
        checkpoint=replace(before, **after, polled_at=at, interval=interval, due_at=due_at),
        reading=reading if word == "fetched" else None,
        at=at,
        seconds=seconds,
        error=error,
    )


def store(
    database: Database,
    conclusions: Sequence[Conclusion],
    released: Iterable[tuple[Lease, datetime]] = (),
) -> list[Polled]:
    """Store what the polls brought, in one transaction, and give back turns that are over.

    Entries, checkpoints and the generation of what is published change together or not at
    all. What was polled in a turn that has passed to another worker is not stored.
    """
    with database.transaction() as statements:
        standing = leases.standing(statements, [one.lease for one in conclusions])
        accounts = []
        rows: list[dict[str, Value]] = []
        generation = 0
        for conclusion in conclusions:
            if (conclusion.lease.host, conclusion.lease.fence) not in standing:
                accounts.append(_account(conclusion, NOTHING, "another worker took over"))
                continue
            effect, checkpoint = NOTHING, conclusion.checkpoint
            if conclusion.reading:
                # The entries' side of the store: a poll answered 304 pays nothing for it.
                from feedsvc.flows.absorb import absorb  # noqa: PLC0415

                effect = absorb(statements, conclusion.stored, conclusion.reading, conclusion.at)
            if effect.feed or effect.new or effect.updated:
                generation = generation or sources.next_generation(statements)
                sources.keep_feed(statements, conclusion.stored, effect.feed, generation)
                checkpoint = replace(checkpoint, changed_at=conclusion.at)
            rows.append(sources.checkpoint_row(conclusion.stored, checkpoint))
            accounts.append(_account(conclusion, effect, conclusion.error))
        statements.many("keep_checkpoint", rows)
        leases.release(statements, released)
    return accounts


def _account(conclusion: Conclusion, effect: Effect, error: str) -> Polled:
    return Polled(
        source=conclusion.stored.source.name,
        outcome=conclusion.outcome,
        status=conclusion.checkpoint.status,
        new=effect.new,
        updated=effect.updated,
        unchanged=effect.unchanged,
        seconds=round(conclusion.seconds, 3),
        error=error,
    )


def _good(before: Checkpoint, status: int) -> Changed:
    """The same document as before: a remark on it stands, a failure is over."""
    degraded = before.health is Health.DEGRADED
    return {
        "status": status,
        "failures": 0,
        "health": Health.DEGRADED if degraded else Health.OK,
        "problem": before.problem if degraded else "",
    }


def _read(fetched: Fetched, reading: Reading) -> Changed:
    """A document was read; one that was cut off leaves nothing behind that stops a second look."""
    judged: Changed = {
        "status": 200,
        "failures": 0,
        "health": Health.DEGRADED if reading.remark else Health.OK,
        "problem": reading.remark,
    }
    if not reading.whole:
        return judged
    return judged | {
        "url": fetched.url,
        "etag": fetched.etag,
        "last_modified": fetched.last_modified,
        "body": fetched.digest,
        "head": reading.head,
        "window": reading.window,
    }


def _failed(before: Checkpoint, status: int, reason: str) -> Changed:
    return {
        "status": status,
        "failures": before.failures + 1,
        "health": Health.FAILING,
        "problem": reason,
    }
