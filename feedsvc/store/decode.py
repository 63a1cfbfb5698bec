"""Entries, feeds and what archives say read back from JSON text, typed and strict, by msgspec."""

import msgspec

from feedsvc.model.archive import Said
from feedsvc.model.entry import Entry, Hop

_entries = msgspec.json.Decoder(Entry)
_hops = msgspec.json.Decoder(Hop)
_said = msgspec.json.Decoder(Said)


def entry(text: str) -> Entry:
    """Read back what `encode` wrote of an entry."""
    return _entries.decode(text)


def hop(text: str) -> Hop:
    """Read back what `encode` wrote of a feed."""
    return _hops.decode(text)


def said(text: str) -> Said:
    """Read back what `archives` wrote of what was said."""
    return _said.decode(text)
