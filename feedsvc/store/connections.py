"""One connection to the database: how it is opened, and what an error on it means.

PostgreSQL goes through psycopg, which is imported only where it is used.
"""

import select
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

from feedsvc.errors import StoreUnavailableError, first_line
from feedsvc.store.outage import is_doubted, postgresql_outage, sqlite_outage

_PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    "PRAGMA journal_size_limit=67108864",
)

_SHORTEST_CONNECT = 2
"""Seconds that PostgreSQL's library waits for a connection at least."""


def _never(_: object) -> bool:
    return False


class Connection:
    """An open connection; it is closed with the thread that it belongs to.

    Attributes:
        dbapi: The driver's own connection, in autocommit mode.
        errors: Of the driver, which may mean that the database cannot do it now.
    """

    def __init__(
        self,
        connection: Any,  # noqa: ANN401 - sqlite3 and psycopg share no type
        errors: type[Exception] | tuple[type[Exception], ...],
        outage: Callable[[Exception, str], StoreUnavailableError | None],
        name: str,
        is_lost: Callable[[Any], bool] = _never,
    ) -> None:
        """Keep `connection`.

        Args:
            connection: The driver's own, in autocommit mode.
            errors: Of the driver, which `judged` tells apart.
            outage: What an error comes to if the database cannot do it now; else None.
            name: Which database, for people.
            is_lost: Whether the other end has gone, as far as that shows without asking; may
                raise a `StoreUnavailableError` where no other is to be opened.
        """
        self.dbapi = connection
        self.errors = errors
        self._outage = outage
        self._name = name
        self._is_lost = is_lost
        self._doubted = False

    def judged(self, error: Exception) -> Exception:
        """What to raise for an error: itself, unless the database cannot do it now."""
        self._doubted = self._doubted or is_doubted(error)
        return self._outage(error, self._name) or error

    def is_closed(self) -> bool:
        """Whether another is to be opened: PostgreSQL restarts, a disk has errors."""
        return self._doubted or self._is_lost(self.dbapi)

    def close(self) -> None:
        """Close it."""
        self.dbapi.close()

    def __del__(self) -> None:
        """Close it with the thread that it belongs to."""
        self.close()


def open_sqlite(path: Path, patience: float) -> Connection:
    """Open the file of a database, made with its folder if it is not there.

    Args:
        path: The file.
        patience: Seconds that a lock is waited for.

    Raises:
        StoreUnavailableError: It cannot be opened.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(
            path, timeout=patience, isolation_level=None, check_same_thread=False
        )
        for pragma in _PRAGMAS:
            connection.execute(pragma)
    except (sqlite3.Error, OSError) as error:
        msg = f"database {path} cannot be opened: {error}; check the path and its permissions"
        raise StoreUnavailableError(msg) from error
    opened = _file(path)

    def is_another(_: object) -> bool:
        present = _file(path)
        if present is None:
            msg = f"database {path} is not there any more; put it back, or start feedsvc anew"
            raise StoreUnavailableError(msg)
        return present != opened

    return Connection(connection, sqlite3.DatabaseError, sqlite_outage, str(path), is_another)


def _file(path: Path) -> tuple[int, int] | None:
    """Which file is at a path; None if there is none.

    What is written into one that was moved or deleted would be lost, and nobody told.
    """
    try:
        about = path.stat()
    except OSError:
        return None
    return about.st_dev, about.st_ino


def open_postgresql(url: str, patience: float) -> Connection:
    """Open a connection to PostgreSQL.

    Args:
        url: `postgresql://…` or `postgresql+psycopg://…`.
        patience: Seconds that a lock is waited for, and the connection.

    Raises:
        StoreUnavailableError: It cannot be reached.
    """
    import psycopg  # noqa: PLC0415 - costs 100 ms that a service on SQLite need not pay

    try:
        connection = psycopg.connect(
            url.replace("+psycopg", "", 1),
            autocommit=True,
            connect_timeout=max(_SHORTEST_CONNECT, int(patience)),
        )
        connection.execute(f"SET lock_timeout = {int(patience * 1000)}")  # takes no parameters
    except psycopg.Error as error:
        first = first_line(error)
        msg = f"the PostgreSQL database cannot be reached: {first}; check [database] url"
        raise StoreUnavailableError(msg) from error
    errors = (psycopg.OperationalError, psycopg.InterfaceError)
    name = "the PostgreSQL database"
    return Connection(connection, errors, postgresql_outage, name, _is_cut_off)


def _is_cut_off(connection: Any) -> bool:  # noqa: ANN401 - psycopg is imported only where it is used
    """Whether the server said farewell to an idle connection, or closed it without a word."""
    if connection.closed:
        return True
    if connection.info.transaction_status:  # what comes then is an answer; 0 is idle
        return False
    poll = select.poll()
    poll.register(connection.fileno(), select.POLLIN)
    return bool(poll.poll(0))
