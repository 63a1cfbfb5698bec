"""Whose turn a host is: one worker at a time, and a pause between two requests to it.

A lease is fenced: each carries a number higher than the one before, and what was polled
under it is stored only while that number stands, so that a worker that slept through its
lease cannot overwrite what its successor stored (security.md R12). Hosts are always written in
the order of their names, so that two workers never wait for each other.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import NamedTuple

from feedsvc.store.database import Database, Statements
from feedsvc.store.moments import micros, moment


class Lease(NamedTuple):
    """The right to send requests to a host.

    Attributes:
        fence: Its number.
        free_at: No request may go before this.
    """

    host: str
    fence: int
    free_at: datetime


def take(database: Database, hosts: Collection[str], now: datetime, until: datetime) -> list[Lease]:
    """Lease those of the hosts that nobody has, until `until` at the latest."""
    with database.transaction() as statements:
        taken = [
            host
            for host in sorted(hosts)
            if statements.run("lease_host", host=host, until=micros(until), now=micros(now))
        ]
        rows = statements.read("leases", hosts=taken) if taken else []
    return [Lease(host, fence, moment(free_at)) for host, fence, free_at in rows]


def standing(statements: Statements, leases: Iterable[Lease]) -> set[tuple[str, int]]:
    """Host and fence of those leases that still stand."""
    wanted = {(lease.host, lease.fence) for lease in leases}
    rows = statements.read("leases", hosts=[host for host, _ in wanted])
    return wanted & {(host, fence) for host, fence, _ in rows}


def extend(statements: Statements, leases: Iterable[Lease], until: datetime) -> None:
    """Keep the leases until `until`; those that stand no more are left alone."""
    statements.many(
        "extend_host",
        [
            {"host": lease.host, "fence": lease.fence, "until": micros(until)}
            for lease in sorted(leases, key=lambda lease: lease.host)
        ],
    )


def spare(statements: Statements, hosts: Mapping[str, datetime]) -> None:
    """Leave hosts alone until these moments, whoever has their turn."""
    statements.many(
        "spare_host",
        [{"host": host, "free_at": micros(until)} for host, until in sorted(hosts.items())],
    )


def spared(statements: Statements, hosts: Collection[str], now: datetime) -> dict[str, datetime]:
    """Those of the hosts that are to be left alone, until when."""
    rows = statements.read("spared_hosts", hosts=sorted(hosts), now=micros(now))
    return {host: moment(free_at) for host, free_at in rows}


def release(statements: Statements, leases: Iterable[tuple[Lease, datetime]]) -> None:
    """Give leases back, each with the moment before which its host is to be left alone."""
    statements.many(
        "release_host",
        [
            {"host": lease.host, "fence": lease.fence, "free_at": micros(free_at)}
            for lease, free_at in sorted(leases, key=lambda each: each[0].host)
        ],
    )
