"""Calls that wait for a child process, in two lanes (security P2).

What a document costs follows from its size, but for those that are made to hold up who reads
them. So large documents wait in a lane of their own, the smallest first, and whoever is held up
in the lane of the others is set aside.
"""

import pickle
from collections.abc import Callable
from heapq import heappop, heappush
from itertools import count
from threading import Condition, Event
from typing import Any, Generic, TypeVar

T = TypeVar("T")

LARGE = 256 * 1024
"""Bytes of a document that is not read beside the others: 3 % of feeds are larger."""


class Task(Generic[T]):
    """A call under way in a child process."""

    def __init__(
        self, function: Callable[..., T], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> None:
        """Keep the call until a child takes it."""
        self._call: Any = (function, args, kwargs)
        self.size = sum(len(value) for value in args if isinstance(value, bytes))
        self._ended = Event()
        self._value: Any = None
        self._error: Exception | None = None

    def request(self) -> bytes:
        """The call, pickled. Once: a document that waits is not held twice."""
        call, self._call = self._call, None
        return pickle.dumps(call)

    def done(self) -> bool:
        """Whether `result` answers without waiting."""
        return self._ended.is_set()

    def result(self) -> T:
        """Wait for the call to end.

        Returns:
            What the function returned.

        Raises:
            ParsingError: The child was killed by a limit or died, or the pool was closed.
            Exception: What the function raised.
        """
        self._ended.wait()
        if self._error is not None:
            raise self._error
        value: T = self._value
        return value

    def end(self, value: object = None, error: Exception | None = None) -> None:
        """Give the outcome; the first one counts."""
        if not self._ended.is_set():
            self._value, self._error = value, error
            self._ended.set()


class Lane:
    """Tasks that wait, for any number of threads.

    Attributes:
        niceness: Of the children that serve it.
        most: How many of them work at a time.
        by_size: The smallest task is next, else the first one.
    """

    def __init__(self, *, most: int, niceness: int = 0, by_size: bool = False) -> None:
        """Begin empty."""
        self.most = most
        self.niceness = niceness
        self.by_size = by_size
        self._waiting: list[tuple[int, int, Task[Any]]] = []
        self._numbers = count()
        self._changed = Condition()
        self._open = True

    def __len__(self) -> int:
        """How many wait."""
        return len(self._waiting)

    def put(self, task: Task[Any]) -> None:
        """Have a task wait."""
        with self._changed:
            place = task.size if self.by_size else 0
            heappush(self._waiting, (place, next(self._numbers), task))
            self._changed.notify()

    def get(self) -> Task[Any] | None:
        """Wait for the next task; None once there will be no more."""
        with self._changed:
            while self._open and not self._waiting:
                self._changed.wait()
            return heappop(self._waiting)[2] if self._open else None

    def close(self) -> list[Task[Any]]:
        """Give up what waits, and whoever waits for it."""
        with self._changed:
            self._open = False
            left, self._waiting = [task for _, _, task in self._waiting], []
            self._changed.notify_all()
        return left
