"""Requests with something to send, and those whose redirects are not followed."""

import socket
from collections.abc import Iterator

import pytest

from feedsvc.net.client import Client
from feedsvc.net.http import Request
from tests.net.loopback import Handler, Loopback, answer, path_of

FORM = (("Content-Type", "application/x-www-form-urlencoded"), ("X-Hub-Signature", "sha256=1"))
BODY = b"hub.mode=subscribe&hub.topic=a"


@pytest.fixture
def client() -> Iterator[Client]:
    client = Client("t", ["127.0.0.0/8"])
    yield client
    client.close()


class Hub:
    """Takes bodies in; answers by path."""

    def __init__(self, **paths: Handler) -> None:
        self.paths = paths
        self.bodies: list[bytes] = []

    def __call__(self, connection: socket.socket, head: bytes) -> None:
        lines, _, body = head.partition(b"\r\n\r\n")
        fields = dict(line.split(": ", 1) for line in lines.decode().split("\r\n")[1:])
        size = int(fields.get("Content-Length", 0))
        connection.settimeout(5)
        while len(body) < size:
            body += connection.recv(65536)
        connection.settimeout(0.05)
        self.bodies.append(body)
        self.paths.get(path_of(head)[1:], answer("202 Accepted"))(connection, head)


def test_a_body_is_posted_as_it_is(client: Client) -> None:
    body = bytes(range(256)) * 8192  # 2 MiB, at once and not after 100 Continue
    hub = Hub()
    with Loopback(hub) as server:
        response = client.send(Request(f"{server.url}/hub", FORM, body=body))
    head = server.heads[0].partition(b"\r\n\r\n")[0].decode()
    assert response.status == 202
    assert hub.bodies == [body]
    assert head.startswith("POST /hub HTTP/1.1\r\n")
    assert "Content-Type: application/x-www-form-urlencoded\r\n" in head
    assert "X-Hub-Signature: sha256=1" in head
    assert "Expect" not in head


def test_an_empty_body_is_posted_too_and_the_next_request_is_a_get(client: Client) -> None:
    hub = Hub()
    with Loopback(hub) as server:
        client.send(Request(server.url, FORM, body=b""))
        client.send(Request(f"{server.url}/?hub.mode=subscribe&hub.challenge=a%20b"))
        client.send(Request(server.url, body=b"x"))
    starts = [head.split(b" HTTP/")[0] for head in server.heads]
    assert starts == [b"POST /", b"GET /?hub.mode=subscribe&hub.challenge=a%20b", b"POST /"]
    assert b"Content-Length: 0" in server.heads[0]
    assert b"Content-" not in server.heads[1]
    assert hub.bodies == [b"", b"", b"x"]
    assert server.accepted == 1


@pytest.mark.parametrize(
    ("status", "start", "bodies"),
    [
        ("301 M", b"GET /b", [BODY, b""]),
        ("302 F", b"GET /b", [BODY, b""]),
        ("303 S", b"GET /b", [BODY, b""]),
        ("307 T", b"POST /b", [BODY, BODY]),
        ("308 P", b"POST /b", [BODY, BODY]),
    ],
)
def test_what_redirects_do_with_a_body(
    client: Client, status: str, start: bytes, bodies: list[bytes]
) -> None:
    hub = Hub(a=answer(status, location="/b"))
    with Loopback(hub) as server:
        client.send(Request(f"{server.url}/a", FORM, body=BODY))
    assert server.heads[1].startswith(start)
    assert (b"Content-Type" in server.heads[1]) == start.startswith(b"POST")
    assert hub.bodies == bodies


def test_own_headers_of_a_post_do_not_cross_to_another_origin(client: Client) -> None:
    with Loopback(Hub()) as other, Loopback(Hub(a=answer("307 T", location=other.url))) as server:
        client.send(Request(f"{server.url}/a", FORM, body=BODY))
    assert b"X-Hub-Signature" not in other.heads[0]
    assert b"Content-Type: application/x-www-form-urlencoded" in other.heads[0]


@pytest.mark.parametrize("body", [None, BODY])
@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_an_answer_where_none_is_to_be_followed(
    client: Client, status: int, body: bytes | None
) -> None:
    with Loopback(answer()) as other:
        hub = Hub(a=answer(f"{status} R", location=other.url))
        with Loopback(hub) as server:
            url = f"{server.url}/a"
            response = client.send(Request(url, body=body, follow_redirects=False))
    assert (response.status, response.url, response.error) == (status, url, "")
    assert response.headers["location"] == other.url
    assert other.accepted == 0


def test_the_guard_judges_a_post_as_it_does_a_get() -> None:
    client = Client("t")
    with Loopback(Hub()) as server:
        response = client.send(Request(server.url, FORM, body=BODY, follow_redirects=False))
    client.close()
    assert response.error.startswith("address 127.0.0.1 refused: loopback")
    assert server.accepted == 0


def test_nothing_is_posted_to_a_file(client: Client) -> None:
    response = client.send(Request("file:///etc/hostname", body=b""))
    assert response.error == "address refused: only http and https are fetched, not 'file'"
