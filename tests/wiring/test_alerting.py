"""Alerts over real sockets."""

import json
import socket
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from feedsvc.flows.alerts import trial
from feedsvc.settings import Alerts, Fetch, Settings
from feedsvc.settings.secret import Secret
from feedsvc.wiring.alerting import ways
from tests.cli.program import Program
from tests.net.loopback import Loopback
from tests.rig import NOON

LOOPBACK = Fetch(allow_networks=("127.0.0.0/8",))


class Hook:
    """Takes what is posted."""

    def __init__(self, status: str = "200 OK") -> None:
        self.status = status
        self.bodies: list[dict[str, object]] = []

    def __call__(self, connection: socket.socket, head: bytes) -> None:
        size = int(head.lower().partition(b"content-length:")[2].split(b"\r\n")[0])
        body = head.partition(b"\r\n\r\n")[2]
        while len(body) < size:
            body += connection.recv(size - len(body))
        self.bodies.append(json.loads(body))
        connection.sendall(f"HTTP/1.1 {self.status}\r\nContent-Length: 0\r\n\r\n".encode())


def settings(url: str, fetch: Fetch = LOOPBACK) -> Settings:
    return Settings(alerts=Alerts(webhook=Secret(value=url)), fetch=fetch)


def posted(url: str, fetch: Fetch = LOOPBACK) -> str:
    made = settings(url, fetch)
    return ways(made)["webhook"](trial(made, NOON))


def test_a_webhook_gets_json() -> None:
    hook = Hook("204 No Content")
    with Loopback(hook) as server:
        assert posted(f"{server.url}/hook/canary") == ""
        assert b"application/json" in server.heads[0]
    assert hook.bodies[0]["text"] == (
        "feedsvc: a test of the alerts\n\nThis is how feedsvc tells that something needs attention."
    )


@pytest.mark.parametrize(
    ("status", "told"),
    [
        ("500 Broken", "it was answered with HTTP 500"),
        ("302 Found", "it was answered with HTTP 302"),
    ],
)
def test_what_it_refuses_is_told(status: str, told: str) -> None:
    with Loopback(Hook(status)) as server:
        assert posted(server.url) == told


def test_a_webhook_is_guarded_as_sources_are() -> None:
    with Loopback(Hook()) as server:
        told = posted(server.url, Fetch())
        assert not server.heads
    assert "refused: loopback" in told


def test_the_address_of_a_webhook_is_told_to_nobody() -> None:
    told = posted("http://canary-host.invalid/canary-path")
    assert told
    assert "canary" not in told


def test_without_settings_there_is_no_way() -> None:
    assert not ways(Settings())
    told = Alerts(mail_to=("a@b.example",), mail_from="c@d.example", smtp_host="h", smtp_port=25)
    assert list(ways(replace(Settings(), alerts=told))) == ["mail"]


def test_the_command_sends_a_test(tmp_path: Path) -> None:
    program = Program(tmp_path)
    program.write_samples()
    assert "nobody is told of anything" in program("alerts", "test").refused()
    program.write(feedsvc='[alerts]\nwebhook = { env = "HOOK" }\n')
    allow = {"FEEDSVC_FETCH__ALLOW_NETWORKS": '["127.0.0.0/8"]'}
    hook = Hook()
    with Loopback(hook) as server:
        ended = program("alerts", "test", HOOK=f"{server.url}/canary", **allow)
        assert (ended.code, ended.out) == (0, "The webhook went out.\n"), ended.err
        hook.status = "403 Forbidden"
        refused = program("alerts", "test", HOOK=f"{server.url}/canary", **allow).refused()
    assert "HTTP 403" in refused
    assert "canary" not in refused
    assert len(hook.bodies) == 2
    assert program("alerts", "list", "--json", HOOK="http://a.example/").rows() == []


def test_the_worker_tells(tmp_path: Path) -> None:
    """A source that is gone: the worker itself finds out, and posts it."""
    program = Program(tmp_path)
    hook, came = Hook(), threading.Event()

    def answer(connection: socket.socket, head: bytes) -> None:
        if head.startswith(b"POST"):
            hook(connection, head)
            came.set()
        else:
            connection.sendall(b"HTTP/1.1 410 Gone\r\nContent-Length: 0\r\n\r\n")

    with Loopback(answer) as server:
        program.write(
            feedsvc=(
                '[alerts]\nwebhook = { env = "HOOK" }\n[fetch]\nallow_networks = ["127.0.0.0/8"]\n'
            ),
            sources=f'[sources.herald]\nurl = "{server.url}/feed"\n',
        )
        assert program("poll", HOOK=f"{server.url}/hook").code == 0
        process = program.start("work", HOOK=f"{server.url}/hook")
        try:
            assert came.wait(20)
        finally:
            process.terminate()
            process.communicate(timeout=20)
    assert (
        hook.bodies[0]["title"] == "feedsvc: herald: Its owner says that the feed is gone for good"
    )
