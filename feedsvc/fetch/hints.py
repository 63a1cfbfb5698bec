"""What a feed says of how often it is to be looked at (standards N5). Pure.

RSS `ttl`, `skipHours` and `skipDays`, the Syndication module's `updatePeriod` and
`updateFrequency`. They are hints: all are bounded, for a feed that asks to be left alone for a
year has a mistake in it.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta

from feedsvc.model.source import Hints

LONGEST = timedelta(days=1)
"""A feed that asks for more distance than that gets this."""

LONGEST_SKIP = timedelta(days=2)
"""Hours and days are skipped for no longer than a weekend."""

_PERIODS = {"hourly": 3600, "daily": 86_400, "weekly": 604_800, "monthly": 2_592_000,
            "yearly": 31_536_000}  # fmt: skip
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_HOURS = 24
_LONGEST_NUMBER = 9  # digits
_HOUR = timedelta(hours=1)


def hints_of(said: Mapping[str, str]) -> Hints:
    """Read what a document said, as `Reading.hints` has it; what makes no sense counts as unsaid.

    `ttl` is in minutes. Of two distances the greater one counts.
    """
    minutes = _number(said.get("ttl", ""))
    period = _PERIODS.get(said.get("sy_updateperiod", "").strip().lower(), 0)
    often = max(_number(said.get("sy_updatefrequency", "")), 1)
    seconds = min(max(minutes * 60, period // often), int(LONGEST.total_seconds()))
    # Hours are counted from 0, and in RSS 0.91 from 1 to 24.
    told = map(_number, filter(str.isdigit, _words(said, "skiphours")))
    hours = {hour % _HOURS for hour in told if hour <= _HOURS}
    days = {_DAYS.index(word) for word in _words(said, "skipdays") if word in _DAYS}
    return Hints(seconds, _mask(hours, _HOURS), _mask(days, len(_DAYS)))


def beyond_skipped(due_at: datetime, hints: Hints) -> datetime:
    """The first moment from `due_at` on that lies in no hour and on no day to skip.

    Where that is more than `LONGEST_SKIP` away it is `due_at` itself. Minutes and seconds are
    kept, so that sources which skip the same hours do not wake together.
    """
    moment = due_at
    while hints.hours >> moment.hour & 1 or hints.days >> moment.weekday() & 1:
        moment += _HOUR
        if moment - due_at > LONGEST_SKIP:
            return due_at
    return moment


def _words(said: Mapping[str, str], name: str) -> list[str]:
    return said.get(name, "").lower().replace(",", " ").split()


def _mask(numbers: set[int], whole: int) -> int:
    """Bits for these numbers; none if that leaves none out of `whole`."""
    return 0 if len(numbers) == whole else sum(1 << number for number in numbers)


def _number(text: str) -> int:
    text = text.strip()
    is_number = text.isascii() and text.isdigit() and len(text) <= _LONGEST_NUMBER
    return int(text) if is_number else 0
