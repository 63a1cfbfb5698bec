from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.web.api.desk import Built, House, build


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    return build(tmp_path_factory.mktemp("built"))


@pytest.fixture
def house(tmp_path: Path, built: Built) -> Iterator[House]:
    made = House(tmp_path, built)
    yield made
    made.rig.database.close()
