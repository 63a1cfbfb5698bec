"""Clocks that jump by ten years, stand still and come back (security R5)."""

import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from lxml import etree

from tests.faults.oracle import Oracle
from tests.faults.program import Service, end, get, wait_for
from tests.faults.reading import Reader
from tests.faults.table import Row, row
from tests.faults.upstream import Outlet, Upstream

FULL, SMALL = 20.0, 6.0
_YEARS = 3650 * 86400
_INTERVAL = 2.0
_TICK = 1.5  # seconds until what is due is noticed
ON = {"ten years on": f"{_YEARS}", "back": "0"}
JUMPS = ON | {"ten years back": f"-{_YEARS}", "on again": "0", "still": "", "going again": "0"}
_ATOM = "{http://www.w3.org/2005/Atom}"


def run(home: Path, seconds: float, jumps: dict[str, str]) -> list[Row]:
    """Let the clock of the whole service jump, and watch it for so long after each jump.

    Args:
        home: A new folder.
        seconds: How long it is watched.
        jumps: What the clock does, and by how many seconds it differs then; "" stands still.
    """
    with Upstream([f"outlet{n}" for n in range(6)]) as upstream:
        service = Service.of(home, upstream, interval=f"{_INTERVAL:.0f}s")
        clock = home / "clock"
        clock.write_text("0")
        service("poll")
        oracle = Oracle(upstream, service.url)
        polls: dict[str, list[float]] = defaultdict(list)

        def note(outlet: Outlet) -> None:
            polls[outlet.name].append(time.monotonic())
            if len(polls[outlet.name]) % 3 == 0:
                outlet.publish()

        upstream.on_request = note
        rows = []
        with _running(service, clock), Reader(service) as reader:
            wait_for(lambda: all(len(polls[name]) > 1 for name in service.names))
            dates = _dates(service)
            for jump, said in jumps.items():
                started = time.monotonic()
                _set(clock, said or f"={time.time()}")
                time.sleep(seconds)
                rows.append(_judged(jump, polls, started, time.monotonic()))
            after = _dates(service)
        moved = [
            f"{one}: {dates[one]} is {after[one]}"
            for one in dates.keys() & after.keys()
            if dates[one] != after[one]
        ]
        trouble = moved + oracle.complaints()
        rows += [
            row("channels answer 200 whatever the clock says", reader.measured(), reader.trouble),
            row(
                "no entry is dated anew, nothing is lost",
                f"{len(dates)} dates compared, {oracle.acknowledged} entries acknowledged",
                trouble,
            ),
        ]
        return rows


@contextmanager
def _running(service: Service, clock: Path) -> Iterator[None]:
    changes = [f"clock:{clock}"]
    with service.serving(changes=changes):
        worker = service.begin("work", changes=changes)
        try:
            yield
        finally:
            end(worker)


def _judged(jump: str, polls: dict[str, list[float]], started: float, ended: float) -> Row:
    """No source is asked more than once more than its interval allows, none is forgotten."""
    most = (ended - started) / (_INTERVAL * 0.95) + 2
    longest = 2 * _INTERVAL + _TICK
    trouble = []
    counts, waits = [0], [0.0]
    for name, moments in polls.items():
        within = [one for one in moments if started <= one <= ended]
        waits.append(max(b - a for a, b in zip([started, *within], [*within, ended], strict=True)))
        counts.append(len(within))
        if len(within) > most:
            trouble.append(f"storm: {name} was asked {len(within)} times")
        if waits[-1] > longest:
            trouble.append(f"silence: {name} was not asked for {waits[-1]:.1f} s")
    measured = f"at most {max(counts)} polls of a source, {max(waits):.1f} s without one"
    asked = f"clock {jump}: no storm (<= {most:.0f} polls), no silence (<= {longest:.1f} s)"
    return row(asked, measured, trouble)


def _set(clock: Path, said: str) -> None:
    new = clock.with_suffix(".new")
    new.write_text(said)
    new.replace(clock)


def _dates(service: Service) -> dict[str, str]:
    body = get(service.port, "/channels/all.atom")[2]
    if not body:
        return {}
    return {
        entry.findtext(f"{_ATOM}id", ""): entry.findtext(f"{_ATOM}published", "")
        for entry in etree.fromstring(body).iter(f"{_ATOM}entry")
    }
