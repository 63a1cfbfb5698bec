"""What is taken from a document: all, what is new in it, or nothing."""

from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from feedsvc.fetch.hints import hints_of
from feedsvc.fetch.outcome import Fetched
from feedsvc.fetch.schedule import News
from feedsvc.flows.after import ENDED, Changed, doubted, led
from feedsvc.flows.course import came_before, goes_on, may_be_other
from feedsvc.model.reading import Reading
from feedsvc.model.source import Checkpoint, Health
from feedsvc.model.window import Window
from feedsvc.store.sources import Stored


class Received(NamedTuple):
    """A document, judged.

    Attributes:
        outcome: As in `Conclusion`; `error` likewise.
        news: What it means for the rhythm.
        after: What it changes of the checkpoint.
        reading: What is to be stored of it, if anything.
    """

    outcome: str
    error: str
    news: News
    after: Changed
    reading: Reading | None


def receive(
    fetched: Fetched, reading: object, stored: Stored, window: Window, at: datetime
) -> Received:
    """Judge a document.

    Args:
        fetched: As it came.
        reading: What it came to; None if it could not be read.
        stored: The source as it was.
        window: What was remembered of its documents.
        at: When it came.
    """
    before = stored.checkpoint
    if not isinstance(reading, Reading) or reading.problem:
        error = reading.problem if isinstance(reading, Reading) else "the document was not read"
        return Received("failed", error, News.DEGRADED, doubted(before, error), None)
    reading = _judged(reading, stored, window, at)
    error = reading.doubt or reading.remark
    if reading.doubt:
        after = doubted(before, error)
        if not reading.incoming and not reading.gone:
            return Received("doubted", error, News.DEGRADED, after, None)
        error += "; what is new in it was taken in"
        return Received("fetched", error, News.DEGRADED, after, reading)
    news = News.CHANGED if reading.incoming else News.SAME
    news = news if reading.whole else News.DEGRADED
    after = _read(fetched, reading, at)
    if reading.whole:
        after |= {"hints": hints_of(reading.hints)} if reading.hop else {}
        after |= led(stored, fetched.permanent)
    if "expired" in reading.hints:
        after |= {"health": Health.RESTING, "problem": ENDED, "remark": ENDED}
        return Received("fetched", error or ENDED, News.GONE, after, reading)
    return Received("fetched", error, news, after, reading)


def is_repeated(fetched: Fetched, window: Window, before: Checkpoint, at: datetime) -> bool:
    """Whether a document stood before the last good one; one that stays is believed in the end."""
    return (
        bool(before.body) and came_before(window, fetched.digest) and not may_be_other(before, at)
    )


def _judged(reading: Reading, stored: Stored, window: Window, at: datetime) -> Reading:
    """What is taken from a document that is doubted: all, what is new in it, or nothing.

    All once it has stood for long, unless it is empty; what is new if the feed is still itself.
    """
    if not reading.doubt:
        return reading
    if reading.total and may_be_other(stored.checkpoint, at):
        return replace(reading, doubt="")
    if reading.gone or goes_on(reading, window, stored.feed, at):
        return replace(reading, whole=False)
    return Reading(doubt=reading.doubt)


def _read(fetched: Fetched, reading: Reading, at: datetime) -> Changed:
    """A document was read; one that was cut off leaves nothing behind that stops a second look."""
    judged: Changed = {
        "status": 200,
        "failures": 0,
        "deaths": 0,
        "health": Health.DEGRADED if reading.remark else Health.OK,
        "problem": reading.remark,
    }
    if not reading.whole:
        return judged
    return judged | {
        "url": fetched.sent.url,
        "etag": fetched.etag,
        "last_modified": fetched.last_modified,
        "body": fetched.digest,
        "remark": reading.remark,
        "good_at": at,
    }
