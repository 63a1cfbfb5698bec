"""Many hosts, four workers: one request at a time to each, spaced, and each source once (N8)."""

import time
from datetime import timedelta
from pathlib import Path

from feedsvc.jobs.claim import claim
from feedsvc.jobs.worker import LEASE
from feedsvc.model.source import Source
from tests.jobs.conftest import Later, working
from tests.manners.politeness import Politeness, politeness
from tests.rig import Rig, item, rss

HOSTS, EACH, GAP = 300, 3, 0.3  # a worker takes 128 hosts at a time: all four have some


def is_polite(seen: Politeness, hosts: int, each: int) -> None:
    assert (seen.spacing.overlaps, seen.spacing.narrow) == (0, 0)
    assert seen.spacing.pairs == seen.requests - hosts
    assert seen.twice == seen.excused
    assert 0 < seen.orphans < hosts
    assert seen.wrong == 0
    assert seen.conditional == hosts * each


def test_n8_one_request_at_a_time_spaced_and_each_source_once(tmp_path: Path) -> None:
    is_polite(politeness(tmp_path, HOSTS, EACH, GAP), HOSTS, EACH)


def test_n8_as_much_on_postgresql(tmp_path: Path, postgresql_url: str) -> None:
    is_polite(politeness(tmp_path, 200, 2, GAP, url=postgresql_url), 200, 2)


def test_n8_a_worker_that_wakes_up_late_asks_nobody_that_another_has_by_then(
    tmp_path: Path,
) -> None:
    names = ("one", "two", "three")
    declared = tuple(Source(name=name, url=f"https://h.example/{name}") for name in names)
    rig = Rig(f"sqlite:///{tmp_path}/feedsvc.sqlite3", declared)
    rig.web.pages[declared[0].url] = rss(item(1))
    transport = Later(rig.web)
    sleeper = working(rig, transport, host_gap=timedelta(seconds=1))
    (job,) = claim(rig.database, 1, rig.now())
    sleeper.worker.take(job)
    sleeper.steps(lambda: bool(transport.open))
    transport.answer(declared[0].url)
    sleeper.steps(lambda: len(sleeper.accounts) == 1)
    rig.moment += 2 * LEASE
    assert claim(rig.database, 1, rig.now())
    time.sleep(1)
    for _ in range(5):
        sleeper.worker.step(0.01)
    assert transport.asked == [declared[0].url]
    rig.database.close()
