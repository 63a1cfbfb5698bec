"""docs/security.md speaks of every threat and promise once, and what it cites is there."""

import re
from pathlib import Path

import pytest

from tests.test_standards import Row, cited_by, missing_places, missing_tests, rows

DOCUMENT = Path(__file__).resolve().parents[1] / "docs" / "security.md"
LAST = {"S": 5, "P": 4, "H": 4, "O": 3, "D": 5, "W": 4, "A": 9, "R": 15}
WITHOUT_TEST = {"A8"}  # the lock itself

ROWS = rows(DOCUMENT.read_text("utf-8"))


def test_every_row_is_there_once() -> None:
    wanted = [f"{letter}{n}" for letter, last in LAST.items() for n in range(1, last + 1)]
    assert [row.id for row in ROWS] == wanted


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.id)
def test_what_a_row_cites_is_there(row: Row) -> None:
    assert row.clause
    assert row.holds.endswith(".")
    assert list(missing_places(row.where)) == []
    assert list(missing_tests(row)) == []


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.id)
def test_only_what_is_not_there_yet_has_no_test(row: Row) -> None:
    if not re.search(r"\bNot yet\b", row.holds) and row.id not in WITHOUT_TEST:
        assert "`" in row.where
        assert cited_by(row)
