import json
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from feedsvc.cli.output import facts, json_line, printable, table

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
    assert capsys.readouterr().out == "name   a\ncount  0\nis     False\n"


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
