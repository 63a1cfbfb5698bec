"""How often a token may be used."""

import math
import threading
from collections import OrderedDict
from collections.abc import Callable

BURST, EACH_SECOND = 120, 20.0
"""Requests of a token at once, and how many more each second; in one process."""

_TOKENS = 10_000


class Pace:
    """Counts what each token asks for. For many threads."""

    def __init__(
        self, counted: Callable[[], float], burst: int = BURST, each_second: float = EACH_SECOND
    ) -> None:
        """Count by a clock that tells seconds."""
        self._counted = counted
        self._burst, self._each_second = burst, each_second
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self._lock = threading.Lock()

    def wait(self, token: str) -> int:
        """Seconds until a token may be used again; 0 if it may now, which is counted."""
        now = self._counted()
        with self._lock:
            left, at = self._left.pop(token, (float(self._burst), now))
            left = min(self._burst, left + (now - at) * self._each_second)
            may = left >= 1
            self._left[token] = (left - 1 if may else left, now)
            if len(self._left) > _TOKENS:
                self._left.popitem(last=False)
        return 0 if may else math.ceil((1 - left) / self._each_second)
