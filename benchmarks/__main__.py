"""`python -m benchmarks [ingest|serve|render|memory|all] [--quick] [--runs N] [--feedsvc PATH]`."""

import argparse
import signal
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from benchmarks import ingest, machine, memory, render, serve
from benchmarks.failure import FailureError
from benchmarks.report import Table, tell


def main() -> int:
    """Run what is asked for and print the tables; 1 if a target is missed or a run void."""
    options = _options()
    signal.signal(signal.SIGTERM, lambda _number, _frame: sys.exit(143))
    steps: dict[str, Callable[[Path], Table]] = {
        "ingest": lambda folder: ingest.run(
            folder, options.feedsvc, quick=options.quick, runs=options.runs
        ),
        "serve": lambda folder: serve.run(folder, options.feedsvc, quick=options.quick),
        "render": lambda folder: render.run(folder, quick=options.quick),
        "memory": lambda folder: memory.run(folder, options.feedsvc, quick=options.quick),
    }
    passed = True
    try:
        machine.require(programs=["nginx", "wrk"], script=options.feedsvc)
        sys.stdout.write(f"Measured {machine.description()}.\n\n")
        for name, step in steps.items():
            if options.what in {name, "all"}:
                with tempfile.TemporaryDirectory(prefix="feedsvc-bench-") as folder:
                    table = step(Path(folder))
                sys.stdout.write(table.markdown() + "\n")
                sys.stdout.flush()
                passed = passed and table.passed
    except FailureError as failure:
        tell(f"benchmarks: {failure}")
        return 1
    return 0 if passed else 1


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument(
        "what", nargs="?", choices=["ingest", "serve", "render", "memory", "all"], default="all"
    )
    parser.add_argument(
        "--quick", action="store_true", help="a small variant: 50 feeds, 3 pairs, 1000 sources"
    )
    parser.add_argument("--runs", type=_positive, help="pairs for every case of ingest")
    parser.add_argument(
        "--feedsvc",
        type=Path,
        default=Path(sys.executable).parent / "feedsvc",
        help="the console script to measure (default: the one beside this Python)",
    )
    return parser.parse_args()


def _positive(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        message = f"{text} is not a whole number of 1 or more"
        raise argparse.ArgumentTypeError(message)
    return int(text)


if __name__ == "__main__":
    sys.exit(main())
