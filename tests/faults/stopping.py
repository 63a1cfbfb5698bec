"""Stopping in order (security R9), and a worker that slept through its lease (R12)."""

import random
import signal
import threading
import time
from collections import Counter
from contextlib import closing
from pathlib import Path

from tests.cli.test_run import left_of
from tests.faults.oracle import Oracle
from tests.faults.program import Service, end, get, kill, wait_for
from tests.faults.table import Row, row
from tests.faults.upstream import Upstream

FULL, SMALL = 50, 2
_PER_HOST = 6
_MOST_SECONDS = 20
_STARTED = "Polling what is due."
_STORING = "feedsvc.jobs.storing:store"
_LEASE = 1.5  # seconds, instead of minutes


def run(home: Path, times: int) -> list[Row]:
    """Stop `feedsvc run` under load so often, at random moments, and start it again."""
    chance = random.Random(1)  # noqa: S311 - it decides when to stop
    names = [f"outlet{n}" for n in range(4 * _PER_HOST)]
    with Upstream(names, per_host=_PER_HOST) as upstream:
        service = Service.of(home, upstream, interval="1h")
        service("poll")
        oracle = Oracle(upstream, service.url)
        trouble: list[str] = []
        longest = 0.0
        for outlet in upstream.outlets.values():
            outlet.delay = 0.05
        for _ in range(times):
            upstream.go_on(chance, share=0.7)
            with closing(_Stop(service, upstream)) as stop:
                longest = max(longest, stop.after(chance.random() * 1.5))
                trouble += [*stop.trouble, *oracle.complaints()]
        return [
            row(
                f"{times} x SIGTERM under load: exit 0 within {_MOST_SECONDS} s, leases given back,"
                " no poll repeated, no 5xx",
                f"longest {longest:.1f} s, {len(trouble)} complaints",
                trouble,
            )
        ]


class _Stop:
    """Two lives of a service: one that is stopped at work, and one that goes on with it."""

    def __init__(self, service: Service, upstream: Upstream) -> None:
        self.trouble: list[str] = []
        self._service, self._upstream = service, upstream
        with service.store() as connection:
            connection.execute("UPDATE checkpoints SET due_at = 1")
            connection.execute("UPDATE hosts SET free_at = 0")
        self._before = len(upstream.asked)
        upstream.first.clear()
        self._stopping = threading.Event()

    def after(self, seconds: float) -> float:
        """Stop it so long after its first request; tells how long that took."""
        process = self._service.begin("run")
        reader = threading.Thread(target=self._read)
        reader.start()
        self._upstream.first.wait(30)
        time.sleep(seconds)
        started = time.monotonic()
        self._stopping.set()
        code = end(process, _MOST_SECONDS)
        took = time.monotonic() - started
        reader.join()
        if code or left_of(process):
            self.trouble.append(f"ended with {code} after {took:.1f} s")
        with self._service.store() as connection:
            now = time.time() * 1e6
            held = connection.execute("SELECT name, leased_until FROM hosts").fetchall()
        self.trouble += [f"still leased: {name}" for name, until in held if until > now]
        self._go_on()
        return took

    def _read(self) -> None:
        """What is accepted is answered."""
        while not self._stopping.is_set():
            status = get(self._service.port, "/channels/all.atom")[0]
            if status >= 500:
                self.trouble.append(f"answered with {status}")
            time.sleep(0.02)

    def _go_on(self) -> None:
        before = self._service.said().count(_STARTED)
        process = self._service.begin("work")
        count = len(self._upstream.outlets)
        asked = self._upstream.asked
        wait_for(lambda: len({one.outlet for one in asked[self._before :]}) == count)
        wait_for(lambda: self._service.said().count(_STARTED) > before)
        time.sleep(0.2)
        if code := end(process, _MOST_SECONDS):
            self.trouble.append(f"the second one ended with {code}")
        twice = Counter(one.outlet for one in asked[self._before :])
        self.trouble += [f"{name} was polled {n} times" for name, n in twice.items() if n != 1]

    def close(self) -> None:
        """Let the reader end."""
        self._stopping.set()


def run_sleeper(home: Path, *, fence: bool = True) -> list[Row]:
    """A worker sleeps through its lease with an answer in its hands; another goes on meanwhile.

    Args:
        home: A new folder.
        fence: Whether late answers are refused; without that the oracle must find them.
    """
    changes = [f"lease:{_LEASE}", *([] if fence else ["fenceless"])]
    with Upstream(["herald"]) as upstream:
        service = Service.of(home, upstream)
        service("poll")
        oracle = Oracle(upstream, service.url)
        outlet = upstream.outlets["herald"]
        outlet.publish()
        outlet.edit(outlet.count)
        sleeper = service.begin("work", changes=[*changes, f"sleep:before:1:{_STORING}"])
        wait_for(lambda: _sleeps(sleeper.pid))
        time.sleep(2 * _LEASE)
        outlet.publish()
        outlet.edit(outlet.count - 1)
        waking = service.begin("work", changes=changes)
        seen = len(upstream.asked)
        wait_for(lambda: len(upstream.asked) > seen + 1)
        kill(waking)
        trouble = oracle.complaints()
        outlet.gate.clear()  # whatever it asks for now is not answered
        sleeper.send_signal(signal.SIGCONT)
        wait_for(lambda: "another worker took over" in service.said(), 2)
        trouble += oracle.complaints()
        refused = "another worker took over" in service.said()
        outlet.gate.set()
        end(sleeper)
    measured = f"refused: {refused}, {len(trouble)} complaints"
    if fence:
        missing = [] if refused else ["the late answer was not refused"]
        return [
            row("SIGSTOP for 2 leases: the late commit is refused", measured, trouble + missing)
        ]
    return [Row("without the fence the oracle must complain", measured, bool(trouble), trouble)]


def _sleeps(process: int) -> bool:
    fields = Path(f"/proc/{process}/stat").read_text("utf-8").rpartition(") ")[2]
    return fields.startswith("T")
