"""Brings the tables up to date with Alembic."""

from time import sleep

from feedsvc.errors import StoreError
from feedsvc.store.database import Database

REVISION = "0005"
"""The revision that this program needs; a test holds it to Alembic's head."""


def revision(database: Database) -> str | None:
    """The revision the database is at; None if it holds none of our tables."""
    where = (
        "SELECT name FROM sqlite_master WHERE name = 'alembic_version'"
        if database.dialect == "sqlite"
        else "SELECT tablename FROM pg_tables WHERE tablename = 'alembic_version'"
        " AND schemaname = current_schema()"
    )
    connection = database.connection()
    if not connection.execute(where).fetchall():
        return None
    rows = connection.execute("SELECT version_num FROM alembic_version").fetchall()
    return str(rows[0][0]) if rows else None


def migrate(database: Database) -> str:
    """Bring the tables to `REVISION` and return it; a database that is there stays as it is."""
    if revision(database) != REVISION:
        from feedsvc.store.migrations import upgrade  # noqa: PLC0415 - imports all of SQLAlchemy

        try:
            upgrade(database.url)
        except Exception:
            if not _becomes_current(database):
                raise
    return REVISION


def _becomes_current(database: Database) -> bool:
    """Whether another process, faster than this one, brings the tables to `REVISION`."""
    for _ in range(20):
        if revision(database) == REVISION:
            return True
        sleep(0.1)
    return False


def require_current(database: Database) -> None:
    """Make sure that the tables are those of this program; an empty database is filled.

    Raises:
        StoreError: The tables are of another version of the program.
    """
    found = revision(database)
    if found is None:
        migrate(database)
    elif found != REVISION:
        msg = (
            f"the database is at revision {found}, this program needs {REVISION};"
            " run feedsvc migrate, or use the program version that made it"
        )
        raise StoreError(msg)
