"""The real server over the sample site, on a loopback port, in a process of its own."""

import http.client
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pytest

from feedsvc.web.app import create_app
from feedsvc.web.cache import ByteCache
from feedsvc.web.server import Served, serve
from tests.web.sample_site import BASE_URL, SampleSite

ROOT = Path(__file__).resolve().parents[2]
SOON = 10.0


def application(base_url: str = BASE_URL) -> Served:
    service = SampleSite(base_url=base_url)
    return Served(ByteCache(create_app(service), service), stopping=lambda: None)


def main(port: int) -> None:
    serve(partial(application, f"http://127.0.0.1:{port}"), host="127.0.0.1", port=port)


def free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        port: int = trial.getsockname()[1]
        return port


def start(port: int) -> subprocess.Popen[str]:
    program = f"from tests.web.live import main; main({port})"
    return subprocess.Popen(  # our own program
        [sys.executable, "-c", program],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def await_port(port: int) -> None:
    deadline = time.monotonic() + SOON
    while time.monotonic() < deadline:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.02)
        else:
            return
    pytest.fail("the server does not come up")


@contextmanager
def running() -> Iterator[int]:
    """The port of a server that starts, says nothing, and stops when it is told to."""
    number = free_port()
    process = start(number)
    try:
        await_port(number)
        yield number
    finally:
        process.terminate()
        output, _ = process.communicate(timeout=20)
    assert process.returncode == 0
    assert output == ""


def ask(
    port: int, method: str, path: str, fields: Mapping[str, str] | None = None
) -> tuple[http.client.HTTPResponse, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=SOON)
    try:
        connection.request(method, path, headers=fields or {})
        answer = connection.getresponse()
        return answer, answer.read()
    finally:
        connection.close()
