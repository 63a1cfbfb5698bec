from collections.abc import Iterator
from pathlib import Path

import pytest

from feedsvc.store.database import Database
from feedsvc.store.migrate import migrate


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of an empty database; a test that takes it runs once on each store."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'feedsvc.sqlite3'}"
    return str(request.getfixturevalue("postgresql_url"))


@pytest.fixture
def empty(database_url: str) -> Iterator[Database]:
    """A database without tables."""
    made = Database(database_url)
    yield made
    made.close()


@pytest.fixture
def database(empty: Database) -> Database:
    """A database with our tables."""
    migrate(empty)
    return empty
