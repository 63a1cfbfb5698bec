"""So many at once on the way that costs most; who comes when that is too full is turned away."""

import threading
import time
from collections import Counter
from collections.abc import Callable

NEVER = float("inf")

FEW = 2
"""Documents that all may wait for: whoever waits is served as soon as those are made."""

LONGEST = 10.0
"""Seconds that one may wait where so few are made."""


class Slots:
    """Room for some threads at a time (security R10). For many threads.

    Whoever finds it full waits: a burst is over soon. Once it has been full for as long as one
    may wait, nobody waits any more, until it has been half empty: more comes than can be done,
    and who waits would only be late. A crowd that wants one document is no flood.
    """

    def __init__(
        self, most: int, patience: float, *, clock: Callable[[], float] = time.monotonic
    ) -> None:
        """Make room.

        Args:
            most: Threads that may be in at a time.
            patience: Seconds that one may wait, and that it may be full before nobody does.
            clock: Seconds.
        """
        self._most = most
        self._patience = patience
        self._clock = clock
        self._within: Counter[str] = Counter()
        self._full_since = NEVER
        self._changed = threading.Condition()

    def enter(self, path: str) -> bool:
        """Take a slot, to be given back with `leave`; False if there is none for you.

        Args:
            path: What is to be made, or waited for.
        """
        with self._changed:
            while self._within.total() >= self._most:
                patience = self._patience if len(self._within) > FEW else LONGEST
                left = self._full_since + patience - self._clock()
                if left <= 0:
                    return False
                self._changed.wait(min(left, self._patience))
            self._within[path] += 1
            if self._within.total() == self._most:
                self._full_since = min(self._full_since, self._clock())
            return True

    def leave(self, path: str) -> None:
        """Give a slot back."""
        with self._changed:
            self._within[path] -= 1
            if not self._within[path]:
                del self._within[path]
            if self._within.total() <= self._most // 2:
                self._full_since = NEVER
            self._changed.notify()
