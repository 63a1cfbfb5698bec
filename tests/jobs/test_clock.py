from collections import Counter
from datetime import timedelta
from threading import Event, Lock, Thread
from time import monotonic, sleep

import pytest

from feedsvc.jobs.clock import Clock
from feedsvc.jobs.inline import Inline
from feedsvc.jobs.queue import HostJob
from feedsvc.jobs.worker import HOSTS, LEASE
from feedsvc.net.http import Request, Response
from feedsvc.store import leases, sources
from feedsvc.store.database import Database
from tests.jobs.conftest import Declare, working
from tests.rig import Instant, Rig, item, rss


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


def put_off(rig: Rig, name: str, by: timedelta) -> None:
    with rig.database.transaction() as statements:
        stored = sources.named(statements, name)
        row = sources.checkpoint_row(stored, stored.checkpoint)
        row["due_at"] = int((rig.now() + by).timestamp()) * 1_000_000
        statements.many("keep_checkpoint", [row])


def test_a_tick_hands_out_only_what_is_due(rig: Rig) -> None:
    put_off(rig, "two", timedelta(hours=1))
    put_off(rig, "quay", timedelta(hours=2))
    collector = Collector()
    clock = Clock(rig.database, collector, rig.now)
    clock.tick()
    assert collector.names() == ["one"]
    clock.tick()
    assert collector.names() == ["one"]
    rig.moment += timedelta(hours=2)
    clock.tick()  # the lease of h.example has run out by now
    assert collector.names() == ["one", "one", "quay", "two"]


def test_a_tick_hands_out_no_more_than_there_is_room_for(rig: Rig) -> None:
    collector = Collector(room=1)
    clock = Clock(rig.database, collector, rig.now)
    for _ in range(3):
        clock.tick()
    assert len(collector.jobs) == 1


def test_of_two_clocks_each_source_goes_to_one(rig: Rig) -> None:
    both = Collector(), Collector()
    clocks = [Clock(Database(rig.database.url), collector, rig.now) for collector in both]
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
        clock = Clock(database, inline, rig.now)
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
    clock = Clock(rig.database, inline, rig.now)
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
    clock = Clock(rig.database, inline, rig.now)
    stopping = Event()
    stopping.set()
    inline.run(stopping, clock.tick)  # a tick that was under way when the stop came
    assert work.accounts == []
    hosts = ["h.example", "quay.example"]
    assert len(leases.take(rig.database, hosts, rig.now(), rig.now() + LEASE)) == 2
