import json
import sqlite3
from contextlib import closing

import pytest

from tests.cli.program import Program


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Program:
    """The program after its channel was shown; for tests that only look."""
    return filled(Program(tmp_path_factory.mktemp("shown")))


def filled(program: Program) -> Program:
    program.write_samples()
    assert program("poll").code == 0
    assert program("channels", "show", "all").code == 0
    return program


def tampered(program: Program, *statements: str) -> Program:
    filled(program)
    with closing(sqlite3.connect(program.database, isolation_level=None)) as connection:
        for trigger in ("audit_UPDATE", "audit_DELETE"):
            connection.execute(f"DROP TRIGGER {trigger}")
        for statement in statements:
            connection.execute(statement)
    return program


def test_a_whole_log_is_told_with_its_head(shown: Program) -> None:
    (told,) = shown("audit", "verify", "--json").rows()
    assert told["whole"] is True
    assert (told["rows"], told["broken"], told["problem"]) == (3, None, "")
    assert told["from"] == told["until"]
    assert told["from"].endswith("+00:00")
    assert len(bytes.fromhex(told["head"])) == 32
    ended = shown("audit", "verify")
    assert (ended.code, ended.err) == (0, "")
    lines = dict(line.split(maxsplit=1) for line in ended.out.splitlines())
    assert lines.keys() == {"rows", "from", "until", "head"}
    assert (lines["rows"], lines["head"]) == ("3", told["head"])


def test_an_empty_log_is_whole(program: Program) -> None:
    program.write_samples()
    (told,) = program("audit", "verify", "--json").rows()
    assert (told["whole"], told["rows"], told["from"], told["head"]) == (True, 0, None, "")
    assert program("audit", "verify").out == "rows  0\n"
    assert program("audit", "list", "--json").rows() == []


def test_a_head_that_was_noted_is_looked_for(shown: Program) -> None:
    first, second, _ = shown("audit", "list", "--json").rows()
    for row in (first, second):
        assert shown("audit", "verify", "--noted", row["digest"]).code == 0
    line = shown("audit", "verify", "--noted", "ab" * 32).refused()
    assert line == (
        f"the audit log was written anew since the digest {'ab' * 32} was noted; compare with a"
        " backup"
    )
    ended = shown("audit", "verify", "--noted", "head")
    assert (ended.code, ended.out) == (2, "")
    assert "'head' is no digest" in ended.err


def test_the_first_row_that_is_wrong_is_named(program: Program) -> None:
    tampered(program, "UPDATE audit SET source = 'quay' WHERE number = 2")
    line = program("audit", "verify").refused()
    assert line == (
        "row 2 of the audit log was changed: its digest does not follow from it and the row"
        " before; compare with a backup"
    )
    ended = program("audit", "verify", "--json")
    assert (ended.code, ended.err.strip()) == (1, line)
    told = json.loads(ended.out)
    assert (told["whole"], told["rows"], told["broken"]) == (False, 1, 2)
    assert told["problem"] == line


def test_a_tail_that_was_cut_off_is_missed(program: Program) -> None:
    tampered(program, "DELETE FROM audit WHERE number > 1")
    line = program("audit", "verify").refused()
    assert line == "rows 2 to 3 are missing at the end of the audit log; compare with a backup"


def test_rows_are_listed_newest_first(shown: Program) -> None:
    rows = shown("audit", "list", "--json").rows()
    assert [row["number"] for row in rows] == [3, 2, 1]
    first = rows[-1]
    assert (first["title"], first["level"]) == ("Nets & knots", "excerpt")
    assert (first["source"], first["archive"], first["revision"]) == ("quay", None, 1)
    assert first["reasons"] == [
        "neither the entry nor its feed declares a licence that allows the whole text"
    ]
    assert (rows[0]["level"], rows[0]["granted_by"]) == ("full", "Desk")
    head, *lines = shown("audit", "list").out.splitlines()
    assert head.split("\t") == ["number", "at", "entry", "source", "level", "title", "reasons"]
    assert [line.split("\t")[5] for line in lines] == ["Story 1", "Story 2", "Nets & knots"]


def test_rows_are_listed_of_a_source_or_an_entry(shown: Program) -> None:
    def listed(*words: str) -> list[int]:
        return [row["number"] for row in shown("audit", "list", *words, "--json").rows()]

    first = shown("audit", "list", "--json").rows()[-1]
    assert listed("--limit", "2") == [3, 2]
    assert listed("--source", "herald") == [3, 2]
    assert listed("--source", "herald", "--limit", "1") == [3]
    assert listed("--source", "wire") == []
    for name in (first["entry"], first["url"], first["public_id"]):
        assert listed("--entry", name) == [1]
    assert listed("--entry", first["entry"], "--source", "herald") == []


def test_what_nobody_knows_is_refused(shown: Program) -> None:
    line = shown("audit", "list", "--source", "nope").refused()
    assert line == "there is no source 'nope'; see feedsvc sources list"
    line = shown("audit", "list", "--entry", "nope").refused()
    assert line == "there is no entry 'nope'; see feedsvc entries list"
