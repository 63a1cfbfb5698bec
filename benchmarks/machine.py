"""The machine: what the benchmarks need on it, and what a table of results says of it."""

import os
import platform
import re
import shutil
import subprocess
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from benchmarks import measure
from benchmarks.failure import FailureError

_POLICY = Path("/usr/sbin/policy-rc.d")


def require(programs: Sequence[str], script: Path) -> None:
    """See that everything is there; install missing programs on Debian when root.

    Args:
        programs: Programs, each in a Debian package of the same name.
        script: The console script of feedsvc.

    Raises:
        FailureError: Not Linux, or something is missing and cannot be installed here.
    """
    if platform.system() != "Linux":
        message = "the benchmarks need Linux: they read /proc and reap orphaned processes"
        raise FailureError(message)
    if not script.exists():
        message = f"no console script {script}: install the project into this environment first"
        raise FailureError(message)
    missing = [program for program in programs if shutil.which(program) is None]
    if not missing:
        return
    if os.geteuid() or shutil.which("apt-get") is None:
        message = f"please install {' and '.join(missing)} (Debian: apt-get install the same names)"
        raise FailureError(message)
    install(missing)


def install(packages: Sequence[str]) -> None:
    """Install Debian packages without starting the services they bring."""
    held = not _POLICY.exists()
    if held:  # deb-systemd-invoke and invoke-rc.d ask this program; 101 forbids a start
        _POLICY.write_text("#!/bin/sh\nexit 101\n")
        _POLICY.chmod(0o755)
    try:
        measure.prepare(["apt-get", "update", "-q"], folder=Path("/"), seconds=300)
        apt = ["apt-get", "install", "-q", "-y", "--no-install-recommends", *packages]
        measure.prepare(apt, folder=Path("/"), seconds=600)
    finally:
        if held:
            _POLICY.unlink()


def description() -> str:
    """Date, cores, system, Python and the versions of the peers, in one line."""
    cores = len(os.sched_getaffinity(0))
    model = re.search(r"^model name\s*:\s*(.+)$", Path("/proc/cpuinfo").read_text(), re.MULTILINE)
    processor = model[1] if model else platform.machine()
    gigabytes = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    parts = [
        f"{datetime.now(UTC):%Y-%m-%d}",
        f"{cores} cores ({processor})",
        f"{gigabytes:.0f} GiB",
        f"Linux {platform.release().partition('-')[0]}",
        f"Python {platform.python_version()}",
        *(_version(program) for program in ("nginx", "wrk") if shutil.which(program)),
    ]
    return ", ".join(parts)


def _version(program: str) -> str:
    done = subprocess.run([program, "-v"], capture_output=True, text=True, check=False)
    found = re.search(r"\d+\.\d+(\.\d+)?", done.stdout + done.stderr)
    return f"{program} {found[0] if found else '?'}"
