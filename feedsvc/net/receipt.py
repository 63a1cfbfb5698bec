"""Taking in one answer: what libcurl calls back with, held to the limits."""

from _socket import AF_INET, AF_INET6, socket  # `socket` itself costs 3 ms more to import
from collections.abc import Mapping, Sequence

from feedsvc.net.budget import LARGE, Budget
from feedsvc.net.gate import Gate
from feedsvc.net.http import Limits
from feedsvc.net.problems import too_large

_PAUSE = 0x10000001  # CURL_WRITEFUNC_PAUSE
_STOP = -1  # as the result of a callback: CURL_SOCKET_BAD, or fewer bytes than were offered
_GO_ON, _ABORT = 0, 1  # of those that libcurl only asks
_DATA_IN = 3  # CURLINFO_DATA_IN: bytes of a body as they were sent, chunk sizes and all

SocketAddress = tuple[int, int, int, Sequence[str | int]]
"""Family, type, protocol, and the address as `socket.connect` takes it."""


class _Lent(socket):
    """A socket that libcurl duplicates: ours is closed, quietly, as soon as it has."""

    __slots__ = ()

    def __del__(self) -> None:
        self.close()


class Receipt:
    """One answer on its way in.

    Attributes:
        fault: Why we stopped it, in words; empty while we did not.
        gate: Judges the addresses of the connections that it comes by.
        waits: A piece of it was refused for want of room, and is offered again.
    """

    __slots__ = (
        *("_body", "_codings", "_complete", "_count", "_limits"),
        *("_lines", "_seen", "_size", "_wire", "fault", "gate", "_budget", "_held", "waits"),
    )

    def __init__(self, limits: Limits, gate: Gate, budget: Budget) -> None:
        """Hold answers to `limits`; make connections where `gate` lets us.

        Args:
            limits: Of each answer.
            gate: Where connections may go.
            budget: Of all large bodies together.
        """
        self._budget = budget
        self._held = 0
        self.waits = False
        self._limits = limits
        self.gate = gate
        self._lines: list[bytes] = []
        self.clear()

    def clear(self) -> None:
        """Make ready for the next answer."""
        self.fault = ""
        if self._held:
            self._budget.take(-self._held)
            self._held = 0
        self.let_through()
        self._budget.end(self)
        self._lines.clear()
        self._body = bytearray()  # a list of pieces of one byte would be 14 times as large
        self._complete = False
        self._codings = 0
        self._count = 0
        self._seen = 0
        self._size = 0
        self._wire = 0

    def open_socket(self, _purpose: int, address: SocketAddress) -> socket | int:
        """Judge the address that is about to be connected; a socket for it, or refuse.

        One refused address ends the request: a name that answers with a private address
        beside a public one is not tried further (security S3).
        """
        if self.fault:
            return _STOP
        family, kind, protocol, endpoint = address
        if family in {AF_INET, AF_INET6}:
            self.fault = self.gate.refusal(str(endpoint[0]), int(endpoint[1])) or ""
        else:
            self.fault = "address refused: not an IP address"
        return _STOP if self.fault else _Lent(family, kind, protocol)

    def use(self, address: str, _from: str, port: int, _from_port: int) -> int:
        """Judge the connection that a request is about to be sent on.

        One that was made for an earlier request may lead where the gate of now does not.
        """
        self.fault = self.fault or self.gate.refusal(address, port) or ""
        return _ABORT if self.fault else _GO_ON

    def take_notice(self, kind: int, data: bytes) -> None:
        """Count what is sent, which may be much where nothing of it is the body's."""
        if kind == _DATA_IN:
            self._wire += len(data)
            if self._wire > self._limits.body:
                self.fault = self.fault or too_large(self._limits)

    def go_on(self, *_progress: float) -> int:
        """Whether the answer is to be taken in further."""
        return _ABORT if self.fault else _GO_ON

    def take_line(self, line: bytes) -> int | None:
        """Keep a header line; those of interim answers and trailers are only counted."""
        self._seen += len(line)
        self._count += 1
        if self._seen > self._limits.head:
            self.fault = f"more than {self._limits.head >> 10} KiB of header fields"
            return _STOP
        if self._count > self._limits.fields:
            self.fault = f"more than {self._limits.fields} header fields"
            return _STOP
        if line[:17].lower() == b"content-encoding:" and not self._may_decode(line[17:]):
            return _STOP
        if line.startswith(b"HTTP/"):
            self._codings = 0
            self._lines.clear()
            self._complete = False
        elif line in {b"\r\n", b"\n"}:
            self._complete = True
        elif not self._complete:
            self._lines.append(line)
        return None

    def take_body(self, chunk: bytes) -> int | None:
        """Keep a decoded piece of the body."""
        self._size += len(chunk)
        if self._size > self._limits.body:
            self.fault = too_large(self._limits)
            return _STOP
        if self._size > max(self._limits.unpacked, self._wire * self._limits.ratio):
            self.fault = f"a bomb: more than {self._limits.ratio} bytes unpacked from each one"
            return _STOP
        if self._size > LARGE:
            if not self._budget.may_take(self):
                self._size -= len(chunk)
                return self._wait()
            size = len(chunk) if self._held else self._size
            self._budget.take(size)
            self._held += size
        self._body += chunk
        return None

    def _wait(self) -> int:
        if not self.waits:
            self.waits = True
            self._budget.waiting += 1
        return _PAUSE

    def let_through(self) -> None:
        """Expect the piece again that had to wait."""
        if self.waits:
            self.waits = False
            self._budget.waiting -= 1

    def _may_decode(self, codings: bytes) -> bool:
        """One coding is undone, as one is used.

        Of the codings beneath it libcurl would count nothing: 10 KB that unpack to 10 GB that
        unpack to nothing keep the thread busy for as long as the request may last.
        """
        named = [coding for coding in codings.lower().split(b",") if coding.strip(b" \t\r\n")]
        self._codings += sum(coding.strip() != b"identity" for coding in named)
        if self._codings > 1:
            self.fault = "the body is encoded more than once"
        return self._codings <= 1

    @property
    def problem(self) -> str:
        """What kept the answer from coming in whole, if that was our doing; else empty."""
        crowded = "too much was being read at the time, so there was no room for it"
        return self.fault or (crowded if self.waits else "")

    def headers(self) -> Mapping[str, str]:
        """The header fields by lower-case name, repeated ones joined (RFC 9110 5.3)."""
        fields: dict[str, str] = {}
        for line in self._lines:
            name, _, value = line.decode("latin-1").partition(":")
            key = name.strip().lower()
            text = value.strip(" \t\r\n")
            fields[key] = f"{fields[key]}, {text}" if key in fields else text
        return fields

    def body(self) -> bytes:
        """The decoded body; where it is large, it is counted as long as it is held."""
        if not self._held:
            return bytes(self._body)
        self._held = 0
        return self._budget.hand(self._body)
