"""A database that cannot be used: work rests, is taken up again, and the operator hears of both."""

from collections.abc import Callable
from threading import Lock
from time import monotonic

_FIRST = 1.0  # seconds
_LONGEST = 60.0


class Outage:
    """Whether the database can be used, as far as work has found out. For many threads.

    While it cannot, it is tried again after a second, after two, after four, and so on to a
    minute. Each outage is told once when it begins and once when it is over.
    """

    def __init__(self, tell: Callable[[str], object]) -> None:
        """Expect none; `tell` is called with each line for the operator."""
        self._tell = tell
        self._lock = Lock()
        self._told = ""
        self._wait = 0.0
        self._until = 0.0

    @property
    def rests(self) -> bool:
        """Whether the database is to be left alone at this moment."""
        return monotonic() < self._until

    def began(self, error: Exception) -> None:
        """The database could not be used, once more."""
        with self._lock:
            if self.rests:
                return
            self._wait = min(max(2 * self._wait, _FIRST), _LONGEST)
            self._until = monotonic() + self._wait
            reason = str(error)
            if reason != self._told:
                self._tell(f"{reason}; polling rests until that is over")
                self._told = reason

    def over(self) -> None:
        """The database was written."""
        if not self._wait:  # most of the time, without the lock
            return
        with self._lock:
            self._wait = self._until = 0.0
            if self._told:
                self._tell("the database can be used again; polling goes on")
            self._told = ""
