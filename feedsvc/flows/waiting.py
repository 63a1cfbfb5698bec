"""While the database takes no writes, what serving has to write waits in memory.

Serving reads; it writes besides what it showed and why, and since when a document has had its
bytes. A database that is locked, full or read-only can still be read, so channels are answered
throughout (security R6, R7).
"""

import logging
import threading
from collections.abc import Callable
from typing import Protocol

from feedsvc.errors import StoreUnavailableError

RETRY = 1.0
"""Seconds between two times of trying whether the database takes writes again."""

_log = logging.getLogger(__name__)


class Writer(Protocol):
    """Somebody who keeps what could not be written."""

    def waits(self) -> int:
        """How many things wait."""

    def settle(self) -> None:
        """Write all that waits.

        Raises:
            StoreUnavailableError: The database takes no writes yet; what is not written waits on.
        """


class Waiting:
    """Knows whether the database takes writes, and tries in a thread while it does not.

    Nobody else tries meanwhile, so that a reader waits for a lock once at most. The operator is
    told once that it is so, unless it is over before the second try, and once that it is over.
    For many threads.
    """

    def __init__(
        self, tell: Callable[[str], object] = _log.warning, *, retry: float = RETRY
    ) -> None:
        """Take it that the database takes writes.

        Args:
            tell: Called with each line for the operator.
            retry: Seconds between two tries.
        """
        self._tell = tell
        self._retry = retry
        self._writers: list[Writer] = []
        self._lock = threading.Lock()
        self._ending = threading.Event()
        self.reason = ""

    def add(self, writer: Writer) -> None:
        """Let `writer` settle once the database takes writes again."""
        self._writers.append(writer)

    def begin(self, error: StoreUnavailableError | None = None) -> None:
        """Note that the database takes no writes, or that something waits that came too late.

        Args:
            error: What it said.
        """
        with self._lock:
            if not self.reason:
                self.reason = str(error) if error else "it could not be written a moment ago"
                threading.Thread(target=self._run, name="waiting", daemon=True).start()

    def settle(self) -> bool:
        """Write all that waits, for the last time: this process ends; whether nothing is left."""
        self._ending.set()
        left = self._settled()
        if left:
            self._tell(f"{left} decisions and dates could not be written and are lost")
        return not left

    def _settled(self) -> int:
        """Let every writer settle; how many things wait still."""
        for writer in self._writers:
            try:
                writer.settle()
            except StoreUnavailableError as error:
                self.reason = str(error)
                break
        return sum(writer.waits() for writer in self._writers)

    def _run(self) -> None:
        is_told = False
        while not self._ending.wait(self._retry):
            try:
                left = self._settled()
            except Exception as error:  # noqa: BLE001 - whoever writes next runs into it, and is refused
                self._tell(f"what was shown meanwhile cannot be written: {error}")
                with self._lock:
                    self.reason = ""
                return
            if left and not is_told:
                is_told = True
                self._tell(
                    f"the database cannot be written ({self.reason}): channels are served, "
                    "and what they log waits in memory"
                )
            if not left and self._over():
                if is_told:
                    self._tell("the database can be written again: nothing waits any more")
                return

    def _over(self) -> bool:
        """End it, unless something has come to wait just now."""
        with self._lock:
            if any(writer.waits() for writer in self._writers):
                return False
            self.reason = ""
            return True
