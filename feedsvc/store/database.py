"""The database: connections, transactions, and the named statements run on them.

SQLite runs in WAL mode with `synchronous=FULL` and takes its write lock at once
(`BEGIN IMMEDIATE`): with deferred transactions four writers had 224,000 refusals in six
seconds, with immediate ones none (security.md 1.7). PostgreSQL goes through psycopg, which is
imported only where it is used.
"""

import re
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import Any
from weakref import WeakSet

from feedsvc.errors import StoreError
from feedsvc.store.compiled import STATEMENTS

Row = tuple[Any, ...]
Value = int | str | bytes | None | Sequence[int] | Sequence[str] | Sequence[bytes]

LOCK_SECONDS = 30
_SQLITE = "sqlite:///"
_LISTED = re.compile(r"__\[POSTCOMPILE_(\w+)\]")
_PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    "PRAGMA journal_size_limit=67108864",
)

_ALONE = (
    "PRAGMA journal_mode=DELETE",  # not while any other connection is open, busy or not
    "PRAGMA locking_mode=EXCLUSIVE",
    "BEGIN EXCLUSIVE",
    "COMMIT",
)
_ALONE_SECONDS = 2

_HASTY = {"sqlite": "PRAGMA synchronous=NORMAL", "postgresql": "SET synchronous_commit = off"}


class Statements:
    """The named statements on one connection."""

    def __init__(self, held: "_Open", dialect: str) -> None:
        """Run on a DBAPI connection in autocommit mode, and keep it open meanwhile."""
        self._held = held
        self._connection = held.connection
        self._known = STATEMENTS[dialect]
        self._place = ":{}" if dialect == "sqlite" else "%({})s"

    def read(self, name: str, /, **values: Value) -> list[Row]:
        """Run a statement and return its rows."""
        rows: list[Row] = self._connection.execute(*self._filled(name, values)).fetchall()
        return rows

    def run(self, name: str, /, **values: Value) -> int:
        """Run a statement and return how many rows it touched."""
        count: int = self._connection.execute(*self._filled(name, values)).rowcount
        return count

    def many(self, name: str, rows: Iterable[Mapping[str, Value]]) -> None:
        """Run a statement once for each set of values."""
        sql, constants = self._known[name]
        filled = [{**constants, **row} for row in rows]
        if filled:
            self._connection.cursor().executemany(sql, filled)

    def _filled(self, name: str, values: Mapping[str, Value]) -> tuple[str, dict[str, object]]:
        sql, constants = self._known[name]
        filled: dict[str, object] = {**constants, **values}
        listed = _listed(sql)
        if listed is None:
            return sql, filled
        items = filled.pop(listed[1])
        one_by_one = {f"{listed[1]}_{n}": item for n, item in enumerate(items)}  # type: ignore[arg-type,var-annotated]
        places = ", ".join(self._place.format(place) for place in one_by_one) or "NULL"
        return sql.replace(listed[0], places), filled | one_by_one

    def script(self, sql: str) -> None:
        """Run one piece of SQL that begins or ends a transaction."""
        self._connection.execute(sql)


class Database:
    """A database that threads may share; each thread has a connection of its own.

    Raises:
        StoreError: From every method that opens a connection, if that fails.
    """

    def __init__(self, url: str, *, lasting: bool = True) -> None:
        """Take a URL; nothing is opened yet.

        Args:
            url: `sqlite:///path` or `postgresql://…`.
            lasting: Whether what is written must outlast a crash of the machine. What need
                not spares a tenth of a millisecond of CPU, and the disk.
        """
        self.url = url
        self._lasting = lasting
        self.dialect = "sqlite" if url.startswith(_SQLITE) else "postgresql"
        self._local = threading.local()
        self._opened: WeakSet[_Open] = WeakSet()

    @property
    def path(self) -> Path | None:
        """The file of an SQLite database, None for PostgreSQL."""
        return Path(self.url.removeprefix(_SQLITE)) if self.dialect == "sqlite" else None

    def connection(self) -> Any:  # noqa: ANN401 - sqlite3 and psycopg share no type
        """This thread's DBAPI connection, opened at first use; open as long as the database is."""
        return self._ours().connection

    def _ours(self) -> "_Open":
        held: _Open | None = getattr(self._local, "held", None)
        if held is None or held.is_closed():
            opened = _open_sqlite(self.path) if self.path else _open_postgresql(self.url)
            if not self._lasting:
                opened.execute(_HASTY[self.dialect])
            held = self._local.held = _Open(opened)
            self._opened.add(held)
        return held

    def statements(self) -> Statements:
        """The statements, each in a transaction of its own."""
        return Statements(self._ours(), self.dialect)

    @contextmanager
    def transaction(self) -> Iterator[Statements]:
        """The statements within one transaction: all of it happens, or nothing."""
        statements = self.statements()
        statements.script("BEGIN IMMEDIATE" if self.dialect == "sqlite" else "BEGIN")
        try:
            yield statements
            statements.script("COMMIT")
        except BaseException:
            with suppress(Exception):  # the cause is what matters, and may have rolled back already
                statements.script("ROLLBACK")
            raise

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Keep everybody else out of an SQLite database, while this thread is in it.

        The file alone holds all of it meanwhile: what its log held is written back. Then all
        connections are closed.

        Raises:
            StoreError: Somebody has it open.
        """
        connection = sqlite3.connect(
            self.path or "", timeout=_ALONE_SECONDS, isolation_level=None, check_same_thread=False
        )
        held = self._local.held = _Open(connection)
        self._opened.add(held)
        try:
            for step in _ALONE:
                connection.execute(step)
        except sqlite3.OperationalError as error:
            self.close()
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY:
                raise
            msg = f"database {self.path} is in use; stop feedsvc run, web and work first"
            raise StoreError(msg) from error
        try:
            yield
        finally:
            self.close()

    def close(self) -> None:
        """Close the connections of all threads."""
        for held in list(self._opened):
            held.close()
        self._local = threading.local()


@cache
def _listed(sql: str) -> re.Match[str] | None:
    return _LISTED.search(sql)


class _Open:
    """An open connection; it is closed with the thread that it belongs to."""

    def __init__(self, connection: Any) -> None:  # noqa: ANN401 - sqlite3 and psycopg share no type
        self.connection = connection

    def is_closed(self) -> bool:
        """Whether it was lost: PostgreSQL restarts, SQLite never does."""
        return bool(getattr(self.connection, "closed", False))

    def close(self) -> None:
        self.connection.close()

    def __del__(self) -> None:
        self.close()


def _open_sqlite(path: Path) -> sqlite3.Connection:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(
            path, timeout=LOCK_SECONDS, isolation_level=None, check_same_thread=False
        )
        for pragma in _PRAGMAS:
            connection.execute(pragma)
    except (sqlite3.Error, OSError) as error:
        msg = f"database {path} cannot be opened: {error}; check the path and its permissions"
        raise StoreError(msg) from error
    return connection


def _open_postgresql(url: str) -> Any:  # noqa: ANN401 - psycopg is imported only here
    import psycopg  # noqa: PLC0415 - costs 100 ms that a service on SQLite need not pay

    try:
        return psycopg.connect(url.replace("+psycopg", "", 1), autocommit=True)
    except psycopg.Error as error:
        first = str(error).strip().partition("\n")[0]
        msg = f"the PostgreSQL database cannot be reached: {first}; check [database] url"
        raise StoreError(msg) from error
