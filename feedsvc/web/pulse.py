"""Asking for the generation of what is published, while the database may be away."""

import logging
import threading
from collections.abc import Callable

from feedsvc.errors import first_line

RETRY = 1.0
"""Seconds in which a database that is away is not asked again."""

_log = logging.getLogger(__name__)


class Pulse:
    """The present generation; who asks waits for a database that is away once in a while only.

    The operator is told once that it is away, and once that it is back. For many threads.
    """

    def __init__(self, ask: Callable[[], int], clock: Callable[[], float]) -> None:
        """Take it that the database is there.

        Args:
            ask: Tells the generation, or raises.
            clock: Seconds since 1970.
        """
        self._ask = ask
        self._clock = clock
        self._asking = threading.Lock()
        self._is_away = False
        self._failed_at = 0.0

    def generation(self) -> int | None:
        """The present generation; None while it cannot be told."""
        if self._is_away:
            return self._again()
        try:
            return self._ask()
        except Exception as error:  # noqa: BLE001 - whatever hides it, what is kept is shown
            self._lost(error)
            return None

    def _lost(self, error: Exception) -> None:
        first = first_line(error)
        with self._asking:
            self._failed_at = self._clock()
            if not self._is_away:
                self._is_away = True
                _log.warning("%s: what was asked for before is shown from memory", first)

    def _again(self) -> int | None:
        """Ask again, in one thread and every few seconds only."""
        if 0 <= self._clock() - self._failed_at < RETRY or not self._asking.acquire(blocking=False):
            return None
        try:
            try:
                found = self._ask()
            except Exception:  # noqa: BLE001 - as above
                self._failed_at = self._clock()
                return None
            if self._is_away:
                self._is_away = False
                _log.warning("the database can be read again")
            return found
        finally:
            self._asking.release()
