import fcntl
import json
import os
import pty
import re
import struct
import subprocess
import sys
import termios
from contextlib import suppress
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from feedsvc.cli.output import facts, json_line, printable, progress, table
from tests.cli.program import ROOT

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def test_a_table_is_a_row_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    table(("name", "at", "tags", "note"), [("a\nb\x1b[2J", NOON, ("x", "y"), None)])
    head, row, rest = capsys.readouterr().out.split("\n")
    assert head.split() == ["name", "at", "tags", "note"]
    assert row.split() == ["a", "b", "[2J", "2026-03-01", "12:00", "x,", "y"]
    assert rest == ""


def test_a_table_without_rows_is_its_head(capsys: pytest.CaptureFixture[str]) -> None:
    table(("name", "at"), [])
    assert capsys.readouterr().out.split() == ["name", "at"]


def test_facts_leave_out_what_is_not_there(capsys: pytest.CaptureFixture[str]) -> None:
    facts([("name", "a"), ("none", None), ("empty", ""), ("count", 0), ("is", False), ("l", [])])
    assert capsys.readouterr().out == "name   a\ncount  0\nis     no\n"


WIDE = ("name", "seconds", "updated", "status", "says")
WIDE_ROW = ("harbour-herald", 1.5, 12, "failing", "There is nothing at its address, for days now")


@pytest.mark.parametrize("columns", [40, 60, 80, 120])
def test_a_table_fits_the_terminal(columns: int) -> None:
    shown = on_terminal(
        f"from feedsvc.cli.output import table\ntable({WIDE}, [{WIDE_ROW}])", columns
    )
    lines = shown.splitlines()
    assert max(map(len, lines)) <= columns
    assert "harbour-herald" in shown
    assert ("seconds" in shown) == (columns >= 80)
    assert shown.split()[-1] in {"now", "days"}


def test_a_terminal_is_told_where_there_is_nothing() -> None:
    code = "from feedsvc.cli.output import table\ntable(('name',), [], 'none yet')"
    assert on_terminal(code, 80).split() == ["none", "yet"]


def test_long_facts_are_wrapped_beside_their_names() -> None:
    code = "from feedsvc.cli.output import facts\nfacts([('why', 'word ' * 30), ('x', True)])"
    first, second, *_, last = on_terminal(code, 60).splitlines()
    assert first.startswith("why  word word")
    assert second.startswith("     word")
    assert last.split() == ["x", "yes"]


def test_a_bar_is_for_terminals_alone(capsys: pytest.CaptureFixture[str]) -> None:
    assert list(progress([1, 2], "Counting")) == [1, 2]
    assert capsys.readouterr() == ("", "")
    code = "from feedsvc.cli.output import progress\nlist(progress([1, 2], 'Counting'))"
    assert "2/2" in on_terminal(code, 80)


def on_terminal(code: str, columns: int) -> str:
    """What a program shows on a terminal of that width, without colours."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
    environment = {"PYTHONPATH": str(ROOT), "TERM": "xterm", "NO_COLOR": "1", "PATH": ""}
    with subprocess.Popen(
        [sys.executable, "-c", code], stdout=theirs, stderr=theirs, env=environment
    ) as process:
        os.close(theirs)
        shown = b""
        with suppress(OSError):  # Linux: the other end is closed
            while piece := os.read(ours, 65_536):
                shown += piece
        os.close(ours)
    assert process.returncode == 0, shown
    return re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", shown.decode()).replace("\r\n", "\n")


@given(st.text())
def test_nothing_printed_is_obeyed_by_a_terminal(text: str) -> None:
    shown = printable(text)
    assert len(shown.splitlines()) <= 1
    assert not any(ord(character) < 32 or 127 <= ord(character) < 160 for character in shown)
    assert not set(shown) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


@pytest.mark.parametrize("text", ["Tide & time", "آخر صانع قوارب", "灯台日誌", "नमस्ते", "👩‍👧"])
def test_words_of_every_language_stay_as_they_are(text: str) -> None:
    assert printable(text) == text


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(st.text(), JSON, max_size=3))
def test_an_object_is_one_line_of_ascii(
    capsys: pytest.CaptureFixture[str], value: dict[str, object]
) -> None:
    json_line(value)
    out = capsys.readouterr().out
    assert out.isascii()
    assert len(out.splitlines()) == 1
    assert json.loads(out) == value
