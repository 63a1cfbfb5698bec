"""The ways in which an upstream fails, one function each."""

import asyncio
from collections.abc import Callable
from typing import Any, NamedTuple

from lxml import etree

from tests.faults.proxy import Answer, Fault, head, packed

_PAGE = b"<!DOCTYPE html><html><head><title>Error</title></head><body><h1>Sorry</h1></body></html>"
_EMPTY = (
    b'<feed xmlns="http://www.w3.org/2005/Atom"><id>tag:x.example,2026:feed</id>'
    b"<title>x</title><updated>2026-01-01T00:00:00Z</updated></feed>"
)


class Failure(NamedTuple):
    """A way to fail.

    Attributes:
        told: The operator must hear of it; False where nothing is wrong with the source, None where
            what is spoiled can sometimes be mended.
        slow: It takes the whole patience of the client.
        validators: Whether the source had any.
    """

    fault: Fault
    told: bool | None = True
    slow: bool = False
    validators: bool = True


FAILURES: dict[str, Failure] = {}


def _failure(**about: Any) -> Callable[[Fault], Fault]:  # noqa: ANN401 - fields of Failure
    def kept(fault: Fault) -> Fault:
        FAILURES[fault.__name__.replace("_", "-")] = Failure(fault, **about)
        return fault

    return kept


# --- connections that break, stall or dawdle ----------------------------------


@_failure(told=False)
async def late(answer: Answer) -> None:
    await asyncio.sleep(1)
    await answer.say()


@_failure()
async def reset_at_once(answer: Answer) -> None:
    answer.reset()


@_failure()
async def reset_in_the_head(answer: Answer) -> None:
    await answer.send(head("200 OK", len(answer.body), {})[:30])
    await asyncio.sleep(0.05)
    answer.reset()


@_failure()
async def reset_in_the_body(answer: Answer) -> None:
    await answer.send(head("200 OK", len(answer.body), {}), answer.body[: answer.place()])
    await asyncio.sleep(0.05)
    answer.reset()


@_failure()
async def closed_at_once(answer: Answer) -> None:
    answer.writer.close()


@_failure()
async def truncated(answer: Answer) -> None:
    await answer.send(head("200 OK", len(answer.body), {}), answer.body[: answer.place()])


@_failure()
async def length_too_long(answer: Answer) -> None:
    await answer.say(length=len(answer.body) + 100)


@_failure()
async def length_too_short(answer: Answer) -> None:
    await answer.say(length=answer.place())


@_failure()
async def chunks_cut_off(answer: Answer) -> None:
    piece = answer.body[: answer.place()]
    await answer.send(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n")
    await answer.send(f"{len(piece):x}\r\n".encode() + piece + b"\r\n")


@_failure()
async def chunks_without_sense(answer: Answer) -> None:
    await answer.send(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n" + answer.body)


@_failure(told=None)
async def chunks_twice(answer: Answer) -> None:
    while True:
        first, second = sorted((answer.place(), answer.place()))
        spoiled = answer.body[:second] + answer.body[first:]
        try:
            etree.fromstring(spoiled)
        except etree.XMLSyntaxError:
            break  # what is well-formed all the same nobody can tell from an edit
    await answer.say(spoiled)


@_failure()
async def chunks_in_disorder(answer: Answer) -> None:
    third = len(answer.body) // 3
    one, two, three = (answer.body[n * third : (n + 1) * third] for n in range(3))
    await answer.say(two + one + three)


@_failure(slow=True)
async def trickle(answer: Answer) -> None:
    await answer.send(head("200 OK", len(answer.body), {}))
    for n in range(len(answer.body)):
        await answer.send(answer.body[n : n + 1])
        await asyncio.sleep(0.5)


@_failure(slow=True)
async def black_hole(answer: Answer) -> None:
    await asyncio.sleep(60)
    answer.reset()


@_failure(slow=True)
async def stall_in_the_body(answer: Answer) -> None:
    await answer.send(head("200 OK", len(answer.body), {}), answer.body[: answer.place()])
    await asyncio.sleep(60)
    answer.reset()


# --- answers that are none ----------------------------------------------------


@_failure()
async def garbage(answer: Answer) -> None:
    await answer.send(answer.chance.randbytes(2000))


@_failure()
async def garbage_as_a_document(answer: Answer) -> None:
    await answer.say(answer.chance.randbytes(2000))


@_failure(told=None)
async def garbage_within(answer: Answer) -> None:
    place = answer.place()
    spoiled = b"<\x00\xff&<" + answer.chance.randbytes(40)
    await answer.say(answer.body[:place] + spoiled + answer.body[place:])


@_failure()
async def a_head_without_end(answer: Answer) -> None:
    await answer.send(b"HTTP/1.1 200 OK\r\n", b"X-Filler: " + b"x" * 200_000)


def _status(status: str, **fields: str) -> Fault:
    async def fault(answer: Answer) -> None:
        await answer.say(
            _PAGE, status=status, length=len(_PAGE), content_type="text/html", **fields
        )

    return fault


FAILURES |= {
    f"status-{status[:3]}": Failure(_status(status))
    for status in (
        "204 No Content",
        "400 Bad Request",
        "401 Unauthorized",
        "403 Forbidden",
        "404 Not Found",
        "410 Gone",
        "418 I'm a teapot",
        "429 Too Many Requests",
        "451 Unavailable For Legal Reasons",
        "500 Internal Server Error",
        "502 Bad Gateway",
        "503 Service Unavailable",
    )
}
FAILURES["status-503-later"] = Failure(_status("503 Service Unavailable", retry_after="3600"))
FAILURES["redirect-nowhere"] = Failure(_status("302 Found", location="http://127.0.0.1:1/feed"))
FAILURES["redirect-without-a-place"] = Failure(_status("302 Found"))


@_failure(validators=False)
async def not_modified_without_validators(answer: Answer) -> None:
    await answer.send(b"HTTP/1.1 304 Not Modified\r\nConnection: close\r\n\r\n")


@_failure()
async def redirects_without_end(answer: Answer) -> None:
    await answer.say(b"", status="302 Found", location=answer.url)


@_failure()
async def partial_content(answer: Answer) -> None:
    await answer.say(answer.body[: answer.place()], status="206 Partial Content")


@_failure()
async def instance_manipulation(answer: Answer) -> None:
    await answer.say(answer.old, status="226 IM Used")


# --- documents that are not the feed --------------------------------------------


@_failure()
async def an_error_page(answer: Answer) -> None:
    await answer.say(_PAGE, content_type="text/html")


@_failure()
async def an_error_page_as_xml(answer: Answer) -> None:
    await answer.say(_PAGE)


@_failure()
async def an_error_in_json(answer: Answer) -> None:
    await answer.say(b'{"error": "the database is down"}', content_type="application/json")


@_failure()
async def nothing(answer: Answer) -> None:
    await answer.say(b"")


@_failure()
async def white_space(answer: Answer) -> None:
    await answer.say(b" \r\n\t \n")


@_failure()
async def a_feed_without_entries(answer: Answer) -> None:
    await answer.say(_EMPTY)


@_failure()
async def another_feed(answer: Answer) -> None:
    entry = (
        b"<entry><id>tag:parked.example,2020:1</id><title>Buy this domain</title>"
        b'<updated>2020-01-01T00:00:00Z</updated><link href="https://parked.example/"/></entry>'
    )
    await answer.say(_EMPTY.replace(b"</feed>", entry + b"</feed>"))


@_failure()
async def cut_within_an_entry(answer: Answer) -> None:
    await answer.say(answer.body[: answer.place()])


@_failure(told=False)
async def an_old_copy(answer: Answer) -> None:
    await answer.say(answer.old, etag=answer.outlet.etag(answer.outlet.version - 1))


# --- lies about the document --------------------------------------------------


@_failure(told=False)
async def another_type(answer: Answer) -> None:
    await answer.say(content_type="image/png")


@_failure(told=False)
async def another_charset(answer: Answer) -> None:
    await answer.say(content_type="application/atom+xml; charset=utf-16")


@_failure()
async def another_encoding(answer: Answer) -> None:
    await answer.say(answer.body.decode().encode("utf-16-be")[1:])


@_failure()
async def no_gzip(answer: Answer) -> None:
    await answer.say(content_encoding="gzip")


@_failure()
async def gzip_cut_off(answer: Answer) -> None:
    whole = packed(answer.body)
    await answer.say(whole[: len(whole) // 2], content_encoding="gzip")


@_failure()
async def gzip_spoiled(answer: Answer) -> None:
    whole = bytearray(packed(answer.body))
    for n in range(len(whole) // 2, len(whole) // 2 + 20):
        whole[n] ^= 0x5A
    await answer.say(bytes(whole), content_encoding="gzip")


@_failure()
async def an_unknown_coding(answer: Answer) -> None:
    await answer.say(content_encoding="zip")
