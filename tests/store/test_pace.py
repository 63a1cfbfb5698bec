from dataclasses import replace
from datetime import UTC, datetime, timedelta

from feedsvc.model.source import Source
from feedsvc.store import checkpoints, leases, pace, sources
from feedsvc.store.database import Database

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
GAP = timedelta(milliseconds=50)
HOUR, DECADE = timedelta(hours=1), timedelta(days=3650)


def test_turns_follow_one_another_whoever_reserves_them(database: Database) -> None:
    other = Database(database.url)
    assert pace.reserve(database, 3, GAP, NOW) == NOW
    assert pace.reserve(other, 2, GAP, NOW) == NOW + 3 * GAP
    assert pace.reserve(database, 1, GAP, NOW + 4 * GAP) == NOW + 5 * GAP
    other.close()


def test_turns_that_nobody_reserved_are_over(database: Database) -> None:
    pace.reserve(database, 1, GAP, NOW)
    assert pace.reserve(database, 1, GAP, NOW + HOUR) == NOW + HOUR


def test_r5_a_clock_that_was_set_back_stops_nobody(database: Database) -> None:
    pace.reserve(database, 1, GAP, NOW + DECADE)
    assert pace.reserve(database, 1, GAP, NOW) == NOW


def polled(database: Database, at: datetime) -> None:
    with database.transaction() as statements:
        sources.provision(statements, [Source(name="a", url="https://a.example/")], {"a": "a"}, NOW)
        (stored,) = sources.everything(statements)
        checkpoint = replace(stored.checkpoint, polled_at=at, due_at=at + HOUR)
        checkpoints.keep(statements, [(stored.id, checkpoint)])


def due(database: Database, now: datetime) -> list[str]:
    return sources.due_hosts(database.statements(), now, 9)


def test_r5_what_was_polled_later_than_now_is_due(database: Database) -> None:
    polled(database, NOW + DECADE)
    assert due(database, NOW) == []
    pace.resettle(database, NOW, HOUR)
    assert due(database, NOW) == ["a"]


def test_r5_what_was_polled_before_is_left_alone(database: Database) -> None:
    polled(database, NOW + timedelta(seconds=1))  # as the clock of another machine has it
    pace.resettle(database, NOW, HOUR)
    assert due(database, NOW) == []


def test_r5_turns_and_rests_of_another_clock_are_over(database: Database) -> None:
    polled(database, NOW - 2 * HOUR)
    (lease,) = leases.take(database, ["a"], NOW + DECADE, NOW + DECADE + HOUR)
    pace.resettle(database, NOW, HOUR)
    assert due(database, NOW) == ["a"]
    (lease,) = leases.take(database, ["a"], NOW, NOW + HOUR)
    with database.transaction() as statements:
        leases.release(statements, [(lease, NOW + DECADE)])
    assert due(database, NOW) == []
    pace.resettle(database, NOW, HOUR)
    assert due(database, NOW) == ["a"]
    with database.transaction() as statements:
        leases.release(statements, [(lease, NOW + HOUR)])
    pace.resettle(database, NOW, HOUR)
    assert due(database, NOW) == []  # it asked for that
