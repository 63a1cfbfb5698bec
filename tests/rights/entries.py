"""Entries to judge and to credit."""

from dataclasses import replace
from datetime import UTC, datetime

from feedsvc.model.entry import Entry, Hop, Person, Text
from feedsvc.model.held import Held, State

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
HERALD = Hop(
    title="The Herald", id="https://herald.example/feed", feed_url="https://herald.example/feed"
)
QUAY = Hop(title="The Quay", id="tag:quay.example,2026:feed")
WIRE = Hop(title="The Wire", feed_url="https://wire.example/feed")


def held(published: datetime = NOON, state: State = State.PUBLISHED, **fields: object) -> Held:
    """A stored entry with these fields of an `Entry`."""
    entry = Entry(
        url="https://herald.example/1",
        title=Text(value="Tide & time"),
        authors=(Person(name="Ann"), Person(name="Bo")),
    )
    return Held(
        id="0123456789",
        public_id="tag:herald.example,2026:1",
        source="herald",
        key="id:1",
        first_seen=NOON,
        published=published,
        updated=published,
        sort_at=published,
        revision=1,
        state=state,
        entry=replace(entry, **fields),  # type: ignore[arg-type] # fields of Entry
    )
