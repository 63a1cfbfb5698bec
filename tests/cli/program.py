"""The real program, as a shell starts it."""

import fcntl
import json
import os
import pty
import re
import socket
import sqlite3
import struct
import subprocess
import sys
import termios
from collections.abc import Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from click.testing import CliRunner

from feedsvc.cli import feedsvc
from feedsvc.errors import FeedsvcError
from tests.rig import item, rss

ROOT = Path(__file__).resolve().parents[2]
SECONDS = 60


@dataclass(frozen=True, slots=True)
class Ended:
    """How a command ended."""

    code: int
    out: str
    err: str

    def rows(self) -> list[dict[str, Any]]:
        """The JSON objects on standard output, one a line, and nothing else there."""
        assert (self.code, self.err) == (0, "")
        return [json.loads(line) for line in self.out.splitlines()]

    def refused(self) -> str:
        """The one line that says why it was refused, with nothing on standard output."""
        assert (self.code, self.out) == (1, "")
        assert self.err.endswith("\n")
        line = self.err.removesuffix("\n")
        assert line.isprintable(), self.err
        return line


class Program:
    """The program with a configuration folder and a database of its own."""

    def __init__(self, folder: Path) -> None:
        self.home = folder
        self.folder = folder / "config"
        self.folder.mkdir(exist_ok=True)
        self.database = folder / "feedsvc.sqlite3"
        self.environment = {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(ROOT),
            "FEEDSVC_CONFIG": str(self.folder),
            "FEEDSVC_DATABASE__URL": f"sqlite:///{self.database}",
        }

    def write(self, **texts: str) -> None:
        """Write files: `sources` is sources.toml, `herald_xml` is herald.xml."""
        for name, text in texts.items():
            path = f"{name}.toml" if "_" not in name else name.replace("_", ".")
            (self.folder / path).write_text(text, "utf-8")

    def write_samples(self) -> None:
        """Two sources that are files, and one that is switched off."""
        self.write(
            sources=(
                '[sources.herald]\nurl = "file:herald.xml"\ntags = ["port"]\n'
                '[sources.herald.permission]\nscope = "full"\nuntil = 2099-12-31\n'
                'embargo = "30m"\ngranted_by = "Desk"\n'
                '[sources.quay]\nurl = "file:quay.xml"\ntitle = "Quay & Söhne"\n'
                '[sources.wire]\nurl = "https://wire.example/feed"\nenabled = false\n'
            ),
            herald_xml=rss(item(1), item(2)).decode(),
            quay_xml=rss(item(3, title="Nets &amp;amp; knots"), title="The Quay").decode(),
        )

    def start(self, *words: str, **environment: str) -> "subprocess.Popen[bytes]":
        """Start it in a session of its own, so that whatever it leaves behind is found."""
        return subprocess.Popen(
            [sys.executable, "-m", "feedsvc", *words],
            cwd=self.home,
            env=self.environment | environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )

    def contents(self) -> dict[str, list[tuple[object, ...]]]:
        """Every row of every table."""
        with closing(sqlite3.connect(self.database)) as connection:
            tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
            return {
                name: connection.execute(f"SELECT * FROM {name}").fetchall()  # noqa: S608 - our tables
                for (name,) in tables.fetchall()
            }

    def __call__(self, *words: str, **environment: str) -> Ended:
        """Run a command to its end."""
        done = subprocess.run(
            [sys.executable, "-m", "feedsvc", *words],
            cwd=self.home,
            env=self.environment | environment,
            capture_output=True,
            timeout=SECONDS,
            check=False,
        )
        return Ended(done.returncode, done.stdout.decode(), done.stderr.decode())

    def at_terminal(
        self, *words: str, answers: Sequence[tuple[str, str]], columns: int = 100
    ) -> str:
        """Run a command at a terminal, and type each answer once its question stands there."""
        ours, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
        left, shown, seen = list(answers), "", 0
        with subprocess.Popen(
            [sys.executable, "-m", "feedsvc", *words],
            cwd=self.home,
            env=self.environment | {"TERM": "xterm", "NO_COLOR": "1"},
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            start_new_session=True,
        ) as process:
            os.close(theirs)
            with suppress(OSError):  # Linux: the other end is closed
                while piece := os.read(ours, 65_536):
                    shown += re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", piece.decode())
                    if left and left[0][0] in shown[seen:]:
                        seen = len(shown)
                        os.write(ours, f"{left.pop(0)[1]}\n".encode())
            os.close(ours)
        return f"{shown.replace(chr(13), '')}[{process.returncode}]"

    def here(self, *words: str, said: str = "", **environment: str) -> Ended:
        """Run a command that starts no process within this one, and `said` on its input."""
        told = {**self.environment, **environment}
        ended = CliRunner(env=told).invoke(feedsvc, words, input=said, prog_name="feedsvc")
        if isinstance(ended.exception, FeedsvcError):
            return Ended(1, ended.stdout, f"{ended.exception}\n")
        if ended.exception and not isinstance(ended.exception, SystemExit):
            raise ended.exception
        return Ended(ended.exit_code, ended.stdout, ended.stderr)


def free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        port: int = trial.getsockname()[1]
        return port
