"""Are honest sources late because others attack? `python -m tests.parse.lateness` (security P2).

The real worker, client, database and children poll 200 honest sources from a server of another
process on loopback: alone, and beside every attack of the table there, by turns in one run.
"""

import argparse
import http.server
import multiprocessing
import statistics
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, NamedTuple

from feedsvc.flows.pull import Polled
from feedsvc.jobs.claim import claim_rows
from feedsvc.jobs.worker import Worker
from feedsvc.model.source import Source
from feedsvc.model.window import Sent, Window
from feedsvc.net.client import Client
from feedsvc.settings import Fetch, Settings
from feedsvc.store import sources
from feedsvc.store.database import Database
from feedsvc.store.migrate import migrate
from feedsvc.text.urls import host
from feedsvc.wiring.pulling import Children
from tests.parse.attacks import MADE, TABLE
from tests.rig import item, rss

HONEST = 200
_SENT = Sent("http://127.0.0.1/")


class _Handler(http.server.SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def copyfile(self, source: Any, outputfile: Any) -> None:  # noqa: ANN401 - as there
        outputfile.flush()
        self.connection.sendfile(source)

    def handle(self) -> None:
        with suppress(ConnectionError):  # the client has had enough
            super().handle()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


class _Server(http.server.ThreadingHTTPServer):
    request_queue_size = 512


def _serve(folder: str, told: Connection) -> None:
    with _Server(("0.0.0.0", 0), partial(_Handler, directory=folder)) as server:
        told.send(server.server_port)
        server.serve_forever()


@contextmanager
def serving(folder: Path) -> Iterator[int]:
    """A server of these files in a process of its own; gives its port."""
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe()
    process = context.Process(target=_serve, args=(str(folder), there), daemon=True)
    process.start()
    try:
        yield here.recv()
    finally:
        process.kill()
        process.join()


def honest(number: int, first: int) -> bytes:
    """A feed of 30 entries, 26 KB."""
    text = f"What the harbour of town {number} saw this week, told at some length. " * 10
    return rss(*(item(place, text=text) for place in range(first, first + 30)), title=f"T{number}")


def polled(port: int, names: list[str], database: Database, spread: float) -> dict[str, float]:
    """Poll these files as sources of hosts of their own until all that are honest are stored.

    Args:
        port: Of the server.
        names: In the order in which they are due.
        database: Empty.
        spread: Seconds over which they fall due, one after the other.

    Returns:
        Seconds from when each was due until what it brought was stored.
    """
    declared = tuple(
        Source(name=name, url=f"http://127.1.{at // 250}.{at % 250 + 1}:{port}/{name}")
        for at, name in enumerate(names)
    )
    with database.transaction() as statements:
        hosts = {source.name: host(source.url) for source in declared}
        sources.provision(statements, declared, hosts, _now())
    due = {name: spread * at / len(names) for at, name in enumerate(names)}
    client = Client("lateness", allow_networks=("127.0.0.0/8",))
    children = Children()
    ended: dict[str, float] = {}

    def told(account: Polled) -> None:
        ended[account.source] = time.monotonic() - started - due[account.source]

    settings = Settings(fetch=Fetch(host_gap=timedelta(0)))
    worker = Worker(database, client, children.read, settings, now=_now, told=told)
    waiting = {one.name: one for one in sources.pollable(database.statements())}
    honest = {name for name in names if name.startswith("honest")}
    try:
        children.read(rss(item(1)), _SENT, Window()).result()
        started = time.monotonic()
        while not honest <= ended.keys():
            now = time.monotonic() - started
            ready = [name for name in names if name in waiting and due[name] <= now]
            rows = [
                (one.row, one.host) for name in ready[: worker.room()] if (one := waiting.pop(name))
            ]
            for job in claim_rows(database, rows, _now()) if rows else []:
                worker.take(job)
            worker.step(0.05)
    finally:
        client.close()
        children.close()
    return ended


def _now() -> datetime:
    return datetime.now(UTC)


class Lateness(NamedTuple):
    """Seconds until honest sources were stored: the mean, the median, the 95th of 100, the last."""

    mean: float
    median: float
    late: float
    last: float


def lateness(ended: dict[str, float]) -> Lateness:
    """Of the honest among what was polled."""
    times = sorted(seconds for name, seconds in ended.items() if name.startswith("honest"))
    return Lateness(
        statistics.fmean(times),
        statistics.median(times),
        times[len(times) * 95 // 100],
        times[-1],
    )


def mixed(good: list[str], bad: list[str]) -> list[str]:
    """The bad spread evenly among the good."""
    step = len(good) / max(len(bad), 1)
    placed = [(float(at), name) for at, name in enumerate(good)]
    placed += [(at * step + 0.5, name) for at, name in enumerate(bad)]
    return [name for _, name in sorted(placed)]


def main(rounds: int, spread: float, attacks: Sequence[str]) -> None:
    """Compare, and print seconds and their ratios."""
    print(f"{'':24}{'mean':>8}{'median':>8}{'p95':>8}{'last':>8}")  # noqa: T201
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        files = folder / "files"
        files.mkdir()
        good = [f"honest-{number:03}" for number in range(HONEST)]
        bad = [f"attack-{number:03}" for number in range(len(attacks))]
        for number, path in enumerate(good):
            (files / path).write_bytes(honest(number, 0))
        for path, attack in zip(bad, attacks, strict=True):
            (files / path).write_bytes(MADE[attack]())
        ratios: list[list[float]] = []
        with serving(files) as port:
            for number in range(rounds):
                alone = lateness(_arm(folder / f"a{number}", port, good, spread))
                beside = lateness(_arm(folder / f"b{number}", port, mixed(good, bad), spread))
                ratios.append([b / a for a, b in zip(alone, beside, strict=True)])
                _print(f"alone   {number}", alone)
                _print(f"beside  {number}", beside)
        medians = [statistics.median(column) for column in zip(*ratios, strict=True)]
        _print("ratio, median of rounds", medians)


def _arm(folder: Path, port: int, names: list[str], spread: float) -> dict[str, float]:
    folder.mkdir()
    database = Database(f"sqlite:///{folder / 'f.sqlite3'}")
    try:
        migrate(database)
        return polled(port, names, database, spread)
    finally:
        database.close()


def _print(what: str, figures: Iterable[float]) -> None:
    print(f"{what:24}", *(f"{figure:7.2f}" for figure in figures), flush=True)  # noqa: T201


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m tests.parse.lateness")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--spread", type=float, default=0, help="seconds; 0: all are due at once")
    parser.add_argument("--all", action="store_true", help="beside what else is slow, too")
    asked = parser.parse_args()
    main(asked.rounds, asked.spread, tuple(MADE) if asked.all else TABLE)
