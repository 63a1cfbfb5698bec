"""What one document of a source came to."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from feedsvc.model.entry import Entry, Hop
from feedsvc.model.record import Names


@dataclass(frozen=True, slots=True, kw_only=True)
class Incoming:
    """An entry of a document in the normal form, with what tells it from others.

    Attributes:
        names: What names it within its source.
        digest: blake2b-16 of its title and text: another one is an edit (`changes.md` 5).
        facts: blake2b-16 of what is kept up to date without being an edit: address, files,
            authors, rights.
        claimed: The date it claims in seconds since 1970; 0 if none.
        place: Its place in the document, counted from 0.
        fingerprint: As in `ParsedEntry`.
    """

    names: Names
    digest: bytes
    facts: bytes
    entry: Entry
    place: int
    claimed: int = 0
    fingerprint: bytes = b""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gone:
    """An entry that its source took back (RFC 6721).

    Attributes:
        id: The digest of the upstream's id, as in `Names`.
        when: When, as the upstream says.
        reason: In the upstream's words; may be empty.
    """

    id: bytes
    when: datetime | None
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What one document of a source came to.

    Attributes:
        problem: Why the document is no feed, or empty. Where it is given nothing else is,
            and what is stored stays as it is.
        doubt: Why a document that is a feed is not to be believed yet, or empty.
        remark: What was odd about a document that is believed all the same.
        whole: The document came to its end, so that the next poll may be conditional.
        loose: A parser that guesses read it: it may add, never edit or name anew.
        hop: What the feed says of itself; None if nothing was parsed.
        updated: When the feed says that it last changed.
        incoming: Entries whose bytes were not known, in the document's order.
        gone: Entries that the source took back.
        total: How many entries the document holds.
        order: The fingerprints of all its entries in order; empty if it could not be split.
        head: As in `ParsedFeed`; `context` and `hints` likewise.
    """

    problem: str = ""
    doubt: str = ""
    remark: str = ""
    whole: bool = True
    loose: bool = False
    hop: Hop | None = None
    updated: datetime | None = None
    incoming: tuple[Incoming, ...] = ()
    gone: tuple[Gone, ...] = ()
    total: int = 0
    order: tuple[bytes, ...] = ()
    head: bytes = b""
    context: bytes = b""
    hints: Mapping[str, str] = field(default_factory=dict)
