"""The database: connections, transactions, and the named statements run on them.

SQLite runs in WAL mode with `synchronous=FULL` and takes its write lock at once
(`BEGIN IMMEDIATE`): with deferred transactions four writers had 224,000 refusals in six
seconds, with immediate ones none (security.md 1.7).
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
from feedsvc.store.connections import Connection, open_postgresql, open_sqlite
from feedsvc.store.outage import sqlite_outage

Row = tuple[Any, ...]
Value = int | str | bytes | None | Sequence[int] | Sequence[str] | Sequence[bytes]

PATIENCE = 30.0
"""Seconds that a lock is waited for, and a connection to PostgreSQL."""

_SQLITE = "sqlite:///"
_LISTED = re.compile(r"__\[POSTCOMPILE_(\w+)\]")
_ALONE = (
    "PRAGMA journal_mode=DELETE",  # not while any other connection is open, busy or not
    "PRAGMA locking_mode=EXCLUSIVE",
    "BEGIN EXCLUSIVE",
    "COMMIT",
)
_ALONE_SECONDS = 2

_WHOLE = {
    "sqlite": ("BEGIN IMMEDIATE", "COMMIT", ("ROLLBACK",)),
    "postgresql": ("BEGIN", "COMMIT", ("ROLLBACK",)),
}
_PART = ("SAVEPOINT part", "RELEASE part", ("ROLLBACK TO part", "RELEASE part"))
"""How a transaction begins, ends well and ends badly; and one that is a part of another."""

_HASTY = {"sqlite": "PRAGMA synchronous=NORMAL", "postgresql": "SET synchronous_commit = off"}


class Statements:
    """The named statements on one connection.

    Raises:
        StoreUnavailableError: From every method, if the database cannot do it now.
    """

    def __init__(self, held: Connection, dialect: str) -> None:
        """Run on a DBAPI connection in autocommit mode, and keep it open meanwhile."""
        self._held = held
        self._connection = held.dbapi
        self._known = STATEMENTS[dialect]
        self._place = ":{}" if dialect == "sqlite" else "%({})s"

    def read(self, name: str, /, **values: Value) -> list[Row]:
        """Run a statement and return its rows."""
        try:
            rows: list[Row] = self._connection.execute(*self._filled(name, values)).fetchall()
        except self._held.errors as error:
            raise self._held.judged(error) from error
        return rows

    def run(self, name: str, /, **values: Value) -> int:
        """Run a statement and return how many rows it touched."""
        try:
            count: int = self._connection.execute(*self._filled(name, values)).rowcount
        except self._held.errors as error:
            raise self._held.judged(error) from error
        return count

    def many(self, name: str, rows: Iterable[Mapping[str, Value]]) -> None:
        """Run a statement once for each set of values."""
        sql, constants = self._known[name]
        filled = [{**constants, **row} for row in rows]
        if not filled:
            return
        try:
            self._connection.cursor().executemany(sql, filled)
        except self._held.errors as error:
            raise self._held.judged(error) from error

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
        try:
            self._connection.execute(sql)
        except self._held.errors as error:
            raise self._held.judged(error) from error


class Database:
    """A database that threads may share; each thread has a connection of its own.

    Raises:
        StoreUnavailableError: From every method that opens a connection, if that fails.
    """

    def __init__(self, url: str, *, lasting: bool = True, patience: float = PATIENCE) -> None:
        """Take a URL; nothing is opened yet.

        Args:
            url: `sqlite:///path` or `postgresql://…`.
            lasting: Whether what is written must outlast a crash of the machine. What need
                not spares a tenth of a millisecond of CPU, and the disk.
            patience: Seconds that a lock is waited for, and a connection to PostgreSQL.
        """
        self.url = url
        self._lasting = lasting
        self._patience = patience
        self.dialect = "sqlite" if url.startswith(_SQLITE) else "postgresql"
        self._local = threading.local()
        self._opened: WeakSet[Connection] = WeakSet()

    @property
    def path(self) -> Path | None:
        """The file of an SQLite database, None for PostgreSQL."""
        return Path(self.url.removeprefix(_SQLITE)) if self.dialect == "sqlite" else None

    def apart(self, *, lasting: bool = True) -> "Database":
        """The same over connections of its own, waited for as long."""
        return Database(self.url, lasting=lasting, patience=self._patience)

    def connection(self) -> Any:  # noqa: ANN401 - sqlite3 and psycopg share no type
        """This thread's DBAPI connection, opened at first use; open as long as the database is."""
        return self._ours().dbapi

    def _ours(self) -> Connection:
        held: Connection | None = getattr(self._local, "held", None)
        if held is None or held.is_closed():
            path = self.path
            patience = self._patience
            held = open_sqlite(path, patience) if path else open_postgresql(self.url, patience)
            if not self._lasting:
                try:
                    held.dbapi.execute(_HASTY[self.dialect])
                except held.errors as error:
                    raise held.judged(error) from error
            self._local.held = held
            self._opened.add(held)
        return held

    def statements(self) -> Statements:
        """The statements, each in a transaction of its own."""
        return Statements(self._ours(), self.dialect)

    @contextmanager
    def transaction(self) -> Iterator[Statements]:
        """The statements within one transaction: all of it happens, or nothing.

        One within another of the same thread is a part of that, which may fail by itself.
        """
        statements = self.statements()
        is_part = getattr(self._local, "is_within", False)
        begin, commit, rollback = _PART if is_part else _WHOLE[self.dialect]
        statements.script(begin)
        self._local.is_within = True
        try:
            yield statements
            statements.script(commit)
        except BaseException:
            with suppress(Exception):  # the cause is what matters, and may have rolled back already
                for step in rollback:
                    statements.script(step)
            raise
        finally:
            self._local.is_within = is_part

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
        held = self._local.held = Connection(connection, sqlite3.DatabaseError, sqlite_outage, "")
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
