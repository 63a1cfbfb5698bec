"""When requests may go: a pace that all workers share, and what a clock that was set back costs."""

from datetime import datetime, timedelta

from feedsvc.store.database import Database
from feedsvc.store.moments import micros, moment

_AHEAD = timedelta(minutes=1)
"""Turns are never given out further ahead: what lies there is of another clock."""

_MICROSECOND = timedelta(microseconds=1)
_SKEW = timedelta(minutes=5)
"""That the clocks of two machines may differ by."""


def reserve(database: Database, count: int, gap: timedelta, now: datetime) -> datetime:
    """Reserve turns for requests, `gap` apart, behind all that any worker has reserved.

    Args:
        database: What the workers share.
        count: How many.
        gap: Between two requests of all workers together.
        now: The moment; no turn is earlier.

    Returns:
        The moment of the first one.

    Raises:
        StoreUnavailableError: They cannot be reserved now.
    """
    span = count * gap
    with database.transaction() as statements:
        rows = statements.read(
            "reserve", now=micros(now), most=micros(now + _AHEAD), span=span // _MICROSECOND
        )
    return moment(rows[0][0]) - span


def resettle(database: Database, now: datetime, longest: timedelta) -> None:
    """Make due what was polled later than now: the clock was wrong then, or is so now.

    Without it a clock that ran ahead for an hour would keep sources unasked until it is there
    again (security R5).

    Args:
        database: Of all workers.
        now: The moment.
        longest: For which a host is ever leased or left alone.
    """
    with database.transaction() as statements:
        statements.run("resettle_sources", latest=micros(now + _SKEW), now=micros(now))
        # Before any of them is polled anew: what the host asked for is of that clock too.
        statements.run("resettle_paused", latest=micros(now + _SKEW), now=micros(now))
        far = micros(now + longest + _SKEW)
        statements.run("resettle_hosts", leased=far, free=far, now=micros(now))
