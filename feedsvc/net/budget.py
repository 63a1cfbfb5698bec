"""The memory that large bodies take together, from their download until they have been read."""

from collections import deque

LARGE = 256 << 10
"""Bytes from which on a body counts: 3 % of feeds are larger, and are read after the others."""

MOST = 16 << 20
"""Bytes that all of them may take before the others wait."""


class Budget:
    """Who may take in more of a large body now.

    Where bodies under way hold all there is, one of them may all the same, so that somebody comes
    to an end. What was handed out may be given back by any thread; all else is for one.

    Attributes:
        waiting: How many were refused and have not been let through since.
    """

    def __init__(self, most: int = MOST) -> None:
        """Let through what comes until `most` bytes are held."""
        self._most = most
        self._held = 0
        self._handed = 0
        self._given: deque[int] = deque()
        self._first: object = None
        self.waiting = 0

    def may_take(self, who: object) -> bool:
        """Whether `who` may go on; if nobody may, it is the one who does."""
        while self._given:
            back = self._given.popleft()
            self._held -= back
            self._handed -= back
        if self._held < self._most or self._first is who:
            return True
        if self._first is None and not self._handed:
            self._first = who
            return True
        return False

    def take(self, size: int) -> None:
        """Hold so many bytes more, or less."""
        self._held += size

    def hand(self, body: bytearray) -> "LargeBody":
        """Hand out a body whose bytes were taken; they are given back with it."""
        handed = LargeBody(body)
        handed.budget = self
        self._handed += len(body)
        return handed

    def give(self, size: int) -> None:
        """Take back a body that was handed out."""
        self._given.append(size)

    def end(self, who: object) -> None:
        """Expect no more of `who`."""
        if self._first is who:
            self._first = None


class LargeBody(bytes):
    """A body that is counted until nobody holds it any more."""

    budget: Budget

    def __reduce__(self) -> tuple[type[bytes], tuple[bytes]]:
        """Be plain bytes in another process."""
        return bytes, (bytes(self),)

    def __del__(self) -> None:
        """Give its room back."""
        self.budget.give(len(self))
