"""A machine on which feedsvc was just unpacked, with a terminal, and nobody else on its network."""

import os
import pty
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from select import select
from urllib.error import URLError
from urllib.request import urlopen

from tests.cli.program import ROOT, free_port

SECONDS = 30
_LIST = "git -c safe.directory=* ls-files -z --cached --others --exclude-standard"


class Machine:
    """The folder, and what is done there.

    Attributes:
        folder: What `git clone` would have brought, and the environment that `make` made.
        base: Where the service is.
        environment: Of every command.
    """

    def __init__(self, home: Path) -> None:
        self.folder = home / "feedsvc"
        unpack(self.folder)
        bind = f"127.0.0.1:{free_port()}"
        self.base = f"http://{bind}"
        self.environment = {
            "HOME": str(home),
            "LANG": "C.UTF-8",
            "PATH": f"{self.folder}/.venv/bin:{os.environ['PATH']}",
            "PYTHONPATH": str(self.folder),  # the environment may be that of another copy
            "TERM": "xterm",
            "FEEDSVC_WEB__BIND": bind,
            "FEEDSVC_SITE__URL": self.base,
            "FEEDSVC_FETCH__ALLOW_NETWORKS": "127.0.0.0/8",
            "FEEDSVC_FETCH__HOST_GAP": "0s",
            "FEEDSVC_FETCH__REQUESTS_PER_SECOND": "200",  # of which none leaves the machine
        }
        self._log = home / "log"

    @contextmanager
    def running(self) -> Iterator[None]:
        """`make run`, until Ctrl-C; what is installed already is not installed again."""
        with self._log.open("wb") as log:
            process = subprocess.Popen(
                ["make", "-o", ".venv/.run", "run"],  # noqa: S607 - make is what is meant
                cwd=self.folder,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        try:
            self._await(process)
            yield
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGINT)
                process.wait(SECONDS)

    def said(self) -> str:
        """Everything that the service wrote."""
        return self._log.read_text("utf-8", "replace")

    def command(self, *words: str, answers: tuple[str, ...] = ()) -> tuple[int, str]:
        """Type a command on a terminal, and answer what it asks; its exit status and words."""
        near, far = pty.openpty()
        process = subprocess.Popen(
            words,
            cwd=self.folder,
            env=self.environment,
            stdin=far,
            stdout=far,
            stderr=far,
            start_new_session=True,
        )
        os.close(far)
        said, left = b"", list(answers)
        deadline = time.monotonic() + SECONDS
        while process.poll() is None or select([near], [], [], 0)[0]:
            assert time.monotonic() < deadline, said.decode()
            if not select([near], [], [], 0.1)[0]:
                if left and said.rstrip(b" ").endswith((b":", b"?", b"]")):
                    os.write(near, f"{left.pop(0)}\n".encode())
                continue
            try:
                came = os.read(near, 65_536)
            except OSError:  # Linux says so when the other end is closed
                break
            if not came:
                break
            said += came
        os.close(near)
        return process.wait(SECONDS), said.decode("utf-8", "replace")

    def _await(self, process: "subprocess.Popen[bytes]") -> None:
        deadline = time.monotonic() + SECONDS
        while True:
            assert process.poll() is None, self.said()
            try:
                urlopen(f"{self.base}/healthz", timeout=5).close()  # noqa: S310 - http, ours
            except URLError:
                assert time.monotonic() < deadline, self.said()
                time.sleep(0.1)
            else:
                return


def unpack(folder: Path) -> None:
    """Put what belongs to the repository there, as it is in the working tree."""
    listed = subprocess.run(
        _LIST.split(),
        cwd=ROOT,
        check=True,
        capture_output=True,
    ).stdout
    for name in filter(None, listed.decode().split("\0")):
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, folder / name)
    (folder / ".venv").symlink_to((ROOT / ".venv").resolve())
