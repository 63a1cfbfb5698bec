"""The course of a source's documents: older ones that come again, and floods.

Pure. It is told in the documents' own time, by the dates that their entries claim: a cache that
serves old copies and a source that makes up new ids look alike by any other clock.
"""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

import orjson

from feedsvc.model.reading import Reading
from feedsvc.model.record import Record, unpack
from feedsvc.model.source import Checkpoint
from feedsvc.model.window import Window

PATIENCE = timedelta(days=1)
"""How long a source may do without a believable document until the next one is believed."""

_SKEW = timedelta(hours=1)
_BODIES = 64  # documents remembered by their bytes
_DIGEST = 8
_DAY = 86_400  # seconds
_PROGRESS = timedelta(minutes=10)  # that a new document is ahead of the last one, at least
_TURNOVERS = 3  # in a row that make a flood
_UNDATED_TURNOVERS = 5
_WIDE = 5  # entries that make a turnover worth the name


class Course(NamedTuple):
    """How a document follows the last good one.

    Attributes:
        newest_before: The latest date that an entry of the last good one claims, without those
            still to come; None if none does.
        is_dated: Its entries claim dates with a time of day.
        is_older: It is an older one, by its own dates.
        turnovers: Documents in a row, this one included, that had next to nothing in common
            with the one before and did not move on in time.
    """

    newest_before: datetime | None
    is_dated: bool
    is_older: bool
    turnovers: int

    @property
    def is_flood(self) -> bool:
        """Whether these are more turnovers than any busy feed has.

        A busy feed without dates cannot show that it moves on, so it is given longer.
        """
        return self.turnovers >= (_TURNOVERS if self.is_dated else _UNDATED_TURNOVERS)


def course(  # noqa: PLR0913 - two documents, seen from both sides
    reading: Reading,
    window: Window,
    last: Sequence[Record],
    standing: Sequence[Record],
    *,
    new: int,
    now: datetime,
) -> Course:
    """Tell how a document follows the last good one.

    Args:
        reading: The document.
        window: What is remembered.
        last: The entries of the last good one.
        standing: Those of them that are in this one unchanged.
        new: How many of its entries were never seen before.
        now: When it was fetched.
    """
    before = _newest((record.claimed for record in last), now)
    claimed = [record.claimed for record in standing]
    claimed += [arriving.claimed for arriving in reading.incoming]
    here = _newest(claimed, now)
    return Course(
        newest_before=before,
        is_dated=any(seconds % _DAY for seconds in claimed),
        is_older=_is_older(reading, window, here, before),
        turnovers=_turnovers(reading, window, new, here, before),
    )


def came_before(window: Window, body: bytes) -> bool:
    """Whether these very bytes were a document before the last good one.

    A cache that serves old copies did so in 16.8 % of 7,942 looks at one feed (`changes.md` 3).

    Args:
        window: What is remembered.
        body: blake2b-16 of the document.
    """
    known = window.bodies
    return any(
        known[start : start + _DIGEST] == body[:_DIGEST] for start in range(0, len(known), _DIGEST)
    )


def followed(window: Window, body: bytes) -> bytes:
    """`Window.bodies` once the document with this digest is followed by another."""
    return (window.bodies + body[:_DIGEST])[-_BODIES * _DIGEST :]


def may_be_other(checkpoint: Checkpoint, now: datetime) -> bool:
    """Whether a document may differ from the last good one in every respect.

    It may if there is none at this address, or if none has come for long.
    """
    return checkpoint.good_at is None or now - checkpoint.good_at >= PATIENCE


def goes_on(reading: Reading, window: Window, feed: str | None, now: datetime) -> bool:
    """Whether a collapsed feed is still itself, and its entries are later than those before.

    So does a feed that is emptied each month: its new entries are taken in, and the last good
    document stays what the next one is compared with. One whose name or home is another, or
    whose entries are old, may be anybody's.

    Args:
        reading: The document.
        window: The last good one.
        feed: What the feed said of itself, as it is stored.
        now: When the document was fetched.
    """
    known = orjson.loads(feed) if feed else {}
    hop = reading.hop
    if hop is None or (hop.title, hop.home_url) != (known.get("title"), known.get("home_url")):
        return False
    here = _newest((arriving.claimed for arriving in reading.incoming), now)
    before = _newest((record.claimed for record in unpack(window.records)), now)
    return here is not None and (before is None or here > before)


def _newest(claimed: Iterable[int], now: datetime) -> datetime | None:
    limit = int((now + _SKEW).timestamp())
    latest = max((seconds for seconds in claimed if 0 < seconds <= limit), default=0)
    return datetime.fromtimestamp(latest, UTC) if latest else None


def _is_older(
    reading: Reading, window: Window, here: datetime | None, before: datetime | None
) -> bool:
    if here is None or before is None:
        return False
    if reading.updated is None or not window.updated:
        return here < before
    return reading.updated.timestamp() < window.updated and here <= before


def _turnovers(
    reading: Reading, window: Window, new: int, here: datetime | None, before: datetime | None
) -> int:
    known = reading.total - new
    if not window.records or reading.total < _WIDE or known * 10 > reading.total:
        return 0
    moves_on = here is not None and before is not None and here - before >= _PROGRESS
    return 0 if moves_on else window.turnovers + 1
