from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event, Lock, Thread
from time import monotonic, sleep

import pytest
from apscheduler.events import EVENT_JOB_EXECUTED

from feedsvc.jobs.clock import Clock
from feedsvc.jobs.inline import Inline
from feedsvc.jobs.outage import Outage
from feedsvc.jobs.queue import HostJob
from feedsvc.jobs.worker import HOSTS, LEASE
from feedsvc.model.source import Retention
from feedsvc.net.http import Request, Response
from feedsvc.store import checkpoints, leases, sources
from feedsvc.store.database import Database
from tests.jobs.conftest import Declare, working
from tests.rig import Instant, Rig, item, rss, source


class Collector:
    """A dispatcher that keeps what it is given."""

    def __init__(self, room: int = HOSTS) -> None:
        self._room = room
        self.jobs: list[HostJob] = []

    def room(self) -> int:
        return self._room - len(self.jobs)

    def dispatch(self, job: HostJob) -> None:
        self.jobs.append(job)

    def names(self) -> list[str]:
        return sorted(stored.source.name for job in self.jobs for stored in job.sources)


@pytest.fixture
def rig(declare: Declare) -> Rig:
    return declare("one@h.example", "two@h.example", "quay")


def polled(rig: Rig, name: str) -> None:
    """The source was polled now and is due in an hour."""
    with rig.database.transaction() as statements:
        stored = sources.named(statements, name)
        now = rig.now()
        after = replace(stored.checkpoint, polled_at=now, due_at=now + timedelta(hours=1))
        checkpoints.keep(statements, [(stored.id, after)])


def put_off(rig: Rig, name: str, by: timedelta) -> None:
    with rig.database.transaction() as statements:
        stored = sources.named(statements, name)
        after = replace(stored.checkpoint, due_at=rig.now() + by)
        checkpoints.keep(statements, [(stored.id, after)])


def test_a_tick_hands_out_only_what_is_due(rig: Rig) -> None:
    put_off(rig, "two", timedelta(hours=1))
    put_off(rig, "quay", timedelta(hours=2))
    collector = Collector()
    clock = Clock(rig.database, collector, rig.now, Outage(print), int)
    clock.tick()
    assert collector.names() == ["one"]
    clock.tick()
    assert collector.names() == ["one"]
    rig.moment += timedelta(hours=2)
    clock.tick()  # the lease of h.example has run out by now
    assert collector.names() == ["one", "one", "quay", "two"]


def test_a_tick_hands_out_no_more_than_there_is_room_for(rig: Rig) -> None:
    collector = Collector(room=1)
    clock = Clock(rig.database, collector, rig.now, Outage(print), int)
    for _ in range(3):
        clock.tick()
    assert len(collector.jobs) == 1


def test_of_two_clocks_each_source_goes_to_one(rig: Rig) -> None:
    both = Collector(), Collector()
    clocks = [
        Clock(Database(rig.database.url), collector, rig.now, Outage(print), int)
        for collector in both
    ]
    for clock in clocks:
        clock.tick()
    assert both[0].names() + both[1].names() == ["one", "quay", "two"]


class Watch:
    """Notes how often each address is asked for, and when a host is asked twice at a time."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._busy: Counter[str] = Counter()
        self.asked: Counter[str] = Counter()
        self.together: list[str] = []

    def __call__(self, request: Request) -> Response:
        host = request.url.split("/")[2]
        with self._lock:
            self.asked[request.url] += 1
            self._busy[host] += 1
            if self._busy[host] > 1:
                self.together.append(host)
        sleep(0.002)
        with self._lock:
            self._busy[host] -= 1
        return Response(request.url, 200, {}, rss(item(1)))


def test_two_workers_never_poll_one_host_at_a_time(declare: Declare) -> None:
    names = [f"s{number:02}@h{number % 6}.example" for number in range(30)]
    rig = declare(*names)
    watch = Watch()
    done: list[str] = []

    def run() -> None:
        database = Database(rig.database.url)
        work = working(rig, Instant(watch))
        inline = Inline(work.worker)
        clock = Clock(database, inline, rig.now, Outage(print), int)
        stopping = Event()

        def stop() -> None:
            until = monotonic() + 20
            while len(watch.asked) < len(names) and monotonic() < until:
                clock.tick()
                sleep(0.005)
            stopping.set()

        ticking = Thread(target=stop)
        ticking.start()
        inline.run(stopping, ticking.join)
        done.extend(account.source for account in work.accounts)
        database.close()

    threads = [Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert watch.together == []
    assert set(watch.asked.values()) == {1}
    assert sorted(done) == sorted(name.partition("@")[0] for name in names)


def test_jobs_come_from_any_thread_and_room_counts_those_that_wait(rig: Rig) -> None:
    work = working(rig, Instant(rig.web))
    inline = Inline(work.worker)
    clock = Clock(rig.database, inline, rig.now, Outage(print), int)
    clock.tick()
    assert inline.room() == HOSTS - 2
    stopping = Event()
    thread = Thread(target=inline.run, args=[stopping, lambda: None])
    thread.start()
    until = monotonic() + 10
    while len(work.accounts) < 3 and monotonic() < until:
        sleep(0.01)
    stopping.set()
    thread.join(10)
    assert not thread.is_alive()
    assert sorted(work.outcomes()) == ["one", "quay", "two"]
    assert inline.room() == HOSTS


def test_who_is_stopped_gives_back_what_waits(rig: Rig) -> None:
    work = working(rig, Instant(rig.web))
    inline = Inline(work.worker)
    clock = Clock(rig.database, inline, rig.now, Outage(print), int)
    stopping = Event()
    stopping.set()
    inline.run(stopping, clock.tick)  # a tick that was under way when the stop came
    assert work.accounts == []
    hosts = ["h.example", "quay.example"]
    assert len(leases.take(rig.database, hosts, rig.now(), rig.now() + LEASE)) == 2


def test_r5_a_clock_that_is_set_back_does_not_stop_the_ticks(rig: Rig) -> None:
    collector = Collector()
    rig.moment += timedelta(days=3650)
    clock = Clock(rig.database, collector, rig.now, Outage(print), int)
    clock.tick()
    for job in collector.jobs:
        for stored in job.sources:
            polled(rig, stored.source.name)
    assert collector.names() == ["one", "quay", "two"]
    rig.moment -= timedelta(days=3650)
    clock.tick()
    assert len(collector.jobs) == 2
    assert clock.mind_the_wall()
    clock.tick()
    assert collector.names() == ["one", "one", "quay", "quay", "two", "two"]
    assert not clock.mind_the_wall()


def test_r5_ten_years_of_ticks_are_not_made_up_for(rig: Rig) -> None:
    clock = Clock(rig.database, Collector(), rig.now, Outage(print), int)
    scheduler = clock._scheduler  # noqa: SLF001 - where a clock set forward leaves its mark
    scheduler.start(paused=True)
    scheduler.modify_job("tick", next_run_time=datetime.now(UTC) - timedelta(days=3650))
    ran = Event()
    scheduler.add_listener(lambda _: ran.set(), EVENT_JOB_EXECUTED)
    started = monotonic()
    scheduler.resume()
    assert ran.wait(5)
    assert monotonic() - started < 5
    scheduler.shutdown()


def test_r5_nothing_is_purged_for_a_day_after_the_clock_was_set(tmp_path: Path) -> None:
    kept = source(retention=Retention(age=timedelta(days=30)))
    rig = Rig(f"sqlite:///{tmp_path / 'feedsvc.sqlite3'}", (kept,))
    rig.web.pages[kept.url] = rss(item(1))
    rig.poll()
    counted: list[int] = []
    clock = Clock(rig.database, Collector(), rig.now, Outage(print), lambda: counted.append(1))
    rig.moment += timedelta(days=3650)
    clock.mind_the_wall()
    clock.each_hour()
    assert b"Story 1" in rig.documents()["all.rss"]
    rig.moment += timedelta(days=1)
    clock.each_hour()
    assert b"Story 1" not in rig.documents()["all.rss"]
    assert counted == [1, 1]
    rig.database.close()
