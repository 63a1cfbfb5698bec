import re
import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as rounds
from hypothesis import strategies as st

from feedsvc.errors import StoreError
from feedsvc.store import audit
from feedsvc.store.audit import Decision
from feedsvc.store.chain import Verdict, verify
from feedsvc.store.database import Database
from feedsvc.store.migrate import migrate

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
FORGED = b"\x01" * 32
HEAD = "122358fb0fed6f125f948ad0e31a3301b8a57a00d24cc665b9deb5689a808443"
COPIED = "INSERT INTO audit SELECT {}, at, entry_id, archive, source, decision, digest FROM audit"
SWAPPED = (
    "UPDATE audit SET number = -3 WHERE number = 3; UPDATE audit SET number = 3 WHERE number = 4;"
    " UPDATE audit SET number = 4 WHERE number = -3"
)
FRAMED = "UPDATE audit SET source = 'heral', decision = 'd{}' WHERE number = 4"

WORDS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=9)
DECISIONS = st.builds(Decision, WORDS, WORDS, WORDS, WORDS)


def append(database: Database, *decisions: Decision, at: datetime = NOON) -> None:
    with database.transaction() as statements:
        audit.append(statements, audit.hold(statements), decisions, at)


def verdict(database: Database, noted: bytes = b"") -> Verdict:
    return verify(database.statements(), noted)


def decided(number: int, text: str = "{}") -> Decision:
    return Decision(f"entry-{number}", "herald", text)


def tamper(database: Database, *statements: str) -> None:
    """What somebody does who may do everything in the database, and knows of the triggers."""
    run = database.connection().execute
    if database.dialect == "sqlite":
        run("DROP TRIGGER IF EXISTS audit_UPDATE")
        run("DROP TRIGGER IF EXISTS audit_DELETE")
    else:
        run("DROP TRIGGER IF EXISTS audit_refuses ON audit")
    for statement in statements:
        run(statement.encode() if database.dialect == "postgresql" else statement)


@pytest.fixture
def filled(database: Database) -> Database:
    """A log of eight rows, two of them written at once."""
    for number in range(1, 7):
        append(database, decided(number), at=NOON + number * HOUR)
    append(database, decided(7), decided(8), at=NOON + 7 * HOUR)
    return database


def test_an_empty_log_is_whole(database: Database) -> None:
    assert verdict(database) == Verdict(0, None, None, b"")


def test_a_whole_log_tells_how_much_of_what_time_it_holds(filled: Database) -> None:
    found = verdict(filled)
    assert found[:3] == (8, NOON + HOUR, NOON + 7 * HOUR)
    assert (found.broken, found.problem, len(found.head)) == (0, "", 32)
    append(filled, decided(9))
    later = verdict(filled)
    assert later.rows == 9
    assert later.head != found.head


def test_a_digest_is_the_same_everywhere(filled: Database) -> None:
    assert verdict(filled).head.hex() == HEAD


def test_a_log_of_several_pages_is_whole(database: Database) -> None:
    append(database, *map(decided, range(1, 2001)))
    assert verdict(database)[::4] == (2000, 0)
    append(database, *map(decided, range(2001, 2502)))
    assert verdict(database)[::4] == (2501, 0)
    tamper(database, "DELETE FROM audit WHERE number = 2001")
    assert verdict(database)[::4] == (2000, 2001)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit SET decision = '' WHERE number = 3",
        "DELETE FROM audit",
        "UPDATE audit SET at = 0",
    ],
)
def test_the_database_refuses_what_is_no_append(filled: Database, statement: str) -> None:
    with pytest.raises(Exception, match="append-only"):
        filled.connection().execute(statement)
    assert verdict(filled).rows == 8


TAMPERINGS = [
    ("UPDATE audit SET decision = '{ }' WHERE number = 3", 3, "row 3 .* changed"),
    ("UPDATE audit SET at = at + 1 WHERE number = 3", 3, "row 3 .* changed"),
    ("UPDATE audit SET entry_id = 'x' WHERE number = 1", 1, "row 1 .* changed"),
    ("UPDATE audit SET source = 'x' WHERE number = 8", 8, "row 8 .* changed"),
    ("UPDATE audit SET archive = 'x' WHERE number = 8", 8, "row 8 .* changed"),
    (FRAMED, 4, "row 4 .* changed"),
    (SWAPPED, 3, "row 3 .* changed"),
    ("DELETE FROM audit WHERE number = 5", 5, "row 5 is missing .* before row 6"),
    ("DELETE FROM audit WHERE number IN (1, 2)", 1, "rows 1 to 2 are missing .* before row 3"),
    ("DELETE FROM audit WHERE number = 8", 8, "row 8 is missing at the end"),
    ("DELETE FROM audit WHERE number > 6", 7, "rows 7 to 8 are missing at the end"),
    ("DELETE FROM audit", 1, "rows 1 to 8 are missing at the end"),
    (
        "DELETE FROM audit WHERE number = 8; UPDATE audit SET number = 8 WHERE number = 7",
        7,
        "row 7 is missing",
    ),
    (
        "DELETE FROM audit WHERE number = 7; UPDATE audit SET number = 7 WHERE number = 8",
        7,
        "row 7 .* changed",
    ),
    (
        "DELETE FROM audit WHERE number > 6; UPDATE audit_head SET number = 6",
        6,
        "head .* does not fit row 6",
    ),
    ("UPDATE audit_head SET number = 6", 6, "head .* does not fit row 6"),
    ("UPDATE audit_head SET number = 0", 1, "row 1 .* beyond its end"),
    ("UPDATE audit_head SET number = 9", 9, "row 9 is missing at the end"),
    ("DELETE FROM audit_head", 1, "the head .* is missing"),
    (f"{COPIED.format(-1)} WHERE number = 1", 1, "row -1 .* added by hand"),
    (f"{COPIED.format(9)} WHERE number = 8", 9, "row 9 .* added by hand"),
    (f"{COPIED.format(99)} WHERE number = 8", 9, "rows 9 to 98 are missing"),
]


@pytest.mark.parametrize(("done", "broken", "problem"), TAMPERINGS)
def test_tampering_is_found(filled: Database, done: str, broken: int, problem: str) -> None:
    tamper(filled, *done.split("; "))
    found = verdict(filled)
    assert found.broken == broken
    assert re.search(problem, found.problem), found.problem
    assert found.problem.endswith("; compare with a backup")
    assert "\n" not in found.problem


def test_a_forged_digest_is_found(filled: Database) -> None:
    filled.statements().run("keep_audit_head", number=8, digest=FORGED)
    assert verdict(filled).broken == 8
    forge = "UPDATE audit SET digest = (SELECT digest FROM audit_head) WHERE number = {}"
    for number in (8, 2):
        tamper(filled, forge.format(number))
        assert verdict(filled).broken == number


def test_a_head_without_rows_is_found(database: Database) -> None:
    database.statements().run("keep_audit_head", number=0, digest=FORGED)
    assert "no row that it fits" in verdict(database).problem


TYPED = [
    ("decision", "x'7b7d'"),
    ("decision", "CAST(x'ff' AS TEXT)"),
    ("source", "CAST(source AS BLOB)"),
    ("archive", "x''"),
    ("at", "at + 0.5"),
    ("at", "'noon'"),
    ("at", "CAST(x'ff' AS TEXT)"),
    ("digest", "CAST(x'ff' AS TEXT)"),
    ("number", "2.5"),
    ("number", "CAST(x'ff' AS TEXT)"),
]


@pytest.mark.parametrize(("column", "value"), TYPED)
def test_values_of_another_type_are_found(tmp_path: Path, column: str, value: str) -> None:
    """Only SQLite holds them: a text that became bytes would be found by no query any more."""
    with log(tmp_path / "f.sqlite3") as database:
        append(database, decided(1), decided(2))
        tamper(database, f"UPDATE audit SET {column} = {value} WHERE number = 2")  # noqa: S608 - ours
        assert verdict(database).problem


@pytest.mark.parametrize("column", ["number", "digest"])
def test_a_head_of_another_type_is_found(tmp_path: Path, column: str) -> None:
    with log(tmp_path / "f.sqlite3") as database:
        append(database, decided(1))
        tamper(database, f"UPDATE audit_head SET {column} = CAST(x'ff' AS TEXT)")  # noqa: S608 - ours
        assert verdict(database).broken == 1


def test_a_log_written_anew_is_found_by_a_digest_that_was_noted(filled: Database) -> None:
    noted = verdict(filled).head
    append(filled, decided(9))
    assert verdict(filled, noted) == verdict(filled)
    tamper(filled, "DELETE FROM audit")
    filled.statements().run("keep_audit_head", number=0, digest=b"")
    append(filled, *map(decided, range(1, 10)))
    assert verdict(filled).problem == ""
    assert f"written anew since the digest {noted.hex()}" in verdict(filled, noted).problem


def test_nothing_is_logged_without_a_head(filled: Database) -> None:
    tamper(filled, "DELETE FROM audit_head")
    with pytest.raises(StoreError, match="nothing can be logged"):
        append(filled, decided(9))
    with pytest.raises(StoreError, match="nothing can be logged"):
        audit.head(filled.statements())


def test_nothing_is_logged_after_a_head_that_is_none(tmp_path: Path) -> None:
    with log(tmp_path / "f.sqlite3") as database:
        tamper(database, "UPDATE audit_head SET digest = ''")
        with pytest.raises(StoreError, match="nothing can be logged"):
            append(database, decided(1))


def test_an_append_that_fails_leaves_no_trace(filled: Database) -> None:
    before = verdict(filled)

    def fail() -> None:
        with filled.transaction() as statements:
            audit.append(statements, audit.hold(statements), [decided(9)], NOON)
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    assert verdict(filled) == before


def test_who_verifies_does_not_mind_who_appends(filled: Database) -> None:
    other = Database(filled.url)
    with filled.transaction() as statements:
        audit.append(statements, audit.hold(statements), [decided(9)], NOON)
        assert verdict(other)[::4] == (8, 0)
    assert verdict(other)[::4] == (9, 0)
    other.close()


def test_writers_at_once_make_one_chain(database: Database) -> None:
    def write(start: int) -> None:
        for number in range(start, start + 20):
            append(database, decided(number))

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(write, range(0, 400, 100)))
    assert verdict(database)[::4] == (80, 0)


def test_the_latest_is_that_of_the_archive_or_else_of_anywhere(database: Database) -> None:
    sealed = decided(1, "sealed")._replace(archive="all/1")
    append(database, decided(1, "old"), decided(2, "two"), sealed)
    append(database, decided(1, "new"), decided(3, "alone")._replace(archive="all/2"))

    def latest(archive: str) -> list[str]:
        entries = ["entry-1", "entry-2", "entry-3", "entry-4"]
        found = audit.latest(database.statements(), entries, archive)
        return [found.get(entry, "") for entry in entries]

    assert latest("") == ["new", "two", "alone", ""]
    assert latest("all/1") == ["sealed", "two", "alone", ""]
    assert latest("all/2") == ["new", "two", "alone", ""]
    append(database, sealed)
    assert latest("all/2") == ["sealed", "two", "alone", ""]
    assert audit.latest(database.statements(), []) == {}


def test_the_latest_of_more_entries_than_one_statement_takes(database: Database) -> None:
    append(database, *map(decided, range(1201)))
    entries = [f"entry-{number}" for number in range(1201)]
    assert len(audit.latest(database.statements(), entries)) == 1201


def test_what_differs_from_the_last_is_not_logged_yet(database: Database) -> None:
    def unlogged(*decisions: Decision) -> list[Decision]:
        return audit.unlogged(database.statements(), decisions)

    one, other = decided(1, "one"), decided(1, "other")
    sealed = one._replace(archive="all/1")
    assert unlogged() == []
    assert unlogged(one, decided(2)) == [one, decided(2)]
    append(database, one)
    assert unlogged(one, decided(2)) == [decided(2)]
    assert unlogged(sealed) == []
    append(database, other)
    assert unlogged(one) == [one]
    assert unlogged(sealed) == [sealed]
    append(database, sealed)
    assert unlogged(sealed) == unlogged(other) == []
    append(database, other._replace(archive="all/1"))
    assert unlogged(sealed) == [sealed]


def test_what_was_logged_of_a_source_in_pages(database: Database) -> None:
    others = [Decision("x", "quay", "{}")]
    for hour in range(3):
        append(database, *map(decided, range(700)), *others, at=NOON + hour * HOUR)
    statements = database.statements()
    found = list(audit.of_source(statements, "herald"))
    assert [one.number for one in found] == sorted({*range(1, 2104)} - {701, 1402, 2103})
    assert {one.decision.source for one in found} == {"herald"}
    assert found[0] == audit.Logged(1, NOON, decided(0), found[0].digest)
    within = list(audit.of_source(statements, "herald", NOON + HOUR, NOON + 2 * HOUR))
    assert {one.at for one in within} == {NOON + HOUR}
    assert len(within) == 700
    assert list(audit.of_source(statements, "nobody")) == []


def test_the_newest_of_all_of_a_source_of_an_entry(database: Database) -> None:
    append(database, *map(decided, range(1100)), Decision("x", "quay", "{}"))
    append(database, decided(3, "new"), at=NOON + HOUR)

    def numbers(**of: str) -> list[int]:
        return [one.number for one in audit.newest(database.statements(), **of)]

    assert numbers() == [*range(1102, 0, -1)]
    assert numbers(source="herald") == [1102, *range(1100, 0, -1)]
    assert numbers(source="quay") == [1101]
    assert numbers(entry="entry-3") == [1102, 4]
    assert numbers(entry="entry-3", source="quay") == []
    assert numbers(entry="nothing") == []


# --- whatever is logged -------------------------------------------------------


@contextmanager
def log(path: Path) -> Iterator[Database]:
    made = Database(f"sqlite:///{path}")
    migrate(made)
    yield made
    made.close()


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Callable[[], Path]:
    """A new database each time, with tables but empty."""
    folder = tmp_path_factory.mktemp("audit")
    with log(folder / "empty.sqlite3") as database:
        database.connection().execute("PRAGMA journal_mode=DELETE")
    whole = (folder / "empty.sqlite3").read_bytes()
    numbers = count()

    def made() -> Path:
        path = folder / f"{next(numbers)}.sqlite3"
        path.write_bytes(whole)
        return path

    return made


@rounds(max_examples=60)
@given(st.lists(st.lists(DECISIONS, max_size=4), max_size=5))
def test_any_sequence_of_appends_is_whole(
    fresh: Callable[[], Path], batches: list[list[Decision]]
) -> None:
    database = Database(f"sqlite:///{fresh()}")
    for number, batch in enumerate(batches):
        append(database, *batch, at=NOON + number * HOUR)
        written = [one for some in batches[: number + 1] for one in some]
        assert verdict(database)[::4] == (len(written), 0)
        assert [one.decision for one in audit.newest(database.statements())] == written[::-1]
    database.close()


@rounds(max_examples=120)
@given(st.lists(DECISIONS, min_size=1, max_size=4), st.data())
def test_any_byte_that_changes_in_any_row_is_found(
    fresh: Callable[[], Path], decisions: list[Decision], data: st.DataObject
) -> None:
    database = Database(f"sqlite:///{fresh()}")
    append(database, *decisions)
    tamper(database)
    number = data.draw(st.integers(1, len(decisions)), "row")
    columns = ("number", "at", "entry_id", "archive", "source", "decision", "digest")
    column = data.draw(st.sampled_from(columns), "column")
    run = database.connection().execute
    (value,) = run(
        f"SELECT CAST({column} AS BLOB) FROM audit WHERE number = ?",  # noqa: S608 - ours
        (number,),
    ).fetchone()
    changed = bytearray(value)
    if changed:
        place = data.draw(st.integers(0, len(changed) - 1), "place")
        changed[place] ^= data.draw(st.integers(1, 255), "bits")
    else:
        changed += data.draw(st.binary(min_size=1, max_size=2), "more")
    kind = "BLOB" if column == "digest" else "TEXT"
    try:
        run(
            f"UPDATE audit SET {column} = CAST(? AS {kind}) WHERE number = ?",  # noqa: S608 - ours
            (bytes(changed), number),
        )
    except sqlite3.IntegrityError:
        assert column == "number"  # there is one of that number already
    else:
        assert verdict(database).problem
    database.close()
