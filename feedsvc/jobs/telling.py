"""Alerts, in a thread of their own: looked for each minute, and told until somebody heard.

Told at least once: that it was told is remembered only after every way has taken it. A way that
fails is tried again after a minute, after two, and so on to an hour, and delays neither the
other ways nor polling.
"""

import logging
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from threading import Event, Thread
from time import monotonic

from feedsvc.errors import FeedsvcError, first_line
from feedsvc.flows.alerts import Message, decide, message
from feedsvc.settings import Settings
from feedsvc.store import alerts, leases, sources
from feedsvc.store.alerts import Alert
from feedsvc.store.database import Database

SOON, EVERY = 5.0, 60.0
"""Seconds until the first look, and between two."""

QUIET = 600.0
"""Seconds between two messages of a way at least, so that what goes on for an hour is one."""

FIRST, LONGEST = 60.0, 3600.0
"""Seconds until a way that failed is tried again: at first, and after it failed ever again."""

LEASE = timedelta(minutes=5)
OURS = " alerts"
"""By this name, which no host bears, workers agree who of them tells."""

Way = Callable[[Message], str]
"""Sends a message; what went wrong, in a line without secrets, or nothing."""

_log = logging.getLogger(__name__)


class _Course:
    """A way, and how it has gone. For one thread."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.delivered: set[tuple[int, bool]] = set()
        self._wait = 0.0
        self._due = float("-inf")
        self._trouble = ""

    def tell(self, way: Way, told: list[Alert], settings: Settings) -> None:
        """Send what it has not taken yet, if it is time."""
        left = [alert for alert in told if _key(alert) not in self.delivered]
        if not left or monotonic() < self._due:
            return
        problem = way(message(left, settings))
        if problem:
            self._wait = min(max(2 * self._wait, FIRST), LONGEST)
            self._due = monotonic() + self._wait
            if problem != self._trouble:
                _log.warning("alerts: the %s did not go out: %s; trying again", self.name, problem)
            self._trouble = problem
            return
        if self._trouble:
            _log.warning("alerts: the %s goes out again", self.name)
        self._wait, self._trouble = 0.0, ""
        self._due = monotonic() + QUIET
        self.delivered |= set(map(_key, left))


def _key(alert: Alert) -> tuple[int, bool]:
    return alert.id, alert.ended_at is not None


class Teller:
    """Tells operators what begins and what is over, until it is stopped."""

    def __init__(
        self,
        database: Database,
        settings: Callable[[], Settings],
        ways: Callable[[Settings], Mapping[str, Way]],
        now: Callable[[], datetime],
        complaints: Callable[[], tuple[str, ...]] = tuple,
    ) -> None:
        """Prepare.

        Args:
            database: With connections of its own, which may wait for a lock.
            settings: Tells what is in force.
            ways: By which operators are told, as the settings say.
            now: The clock.
            complaints: Tells what is wrong with the configuration files.
        """
        self._database = database
        self._settings = settings
        self._ways = ways
        self._now = now
        self._complaints = complaints
        self._courses: dict[str, _Course] = {}
        self._trouble = ""
        self._stopping = Event()

    def start(self) -> "Teller":
        """Look each minute, in a thread of its own."""
        Thread(target=self._run, name="alerts", daemon=True).start()
        return self

    def stop(self) -> None:
        """Look no more."""
        self._stopping.set()

    def look(self) -> None:
        """Look once, and tell."""
        now = self._now()
        turn = leases.take(self._database, [OURS], now, now + LEASE)
        if not turn:  # another worker is at it
            return
        try:
            settings = self._settings()
            with self._database.transaction() as statements:
                lasting = alerts.unended(statements)
                found = decide(
                    sources.everything(statements), lasting, settings, now, self._complaints()
                )
                alerts.begin(statements, found.begin, now)
                alerts.end(statements, found.end, now)
                alerts.forget(statements, now)
            self._tell(settings)
        finally:
            with self._database.transaction() as statements:
                leases.release(statements, [(turn[0], now)])

    def _tell(self, settings: Settings) -> None:
        untold = alerts.untold(self._database.statements())
        if not untold:
            for course in self._courses.values():
                course.delivered.clear()
            return
        ways = self._ways(settings)
        self._courses = {name: self._courses.get(name, _Course(name)) for name in ways}
        for name, way in ways.items():
            self._courses[name].tell(way, untold, settings)
        # Where there is no way nobody waits to hear of it.
        heard = [
            alert
            for alert in untold
            if all(_key(alert) in course.delivered for course in self._courses.values())
        ]
        if heard:
            with self._database.transaction() as statements:
                alerts.tell(statements, heard)

    def _run(self) -> None:
        wait = SOON
        while not self._stopping.wait(wait):
            wait = EVERY
            try:
                self.look()
                self._trouble = ""
            except Exception as error:  # noqa: BLE001 - polling goes on, and so do the looks
                reason = str(error) if isinstance(error, FeedsvcError) else first_line(error)
                if reason != self._trouble:
                    _log.warning("alerts cannot be looked for: %s; trying again", reason)
                self._trouble = reason
