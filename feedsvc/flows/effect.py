"""What a reading did to the store."""

from typing import NamedTuple


class Effect(NamedTuple):
    """Counts of a poll, and what it means for the source.

    Attributes:
        new: Entries stored for the first time; `updated`: edited; `unchanged`: as before.
        published: Whether anything that is published may have changed.
        total: Entries that the document held.
        feed: What the feed says of itself, as it is stored.
        older: The document is older than the last good one, and nothing of it was stored.
        remark: What is odd about its entries; empty if nothing.
        lasts: Whether that holds as long as the document stays.
    """

    new: int = 0
    updated: int = 0
    unchanged: int = 0
    published: bool = False
    total: int = 0
    feed: str = ""
    older: bool = False
    remark: str = ""
    lasts: bool = False


NOTHING = Effect()
