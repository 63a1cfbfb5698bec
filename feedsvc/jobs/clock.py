"""The tick: once a second the database is asked which hosts have sources that are due.

The database is the schedule; there is no job per source (speed.md 9: one a source costs
0.3 ms at each firing, and two schedulers on one job store fire twice). Once an hour what
retention lets no source keep is dropped, and is counted who reads each source.
"""

import logging
import threading
import time
from collections.abc import Callable
from datetime import datetime, timedelta

from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.base import BaseTrigger

from feedsvc.errors import StoreUnavailableError
from feedsvc.fetch.outcome import LONGEST_RETRY_AFTER
from feedsvc.flows.curate import purge
from feedsvc.jobs.claim import claim
from feedsvc.jobs.outage import Outage
from feedsvc.jobs.queue import Dispatcher
from feedsvc.store.database import Database
from feedsvc.store.pace import resettle

SECONDS = 1
_log = logging.getLogger(__name__)
_log.setLevel(logging.ERROR)  # a tick that waits for the database need not be told each second
_JUMP = 5.0  # seconds by which a clock is set, not merely corrected
_CALM = timedelta(days=1)


class _Every(BaseTrigger):  # type: ignore[misc] # APScheduler has no types
    """Fires at once, and then so long after each firing.

    The library's own interval counts every firing that a clock set forward leaves behind: ten
    years of seconds are 315 million.
    """

    def __init__(self, interval: timedelta) -> None:
        self._interval = interval

    def get_next_fire_time(self, previous_fire_time: datetime | None, now: datetime) -> datetime:
        return now + self._interval if previous_fire_time else now


class Clock:
    """Ticks in a thread of its own until it is stopped."""

    def __init__(
        self,
        database: Database,
        dispatcher: Dispatcher,
        now: Callable[[], datetime],
        outage: Outage,
        hourly: Callable[[], object],
    ) -> None:
        """Claim from `database` what is due and hand it to `dispatcher`.

        Args:
            database: The store.
            dispatcher: Gets the jobs.
            now: The clock on the wall.
            outage: Told when the database cannot be used; ticks rest while it says so.
            hourly: Called at the start and every hour.
        """
        self._database = database
        self._dispatcher = dispatcher
        self._now = now
        self._outage = outage
        self._hourly = hourly
        self._offset = self._measured()
        self._settled = False
        self._purge_from: datetime | None = None
        self._stopping = threading.Event()
        self._scheduler = BackgroundScheduler(timezone="UTC", logger=_log)
        self._set()

    def start(self) -> None:
        """Begin to tick."""
        self._scheduler.start()
        threading.Thread(target=self._mind, name="clock", daemon=True).start()

    def stop(self) -> None:
        """Stop; a tick under way is finished."""
        self._stopping.set()
        self._scheduler.shutdown(wait=True)

    def tick(self) -> None:
        """Claim and dispatch what is due."""
        if self._outage.rests:
            return
        try:
            if not self._settled:
                resettle(self._database, self._now(), LONGEST_RETRY_AFTER)
                self._settled = True
            for job in claim(self._database, self._dispatcher.room(), self._now()):
                self._dispatcher.dispatch(job)
                self._outage.over()
        except StoreUnavailableError as error:
            self._outage.began(error)

    def each_hour(self) -> None:
        """Drop what is too old to be kept, of sources that bring nothing new either.

        Not for a day after the clock was set: what a wrong clock calls old is gone for good.
        """
        if self._outage.rests:
            return
        try:
            self._hourly()
            now = self._now()
            if self._purge_from is None or now >= self._purge_from:
                purge(self._database, now)
        except StoreUnavailableError as error:
            self._outage.began(error)

    def mind_the_wall(self) -> bool:
        """See whether the clock on the wall was set, and if so begin anew by what it says now.

        The scheduler waits for moments on that clock: set back, it would wait for what it
        believed to be the next second (security R5).
        """
        offset = self._measured()
        if abs(offset - self._offset) < _JUMP:
            return False
        self._offset = offset
        self._settled = False
        self._purge_from = self._now() + _CALM
        self._set()
        return True

    def _set(self) -> None:
        self._schedule(self.tick, timedelta(seconds=SECONDS))
        self._schedule(self.each_hour, timedelta(hours=1))

    def _schedule(self, job: Callable[[], None], every: timedelta) -> None:
        self._scheduler.add_job(
            job,
            _Every(every),
            id=job.__name__,
            replace_existing=True,
            max_instances=1,
            misfire_grace_time=None,
        )

    def _measured(self) -> float:
        return self._now().timestamp() - time.monotonic()

    def _mind(self) -> None:
        wall = time.time()
        while not self._stopping.wait(SECONDS):
            self.mind_the_wall()
            before, wall = wall, time.time()
            if before == wall:  # it stands still, and with it the scheduler
                self._schedule(self.tick, timedelta(seconds=SECONDS))
