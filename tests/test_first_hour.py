"""The first hour of an operator, in a real browser and on a terminal, on an empty machine."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.program import ROOT
from tests.net.test_hostile import NAMESPACE
from tests.web.browser import MISSING, PROGRAMS

OPML = ROOT / ".." / "shared" / "corpus" / "opml"
STEPS = [
    "the service runs, and shows its samples",
    "a user is added on the terminal",
    "somebody else does not come in",
    "the user signs in",
    "lists of feeds are taken in",
    "a source is added by the address of its site",
    "it fails, and the page says why and what to do",
    "it is mended, polled, and good",
    "its permission is written down",
    "its channel is a page and three feeds",
    "an entry is withdrawn, and gone from everywhere",
    "it is restored, and back in its place",
    "nobody told a secret",
]


@pytest.mark.timeout(180)
def test_the_first_hour(tmp_path: Path) -> None:
    if not any(map(shutil.which, PROGRAMS)):
        pytest.fail(MISSING) if os.environ.get("CI") else pytest.skip(MISSING)
    # Feeds of others are named in the lists: with nothing but loopback nobody asks for them.
    is_alone = not subprocess.run([*NAMESPACE, "true"], check=False, capture_output=True).returncode
    lists = sorted(OPML.glob("*.opml"))[::3] if is_alone else []
    program = [sys.executable, "-m", "tests.first_hour"]
    played = subprocess.run(
        [*(NAMESPACE if is_alone else ()), *program, tmp_path, *lists],
        cwd=ROOT,
        capture_output=True,
        timeout=170,
        check=False,
    )
    assert played.returncode == 0, played.stderr.decode()
    assert played.stdout.decode().splitlines() == STEPS
