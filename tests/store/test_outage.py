"""A database that cannot do it now says so in one line, and is used again once it can."""

import contextlib
import os
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from feedsvc.errors import StoreError, StoreUnavailableError
from feedsvc.store.database import Database
from feedsvc.store.migrate import migrate


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "feedsvc.sqlite3"
    migrate(Database(f"sqlite:///{path}"))
    return path


@contextlib.contextmanager
def locked(path: Path) -> Iterator[None]:
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        yield


def begin(database: Database) -> int:
    with database.transaction() as statements:
        return int(statements.read("next_generation")[0][0])


def test_a_lock_is_waited_for_no_longer_than_patience(path: Path) -> None:
    database = Database(f"sqlite:///{path}", patience=0.2)
    started = time.monotonic()
    with locked(path), pytest.raises(StoreUnavailableError) as raised:
        begin(database)
    assert 0.1 < time.monotonic() - started < 5
    assert str(raised.value) == (f"database {path} is locked by another program; end what holds it")
    assert begin(database) == 1


def test_it_is_read_while_it_is_locked(path: Path) -> None:
    database = Database(f"sqlite:///{path}", patience=0.2)
    with locked(path):
        assert database.statements().read("generation") == [(0,)]


def test_a_full_disk_is_named(path: Path) -> None:
    database = Database(f"sqlite:///{path}")
    pages = database.connection().execute("PRAGMA page_count").fetchone()[0]
    database.connection().execute(f"PRAGMA max_page_count={pages}")
    long = "x" * 200_000
    with pytest.raises(StoreUnavailableError, match="the disk is full; free some"):
        database.statements().read("date_document", name=long, digest=b"", modified=0, now=0)
    database.connection().execute(f"PRAGMA max_page_count={pages * 10}")
    assert begin(database) == 1


def test_what_is_our_own_mistake_is_no_outage(path: Path) -> None:
    database = Database(f"sqlite:///{path}")
    database.connection().execute("ALTER TABLE generation RENAME TO gone")
    with pytest.raises(sqlite3.OperationalError, match="no such table"):
        database.statements().read("generation")


def test_a_damaged_file_is_named_and_opened_anew(path: Path) -> None:
    whole = path.read_bytes()
    database = Database(f"sqlite:///{path}")
    assert begin(database) == 1
    database.close()
    good = path.read_bytes()
    path.write_bytes(good[:100] + os.urandom(len(whole) - 100))
    damaged = Database(f"sqlite:///{path}")
    with pytest.raises(StoreError):
        begin(damaged)
    path.write_bytes(good)
    for name in ("-wal", "-shm"):
        Path(f"{path}{name}").unlink(missing_ok=True)
    assert begin(damaged) == 2


def test_postgresql_that_went_away_is_an_outage_and_is_found_again(postgresql_url: str) -> None:
    database = Database(postgresql_url)
    migrate(database)
    ((ours,),) = database.connection().execute("SELECT pg_backend_pid()").fetchall()
    statements = database.statements()
    other = Database(postgresql_url)
    other.connection().execute("SELECT pg_terminate_backend(%s)", [ours])
    with pytest.raises(StoreUnavailableError, match=r"^the PostgreSQL database does not answer: "):
        statements.read("generation")
    assert begin(database) == 1


def test_postgresql_that_is_not_there_is_an_outage(postgresql_url: str) -> None:
    with pytest.raises(StoreUnavailableError, match="cannot be reached"):
        Database(postgresql_url.replace("@", "0@", 1)).connection()


def test_a_file_that_is_gone_is_an_outage_until_it_is_back(path: Path, tmp_path: Path) -> None:
    database = Database(f"sqlite:///{path}")
    assert begin(database) == 1
    away = path.rename(tmp_path / "away")
    for _ in range(2):
        with pytest.raises(StoreUnavailableError, match="is not there any more; put it back"):
            begin(database)
    assert not path.exists()
    away.rename(path)
    assert begin(database) == 2


def test_another_file_in_its_place_is_opened(path: Path, tmp_path: Path) -> None:
    database = Database(f"sqlite:///{path}")
    other = tmp_path / "other"
    migrate(Database(f"sqlite:///{other}"))
    assert [begin(database) for _ in range(3)] == [1, 2, 3]
    for name in ("-wal", "-shm"):
        Path(f"{path}{name}").unlink(missing_ok=True)
    other.replace(path)
    assert begin(database) == 1
