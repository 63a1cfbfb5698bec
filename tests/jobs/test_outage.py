"""A database that cannot be used: nobody is asked in vain, nothing is lost, work goes on."""

import sqlite3
from contextlib import closing
from datetime import timedelta
from time import sleep

import pytest

from feedsvc.errors import StoreUnavailableError
from feedsvc.jobs.claim import claim
from feedsvc.jobs.clock import Clock
from feedsvc.jobs.outage import Outage
from feedsvc.jobs.worker import HOSTS, Worker
from feedsvc.settings import Fetch, Settings
from feedsvc.store.database import Database
from tests.jobs.conftest import Declare, Later
from tests.jobs.test_clock import Collector
from tests.rig import Rig, item, read_here, rss

URL = "https://herald.example/herald"


@pytest.fixture
def rig(declare: Declare) -> Rig:
    rig = declare("herald", "quay")
    rig.web.pages[URL] = rss(item(1))
    rig.database = Database(rig.database.url, patience=0.05)
    return rig


def working(rig: Rig, transport: Later, outage: Outage | None) -> tuple[Worker, list[str]]:
    stored: list[str] = []
    worker = Worker(
        rig.database,
        transport,
        read_here,
        Settings(fetch=Fetch(host_gap=timedelta(0))),
        now=rig.now,
        told=lambda account: stored.append(account.source),
        outage=outage,
    )
    for job in claim(rig.database, HOSTS, rig.now()):
        worker.take(job)
    worker.step(0)
    return worker, stored


def steps(worker: Worker) -> None:
    for _ in range(40):
        worker.step(0.02)


def test_r7_what_came_while_the_database_was_locked_is_stored_afterwards(rig: Rig) -> None:
    told: list[str] = []
    transport = Later(rig.web)
    worker, stored = working(rig, transport, Outage(told.append))
    with closing(sqlite3.connect(str(rig.database.path), isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        transport.answer(URL)
        steps(worker)
        assert stored == []
        assert len(told) == 1
        assert "is locked by another program; end what holds it; polling rests" in told[0]
    for _ in range(200):
        worker.step(0.02)
        if stored:
            break
    assert stored == ["herald"]
    assert transport.asked.count(URL) == 1
    assert told[1:] == ["the database can be used again; polling goes on"]
    assert b"Story 1" in rig.documents()["all.rss"]


def test_r7_nobody_is_asked_while_it_cannot_be_used(rig: Rig) -> None:
    outage = Outage(print)
    outage.began(StoreUnavailableError("the disk is full"))
    transport = Later(rig.web)
    worker, _ = working(rig, transport, outage)
    assert transport.asked == []
    sleep(1.1)
    worker.step(0)
    assert len(transport.asked) == 2


def test_where_nobody_waits_it_ends_the_work(rig: Rig) -> None:
    transport = Later(rig.web)
    worker, _ = working(rig, transport, None)
    with closing(sqlite3.connect(str(rig.database.path), isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        transport.answer(URL)
        with pytest.raises(StoreUnavailableError):
            steps(worker)


def test_r7_ticks_rest_too_and_it_is_told_once(rig: Rig) -> None:
    told: list[str] = []
    collector = Collector()
    clock = Clock(rig.database, collector, rig.now, Outage(told.append), int)
    with closing(sqlite3.connect(str(rig.database.path), isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        for _ in range(30):
            clock.tick()
            clock.each_hour()
            sleep(0.05)
    assert (len(told), collector.jobs) == (1, [])
    for _ in range(60):
        sleep(0.05)
        clock.tick()
    assert collector.names() == ["herald", "quay"]
    assert told[1:] == ["the database can be used again; polling goes on"]


def test_the_wait_grows_to_a_minute_and_begins_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    moment = [0.0]
    monkeypatch.setattr("feedsvc.jobs.outage.monotonic", lambda: moment[0])
    told: list[str] = []
    outage = Outage(told.append)
    waits = []
    for _ in range(8):
        outage.began(StoreUnavailableError("the disk is full"))
        outage.began(StoreUnavailableError("the disk is full"))  # of another thread
        before = moment[0]
        while outage.rests:
            moment[0] += 0.5
        waits.append(moment[0] - before)
    assert waits == [1, 2, 4, 8, 16, 32, 60, 60]
    outage.over()
    outage.over()
    assert told == [
        "the disk is full; polling rests until that is over",
        "the database can be used again; polling goes on",
    ]
    outage.began(StoreUnavailableError("the disk is full"))
    assert len(told) == 3
