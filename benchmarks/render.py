"""Rendering: CPU of making a channel's document again after one new entry."""

import statistics
import time
from collections import deque
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

from benchmarks import documents
from benchmarks.report import Table, spread, tell, verdict
from feedsvc.fetch.schedule import Rhythm
from feedsvc.flows.conclude import Conclusion
from feedsvc.flows.pull import store
from feedsvc.flows.read import read
from feedsvc.flows.serve import Publisher
from feedsvc.model.channel import Channel
from feedsvc.model.reading import Reading
from feedsvc.model.source import Permission, Scope, Source
from feedsvc.model.view import Document
from feedsvc.model.window import Sent, Window
from feedsvc.publish import atom, jsonfeed, rss
from feedsvc.publish.formats import Format
from feedsvc.publish.fragments import Fragments
from feedsvc.publish.stretches import Stretches
from feedsvc.settings import Fetch, Settings
from feedsvc.store import leases, sources
from feedsvc.store.database import Database
from feedsvc.store.migrate import migrate

_TARGET = 1.0
_ROUNDS, _QUICK_ROUNDS = 60, 20
_ENTRIES = 50
_BODY = 2450
_WARM_UP = 3
_HOST = "127.0.0.1"
_SOURCE = Source(
    name="feed", url="http://127.0.0.1/feed.xml", permission=Permission(scope=Scope.FULL)
)
_SETTINGS = Settings(
    fetch=Fetch(host_gap=timedelta(0)),
    channels=(Channel(name="all", title="All", sources=("feed",), limit=_ENTRIES),),
)
_RENDERERS = {Format.ATOM: atom.render, Format.RSS: rss.render, Format.JSON: jsonfeed.render}


class Bench:
    """A channel, and documents of its feed that were read beforehand, as a child process does."""

    def __init__(self, folder: Path, rounds: int) -> None:
        """Fill a new store with fifty entries, and read as many more as there are rounds."""
        self._database = Database(f"sqlite:///{folder / 'feedsvc.sqlite3'}")
        self._moment = datetime(2026, 1, 1, tzinfo=UTC)
        self._lasts = self._moment + timedelta(days=999)
        migrate(self._database)
        with self._database.transaction() as statements:
            sources.provision(statements, (_SOURCE,), {"feed": _HOST}, self._moment)
        (self._lease,) = leases.take(self._database, [_HOST], self._moment, self._lasts)
        self.publisher = Publisher(self._database, _SETTINGS, lambda: self._moment)
        newest = range(_ENTRIES + 1, _ENTRIES + rounds + 1)
        self._readings = deque([_reading(_ENTRIES, _ENTRIES), *(_reading(n, 1) for n in newest)])
        self.store()

    def store(self) -> None:
        """Store what the next document brought: one new entry."""
        self._moment += timedelta(hours=1)
        stored = sources.named(self._database.statements(), _SOURCE.name)
        polled = Conclusion(
            stored=stored,
            lease=self._lease,
            outcome="fetched",
            checkpoint=replace(stored.checkpoint, good_at=self._moment),
            reading=self._readings.popleft(),
            window=Window(),
            at=self._moment,
            seconds=0,
            rhythm=Rhythm(_SOURCE.name, timedelta(minutes=15), timedelta(days=1)),
        )
        store(self._database, [polled], _SETTINGS.entries)


def _reading(newest: int, window: int) -> Reading:
    body = documents.document(1, newest=newest, window=window, body=_BODY)
    return read(body, Sent(_SOURCE.url, "application/atom+xml"), Window())


def run(folder: Path, *, quick: bool) -> Table:
    """Measure each format.

    Args:
        folder: A new folder for the store.
        quick: 20 rounds instead of 60.
    """
    rounds = _QUICK_ROUNDS if quick else _ROUNDS
    return _measured(Bench(folder, 2 * len(Format) * (rounds + _WARM_UP)), rounds)


def _measured(bench: Bench, rounds: int) -> Table:
    rows, passed = [], True
    for form in Format:
        tell(f"rendering {form.value}")
        made = [_timed(bench, form) for _ in range(rounds + _WARM_UP)][_WARM_UP:]
        costs = [cost for cost, _ in made]
        document = made[-1][1]
        word = verdict(statistics.median(costs), _TARGET)
        passed = passed and word == "met"
        size = f"{len(document.body):,} ({len(document.gzip):,})"
        stages = [f"{statistics.median(stage):.3f}" for stage in _stages(bench, form, rounds)]
        rows.append([form.value, size, f"<= {_TARGET:g}", spread(costs), word, *stages])
    method = (
        f"A channel of {_ENTRIES} entries; before each of {rounds} rounds one more is stored"
        " in SQLite. Milliseconds of CPU of the rendering thread; stages are medians of rounds"
        " of their own."
    )
    return Table(
        title="Rendering again after one new entry",
        notes=[method],
        head=["format", "bytes (gzip)", "target", "ms min / median / max", "verdict",
              "recall, judge, compose", "write", "hash, compress"],
        rows=rows,
        passed=passed,
    )  # fmt: skip


def _timed(bench: Bench, form: Format) -> tuple[float, Document]:
    bench.store()
    begun = time.thread_time()
    document = bench.publisher.document("all", form.value)
    return (time.thread_time() - begun) * 1000, document


def _stages(bench: Bench, form: Format, rounds: int) -> Iterator[list[float]]:
    """Milliseconds of each stage in each round."""
    kept, stretches = Fragments(), Stretches()
    found: list[tuple[float, ...]] = []
    for _ in range(rounds + _WARM_UP):
        bench.store()
        moments = [time.thread_time()]
        view = bench.publisher.view("all")
        moments.append(time.thread_time())
        rendering = _RENDERERS[form](view, kept)
        moments.append(time.thread_time())
        stretches.packed(rendering.parts)
        moments.append(time.thread_time())
        found.append(tuple((b - a) * 1000 for a, b in pairwise(moments)))
    yield from (list(stage) for stage in zip(*found[_WARM_UP:], strict=True))
