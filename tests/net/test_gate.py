import socket

import pytest

from feedsvc.net.client import Client
from feedsvc.net.gate import NOWHERE, Gate, Own
from feedsvc.net.http import Request
from tests.net.loopback import Loopback, answer

ALL = ("0.0.0.0/0", "::/0")
REASON = "this is our own address; a source is a feed that others publish"


@pytest.mark.parametrize(
    ("site", "url", "ours"),
    [
        ("https://feeds.example.org", "https://feeds.example.org/channels/a.atom", True),
        ("https://feeds.example.org", "https://FEEDS.example.org./channels/a.atom", True),
        ("https://feeds.example.org", "https://feeds.example.org:443/", True),
        ("https://feeds.example.org", "http://feeds.example.org/", True),
        ("https://feeds.example.org", "http://feeds.example.org:80", True),
        ("https://feeds.example.org", "https://feeds.example.org:8443/", False),
        ("https://feeds.example.org", "https://example.org/", False),
        ("https://feeds.example.org", "https://feeds.example.org.evil.example/", False),
        ("http://127.0.0.1:8000", "http://127.0.0.1:8000/channels/a.rss", True),
        ("http://127.0.0.1:8000", "http://127.0.0.1:8001/channels/a.rss", False),
        ("http://127.0.0.1:8000", "http://127.0.0.1/", False),
        ("http://[::1]:8000", "http://[::1]:8000/x", True),
        ("http://[::1]", "http://[::1]/x", True),
        ("https://example.org/feeds", "https://example.org/feeds", True),
        ("https://example.org/feeds", "https://example.org/feeds?a", True),
        ("https://example.org/feeds", "https://example.org/feeds/channels/a.rss", True),
        ("https://example.org/feeds", "https://example.org/a/..//feeds/%61", True),
        ("https://example.org/feeds", "https://example.org/%66eeds/a", True),
        ("https://example.org/feeds", "https://example.org/feeds2/a", False),
        ("https://example.org/feeds", "https://example.org/blog/feed", False),
        ("https://example.org/feeds", "https://example.org/", False),
        ("", "https://example.org/", False),
    ],
)
def test_what_lies_under_our_public_address_is_ours(site: str, url: str, *, ours: bool) -> None:
    refused = Gate(own=Own(site)).url_refusal(url)
    assert refused == (f"address refused: {REASON}" if ours else None)


@pytest.mark.parametrize(
    ("host", "address", "ours"),
    [
        ("127.0.0.1", "127.0.0.1", True),
        ("127.0.0.1", "::ffff:127.0.0.1", True),
        ("127.0.0.1", "0.0.0.0", True),
        ("127.0.0.1", "::", True),
        ("127.0.0.1", "127.0.0.2", False),
        ("127.0.0.1", "93.184.216.34", False),
        ("::1", "::1", True),
        ("0.0.0.0", "127.0.0.1", True),
        ("0.0.0.0", "127.9.9.9", True),
        ("0.0.0.0", "0.0.0.0", True),
        ("0.0.0.0", "93.184.216.34", False),
        ("::", "127.0.0.1", True),
        ("::", "::1", True),
        ("::", "2606:4700:4700::1111", False),
        ("93.184.216.34", "93.184.216.34", True),
        ("93.184.216.34", "0.0.0.0", False),
        ("", "127.0.0.1", False),
    ],
)
def test_what_the_web_process_listens_on_is_ours(host: str, address: str, *, ours: bool) -> None:
    gate = Gate(ALL, Own("", host, 8000))
    expected = f"address {address} port 8000 refused: {REASON}"
    assert gate.refusal(address, 8000) == (expected if ours else None)
    assert gate.refusal(address, 8001) is None


def test_of_nowhere_nothing_is_ours() -> None:
    assert Gate(ALL, NOWHERE).refusal("127.0.0.1", 0) is None


@pytest.mark.parametrize("name", ["127.0.0.1", "localhost", "127.1", "2130706433", "0", "[::1]"])
@pytest.mark.parametrize("bind", ["0.0.0.0", "::"])
def test_no_connection_to_ourselves_however_it_is_written(name: str, bind: str) -> None:
    with Loopback(answer(), host=bind) as web, Loopback(answer(body=b"other")) as other:
        client = Client("t", ALL, own=Own("https://feeds.example", bind, web.port))
        response = client.send(Request(f"http://{name}:{web.port}/channels/all.rss"))
        assert client.send(Request(other.url)).body == b"other"
        client.close()
    assert response.error.endswith(f"port {web.port} refused: {REASON}")
    assert web.accepted == 0


def test_no_redirect_to_ourselves() -> None:
    client = Client("t", ALL, own=Own("https://feeds.example"))
    with Loopback(answer("302 Found", location="https://feeds.example/a.rss")) as server:
        response = client.send(Request(server.url))
    client.close()
    assert response.error == f"redirect not followed: address refused: {REASON}"


def test_a_client_goes_by_what_it_follows() -> None:
    client = Client("before/1", ["127.0.0.0/8"])
    with Loopback(answer(body=b"a")) as server:
        assert client.send(Request(server.url)).body == b"a"
        client.follow("after/2", ["10.0.0.0/8"])
        refused = client.send(Request(server.url)).error
        assert refused.startswith("address 127.0.0.1 refused: loopback")
        assert len(server.heads) == 1  # nothing went over the connection that still stood
        client.follow("after/2", ["127.0.0.0/8"])
        assert client.send(Request(server.url)).body == b"a"
        client.follow("after/2", ALL, own=Own("", "127.0.0.1", server.port))
        assert client.send(Request(server.url)).error.endswith(REASON)
        with pytest.raises(ValueError, match="nonsense"):
            client.follow("after/2", ["nonsense"])
    client.close()
    assert [head.split(b"User-Agent: ")[1].split(b"\r\n")[0] for head in server.heads] == [
        b"before/1",
        b"after/2",
    ]


def test_an_answer_under_way_redirects_by_the_rules_of_now() -> None:
    with Loopback(answer()) as other:
        client = Client("t", ["127.0.0.0/8"])

        def redirect(connection: socket.socket, head: bytes) -> None:
            client.follow("t", ["127.0.0.2/32"])
            answer("302 Found", location=other.url)(connection, head)

        with Loopback(redirect, host="127.0.0.2") as server:
            response = client.send(Request(server.url))
        client.close()
    assert response.error.startswith("address 127.0.0.1 refused: loopback")
    assert other.accepted == 0
