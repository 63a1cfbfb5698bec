"""The pace of requests: all workers together begin no more in a second than is configured.

So that a start with thousands of sources due is no burst, neither for those who are asked nor
for the line (standards N8).
"""

from collections import deque
from collections.abc import Callable
from datetime import datetime, timedelta
from math import ceil
from time import monotonic

from feedsvc.store import pace
from feedsvc.store.database import Database

_AT_ONCE = 0.25  # seconds for which turns are reserved together
_STALE = 0.01  # seconds that a turn may always be late by


class Pace:
    """Turns for requests, reserved in the database a few at a time. For one thread."""

    def __init__(self, database: Database, now: Callable[[], datetime], per_second: int) -> None:
        """Reserve turns in `database`, `per_second` of them for all workers."""
        self._database = database
        self._now = now
        self._turns: deque[float] = deque()
        self._free = 0.0
        self.follow(per_second)

    def follow(self, per_second: int) -> None:
        """Keep this pace from now on."""
        self._gap = 1 / per_second
        self._most = max(ceil(per_second * _AT_ONCE), 1)

    def wait(self, wanted: int) -> float:
        """Seconds until the next request may go; 0 if it may at once, and then it must.

        A turn that is later than the one after it is forgotten: taken, it would be one too many
        in the second in which others take theirs.

        Args:
            wanted: How many requests stand ready.

        Raises:
            StoreUnavailableError: No turn can be reserved now.
        """
        moment = monotonic()
        while self._turns and moment - self._turns[0] > max(self._gap, _STALE):
            self._turns.popleft()
        if not self._turns:
            self._reserve(min(wanted, self._most))
        wait = max(self._turns[0], self._free) - monotonic()
        if wait > 0:
            return wait
        self._turns.popleft()
        self._free = monotonic() + self._gap
        return 0.0

    def _reserve(self, count: int) -> None:
        now = self._now()
        gap = timedelta(seconds=self._gap)
        first = monotonic() + (pace.reserve(self._database, count, gap, now) - now).total_seconds()
        self._turns.extend(first + number * self._gap for number in range(count))
