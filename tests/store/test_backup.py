import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from feedsvc.errors import StoreError
from feedsvc.store.backup import back_up, damage, new_file, settle, sqlite_file
from feedsvc.store.database import Database
from feedsvc.store.migrate import migrate


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    made = Database(f"sqlite:///{tmp_path}/f.sqlite3")
    migrate(made)
    yield made
    made.close()


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("postgresql://me:secret@h:5432/feeds", "feeds"),
        ("postgresql://h/feeds?password=secret/x", "feeds"),
        ("postgresql+psycopg://h/", "DATABASE"),
    ],
)
def test_postgresql_is_told_by_name_alone(url: str, name: str) -> None:
    with pytest.raises(StoreError) as raised:
        sqlite_file(Database(url), "tool {name}")
    line = "the database is on PostgreSQL, whose own tools do that: tool {}"
    assert str(raised.value) == line.format(name)


def test_a_link_leads_to_the_database(database: Database, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to("f.sqlite3")
    linked = Database(f"sqlite:///{tmp_path}/link")
    assert sqlite_file(linked, "") == tmp_path.resolve() / "f.sqlite3"
    with pytest.raises(StoreError, match="is the database itself"):
        back_up(database, tmp_path / "link")


def test_a_backup_needs_no_log_and_is_as_secret_as_the_database(
    database: Database, tmp_path: Path
) -> None:
    (tmp_path / "f.sqlite3").chmod(0o640)
    with database.transaction() as statements:
        statements.run("set_generation", number=7)
    back_up(database, tmp_path / "copy")
    assert (tmp_path / "copy").stat().st_mode & 0o777 == 0o640
    with closing(sqlite3.connect(tmp_path / "copy")) as copy:
        assert copy.execute("PRAGMA journal_mode").fetchone() == ("delete",)
        assert copy.execute("SELECT number FROM generation").fetchone() == (7,)


def test_a_damaged_database_is_not_backed_up(database: Database, tmp_path: Path) -> None:
    database.close()
    path = tmp_path / "f.sqlite3"
    data = bytearray(path.read_bytes())
    data[4096 * 3 : 4096 * 8] = b"\xff" * 4096 * 5
    path.write_bytes(data)
    (tmp_path / "copy").write_bytes(b"the last good one")
    with pytest.raises(StoreError, match=r"is damaged: .*; nothing is backed up"):
        back_up(database, tmp_path / "copy")
    assert (tmp_path / "copy").read_bytes() == b"the last good one"
    assert sorted(one.name for one in tmp_path.iterdir() if one.name.startswith(".")) == []


def test_damage_is_told_in_a_line(tmp_path: Path) -> None:
    with closing(sqlite3.connect(":memory:")) as connection:
        assert damage(connection) == ""
    (tmp_path / "text").write_text("no database" * 99)
    with closing(sqlite3.connect(tmp_path / "text")) as connection:
        assert damage(connection) == "file is not a database"


def test_a_new_file_is_gone_unless_it_took_its_place(tmp_path: Path) -> None:
    file = tmp_path / "file"
    with new_file(file) as new:
        new.write_text("1")
        Path(f"{new}-wal").write_text("log")
    assert not list(tmp_path.iterdir())
    with new_file(file) as new:
        new.write_text("2")
        settle(new, file)
    assert [one.read_text() for one in tmp_path.iterdir()] == ["2"]


def test_alone_is_alone(database: Database) -> None:
    other = Database(database.url)
    other.statements().read("generation")  # and is idle now
    with pytest.raises(StoreError, match="is in use; stop feedsvc"), database.alone():
        pytest.fail("somebody has it open")
    other.close()
    with database.alone():
        assert database.statements().read("generation") == [(0,)]
        assert not Path(f"{database.path}-wal").exists()
        late = sqlite3.connect(str(database.path), timeout=0)
        with closing(late), pytest.raises(sqlite3.OperationalError, match="locked"):
            late.execute("SELECT * FROM generation")
    assert other.statements().read("generation") == [(0,)]
    other.close()
