"""What every test may ask for."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from tests import postgres

settings.register_profile("unhurried", deadline=None)  # a busy machine is no defect
settings.load_profile("unhurried")


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of measured facts and hostile inputs that may lie beside the project."""
    path = Path(__file__).resolve().parents[1] / ".." / "shared"
    if not path.is_dir():
        pytest.skip("the folder ../shared is not there")
    return path.resolve()


@pytest.fixture(scope="session")
def postgresql() -> Iterator[postgres.Server]:
    """A PostgreSQL server; in CI there is one or the test fails."""
    folder = postgres.programs()
    if folder is None:
        if os.environ.get("CI"):
            pytest.fail(postgres.MISSING)
        pytest.skip(postgres.MISSING)
    with postgres.running(folder) as server:
        yield server


@pytest.fixture
def postgresql_url(postgresql: postgres.Server) -> Iterator[str]:
    """The URL of an empty database there."""
    with postgresql.database() as url:
        yield url
