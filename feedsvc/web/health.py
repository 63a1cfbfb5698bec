"""For machines: does this process live, and what does it lack."""

import threading
import time
from collections.abc import Callable

from flask import Blueprint, Response

from feedsvc.errors import FeedsvcError
from feedsvc.flows.attention import IDLE, LATE, lag, spelled
from feedsvc.store import sources
from feedsvc.web.answers import line
from feedsvc.web.office import Office
from feedsvc.web.service import Service

OK, UNREADY = 200, 503

FRESH = 1.0
"""Seconds for which what was found out is told again: the database is not ours to wear out."""


LATENESS_FRESH = 10.0
"""The same for polling, for which every source is looked at."""


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


class Polling:
    """Whether sources are polled when they are due, looked at now and then. For many threads."""

    def __init__(self, office: Office) -> None:
        """Know nothing yet."""
        self._office = office
        self._lock = threading.Lock()
        self._looked_at = float("-inf")
        self._said = ""

    def look(self) -> str:
        """It, in a line."""
        with self._lock:
            if time.monotonic() - self._looked_at >= LATENESS_FRESH:
                try:
                    self._said = self._found()
                except FeedsvcError:
                    self._said = "polling: not known while the database cannot be read"
                self._looked_at = time.monotonic()
            return self._said

    def _found(self) -> str:
        now = self._office.now()
        late, polled_at = lag(sources.everything(self._office.database.statements()), now)
        if late < IDLE:
            return "polling: ok"
        if polled_at is None or now - polled_at >= IDLE:
            since = f"for {spelled(now - polled_at)}" if polled_at else "yet"
            return f"polling: nothing polled {since}; is feedsvc work running?"
        return f"polling: up to {spelled(late)} late" if late >= LATE else "polling: ok"


def health(
    service: Service, is_in_force: Callable[[], bool], office: Office | None = None
) -> Blueprint:
    """Return the routes of `/healthz` and `/readyz`.

    Args:
        service: What is shown.
        is_in_force: Whether the configuration in force is what the files say.
        office: Knows of polling and of what is wrong with the files; None to say nothing of it.
    """
    routes = Blueprint("health", __name__)
    condition = Condition(service, is_in_force)
    polling = Polling(office) if office else None

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
        if polling:
            told.append(polling.look())
        if office and (number := len(office.complaints())):
            told.append(f"complaints: {number} about the files; feedsvc check tells them")
        return line("\n".join(told), OK if readable else UNREADY)

    return routes
