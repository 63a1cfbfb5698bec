"""The database locked by another process for longer than anybody waits (security R7)."""

import random
import sqlite3
import time
from contextlib import closing
from pathlib import Path

from tests.faults.oracle import Oracle
from tests.faults.program import Service, end, wait_for
from tests.faults.reading import Reader
from tests.faults.table import Row, row
from tests.faults.upstream import Upstream, move_on

FULL, SMALL = 60, 5


def run(home: Path, seconds: float) -> list[Row]:
    """Lock it for so many seconds while it is served from and polled into."""
    chance = random.Random(1)  # noqa: S311 - it decides what is published
    with Upstream([f"outlet{n}" for n in range(4)]) as upstream:
        service = Service.of(home, upstream)
        service("poll")
        oracle = Oracle(upstream, service.url)
        upstream.on_request = lambda outlet: move_on(outlet, chance)
        with service.serving():
            worker = service.begin("work")
            wait_for(lambda: len(upstream.asked) > 8)
            with Reader(service) as reader:
                with closing(sqlite3.connect(service.database, timeout=30)) as lock:
                    lock.execute("BEGIN EXCLUSIVE")
                    time.sleep(seconds)
                asked = len(upstream.asked)
                goes_on = wait_for(lambda: len(upstream.asked) > asked + 4, 20)
            was_alive = worker.poll() is None
            end(worker)
        trouble = oracle.complaints()
        trouble += [] if was_alive else ["the worker has ended"]
        trouble += [] if goes_on else ["polling does not go on"]
        trouble += ["a traceback was printed"] if "Traceback" in service.said() else []
        return [
            row(f"locked for {seconds} s: channels answer 200", reader.measured(), reader.trouble),
            row(
                "polling goes on by itself, nothing is lost",
                f"worker alive: {was_alive}, polls go on: {goes_on},"
                f" {oracle.acknowledged} entries acknowledged",
                trouble,
            ),
        ]
