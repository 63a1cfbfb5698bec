"""Starts the program with something changed in it: a place where it dies, a promise broken.

    python -m tests.faults.crashing CHANGE... -- WORDS...

Changes:
    die:WHEN:COUNT:MODULE:NAME[=WORD]   the process kills itself before or after that call of a
                                        function; only calls with the argument WORD count
    sleep:WHEN:COUNT:MODULE:NAME[=WORD] likewise it stops until somebody wakes it
    lease:SECONDS                       how long a turn lasts
    fenceless                           what was polled in a turn that is over is stored too
    clock:FILE                          the time of day is as many seconds later as FILE says, or
                                        stands still at the second behind its "="
    piecemeal                           statements of a transaction are each their own
"""

import ctypes
import gc
import importlib
import itertools
import os
import signal
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta, tzinfo
from pathlib import Path
from typing import Any


def die(rest: str) -> None:
    _signal_at(rest, signal.SIGKILL)


def sleep(rest: str) -> None:
    _signal_at(rest, signal.SIGSTOP)


def _signal_at(rest: str, number: signal.Signals) -> None:
    when, count, module, name = rest.split(":", 3)
    path, _, word = name.partition("=")
    *owners, last = path.split(".")
    owner: Any = importlib.import_module(module)
    for one in owners:
        owner = getattr(owner, one)
    function, calls = getattr(owner, last), itertools.count(1)

    def called(*values: Any, **named: Any) -> Any:  # noqa: ANN401 - whatever it takes
        is_meant = (not word or word in values) and next(calls) == int(count)
        if is_meant and when == "before":
            os.kill(os.getpid(), number)
        result = function(*values, **named)
        if is_meant and when == "after":
            os.kill(os.getpid(), number)
        return result

    setattr(owner, last, called)


def lease(seconds: str) -> None:
    from feedsvc.jobs import worker  # noqa: PLC0415 - only where it is wanted

    worker.LEASE = timedelta(seconds=float(seconds))


def fenceless(_: str) -> None:
    from feedsvc.store import leases  # noqa: PLC0415 - only where it is wanted
    from feedsvc.store.leases import Lease  # noqa: PLC0415 - likewise

    def standing(_: object, taken: Iterable[Lease]) -> set[tuple[str, int]]:
        return {(one.host, one.fence) for one in taken}

    leases.standing = standing  # type: ignore[assignment]


def piecemeal(_: str) -> None:
    from feedsvc.store.database import Database, Statements  # noqa: PLC0415 - only where wanted

    @contextmanager
    def transaction(self: Database) -> Iterator[Statements]:
        yield self.statements()

    Database.transaction = transaction  # type: ignore[method-assign]


def clock(file: str) -> None:
    """No library is needed for that; one that fakes system calls breaks `time.sleep`."""
    real = time.time

    def seconds() -> float:
        said = Path(file).read_text("ascii")
        return float(said[1:]) if said.startswith("=") else real() + float(said or 0)

    def now(kind: type[datetime], zone: tzinfo | None = None) -> datetime:
        return kind.fromtimestamp(seconds(), zone)

    time.time = seconds
    (members,) = gc.get_referents(datetime.__dict__)
    members["now"] = classmethod(now)
    ctypes.pythonapi.PyType_Modified(ctypes.py_object(datetime))


CHANGES = {
    "clock": clock,
    "die": die,
    "sleep": sleep,
    "lease": lease,
    "fenceless": fenceless,
    "piecemeal": piecemeal,
}


def main() -> None:
    place = sys.argv.index("--")
    changes, words = sys.argv[1:place], sys.argv[place + 1 :]
    for change in changes:
        name, _, rest = change.partition(":")
        CHANGES[name](rest)
    sys.argv[1:] = words
    from feedsvc.__main__ import main as program  # noqa: PLC0415 - after it was changed

    program()


if __name__ == "__main__":
    main()
