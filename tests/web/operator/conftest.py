from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.web.operator.house import Browser, Console


@pytest.fixture
def console(tmp_path: Path) -> Iterator[Console]:
    """A console over one source, `herald`, that brought three entries."""
    made = Console(tmp_path)
    made.polled(1, 2, 3)
    yield made
    made.rig.database.close()


@pytest.fixture
def editor(console: Console) -> Browser:
    return console.browser("ida")
