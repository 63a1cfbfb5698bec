"""Entries and feeds read back from JSON text, typed and strict, by msgspec."""

import msgspec

from feedsvc.model.entry import Entry, Hop

_entries = msgspec.json.Decoder(Entry)
_hops = msgspec.json.Decoder(Hop)


def entry(text: str) -> Entry:
    """Read back what `encode` wrote of an entry."""
    return _entries.decode(text)


def hop(text: str) -> Hop:
    """Read back what `encode` wrote of a feed."""
    return _hops.decode(text)
