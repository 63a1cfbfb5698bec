"""nginx with one worker and an own configuration: the upstream of the feeds, and the peer."""

import gzip
import os
import pwd
import resource
import shutil
import socket
import subprocess
import time
from collections import Counter
from enum import StrEnum
from pathlib import Path
from typing import Self

from benchmarks.failure import FailureError

# What Debian's own nginx.conf sets for files, and nothing that tunes beyond it.
_CONFIGURATION = """\
daemon off;
user {user};
worker_processes 1;
worker_rlimit_nofile {files};
pid {folder}/nginx.pid;
error_log {folder}/error.log error;
events {{ worker_connections {connections}; }}
http {{
  log_format status "$status";
  access_log {log};
  client_body_temp_path {folder}/body;
  proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi;
  scgi_temp_path {folder}/scgi;
  types {{ application/xml xml; application/atom+xml atom; }}
  sendfile on;
  tcp_nopush on;
  gzip_static on;
  server {{
    listen {listen};
    root {folder}/files;
    {access}
    {validators}
  }}
}}
"""
_FIRST_CHANGE = 1_767_225_600  # a fixed modification time, 2026-01-01, plus the version


class Validators(StrEnum):
    """Whether the upstream answers conditional requests."""

    SENT = "etag on;"
    NONE = 'etag off; if_modified_since off; add_header Last-Modified "";'


class Upstream:
    """One nginx, started as a context.

    Attributes:
        port: Where it listens: on every address of 127.0.0.0/8, or on 127.0.0.1 alone.
    """

    def __init__(self, folder: Path, *, every_address: bool) -> None:
        """Prepare its folder.

        Args:
            folder: A new folder of its own.
            every_address: Listen on all of 127.0.0.0/8 and keep a log of statuses,
                instead of on 127.0.0.1 with an ordinary log that nobody keeps.
        """
        self.port = free_port()
        self._folder = folder
        self._every_address = every_address
        self._process: subprocess.Popen[bytes] | None = None
        (folder / "files").mkdir(parents=True)

    def __enter__(self) -> Self:
        """Start it, with validators."""
        self.start(Validators.SENT)
        return self

    def __exit__(self, *_: object) -> None:
        """Stop it."""
        self.stop()

    @property
    def pid(self) -> int:
        """The process id of the master process."""
        if self._process is None:
            message = "nginx is not running"
            raise FailureError(message)
        return self._process.pid

    def url(self, number: int) -> str:
        """The address of feed `number`, each on a host of its own."""
        host = f"127.0.{1 + number // 250}.{1 + number % 250}"
        return f"http://{host}:{self.port}/feeds/{number}.xml"

    def publish(self, path: str, body: bytes, *, packed: bytes = b"", version: int = 0) -> None:
        """Put a file there, with its gzip form beside it.

        Args:
            path: Below the root.
            body: Its bytes.
            packed: Its gzip form; made at level 6 if not given.
            version: Seconds added to its date, so that a new version is seen as one.
        """
        plain = self._folder / "files" / path
        plain.parent.mkdir(parents=True, exist_ok=True)
        changed = _FIRST_CHANGE + version
        for file, data in (
            (plain, body),
            (plain.with_name(plain.name + ".gz"), packed or gzip.compress(body, 6, mtime=0)),
        ):
            file.write_bytes(data)
            os.utime(file, (changed, changed))

    def start(self, validators: Validators) -> None:
        """(Re)start it on the same port.

        Raises:
            FailureError: It does not come up.
        """
        self.stop()
        configuration = self._folder / "nginx.conf"
        configuration.write_text(self._configuration(validators))
        error_log = self._folder / "error.log"
        program = shutil.which("nginx") or "nginx"
        self._process = subprocess.Popen(
            [program, "-e", str(error_log), "-p", str(self._folder), "-c", str(configuration)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        deadline = time.monotonic() + 10
        while not _answers(self.port):
            if self._process.poll() is not None or time.monotonic() > deadline:
                lines = error_log.read_text().strip().splitlines()
                message = f"nginx does not start: {lines[-1] if lines else 'nothing said'}"
                raise FailureError(message)
            time.sleep(0.02)

    def stop(self) -> None:
        """End it and wait for that."""
        if self._process is not None:
            end(self._process)
            self._process = None

    def forget(self) -> None:
        """Empty the log."""
        (self._folder / "access.log").write_bytes(b"")

    def statuses(self) -> Counter[int]:
        """How often each status was answered since `forget`."""
        return Counter(int(line) for line in (self._folder / "access.log").read_text().split())

    def _configuration(self, validators: Validators) -> str:
        files = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
        files = 16384 if files == resource.RLIM_INFINITY else min(files, 16384)
        return _CONFIGURATION.format(
            user=pwd.getpwuid(os.geteuid()).pw_name,
            files=files,
            connections=files - 64,
            folder=self._folder,
            log=f"{self._folder}/access.log status" if self._every_address else "/dev/null",
            # One socket for a whole network has to be a wildcard one; other networks are refused.
            listen=self.port if self._every_address else f"127.0.0.1:{self.port}",
            access="allow 127.0.0.0/8; deny all;" if self._every_address else "",
            validators=validators.value,
        )


def free_port() -> int:
    """A TCP port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def end(process: "subprocess.Popen[bytes]", seconds: float = 10.0) -> None:
    """Ask a process to end, and kill it if it does not within `seconds`."""
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _answers(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), 1).close()
    except OSError:
        return False
    return True
