"""Every attack, in the real children: `python -m tests.parse.endure ../shared` (security P1-P3).

Each must end in time with a reading or the source's own report, leave the parent small, and be
followed at once by a good document.
"""

import resource
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

from feedsvc.errors import ParsingError
from feedsvc.jobs.task import read_document
from feedsvc.model.reading import Reading
from feedsvc.model.window import Sent, Window
from feedsvc.parse.pool import MIB, Pool
from tests.parse.attacks import CONTROL, MADE, vectors

SECONDS = 6.0
"""That one document may take, of CPU and on an idle machine of the wall clock."""

GROWTH = 64 * MIB
"""Bytes that the parent may grow by over all of them, documents included."""

_CONTROL_SECONDS = 1.5
_SENT = Sent("https://attack.example/feed")


class Ending(NamedTuple):
    """How a document ended: read, refused or killed; its remark or reason; what it took."""

    name: str
    kind: str
    said: str
    seconds: float
    cpu: float
    control: float
    answer: object


def endured(pool: Pool, name: str, body: bytes) -> Ending:
    """Have a document read, and a good one after it."""
    before = _cpu()
    started = time.monotonic()
    answer: object
    try:
        answer = pool.submit(read_document, body, _SENT, Window()).result()
        assert isinstance(answer, Reading), name
        kind = "refused" if answer.problem else "read"
        said = answer.problem or answer.remark
    except ParsingError as error:
        kind, said, answer = "killed", str(error), None
    seconds = time.monotonic() - started
    cpu = _cpu() - before
    started = time.monotonic()
    control = pool.submit(read_document, CONTROL, _SENT, Window()).result()
    assert isinstance(control, Reading)
    assert len(control.incoming) == 1, name
    return Ending(name, kind, said, seconds, cpu, time.monotonic() - started, answer)


def _cpu() -> float:
    """Seconds of CPU of the children, living or dead."""
    dead = resource.getrusage(resource.RUSAGE_CHILDREN)
    return dead.ru_utime + dead.ru_stime + sum(_of(path, 13) for path in _children())


def _of(path: Path, field: int) -> float:
    try:
        fields = path.read_text(encoding="utf-8").rpartition(")")[2].split()
    except OSError:
        return 0
    return (int(fields[field - 2]) + int(fields[field - 1])) / 100


def _children() -> list[Path]:
    told = Path("/proc/self/task")
    return [
        Path("/proc") / child / "stat"
        for task in told.iterdir()
        for child in (task / "children").read_text(encoding="utf-8").split()
    ]


def _highest() -> int:
    """Most bytes that this process ever held."""
    for line in Path("/proc/self/status").read_text(encoding="utf-8").splitlines():
        if line.startswith("VmHWM"):
            return int(line.split()[1]) * 1024
    return 0


def _forget_highest() -> None:
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")


def _attacks(shared: Path | None) -> Iterable[tuple[str, Callable[[], bytes]]]:
    yield from MADE.items()
    if shared:
        yield from ((name, lambda body=body: body) for name, body in vectors(shared))


def run(shared: Path | None, show: Callable[[str], object]) -> list[str]:
    """Run all of them; what was wrong, a line each."""
    wrong: list[str] = []
    endings: list[Ending] = []
    growth = 0
    with Pool() as pool:
        endured(pool, "the control feed", CONTROL)
        for name, make in _attacks(shared):
            body = make()
            _forget_highest()  # making it is no part of reading it
            held = _highest() - len(body)
            ending = endured(pool, name, body)
            grown = _highest() - held
            growth = max(growth, grown)
            size = len(body)
            del body
            if ending.cpu > SECONDS or grown > GROWTH or ending.control > _CONTROL_SECONDS:
                wrong.append(f"{name}: {ending.cpu:.1f} s of CPU, {grown >> 20} MiB, {ending}")
            if ending.seconds > 1 or name in MADE:
                show(
                    f"{ending.seconds:6.2f} s {ending.cpu:6.2f} s CPU {grown >> 20:4} MiB"
                    f" {size:9} B  {ending.kind:8}{name}: {ending.said[:90]}"
                )
            endings.append(ending._replace(answer=None))
    kinds = Counter(ending.kind for ending in endings)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    slowest = max(endings, key=lambda ending: ending.seconds)
    show(
        f"{len(endings)} documents: {dict(kinds)}; slowest {slowest.seconds:.2f} s"
        f" ({slowest.name}), most CPU {max(ending.cpu for ending in endings):.2f} s;"
        f" the parent grew by {growth >> 20} MiB, a child to {peak >> 10} MiB;"
        f" slowest control {max(ending.control for ending in endings):.2f} s"
    )
    return wrong


if __name__ == "__main__":
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else None
    failures = run(folder, lambda line: print(line, flush=True))  # noqa: T201
    sys.exit("\n".join(failures) if failures else 0)
