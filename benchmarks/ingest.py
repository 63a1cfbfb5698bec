"""Polling: CPU of `feedsvc poll` against `reader` on the same feeds, in turn."""

import dataclasses
import statistics
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks import documents
from benchmarks.arms import Arm, Feedsvc, Reader
from benchmarks.measure import Usage
from benchmarks.report import Pair, Table, spread, tell, verdict
from benchmarks.upstream import Upstream, Validators

_FEEDS = 500
_QUICK_FEEDS = 50
_QUICK_RUNS = 3
_SECONDS = 300.0  # for one run; the slowest measured took 40
_NEW = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A state of the upstream that both programs meet.

    Attributes:
        title: For the table.
        target: The greatest CPU ratio to `reader` allowed, if any.
        runs: Counted pairs.
        validators: Whether the upstream answers conditional requests.
        fresh: Both start from an empty store, so there is no warm-up.
        change: What happens to the feeds before each pair.
    """

    title: str
    target: float | None
    runs: int
    validators: Validators
    fresh: bool = False
    change: Callable[["Bench"], None] = lambda _bench: None


class Bench:
    """The feeds as they are now, and what is expected of the programs."""

    def __init__(self, upstream: Upstream, arms: tuple[Arm, Arm], feeds: int) -> None:
        """Publish the first version of every feed."""
        self.feeds = feeds
        self.urls = [upstream.url(number) for number in range(feeds)]
        self.changed = 0
        self._upstream = upstream
        self._arms = arms
        self._newest = [documents.WINDOW] * feeds
        self._version = 0
        for number in range(feeds):
            self._publish(number)

    def start(self, validators: Validators) -> None:
        """Let the upstream answer that way from now on."""
        self._upstream.start(validators)

    def add_entries(self) -> None:
        """Two new entries on top of 10 % of the feeds, as many RSS as Atom."""
        self._version += 1
        chosen = [number for number in range(self.feeds) if number % 20 < _NEW]
        for number in chosen:
            self._newest[number] += _NEW
            self._publish(number)
        self.changed = len(chosen)

    def rewrite(self) -> None:
        """Another build date in every feed: other bytes, the same entries."""
        self._version += 1
        for number in range(self.feeds):
            self._publish(number)

    def run(self, case: Case) -> Pair:
        """Change the feeds, and let both programs poll them, feedsvc first."""
        case.change(self)
        if case.fresh:
            for arm in self._arms:
                arm.prepare(self.urls)
        ours, peers = (self._poll(arm, case) for arm in self._arms)
        return Pair(ours=ours, peers=peers)

    def _poll(self, arm: Arm, case: Case) -> Usage:
        self._upstream.forget()
        usage = arm.poll(_SECONDS)
        trouble = [usage.trouble] if usage.trouble else []
        statuses = self._upstream.statuses()
        if statuses != self._expected(case):
            trouble.append(f"answers {told(statuses)} instead of {told(self._expected(case))}")
        entries = arm.entries()
        if entries != sum(self._newest):
            trouble.append(f"{entries} entries stored instead of {sum(self._newest)}")
        tell(f"  {arm.name:8} {usage.cpu:8.3f} s CPU {usage.wall:8.3f} s  {'; '.join(trouble)}")
        return dataclasses.replace(usage, trouble=", ".join(trouble))

    def _expected(self, case: Case) -> Counter[int]:
        full = self.feeds
        if not case.fresh and case.validators is Validators.SENT:
            full = self.changed
        return +Counter({200: full, 304: self.feeds - full})

    def _publish(self, number: int) -> None:
        body = documents.document(number, newest=self._newest[number], build=self._version)
        self._upstream.publish(f"feeds/{number}.xml", body, version=self._version)


def _settle(bench: Bench) -> None:
    bench.changed = 0


CASES = (
    Case(title="first import", target=0.5, runs=3, validators=Validators.SENT, fresh=True),
    Case(title="all 304", target=0.15, runs=7, validators=Validators.SENT, change=_settle),
    Case(
        title="10 % of feeds with 2 new entries, rest 304",
        target=0.2,
        runs=7,
        validators=Validators.SENT,
        change=Bench.add_entries,
    ),
    Case(title="200, same bytes", target=0.05, runs=3, validators=Validators.NONE),
    Case(
        title="200, same entries, other bytes",
        target=None,
        runs=3,
        validators=Validators.NONE,
        change=Bench.rewrite,
    ),
)


def run(folder: Path, script: Path, *, quick: bool, runs: int | None) -> Table:
    """Measure every case in pairs.

    Args:
        folder: A new folder for the feeds and the stores.
        script: The console script `feedsvc`.
        quick: 50 feeds and 3 pairs; then the ratios are not judged, because with few
            feeds they compare the start of two programs.
        runs: Pairs a case, instead of the default.
    """
    feeds = _QUICK_FEEDS if quick else _FEEDS
    arms = (Feedsvc(folder / "feedsvc", script), Reader(folder / "reader"))
    results: dict[str, list[Pair]] = {}
    with Upstream(folder / "upstream", every_address=True) as upstream:
        bench = Bench(upstream, arms, feeds)
        for case in CASES:
            tell(case.title)
            bench.start(case.validators)
            if not case.fresh:
                tell("  (warm-up)")
                bench.run(case)
            count = runs or (_QUICK_RUNS if quick else case.runs)
            results[case.title] = [bench.run(case) for _ in range(count)]
    return _table(results, feeds, judged=not quick)


def told(statuses: Mapping[int, int]) -> str:
    """Status codes with how often they came, for people."""
    return " + ".join(f"{code} x {count}" for code, count in sorted(statuses.items())) or "none"


def _table(results: Mapping[str, Sequence[Pair]], feeds: int, *, judged: bool) -> Table:
    rows = []
    method = (
        f"{feeds} feeds of {documents.WINDOW} full-text entries. CPU is user and system time of "
        "the whole process tree, scaled to 1000 feeds; all but the ratio are medians."
    )
    notes = [method]
    passed = True
    for case in CASES:
        pairs = results[case.title]
        good = [pair for pair in pairs if not pair.trouble]
        notes += [f"Void run, {case.title}: {pair.trouble}" for pair in pairs if pair.trouble]
        ratios = [pair.ours.cpu / pair.peers.cpu for pair in good]
        word = verdict(statistics.median(ratios) if ratios else None, case.target, judged=judged)
        passed = passed and len(good) == len(pairs) and word in {"met", "-"}
        target = f"<= {case.target}" if case.target else "-"
        figures = _figures(good, feeds) if good else ["-"] * 4
        rows.append([case.title, target, spread(ratios) if ratios else "-", word, *figures])
    return Table(
        title="Polling, feedsvc / reader",
        notes=notes,
        head=[
            "case",
            "target",
            "CPU ratio min / median / max",
            "verdict",
            "CPU s per 1000 feeds, feedsvc : reader",
            "wall s, feedsvc : reader",
            "largest process MiB, feedsvc : reader",
            "pairs",
        ],
        rows=rows,
        passed=passed,
    )


def _figures(pairs: Sequence[Pair], feeds: int) -> list[str]:
    def both(read: Callable[[Usage], float], form: str) -> str:
        ours = statistics.median(read(pair.ours) for pair in pairs)
        peers = statistics.median(read(pair.peers) for pair in pairs)
        return f"{ours:{form}} : {peers:{form}}"

    return [
        both(lambda usage: usage.cpu * 1000 / feeds, ".2f"),
        both(lambda usage: usage.wall, ".2f"),
        both(lambda usage: usage.peak / 2**20, ".0f"),
        str(len(pairs)),
    ]
