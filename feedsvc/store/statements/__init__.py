"""Every statement that the store runs, by name, in SQLAlchemy Core.

They are compiled ahead of time (`compile`), because importing SQLAlchemy costs as much CPU as
polling two thousand unchanged sources (docs/decisions/0003). A parameter of an `IN` takes a
sequence.
"""

from sqlalchemy.dialects import postgresql, sqlite

from feedsvc.store.statements import (
    alerts,
    archives,
    audit,
    channels,
    documents,
    entries,
    figures,
    idempotency,
    people,
    polls,
    quarantine,
    readers,
    restoring,
    sources,
    subscribers,
    withdrawal,
)
from feedsvc.store.statements.kinds import Statements

_ROOMS = (
    documents,
    sources,
    channels,
    entries,
    withdrawal,
    archives,
    readers,
    restoring,
    polls,
    quarantine,
    people,
    idempotency,
    subscribers,
    alerts,
)


def statements(dialect: str) -> Statements:
    """Name to statement, written the way of `dialect` (sqlite, postgresql).

    Raises:
        ValueError: Two rooms have given a statement the same name.
    """
    upsert = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}[dialect]
    found: Statements = {}
    rooms = [room.statements(upsert) for room in _ROOMS]
    for room in (*rooms, audit.statements(dialect), figures.statements(dialect)):
        if taken := found.keys() & room.keys():
            raise ValueError(taken)
        found |= room
    return found
