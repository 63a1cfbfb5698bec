import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine

from feedsvc.errors import StoreError
from feedsvc.store import migrate, migrations
from feedsvc.store.compile import compiled
from feedsvc.store.compiled import STATEMENTS
from feedsvc.store.database import Database
from feedsvc.store.schema import metadata


@pytest.fixture
def empty(database_url: str) -> Iterator[Database]:
    made = Database(database_url)
    yield made
    made.close()


@pytest.fixture
def database(empty: Database) -> Database:
    migrate.migrate(empty)
    return empty


@pytest.mark.parametrize("dialect", ["sqlite", "postgresql"])
def test_the_kept_sql_is_what_sqlalchemy_writes_now(dialect: str) -> None:
    assert STATEMENTS[dialect] == compiled(dialect)


def test_the_migrated_tables_are_those_of_the_schema(database: Database) -> None:
    url = database.url.replace("postgresql://", "postgresql+psycopg://", 1)
    engine = create_engine(url)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection)
        assert compare_metadata(context, metadata) == []
    engine.dispose()


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
