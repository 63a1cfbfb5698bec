"""A copy of the database in one file, made while others use it."""

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from feedsvc.errors import StoreError
from feedsvc.store.database import Database


def back_up(database: Database, file: Path) -> None:
    """Copy an SQLite database as it is at one moment; others go on writing meanwhile.

    The file is there as a whole and sound, or not at all.

    Args:
        database: What is copied; its revision does not matter.
        file: Written, or replaced.

    Raises:
        StoreError: There is nothing to copy, the copy is damaged, or it cannot be written.
    """
    path = sqlite_file(database, "pg_dump --format=custom --file=FILE {name}")
    if not path.exists():
        msg = f"there is no database at {path}; nothing is backed up"
        raise StoreError(msg)
    if file.exists() and file.samefile(path):
        msg = f"{file} is the database itself; name another file"
        raise StoreError(msg)
    with new_file(file) as new:
        with closing(sqlite3.connect(new)) as copy:
            database.connection().backup(copy)  # in one step: it need never begin again
            copy.execute("PRAGMA journal_mode=DELETE")
            found = damage(copy)
        if found:
            msg = f"database {path} is damaged: {found}; nothing is backed up, restore an old one"
            raise StoreError(msg)
        shutil.copymode(path, new)
        settle(new, file)


def sqlite_file(database: Database, otherwise: str) -> Path:
    """The file of an SQLite database, whatever links lead there.

    Args:
        database: Which.
        otherwise: The command that does on PostgreSQL what was wanted.

    Raises:
        StoreError: It is on PostgreSQL.
    """
    if database.path is None:
        name = database.url.partition("?")[0].rpartition("/")[2] or "DATABASE"
        msg = f"the database is on PostgreSQL, whose own tools do that: {otherwise}"
        raise StoreError(msg.format(name=name))
    return database.path.resolve()


def damage(connection: sqlite3.Connection) -> str:
    """What is wrong with a database within, in a line; nothing if it is sound."""
    try:
        first: str = connection.execute("PRAGMA integrity_check(1)").fetchone()[0]
    except sqlite3.DatabaseError as error:
        return str(error)
    return "" if first == "ok" else " ".join(first.split())


@contextmanager
def new_file(file: Path, *, make_folder: bool = False) -> Iterator[Path]:
    """A new file beside another, gone in the end unless it took its place.

    Args:
        file: The other, which need not be there.
        make_folder: Neither need its folder.

    Raises:
        StoreError: Something in there cannot be written.
    """
    try:
        if make_folder:
            file.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=f".{file.name}.", dir=file.parent)
        os.close(handle)
        try:
            yield Path(name)
        finally:
            for suffix in ("", "-wal", "-shm", "-journal"):
                Path(f"{name}{suffix}").unlink(missing_ok=True)
    except OSError as error:
        msg = f"{file} cannot be written: {error.strerror}; check its folder and the disk"
        raise StoreError(msg) from error
    except sqlite3.OperationalError as error:
        msg = f"{file} cannot be written: {error}; check its folder and the disk"
        raise StoreError(msg) from error


def settle(new: Path, file: Path) -> None:
    """Give a file that is whole the name of another, so that a crash leaves one of the two."""
    for path, flags in ((new, os.O_RDWR), (file.parent, os.O_RDONLY)):
        handle = os.open(path, flags)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
        if path == new:
            new.replace(file)
