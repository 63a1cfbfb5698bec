"""Which errors of a database mean that it cannot do something now, in words for people."""

import sqlite3

from feedsvc.errors import StoreUnavailableError, first_line

# Primary result codes of SQLite; what the operator is told, and can do.
_SQLITE = {
    sqlite3.SQLITE_BUSY: "is locked by another program; end what holds it",
    sqlite3.SQLITE_LOCKED: "is locked by another program; end what holds it",
    sqlite3.SQLITE_NOMEM: "found no memory; free some",
    sqlite3.SQLITE_READONLY: "cannot be written; check its permissions and those of its folder",
    sqlite3.SQLITE_IOERR: "cannot be read or written; check the disk",
    sqlite3.SQLITE_CORRUPT: "is damaged; restore a backup, see feedsvc restore --help",
    sqlite3.SQLITE_FULL: "has no room: the disk is full; free some",
    sqlite3.SQLITE_CANTOPEN: "cannot be opened; check the path and its permissions",
    sqlite3.SQLITE_NOTADB: "is no database any more; restore a backup, see feedsvc restore --help",
}
_DOUBTED = frozenset({sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})
_PRIMARY = 0xFF


def sqlite_outage(error: Exception, name: str) -> StoreUnavailableError | None:
    """What an error of SQLite comes to if the database cannot do it now; else None.

    Args:
        error: From `sqlite3`.
        name: Which database, for people.
    """
    said = _SQLITE.get(_code(error))
    return StoreUnavailableError(f"database {name} {said}") if said else None


def is_doubted(error: Exception) -> bool:
    """Whether what SQLite has in memory of a file must not be trusted after an error.

    A failed fsync that is tried again may succeed without having written (security 1.7).
    """
    return _code(error) in _DOUBTED


def postgresql_outage(error: Exception, name: str) -> StoreUnavailableError:
    """The same for an error of psycopg that is an `OperationalError` or `InterfaceError`."""
    return StoreUnavailableError(f"{name} does not answer: {first_line(error)}")


def _code(error: Exception) -> int:
    return getattr(error, "sqlite_errorcode", 0) & _PRIMARY
