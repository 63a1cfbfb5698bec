"""When to look at a source again.

The figures, decided here:

- The first distance is an hour (standards N8), kept between the configured bounds.
- News shortens it to 0.7 of itself, none lengthens it to 1.3: a source settles where about
  four looks in ten bring something. 304 and equal bytes count alike.
- A server that knows no validators sends the whole document each time: it is asked once an
  hour at most, unless entries would be missed (standards KR5).
- Each look is up to a tenth later, from a hash of the source's name and
  its distance, so that sources added together drift apart; nothing random, so that a
  restart changes nothing.
- A failure doubles the wait with each one in a row up to the greatest distance, spread
  between 0.75 and 1.25 of that. The distance itself stays, so that a source that is back
  is looked at as before.
- Entries are not to be missed: where some of those in a document are new, it is looked at
  again before half of it can have been replaced, told by how fast it was.
- What the server asks for is a lower bound: `max-age` up to a day (standards N4),
  Retry-After up to two days, even above the greatest distance (standards N3). Where the
  server is silent the feed's own hints are asked, up to a day as well; the hours and days
  that it skips are skipped (standards N5). None of that lets entries be missed but `max-age`.
- A document that is not believable is looked at again after the least distance, and after
  twice the last wait for each further one, up to what a failure would wait.
- A document that ended the process that read it three times in a row is read again once a day.
- A source that is gone is not looked at again, nor one that rests.
"""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple, assert_never
from zlib import crc32

from feedsvc.fetch.hints import beyond_skipped
from feedsvc.fetch.outcome import LONGEST_RETRY_AFTER
from feedsvc.model.source import Checkpoint

FIRST_INTERVAL = timedelta(hours=1)
SHORTER = 0.7
LONGER = 1.3
LONGEST_MAX_AGE = timedelta(days=1)
DEADLY = 3
"""Documents in a row that end the process that reads them, before they are read once a day."""
_BREAK = timedelta(days=1)
_MOST_DOUBLINGS = 30  # a second becomes 34 years


class News(StrEnum):
    """What a look brought, as far as the next one depends on it."""

    CHANGED = "changed"
    SAME = "same"
    DEGRADED = "degraded"
    FAILED = "failed"
    THROTTLED = "throttled"
    DEADLY = "deadly"
    GONE = "gone"


class Renewed(NamedTuple):
    """How fast a document changes.

    Attributes:
        new: Entries of it that were never seen before.
        total: All its entries.
        since: How long ago the last good look was.
        max_age: Seconds for which the server calls it fresh.
    """

    new: int
    total: int
    since: timedelta
    max_age: int | None


class Rhythm(NamedTuple):
    """How often a source may be looked at.

    Attributes:
        name: The source's name, from which its place in time is drawn.
        min_interval: The least distance between two looks.
        max_interval: The greatest; a smaller one than `min_interval` counts as that.
    """

    name: str
    min_interval: timedelta
    max_interval: timedelta

    def after(
        self,
        news: News,
        checkpoint: Checkpoint,
        now: datetime,
        *,
        max_age: int | None = None,
        retry_after: timedelta | None = None,
    ) -> tuple[timedelta, datetime | None]:
        """The distance to keep and when to look again, None for never.

        Args:
            news: What the look at `now` brought.
            checkpoint: As it was before that look, its `interval`, `failures` and `deaths`; but
                hints and validators are those of the document that stands now.
            now: When the look was.
            max_age: Seconds for which the server calls its answer fresh.
            retry_after: How long the server wants to be left alone.
        """
        interval = self._bounded(checkpoint.interval or FIRST_INTERVAL)
        match news:
            case News.CHANGED:
                # All of the first document is new, which says nothing of how often it changes.
                interval = self._bounded(interval * (SHORTER if checkpoint.interval else 1))
                wait = self._regular(interval, checkpoint, max_age)
            case News.SAME:
                interval = self._bounded(interval * LONGER)
                wait = self._regular(interval, checkpoint, max_age)
            case News.DEGRADED:
                wait = min(
                    self._patient(self.min_interval, checkpoint.failures),
                    self._patient(interval, checkpoint.failures),
                )
            case News.DEADLY if checkpoint.deaths + 1 >= DEADLY:
                wait = max(_BREAK, self.min_interval)
            case News.FAILED | News.DEADLY:
                wait = self._patient(interval, checkpoint.failures)
            case News.THROTTLED if retry_after is not None:
                wait = max(min(retry_after, LONGEST_RETRY_AFTER), self.min_interval)
            case News.THROTTLED:
                wait = self._patient(interval, checkpoint.failures)
            case News.GONE:
                return interval, None
            case _:
                assert_never(news)
        due_at = now + wait
        if news in {News.CHANGED, News.SAME}:
            due_at = beyond_skipped(due_at, checkpoint.hints)
        return interval, due_at

    def before_missed(
        self, planned: tuple[timedelta, datetime | None], renewed: Renewed, now: datetime
    ) -> tuple[timedelta, datetime | None]:
        """The same, early enough that no entry comes and goes between two looks.

        Args:
            planned: What `after` said.
            renewed: How fast the document changes.
            now: When the look was.
        """
        interval, due_at = planned
        if not renewed.new or renewed.since <= timedelta(0) or due_at is None:
            return planned
        safe = self._bounded(renewed.since * renewed.total / (2 * renewed.new))
        asked = timedelta(seconds=min(renewed.max_age or 0, int(LONGEST_MAX_AGE.total_seconds())))
        return min(interval, safe), min(due_at, now + max(safe, asked))

    def _regular(
        self, interval: timedelta, checkpoint: Checkpoint, max_age: int | None
    ) -> timedelta:
        wait = self._bounded(interval * (1 + 0.1 * self._draw(str(interval))))
        if not (checkpoint.etag or checkpoint.last_modified):
            wait = max(wait, min(FIRST_INTERVAL, self.max_interval))
        day = int(LONGEST_MAX_AGE.total_seconds())
        return max(wait, timedelta(seconds=min(max_age or checkpoint.hints.seconds, day)))

    def _patient(self, interval: timedelta, failures: int) -> timedelta:
        doubled = interval.total_seconds() * 2.0 ** min(failures, _MOST_DOUBLINGS)
        wait = min(doubled, self.max_interval.total_seconds())
        spread = 0.75 + 0.5 * self._draw(str(failures))
        return self._bounded(timedelta(seconds=wait * spread))

    def _bounded(self, wait: timedelta) -> timedelta:
        return max(min(wait, self.max_interval), self.min_interval)

    def _draw(self, salt: str) -> float:
        """A number from 0 to 1, the same for the same name and salt."""
        return crc32(f"{self.name}\n{salt}".encode()) / 2**32
