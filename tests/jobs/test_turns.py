"""Whose turn it is: hosts, gaps, leases, room."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from feedsvc.jobs.claim import claim, claim_rows
from feedsvc.jobs.worker import HOSTS, LEASE
from feedsvc.model.source import Source
from feedsvc.store import checkpoints, leases, sources
from tests.jobs.conftest import Declare, Later, working
from tests.rig import Instant, Rig, item, rss

ONE, TWO, QUAY = "https://h.example/one", "https://h.example/two", "https://quay.example/quay"


@pytest.fixture
def rig(declare: Declare) -> Rig:
    rig = declare("one@h.example", "two@h.example", "quay")
    rig.web.pages |= {ONE: rss(item(1)), TWO: rss(item(2)), QUAY: rss(item(3))}
    return rig


def test_a_host_has_one_request_at_a_time_and_others_go_on(rig: Rig) -> None:
    transport = Later(rig.web)
    work = working(rig, transport)
    for job in claim(rig.database, HOSTS, rig.now()):
        work.worker.take(job)
    work.steps(lambda: len(transport.open) == 2)
    assert sorted(transport.open) == [ONE, QUAY]
    transport.answer(QUAY)
    work.steps(lambda: work.outcomes() == {"quay": "fetched"})
    assert transport.asked.count(TWO) == 0
    transport.answer(ONE)
    work.steps(lambda: TWO in transport.open)
    transport.answer(TWO)
    work.steps(lambda: work.worker.idle)
    assert work.outcomes() == {"one": "fetched", "two": "fetched", "quay": "fetched"}


def test_the_longest_overdue_source_of_a_host_is_asked_first(rig: Rig) -> None:
    with rig.database.transaction() as statements:
        for name, hours in (("one", 1), ("two", 2)):
            stored = sources.named(statements, name)
            due_at = datetime.fromtimestamp(5 - hours, UTC)
            kept = replace(stored.checkpoint, due_at=due_at)
            checkpoints.keep(statements, [(stored.id, kept)])
    transport = Instant(rig.web)
    work = working(rig, transport)
    for job in claim(rig.database, HOSTS, rig.now()):
        work.worker.take(job)
    work.steps(lambda: work.worker.idle)
    asked = [request.url for request in transport.requests]
    assert asked.index(TWO) < asked.index(ONE)


def test_the_gap_is_kept_between_two_turns_as_well(rig: Rig) -> None:
    transport = Later(rig.web)
    work = working(rig, transport, host_gap=timedelta(seconds=30))
    (stored,) = [one for one in sources.pollable(rig.database.statements()) if one.name == "quay"]
    rows = [(stored.row, stored.host)]
    (job,) = claim_rows(rig.database, rows, rig.now())
    work.worker.take(job)
    work.steps(lambda: QUAY in transport.open)
    transport.answer(QUAY)
    work.steps(lambda: work.worker.idle)
    rig.moment += timedelta(seconds=29.9)
    (job,) = claim_rows(rig.database, rows, rig.now())
    assert job.lease.free_at - rig.now() == timedelta(seconds=0.1)
    work.worker.take(job)
    work.worker.step(0.01)
    assert not transport.open
    work.steps(lambda: QUAY in transport.open)


def test_room_shrinks_with_each_host_and_grows_again(rig: Rig) -> None:
    transport = Later(rig.web)
    work = working(rig, transport)
    assert work.worker.room() == HOSTS
    for job in claim(rig.database, HOSTS, rig.now()):
        work.worker.take(job)
    assert work.worker.room() == HOSTS - 2
    work.steps(lambda: QUAY in transport.open)
    transport.answer(QUAY)
    work.steps(lambda: work.worker.room() == HOSTS - 1)


def test_no_more_hosts_are_claimed_than_there_is_room_for(declare: Declare) -> None:
    rig = declare(*(f"s{number:02}" for number in range(9)))
    first = claim(rig.database, 4, rig.now())
    rest = claim(rig.database, 9, rig.now())
    assert (len(first), len(rest)) == (4, 5)
    assert not {job.lease.host for job in first} & {job.lease.host for job in rest}


def test_hosts_that_are_slow_keep_nobody_waiting(declare: Declare) -> None:
    rig = declare(*(f"s{number:02}" for number in range(9)))
    transport = Later(rig.web)
    work = working(rig, transport)
    for _ in range(3):
        for job in claim(rig.database, 3, rig.now()):
            work.worker.take(job)
        work.worker.step(0.01)
    assert len(transport.open) == 9


def test_leases_last_while_their_hosts_are_polled(rig: Rig) -> None:
    transport = Later(rig.web)
    work = working(rig, transport)
    (job, _) = claim(rig.database, HOSTS, rig.now())
    work.worker.take(job)
    for _ in range(5):
        rig.moment += LEASE / 2
        work.worker.step(0.01)
        assert leases.take(rig.database, [job.lease.host], rig.now(), rig.now() + LEASE) == []
    rig.moment += LEASE * 2
    assert leases.take(rig.database, [job.lease.host], rig.now(), rig.now() + LEASE)


def test_what_stops_finishes_what_was_asked_and_gives_the_rest_back(rig: Rig) -> None:
    transport = Later(rig.web)
    work = working(rig, transport, host_gap=timedelta(seconds=20))
    for job in claim(rig.database, HOSTS, rig.now()):
        work.worker.take(job)
    work.steps(lambda: len(transport.open) == 2)
    transport.answer(QUAY)
    work.worker.drop()
    transport.answer(ONE)
    work.steps(lambda: len(work.accounts) > 0)
    while not work.worker.idle:
        work.worker.drop()
        work.worker.step(0.01)
    assert work.outcomes() == {"one": "fetched", "quay": "fetched"}
    rig.moment += timedelta(seconds=20)
    (job,) = claim(rig.database, HOSTS, rig.now())
    assert [stored.source.name for stored in job.sources] == ["two"]


def test_a_source_that_moves_to_another_host_after_it_was_chosen_is_polled(rig: Rig) -> None:
    chosen = sources.pollable(rig.database.statements())
    moved = Source(name="quay", url="https://pier.example/quay")
    rig.web.pages[moved.url] = rss(item(3))
    rest = [one.source for one in sources.everything(rig.database.statements())][:2]
    rig.provision((*rest, moved))
    work = working(rig, Instant(rig.web))
    rows = [(one.row, one.host) for one in chosen if one.name == "quay"]
    for job in claim_rows(rig.database, rows, rig.now()):
        work.worker.take(job)
    work.steps(lambda: work.worker.idle)
    assert work.outcomes() == {"quay": "fetched"}
