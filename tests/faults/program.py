"""The program as processes over one folder, started, watched and ended in every way."""

import http.client
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any

from feedsvc.store.database import Database
from tests.cli.program import ROOT, Program
from tests.faults.upstream import Upstream, free_port

SOON = 30.0
FORMATS = ("rss", "atom", "json")
_WRITERS = "SELECT 1 FROM pg_stat_activity WHERE backend_xid IS NOT NULL"
_MAIN = """
[site]
url = "https://news.example"
[fetch]
allow_networks = ["127.0.0.0/8"]
min_interval = "{interval}"
max_interval = "{interval}"
host_gap = "{gap}"
[web]
bind = "127.0.0.1:{port}"
"""


class Service(Program):
    """The program, configured for an upstream.

    Attributes:
        port: Where it serves.
    """

    def __init__(  # noqa: PLR0913 - what a scenario may want otherwise
        self,
        folder: Path,
        urls: dict[str, str],
        *,
        interval: str = "1s",
        gap: str = "0s",
        database: str = "",
        limit: int = 100,
    ) -> None:
        folder.mkdir(exist_ok=True)
        super().__init__(folder)
        self.port = free_port()
        self.url = database or f"sqlite:///{self.database}"
        self.environment |= {"FEEDSVC_DATABASE__URL": self.url, "TMPDIR": str(folder)}
        self.names = list(urls)
        self.write(
            feedsvc=_MAIN.format(interval=interval, gap=gap, port=self.port),
            sources="".join(
                f'[sources.{name}]\nurl = "{url}"\n[sources.{name}.permission]\nscope = "full"\n'
                for name, url in urls.items()
            ),
            channels=f'[channels.all]\ntitle = "All"\nsources = ["*"]\nlimit = {limit}\n',
        )

    @classmethod
    def of(cls, folder: Path, upstream: Upstream, **wishes: Any) -> "Service":  # noqa: ANN401 - as __init__ takes them
        """One that polls every outlet."""
        urls = {name: upstream.url(name) for name in upstream.outlets}
        return cls(folder, urls, **wishes)

    def begin(
        self,
        *words: str,
        changes: Sequence[str] = (),
        before: Sequence[str | Path] = (),
    ) -> "subprocess.Popen[bytes]":
        """Start it in a session of its own; what it says is in `said`.

        Args:
            words: The command.
            changes: As `crashing` takes them.
            before: A command that starts it.
        """
        module = ["tests.faults.crashing", *changes, "--"] if changes else ["feedsvc"]
        with (self.home / "said").open("ab") as said:
            return subprocess.Popen(
                [*before, sys.executable, "-m", *module, *words],
                cwd=self.home,
                env=self.environment,
                stdout=said,
                stderr=said,
                start_new_session=True,
            )

    def said(self) -> str:
        """What the processes that were begun have said."""
        path = self.home / "said"
        return path.read_text("utf-8", "replace") if path.exists() else ""

    @contextmanager
    def store(self) -> Iterator[Any]:
        """A connection to the database of our own."""
        database = Database(self.url)
        try:
            yield database.connection()
        finally:
            database.close()

    def let_leases_end(self) -> None:
        """As if five minutes had gone by: the turns of those that died are over."""
        with self.store() as connection:
            connection.execute("UPDATE hosts SET leased_until = 0")

    def is_writing(self) -> bool:
        """Whether a transaction that writes is under way."""
        if self.url.startswith("postgresql"):
            with self.store() as connection:
                return bool(connection.execute(_WRITERS).fetchall())
        with closing(sqlite3.connect(self.database, timeout=0)) as connection:
            try:
                connection.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError:
                return True
        return False

    def addresses(self) -> list[str]:
        """Every document of every channel."""
        names = ["all", *(f"source-{name}" for name in self.names)]
        return [
            f"/channels/{name}{form}" for name in names for form in (".rss", ".atom", ".json", "")
        ]

    @contextmanager
    def serving(self, changes: Sequence[str] = ()) -> Iterator[None]:
        """`feedsvc web`, as long as it is entered."""
        process = self.begin("web", changes=changes)
        try:
            wait_for(lambda: get(self.port, "/healthz")[0] == 200, process=process)
            yield
        finally:
            end(process)


def get(port: int, path: str, seconds: float = SOON) -> tuple[int, str, bytes]:
    """Status, ETag and body; status 0 where nothing answers in time."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=seconds)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, answer.headers.get("ETag", ""), answer.read()
    except (OSError, http.client.HTTPException):
        return 0, "", b""
    finally:
        connection.close()


def wait_for(
    seen: Callable[[], object],
    seconds: float = SOON,
    process: "subprocess.Popen[bytes] | None" = None,
) -> bool:
    """Until it is seen; tells whether it was in time."""
    deadline = time.monotonic() + seconds
    while not seen():
        if time.monotonic() > deadline or (process and process.poll() is not None):
            return False
        time.sleep(0.02)
    return True


def kill(process: "subprocess.Popen[bytes]") -> None:
    """SIGKILL, to it alone: its children must notice."""
    process.kill()
    process.wait(SOON)


def end(process: "subprocess.Popen[bytes]", seconds: float = SOON) -> int:
    """SIGTERM; the code that it ends with, or -9 if it had to be killed."""
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
    try:
        return process.wait(seconds)
    except subprocess.TimeoutExpired:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        return process.wait(SOON)


__all__ = ["ROOT", "Service", "end", "get", "kill", "wait_for"]
