"""What a poll changes of its source's checkpoint."""

from datetime import datetime, timedelta
from typing import Any

from feedsvc.model.source import Checkpoint, Health
from feedsvc.store.sources import Stored

Changed = dict[str, Any]
"""Fields of a `Checkpoint` with their new values."""

ENDED = "the feed says that it has ended; it is not polled any more"
"""The remark on a document that is the last one of its feed (JSON Feed, `expired`)."""

MOVED = 3
"""Good polls in a row that were led to the same place before that is asked directly (standards
N6): a redirect to a page of maintenance is over by then, or leads to no feed (defects DF28)."""

_LOST = 3  # failures in a row there before the source's own address is asked again
_PATIENCE = timedelta(weeks=4)
_TRIES = 10


def good(before: Checkpoint, status: int, at: datetime) -> Changed:
    """The same document as the last good one: a remark on that stands, a failure is over."""
    return {
        "status": status,
        "failures": 0,
        "deaths": 0,
        "health": _standing(before.remark),
        "problem": before.remark,
        "good_at": at,
    }


def _standing(remark: str) -> Health:
    """How a source fares whose last good document had this remark."""
    if remark == ENDED:
        return Health.RESTING
    return Health.DEGRADED if remark else Health.OK


def older(before: Checkpoint) -> Changed:
    """A document from before the last good one: as if nobody had asked, but for failures."""
    return {
        "status": 200,
        "failures": 0,
        "deaths": 0,
        "health": before.health,
        "problem": before.problem,
    }


def doubted(before: Checkpoint, reason: str) -> Changed:
    """A document came that nothing is taken from; the next look is soon."""
    return failed(before, 200, reason) | {"health": Health.DEGRADED, "deaths": 0}


def failed(before: Checkpoint, status: int, reason: str) -> Changed:
    """No document came, one time more in a row."""
    return {
        "status": status,
        "failures": before.failures + 1,
        "health": Health.FAILING,
        "problem": reason,
        "address": "" if before.failures + 1 >= _LOST else before.address,
        "bound": "",
        "sightings": 0,
    }


def led(stored: Stored, permanent: str) -> Changed:
    """A good poll was led to `permanent` by permanent redirects; empty if by none."""
    before = stored.checkpoint
    if not permanent:
        return {"bound": "", "sightings": 0} if before.bound else {}
    sightings = before.sightings + 1 if permanent == before.bound else 1
    if sightings < MOVED:
        return {"bound": permanent, "sightings": sightings}
    address = "" if permanent == stored.source.url else permanent
    return {"address": address, "bound": "", "sightings": 0}


def rests(stored: Stored, at: datetime) -> bool:
    """Whether a source where there is nothing is asked no more (standards N7, N14).

    It is not after four weeks in which it was tried ten times.
    """
    before = stored.checkpoint
    since = before.good_at or stored.added_at
    return before.failures + 1 >= _TRIES and at - since >= _PATIENCE
