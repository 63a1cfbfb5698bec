"""A PostgreSQL server of the tests' own: made, started and stopped here.

It lives in a temporary folder, listens on a free port of 127.0.0.1 with a password
of its own, and knows nothing of other clusters on this machine.
"""

import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import psycopg
from psycopg import sql

MISSING = (
    "no PostgreSQL server found; install it: apt-get install postgresql, brew install postgresql"
)

_FOLDERS = (
    "/usr/lib/postgresql/*/bin",
    "/opt/homebrew/opt/postgresql*/bin",
    "/usr/local/opt/postgresql*/bin",
)
_SECONDS_TO_START = 30
_SECONDS_TO_STOP = 20
_QUICK = {  # a crash of the machine may lose this data
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "shared_buffers": "32MB",
    "max_connections": "60",
}


class Server:
    """A running server."""

    def __init__(self, *, home: Path, folder: Path, password: str) -> None:
        """Start the programs in `folder` over the cluster in `home`; `running` makes one."""
        self._home = home
        self._folder = folder
        self._password = password
        self._numbers = count(1)
        with socket.create_server(("127.0.0.1", 0)) as taken:
            self._port: int = taken.getsockname()[1]
        self.start()

    def start(self) -> None:
        """Start it, on the same port each time, and wait until it answers."""
        owner = _owner()
        self._process = _start(self._folder, self._home, owner, self._port)
        _wait(self, self._process, self._home / "log")

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """End it: clients are cut off, with SIGQUIT without a word (`pg_ctl stop -m immediate`)."""
        self._process.send_signal(how)
        self._process.wait(_SECONDS_TO_STOP)

    def url(self, database: str = "postgres") -> str:
        """The address of one of its databases."""
        return f"postgresql://feedsvc:{self._password}@127.0.0.1:{self._port}/{database}"

    @contextmanager
    def database(self, template: str = "template1") -> Iterator[str]:
        """The URL of a fresh database, a copy of `template`; dropped at the end."""
        name = f"test_{next(self._numbers)}"
        made, copied = sql.Identifier(name), sql.Identifier(template)
        self._tell(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(made, copied))
        try:
            yield self.url(name)
        finally:
            self._tell(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(made))

    def _tell(self, statement: sql.Composed) -> None:
        with psycopg.connect(self.url(), autocommit=True) as connection:
            connection.execute(statement)


def programs() -> Path | None:
    """The folder of the newest `initdb` and `postgres` on this machine, if there is one."""
    found = [path for pattern in _FOLDERS for path in Path("/").glob(pattern[1:])]
    on_path = shutil.which("initdb")
    if on_path:
        found.append(Path(on_path).resolve().parent)
    whole = [path for path in found if (path / "initdb").exists() and (path / "postgres").exists()]
    return max(whole, key=_version, default=None)


def _version(folder: Path) -> int:
    told = subprocess.run([folder / "postgres", "--version"], check=True, capture_output=True)
    return int(told.stdout.split()[2].partition(b".")[0])


@contextmanager
def running(folder: Path) -> Iterator[Server]:
    """Start a server of the programs in `folder`, stop it at the end."""
    home = Path(tempfile.mkdtemp(prefix="feedsvc-postgres-"))
    password = secrets.token_hex(16)
    owner = _owner()
    try:
        (home / "password").write_text(password)
        if owner:
            shutil.chown(home, owner)
            shutil.chown(home / "password", owner)
        initdb: list[str | Path] = [
            folder / "initdb",
            "--pgdata",
            home / "data",
            "--username",
            "feedsvc",
        ]
        initdb += ["--pwfile", home / "password", "--auth", "scram-sha-256", "--no-sync"]
        initdb += ["--encoding", "UTF8", "--locale", "C", "--no-instructions"]
        subprocess.run(initdb, check=True, capture_output=True, user=owner, cwd=home)
        server = Server(home=home, folder=folder, password=password)
        try:
            yield server
        finally:
            server.stop()
    finally:
        shutil.rmtree(home)


def _owner() -> str | None:
    """Whom the server runs as: PostgreSQL refuses root."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


def _start(folder: Path, home: Path, owner: str | None, port: int) -> "subprocess.Popen[bytes]":
    command: list[str | Path] = [folder / "postgres", "-D", home / "data", "-p", str(port)]
    command += ["-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories="]
    for name, value in _QUICK.items():
        command += ["-c", f"{name}={value}"]
    with (home / "log").open("wb") as log:
        return subprocess.Popen(command, stdout=log, stderr=log, user=owner, cwd=home)


def _wait(server: Server, process: subprocess.Popen[bytes], log: Path) -> None:
    """Until it answers; its log is told where it does not."""
    deadline = time.monotonic() + _SECONDS_TO_START
    while process.poll() is None and time.monotonic() < deadline:
        try:
            psycopg.connect(server.url(), connect_timeout=5).close()
        except psycopg.OperationalError:
            time.sleep(0.05)
        else:
            return
    msg = f"PostgreSQL did not start: {log.read_text()}"
    raise RuntimeError(msg)
