"""Runs one command and tells what its whole process tree cost. Executed, not imported.

`getrusage(RUSAGE_CHILDREN)` counts a descendant only once every ancestor below us has
waited for it. A program that ends before its own children (a fork server, a resource
tracker) would leave them uncounted, so this process makes itself the reaper of orphans
(PR_SET_CHILD_SUBREAPER, prctl(2)) and waits for every one. It is a small program of its
own because `ru_maxrss` of a child starts with the memory of the process that forked it.
"""

import ctypes
import json
import os
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import FrameType

_PR_SET_CHILD_SUBREAPER = 36
_GRACE = 5.0  # seconds for orphans to notice that their parent is gone


def main() -> None:
    """Run the command of the JSON object in `argv[1]` and print the figures as JSON."""
    order = json.loads(sys.argv[1])
    signal.signal(signal.SIGTERM, _leave)
    if ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0):
        raise OSError(ctypes.get_errno(), "prctl refused")
    killed = 0
    timed_out = False
    started = time.perf_counter()
    try:
        with Path(order["output"]).open("wb") as out, Path(order["errors"]).open("wb") as errors:
            process = subprocess.Popen(
                order["command"],
                cwd=order["folder"],
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=errors,
            )
        try:
            process.wait(order["seconds"])
        except subprocess.TimeoutExpired:
            timed_out = True
            process.kill()
            process.wait()
        wall = time.perf_counter() - started
    finally:
        killed = _reap_orphans(0.0 if timed_out else _GRACE)
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    json.dump(
        {
            "cpu": usage.ru_utime + usage.ru_stime,
            "wall": wall,
            "peak": usage.ru_maxrss * 1024,
            "status": process.returncode,
            "timed_out": timed_out,
            "killed": killed,
        },
        sys.stdout,
    )


def _leave(_number: int, _frame: FrameType | None) -> None:
    sys.exit(143)


def _reap_orphans(grace: float) -> int:
    """Wait for every descendant left, and kill what outlives `grace`; how many were killed."""
    deadline = time.monotonic() + grace
    killed: set[int] = set()
    while True:
        try:
            pid, _status = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return len(killed)
        if pid:
            continue
        if time.monotonic() >= deadline:
            for child in _children() - killed:
                os.kill(child, signal.SIGKILL)
                killed.add(child)
        time.sleep(0.005)


def _children() -> set[int]:
    pid = os.getpid()
    return {int(word) for word in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()}


main()
