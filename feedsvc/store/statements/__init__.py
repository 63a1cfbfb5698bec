"""Every statement that the store runs, by name, in SQLAlchemy Core.

They are compiled ahead of time (`compile`), because importing SQLAlchemy costs as much CPU as
polling two thousand unchanged sources (docs/decisions/0003). A parameter of an `IN` takes a
sequence.
"""

from sqlalchemy.dialects import postgresql, sqlite

from feedsvc.store.statements import (
    archives,
    audit,
    documents,
    entries,
    readers,
    restoring,
    sources,
    withdrawal,
)
from feedsvc.store.statements.kinds import Statements

_ROOMS = (documents, sources, entries, withdrawal, archives, readers, restoring)


def statements(dialect: str) -> Statements:
    """Name to statement, written the way of `dialect` (sqlite, postgresql)."""
    upsert = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}[dialect]
    found: Statements = {}
    for room in _ROOMS:
        found |= room.statements(upsert)
    return found | audit.statements(dialect)
