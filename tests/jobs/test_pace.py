"""Requests go no faster than is configured, however many stand ready."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock, Thread
from time import monotonic, sleep

import pytest

from feedsvc.jobs.pace import Pace
from feedsvc.store.database import Database
from feedsvc.store.migrate import migrate

RATE = 50


def now() -> datetime:
    return datetime.now(UTC)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    database = Database(f"sqlite:///{tmp_path / 'feedsvc.sqlite3'}")
    migrate(database)
    yield database
    database.close()


def most_in_a_second(moments: list[float]) -> int:
    ordered = sorted(moments)
    return max(sum(start <= one < start + 1 for one in ordered) for start in ordered)


@pytest.mark.parametrize("workers", [1, 4])
def test_n08_a_crowd_goes_at_the_pace_of_all_workers_together(
    database: Database, workers: int
) -> None:
    went: list[float] = []
    lock = Lock()

    def work() -> None:
        mine = Database(database.url)
        pace = Pace(mine, now, RATE)
        while True:
            wait = pace.wait(1000)
            with lock:
                if len(went) >= 2 * RATE:
                    break
                if wait == 0:
                    went.append(monotonic())
            sleep(min(wait, 0.05))
        mine.close()

    threads = [Thread(target=work) for _ in range(workers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert len(went) >= 2 * RATE
    assert max(went) - min(went) >= 1.8
    assert most_in_a_second(went) <= RATE + 2 * workers


def test_a_turn_that_is_not_taken_in_time_is_no_credit(database: Database) -> None:
    pace = Pace(database, now, RATE)
    assert pace.wait(100) == 0
    sleep(1)
    until, went = monotonic() + 0.5, 0
    while monotonic() < until:
        went += pace.wait(100) == 0
    assert went <= RATE / 2 + 1


def test_one_request_goes_at_once(database: Database) -> None:
    assert Pace(database, now, 1).wait(1) == 0


def test_another_pace_holds_from_then_on(database: Database) -> None:
    pace = Pace(database, now, 1)
    assert pace.wait(5) == 0
    assert 0.5 < pace.wait(5) <= 1
    pace.follow(1000)
    sleep(2)  # for which turns are reserved at the old pace
    until, went = monotonic() + 0.2, 0
    while monotonic() < until:
        went += pace.wait(100) == 0
    assert went > 5
