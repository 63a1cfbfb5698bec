"""Requests and responses as values, and what can carry one to the other.

Named tuples: one of each is made for every poll, at a fourth of what a frozen dataclass costs.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import NamedTuple, Protocol


class Request(NamedTuple):
    """A GET, or a POST if there is something to send.

    Attributes:
        url: http, https or `file:`.
        headers: Name and value; those with an empty value or a line break are not sent.
        validated_url: The address that `If-None-Match` and `If-Modified-Since` of
            `headers` belong to: they are sent when the chain of redirects stands there
            and nowhere else. Empty means `url` (standards N1).
        body: What is sent with a POST, which redirects 307 and 308 repeat and others make
            a GET (RFC 9110 15.4); None for a GET.
        follow_redirects: Otherwise a redirect is the answer, with its status.
    """

    url: str
    headers: tuple[tuple[str, str], ...] = ()
    validated_url: str = ""
    body: bytes | None = None
    follow_redirects: bool = True


class Response(NamedTuple):
    """What came back.

    Attributes:
        url: The final address, after redirects; the one that failed if `error` is set.
        status: The HTTP status; 0 if no complete answer came.
        headers: Lower-case names; the values of repeated fields joined by `, `.
        body: Content decoded, transfer decoded.
        error: One clear phrase for a person; empty if an answer came.
        permanent: Where the unbroken run of permanent redirects (301, 308) from the
            requested address led; empty if the first answer was none of them.
    """

    url: str
    status: int
    headers: Mapping[str, str] = MappingProxyType({})
    body: bytes = b""
    error: str = ""
    permanent: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one request may cost (security P4).

    Attributes:
        body: Bytes of a body, as sent with all that frames it, and as decoded.
        ratio: Decoded bytes for each one sent, once they are more than `unpacked`.
        unpacked: Decoded bytes that may be there at any ratio.
        head: Bytes of all header fields together, interim answers included.
        fields: How many header fields, likewise.
        redirects: Redirects followed.
        connect: Seconds until a connection stands, name look-up and TLS included.
        idle: Whole seconds without a byte, told late by up to 5: libcurl averages over them.
        total: Seconds for everything, redirects included.
        per_host: Requests under way to one host (standards N8).
    """

    body: int = 10 << 20
    ratio: int = 200
    unpacked: int = 1 << 20
    head: int = 64 << 10
    fields: int = 300
    redirects: int = 5
    connect: float = 5
    idle: int = 10
    total: float = 30
    per_host: int = 2


DEFAULT_LIMITS = Limits()

NAME_NOT_FOUND = "name not found"
"""How the `error` of a response begins if its host does not exist."""

Send = Callable[[Request], Response]
"""Ask and wait for the answer."""


class Transport(Protocol):
    """Many requests at a time."""

    @property
    def pending(self) -> int:
        """How many were started whose answers were not handed out yet."""
        ...

    def start(self, token: object, request: Request) -> None:
        """Put a request on its way; `token` comes back with its answer."""
        ...

    def finished(self, timeout: float) -> list[tuple[object, Response]]:
        """Hand out the answers that are there, waiting up to `timeout` seconds for one.

        Returns as soon as there is one; empty when nothing is pending.
        """
        ...
