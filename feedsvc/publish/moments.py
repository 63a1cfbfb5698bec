"""Moments as the formats write them, in UTC."""

from datetime import UTC, datetime

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def rfc3339(moment: datetime) -> str:
    """As Atom, JSON Feed and dcterms write it: `2026-01-02T03:04:05Z` (standards A6, C5).

    With the part of a second that is known, which tells entries apart that were seen together
    (A10).
    """
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat() + "Z"


def rfc822(moment: datetime) -> str:
    """As RSS writes it: `Fri, 02 Jan 2026 03:04:05 GMT` (standards B3).

    The names are English whatever the locale, and no locale is touched: feedgen's own
    function switches that of the whole process (standards section 4, bug 5).
    """
    utc = moment.astimezone(UTC)
    day = f"{_DAYS[utc.weekday()]}, {utc.day:02d} {_MONTHS[utc.month - 1]} {utc.year:04d}"
    return f"{day} {utc.hour:02d}:{utc.minute:02d}:{utc.second:02d} GMT"
