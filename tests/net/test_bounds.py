"""What an answer may cost, whatever the server does (security P4; the cases of 1.4)."""

import gzip
import re
import socket
import time
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import brotli
import pytest

from feedsvc.net.client import Client
from feedsvc.net.http import Limits, Request, Response
from tests.net.loopback import Handler, Loopback, answer

MIB = 1 << 20
HEAD = b"HTTP/1.1 200 OK\r\n"
CHUNKED = HEAD + b"Transfer-Encoding: chunked\r\n\r\n"
BOMB = "a bomb: more than 200 bytes unpacked from each one"
TWICE = "the body is encoded more than once"
UNDECODED = "the body is not encoded as its header says"


@pytest.fixture
def client() -> Iterator[Client]:
    client = Client("t", ["127.0.0.0/8"], limits=Limits(idle=2, total=3))
    yield client
    client.close()


def zeros(mebibytes: int, compress: Callable[[bytes], bytes], end: Callable[[], bytes]) -> bytes:
    """Zeros compressed, without ever holding them."""
    return b"".join([*(compress(bytes(MIB)) for _ in range(mebibytes)), end()])


def gzipped(mebibytes: int) -> bytes:
    packer = zlib.compressobj(9, wbits=31)
    return zeros(mebibytes, packer.compress, packer.flush)


def brotlied(mebibytes: int) -> bytes:
    packer = brotli.Compressor(quality=5)
    return zeros(mebibytes, packer.process, packer.finish)


def encoded(coding: str, body: bytes) -> Handler:
    return answer(body=body, content_encoding=coding)


def in_chunks(coding: str, body: bytes, size: int) -> Handler:
    pieces = [body[at : at + size] for at in range(0, len(body), size)]
    framed = b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in pieces)
    fields = f"Content-Encoding: {coding}\r\nTransfer-Encoding: chunked\r\n\r\n"
    return raw(HEAD + fields.encode() + framed + b"0\r\n\r\n")


def raw(*pieces: bytes, times: int = 1, end: bytes = b"") -> Handler:
    """Sends the first pieces, then the last of them `times` over, then `end`."""

    def handle(connection: socket.socket, _head: bytes) -> None:
        connection.settimeout(5)
        for piece in pieces[:-1]:
            connection.sendall(piece)
        for _ in range(times):
            connection.sendall(pieces[-1])
        connection.sendall(end)
        connection.settimeout(0.05)

    return handle


def slowly(text: bytes, *, after: bytes = b"") -> Handler:
    def handle(connection: socket.socket, _head: bytes) -> None:
        connection.sendall(after)
        for at in range(len(text)):
            connection.sendall(text[at : at + 1])
            time.sleep(0.05)

    return handle


def peak_rise(work: Callable[[], Response]) -> tuple[Response, int]:
    """What `work` returns, and by how many bytes the memory of this process rose at most."""
    Path("/proc/self/clear_refs").write_text("5")  # the peak counts from here
    before = _status("VmRSS")
    response = work()
    return response, (_status("VmHWM") - before) * 1024


def _status(name: str) -> int:
    found = re.search(rf"{name}:\s+(\d+) kB", Path("/proc/self/status").read_text())
    assert found
    return int(found[1])


ATTACKS: dict[str, tuple[Handler, str]] = {
    "gzip bomb": (encoded("gzip", gzipped(128)), BOMB),
    "gzip bomb in small chunks": (in_chunks("gzip", gzipped(64), 50), BOMB),
    "deflate bomb": (encoded("deflate", zlib.compress(bytes(64 * MIB))), BOMB),
    "br bomb": (encoded("br", brotlied(128)), BOMB),
    "zstd, which libcurl cannot undo here": (encoded("zstd", b"(\xb5/\xfd" + bytes(99)), UNDECODED),
    "gzip in gzip": (encoded("gzip, gzip", gzip.compress(gzipped(128))), TWICE),
    "gzip in br in two fields": (
        raw(HEAD + b"Content-Encoding: gzip\r\nContent-Encoding: br\r\n\r\n"),
        TWICE,
    ),
    "gzip five times over": (encoded("gzip," * 5, bytes(99)), TWICE),
    "gzip below the limit of bytes, not of the ratio": (encoded("gzip", gzipped(2)), BOMB),
    "gzip as a transfer coding": (
        raw(HEAD + b"Transfer-Encoding: gzip, chunked\r\n\r\n", gzipped(64)),
        UNDECODED,
    ),
    "endless body": (raw(HEAD + b"\r\n", bytes(MIB), times=64), "more than 10 MiB"),
    "20 MB of one chunk extension": (
        raw(CHUNKED + b"2;", b"x" * MIB, times=20, end=b"\r\nok\r\n0\r\n\r\n"),
        "more than 10 MiB",
    ),
    "20 MB of many chunk extensions": (
        raw(CHUNKED, b"1;" + b"x" * 10_000 + b"\r\na\r\n", times=2000, end=b"0\r\n\r\n"),
        "more than 10 MiB",
    ),
    "chunks of one byte": (
        raw(CHUNKED, b"1\r\na\r\n" * 10_000, times=200, end=b"0\r\n\r\n"),
        "",
    ),
    "a chunk size without end": (raw(CHUNKED, b"0" * MIB, times=20), ""),
    "trailers without end": (raw(CHUNKED + b"0\r\n", b"A: b\r\n" * 9999, times=9), "300"),
    "a header line of 1 MiB": (raw(HEAD + b"A: ", b"x" * MIB), "a header field is too large"),
    "100 cookies of 4 KB": (
        raw(HEAD, b"Set-Cookie: a=" + b"x" * 4096 + b"\r\n", times=100, end=b"\r\n"),
        "more than 64 KiB of header fields",
    ),
    "many short fields": (raw(HEAD, b"A:\r\n" * 999), "more than 300 header fields"),
    "interim answers without end": (
        raw(b"HTTP/1.1 103 Early Hints\r\n\r\n" * 999, times=99),
        "more than 300 header fields",
    ),
    "slow header fields": (slowly(HEAD + b"A: b\r\n" * 99), "silent for 2 s"),
    "slow body": (slowly(bytes(999), after=HEAD + b"\r\n"), "no answer within 3 s"),
    "two lengths that differ": (
        raw(HEAD + b"Content-Length: 3\r\nContent-Length: 5\r\n\r\nhello"),
        "the answer is not HTTP",
    ),
}


@pytest.mark.parametrize(("attack", "error"), ATTACKS.values(), ids=ATTACKS)
def test_each_attack_is_stopped_within_its_limits(
    client: Client, attack: Handler, error: str
) -> None:
    with Loopback(attack) as server:
        started = time.monotonic()
        response, rise = peak_rise(lambda: client.send(Request(server.url)))
        seconds = time.monotonic() - started
    assert (response.status, response.body) == (0, b"")
    assert error in response.error
    assert response.error
    assert rise < 64 * MIB
    assert seconds < 6
    with Loopback(answer(body=b"good")) as server:  # with the same handle
        assert client.send(Request(server.url)).body == b"good"


def test_a_large_document_that_packs_well_is_taken(client: Client) -> None:
    entry = b"<item><title>Story %d</title><description>The same words again.</description></item>"
    document = b"".join(entry % number for number in range(60_000))
    packed = gzip.compress(document, 9)
    assert len(document) > 4 * MIB
    assert 10 < len(document) / len(packed) < 200
    with Loopback(encoded("gzip", packed)) as server:
        assert client.send(Request(server.url)).body == document


def test_a_mebibyte_may_be_unpacked_at_any_ratio(client: Client) -> None:
    with Loopback(encoded("br", brotlied(1))) as server:
        assert client.send(Request(server.url)).body == bytes(MIB)


@pytest.mark.parametrize("coding", ["identity", "gzip, identity", "identity,gzip"])
def test_a_coding_that_changes_nothing_is_none(client: Client, coding: str) -> None:
    body = b"ok" if coding == "identity" else gzip.compress(b"ok")
    with Loopback(encoded(coding, body)) as server:
        assert client.send(Request(server.url)).body == b"ok"


def test_chunks_count_where_a_length_is_told_as_well(client: Client) -> None:
    # RFC 9112 6.3: the length is overridden, and what follows is not taken for an answer.
    framed = b"5\r\nhello\r\n0\r\n\r\n"
    for length in (3, 300):
        head = HEAD + b"Content-Length: %d\r\nTransfer-Encoding: chunked\r\n\r\n" % length
        with Loopback(raw(head + framed)) as server:
            for _ in range(2):
                assert client.send(Request(server.url)).body == b"hello"
