"""Every promise at full size, as a table; ends with 1 where one does not hold.

    python -m tests.faults [NAME]...

Names: those of `SCENARIOS`; all without any.
"""

import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tests import postgres
from tests.faults import clocks, disk, failing, keeping, killing, locked, stopping
from tests.faults.table import Row


def _on_postgresql(home: Path) -> list[Row]:
    folder = postgres.programs()
    if folder is None:
        return [Row("kills on PostgreSQL", postgres.MISSING, holds=False)]
    home.mkdir()
    with postgres.running(folder) as server, server.database() as one, server.database() as other:
        return [
            *killing.run(home / "polls", killing.FULL, database=one),
            *killing.run_publishing(home / "publish", killing.FULL, database=other),
        ]


SCENARIOS: dict[str, Callable[[Path], list[Row]]] = {
    "killing": lambda home: killing.run(home, killing.FULL),
    "publishing": lambda home: killing.run_publishing(home, killing.FULL),
    "piecemeal": killing.run_piecemeal,
    "postgresql": _on_postgresql,
    "failing": lambda home: failing.run(home, failing.FULL, slow=True),
    "clocks": lambda home: clocks.run(home, clocks.FULL, clocks.JUMPS),
    "disk": lambda home: disk.run(home, disk.FULL),
    "injected": lambda home: disk.run_injected(home, disk.EVERY),
    "locked": lambda home: locked.run(home, locked.FULL),
    "stopping": lambda home: stopping.run(home, stopping.FULL),
    "sleeper": stopping.run_sleeper,
    "fenceless": lambda home: stopping.run_sleeper(home, fence=False),
    "keeping": lambda home: keeping.run(home, keeping.FULL),
}


def main() -> int:
    """Run what is named, or everything; a scenario that breaks off does not hold either."""
    names = sys.argv[1:] or list(SCENARIOS)
    failed = 0
    for name in names:
        started = time.monotonic()
        with _home() as home:
            rows = SCENARIOS[name](home / name)
        failed += sum(not one.holds for one in rows)
        for one in rows:
            _say(name, one)
        _tell(f"{'':11} {time.monotonic() - started:.0f} s")
    _tell(f"{failed} promises do not hold." if failed else "Every promise holds.")
    return 1 if failed else 0


@contextmanager
def _home() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="feedsvc-faults-") as folder:
        yield Path(folder)


def _say(name: str, one: Row) -> None:
    _tell(f"{name:11} {'holds ' if one.holds else 'BROKEN'} {one.asked}\n{'':18} {one.measured}")
    if not one.holds:
        for line in one.trouble[:10]:
            _tell(f"{'':20} {line}")


def _tell(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
