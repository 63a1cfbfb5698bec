"""What a request asks for: form, encoding, delta, and what it has already (RFC 9110).

Header values repeat from poll to poll, so what was read of a short one is remembered.
"""

import re
from calendar import timegm
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from enum import Enum
from functools import lru_cache
from operator import itemgetter
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
    BROTLI = "br"
    NONE = "none"
    """The client refuses all."""


_NAMES = {"x-gzip": "gzip"}

_XML = ("application/xml", "text/xml")
_OFFERS = (
    ("", (), ("text/html", "application/xhtml+xml"), "text/*"),
    ("atom", ("application/atom+xml",), _XML, "application/*"),
    ("rss", ("application/rss+xml",), _XML, "application/*"),
    ("json", ("application/feed+json",), ("application/json",), "application/*"),
)
"""What a channel's address may show: the page, else the suffix of a format. For each the type
of its own, the types by which a client may mean it too, and the range that it is in."""


def _remembering(read: Callable[[str], Read]) -> Callable[[str], Read]:
    """Remember what `read` made of short values; long ones are read again each time."""
    remembered = lru_cache(maxsize=1024)(read)

    def recall(value: str) -> Read:
        return remembered(value) if len(value) <= LONGEST_REMEMBERED else read(value)

    return recall


def _weights(value: str) -> dict[str, float]:
    """Read name to weight; a member that is not well-formed counts as absent."""
    weights = {}
    for member in value.lower().split(","):
        name, *parameters = (part.strip() for part in member.split(";"))
        pairs = [parameter.partition("=") for parameter in parameters]
        given = [weight.strip() for key, _, weight in pairs if key.strip() == "q"]
        strange = len(given) < len(pairs) and "/" not in name
        if name and not strange and all(map(_WEIGHT.match, given)):
            weights[_NAMES.get(name, name)] = float(given[0]) if given else 1.0
    return weights


@_remembering
def coding(accept_encoding: str) -> Coding:
    """Choose the encoding for an `Accept-Encoding` value (12.5.3; standards M10).

    Of those that the client likes best, the shortest. It gets brotli only if it names that:
    `*` comes from clients that know no other than gzip.
    """
    weights = _weights(accept_encoding)
    rest = weights.get(ANY)
    identity = weights.get("identity", rest)
    best = max(
        (weights.get("br", 0.0), Coding.BROTLI),
        (weights.get("gzip", rest or 0.0), Coding.GZIP),
        key=itemgetter(0),
    )
    if best[0] > 0 and best[0] >= (identity or 0.0):
        return best[1]
    return Coding.NONE if identity == 0 else Coding.IDENTITY


@_remembering
def form(accept: str) -> str:
    """Choose what a channel's address shows for an `Accept` value (12.5.1; standards M13).

    Returns:
        The suffix of a format, or nothing for the page: that is for whoever likes it as much
        as any format, or accepts neither. A format's own type in so many words outweighs a
        page that is liked as much, because readers name both and browsers never name a feed.
    """
    weights = _weights(accept)
    liked = [(*_liking(weights, own, alike, wide), suffix) for suffix, own, alike, wide in _OFFERS]
    weight, _, suffix = max(liked, key=itemgetter(0, 1))
    return suffix if weight > 0 else ""


def _liking(
    weights: Mapping[str, float], own: Sequence[str], alike: Sequence[str], wide: str
) -> tuple[float, int]:
    """The weight that the most telling of a client's ranges gives, and how telling that is."""
    for telling, ranges in enumerate((own, alike, (wide,), ("*/*",))):
        named = [weights[one] for one in ranges if one in weights]
        if named:
            return max(named), -telling
    return 0.0, -len(_OFFERS)


@_remembering
def wants_news(a_im: str) -> bool:
    """Whether an `A-IM` value accepts new entries alone (RFC 3229 10.5.3; standards M16)."""
    return _weights(a_im).get("feed", 0.0) > 0


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
