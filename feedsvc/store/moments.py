"""Moments and durations as the whole microseconds that the tables hold, days as whole days."""

from datetime import UTC, date, datetime, timedelta

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_TICK = timedelta(microseconds=1)
_FIRST_DAY = _EPOCH.toordinal()


def micros(moment: datetime) -> int:
    """Microseconds since 1970 in UTC."""
    return (moment - _EPOCH) // _TICK


def maybe_micros(moment: datetime | None) -> int | None:
    """As `micros`; None stays None."""
    return None if moment is None else micros(moment)


def moment(value: int) -> datetime:
    """The aware UTC moment of so many microseconds since 1970."""
    return _EPOCH + timedelta(microseconds=value)


def maybe_moment(value: int | None) -> datetime | None:
    """As `moment`; None stays None."""
    return None if value is None else moment(value)


def span(duration: timedelta) -> int:
    """A duration in microseconds."""
    return duration // _TICK


def days(day: date) -> int:
    """Days since 1970."""
    return day.toordinal() - _FIRST_DAY


def day(value: int) -> date:
    """The day so many days after the first of 1970."""
    return date.fromordinal(_FIRST_DAY + value)
