"""What an answer means for a source: one value for each way a poll can end."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import blake2b

from feedsvc.model.source import Checkpoint
from feedsvc.model.window import Sent
from feedsvc.net.http import NAME_NOT_FOUND, Response
from feedsvc.text.urls import safe_url

LONGEST_RETRY_AFTER = timedelta(days=2)
"""A server that asks for more is asked again after this (standards N3; as FreshRSS)."""

_NOT_FOUND = 404
_LONGEST_VALIDATOR = 1024  # characters; a longer one is not worth its place in the database
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """A document that differs from the last good one.

    Attributes:
        sent: What the answer says of it; the validators belong to its `url`.
        etag: Exactly as received; empty if absent. `last_modified` likewise.
        digest: blake2b-16 of `body`.
        max_age: Seconds that the server calls the document fresh for; None if it is silent.
        permanent: As in `Response`.
    """

    body: bytes
    sent: Sent
    etag: str = ""
    last_modified: str = ""
    digest: bytes = b""
    max_age: int | None = None
    permanent: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unchanged:
    """The same bytes as last time, with validators that replace the old ones (standards N2)."""

    url: str
    etag: str = ""
    last_modified: str = ""
    max_age: int | None = None
    permanent: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Repeated:
    """A document that stood before the last good one: a cache served an old copy."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NotModified:
    """304: nothing to read, nothing to keep."""

    max_age: int | None = None
    permanent: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gone:
    """410: never ask again (standards N7)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Throttled:
    """429 or 503: ask later.

    Attributes:
        retry_after: How long the server wants to be left alone, at most
            `LONGEST_RETRY_AFTER`; None if it does not say or is not understood.
        reason: For people. `status` is the HTTP status.
    """

    retry_after: timedelta | None
    reason: str
    status: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Failed:
    """No document.

    Attributes:
        reason: One phrase for people.
        status: The HTTP status; 0 if there was no answer.
        degraded: The source is there, only what it gave is not to be used.
        deadly: The process that read what it gave was ended by that.
        absent: There is nothing at its address: 404, or a host that does not exist.
    """

    reason: str
    status: int
    degraded: bool = False
    deadly: bool = False
    absent: bool = False


Outcome = Fetched | Unchanged | Repeated | NotModified | Gone | Throttled | Failed


def outcome_of(response: Response, checkpoint: Checkpoint, now: datetime) -> Outcome:
    """Read an answer.

    Args:
        response: The answer to `request_for(source, checkpoint)`.
        checkpoint: What was known before; its `body` is the gate for equal bytes.
        now: For dates in the answer.
    """
    status, headers = response.status, response.headers
    absent = status == _NOT_FOUND or response.error.startswith(NAME_NOT_FOUND)
    outcome: Outcome = Failed(
        reason=response.error or _phrase(status), status=status, absent=absent
    )
    match status:
        case _ if response.error:
            pass
        case 200:
            outcome = _document(response, checkpoint, now)
        case 304 if checkpoint.etag or checkpoint.last_modified:
            outcome = NotModified(max_age=_max_age(headers, now), permanent=response.permanent)
        case 410:
            outcome = Gone()
        case 429 | 503:
            retry_after = _retry_after(headers.get("retry-after", ""), now)
            outcome = Throttled(retry_after=retry_after, reason=_phrase(status), status=status)
    return outcome


def _document(response: Response, checkpoint: Checkpoint, now: datetime) -> Outcome:
    if not response.body.strip():
        return Failed(reason="the answer is empty", status=response.status, degraded=True)
    headers = response.headers
    digest = blake2b(response.body, digest_size=16).digest()
    etag = _validator(headers, "etag")
    last_modified = _validator(headers, "last-modified")
    max_age = _max_age(headers, now)
    place = headers.get("content-location", "")
    base = (safe_url(place, base=response.url) or "") if place else ""
    if digest == checkpoint.body:
        return Unchanged(
            url=response.url,
            etag=etag,
            last_modified=last_modified,
            max_age=max_age,
            permanent=response.permanent,
        )
    return Fetched(
        body=response.body,
        sent=Sent(
            url=response.url,
            content_type=headers.get("content-type", ""),
            base=base,
            language=headers.get("content-language", ""),
        ),
        etag=etag,
        last_modified=last_modified,
        digest=digest,
        max_age=max_age,
        permanent=response.permanent,
    )


def _validator(headers: Mapping[str, str], name: str) -> str:
    value = headers.get(name, "")
    return value if len(value) <= _LONGEST_VALIDATOR else ""


def _retry_after(value: str, now: datetime) -> timedelta | None:
    """Seconds or a date (RFC 9110 10.2.3), between nothing and the bound."""
    if _is_number(value):
        # More digits than the bound has need not be read: the bound is what counts.
        seconds = int(value) if len(value) < len("1000000000") else 10**9
        wanted = timedelta(seconds=seconds)
    else:
        moment = _http_date(value)
        if moment is None:
            return None
        wanted = max(moment - now, timedelta(0))
    return min(wanted, LONGEST_RETRY_AFTER)


def _max_age(headers: Mapping[str, str], now: datetime) -> int | None:
    """Seconds the answer stays fresh: max-age less Age, else Expires (RFC 9111 4.2.1)."""
    control = headers.get("cache-control", "")
    for directive in control.lower().split(",") if control else ():
        name, _, value = directive.strip().partition("=")
        seconds = value.strip('" ')
        if name.rstrip() == "max-age" and _is_number(seconds):
            age = headers.get("age", "")
            spent = int(age[:9]) if _is_number(age) else 0
            return max(int(seconds[:9]) - spent, 0)
    expires = _http_date(headers["expires"]) if "expires" in headers else None
    return None if expires is None else max(int((expires - now).total_seconds()), 0)


def _is_number(value: str) -> bool:
    return value.isascii() and value.isdigit()


def _http_date(value: str) -> datetime | None:
    """A date in one of the three forms of RFC 9110 5.6.7; None if it is none."""
    parts = value.replace("-", " ").replace(",", " ").split()
    match parts:
        case [_, day, month, year, clock, "GMT"]:
            pass
        case [_, month, day, clock, year]:
            pass
        case _:
            return None
    try:
        number = int(year)
        if len(year) == len("94"):
            number += 1900 if number >= 70 else 2000  # noqa: PLR2004 -- the Unix epoch
        hour, minute, second = map(int, clock.split(":"))
        return datetime(
            number, _MONTHS.index(month.lower()) + 1, int(day), hour, minute, second, tzinfo=UTC
        )
    except (ValueError, OverflowError):  # the latter for numbers of twenty digits
        return None


def _phrase(status: int) -> str:
    return f"HTTP {status} {_REASONS.get(status, '')}".rstrip()


_REASONS = {
    201: "Created",
    202: "Accepted",
    204: "No Content",
    206: "Partial Content",
    226: "IM Used",
    300: "Multiple Choices",
    301: "Moved Permanently, without a place",
    302: "Found, without a place",
    303: "See Other, without a place",
    304: "Not Modified, though no validators were sent",
    307: "Temporary Redirect, without a place",
    308: "Permanent Redirect, without a place",
    400: "Bad Request",
    401: "Unauthorized",
    402: "Payment Required",
    403: "Forbidden",
    404: "Not Found",
    405: "Method Not Allowed",
    406: "Not Acceptable",
    408: "Request Timeout",
    412: "Precondition Failed",
    418: "I'm a Teapot",
    421: "Misdirected Request",
    429: "Too Many Requests",
    451: "Unavailable For Legal Reasons",
    500: "Internal Server Error",
    501: "Not Implemented",
    502: "Bad Gateway",
    503: "Service Unavailable",
    504: "Gateway Timeout",
}
"""Reason phrases of RFC 9110 15; `http.HTTPStatus` would cost the poll path an import."""
