"""What every page of the console and answer of the API costs at 1,000 sources and 100,000 entries.

`python -m tests.web.budget` prints bytes, statements, steps of the database and milliseconds. What
is kept in memory is made again, as after any poll that brought news.
"""

import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from feedsvc.store.database import Database
from tests.web.seeded import PASSWORD, Seeded
from tests.web.walking import Visitor

SOURCES, ENTRIES = 1_000, 100_000
EACH = 1_000
"""Steps of SQLite's machine between two ticks of the counter: a row read is some ten of them."""


class Cost(NamedTuple):
    """What one answer costs.

    Attributes:
        bytes: Of its body, not compressed.
        statements: That were run for it.
        steps: Of SQLite's machine in them, by the thousand.
        milliseconds: Of CPU, in the second of two requests.
    """

    path: str
    status: int
    bytes: int
    statements: int
    steps: int
    milliseconds: float


class Counter:
    """Counts what a database does for this thread."""

    def __init__(self, database: Database) -> None:
        self._connection = database.connection()
        self.statements = self.ticks = 0

    @contextmanager
    def counting(self) -> Iterator["Counter"]:
        self.statements = self.ticks = 0
        self._connection.set_trace_callback(self._statement)
        self._connection.set_progress_handler(self._tick, EACH)
        try:
            yield self
        finally:
            self._connection.set_trace_callback(None)
            self._connection.set_progress_handler(None, 0)

    def _statement(self, _: str) -> None:
        self.statements += 1

    def _tick(self) -> int:
        self.ticks += 1
        return 0


def paths(house: Seeded) -> list[str]:
    """The address of everything that is looked at, and some that lists are looked through by."""
    found = {path for _, method, path in house.addresses() if method == "GET"}
    more = {
        f"{path}?{query}" for path, queries in LISTS.items() if path in found for query in queries
    }
    return sorted(found | more)


LISTS = {
    "/operator/sources": ("page=20", "health=failing", "tag=region-1", "q=paper", "q=nowhere"),
    "/operator/entries": ("q=Story+77", "q=nowhere+at+all", "state=withdrawn", "source=paper-0999"),
    "/operator/channels": ("page=2", "q=paper"),
    "/operator/held": ("page=2", "source=paper-0999"),
    "/api/v1/sources": ("limit=100", "health=failing", "tag=region-1"),
    "/api/v1/entries": ("limit=100", "source=paper-0999", "state=withdrawn"),
    "/api/v1/polls": ("limit=100",),
}  # fmt: skip


def costs(house: Seeded) -> Iterator[Cost]:
    """What each costs, as an editor sees it or a program that may do everything."""
    editor = Visitor(house.app).sign_in("eva", PASSWORD)
    program = Visitor(house.app, house.tokens["everything"])
    counter = Counter(house.rig.database)
    for path in paths(house):
        who = program if path.startswith("/api/") else editor
        who.ask("GET", path)
        house.news()
        with counter.counting():
            who.ask("GET", path)
        statements, steps = counter.statements, counter.ticks
        house.news()
        started = time.thread_time()
        answer = who.ask("GET", path)
        spent = (time.thread_time() - started) * 1000
        yield Cost(path, answer.status_code, len(answer.data), statements, steps, spent)


def main() -> None:
    """Print all of it, the dearest last."""
    with tempfile.TemporaryDirectory() as folder:
        started = time.perf_counter()
        house = Seeded(Path(folder), sources=SOURCES, entries=ENTRIES)
        sys.stdout.write(f"seeded in {time.perf_counter() - started:.1f} s\n")
        sys.stdout.write("   ms     bytes  statements  steps/1000  status  address\n")
        for one in sorted(costs(house), key=lambda one: one.milliseconds):
            sys.stdout.write(
                f"{one.milliseconds:5.0f} {one.bytes:9,} {one.statements:11} {one.steps:11,}"
                f" {one.status:7}  {one.path}\n"
            )
        house.rig.database.close()


if __name__ == "__main__":
    main()
