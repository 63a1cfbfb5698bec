from datetime import UTC, datetime, timedelta

from feedsvc.store.database import Database
from feedsvc.store.documents import Dates

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
MORNING = NOON - timedelta(hours=5)
SECOND = timedelta(seconds=1)


def test_a_document_seen_first_is_as_old_as_what_is_in_it(database: Database) -> None:
    first = MORNING + timedelta(microseconds=999_999)
    assert Dates(database).dated("all.atom", b"1", first, NOON) == MORNING


def test_the_same_bytes_never_move(database: Database) -> None:
    Dates(database).dated("all.atom", b"1", MORNING, NOON)
    later = NOON + timedelta(days=1)
    assert Dates(database).dated("all.atom", b"1", later, later) == MORNING
    again = Database(database.url)
    assert Dates(again).dated("all.atom", b"1", later, later) == MORNING
    again.close()


def test_other_bytes_are_as_old_as_the_change(database: Database) -> None:
    Dates(database).dated("all.atom", b"1", MORNING, NOON)
    now = NOON + timedelta(microseconds=5)
    assert Dates(database).dated("all.atom", b"2", MORNING, now) == NOON


def test_each_change_is_a_second_later_at_least(database: Database) -> None:
    Dates(database).dated("all.atom", b"1", NOON, NOON)
    assert Dates(database).dated("all.atom", b"2", NOON, NOON) == NOON + SECOND
    assert Dates(database).dated("all.atom", b"1", NOON, MORNING) == NOON + 2 * SECOND


def test_documents_are_dated_each_for_itself(database: Database) -> None:
    Dates(database).dated("all.atom", b"1", NOON, NOON)
    assert Dates(database).dated("all.rss", b"1", MORNING, NOON) == MORNING
