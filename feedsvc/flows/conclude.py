"""How a poll ended: what an answer means for its source.

Pure. `pull` stores it.
"""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import NamedTuple, assert_never

from feedsvc.fetch.outcome import (
    Failed,
    Fetched,
    Gone,
    NotModified,
    Outcome,
    Repeated,
    Throttled,
    Unchanged,
)
from feedsvc.fetch.schedule import DEADLY, News, Renewed, Rhythm
from feedsvc.flows.after import ENDED, Changed, doubted, failed, good, led, older, rests
from feedsvc.model.source import Checkpoint, Health
from feedsvc.model.window import Window
from feedsvc.store.leases import Lease
from feedsvc.store.sources import Stored

_NO_WINDOW = Window()
_STANDING = ("hints", "etag", "last_modified")
"""What of a checkpoint the rhythm is told as it is after a poll."""

_BREAK = ", {} times in a row: it is read again once a day"
_RESTS = (
    "; nothing was there for four weeks: it rests, and is polled no more until feedsvc poll asks"
    " for it by name or its url is another one"
)


class Conclusion(NamedTuple):
    """How one poll of one source ended, ready to be stored.

    Attributes:
        lease: The turn in which it was polled; what it brought is stored only while it holds.
        outcome: One word: fetched, unchanged, not_modified, gone, throttled, doubted, failed.
        checkpoint: What to remember from now on.
        reading: The `Reading` of the document, if there was one that is believed; else None.
        window: What was remembered of the documents before it.
        at: When the answer came.
        seconds: How long the poll took, reading included.
        rhythm: Of the source; `max_age` as in `Renewed`.
        read_in: Seconds that its document took to be read, a wait for that included.
    """

    stored: Stored
    lease: Lease
    outcome: str
    checkpoint: Checkpoint
    reading: object
    window: Window
    at: datetime
    seconds: float
    rhythm: Rhythm
    max_age: int | None = None
    error: str = ""
    read_in: float = 0.0


def conclude(  # noqa: PLR0913 - the facts of a poll; one case an outcome
    stored: Stored,
    lease: Lease,
    outcome: Outcome,
    reading: object,
    rhythm: Rhythm,
    *,
    at: datetime,
    seconds: float,
    window: Window = _NO_WINDOW,
) -> Conclusion:
    """Judge one poll.

    Args:
        stored: The source as it was.
        lease: The turn in which it was polled.
        outcome: What the answer means.
        reading: The `Reading`, if and only if `outcome` is `Fetched`.
        rhythm: Of the source.
        at: When the answer came.
        seconds: How long the poll took.
        window: What was remembered of its documents; needed only with a reading.
    """
    before = stored.checkpoint
    after: Changed
    word, error, believed = "failed", "", None
    max_age: int | None = None
    retry_after: timedelta | None = None
    match outcome:
        case NotModified(max_age=max_age, permanent=permanent):
            word, news = "not_modified", _unless_ended(before)
            after = good(before, 304, at) | led(stored, permanent)
        case Unchanged(url=url, etag=etag, last_modified=last_modified, max_age=max_age):
            word, news = "unchanged", _unless_ended(before)
            validators = {"url": url, "etag": etag, "last_modified": last_modified}
            after = good(before, 200, at) | validators | led(stored, outcome.permanent)
        case Repeated():
            word, news, after = "unchanged", News.SAME, older(before)
        case Fetched(max_age=max_age):
            # The nouns of entries take 10 ms to import, which a poll without news must not pay.
            from feedsvc.flows.receive import receive  # noqa: PLC0415

            word, error, news, after, believed = receive(outcome, reading, stored, window, at)
        case Gone():
            word, error = "gone", "HTTP 410 Gone: the source is not polled any more"
            news = News.GONE
            after = failed(before, 410, error) | {"health": Health.GONE}
        case Throttled(retry_after=retry_after, reason=error, status=0):
            word, news = "throttled", News.THROTTLED
            after = {"status": 0, "problem": error}  # it was not asked, so it has not failed
        case Throttled(retry_after=retry_after, reason=error, status=status):
            word, news = "throttled", News.THROTTLED
            after = failed(before, status, error)
        case Failed():
            error, news, after = _failure(outcome, stored, at)
        case _:
            assert_never(outcome)
    standing = replace(before, **{name: after[name] for name in _STANDING if name in after})
    interval, due_at = rhythm.after(news, standing, at, max_age=max_age, retry_after=retry_after)
    return Conclusion(
        stored=stored,
        lease=lease,
        outcome=word,
        checkpoint=replace(before, **after, polled_at=at, interval=interval, due_at=due_at),
        reading=believed,
        window=window,
        at=at,
        seconds=seconds,
        rhythm=rhythm,
        max_age=max_age,
        error=error,
    )


def _unless_ended(before: Checkpoint) -> News:
    """That nothing is new; nor ever will be, where the feed itself has said that it has ended."""
    return News.GONE if before.remark == ENDED else News.SAME


def _failure(outcome: Failed, stored: Stored, at: datetime) -> tuple[str, News, Changed]:
    """What to tell of a failure, what it means for the rhythm, and what it changes."""
    before, error = stored.checkpoint, outcome.reason
    if outcome.degraded:
        return error, News.DEGRADED, doubted(before, error)
    if outcome.deadly:
        deaths = before.deaths + 1
        error += _BREAK.format(deaths) if deaths >= DEADLY else ""
        return error, News.DEADLY, failed(before, outcome.status, error) | {"deaths": deaths}
    if outcome.absent and rests(stored, at):
        error += _RESTS
        after = failed(before, outcome.status, error) | {"health": Health.RESTING}
        return error, News.GONE, after
    return error, News.FAILED, failed(before, outcome.status, error)


def hastened(conclusion: Conclusion, new: int, total: int) -> Checkpoint:
    """The checkpoint, due before entries can be missed.

    Args:
        conclusion: Of a poll that brought a document.
        new: Entries of it that were never seen before.
        total: All its entries.
    """
    before, after = conclusion.stored.checkpoint, conclusion.checkpoint
    if before.good_at is None:  # everything is new in the first one
        return after
    renewed = Renewed(new, total, conclusion.at - before.good_at, conclusion.max_age)
    planned = after.interval, after.due_at
    interval, due_at = conclusion.rhythm.before_missed(planned, renewed, conclusion.at)
    return replace(after, interval=interval, due_at=due_at)


def passed_over(conclusion: Conclusion) -> Conclusion:
    """The same poll, if its document turns out to be older than the last good one."""
    before, after = conclusion.stored.checkpoint, conclusion.checkpoint
    checkpoint = replace(
        before,
        **older(before),
        polled_at=after.polled_at,
        due_at=after.due_at,
    )
    return conclusion._replace(checkpoint=checkpoint, outcome="unchanged", error="")
