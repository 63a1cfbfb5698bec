"""A backup put in the place of the database; the database that was there is kept beside it."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from sqlalchemy.exc import SQLAlchemyError

from feedsvc.errors import StoreError, first_line
from feedsvc.store.backup import damage, new_file, settle, sqlite_file
from feedsvc.store.carry import Carried, carry
from feedsvc.store.database import Database, Statements
from feedsvc.store.migrate import REVISION, migrate, revision
from feedsvc.store.migrations import revisions
from feedsvc.store.schema import metadata

_MAGIC = b"SQLite format 3\0"
_LOGS = ("-wal", "-shm", "-journal")
_UNREADABLE = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR}


class Restored(NamedTuple):
    """What a restore did.

    Attributes:
        revision: That the backup had; the database is at `REVISION` now.
        replaced: Where the database that was there is; None if there was none.
        unread: Why nothing could be carried over from it; empty if all was.
        carried: What was.
    """

    revision: str
    replaced: Path | None
    unread: str
    carried: Carried


def restore(database: Database, file: Path, now: datetime) -> Restored:
    """Put a backup in the place of an SQLite database that nobody uses.

    A new generation begins, later than any of both, and what must hold is carried over (`carry`).
    Until all of it is on the disk, the database stays as it is.

    Args:
        database: The one to replace.
        file: The backup. It is only read.
        now: By which the replaced database is named.

    Raises:
        StoreError: The file is no sound backup that this program knows, the database is in use,
            or something cannot be written; nothing was changed.
    """
    path = sqlite_file(
        database,
        "pg_restore --clean --dbname={name} FILE; then withdraw again what was withdrawn since",
    )
    if not file.is_file():
        msg = f"{file} is no file; name one that feedsvc backup made"
        raise StoreError(msg)
    if path.exists() and file.samefile(path):
        msg = f"{file} is the database itself; name a backup of it"
        raise StoreError(msg)
    with new_file(path, make_folder=True) as new, ExitStack() as locks:
        found = _copied(file, new)
        present, unread = _present(path, locks)
        carried = Carried()
        with _at(new) as copy, copy.alone():
            if present:
                carried, unread = _carried(present, copy)
            if unread:
                _begin(copy)
        shutil.copymode(path if path.exists() else file, new)
        replaced = _set_aside(path, now)
        settle(new, path)
    return Restored(found, replaced, unread, carried)


def _copied(file: Path, new: Path) -> str:
    """Copy a backup, make sure that it is one, and bring it up to date; tells its revision.

    Raises:
        StoreError: It is none, or none that this program knows.
    """
    with file.open("rb") as opened:
        wrong = "" if opened.read(len(_MAGIC)) == _MAGIC else "it is no SQLite database"
    if not wrong:
        shutil.copyfile(file, new)
        log = Path(f"{file}-wal")
        if log.exists():  # a database that was set aside as it was, not a backup
            shutil.copyfile(log, f"{new}-wal")
        with closing(sqlite3.connect(new)) as connection:
            found = damage(connection)
        wrong = f"it is damaged, {found}" if found else ""
    if wrong:
        msg = f"{file} cannot be restored: {wrong}; name another file that feedsvc backup made"
        raise StoreError(msg)
    with _at(new) as copy:
        try:
            known = revision(copy)
            _bring_up(copy, known)
        except (StoreError, SQLAlchemyError, sqlite3.Error) as error:
            first = first_line(error)
            msg = f"{file} cannot be restored: {first}; name a file that feedsvc backup made"
            raise StoreError(msg) from error
    return known or ""


def _bring_up(copy: Database, known: str | None) -> None:
    """Bring a copy to `REVISION`.

    Raises:
        StoreError: It is of a revision that this program does not know, or lacks tables.
    """
    if known is None:
        msg = "it holds no tables of feedsvc"
        raise StoreError(msg)
    if known not in revisions():
        msg = f"it is at revision {known}, and this program knows none after {REVISION}"
        raise StoreError(msg)
    migrate(copy)
    connection = copy.connection()
    for table in metadata.sorted_tables:
        there = {row[1] for row in connection.execute(f"PRAGMA table_info({table.name})")}
        if not there >= set(table.columns.keys()):
            msg = f"it lacks the table {table.name}, or columns of it"
            raise StoreError(msg)
    if not copy.statements().read("generation"):
        msg = "it lacks the number of its generation"
        raise StoreError(msg)


def _present(path: Path, locks: ExitStack) -> tuple[Database | None, str]:
    """The database that is to be replaced, with nobody else in it; or why it cannot be read.

    Raises:
        StoreError: Somebody uses it, or we may not.
    """
    if not path.exists() or not path.stat().st_size:
        return None, "it is empty" if path.exists() else "there was none"
    database = locks.enter_context(_at(path))
    try:
        locks.enter_context(database.alone())
        known = revision(database)
        if known is None:
            return None, "it holds no tables of feedsvc"
        if known == REVISION or known not in revisions():
            return database, ""
        older = locks.enter_context(new_file(path))
        with closing(sqlite3.connect(older)) as copy:
            database.connection().backup(copy)
        migrated = locks.enter_context(_at(older))
        migrate(migrated)
    except sqlite3.DatabaseError as error:
        if _code(error) not in _UNREADABLE:
            msg = f"database {path} cannot be opened: {error}; check it and its folder"
            raise StoreError(msg) from error
        return None, str(error)
    return migrated, ""


def _carried(present: Database, copy: Database) -> tuple[Carried, str]:
    """Begin a new generation with all that must hold; or tell why that cannot be read."""
    try:
        with copy.transaction() as restored:
            statements = present.statements()
            number = _begin_after(restored, statements.read("generation")[0][0])
            return carry(statements, restored, number), ""
    except (sqlite3.DatabaseError, IndexError) as error:
        if isinstance(error, sqlite3.Error) and _code(error) not in _UNREADABLE:
            raise
        return Carried(), str(error)


def _begin(copy: Database) -> None:
    """Begin a new generation of which nothing is known but the backup."""
    with copy.transaction() as restored:
        _begin_after(restored, 0)
        restored.run("forget_bytes")


def _begin_after(restored: Statements, generation: int) -> int:
    """Begin a generation later than this one and the backup's, and return its number.

    What the configuration declares is brought in at the next start, whatever the backup
    remembers of it; nobody polls, whatever it says.
    """
    number: int = max(generation, restored.read("generation")[0][0]) + 1
    restored.run("set_generation", number=number)
    restored.run("forget_configuration")
    restored.run("free_hosts")
    return number


def _set_aside(path: Path, now: datetime) -> Path | None:
    """Give the database that is replaced a second name, with the logs that it may have."""
    kept = path.with_name(f"{path.name}.before-restore-{now:%Y%m%dT%H%M%S.%fZ}")
    for log in _LOGS:  # they would be taken for those of the restored one
        with suppress(FileNotFoundError):
            Path(f"{path}{log}").rename(f"{kept}{log}")
    if not path.exists():
        return None
    try:
        kept.hardlink_to(path)
    except FileExistsError:
        raise
    except OSError:  # a file system without second names
        path.rename(kept)
    return kept


@contextmanager
def _at(path: Path) -> Iterator[Database]:
    """The database in a file, closed in the end."""
    database = Database(f"sqlite:///{path}")
    try:
        yield database
    finally:
        database.close()


def _code(error: sqlite3.Error) -> int:
    """The primary result code of SQLite."""
    return error.sqlite_errorcode & 0xFF
