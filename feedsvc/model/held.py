"""A stored entry."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from feedsvc.model.entry import Entry


class State(StrEnum):
    """Where a stored entry stands.

    A purged one has lost its text to retention; it is remembered so that it never returns.
    """

    PUBLISHED = "published"
    HELD_BACK = "held-back"
    WITHDRAWN = "withdrawn"
    PURGED = "purged"


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A stored entry.

    Attributes:
        id: Our own id of it, which `/entries/<id>` and the commands take.
        public_id: The id we publish it under; never changes (RFC 4287 4.2.6).
        source: The name of the source that it came from.
        key: The identity key it was first stored under.
        first_seen: When we first stored it.
        published: Frozen at first sight.
        updated: Moves only when the article really changed; never before `published`.
        update_due: When `updated` moves for a change that is stored already; None if it does
            not: it moves at most so often as configured.
        sort_at: The moment it is ordered by.
        revision: 1 for the first, one more with each change.
        entry: The latest revision.
    """

    id: str
    public_id: str
    source: str
    key: str
    first_seen: datetime
    published: datetime
    updated: datetime
    update_due: datetime | None = None
    sort_at: datetime
    revision: int
    state: State
    entry: Entry


@dataclass(frozen=True, slots=True, kw_only=True)
class Tombstone:
    """An entry that is gone on purpose (RFC 6721).

    Attributes:
        ref: The id that it was published under.
        when: Since when.
        reason: In words; may be empty.
    """

    ref: str
    when: datetime
    reason: str = ""
