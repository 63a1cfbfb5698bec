"""What a reading did to the store."""

from typing import NamedTuple


class Effect(NamedTuple):
    """Counts of a poll, and the feed's new description of itself.

    Attributes:
        new: Entries stored for the first time; `updated`: edited; `unchanged`: as before.
        feed: What the feed says of itself, as it is stored, if that changed; else empty.
    """

    new: int
    updated: int
    unchanged: int
    feed: str


NOTHING = Effect(0, 0, 0, "")
