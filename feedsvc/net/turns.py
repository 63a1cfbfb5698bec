"""Whose request goes next: in the order they came, a few at a time to each host (standards N8).

Pure, but for what it remembers.
"""

from collections import deque
from typing import Generic, TypeVar

T = TypeVar("T")


class Turns(Generic[T]):
    """Things to do at hosts.

    Attributes:
        ready: Those whose turn it is, in order; take them from the left.
    """

    def __init__(self, per_host: int) -> None:
        """Let `per_host` at a time have their turn at one host."""
        self.ready: deque[T] = deque()
        self._per_host = per_host
        self._crowd: dict[str, deque[T]] = {}
        self._under_way: dict[str, int] = {}

    def enter(self, host: str, item: T) -> None:
        """Wait for a turn at `host`."""
        under_way = self._under_way.get(host, 0)
        if under_way >= self._per_host:
            self._crowd.setdefault(host, deque()).append(item)
        else:
            self._under_way[host] = under_way + 1
            self.ready.append(item)

    def leave(self, host: str) -> None:
        """Give a turn at `host` that is over to the next one."""
        if crowd := self._crowd.get(host):
            self.ready.append(crowd.popleft())
            return
        self._crowd.pop(host, None)
        self._under_way[host] -= 1
        if not self._under_way[host]:
            del self._under_way[host]
