"""What a request asks for: its encoding, and whether it has the bytes already (RFC 9110).

Header values repeat from poll to poll, so what was read of a short one is remembered.
"""

import re
from calendar import timegm
from collections.abc import Callable
from datetime import UTC, datetime
from enum import Enum
from functools import lru_cache
from typing import TypeVar

Read = TypeVar("Read")

LONGEST_REMEMBERED = 1024
ANY = "*"

EPOCH_YEAR = 70
"""Two-digit years from here on are of the last century."""

_WEIGHT = re.compile(r"(?:0(?:\.\d{0,3})?|1(?:\.0{0,3})?)\Z")
_TAG = re.compile(r'"[\x21\x23-\x7e\x80-\xff]*"')
_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
_DAY, _MONTH = r"(?P<day>\d\d)", rf"(?P<month>{'|'.join(_MONTHS)})"
_TIME = r"(?P<hour>\d\d):(?P<minute>\d\d):(?P<second>\d\d)"
_DATES = (
    re.compile(rf"[A-Z][a-z]{{2}}, {_DAY} {_MONTH} (?P<year>\d{{4}}) {_TIME} GMT\Z"),
    re.compile(rf"[A-Z][a-z]{{5,8}}, {_DAY}-{_MONTH}-(?P<year>\d\d) {_TIME} GMT\Z"),
    re.compile(rf"[A-Z][a-z]{{2}} {_MONTH} (?P<day>[\d ]\d) {_TIME} (?P<year>\d{{4}})\Z"),
)


class Coding(Enum):
    """How the bytes are sent."""

    IDENTITY = "identity"
    GZIP = "gzip"
    NONE = "none"
    """The client refuses both."""


def _remembering(read: Callable[[str], Read]) -> Callable[[str], Read]:
    """Remember what `read` made of short values; long ones are read again each time."""
    remembered = lru_cache(maxsize=1024)(read)

    def recall(value: str) -> Read:
        return remembered(value) if len(value) <= LONGEST_REMEMBERED else read(value)

    return recall


def _weights(accept_encoding: str) -> dict[str, float]:
    """Read coding to weight; a member that is not well-formed counts as absent."""
    weights = {}
    for member in accept_encoding.lower().split(","):
        coding, _, parameter = member.partition(";")
        name, equals, value = parameter.strip().partition("=")
        if not parameter:
            weight = 1.0
        elif name.strip() == "q" and equals and _WEIGHT.match(value.strip()):
            weight = float(value)
        else:
            continue
        coding = coding.strip()
        weights["gzip" if coding == "x-gzip" else coding] = weight
    return weights


@_remembering
def coding(accept_encoding: str) -> Coding:
    """Choose the encoding for an `Accept-Encoding` value (12.5.3; standards M10).

    Where the client likes both the same, or does not name identity, gzip is chosen.
    """
    weights = _weights(accept_encoding)
    rest = weights.get(ANY)
    gzip = weights.get("gzip", rest or 0.0)
    identity = weights.get("identity", rest)
    if gzip > 0 and gzip >= (identity or 0.0):
        return Coding.GZIP
    return Coding.NONE if identity == 0 else Coding.IDENTITY


@_remembering
def tags(if_none_match: str) -> frozenset[str]:
    """Return the opaque tags of an `If-None-Match` value, or just `*` (13.1.2; standards M3).

    Weak marks are dropped, as the weak comparison wants it.
    """
    if if_none_match.strip() == ANY:
        return frozenset((ANY,))
    return frozenset(_TAG.findall(if_none_match))


@_remembering
def moment(date: str) -> int | None:
    """Return an HTTP-date in seconds since 1970, None if it is none (5.6.7; standards M5)."""
    for pattern in _DATES:
        found = pattern.match(date.strip())
        if found:
            parts = found.groupdict()
            break
    else:
        return None
    year = int(parts["year"])
    if len(parts["year"]) == len("94"):
        year += 1900 if year >= EPOCH_YEAR else 2000
    try:
        read = datetime(
            year,
            _MONTHS.index(parts["month"]) + 1,
            int(parts["day"]),
            int(parts["hour"]),
            int(parts["minute"]),
            min(int(parts["second"]), 59),
            tzinfo=UTC,
        )
    except ValueError:
        return None
    return timegm(read.utctimetuple())
