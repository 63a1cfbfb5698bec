"""`python -m tests.fuzz TARGET --seconds 600`: one target, or `all` of them one after the other."""

import argparse
import sys
import time

from hypothesis import HealthCheck, given, seed, settings

from tests.fuzz.targets import TARGETS, Target

_ROUND = 2_000  # inputs between two looks at the clock


def fuzzed(target: Target, seconds: float) -> int:
    """Try inputs until the time is over or the law is broken, which raises; how many were tried."""
    tried = 0
    number = time.time_ns()
    until = time.monotonic() + seconds

    def law(drawn: object) -> None:
        nonlocal tried
        if time.monotonic() < until:
            tried += 1
            target.law(drawn)

    limits = settings(
        max_examples=_ROUND,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    while time.monotonic() < until:
        number += 1
        seed(number)(limits(given(target.inputs)(law)))()
    return tried


def main() -> None:
    """Run what is asked for."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz")
    parser.add_argument("target", choices=[*TARGETS, "all"])
    parser.add_argument("--seconds", type=float, default=600)
    asked = parser.parse_args()
    for name, target in TARGETS.items():
        if asked.target in {name, "all"}:
            tried = fuzzed(target, asked.seconds)
            sys.stdout.write(f"{name}: {tried} inputs, nothing found\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
