"""The real server on a loopback port."""

import gzip
import http.client
import os
import resource
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator

import pytest

from feedsvc.errors import FeedsvcError
from feedsvc.web.server import LISTENING, STOP_SECONDS, UNSENT, attentive, bound_unsent, serve
from tests.web.live import ROOT, SOON, application, ask, await_port, free_port, main, running, start
from tests.web.slow import KINDS, Crowd
from tests.web.test_redbot import ADDRESSES

FEED = "/channels/coast.atom"


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    with running() as number:
        yield number


def test_m01_m12_a_document_arrives_whole(port: int) -> None:
    answer, body = ask(port, "GET", FEED)
    assert answer.status == 200
    assert body.startswith(b"coast atom")
    assert answer.headers["Content-Length"] == str(len(body))
    assert answer.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert answer.headers["Date"]
    assert answer.headers["ETag"]
    assert answer.headers.get_all("Vary") == ["Accept-Encoding, A-IM"]


def test_m02_m10_gzip_arrives_as_gzip(port: int) -> None:
    answer, body = ask(port, "GET", FEED, {"Accept-Encoding": "br;q=0.7, gzip;q=0.8"})
    assert answer.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(body) == ask(port, "GET", FEED)[1]


def test_m03_m07_a_304_arrives_without_a_body(port: int) -> None:
    tag = ask(port, "GET", FEED)[0].headers["ETag"]
    answer, body = ask(port, "GET", FEED, {"If-None-Match": f'"x", {tag}'})
    assert (answer.status, body) == (304, b"")
    for name in ("Cache-Control", "Date", "ETag", "Vary", "Content-Security-Policy"):
        assert answer.headers[name]
    assert "Content-Length" not in answer.headers
    assert "Transfer-Encoding" not in answer.headers


def test_m03_tags_in_several_fields_are_one_list(port: int) -> None:
    tag = ask(port, "GET", FEED)[0].headers["ETag"]
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=SOON)
    connection.putrequest("GET", FEED)
    connection.putheader("If-None-Match", '"x"')
    connection.putheader("If-None-Match", tag)
    connection.endheaders()
    answer = connection.getresponse()
    answer.read()
    connection.close()
    assert answer.status == 304


@pytest.mark.parametrize("path", [*ADDRESSES, "/no/such", "/no/such.rss", "/entries/gone"])
@pytest.mark.parametrize("coding", ["br", "gzip", "identity", "identity;q=0"])
def test_m08_head_is_get_without_its_body(port: int, path: str, coding: str) -> None:
    fields = {"Accept-Encoding": coding}
    full, body = ask(port, "GET", path, fields)
    head, nothing = ask(port, "HEAD", path, fields)
    assert nothing == b""
    assert head.status == full.status
    assert head.headers["Content-Length"] == str(len(body))
    for named in (full, head):
        assert named.headers["Date"]
        del named.headers["Date"]
    assert sorted(head.headers.items()) == sorted(full.headers.items())


@pytest.mark.parametrize("path", ["/", FEED, "/channels/coast", "/healthz", "/static/style.css"])
def test_m13_options_tells_the_methods(port: int, path: str) -> None:
    answer, body = ask(port, "OPTIONS", path)
    assert (answer.status, body) == (200, b"")
    assert set(answer.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}


def test_m08_the_connection_is_in_step_after_head_and_304(port: int) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=SOON)
    statuses = []
    for method, fields in [("HEAD", {}), ("GET", {"If-None-Match": "*"}), ("GET", {})] * 2:
        connection.request(method, FEED, headers=fields)
        answer = connection.getresponse()
        answer.read()
        statuses.append(answer.status)
    connection.close()
    assert statuses == [200, 304, 200] * 2


def test_m13_a_body_that_nobody_wants_is_refused(port: int) -> None:
    answer, _ = ask(port, "POST", FEED, {"Content-Length": "0"})
    assert answer.status == 405
    assert "GET" in answer.headers["Allow"]


@pytest.mark.parametrize("kind", KINDS)
def test_a3_honest_readers_are_served_beside_hundreds_who_never_finish(
    port: int, kind: str
) -> None:
    files, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    took = []
    with Crowd(port, kind, min(900, files - 100), FEED):
        for _ in range(100):
            started = time.monotonic()
            assert ask(port, "GET", FEED)[0].status == 200
            took.append(time.monotonic() - started)
    assert sorted(took)[-2] < 0.25


@pytest.mark.skipif(not LISTENING.exists(), reason="only Linux tells which socket listens")
def test_a3_what_the_kernel_keeps_for_a_connection_is_bounded() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        bound_unsent()
        with socket.create_connection(server.getsockname()):
            taken, _ = server.accept()
            with taken:
                assert taken.getsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF) <= 2 * UNSENT


def test_a_port_that_is_taken_is_named(port: int) -> None:
    with pytest.raises(FeedsvcError) as raised:
        main(port)
    assert str(raised.value) == f"127.0.0.1:{port} is in use; choose another [web] bind"


def test_an_address_that_is_not_ours_is_named() -> None:
    with pytest.raises(FeedsvcError, match=r"^192\.0\.2\.1:8000 cannot be used \(.+\); choose"):
        serve(application, host="192.0.2.1", port=8000)


def test_it_stops_in_time_though_someone_never_finishes_asking() -> None:
    number = free_port()
    process = start(number)
    await_port(number)
    with socket.create_connection(("127.0.0.1", number)) as idle:
        idle.sendall(b"GET / HTTP/1.1\r\nHo")
        time.sleep(0.2)
        started = time.monotonic()
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=20)
    assert time.monotonic() - started < STOP_SECONDS + 2
    assert process.returncode == 0
    with pytest.raises(ProcessLookupError):
        os.kill(process.pid, 0)


def tell_myself() -> None:
    time.sleep(0.3)
    signal.pthread_kill(threading.get_ident(), signal.SIGTERM)


def heedless() -> None:
    """Have a signal delivered to a thread that is not the main one, and wait for its handler."""
    heard = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: heard.set())
    attentive(application)
    threading.Thread(target=tell_myself).start()
    heard.wait()


def test_a_signal_that_another_thread_receives_is_heard() -> None:
    program = "from tests.web.test_server import heedless; heedless()"
    finished = subprocess.run(  # our own program
        [sys.executable, "-c", program], cwd=ROOT, timeout=SOON, check=False
    )
    assert finished.returncode == 0
