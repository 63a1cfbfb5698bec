"""What a poll changes of its source's checkpoint."""

from datetime import datetime
from typing import Any

from feedsvc.model.source import Checkpoint, Health

Changed = dict[str, Any]
"""Fields of a `Checkpoint` with their new values."""


def good(before: Checkpoint, status: int, at: datetime) -> Changed:
    """The same document as the last good one: a remark on that stands, a failure is over."""
    return {
        "status": status,
        "failures": 0,
        "health": Health.DEGRADED if before.remark else Health.OK,
        "problem": before.remark,
        "good_at": at,
    }


def older(before: Checkpoint) -> Changed:
    """A document from before the last good one: as if nobody had asked, but for failures."""
    return {"status": 200, "failures": 0, "health": before.health, "problem": before.problem}


def doubted(before: Checkpoint, reason: str) -> Changed:
    """A document came that nothing is taken from; the next look is soon."""
    return failed(before, 200, reason) | {"health": Health.DEGRADED}


def failed(before: Checkpoint, status: int, reason: str) -> Changed:
    """No document came, one time more in a row."""
    return {
        "status": status,
        "failures": before.failures + 1,
        "health": Health.FAILING,
        "problem": reason,
    }
