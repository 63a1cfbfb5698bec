"""How a source stands, in one word: what is decided of it, else how its polls went. Pure."""

from feedsvc.model.source import Health, Origin
from feedsvc.store.sources import Stored

REMOVED, REVOKED, DISABLED, PAUSED = "removed", "revoked", "disabled", "paused"
"""What is decided of a source, the strongest first."""

STANDINGS = (*(health.value for health in Health), PAUSED, REVOKED, DISABLED, REMOVED)


def standing(stored: Stored) -> str:
    """One of `STANDINGS`."""
    source = stored.source
    decided = (
        (source.origin is Origin.REMOVED, REMOVED),
        (source.revoked, REVOKED),
        (not source.enabled, DISABLED),
        (source.paused, PAUSED),
    )
    return next((word for holds, word in decided if holds), stored.checkpoint.health.value)
