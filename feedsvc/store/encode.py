"""Entries and feeds as JSON text, by orjson.

`decode` reads it back. They are apart because a poll only writes, and msgspec, which reads, costs
20 ms to import.
"""

import orjson

from feedsvc.model.entry import Entry, Hop


def dumps(value: Entry | Hop) -> str:
    """The same value gives the same text."""
    return orjson.dumps(value).decode()
