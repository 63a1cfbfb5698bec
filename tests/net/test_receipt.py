from _socket import AF_INET, AF_INET6, AF_UNIX, SOCK_STREAM

import pytest

from feedsvc.net.budget import Budget
from feedsvc.net.gate import Gate
from feedsvc.net.http import Limits
from feedsvc.net.receipt import Receipt

LIMITS = Limits(body=10, head=40)


def test_a_body_within_the_limit() -> None:
    receipt = Receipt(LIMITS, Gate(), Budget())
    assert [receipt.take_body(b"12345") for _ in range(2)] == [None, None]
    assert (receipt.body(), receipt.fault) == (b"1234512345", "")


def test_a_body_above_the_limit_is_stopped() -> None:
    receipt = Receipt(LIMITS, Gate(), Budget())
    receipt.take_body(bytes(10))
    assert receipt.take_body(b"1") == -1
    assert receipt.fault == "more than 10 bytes"


def test_header_fields_above_the_limit_are_stopped() -> None:
    receipt = Receipt(LIMITS, Gate(), Budget())
    assert receipt.take_line(b"HTTP/1.1 200 OK\r\n") is None
    assert receipt.take_line(bytes(23)) is None
    assert receipt.take_line(b"\r\n") == -1
    assert receipt.fault == "more than 0 KiB of header fields"


def test_clear_makes_ready_for_the_next_answer() -> None:
    receipt = Receipt(LIMITS, Gate(), Budget())
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
    receipt = Receipt(LIMITS, Gate(["127.0.0.0/8"]), Budget())
    assert receipt.open_socket(0, (family, SOCK_STREAM, 0, endpoint)) == -1
    assert "refused" in receipt.fault
    assert receipt.open_socket(0, (AF_INET, SOCK_STREAM, 0, ("127.0.0.1", 80))) == -1


def test_a_connection_is_judged_each_time_that_it_is_used() -> None:
    receipt = Receipt(LIMITS, Gate(["127.0.0.0/8"]), Budget())
    assert receipt.use("127.0.0.1", "127.0.0.1", 80, 9) == 0
    receipt.gate = Gate()
    assert receipt.use("127.0.0.1", "127.0.0.1", 80, 9) == 1
    assert receipt.fault.startswith("address 127.0.0.1 refused: loopback")


def test_bytes_are_counted_as_they_were_sent() -> None:
    receipt = Receipt(LIMITS, Gate(), Budget())
    receipt.take_notice(3, bytes(10))
    receipt.take_notice(2, bytes(10))  # what we sent
    assert receipt.go_on(0, 0, 0, 0) == 0
    receipt.take_notice(3, b"1")
    assert receipt.go_on(0, 0, 0, 0) == 1
    assert receipt.fault == "more than 10 bytes"
