"""Turns of hosts under way, and which of them waits until when."""

import heapq
from collections import deque
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from time import monotonic

from feedsvc.jobs.pace import Pace
from feedsvc.model.window import Window
from feedsvc.store.leases import Lease
from feedsvc.store.sources import Stored


@dataclass(slots=True, eq=False)
class Turn:
    """A host job under way.

    Attributes:
        left: The sources still to ask; `open` counts those that are not concluded.
        free_at: When its host may be asked again.
    """

    lease: Lease
    left: deque[Stored]
    open: int
    free_at: datetime


@dataclass(slots=True, eq=False)
class Poll:
    """One source being polled, since `started` on the monotonic clock; answered `at`.

    Attributes:
        reading: Seconds that its document took to be read, a wait for that included.
    """

    turn: Turn
    stored: Stored
    started: float
    at: datetime
    window: Window = field(default_factory=Window)
    reading: float = 0.0


class Line:
    """Turns that stand in line for their host, and for the pace of all requests."""

    def __init__(self, pace: Pace | None) -> None:
        """Let turns go as `pace` has it; None for as soon as their hosts are free."""
        self._pace = pace
        self._paced_until = 0.0
        self._heap: list[tuple[float, int, Turn]] = []
        self._count = 0

    def __bool__(self) -> bool:
        """Whether any turn waits."""
        return bool(self._heap)

    def add(self, turn: Turn, seconds: float) -> None:
        """Have a turn wait for so long."""
        self._count += 1
        heapq.heappush(self._heap, (monotonic() + max(seconds, 0), self._count, turn))

    def next_turn(self) -> Turn | None:
        """Take out a turn whose next request may go, and then must; None if there is none yet.

        Raises:
            StoreUnavailableError: The pace cannot be kept: the database cannot be used.
        """
        if not self._heap or self._heap[0][0] > monotonic():
            return None
        if self._pace is not None and not is_file(self._heap[0][2].left[0]):
            now = monotonic()
            wait = self._pace.wait(sum(at <= now for at, _, _ in self._heap))
            if wait > 0:
                self._paced_until = monotonic() + wait
                return None
        return heapq.heappop(self._heap)[2]

    def seconds(self) -> float:
        """How long until `next_turn` may have one; there must be any that wait."""
        return max(max(self._heap[0][0], self._paced_until) - monotonic(), 0)

    def forget(self, turns: Collection[Turn]) -> None:
        """Ask nothing more of what these would have asked."""
        for _, _, turn in self._heap:
            if turn in turns:
                turn.open -= len(turn.left)
                turn.left.clear()
        self._heap = [one for one in self._heap if one[2] not in turns]
        heapq.heapify(self._heap)

    def drop(self) -> None:
        """Forget what the turns that wait would have asked."""
        self.forget({turn for _, _, turn in self._heap})


def is_file(stored: Stored) -> bool:
    """Whether a source is a file of this machine, which nobody need be spared for."""
    return stored.source.url.startswith("file:")
