"""Lists of feeds: what is imported, what is left out, and what is exported comes back."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from feedsvc.parse.opml import MOST
from tests.cli.program import Program

CORPUS = Path(__file__).resolve().parents[3] / "shared/corpus/opml"


@pytest.fixture
def empty(program: Program) -> Program:
    program.write(sources="[sources]\n")
    return program


def listed(*outlines: str) -> str:
    return f'<opml version="2.0"><head/><body>{"".join(outlines)}</body></opml>'


def feed(url: str, title: str = "", more: str = "") -> str:
    return f'<outline type="rss" text="{title}" xmlUrl="{url}" {more}/>'


def imported(program: Program, body: str, *words: str) -> dict[str, Any]:
    (told,) = program.here("opml", "import", "-", "--json", *words, said=body).rows()
    return dict(told)


def declared(program: Program) -> list[tuple[str, str, str, list[str]]]:
    return [
        (row["name"], row["url"], row["title"], row["tags"])
        for row in program.here("sources", "list", "--json").rows()
    ]


LIST = listed(
    feed("https://a.example/feed", "Harbour Herald"),
    '<outline text="News, good &amp; bad"><outline text="Local/near">',
    feed("https://b.example/feed", "Quay"),
    "</outline></outline><outline text='Sea'>",
    feed("https://c.example/feed", "Pier", 'category="x,y"'),
    feed("http://c.example/feed/", "Pier again"),
    feed("ftp://d.example/feed", "Old"),
    "</outline>",
)


def test_a_list_is_imported_and_what_is_left_out_is_told(empty: Program) -> None:
    told = imported(empty, LIST, "--tag", "mine")
    assert [one["name"] for one in told["added"]] == ["harbour-herald", "quay", "pier"]
    assert [one["title"] for one in told["duplicates"]] == ["Pier again"]
    assert [one["title"] for one in told["refused"]] == ["Old"]
    assert (told["outlines"], told["stored"]) == (8, True)
    assert declared(empty) == [
        ("harbour-herald", "https://a.example/feed", "Harbour Herald", ["mine"]),
        ("quay", "https://b.example/feed", "Quay", ["News, good & bad", "Local/near", "mine"]),
        ("pier", "https://c.example/feed", "Pier", ["Sea", "x", "y", "mine"]),
    ]
    ended = empty.here("opml", "import", "-", said=LIST)
    assert (ended.code, ended.err) == (0, "")
    assert "it is the source 'quay' already" in ended.out
    assert ended.out.endswith("\n0 added, 4 duplicates, 1 refused.\n")


def test_a_dry_run_adds_nothing(empty: Program) -> None:
    told = imported(empty, LIST, "--dry-run")
    assert (len(told["added"]), told["stored"]) == (3, False)
    assert declared(empty) == []
    assert "3 to add" in empty.here("opml", "import", "-", "--dry-run", said=LIST).out


def test_what_owners_permit_is_said_for_all(empty: Program) -> None:
    imported(empty, LIST, "--scope", "excerpt")
    (quay,) = empty.here("sources", "show", "quay", "--json").rows()
    assert quay["scope"] == "excerpt"


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("<html>", "the document is not OPML; have a reader export its feeds as that"),
        ("", "the document is not OPML; have a reader export its feeds as that"),
    ],
)
def test_what_is_no_list_is_refused(empty: Program, body: str, reason: str) -> None:
    assert empty.here("opml", "import", "-", said=body).refused() == f"-: {reason}"


def test_a_file_that_is_not_there(empty: Program) -> None:
    line = empty.here("opml", "import", "nowhere.opml").refused()
    assert line.startswith("nowhere.opml: cannot be read (")


def test_a_list_that_breaks_off_is_imported_as_far_as_it_goes(empty: Program) -> None:
    ended = empty.here("opml", "import", "-", said=LIST[: LIST.index("<outline text='Sea'")])
    assert ended.code == 0
    assert "2 added" in ended.out


def test_what_is_exported_comes_back_as_it_was(empty: Program, tmp_path: Path) -> None:
    imported(empty, LIST)
    before = declared(empty)
    ended = empty.here("opml", "export")
    assert (ended.code, ended.err) == (0, "")
    other = tmp_path / "other"
    other.mkdir()
    fresh = Program(other)
    fresh.write(sources="[sources]\n")
    assert len(imported(fresh, ended.out)["added"]) == 3
    assert declared(fresh) == before
    assert fresh.here("opml", "export").out == ended.out
    assert "pier" in empty.here("opml", "export", "--tag", "x").out
    assert "quay" not in empty.here("opml", "export", "--tag", "x").out


def test_ten_thousand_feeds_in_folders_come_in_one_go(empty: Program) -> None:
    folders = (
        f'<outline text="Folder {number}">'
        + "".join(
            feed(f"https://host{one}.example/feed", f"Blog {one}")
            for one in range(number * 100, number * 100 + 100)
        )
        + "</outline>"
        for number in range(100)
    )
    body = listed(*folders)
    assert body.count("<outline") < MOST
    told = imported(empty, body)
    assert (len(told["added"]), told["first_polls_within"]) == (10_000, 3600)
    with closing(sqlite3.connect(empty.database)) as connection:
        ((first, last, number),) = connection.execute(
            "SELECT min(due_at), max(due_at), count(DISTINCT due_at) FROM checkpoints"
        )
    assert (last - first, number) == (9_999 * 360_000, 10_000)
    ended = empty.here("opml", "import", "-", "--json", said=body)
    assert len(json.loads(ended.out)["duplicates"]) == 10_000


@pytest.mark.skipif(not CORPUS.exists(), reason="needs ../shared/corpus beside the project")
def test_every_list_of_others_is_imported(empty: Program) -> None:
    for path in sorted(CORPUS.iterdir()):
        (told,) = empty.here("opml", "import", str(path), "--json").rows()
        assert told["added"], path.name
    before = declared(empty)
    assert len(before) > 1000
    assert len({name for name, *_ in before}) == len(before)
