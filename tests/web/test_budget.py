"""No page is large or asks the database for much at 1,000 sources and 100,000 entries.

Times differ from machine to machine: `python -m tests.web.budget` tells them.
"""

from collections.abc import Iterator

import pytest

from tests.web.budget import ENTRIES, SOURCES, Cost, costs
from tests.web.seeded import Seeded

pytestmark = pytest.mark.timeout(300)

BYTES, STATEMENTS, STEPS = 100_000, 30, 2_000
DOCUMENTS = (".opml", ".atom", ".rss", ".json", "/opml/export")
"""What is no page, and as long as what it lists."""


@pytest.fixture(scope="module")
def measured(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Cost]]:
    house = Seeded(tmp_path_factory.mktemp("budget"), sources=SOURCES, entries=ENTRIES)
    yield list(costs(house))
    house.rig.database.close()


def test_everything_is_answered(measured: list[Cost]) -> None:
    assert len(measured) > 50
    assert not [one for one in measured if one.status >= 500]
    answered = [one for one in measured if one.status == 200]
    assert len(answered) > 0.8 * len(measured)


def test_no_page_is_large(measured: list[Cost]) -> None:
    pages = [one for one in measured if not one.path.partition("?")[0].endswith(DOCUMENTS)]
    assert not [one for one in pages if one.bytes > BYTES]


def test_no_page_asks_the_database_for_much(measured: list[Cost]) -> None:
    assert not [one for one in measured if one.statements > STATEMENTS or one.steps > STEPS]
