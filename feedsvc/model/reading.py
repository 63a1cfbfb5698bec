"""What one document of a source came to."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from feedsvc.model.entry import Entry, Hop


@dataclass(frozen=True, slots=True, kw_only=True)
class Incoming:
    """An entry of a document in the normal form, with what tells it from others.

    Attributes:
        key: Its identity within its source, as `tier:value`.
        digest: blake2b-16 of what makes an edit (`changes.md` 5): title, text, address and
            enclosures, not markup, counters or dates.
        place: Its place in the document, counted from 0.
        edits: Whether it may change what is stored; False if a guessing parser read it.
    """

    key: str
    digest: bytes
    entry: Entry
    place: int
    edits: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What one document of a source came to.

    Attributes:
        problem: Why the document is not to be believed, or empty. Where it is given
            nothing else is, and what is stored stays as it is.
        remark: What was odd about a document that is believed all the same.
        whole: The document came to its end, so that the next poll may be conditional.
        hop: What the feed says of itself; None if nothing was parsed.
        incoming: Entries whose bytes were not known, in the document's order.
        total: How many entries the document holds.
        window: All entries of the document as `normalize/window` packs them.
        head: As in `ParsedFeed`; `hints` likewise.
    """

    problem: str = ""
    remark: str = ""
    whole: bool = True
    hop: Hop | None = None
    incoming: tuple[Incoming, ...] = ()
    total: int = 0
    window: bytes = b""
    head: bytes = b""
    hints: Mapping[str, str] = field(default_factory=dict)
