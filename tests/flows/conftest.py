from collections.abc import Iterator

import pytest

from tests.rig import Rig, source


@pytest.fixture
def rig(tmp_path: object) -> Iterator[Rig]:
    """A service with one source, `herald`."""
    made = Rig(f"sqlite:///{tmp_path}/feedsvc.sqlite3", (source(),))
    yield made
    made.database.close()
