import re
import sqlite3
from pathlib import Path
from threading import Timer

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine

from feedsvc.errors import StoreError
from feedsvc.store import entries, migrate, migrations
from feedsvc.store.compile import compiled
from feedsvc.store.compiled import STATEMENTS
from feedsvc.store.database import Database
from feedsvc.store.schema import metadata


@pytest.mark.parametrize("dialect", ["sqlite", "postgresql"])
def test_the_kept_sql_is_what_sqlalchemy_writes_now(dialect: str) -> None:
    assert STATEMENTS[dialect] == compiled(dialect)


def library_url(database: Database) -> str:
    return database.url.replace("postgresql://", "postgresql+psycopg://", 1)


def differences(database: Database) -> list[object]:
    engine = create_engine(library_url(database))
    with engine.connect() as connection:
        context = MigrationContext.configure(connection)
        found: list[object] = list(compare_metadata(context, metadata))
    engine.dispose()
    return found


def test_the_migrated_tables_are_those_of_the_schema(database: Database) -> None:
    assert differences(database) == []


def test_every_revision_can_be_taken_back(database: Database) -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent))
    config.attributes["url"] = library_url(database)
    command.downgrade(config, "base")
    assert migrate.revision(database) is None
    assert differences(database) != []
    migrate.migrate(database)
    assert migrate.revision(database) == migrate.REVISION
    assert differences(database) == []
    assert database.statements().read("generation") == [(0,)]


def test_the_program_asks_for_the_newest_revision() -> None:
    script = ScriptDirectory(str(Path(migrations.__file__).parent))
    assert script.get_current_head() == migrate.REVISION


def test_an_empty_database_is_filled_and_a_full_one_left_alone(empty: Database) -> None:
    database = empty
    assert migrate.revision(database) is None
    migrate.require_current(database)
    assert migrate.revision(database) == migrate.REVISION
    database.connection().execute("UPDATE generation SET number = 7")
    migrate.require_current(database)
    migrate.migrate(database)
    assert database.statements().read("generation") == [(7,)]


def test_a_database_of_another_version_is_refused_in_one_line(database: Database) -> None:
    database.connection().execute("UPDATE alembic_version SET version_num = '9999'")
    for refused in (migrate.require_current, migrate.migrate):
        with pytest.raises(StoreError, match="9999") as raised:
            refused(database)
        assert "\n" not in str(raised.value)


def test_every_statement_is_understood(database: Database) -> None:
    """Each is planned by the database itself, with NULL for every value."""
    place = re.compile(r":(\w+)" if database.dialect == "sqlite" else r"%\((\w+)\)s")
    for sql, constants in STATEMENTS[database.dialect].values():
        explained = re.sub(r"__\[POSTCOMPILE_\w+\]", "NULL", sql)
        values = dict.fromkeys(place.findall(sql)) | constants
        assert database.connection().execute(f"EXPLAIN {explained}", values).fetchall()


def test_a_transaction_happens_whole_or_not_at_all(database: Database) -> None:
    def fail() -> None:
        with database.transaction() as statements:
            statements.read("next_generation")
            statements.read("no such statement")

    with pytest.raises(KeyError):
        fail()
    assert database.statements().read("generation") == [(0,)]
    with database.transaction() as statements:
        statements.read("next_generation")
    assert database.statements().read("generation") == [(1,)]


def test_no_row_is_in_an_empty_list(database: Database) -> None:
    assert database.statements().read("leases", hosts=[]) == []


def test_a_list_may_be_longer_than_one_value(database: Database) -> None:
    names = database.statements().read("entries_of", names=["a", "b", "c"], most=9, skip=0)
    assert names == []


def test_a_lock_that_another_holds_is_waited_for(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'feedsvc.sqlite3'}")
    migrate.migrate(database)
    other = sqlite3.connect(str(database.path), isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    other.execute("UPDATE generation SET number = 41")
    timer = Timer(0.3, lambda: other.execute("COMMIT"))
    timer.start()
    with database.transaction() as statements:
        assert statements.read("next_generation") == [(42,)]
    timer.join()
    other.close()
    database.close()


def test_who_reads_does_not_wait_for_who_writes(database: Database) -> None:
    other = Database(database.url)
    with database.transaction() as statements:
        statements.read("next_generation")
        assert other.statements().read("generation") == [(0,)]
    assert other.statements().read("generation") == [(1,)]
    other.close()


def test_a_database_that_cannot_be_opened_is_told_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    urls = [
        f"sqlite:///{tmp_path / 'file' / 'feedsvc.sqlite3'}",
        "postgresql://nobody:secret@127.0.0.1:9/none",
    ]
    for url in urls:
        with pytest.raises(StoreError) as raised:
            Database(url).connection()
        assert "\n" not in str(raised.value)
        assert "secret" not in str(raised.value)


def test_entries_of_before_the_archives_are_in_none(empty: Database) -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent))
    config.attributes["url"] = library_url(empty)
    command.upgrade(config, "0001")
    run = empty.connection().execute
    run(
        "INSERT INTO sources (id, name, place, url, host, tags, enabled, permission, retention,"
        " width, added_at, generation) VALUES (1, 'old', 0, '', '', '[]', 1, '', '', 1, 0, 1)"
    )
    run(
        "INSERT INTO entries (id, source_id, key, public_id, first_seen, published, updated,"
        " sort_at, revision, state, digest, facts, data)"
        " VALUES ('00', 1, '', '', 1, 2, 3, 4, 5, 'published', '', '', '{}')"
    )
    migrate.migrate(empty)
    found = entries.published_since(empty.statements(), [1], after=-1, until=0)
    assert found == [("00", 1, 4, 5, 3, None)]
