"""A disk that is full or fails (security R6).

    unshare -rm python -m tests.faults.disk FOLDER SECONDS

fills a disk of 4 MB that only this process and its children see, and prints what it found.
"""

import json
import random
import shutil
import subprocess
import sys
import time
from pathlib import Path

from tests.faults.oracle import Oracle
from tests.faults.outlasting import outlast
from tests.faults.program import ROOT, Service
from tests.faults.table import Row, row
from tests.faults.upstream import Upstream

FULL, SMALL = 30, 4
NAMESPACE = ["unshare", "-rm"]
_MIB = 1024 * 1024
_KINDS = ("pwrite64:error=ENOSPC", "pwrite64:error=EIO", "fdatasync:error=EIO")
EVERY, SOME = range(1, 201), range(1, 60, 19)


def may_mount() -> bool:
    """Whether a disk of our own can be made."""
    if not shutil.which("unshare"):
        return False
    return not subprocess.run([*NAMESPACE, "true"], check=False, capture_output=True).returncode


def may_inject() -> bool:
    """Whether calls of the system can be made to fail."""
    return bool(shutil.which("strace"))


def run(home: Path, seconds: float) -> list[Row]:
    """Let the disk be full for so many seconds."""
    home.mkdir()
    command = [sys.executable, "-m", "tests.faults.disk", str(home), str(seconds)]
    done = subprocess.run(
        [*NAMESPACE, *command], cwd=ROOT, check=True, capture_output=True, timeout=300
    )
    return [Row(*one) for one in json.loads(done.stdout)]


def run_within(home: Path, seconds: float) -> list[Row]:
    """The same, in a namespace of our own."""
    small = home / "small"
    small.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", str(small)]
    subprocess.run(mount, check=True)

    def fill(_: Service, oracle: Oracle) -> tuple[str, list[str]]:
        filler = small / "filler"
        filled = _fill(filler, seconds)
        trouble = oracle.complaints()
        filler.unlink()
        return f"{filled / _MIB:.1f} MiB of filler; ", trouble

    what = f"4 MB disk, full for {seconds} s"
    return outlast(home, what, fill, 30, f"sqlite:///{small}/feedsvc.sqlite3")


def _fill(filler: Path, seconds: float) -> int:
    """Take every byte that is free, again and again; tells how many."""
    deadline = time.monotonic() + seconds
    with filler.open("wb", buffering=0) as file:
        while time.monotonic() < deadline:
            for piece in (65536, 4096, 512):
                try:
                    while file.write(b"x" * piece) == piece:
                        pass
                except OSError:
                    continue
            time.sleep(0.05)
        return file.tell()


def run_injected(home: Path, calls: range) -> list[Row]:
    """Let one call after the other fail while a poll writes."""
    chance = random.Random(1)  # noqa: S311 - it decides what is published
    with Upstream([f"outlet{n}" for n in range(8)]) as upstream:
        service = Service.of(home, upstream)
        service("poll")
        oracle = Oracle(upstream, service.url)
        return [_inject(service, upstream, oracle, kind, calls, chance) for kind in _KINDS]


def _inject(  # noqa: PLR0913, PLR0917 - what is shared by three rows
    service: Service,
    upstream: Upstream,
    oracle: Oracle,
    kind: str,
    calls: range,
    chance: random.Random,
) -> Row:
    trouble: list[str] = []
    struck = tried = 0
    for count in calls:
        upstream.go_on(chance, share=0.7)
        log = service.home / "calls"
        command: list[str | Path] = ["strace", "-f", "-qq", "--seccomp-bpf", "-o", log, "-e"]
        command += [f"trace={kind.partition(':')[0]}", "-e", f"inject={kind}:when={count}"]
        command += [word for end in ("", "-wal") for word in ("-P", f"{service.database}{end}")]
        service.begin("poll", before=command).wait(120)
        tried += 1
        is_struck = "(INJECTED)" in log.read_text("utf-8", "replace")
        struck += is_struck
        service.let_leases_end()
        trouble += [f"call {count}: {line}" for line in oracle.complaints()]
        if not is_struck:
            break  # there are no more calls
    if service("poll").code:
        trouble.append("it does not poll any more")
    trouble += oracle.complaints()
    trouble += ["a traceback was printed"] if "Traceback" in service.said() else []
    return row(
        f"{kind} at the n-th call: nothing lost, nothing partial, integrity",
        f"{struck} of {tried} polls struck, {oracle.acknowledged} entries acknowledged",
        trouble,
    )


if __name__ == "__main__":
    json.dump(run_within(Path(sys.argv[1]), float(sys.argv[2])), sys.stdout)
