"""A reader that asks for every document of every channel, again and again."""

import threading
import time
from typing import Self

from tests.faults.program import Service, get

_PATIENCE = 5.0  # seconds that a reader waits for an answer


class Reader:
    """Reads while entered.

    Attributes:
        answers: How many came; `trouble` tells of those that were not 200, or late.
        slowest: Seconds that the slowest took.
    """

    def __init__(self, service: Service) -> None:
        self.answers = 0
        self.slowest = 0.0
        self.trouble: list[str] = []
        self._service = service
        self._leaving = threading.Event()
        self._thread = threading.Thread(target=self._read, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._leaving.set()
        self._thread.join()

    def _read(self) -> None:
        while True:
            for address in self._service.addresses():
                if self._leaving.is_set():
                    return
                started = time.monotonic()
                status = get(self._service.port, address, _PATIENCE)[0]
                took = time.monotonic() - started
                self.answers += 1
                self.slowest = max(self.slowest, took)
                if status != 200:
                    said = status or "nothing"
                    self.trouble.append(f"{address}: {said} after {took:.1f} s")
                time.sleep(0.02)

    def measured(self) -> str:
        """In a few words."""
        wrong = len(self.trouble)
        return f"{self.answers} answers, {wrong} not 200, slowest {self.slowest:.2f} s"
