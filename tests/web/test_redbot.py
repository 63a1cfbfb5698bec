"""redbot, which asks as a cache would, finds no fault with any public address."""

import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tests.web.live import ROOT, ask, running

PICTURES = "warning: Loading from insecure HTTP sources is allowed."
"""Accepted: entries show pictures and sound of others, and many of those have no https."""

ADDRESSES = {
    "/": {PICTURES},
    "/channels/coast": {PICTURES},
    "/channels/coast.atom": set(),
    "/channels/coast.rss": set(),
    "/channels/coast.json": set(),
    "/entries/lighthouse": {PICTURES},
    "/channels.opml": set(),
    "/sources.opml": set(),
    "/healthz": set(),
    "/static/style.css": set(),
}


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    with running() as number:
        yield number


def found(url: str) -> set[str]:
    """What redbot says is bad or to be warned of."""
    judged = subprocess.run(
        [sys.executable, "-m", "tests.web.redbot", url],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert judged.returncode == 0, judged.stderr
    return set(judged.stdout.splitlines())


@pytest.mark.parametrize("path", ADDRESSES)
def test_m01_m03_m05_m06_m07_m09_m11_m12_m17_redbot_finds_no_fault(port: int, path: str) -> None:
    assert ask(port, "GET", path)[0].status == 200
    assert found(f"http://127.0.0.1:{port}{path}") == ADDRESSES[path]


class Careless(BaseHTTPRequestHandler):
    """Names a validator and heeds it not."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("ETag", '"1"')
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base's name
        """Say nothing."""


def test_redbot_does_find_faults() -> None:
    with ThreadingHTTPServer(("127.0.0.1", 0), Careless) as server:
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        told = found(f"http://127.0.0.1:{server.server_port}/")
        server.shutdown()
    assert any("If-None-Match" in line for line in told), told
