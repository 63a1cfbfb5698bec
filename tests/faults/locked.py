"""The database locked by another process for longer than anybody waits (security R7)."""

import sqlite3
import time
from contextlib import closing
from pathlib import Path

from tests.faults.oracle import Oracle
from tests.faults.outlasting import outlast
from tests.faults.program import Service
from tests.faults.table import Row

FULL, SMALL = 60, 5


def run(home: Path, seconds: float) -> list[Row]:
    """Lock it for so many seconds while it is served from and polled into."""

    def lock(service: Service, _: Oracle) -> tuple[str, list[str]]:
        with closing(sqlite3.connect(service.database, timeout=30)) as other:
            other.execute("BEGIN EXCLUSIVE")
            time.sleep(seconds)
        return "", []

    return outlast(home, f"locked for {seconds} s", lock, soon=20)
