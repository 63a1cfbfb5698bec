"""`python -m tests.manners [score|politeness|start|rhythm ...]` prints the figures at full size.

Each part takes at most some minutes on two cores: without names all of them run.
"""

import argparse
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from tests.manners.politeness import politeness
from tests.manners.rhythm import simulate
from tests.manners.score import JUDGES, complaints
from tests.manners.sitting import sit_driven, sit_real
from tests.manners.start import start

say = sys.stdout.write


def show_score(folder: Path) -> None:
    """The twelve criteria, with a driven clock and of the running program."""
    sittings = {"driven": sit_driven(folder / "driven"), "real": sit_real(folder / "real")}
    told = []
    for name, seen in sittings.items():
        say(f"{name}: {len(seen.visits)} requests\n")
    for criterion, judge in JUDGES.items():
        found = {name: complaints(seen, criterion) for name, seen in sittings.items()}
        row = "  ".join(f"{name} {'no' if bad else 'yes':3}" for name, bad in found.items())
        say(f"{criterion:5} {row}  {judge.__doc__}\n")
        told += [f"{criterion} {name}: {bad}" for name, all_bad in found.items() for bad in all_bad]
    say("".join(f"  {line}\n" for line in told))


def show_politeness(folder: Path) -> None:
    """1,000 hosts with 10 sources each, 4 workers; one is killed, one paused."""
    say(f"{politeness(folder, 1000, 10, 0.3, longest=200)}\n")


def show_start(folder: Path) -> None:
    """10,000 sources due at the start."""
    sizes = {
        "2,000 hosts, one worker": (2_000, 1, 40, 1, False),
        "10,000 hosts, four workers": (10_000, 1, 200, 4, False),
        "500 hosts, four workers, started anew half-way": (500, 20, 200, 4, True),
    }
    for number, (name, (hosts, each, rate, workers, restart)) in enumerate(sizes.items()):
        seen = start(folder / str(number), hosts, each, rate, workers, restart=restart)
        say(f"{name}: {seen}, allowed {seen.allowed:.0f}\n")
        sys.stdout.flush()


def show_rhythm(folder: Path) -> None:
    """60 days of every synthetic upstream."""
    for name, one in simulate(folder, 60).items():
        say(f"{name:8} {one}\n")


PARTS: dict[str, Callable[[Path], None]] = {
    "score": show_score,
    "politeness": show_politeness,
    "start": show_start,
    "rhythm": show_rhythm,
}


def main() -> None:
    """Measure and print the named parts, or all."""
    parser = argparse.ArgumentParser(description="How feedsvc treats those that it asks.")
    parser.add_argument("parts", nargs="*", choices=[*PARTS, "all"], default="all")
    parts = parser.parse_args().parts
    for name in PARTS if "all" in parts else parts:
        say(f"--- {name}: {PARTS[name].__doc__}\n")
        sys.stdout.flush()
        with tempfile.TemporaryDirectory() as folder:
            PARTS[name](Path(folder))


if __name__ == "__main__":
    main()
