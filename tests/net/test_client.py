import gzip
import resource
import socket
import ssl
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from feedsvc.net.client import Client
from feedsvc.net.http import Limits, Request, Response
from tests.net.loopback import Loopback, answer, path_of, silent, then_close

QUICK = Limits(connect=0.5, idle=1, total=0.6, body=10 << 20)


@pytest.fixture
def client() -> Iterator[Client]:
    client = Client("feedsvc-tests/1", ["127.0.0.0/8", "::1/128"])
    yield client
    client.close()


@pytest.fixture
def hasty() -> Iterator[Client]:
    client = Client("feedsvc-tests/1", ["127.0.0.0/8"], limits=QUICK)
    yield client
    client.close()


def test_an_answer_with_its_headers_and_body(client: Client) -> None:
    with Loopback(answer(body=b"<rss/>", etag='W/"a,b"', content_type="text/xml")) as server:
        response = client.send(Request(f"{server.url}/feed", (("Accept", "text/xml"),)))
    assert response == Response(
        f"{server.url}/feed",
        200,
        {"content-length": "6", "etag": 'W/"a,b"', "content-type": "text/xml"},
        b"<rss/>",
    )


def test_what_is_sent(client: Client) -> None:
    with Loopback(answer()) as server:
        client.send(
            Request(
                f"{server.url}/a?b=c",
                (
                    ("Accept", "text/xml"),
                    ("If-None-Match", 'W/"x"'),
                    ("If-Modified-Since", ""),
                    ("X-Split", "a\r\nX-Injected: b"),
                ),
            )
        )
    lines = server.heads[0].decode().split("\r\n")
    assert lines[0] == "GET /a?b=c HTTP/1.1"
    assert sorted(line.partition(":")[0].lower() for line in lines[1:-2]) == [
        "accept",
        "accept-encoding",
        "host",
        "if-none-match",
        "user-agent",
    ]
    assert 'If-None-Match: W/"x"' in lines
    assert "User-Agent: feedsvc-tests/1" in lines
    assert "gzip" in next(line for line in lines if line.startswith("Accept-Encoding"))


def test_nothing_is_carried_from_one_request_to_the_next(client: Client) -> None:
    with Loopback(answer(set_cookie="a=b")) as server:
        client.send(Request(server.url, (("X-One", "1"),)))
        client.send(Request(server.url))
    assert b"X-One" not in server.heads[1]
    assert b"Cookie" not in server.heads[1]
    assert b"Referer" not in server.heads[1]
    assert server.accepted == 1  # but the connection is used again


def test_repeated_fields_are_joined_and_those_of_interim_answers_and_trailers_left_out(
    client: Client,
) -> None:
    raw = (
        b"HTTP/1.1 103 Early Hints\r\nLink: <a>\r\n\r\n"
        b"HTTP/1.1 200 OK\r\nVary: a\r\nVARY: b\r\nTransfer-Encoding: chunked\r\n\r\n"
        b"2\r\nok\r\n0\r\nETag: evil\r\n\r\n"
    )
    with Loopback(then_close(raw)) as server:
        response = client.send(Request(server.url))
    assert dict(response.headers) == {"vary": "a, b", "transfer-encoding": "chunked"}
    assert response.body == b"ok"


def test_gzip_is_decoded(client: Client) -> None:
    body = gzip.compress(b"<rss/>")
    with Loopback(answer(body=body, content_encoding="gzip")) as server:
        assert client.send(Request(server.url)).body == b"<rss/>"


def test_many_at_a_time_each_with_its_own_answer(client: Client) -> None:
    def echo(connection: socket.socket, head: bytes) -> None:
        answer(body=path_of(head).encode())(connection, head)

    with Loopback(echo) as server:
        for number in range(60):
            client.start(number, Request(f"http://127.0.1.{number % 7}:{server.port}/{number}"))
        assert client.pending == 60
    assert {response.error for _, response in _all(client)} == {"connection refused"}
    with Loopback(echo, host="0.0.0.0") as server:
        for number in range(60):
            client.start(number, Request(f"http://127.0.1.{number % 7}:{server.port}/{number}"))
        answers = dict(_all(client))
    assert {key: value.body.decode() for key, value in answers.items()} == {
        number: f"/{number}" for number in range(60)
    }
    assert client.pending == 0


def _all(client: Client) -> list[tuple[object, Response]]:
    answers = []
    while client.pending:
        answers += client.finished(5)
    return answers


def test_finished_returns_with_the_first_answer_and_not_before_time(client: Client) -> None:
    with Loopback(silent) as mute, Loopback(answer()) as server:
        client.start("mute", Request(mute.url))
        client.start("quick", Request(server.url))
        started = time.monotonic()
        assert [token for token, _ in client.finished(5)] == ["quick"]
        assert time.monotonic() - started < 1
        assert client.pending == 1
        started = time.monotonic()
        assert client.finished(0.2) == []
        assert 0.2 <= time.monotonic() - started < 1


def test_finished_with_nothing_pending_does_not_wait(client: Client) -> None:
    started = time.monotonic()
    assert client.finished(5) == []
    assert time.monotonic() - started < 1


def test_send_keeps_the_answers_to_others(client: Client) -> None:
    with Loopback(answer(body=b"a")) as one:

        def second(connection: socket.socket, head: bytes) -> None:
            deadline = time.monotonic() + 5
            while not one.heads and time.monotonic() < deadline:
                time.sleep(0.01)
            time.sleep(0.1)
            answer(body=b"b")(connection, head)

        with Loopback(second) as two:
            client.start("one", Request(one.url))
            assert client.send(Request(two.url)).body == b"b"
        assert client.pending == 1
        assert [(token, answer.body) for token, answer in client.finished(0)] == [("one", b"a")]


def test_two_at_a_time_to_one_host() -> None:
    now = most = 0

    def slow(connection: socket.socket, head: bytes) -> None:
        nonlocal now, most
        now += 1
        most = max(most, now)
        time.sleep(0.03)
        now -= 1
        answer()(connection, head)

    client = Client("t", ["127.0.0.0/8"])
    with Loopback(slow) as server:
        for number in range(8):
            client.start(number, Request(server.url))
        assert len(_all(client)) == 8
    client.close()
    assert most == 2


def test_no_more_than_parallel_at_a_time() -> None:
    client = Client("t", ["127.0.0.0/8"], 3)
    with Loopback(silent, host="0.0.0.0") as server:
        for number in range(9):
            client.start(number, Request(f"http://127.0.2.{number + 1}:{server.port}/"))
        deadline = time.monotonic() + 0.3
        while time.monotonic() < deadline:
            client.finished(0.05)
        assert server.accepted == 3
        client.close()


# --- what goes wrong ----------------------------------------------------------


def test_connection_refused(client: Client) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    response = client.send(Request(f"http://127.0.0.1:{port}/"))
    assert response == Response(f"http://127.0.0.1:{port}/", 0, error="connection refused")


def test_a_name_that_does_not_exist(client: Client) -> None:
    response = client.send(Request("http://nowhere.invalid:81/"))
    assert response.error == "name not found: nowhere.invalid"


@pytest.mark.parametrize(
    ("raw", "error"),
    [
        (b"", "the connection was closed without an answer"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\nhalf", "the answer broke off"),
        (
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhal",
            "the answer broke off",
        ),
        (
            b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n\r\nnope",
            "the body is not encoded as its header says",
        ),
        (
            b"HTTP/1.1 200 OK\r\nContent-Encoding: secret\r\nContent-Length: 4\r\n\r\nnope",
            "the body is not encoded as its header says",
        ),
        (b"<rss/>", "the answer is not HTTP"),
        (
            b"HTTP/1.1 200 OK\r\nContent-Length: 10485761\r\n\r\n",
            "more than 10 MiB",
        ),
    ],
)
def test_bad_answers(client: Client, raw: bytes, error: str) -> None:
    with Loopback(then_close(raw)) as server:
        response = client.send(Request(server.url))
    assert response == Response(server.url, 0, error=error)


def test_no_answer(hasty: Client) -> None:
    with Loopback(silent) as server:
        response = hasty.send(Request(server.url))
    assert response.error == "no answer within 0.6 s"


def test_silence_within_an_answer() -> None:
    client = Client("t", ["127.0.0.0/8"], limits=Limits(idle=1, total=20))
    start = b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\nhalf"
    with Loopback(lambda connection, _: connection.sendall(start)) as server:
        started = time.monotonic()
        response = client.send(Request(server.url))
    client.close()
    assert response.error == "silent for 1 s"
    assert time.monotonic() - started < 10


def test_a_trickle_ends_with_the_total(hasty: Client) -> None:
    def trickle(connection: socket.socket, _head: bytes) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 999\r\n\r\n")
        for _ in range(40):
            connection.sendall(b"x")
            time.sleep(0.05)

    with Loopback(trickle) as server:
        assert hasty.send(Request(server.url)).error == "no answer within 0.6 s"


def test_no_connection() -> None:
    client = Client("t", ["127.0.0.0/8"], limits=Limits(connect=0.3))
    with socket.create_server(("127.0.0.1", 0), backlog=0) as full:
        address = full.getsockname()
        crowd = [socket.socket() for _ in range(4)]
        for one in crowd:
            one.settimeout(0)
            one.connect_ex(address)
        started = time.monotonic()
        response = client.send(Request(f"http://127.0.0.1:{address[1]}/"))
        assert time.monotonic() - started < 3
        for one in crowd:
            one.close()
    client.close()
    assert response.error == "no connection within 0.3 s"


def test_a_bomb_stops_at_the_cap(client: Client) -> None:
    # Members of a gzip stream may be repeated: 1 GiB of zeros is 64 times the same 16 MiB.
    member = gzip.compress(bytes(16 << 20), 9)
    body = member * 64

    def bomb(connection: socket.socket, head: bytes) -> None:
        answer(body=body, content_encoding="gzip")(connection, head)

    with Loopback(bomb) as server:
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        response = client.send(Request(server.url))
        after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert response.error == "a bomb: more than 200 bytes unpacked from each one"
    assert (after - before) * 1024 < 64 << 20


def test_a_body_at_the_cap_is_taken_and_one_byte_more_is_not() -> None:
    client = Client("t", ["127.0.0.0/8"], limits=Limits(body=1000))
    head = b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n"
    for size, error in ((1000, ""), (1001, "more than 1000 bytes")):
        with Loopback(then_close(head + bytes(size))) as server:
            assert client.send(Request(server.url)).error == error
    client.close()


def test_a_flood_of_header_fields_stops_at_the_cap(client: Client) -> None:
    def flood(connection: socket.socket, _head: bytes) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\n" + b"X-Flood: 0\r\n" * 10_000)

    def hints(connection: socket.socket, _head: bytes) -> None:
        connection.sendall(b"HTTP/1.1 103 Early Hints\r\nA: 1\r\n\r\n" * 10_000)

    for handler in (flood, hints):
        with Loopback(handler) as server:
            error = client.send(Request(server.url)).error
        assert error == "more than 300 header fields"


def test_a_client_that_met_every_fault_still_works(hasty: Client) -> None:
    with Loopback(then_close(b"")) as bad, Loopback(silent) as mute, Loopback(answer()) as good:
        for _ in range(3):
            assert hasty.send(Request(bad.url)).error
            assert hasty.send(Request("http://10.0.0.1/")).error
            assert hasty.send(Request(mute.url)).error
            assert hasty.send(Request(good.url)).status == 200


def test_no_descriptor_is_left_behind() -> None:
    before = len(list(Path("/dev/fd").iterdir()))
    client = Client("t", ["127.0.0.0/8"])
    with Loopback(answer(), host="0.0.0.0") as server:
        for number in range(20):
            url = f"http://127.0.3.{number + 1}:{server.port}/"
            assert client.send(Request(url)).status == 200
        client.close()
    assert len(list(Path("/dev/fd").iterdir())) == before


# --- redirects ----------------------------------------------------------------


def _redirects(**to: tuple[str, str]) -> Loopback:
    """A server whose paths redirect: `a=("301 Moved", "/b")`; others answer 200."""

    def handle(connection: socket.socket, head: bytes) -> None:
        status, location = to.get(path_of(head)[1:], ("200 OK", ""))
        handler = answer(status, location=location) if location else answer(body=b"here")
        handler(connection, head)

    return Loopback(handle)


def test_redirects_are_followed_to_the_final_address(client: Client) -> None:
    with _redirects(a=("302 Found", "b"), b=("303 See Other", "/c"), c=("307 T", "?d")) as server:
        response = client.send(Request(f"{server.url}/a"))
    assert response.url == f"{server.url}/c?d"
    assert response.body == b"here"
    assert response.permanent == ""


def test_the_permanent_part_of_a_chain_is_told(client: Client) -> None:
    with _redirects(a=("301 M", "/b"), b=("308 P", "/c"), c=("302 F", "/d")) as server:
        response = client.send(Request(f"{server.url}/a"))
    assert (response.url, response.permanent) == (f"{server.url}/d", f"{server.url}/c")


def test_a_permanent_redirect_behind_a_passing_one_is_not_told(client: Client) -> None:
    with _redirects(a=("302 F", "/b"), b=("301 M", "/c")) as server:
        response = client.send(Request(f"{server.url}/a"))
    assert (response.url, response.permanent) == (f"{server.url}/c", "")


def test_a_loop_ends(client: Client) -> None:
    with _redirects(a=("302 F", "/b"), b=("302 F", "/a")) as server:
        response = client.send(Request(f"{server.url}/a"))
    assert response.error == "too many redirects (more than 5)"
    assert len(server.heads) == 6


def test_the_total_time_holds_for_the_whole_chain() -> None:
    def slow(connection: socket.socket, head: bytes) -> None:
        time.sleep(0.8)
        answer("302 F", location=f"{path_of(head)}x")(connection, head)

    client = Client("t", ["127.0.0.0/8"], limits=Limits(total=1))
    with Loopback(slow) as server:
        started = time.monotonic()
        response = client.send(Request(f"{server.url}/a"))
        assert time.monotonic() - started < 1.5
    client.close()
    assert (response.url, response.error) == (f"{server.url}/ax", "no answer within 1 s")


def test_validators_go_only_where_they_belong(client: Client) -> None:
    with _redirects(a=("302 F", "/b"), b=("302 F", "/c")) as server:
        validators = (("If-None-Match", '"e"'), ("If-Modified-Since", "yesterday"))
        client.send(Request(f"{server.url}/a", validators, f"{server.url}/b"))
    assert [(path_of(head), b"If-" in head) for head in server.heads] == [
        ("/a", False),
        ("/b", True),
        ("/c", False),
    ]


def test_a_callers_own_header_does_not_cross_to_another_origin(client: Client) -> None:
    headers = (("Accept", "text/xml"), ("X-Api-Key", "secret"))
    with Loopback(answer()) as other:
        back = {"a": ("302 F", "/b"), "b": ("302 F", f"{other.url}/c")}
        with _redirects(**back) as server:
            client.send(Request(f"{server.url}/a", headers))
    assert [b"X-Api-Key" in head for head in server.heads] == [True, True]
    assert b"X-Api-Key" not in other.heads[0]
    assert b"Accept: text/xml" in other.heads[0]


@pytest.mark.parametrize(
    ("target", "reason"),
    [
        ("http://10.0.0.1/", "address 10.0.0.1 refused: private network"),
        ("http://[::ffff:10.0.0.1]/", "refused: IPv4 inside IPv6, private network"),
        ("file:///etc/hostname", "only http and https are fetched, not 'file'"),
        ("ftp://127.0.0.1/", "only http and https are fetched, not 'ftp'"),
        ("gopher://127.0.0.1:1/_x", "only http and https are fetched, not 'gopher'"),
    ],
)
@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_to_a_refused_address_is_not_followed(
    client: Client, status: int, target: str, reason: str
) -> None:
    with _redirects(a=(f"{status} R", target)) as server:
        response = client.send(Request(f"{server.url}/a"))
    assert (response.status, response.body) == (0, b"")
    assert reason in response.error


def test_credentials_in_a_redirect_are_left_behind(client: Client) -> None:
    with Loopback(answer()) as other:
        server = _redirects(a=("302 F", other.url.replace("//", "//user:word@")))
        with server:
            response = client.send(Request(f"{server.url}/a"))
    assert response.url == f"{other.url}/"
    assert b"Authorization" not in other.heads[0]


def test_a_redirect_without_a_place_is_an_answer(client: Client) -> None:
    with Loopback(answer("302 Found")) as server:
        assert client.send(Request(server.url)).status == 302


# --- refused before anything is sent ------------------------------------------


def test_private_addresses_are_refused_unless_allowed() -> None:
    client = Client("t")
    with Loopback(answer()) as server:
        response = client.send(Request(server.url))
    client.close()
    assert response == Response(
        server.url,
        0,
        error="address 127.0.0.1 refused: loopback (allow it with [fetch] allow_networks)",
    )
    assert server.accepted == 0


@pytest.mark.parametrize("host", ["localhost", "127.1", "2130706433", "0x7f.1", "[::1]", "0"])
def test_spellings_of_this_machine_are_refused(host: str) -> None:
    client = Client("t")
    with Loopback(answer()) as server:
        response = client.send(Request(f"http://{host}:{server.port}/"))
    client.close()
    assert "refused" in response.error
    assert server.accepted == 0


def test_a_proxy_in_the_environment_is_not_used(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Loopback(answer(body=b"proxy")) as proxy, Loopback(answer(body=b"self")) as server:
        for name in ("http_proxy", "ALL_PROXY", "all_proxy", "HTTP_PROXY"):
            monkeypatch.setenv(name, proxy.url)
        assert client.send(Request(server.url)).body == b"self"
    assert proxy.accepted == 0


def test_credentials_in_a_url_are_refused(client: Client) -> None:
    with Loopback(answer()) as server:
        response = client.send(Request(server.url.replace("//", "//user:word@")))
    assert response.error == "address refused: it holds credentials"
    assert server.accepted == 0


def test_a_network_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="nonsense"):
        Client("t", ["nonsense"])


def test_a_file_is_read(client: Client, tmp_path: Path) -> None:
    path = tmp_path / "a feed.rss"
    path.write_bytes(b"<rss/>")
    response = client.send(Request(path.as_uri()))
    assert (response.status, response.body) == (200, b"<rss/>")


# --- TLS ----------------------------------------------------------------------


def test_https_with_a_certificate_that_is_trusted(certificate: Path, tls: ssl.SSLContext) -> None:
    client = Client("t", ["127.0.0.0/8"], ca_file=str(certificate))
    with Loopback(answer(body=b"secret"), context=tls) as server:
        assert client.send(Request(server.url)).body == b"secret"
    client.close()


def test_https_with_a_certificate_that_is_not_trusted(client: Client, tls: ssl.SSLContext) -> None:
    with Loopback(answer(body=b"secret"), context=tls) as server:
        response = client.send(Request(server.url))
    assert response.error.startswith("certificate not trusted: ")
    assert not server.heads


def test_no_step_from_https_to_http(certificate: Path, tls: ssl.SSLContext) -> None:
    client = Client("t", ["127.0.0.0/8"], ca_file=str(certificate))
    with Loopback(answer()) as plain:
        server = Loopback(answer("301 Moved", location=plain.url), context=tls)
        with server:
            response = client.send(Request(server.url))
    client.close()
    assert response.error == "redirect not followed: it leads from https to http"
    assert plain.accepted == 0
