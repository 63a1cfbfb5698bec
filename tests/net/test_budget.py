"""Large bodies wait for room, one after the other, and none is lost."""

import gc
import gzip
import pickle
import random
import socket
from time import monotonic

import pytest

from feedsvc.net.budget import MOST, Budget
from feedsvc.net.client import Client
from feedsvc.net.http import Request, Response
from tests.net.loopback import Handler, Loopback

SIZE = 6 << 20


def test_one_goes_on_where_no_more_may() -> None:
    budget, first, second = Budget(10), object(), object()
    assert budget.may_take(first)
    budget.take(10)
    assert budget.may_take(first)
    assert not budget.may_take(second)
    budget.end(first)
    assert budget.may_take(second)


def test_nobody_goes_on_before_what_was_handed_out_is_given_back() -> None:
    budget = Budget(10)
    budget.take(12)
    body = budget.hand(bytearray(b"x" * 12))
    assert not budget.may_take(object())
    copy = pickle.loads(pickle.dumps(body))  # noqa: S301 - our own
    assert (type(copy), copy) == (bytes, b"x" * 12)
    del body
    gc.collect()
    assert budget.may_take(object())


def at_leisure(whole: bytes) -> Handler:
    """Sends all of it, however long the other side takes."""

    def handle(connection: socket.socket, _head: bytes) -> None:
        connection.settimeout(30)
        connection.sendall(whole)
        connection.settimeout(0.05)

    return handle


@pytest.mark.parametrize("coding", ["", "gzip"])
def test_of_many_large_bodies_few_are_held_at_a_time_and_all_arrive(coding: str) -> None:
    body = b"<rss>" + random.Random(1).randbytes(SIZE)  # noqa: S311 - what does not pack well
    sent = gzip.compress(body, 1) if coding else body
    fields = f"Content-Encoding: {coding}\r\n" if coding else ""
    head = f"HTTP/1.1 200 OK\r\n{fields}Content-Length: {len(sent)}\r\n\r\n"
    client = Client("t", ["127.0.0.0/8"])
    held: list[Response] = []
    most = arrived = 0
    with Loopback(at_leisure(head.encode() + sent), host="0.0.0.0") as upstream:
        for number in range(8):
            client.start(number, Request(f"http://127.0.0.{number + 2}:{upstream.port}/"))
        until = monotonic() + 60
        while client.pending and monotonic() < until:
            done = [response for _, response in client.finished(0.3)]
            assert all((one.error, one.body) == ("", body) for one in done)
            arrived += len(done)
            held += done
            most = max(most, len(held))
            if not done:
                held.clear()
    client.close()
    assert arrived == 8
    assert most * SIZE <= MOST + 2 * SIZE
