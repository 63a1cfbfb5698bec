from datetime import UTC, datetime, timedelta

from feedsvc.model.source import Source
from feedsvc.store import polls, sources
from feedsvc.store.database import Database
from feedsvc.store.polls import Poll

NOW = datetime(2026, 5, 1, 12, 59, 59, tzinfo=UTC)
GOOD = Poll(NOW, "fetched", 200, 3, 1, 7, 0.25, "")
BAD = Poll(NOW, "failed", 404, 0, 0, 0, 0.5, "HTTP 404 Not Found")


def row_of(database: Database, name: str = "herald") -> int:
    with database.transaction() as statements:
        source = Source(name=name, url=f"https://{name}.example/")
        sources.declare(statements, [(source, "{}")], {name: name}, NOW, "eva")
        return sources.named(statements, name).id


def test_polls_come_back_as_they_went_newest_first(database: Database) -> None:
    row, other = row_of(database), row_of(database, "other")
    later = GOOD._replace(at=NOW + timedelta(seconds=2))
    with database.transaction() as statements:
        polls.add(statements, [(row, GOOD), (row, BAD), (other, GOOD)])
        polls.add(statements, [(row, later)])
    assert polls.latest(database.statements(), row, 2) == [later, BAD]


def test_hours_are_summed_by_outcome_and_outlast_the_polls(database: Database) -> None:
    row = row_of(database)
    next_hour = GOOD._replace(at=NOW + timedelta(seconds=1))
    with database.transaction() as statements:
        polls.add(statements, [(row, GOOD), (row, BAD)])
        polls.add(statements, [(row, GOOD), (row, next_hour)])
        polls.forget(statements, NOW + polls.KEPT + timedelta(seconds=1))
    assert polls.latest(database.statements(), row, 9) == [next_hour]
    hour = NOW.replace(minute=0, second=0)
    assert polls.by_hour(database.statements(), NOW) == [
        polls.Hour(hour, "failed", 1, 0, 0, 0.5),
        polls.Hour(hour, "fetched", 2, 6, 2, 0.5),
        polls.Hour(hour + timedelta(hours=1), "fetched", 1, 3, 1, 0.25),
    ]
