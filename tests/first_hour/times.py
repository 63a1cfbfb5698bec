"""Moments that feeds speak of."""

from datetime import UTC, datetime, timedelta


def before(*, hours: int) -> datetime:
    """So many hours before now, without parts of a second."""
    return (datetime.now(UTC) - timedelta(hours=hours)).replace(microsecond=0)
