from collections.abc import Iterator
from datetime import timedelta
from threading import Event, Thread
from time import monotonic, sleep

import pytest

from feedsvc.flows.pull import Polled
from feedsvc.jobs.claim import claim
from feedsvc.jobs.clock import Clock
from feedsvc.jobs.inline import Inline
from feedsvc.jobs.once import poll_once
from feedsvc.jobs.outage import Outage
from feedsvc.jobs.reading import Read, Task
from feedsvc.jobs.worker import HOSTS, Worker
from feedsvc.model.source import Source
from feedsvc.model.window import Sent, Window
from feedsvc.net.http import Request, Response
from feedsvc.settings import Fetch, Settings
from feedsvc.store import leases, sources
from tests.rig import Instant, Rig, item, read_here, rss, source

HERALD = "https://herald.example/feed.xml"


@pytest.fixture
def rig(tmp_path: object) -> Iterator[Rig]:
    second = Source(name="second", url="https://herald.example/second.xml")
    made = Rig(f"sqlite:///{tmp_path}/f.sqlite3", (source(), second, source("quay")))
    made.web.pages |= {
        HERALD: rss(item(1)),
        second.url: rss(item(2)),
        "https://quay.example/feed.xml": rss(item(3)),
    }
    yield made
    made.database.close()


def working(rig: Rig, accounts: list[Polled], read: Read = read_here, **fetch: timedelta) -> Worker:
    return Worker(
        rig.database,
        Instant(rig.web),
        read,
        Settings(fetch=Fetch(**fetch)),  # type: ignore[arg-type] # fields of Fetch
        now=rig.now,
        told=accounts.append,
    )


def test_a_host_is_asked_again_only_after_its_gap_and_others_go_on(rig: Rig) -> None:
    asked: list[tuple[str, float]] = []

    def answer(request: Request) -> Response:
        asked.append((request.url, monotonic()))
        return Response(request.url, 404)

    for url in rig.web.pages:
        rig.web.pages[url] = answer
    accounts: list[Polled] = []
    worker = working(rig, accounts, host_gap=timedelta(seconds=0.3))
    assert not poll_once(rig.database, worker, sources.pollable(rig.database.statements()), rig.now)
    assert len(accounts) == 3
    times = dict(asked)
    herald = sorted(time for url, time in asked if "herald" in url)
    assert herald[1] - herald[0] >= 0.3
    assert times["https://quay.example/feed.xml"] - herald[0] < 0.3
    (lease,) = leases.take(rig.database, ["herald.example"], rig.now(), rig.now())
    assert lease.free_at == rig.now() + timedelta(seconds=0.3)


def test_only_what_is_due_is_claimed_and_by_one_alone(rig: Rig) -> None:
    jobs = claim(rig.database, HOSTS, rig.now())
    assert sorted(job.lease.host for job in jobs) == ["herald.example", "quay.example"]
    assert sum(len(job.sources) for job in jobs) == 3
    assert claim(rig.database, HOSTS, rig.now()) == []
    assert claim(rig.database, 0, rig.now() + timedelta(days=9)) == []


def test_clock_and_dispatcher_poll_what_is_due_until_told_to_stop(rig: Rig) -> None:
    accounts: list[Polled] = []
    inline = Inline(working(rig, accounts, host_gap=timedelta(0)))
    clock = Clock(rig.database, inline, rig.now, Outage(print), int)
    stopping = Event()
    thread = Thread(target=inline.run, args=[stopping, clock.stop])
    clock.start()
    thread.start()
    until = monotonic() + 10
    while len(accounts) < 3 and monotonic() < until:
        sleep(0.05)
    stopping.set()
    thread.join(10)
    assert not thread.is_alive()
    assert sorted(account.source for account in accounts) == ["herald", "quay", "second"]
    assert claim(rig.database, HOSTS, rig.now()) == []


def test_what_is_dropped_is_given_back(rig: Rig) -> None:
    accounts: list[Polled] = []
    worker = working(rig, accounts)
    for job in claim(rig.database, HOSTS, rig.now()):
        worker.take(job)
    worker.drop()
    while not worker.idle:
        worker.step()
    assert accounts == []
    assert len(claim(rig.database, HOSTS, rig.now())) == 2


def test_an_error_nobody_thought_of_stays_with_its_source(rig: Rig) -> None:
    def broken(body: bytes, sent: Sent, last: Window) -> Task:
        if "quay" in sent.url:
            return Broken()
        return read_here(body, sent, last)

    class Broken:
        def done(self) -> bool:
            return True

        def result(self) -> object:
            msg = "what nobody thought of"
            raise RuntimeError(msg)

    accounts: list[Polled] = []
    worker = working(rig, accounts, broken, host_gap=timedelta(0))
    poll_once(rig.database, worker, sources.pollable(rig.database.statements()), rig.now)
    outcomes = {account.source: (account.outcome, account.error) for account in accounts}
    assert outcomes["quay"][0] == "failed"
    assert "RuntimeError" in outcomes["quay"][1]
    assert outcomes["herald"] == outcomes["second"] == ("fetched", "")


def test_a_host_that_wants_to_be_left_alone_is_told_of_at_once(rig: Rig) -> None:
    rig.web.pages[HERALD] = Response(HERALD, 429, {"retry-after": "7200"})
    rig.poll()
    rig.web.pages[HERALD] = rss(item(1))
    started = monotonic()
    accounts = rig.poll()
    assert monotonic() - started < 5
    assert [request.url for request in rig.requests] == ["https://quay.example/feed.xml"]
    assert accounts["herald"].outcome == accounts["second"].outcome == "throttled"
    assert "asked to be left alone until 2026-03-01 15:00 UTC" in accounts["herald"].error
    stored = sources.named(rig.database.statements(), "second").checkpoint
    assert stored.problem == accounts["second"].error
    assert stored.due_at == rig.now() + timedelta(hours=1)
    rig.moment += timedelta(hours=1)
    assert rig.poll()["herald"].outcome == "fetched"


def test_503_without_a_wish_stops_nobody_else(rig: Rig) -> None:
    rig.web.pages[HERALD] = Response(HERALD, 503)
    accounts = rig.poll()
    assert accounts["herald"].outcome == "throttled"
    assert accounts["second"].outcome == accounts["quay"].outcome == "fetched"


def test_a_source_that_was_not_asked_has_not_failed(rig: Rig) -> None:
    rig.web.pages[HERALD] = Response(HERALD, 429)
    assert rig.poll()["second"].error.startswith("not asked: ")
    assert sources.named(rig.database.statements(), "second").checkpoint.failures == 0
    assert sources.named(rig.database.statements(), "herald").checkpoint.failures == 1


def test_turns_are_given_back_when_the_program_is_ended(rig: Rig) -> None:
    worker = working(rig, [])
    for job in claim(rig.database, HOSTS, rig.now()):
        worker.take(job)
    worker.give_back()
    assert worker.idle
    assert len(claim(rig.database, HOSTS, rig.now())) == 2
