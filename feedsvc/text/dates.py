"""Dates as feeds write them, brought to aware UTC.

feedparser takes zone names for UTC, moves impossible dates and reads numbers as years (defects
PB5), so dates are read here from what the upstream wrote. Nothing is guessed from a clock.
"""

import re
import unicodedata
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

from feedsvc.text.months import MONTHS, ZONES

LONGEST = 128
"""Characters a date may have at most; longer values are prose."""

_ENGLISH = {name: number for name, number in MONTHS.items() if len(name) == len("jan")}

_RFC_3339 = re.compile(
    r"([0-9]{4})-([0-9]{2})-([0-9]{2})[Tt ]([0-9]{2}):([0-9]{2}):([0-9]{2})(?:\.([0-9]{1,9}))?"
    r"(?:[Zz]|([+-])([01][0-9]|2[0-3]):([0-5][0-9]))"
)
_RFC_822 = re.compile(
    r"(?:[A-Za-z]{3}, )?([0-9]{1,2}) ([A-Z][a-z]{2}) ([0-9]{4}) "
    r"([0-9]{2}):([0-9]{2}):([0-9]{2}) (?:GMT|([+-])([01][0-9]|2[0-3])([0-5][0-9]))"
)

_EPOCH = re.compile(r"(-?[0-9]{9,11})(?:\.([0-9]{1,9}))?|(-?[0-9]{13})|(-?[0-9]{16})")
_COMPACT = re.compile(
    r"([0-9]{4})"
    r"(?:([0-9]{2})([0-9]{2})(?:[t ]?([0-9]{2})([0-9]{2})(?:([0-9]{2})(?:[.,]([0-9]+))?)?"
    r"(z|[+-](?:[01][0-9]|2[0-3])(?::?[0-5][0-9])?)?)?)?"
)

_COMMENT = re.compile(r"\([^()]*\)")
_TIME = re.compile(
    r"(?P<before>[ap]\.?m\.?\s|[上下]午|午[前後]|오[전후])?\s?"
    r"(?<![0-9])(?P<hour>[0-9]{1,2})\s?(?:[:h時时点點]|시|\.(?=[0-9]{2}\suhr))\s?"
    r"(?P<minute>[0-9]{1,2})(?![0-9])"
    r"(?:\s?[:分분]\s?(?P<second>[0-9]{1,2})(?![0-9])(?:[.,](?P<fraction>[0-9]+))?\s?[秒초]?)?[分분]?"
    r"(?:\suhr\b)?(?:\s?(?P<after>[ap]\.?m\b\.?))?"
)
_OFFSET = re.compile(
    r"\s*(?:gmt|utc?|z)?\s*([+\u2212-])([01]?[0-9]|2[0-3])(?::?([0-5][0-9]))?(?![0-9:])"
)
_ZONE = re.compile(r"\s*([a-z]{1,5})(?![^\W_])")

_WEEK_OR_ORDINAL = re.compile(
    r"(?<![0-9])([0-9]{4})-?(?:w([0-9]{2})(?:-?([1-7]))?|([0-9]{3}))(?![0-9])"
)
_YEAR_FIRST = re.compile(
    r"(?<![0-9])([0-9]{4})\s?[-/.年년]\s?([0-9]{1,2})(?![0-9])"
    r"(?:\s?[-/.月월]\s?(?:([0-9]{1,2})(?![0-9])\s?[日号일.]?)?)?"
)
_YEAR_LAST = re.compile(
    r"(?<![0-9])([0-9]{1,2})\s?([-/.])\s?([0-9]{1,2})\s?\2\s?([0-9]{4}|[0-9]{2})(?![0-9])"
)
_NAME = r"([^\W\d_]{3,12})"
_ORDINAL = r"(?:st|nd|rd|th|er|[oae])?(?![^\W\d_])"
_DAY_NAME_YEAR = re.compile(
    rf"(?<![0-9])([0-9]{{1,2}}){_ORDINAL}[\s.,/-]*(?:(?:de|of|den)\s)?{_NAME}[\s.,/'-]*"
    r"(?:(?:de|del)\s)?([0-9]{2,4})(?![0-9])|"
    rf"(?<![0-9])([0-9]{{1,2}}){_NAME}([0-9]{{2,4}})(?![0-9])"
)
_NAME_DAY_YEAR = re.compile(
    rf"{_NAME}[\s.,/-]*([0-9]{{1,2}}){_ORDINAL}[\s.,/-]+(?:(?:de|del)\s)?([0-9]{{4}})(?![0-9])"
)
_YEAR_NAME_DAY = re.compile(
    rf"(?<![0-9])([0-9]{{4}})[\s.,/-]*{_NAME}[\s.,/-]*([0-9]{{1,2}})(?![0-9])\.?"
)
_NAME_YEAR = re.compile(rf"{_NAME}[\s.,/-]+(?:(?:de|del)\s)?([0-9]{{4}})(?![0-9])")
_NAMED = (
    (_YEAR_NAME_DAY, ("year", "month", "day")),
    (_DAY_NAME_YEAR, ("day", "month", "year")),
    (_NAME_DAY_YEAR, ("month", "day", "year")),
    (_NAME_YEAR, ("month", "year")),
)
_LETTERS = re.compile(r"[^\W\d_]+")
_DIGIT = re.compile("[0-9]")

_WORDS_BESIDE = 3
_MONTHS_A_YEAR = 12
_NOON = 12
_LAST_SECOND = 59

_Day = tuple[int, int, int]


def parse_date(value: str) -> datetime | None:
    """Read a date in any form seen in feeds.

    Understood are RFC 822 and RFC 5322 with their common mistakes, RFC 3339, W3CDTF and the rest
    of ISO 8601, asctime, seconds, milliseconds or microseconds since 1970, dates by numbers,
    Chinese, Japanese and Korean dates, and month names of ten languages. What has no zone, or a
    zone nobody knows, is UTC. A day that does not exist is no date. `06/03/2024` is 6 March: day
    first, unless that is impossible or the time is written with AM or PM, as only those who write
    the month first do.

    Args:
        value: A date as written.

    Returns:
        The instant, aware and in UTC, whatever its year; None if there is none. Never raises.
    """
    try:
        return _common(value) or _any(value)
    except (ValueError, OverflowError):
        return None


def _common(value: str) -> datetime | None:
    match = _RFC_822.fullmatch(value)
    if match is not None:
        day, name, year, hour, minute, second, sign, hours, minutes = match.groups()
        month = _ENGLISH.get(name.lower())
        fraction = None
    else:
        match = _RFC_3339.fullmatch(value)
        if match is None:
            return None
        year, number, day, hour, minute, second, fraction, sign, hours, minutes = match.groups()
        month = int(number)
    if month is None or hour == "24" or second == "60":
        return None
    microsecond = int(fraction[:6].ljust(6, "0")) if fraction else 0
    parts = int(year), month, int(day), int(hour), int(minute), int(second), microsecond
    moment = datetime(*parts, tzinfo=UTC)
    if sign is None:
        return moment
    offset = timedelta(hours=int(hours), minutes=int(minutes))
    return moment - offset if sign == "+" else moment + offset


def _any(value: str) -> datetime | None:
    if len(value) > LONGEST:
        return None
    text = unicodedata.normalize("NFKC", value).lower().replace("\u0131", "i")
    text = " ".join(_COMMENT.sub(" ", text).split())
    return _since_1970(text) or _compact(text) or _in_words(text)


def _since_1970(text: str) -> datetime | None:
    match = _EPOCH.fullmatch(text)
    if match is None:
        return None
    seconds, fraction, milliseconds, microseconds = match.groups()
    since = timedelta(
        seconds=int(seconds or 0),
        milliseconds=int(milliseconds or 0),
        microseconds=int(microseconds or 0) + _microsecond(fraction),
    )
    return datetime(1970, 1, 1, tzinfo=UTC) + since


def _compact(text: str) -> datetime | None:
    match = _COMPACT.fullmatch(text)
    if match is None:
        return None
    year, month, day, hour, minute, second, fraction, zone = match.groups()
    moment = _at(
        (int(year), int(month or 1), int(day or 1)),
        (int(hour or 0), int(minute or 0), int(second or 0)),
        _microsecond(fraction),
    )
    return moment - _zone(zone or "")[0]


def _in_words(text: str) -> datetime | None:
    match = _TIME.search(text)
    if match is None:
        day = _day(text, month_first=False)
        return None if day is None else _at(day, (0, 0, 0), 0)
    half = match["after"] or match["before"] or ""
    hour = int(match["hour"])
    if half.startswith(("p", "下", "午後", "오후")) and hour < _NOON:
        hour += _NOON
    elif half.startswith(("a", "上", "午前", "오전")) and hour == _NOON:
        hour = 0
    offset, end = _zone(text[match.end() :])
    rest = text[: match.start()] + " " + text[match.end() + end :]
    day = _day(rest, month_first=match["after"] is not None)
    if day is None:
        return None
    clock = hour, int(match["minute"]), int(match["second"] or 0)
    return _at(day, clock, _microsecond(match["fraction"])) - offset


def _at(day: _Day, clock: tuple[int, int, int], microsecond: int) -> datetime:
    moment = datetime(*day, tzinfo=UTC)
    hour, minute, second = clock
    if clock == (24, 0, 0):  # ISO 8601: the end of the day
        return moment + timedelta(days=1)
    # RFC 3339 5.6 allows the leap second, which datetime lacks.
    second = _LAST_SECOND if second == _LAST_SECOND + 1 else second
    return moment.replace(hour=hour, minute=minute, second=second, microsecond=microsecond)


def _microsecond(fraction: str | None) -> int:
    return int(fraction[:6].ljust(6, "0")) if fraction else 0


def _zone(text: str) -> tuple[timedelta, int]:
    match = _OFFSET.match(text)
    if match is not None:
        sign, hours, minutes = match.groups()
        offset = timedelta(hours=int(hours), minutes=int(minutes or 0))
        return offset if sign == "+" else -offset, match.end()
    match = _ZONE.match(text)
    if match is not None and match[1] in ZONES:
        return timedelta(minutes=ZONES[match[1]]), match.end()
    return timedelta(0), 0


def _day(text: str, *, month_first: bool) -> _Day | None:
    for found, start, end in _days(text, month_first=month_first):
        beside = text[:start] + " " + text[end:]
        if _DIGIT.search(beside) or len(_LETTERS.findall(beside)) > _WORDS_BESIDE:
            return None
        return found
    return None


def _days(text: str, *, month_first: bool) -> Iterator[tuple[_Day, int, int]]:
    for match in _WEEK_OR_ORDINAL.finditer(text):
        year, week, weekday, ordinal = match.groups()
        if week:
            moment = date.fromisocalendar(int(year), int(week), int(weekday or 1))
        else:
            moment = date(int(year), 1, 1) + timedelta(days=int(ordinal) - 1)
        if moment.year == int(year) or week:
            yield (moment.year, moment.month, moment.day), match.start(), match.end()
    for match in _YEAR_FIRST.finditer(text):
        year, month, day = match.groups()
        yield (int(year), int(month), int(day or 1)), match.start(), match.end()
    for match in _YEAR_LAST.finditer(text):
        first, _, second, year = match.groups()
        day, month = (int(second), int(first)) if month_first else (int(first), int(second))
        if month > _MONTHS_A_YEAR:
            day, month = month, day
        yield (_year(year), month, day), match.start(), match.end()
    yield from _named_days(text)


def _named_days(text: str) -> Iterator[tuple[_Day, int, int]]:
    for pattern, order in _NAMED:
        for match in pattern.finditer(text):
            parts = dict(zip(order, filter(None, match.groups()), strict=True))
            month = MONTHS.get(parts["month"])
            if month is not None:
                day = _year(parts["year"]), month, int(parts.get("day", 1))
                yield day, match.start(), match.end()


def _year(digits: str) -> int:
    # RFC 5322 4.3: two digits turn at 50, three count from 1900.
    match len(digits):
        case 2:
            return int(digits) + (2000 if digits < "50" else 1900)
        case 3:
            return int(digits) + 1900
        case _:
            return int(digits)
