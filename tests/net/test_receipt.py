from _socket import AF_INET, AF_INET6, AF_UNIX, SOCK_STREAM
from ipaddress import ip_network

import pytest

from feedsvc.net.http import Limits
from feedsvc.net.receipt import Receipt, too_large

LIMITS = Limits(body=10, head=40)


def test_a_body_within_the_limit() -> None:
    receipt = Receipt(LIMITS, ())
    assert [receipt.take_body(b"12345") for _ in range(2)] == [None, None]
    assert (receipt.body(), receipt.fault) == (b"1234512345", "")


def test_a_body_above_the_limit_is_stopped() -> None:
    receipt = Receipt(LIMITS, ())
    receipt.take_body(bytes(10))
    assert receipt.take_body(b"1") == -1
    assert receipt.fault == "more than 10 bytes"


def test_header_fields_above_the_limit_are_stopped() -> None:
    receipt = Receipt(LIMITS, ())
    assert receipt.take_line(b"HTTP/1.1 200 OK\r\n") is None
    assert receipt.take_line(bytes(23)) is None
    assert receipt.take_line(b"\r\n") == -1
    assert receipt.fault == "more than 0 KiB of header fields"


def test_clear_makes_ready_for_the_next_answer() -> None:
    receipt = Receipt(LIMITS, ())
    receipt.take_line(b"HTTP/1.1 200 OK\r\n")
    receipt.take_line(b"A: b\r\n")
    receipt.take_body(bytes(10))
    receipt.take_body(b"1")
    receipt.clear()
    assert (receipt.fault, receipt.body(), dict(receipt.headers())) == ("", b"", {})
    assert receipt.take_body(bytes(10)) is None
    assert receipt.take_line(bytes(40)) is None


@pytest.mark.parametrize(
    ("family", "endpoint"),
    [(AF_INET, ("10.0.0.1", 80)), (AF_INET6, ("fc00::1", 80, 0, 0)), (AF_UNIX, ("/run/a", 0))],
)
def test_no_socket_for_a_refused_address_nor_for_the_next(
    family: int, endpoint: tuple[str | int, ...]
) -> None:
    receipt = Receipt(LIMITS, (ip_network("127.0.0.0/8"),))
    assert receipt.open_socket(0, (family, SOCK_STREAM, 0, endpoint)) == -1
    assert "refused" in receipt.fault
    assert receipt.open_socket(0, (AF_INET, SOCK_STREAM, 0, ("127.0.0.1", 80))) == -1


@pytest.mark.parametrize(
    ("body", "phrase"), [(10 << 20, "more than 10 MiB"), (1000, "more than 1000 bytes")]
)
def test_the_phrase_for_too_much(body: int, phrase: str) -> None:
    assert too_large(Limits(body=body)) == phrase
