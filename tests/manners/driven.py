"""A service whose clock we drive: it ticks when we say so, and hours pass at once."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from feedsvc.flows.pull import Polled
from feedsvc.jobs.clock import Clock
from feedsvc.jobs.outage import Outage
from feedsvc.jobs.queue import HostJob
from feedsvc.jobs.worker import Worker
from feedsvc.model.source import Checkpoint, Source
from feedsvc.net.http import Transport
from feedsvc.store import sources
from feedsvc.store.database import Database
from feedsvc.store.moments import micros, moment
from tests.rig import Rig

TICK = timedelta(seconds=1)
NEXT = (
    "SELECT min(max(c.due_at, coalesce(h.free_at, 0), coalesce(h.leased_until, 0)))"
    " FROM checkpoints c JOIN sources s ON s.id = c.source_id LEFT JOIN hosts h ON h.name = s.host"
    " WHERE s.enabled = 1 AND c.due_at IS NOT NULL"
)


@dataclass
class Driven:
    """The real clock's tick and the real worker, at moments of our choosing.

    Attributes:
        accounts: What was told of each poll, with the moment.
    """

    rig: Rig
    worker: Worker
    accounts: list[tuple[datetime, Polled]] = field(default_factory=list)

    def __post_init__(self) -> None:
        outage = Outage(pytest.fail)
        self.clock = Clock(self.rig.database, self, self.rig.now, outage, lambda: None)

    def room(self) -> int:
        return self.worker.room()

    def dispatch(self, job: HostJob) -> None:
        self.worker.take(job)

    def tick(self) -> None:
        """Poll what is due now."""
        self.clock.tick()
        while not self.worker.idle:
            self.worker.step(0.01)

    def next(self) -> datetime | None:
        """When something is due by the schedule that is stored; None if never."""
        rows = self.rig.database.connection().execute(NEXT).fetchall()
        return None if rows[0][0] is None else moment(rows[0][0])

    def run(self, span: timedelta) -> None:
        """Let time pass; ticks at which nothing could be due are left out."""
        end = self.rig.moment + span
        while (due := self.next()) is not None and due <= end:
            self.rig.moment = max(self.rig.moment, due)
            self.tick()
            self.rig.moment += TICK
        self.rig.moment = end

    def checkpoint(self, name: str) -> Checkpoint:
        return sources.named(self.rig.database.statements(), name).checkpoint

    def put_off(self, name: str, due_at: datetime) -> None:
        """Say when a source is due, whatever its schedule was."""
        self.rig.database.connection().execute(
            "UPDATE checkpoints SET due_at = ?"
            " WHERE source_id = (SELECT id FROM sources WHERE name = ?)",
            (micros(due_at), name),
        )


@contextmanager
def driven(
    folder: Path,
    declared: tuple[Source, ...],
    transport: Callable[[Rig], Transport],
    **fetch: object,
) -> Iterator[Driven]:
    """A service of these sources, asked over `transport`; `fetch` are keys of `[fetch]`."""
    folder.mkdir(parents=True, exist_ok=True)
    rig = Rig(f"sqlite:///{folder / 'feedsvc.sqlite3'}", declared)
    rig.database.close()
    rig.database = Database(rig.database.url, lasting=False)  # no crash is looked at here
    rig.fetch = replace(rig.fetch, **fetch)  # type: ignore[arg-type] # fields of Fetch
    rig.settings = replace(rig.settings, fetch=rig.fetch)
    made: list[Driven] = []
    worker = Worker(
        rig.database,
        transport(rig),
        rig.read,
        rig.settings,
        now=rig.now,
        told=lambda account: made[0].accounts.append((rig.moment, account)),
    )
    made.append(Driven(rig, worker))
    try:
        yield made[0]
    finally:
        rig.database.close()
