"""Polling chosen sources once, now, whatever is due."""

import time
from collections import deque
from collections.abc import Callable, Iterable
from datetime import datetime

from feedsvc.jobs.claim import claim_rows
from feedsvc.jobs.worker import Worker
from feedsvc.store.database import Database
from feedsvc.store.sources import Pollable

_PAUSE = 0.2  # seconds between two tries to get its lease


def poll_once(
    database: Database,
    worker: Worker,
    chosen: Iterable[Pollable],
    now: Callable[[], datetime],
    *,
    patience: float = 60,
) -> list[Pollable]:
    """Poll the chosen sources and wait for them.

    Args:
        database: The store.
        worker: Polls them.
        chosen: Due or not.
        now: The clock.
        patience: Seconds that a host which another worker polls is waited for.

    Returns:
        Those that were not polled because another worker would not give up their host.
    """
    by_host: dict[str, list[Pollable]] = {}
    for one in chosen:
        by_host.setdefault(one.host, []).append(one)
    left = deque(by_host)
    patient_until = time.monotonic() + patience
    while left or not worker.idle:
        hosts = [left.popleft() for _ in range(min(worker.room(), len(left)))]
        rows = [(one.row, host) for host in hosts for one in by_host[host]]
        jobs = claim_rows(database, rows, now()) if rows else []
        for job in jobs:
            worker.take(job)
        taken = {job.lease.host for job in jobs}
        refused = [host for host in hosts if host not in taken]
        if refused and worker.idle:
            if time.monotonic() > patient_until:
                return [one for host in (*refused, *left) for one in by_host[host]]
            time.sleep(_PAUSE)
        left.extend(refused)
        worker.step()
    return []
