"""Taking in one answer: what libcurl calls back with, held to the limits."""

from _socket import AF_INET, AF_INET6, socket  # `socket` itself costs 3 ms more to import
from collections.abc import Mapping, Sequence
from ipaddress import IPv4Network, IPv6Network

from feedsvc.net.guard import refusal
from feedsvc.net.http import Limits

_STOP = -1  # as the result of a callback: CURL_SOCKET_BAD, or fewer bytes than were offered

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
    """

    __slots__ = ("_allowed", "_body", "_complete", "_limits", "_lines", "_seen", "_size", "fault")

    def __init__(self, limits: Limits, allowed: Sequence[IPv4Network | IPv6Network]) -> None:
        """Hold answers to `limits`; make connections to `allowed` whatever else is refused."""
        self._limits = limits
        self._allowed = allowed
        self._lines: list[bytes] = []
        self._body: list[bytes] = []
        self.clear()

    def clear(self) -> None:
        """Make ready for the next answer."""
        self.fault = ""
        self._lines.clear()
        self._body.clear()
        self._complete = False
        self._seen = 0
        self._size = 0

    def open_socket(self, _purpose: int, address: SocketAddress) -> socket | int:
        """Judge the address that is about to be connected; a socket for it, or refuse.

        One refused address ends the request: a name that answers with a private address
        beside a public one is not tried further (security S3).
        """
        if self.fault:
            return _STOP
        family, kind, protocol, endpoint = address
        known = family in {AF_INET, AF_INET6}
        self.fault = refusal(str(endpoint[0]) if known else "", self._allowed) or ""
        return _STOP if self.fault else _Lent(family, kind, protocol)

    def take_line(self, line: bytes) -> int | None:
        """Keep a header line; those of interim answers and trailers are only counted."""
        self._seen += len(line)
        if self._seen > self._limits.head:
            self.fault = f"more than {self._limits.head >> 10} KiB of header fields"
            return _STOP
        if line.startswith(b"HTTP/"):
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
        self._body.append(chunk)
        return None

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
        """The decoded body."""
        return b"".join(self._body)


def too_large(limits: Limits) -> str:
    """The phrase for a body above its limit."""
    size = limits.body
    return f"more than {size >> 20} MiB" if size >> 20 else f"more than {size} bytes"
