"""Many hosts with many sources, and `feedsvc work` several times on one database."""

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Self

from feedsvc.store.database import Database
from feedsvc.store.moments import micros
from tests.cli.program import Program
from tests.manners.upstream import Answer, Handler, Upstream, Visit, real_now
from tests.rig import item, rss

SOON = 30.0


def address(number: int) -> str:
    """A host of its own for each number."""
    return f"127.{1 + number // 62_500}.{number // 250 % 250}.{number % 250 + 1}"


def answering(seconds: float) -> Handler:
    """A feed at every address, the same each time, with an ETag; it takes so long."""

    def answer(visit: Visit) -> Answer:
        etag = f'"{visit.host}{visit.target}"'
        if visit.headers.get("if-none-match") == etag:
            return Answer(304, (("ETag", etag),), seconds=seconds)
        number = int(visit.target.rpartition("/")[2])
        return Answer(200, (("ETag", etag),), rss(item(number)), seconds)

    return answer


class Crowd:
    """So many hosts with so many sources each, all due; entered, the server answers.

    Attributes:
        upstream: Answers for all of them.
    """

    def __init__(  # noqa: PLR0913 - what the crowd is
        self,
        folder: Path,
        hosts: int,
        each: int,
        *,
        host_gap: float = 0.0,
        rate: int = 10_000,
        seconds: float = 0.02,
        handler: Handler | None = None,
        url: str = "",
    ) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.program = Program(folder)
        if url:
            self.program.environment["FEEDSVC_DATABASE__URL"] = url
        self.database = Database(self.program.environment["FEEDSVC_DATABASE__URL"], lasting=False)
        self.upstream = Upstream(handler or answering(seconds))
        self.places = [(address(one), f"/{two}") for one in range(hosts) for two in range(each)]
        self._fetch = (
            '[fetch]\nallow_networks = ["127.0.0.0/8"]\nmin_interval = "1h"\n'
            f'host_gap = "{host_gap}s"\nrequests_per_second = {rate}\n'
        )
        self._logs: dict[int, Path] = {}

    def __enter__(self) -> Self:
        self.upstream.__enter__()
        lines = [
            f'[sources.s{number}]\nurl = "{self.upstream.url(host, target)}"\n'
            for number, (host, target) in enumerate(self.places)
        ]
        self.program.write(feedsvc=self._fetch, sources="".join(lines))
        for command in (
            "migrate",
            "channels list",
        ):  # the second one has the sources stored as well
            ended = self.program(*command.split())
            assert ended.code == 0, ended.err
        assert self.unpolled() == len(self.places)
        return self

    def __exit__(self, *_: object) -> None:
        self.database.close()
        self.upstream.__exit__()

    @contextmanager
    def working(self, count: int) -> Iterator[list["subprocess.Popen[bytes]"]]:
        """So many workers; at the end those that still run are stopped."""
        workers = [self._start() for _ in range(count)]
        try:
            self.wait(lambda: all(map(self.told, workers)), SOON)
            yield workers
        finally:
            for worker in workers:
                worker.send_signal(signal.SIGCONT)
                worker.send_signal(signal.SIGTERM)
            for worker in workers:
                try:
                    worker.wait(SOON)
                finally:
                    _end_group(worker)
        for worker in workers:
            said = self._logs[worker.pid].read_text("utf-8")
            assert worker.returncode == -signal.SIGKILL or "Traceback" not in said, said

    def _start(self) -> "subprocess.Popen[bytes]":
        # Into a file: there may be more lines than a pipe holds.
        log = self.program.home / f"{len(self._logs)}.log"
        with log.open("wb") as lines:
            worker = subprocess.Popen(
                [sys.executable, "-m", "feedsvc", "work"],
                cwd=self.program.home,
                env=self.program.environment,
                stdout=lines,
                stderr=lines,
                start_new_session=True,
            )
        self._logs[worker.pid] = log
        return worker

    def told(self, worker: "subprocess.Popen[bytes]") -> int:
        """How many lines a worker wrote."""
        return self._logs[worker.pid].read_bytes().count(b"\n")

    def execute(self, sql: str) -> list[tuple[int, ...]]:
        """A statement of ours on the database."""
        cursor = self.database.connection().execute(sql)
        rows: list[tuple[int, ...]] = cursor.fetchall() if cursor.description else []
        return rows

    def all_due(self, wait: timedelta = timedelta(0)) -> None:
        """Have every source due after that time."""
        self.execute(f"UPDATE checkpoints SET due_at = {micros(real_now() + wait)}")  # noqa: S608

    def unpolled(self) -> int:
        """How many are due and nobody has stored yet."""
        now = micros(real_now())
        return self.execute(f"SELECT count(*) FROM checkpoints WHERE due_at <= {now}")[0][0]  # noqa: S608

    def leased(self) -> list[str]:
        """The hosts that somebody has."""
        now = micros(real_now())
        rows = self.execute(f"SELECT name FROM hosts WHERE leased_until > {now}")  # noqa: S608
        return [str(row[0]) for row in rows]

    def let_leases_run_out(self) -> None:
        """Five minutes later, as far as the hosts know that somebody still has."""
        self.execute("UPDATE hosts SET leased_until = 0")

    def asked(self, since: int = 0) -> Counter[tuple[str, str]]:
        """How often each address was asked, from that visit on."""
        return Counter(visit.place for visit in self.upstream.visits[since:])

    def wait(self, seen: Callable[[], bool], longest: float = 60.0) -> None:
        """Until it is so."""
        deadline = time.monotonic() + longest
        while not seen():
            assert time.monotonic() < deadline, f"{self.unpolled()} sources are left"
            time.sleep(0.05)

    def wait_for_all(self, longest: float = 60.0) -> None:
        """Until every source is polled and stored, and a little longer: whoever comes twice."""
        self.wait(lambda: not self.unpolled(), longest)
        time.sleep(1.5)


def _end_group(worker: "subprocess.Popen[bytes]") -> None:
    try:
        os.killpg(worker.pid, signal.SIGKILL)
    except ProcessLookupError:
        return
