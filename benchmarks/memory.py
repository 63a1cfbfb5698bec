"""Memory: the peak of `feedsvc poll` with ten thousand sources."""

from collections import Counter
from pathlib import Path

from benchmarks import documents
from benchmarks.arms import Feedsvc
from benchmarks.failure import FailureError
from benchmarks.ingest import told
from benchmarks.measure import Usage
from benchmarks.report import Table, tell, verdict
from benchmarks.upstream import Upstream

_SOURCES = 10_000
_QUICK_SOURCES = 1_000
_TARGET = 120.0  # MB of 10**6 bytes
_SECONDS = 900.0
_BODY = 400


def run(folder: Path, script: Path, *, quick: bool) -> Table:
    """Poll small feeds once to store their validators, then once when none has changed.

    Args:
        folder: A new folder for the feeds and the store.
        script: The console script `feedsvc`.
        quick: 1,000 sources.
    """
    count = _QUICK_SOURCES if quick else _SOURCES
    feedsvc = Feedsvc(folder / "feedsvc", script)
    tell(f"memory, {count} sources")
    with Upstream(folder / "upstream", every_address=True) as upstream:
        for number in range(count):
            upstream.publish(
                f"feeds/{number}.xml", documents.document(number, newest=1, window=1, body=_BODY)
            )
        feedsvc.prepare([upstream.url(number) for number in range(count)])
        first = _poll(feedsvc, upstream, {200: count})
        again = _poll(feedsvc, upstream, {304: count})
    word = verdict(again.peak / 10**6, _TARGET)
    return Table(
        title="Memory of the poller",
        notes=[f"{count} sources, each on a host of its own; the largest process of the tree."],
        head=["case", "target", "peak MB", "verdict", "CPU s", "wall s"],
        rows=[
            ["first import, one small entry each", "-", *_cells(first, "-")],
            ["all 304", f"<= {_TARGET:.0f}", *_cells(again, word)],
        ],
        passed=word == "met",
    )


def _poll(feedsvc: Feedsvc, upstream: Upstream, expected: dict[int, int]) -> Usage:
    upstream.forget()
    usage = feedsvc.poll(_SECONDS)
    tell(f"  {usage.peak / 10**6:.1f} MB {usage.cpu:.2f} s CPU {usage.wall:.2f} s {usage.trouble}")
    if usage.trouble:
        message = f"memory: {usage.trouble}"
        raise FailureError(message)
    if upstream.statuses() != Counter(expected):
        message = f"memory: answers {told(upstream.statuses())} instead of {told(expected)}"
        raise FailureError(message)
    if feedsvc.entries() != sum(expected.values()):
        message = f"memory: {feedsvc.entries()} entries stored instead of {sum(expected.values())}"
        raise FailureError(message)
    return usage


def _cells(usage: Usage, word: str) -> list[str]:
    return [f"{usage.peak / 10**6:.1f}", word, f"{usage.cpu:.2f}", f"{usage.wall:.2f}"]
