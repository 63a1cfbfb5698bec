"""Claiming hosts: the right to poll them, and which of their sources to poll."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from feedsvc.jobs.queue import HostJob
from feedsvc.jobs.worker import LEASE
from feedsvc.store import leases, sources
from feedsvc.store.database import Database
from feedsvc.text.urls import host


def claim(database: Database, most: int, now: datetime) -> list[HostJob]:
    """Claim up to `most` hosts that have sources due, with those sources."""
    if most <= 0:
        return []
    hosts = sources.due_hosts(database.statements(), now, most)
    if not hosts:
        return []
    taken = leases.take(database, hosts, now, now + LEASE)
    statements = database.statements()
    jobs = [HostJob(lease, tuple(sources.due(statements, lease.host, now))) for lease in taken]
    jobs = _without_spared(database, jobs, now)
    empty = [(job.lease, job.lease.free_at) for job in jobs if not job.sources]
    if empty:  # another worker was faster between the two questions
        with database.transaction() as transaction:
            leases.release(transaction, empty)
    return [job for job in jobs if job.sources]


def _without_spared(database: Database, jobs: list[HostJob], now: datetime) -> list[HostJob]:
    """The jobs without sources that lead to a host which is to be left alone."""
    led = {
        stored.id: place
        for job in jobs
        for stored in job.sources
        if (place := host(stored.checkpoint.url)) not in {"", job.lease.host}
    }
    spared = leases.spared(database.statements(), set(led.values()), now) if led else {}
    later = {row: spared[place] for row, place in led.items() if place in spared}
    if not later:
        return jobs
    with database.transaction() as statements:
        sources.postpone(statements, later)
    return [
        HostJob(job.lease, tuple(stored for stored in job.sources if stored.id not in later))
        for job in jobs
    ]


def claim_rows(database: Database, rows: Sequence[tuple[int, str]], now: datetime) -> list[HostJob]:
    """Claim the hosts of the given sources, due or not; those that others have are left out.

    Args:
        database: The store.
        rows: Row and host of each source.
        now: The moment.
    """
    wanted = defaultdict(list)
    for row, name in rows:
        wanted[name].append(row)
    taken = leases.take(database, wanted, now, now + LEASE)
    claimed = [row for lease in taken for row in wanted[lease.host]]
    # The host of a source may have become another one since it was chosen.
    hosts = dict(rows)
    found = defaultdict(list)
    for stored in sources.by_rows(database.statements(), claimed):
        found[hosts[stored.id]].append(stored)
    return [HostJob(lease, tuple(found[lease.host])) for lease in taken]
