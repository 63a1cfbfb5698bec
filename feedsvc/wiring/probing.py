"""A look at an address for a process that has no network: another one looks, and tells.

What a web process shows is written by anybody; the client that fetches from anywhere and the
parsers stay out of it.
"""

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from feedsvc.errors import FeedsvcError

PATIENCE = 60.0
"""Seconds that a look may take."""

MOST = 20
"""Entries of a feed that are told of, the newest ones."""

_AT_ONCE = threading.BoundedSemaphore(2)
_IN_LINE = 10.0  # seconds that a third look waits


def look(
    folder: Path, what: str, scope: str = "licence", *, patience: float = PATIENCE
) -> Mapping[str, Any]:
    """What `feedsvc sources test` tells of an address, or of a source by its name.

    Args:
        folder: The configuration folder.
        what: The address or name; it is not among the words of the command, which every account
            of the machine may read.
        scope: What the owner of an address permits, a `model.source.Scope`.
        patience: Seconds that it may take.

    Raises:
        FeedsvcError: There is no feed, it took too long, or two others are looked at just now.
    """
    command = [sys.executable, "-m", "feedsvc", "--config", str(folder), "sources", "test", "-"]
    command += ["--json", "--scope", scope, "--limit", str(MOST)]
    if not _AT_ONCE.acquire(timeout=_IN_LINE):
        msg = "other addresses are looked at just now; try again in a minute"
        raise FeedsvcError(msg)
    try:
        code, out, err = _run(command, what, patience)
    finally:
        _AT_ONCE.release()
    if code:
        lines = err.strip().splitlines()
        raise FeedsvcError(lines[-1] if lines else f"the look ended with exit code {code}")
    told: Mapping[str, Any] = json.loads(out)
    return told


def _run(command: list[str], said: str, patience: float) -> tuple[int, str, str]:
    """Exit code, standard output and standard error of a command that is told one line."""
    with subprocess.Popen(  # noqa: S603 - this program, with words of its own
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        errors="replace",
        start_new_session=True,
    ) as process:
        try:
            out, err = process.communicate(" ".join(said.split()) + "\n", timeout=patience)
        except subprocess.TimeoutExpired:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            msg = f"no feed came within {patience:.0f} seconds; try again later"
            raise FeedsvcError(msg) from None
    return process.returncode, out, err
