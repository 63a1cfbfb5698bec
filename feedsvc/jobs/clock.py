"""The tick: once a second the database is asked which hosts have sources that are due.

The database is the schedule; there is no job per source (speed.md 9: one a source costs
0.3 ms at each firing, and two schedulers on one job store fire twice). Once an hour what
retention lets no source keep is dropped.
"""

from collections.abc import Callable
from datetime import datetime

from apscheduler.schedulers.background import BackgroundScheduler

from feedsvc.flows.curate import purge
from feedsvc.jobs.claim import claim
from feedsvc.jobs.queue import Dispatcher
from feedsvc.store.database import Database

SECONDS = 1


class Clock:
    """Ticks in a thread of its own until it is stopped."""

    def __init__(
        self, database: Database, dispatcher: Dispatcher, now: Callable[[], datetime]
    ) -> None:
        """Claim from `database` what is due and hand it to `dispatcher`."""
        self._database = database
        self._dispatcher = dispatcher
        self._now = now
        self._scheduler = BackgroundScheduler(timezone="UTC")
        self._scheduler.add_job(
            self.tick, "interval", seconds=SECONDS, coalesce=True, max_instances=1
        )
        self._scheduler.add_job(
            self.purge, "interval", hours=1, next_run_time=now(), coalesce=True, max_instances=1
        )

    def start(self) -> None:
        """Begin to tick."""
        self._scheduler.start()

    def stop(self) -> None:
        """Stop; a tick under way is finished."""
        self._scheduler.shutdown(wait=True)

    def tick(self) -> None:
        """Claim and dispatch what is due."""
        for job in claim(self._database, self._dispatcher.room(), self._now()):
            self._dispatcher.dispatch(job)

    def purge(self) -> None:
        """Drop what is too old to be kept, of sources that bring nothing new either."""
        purge(self._database, self._now())
