"""DF33: with any number of workers a source is polled once at a time, and one that hangs again."""

import signal
import socket
import subprocess
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.cli.program import Program
from tests.net.loopback import Handler, Loopback, answer, path_of, silent
from tests.rig import item, rss

SOON = 40.0
FETCH = (
    '[fetch]\nallow_networks = ["127.0.0.0/8"]\nhost_gap = "0s"\n'
    'min_interval = "1s"\nmax_interval = "1s"\n'
)


class Slow:
    """Answers slowly with ever more items; notes who is asked for twice at a time."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._busy: Counter[str] = Counter()
        self.asked: Counter[str] = Counter()
        self.together: list[str] = []

    def __call__(self, connection: socket.socket, head: bytes) -> None:
        path = path_of(head)
        with self._lock:
            self.asked[path] += 1
            self._busy[path] += 1
            if self._busy[path] > 1:
                self.together.append(path)
            number = self.asked[path]
        time.sleep(1.2)  # longer than a tick: a second worker looks for work meanwhile
        with self._lock:
            self._busy[path] -= 1
        answer(body=rss(*map(item, range(1, number + 1))))(connection, head)


@contextmanager
def working(program: Program, count: int) -> Iterator[list["subprocess.Popen[bytes]"]]:
    """So many worker processes on one database."""
    program("migrate")
    workers = [program.start("work") for _ in range(count)]
    for worker in workers:
        assert worker.stderr is not None
        assert b"Polling" in worker.stderr.readline()  # from then on it hears signals
    try:
        yield workers
    finally:
        for worker in workers:
            worker.send_signal(signal.SIGTERM)
        said = [worker.communicate(timeout=SOON)[1].decode() for worker in workers]
    assert not [text for text in said if "Traceback" in text]


def wait_for(seen: Callable[[], bool]) -> None:
    deadline = time.monotonic() + SOON
    while not seen():
        assert time.monotonic() < deadline, "it does not come"
        time.sleep(0.05)


def declared(handler: Handler, folder: Path, *names: str) -> tuple[Program, Loopback]:
    """A program with sources at a server, each under a name of this machine of its own."""
    program, upstream = Program(folder), Loopback(handler)
    program.write(
        feedsvc=FETCH,
        sources="".join(f'[sources.{name}]\nurl = "{upstream.url}/{name}"\n' for name in names),
    )
    return program, upstream


def test_df33_two_workers_never_poll_a_source_twice_at_a_time(tmp_path: Path) -> None:
    slow = Slow()
    program, upstream = declared(slow, tmp_path, "herald")
    with upstream, working(program, 2):
        wait_for(lambda: slow.asked["/herald"] >= 4)
    assert slow.together == []
    titles = [row["title"] for row in program("entries", "list", "--json").rows()]
    assert len(titles) == len(set(titles)) >= 3


@pytest.mark.parametrize("first", [0, 1])
def test_df33_where_a_worker_ends_the_other_goes_on(tmp_path: Path, first: int) -> None:
    slow = Slow()
    program, upstream = declared(slow, tmp_path, "herald")
    with upstream, working(program, 2) as workers:
        wait_for(lambda: slow.asked["/herald"] >= 1)
        workers[first].send_signal(signal.SIGTERM)
        assert workers[first].wait(SOON) == 0
        before = slow.asked["/herald"]
        wait_for(lambda: slow.asked["/herald"] >= before + 2)
    assert slow.together == []


@pytest.mark.timeout(90)
def test_df33_a_source_that_hangs_times_out_and_is_polled_again(tmp_path: Path) -> None:
    asked = Counter[str]()

    def stalling(connection: socket.socket, head: bytes) -> None:
        path = path_of(head)
        asked[path] += 1
        if path == "/herald" and asked[path] == 1:
            silent(connection, head)
        else:
            answer(body=rss(item(1), item(2)))(connection, head)

    program, upstream = declared(stalling, tmp_path, "herald")
    with upstream, working(program, 1) as (worker,):
        started = time.monotonic()
        wait_for(lambda: len(program("entries", "list", "--json").rows()) == 2)
        assert time.monotonic() - started > 5
        assert worker.poll() is None
    (row,) = program("sources", "list", "--json").rows()
    assert row["health"] == "ok"
