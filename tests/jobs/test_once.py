from datetime import timedelta
from threading import Timer
from time import monotonic

import pytest

from feedsvc.jobs.once import poll_once
from feedsvc.jobs.worker import LEASE
from feedsvc.store import leases, sources
from feedsvc.store.database import Database
from tests.jobs.conftest import Declare, working
from tests.rig import Instant, Rig, item, rss


@pytest.fixture
def rig(declare: Declare) -> Rig:
    rig = declare("herald", "quay")
    for number, name in enumerate(("herald", "quay")):
        rig.web.pages[f"https://{name}.example/{name}"] = rss(item(number))
    return rig


def test_what_is_chosen_is_polled_due_or_not(rig: Rig) -> None:
    for _ in range(2):
        work = working(rig, Instant(rig.web))
        chosen = sources.pollable(rig.database.statements())
        assert poll_once(rig.database, work.worker, chosen, rig.now) == []
        assert sorted(work.outcomes()) == ["herald", "quay"]
    work = working(rig, Instant(rig.web))
    assert poll_once(rig.database, work.worker, chosen[:1], rig.now) == []
    assert sorted(work.outcomes()) == ["herald"]
    assert poll_once(rig.database, work.worker, [], rig.now) == []


def test_a_host_that_another_polls_is_waited_for(rig: Rig) -> None:
    (lease,) = leases.take(rig.database, ["quay.example"], rig.now(), rig.now() + LEASE)
    other = Database(rig.database.url)

    def finish() -> None:
        with other.transaction() as statements:
            leases.release(statements, [(lease, rig.now())])

    timer = Timer(0.3, finish)
    timer.start()
    work = working(rig, Instant(rig.web))
    chosen = sources.pollable(rig.database.statements())
    assert poll_once(rig.database, work.worker, chosen, rig.now, patience=20) == []
    timer.join()
    other.close()
    assert [account.source for account in work.accounts] == ["herald", "quay"]


def test_a_host_that_another_never_gives_up_is_told_of(rig: Rig) -> None:
    leases.take(rig.database, ["quay.example"], rig.now(), rig.now() + LEASE)
    work = working(rig, Instant(rig.web))
    chosen = sources.pollable(rig.database.statements())
    started = monotonic()
    (left,) = poll_once(rig.database, work.worker, chosen, rig.now, patience=0.3)
    assert 0.3 <= monotonic() - started < 10
    assert left.name == "quay"
    assert work.outcomes() == {"herald": "fetched"}


def test_a_host_whose_holder_died_is_polled_once_its_lease_ran_out(rig: Rig) -> None:
    leases.take(rig.database, ["quay.example"], rig.now(), rig.now() + LEASE)
    rig.moment += LEASE + timedelta(seconds=1)
    work = working(rig, Instant(rig.web))
    chosen = sources.pollable(rig.database.statements())
    assert poll_once(rig.database, work.worker, chosen, rig.now, patience=0) == []
    assert sorted(work.outcomes()) == ["herald", "quay"]


def test_more_hosts_than_fit_are_polled_in_turn(declare: Declare) -> None:
    rig = declare(*(f"s{number:03}" for number in range(150)))
    work = working(rig, Instant(rig.web))
    chosen = sources.pollable(rig.database.statements())
    assert poll_once(rig.database, work.worker, chosen, rig.now, patience=0) == []
    assert len(work.accounts) == len(work.outcomes()) == 150
