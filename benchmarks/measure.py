"""CPU, time and memory of a command's whole process tree, and of a running server's."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.failure import FailureError

_MEASURER = Path(__file__).with_name("measurer.py")
_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """What one run cost.

    Attributes:
        cpu: User and system seconds of the whole process tree.
        wall: Seconds until the command itself ended.
        peak: Peak resident bytes of the largest process of the tree.
        trouble: Why the run does not count, or empty.
    """

    cpu: float
    wall: float
    peak: int
    trouble: str = ""


def run(command: Sequence[str], *, folder: Path, seconds: float) -> Usage:
    """Run `command`, at most `seconds` long, with what it prints kept in `folder`.

    Args:
        command: Program and arguments.
        folder: Where it runs, and where its standard output and error are written
            (`output.txt`, `errors.txt`).
        seconds: After that it is killed with all its descendants.
    """
    order = {
        "command": list(command),
        "folder": str(folder),
        "output": str(folder / "output.txt"),
        "errors": str(folder / "errors.txt"),
        "seconds": seconds,
    }
    # -I -S: nothing of the project or of site-packages is loaded into the measurer.
    measurer = subprocess.Popen(
        [sys.executable, "-I", "-S", str(_MEASURER), json.dumps(order)],
        stdout=subprocess.PIPE,
        text=True,
        env=_environment(),
    )
    try:
        answer, _errors = measurer.communicate(timeout=seconds + 30)
    finally:
        if measurer.poll() is None:
            measurer.terminate()
            measurer.wait(10)
    if measurer.returncode:
        message = f"the measurer of {command[0]} ended with {measurer.returncode}"
        raise FailureError(message)
    told = json.loads(answer)
    return Usage(
        cpu=told["cpu"], wall=told["wall"], peak=told["peak"], trouble=_trouble(told, folder)
    )


def prepare(command: Sequence[str], *, folder: Path, seconds: float = 120.0) -> str:
    """Run a command that is not measured and give what it printed.

    Raises:
        FailureError: It failed; with the last line it wrote to standard error.
    """
    try:
        done = subprocess.run(
            command,
            cwd=folder,
            env=_environment(),
            capture_output=True,
            text=True,
            timeout=seconds,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        message = f"{Path(command[0]).name}: {error}"
        raise FailureError(message) from error
    if done.returncode:
        last = (done.stderr.strip() or done.stdout.strip() or "it said nothing").splitlines()[-1]
        message = f"{Path(command[0]).name} ended with {done.returncode}: {last}"
        raise FailureError(message)
    return done.stdout


def server_cpu(pid: int) -> float:
    """User and system seconds so far of a running process and all its descendants."""
    total = 0
    for process in tree(pid):
        # The second field of proc(5) stat is the name in brackets, which may hold anything.
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
        total += sum(int(field) for field in fields[11:15])  # utime, stime, cutime, cstime
    return total / _TICKS


def tree(pid: int) -> Iterator[int]:
    """The process and its descendants."""
    yield pid
    for thread in Path(f"/proc/{pid}/task").iterdir():
        for child in (thread / "children").read_text().split():
            yield from tree(int(child))


def _environment() -> dict[str, str]:
    """The environment without settings that would override the generated configuration."""
    return {name: value for name, value in os.environ.items() if not name.startswith("FEEDSVC_")}


def _trouble(told: dict[str, float], folder: Path) -> str:
    if told["timed_out"]:
        return f"not finished after {told['wall']:.0f} s"
    if told["status"]:
        lines = (folder / "errors.txt").read_text(errors="replace").strip().splitlines()
        return f"exit {told['status']:.0f}: {lines[-1] if lines else 'nothing said'}"
    if told["killed"]:
        return f"{told['killed']:.0f} processes left running"
    return ""
