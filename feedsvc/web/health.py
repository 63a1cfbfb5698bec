"""For machines: does this process live, and what does it lack."""

import threading
import time
from collections.abc import Callable

from flask import Blueprint, Response

from feedsvc.web.answers import line
from feedsvc.web.service import Service

OK, UNREADY = 200, 503

FRESH = 1.0
"""Seconds for which what was found out is told again: the database is not ours to wear out."""


class Condition:
    """What can be said of the things that this process needs, looked at now and then.

    For many threads: one looks, others tell what was last seen.
    """

    def __init__(self, service: Service, is_in_force: Callable[[], bool]) -> None:
        """Know nothing yet.

        Args:
            service: What is shown.
            is_in_force: Whether the configuration in force is what the files say.
        """
        self._service = service
        self._is_in_force = is_in_force
        self._lock = threading.Lock()
        self._looked_at = float("-inf")
        self._readable = self._writable = False

    def look(self) -> tuple[bool, bool, bool]:
        """Whether the database can be read, and written, and the files are in force."""
        if self._lock.acquire(timeout=FRESH):
            try:
                if time.monotonic() - self._looked_at >= FRESH:
                    self._readable = self._service.readable()
                    self._writable = self._readable and self._service.writable()
                    self._looked_at = time.monotonic()
            finally:
                self._lock.release()
        return self._readable, self._writable, self._is_in_force()


def health(service: Service, is_in_force: Callable[[], bool]) -> Blueprint:
    """Return the routes of `/healthz` and `/readyz`."""
    routes = Blueprint("health", __name__)
    condition = Condition(service, is_in_force)

    @routes.get("/healthz")
    def live() -> Response:
        """Answer as long as anything is answered: what was asked before is, come what may."""
        return line("ok")

    @routes.get("/readyz")
    def ready() -> Response:
        """Tell what is wanting: only where the database cannot be read is nothing new shown."""
        readable, writable, in_force = condition.look()
        told = [
            "database: ok" if readable else "database: cannot be read; what is kept is shown",
            "writing: ok" if writable else "writing: not possible now; what must be waits",
            "configuration: ok" if in_force else "configuration: the files are not in force",
        ]
        return line("\n".join(told), OK if readable else UNREADY)

    return routes
