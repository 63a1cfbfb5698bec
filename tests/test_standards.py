"""docs/standards.md speaks of every row once, and what it cites is there."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

HOUSE = Path(__file__).resolve().parents[1]
DOCUMENT = HOUSE / "docs" / "standards.md"

LAST = {
    "A": 23, "B": 18, "C": 10, "D": 6, "E": 4, "F": 2, "G": 2, "H": 1, "I": 1, "J": 3, "K": 1,
    "M": 20, "N": 14,
}  # fmt: skip
"""The last row of each letter; L (WebSub) is not there yet."""

OF_OTHER_LISTS = {
    ("tests/publish/test_hostile.py", "H1"),
    ("tests/publish/test_hostile.py", "H1"),
    ("tests/publish/test_hostile.py", "H1"),
    ("tests/text/test_legal.py", "C1"),
    ("tests/web/test_pages.py", "H1"),
    ("tests/web/test_pages_hostile.py", "H1"),
    ("tests/web/test_server.py", "A3"),
}
"""Where a name cites security, or the C1 controls, whose ids read like rows."""

UNMET = re.compile(r"\bNot (?:met|yet)\b")


class Row(NamedTuple):
    """A line of a table."""

    id: str
    clause: str
    holds: str
    where: str
    tests: str


def rows(text: str) -> list[Row]:
    """Every row of every table that has five columns and an id."""
    lines = [line for line in text.splitlines() if re.match(r"\| [A-Z]\d+ \|", line)]
    return [Row(*(cell.strip() for cell in line.strip("| ").split(" | "))) for line in lines]


@cache
def defined(path: Path) -> frozenset[str]:
    """The functions, classes, methods and constants of a module, methods as `Class.method`."""
    return frozenset(_names(ast.parse(path.read_text("utf-8")).body, ""))


def _names(body: list[ast.stmt], within: str) -> Iterator[str]:
    for node in body:
        match node:
            case ast.ClassDef(name=name):
                yield within + name
                yield from _names(node.body, f"{within}{name}.")
            case ast.FunctionDef(name=name):
                yield within + name
            case ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name)):
                yield within + name
            case _:
                pass


def missing_places(where: str) -> Iterator[str]:
    """What a cell of files and names cites that is not there; there must be something."""
    path = None
    for cited in re.findall("`([^`]+)`", where):
        if cited.endswith(".py"):
            path = HOUSE / "feedsvc" / cited
            if not path.is_file():
                yield cited
                path = None
        elif path is not None and cited not in defined(path):
            yield f"{path.name} {cited}"


def cited_by(row: Row) -> list[str]:
    return re.findall("`([^`]+)`", row.tests)


def missing_tests(row: Row) -> Iterator[str]:
    """The tests that a row cites and that are not there."""
    for cited in cited_by(row):
        name, _, test = cited.partition("::")
        path = HOUSE / name
        if not (path.is_file() and test.replace("::", ".") in defined(path)):
            yield cited


def named_after(path: str, test: str) -> set[str]:
    """The rows that a test is named after: `test_m16_m08_head` after M16 and M8."""
    found = re.match(r"test_((?:[a-n]\d\d?_)+)", test)
    ids = {f"{one[0].upper()}{int(one[1:])}" for one in found[1].split("_")[:-1]} if found else ()
    return {one for one in ids if (path, one) not in OF_OTHER_LISTS}


def test_every_row_is_there_once() -> None:
    wanted = [f"{letter}{n}" for letter, last in LAST.items() for n in range(1, last + 1)]
    assert [row.id for row in rows(DOCUMENT.read_text("utf-8"))] == wanted


ROWS = rows(DOCUMENT.read_text("utf-8"))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.id)
def test_what_a_row_cites_is_there(row: Row) -> None:
    assert row.clause
    assert row.holds.endswith(".")
    assert list(missing_places(row.where)) == []
    assert list(missing_tests(row)) == []


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.id)
def test_only_what_is_not_met_has_no_test(row: Row) -> None:
    if not UNMET.search(row.holds):
        assert "`" in row.where
        assert cited_by(row)


def test_a_test_that_is_named_after_a_row_stands_in_it() -> None:
    cited = {row.id: set(cited_by(row)) for row in ROWS}
    missing = [
        f"{row}: {path}::{test}"
        for file in sorted((HOUSE / "tests").rglob("test_*.py"))
        for path in [file.relative_to(HOUSE).as_posix()]
        for test in sorted(defined(file))
        for row in sorted(named_after(path, test))
        if row in cited and f"{path}::{test}" not in cited[row]
    ]
    assert missing == []


@pytest.mark.parametrize(
    ("where", "missing"),
    [
        ("`publish/atom.py` `render`, `write`; `web/delta.py` `History.news`", []),
        ("`publish/vocabulary.py` `render`", ["publish/vocabulary.py"]),
        ("`publish/atom.py` `rendered`", ["atom.py rendered"]),
        ("`web/delta.py` `History.olds`", ["delta.py History.olds"]),
    ],
)
def test_a_place_that_is_not_there_is_named(where: str, missing: list[str]) -> None:
    assert list(missing_places(where)) == missing


@pytest.mark.parametrize(
    ("cited", "is_there"),
    [
        ("tests/test_standards.py::test_every_row_is_there_once", True),
        ("tests/test_standards.py::test_every_row_is_there_twice", False),
        ("tests/test_standard.py::test_every_row_is_there_once", False),
        ("tests/test_standards.py", False),
    ],
)
def test_a_test_that_is_not_there_is_named(cited: str, *, is_there: bool) -> None:
    row = Row("A1", "", "", "", f"`{cited}`")
    assert list(missing_tests(row)) == ([] if is_there else [cited])


@pytest.mark.parametrize(
    ("path", "test", "ids"),
    [
        ("tests/web/test_delta.py", "test_m16_m08_head_tells", {"M16", "M8"}),
        ("tests/web/test_pages.py", "test_h1_text_of_others", set()),
        ("tests/web/test_pages.py", "test_media_1_a", set()),
        ("tests/flows/test_pull.py", "test_410_ends_polling", set()),
    ],
)
def test_the_name_of_a_test_tells_its_rows(path: str, test: str, ids: set[str]) -> None:
    assert named_after(path, test) == ids
