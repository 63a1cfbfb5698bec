"""A source, what its owner permits, and what we remember of it between polls."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import IntEnum, StrEnum
from typing import NamedTuple


class Scope(StrEnum):
    """What the owner of a source lets us show of its text."""

    FULL = "full"
    EXCERPT = "excerpt"
    LINK = "link"
    LICENCE = "licence"


class Images(StrEnum):
    """Whether the pictures of an article are shown where its whole text is."""

    TEXT = "text"
    LICENCE = "licence"
    NONE = "none"


class ThirdParty(StrEnum):
    """What becomes of an article that says it first appeared elsewhere."""

    HOLD = "hold"
    EXCERPT = "excerpt"
    ALLOW = "allow"


DEFAULT_ATTRIBUTION = "First published by {source}."

ATTRIBUTION_FIELDS = (
    "source",
    "source_url",
    "author",
    "title",
    "url",
    "date",
    "licence",
    "licence_url",
    "via",
    "permission",
)
"""What a template of an attribution line may name in braces."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Permission:
    """What the owner of a source allows us, and how we can prove it.

    Attributes:
        scope: Of the text; `LICENCE` means what the licence declared by entry or feed allows.
        images: Of the pictures, wherever the whole text is shown; `LICENCE` means only where
            the licence allows to share it.
        edits: Passages may be left out (`Source.remove`), unless the licence forbids changes.
        licence: Address or SPDX identifier of the licence that covers what declares none.
        on_third_party: What becomes of articles that first appeared elsewhere: whoever reposts
            with permission cannot pass that on.
        attribution: The template of the attribution line.
        credit: A line that the owner demands beside it, as a template; empty if none.
        pixel: The picture by which the owner counts readers, http(s); empty if none is demanded.
        granted_by: Who said so, in words.
        evidence: Where that can be looked up, in words.
        notes: For the operator alone.
        starts: First day (UTC) on which it holds; before it, only the licence does.
        ends: Last day (UTC) on which it holds; after it, only the licence does.
        embargo: How long after its publication an entry is held back.
        expiry: How long after its publication an entry is shown; zero for ever.
        noindex: Search engines are asked to leave out what shows an entry; on every day.
        canonical: Our page of an entry names the original as the one to be found (RFC 6596),
            not itself; on every day.
    """

    scope: Scope = Scope.LICENCE
    images: Images = Images.TEXT
    edits: bool = True
    licence: str = ""
    on_third_party: ThirdParty = ThirdParty.EXCERPT
    attribution: str = DEFAULT_ATTRIBUTION
    credit: str = ""
    pixel: str = ""
    granted_by: str = ""
    evidence: str = ""
    notes: str = ""
    starts: date | None = None
    ends: date | None = None
    embargo: timedelta = timedelta(0)
    expiry: timedelta = timedelta(0)
    noindex: bool = False
    canonical: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Retention:
    """How much of a source is kept; what goes is its text, never the memory of having had it.

    Attributes:
        entries: At most so many entries; 0 for all.
        age: No longer than this after their publication; zero for ever.
    """

    entries: int = 0
    age: timedelta = timedelta(0)


class Origin(StrEnum):
    """Where a source is declared; a removed one was, and its entries stay."""

    FILE = "file"
    OPERATOR = "operator"
    REMOVED = "removed"


class Pause(IntEnum):
    """Whether a source is left alone for now, and who says so."""

    NO = 0
    OPERATOR = 1
    FILE = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A feed that somebody else publishes.

    Attributes:
        name: Its short name in configuration, commands and addresses.
        url: Where it is: http, https, or `file:` resolved to an absolute path.
        title: The operator's title for it, else None: the feed's own is used.
        enabled: Whether it is polled and published.
        remove: Regular expressions; a paragraph that one matches from end to end is left out.
        revoked: Its permission was taken back: it is neither polled nor published.
        origin: Where it is declared.
        paused: It is published as it stands, and not polled.
        private: It is published in private channels alone.
        secret: Its address is a secret, so that no more than its host is ever shown.
    """

    name: str
    url: str
    title: str | None = None
    tags: tuple[str, ...] = ()
    enabled: bool = True
    permission: Permission = field(default_factory=Permission)
    retention: Retention = field(default_factory=Retention)
    remove: tuple[str, ...] = ()
    revoked: bool = False
    origin: Origin = Origin.FILE
    paused: Pause = Pause.NO
    private: bool = False
    secret: bool = False

    @property
    def is_polled(self) -> bool:
        """Whether it is polled, as far as it is ours to say: nobody switched that off."""
        return self.enabled and not self.revoked and not self.paused


class Health(StrEnum):
    """How a source fares."""

    NEW = "new"
    OK = "ok"
    DEGRADED = "degraded"
    FAILING = "failing"
    RESTING = "resting"
    GONE = "gone"


class Hints(NamedTuple):
    """What a feed says of how often it is to be looked at (standards N5).

    Attributes:
        seconds: The least distance between two looks that it asks for; 0 if it is silent.
        hours: Bit n stands for the hour n (UTC) in which nothing is new.
        days: Bit n stands for the day n in which nothing is new, Monday is 0.
    """

    seconds: int = 0
    hours: int = 0
    days: int = 0


NO_HINTS = Hints()


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkpoint:
    """What we remember of a source between polls.

    Attributes:
        url: The address that the validators belong to (after redirects).
        etag: Exactly as received; empty if none. `last_modified` likewise.
        body: blake2b-16 of the last good body; empty if none.
        remark: What was odd about the last good document; empty if nothing.
        health: And `problem`, the reason in words when it is not `OK`.
        status: HTTP status of the last poll; 0 if there was none.
        failures: Polls in a row that failed.
        polled_at: Last attempt; `good_at`: last one that brought a believable document or
            found it unchanged; `changed_at`: last one that brought something new.
        due_at: When to look again; None for never.
        interval: The present distance between polls.
        hints: What the last good document says of its rhythm.
        deaths: Documents in a row that ended the process that read them.
        address: Asked in place of the source's own address, since permanent redirects lead
            there; empty if they do not.
        bound: Where permanent redirects led at the last `sightings` good polls in a row; empty
            if there were none.
    """

    url: str = ""
    etag: str = ""
    last_modified: str = ""
    body: bytes = b""
    remark: str = ""
    health: Health = Health.NEW
    problem: str = ""
    status: int = 0
    failures: int = 0
    polled_at: datetime | None = None
    good_at: datetime | None = None
    changed_at: datetime | None = None
    due_at: datetime | None = None
    interval: timedelta = timedelta(0)
    hints: Hints = NO_HINTS
    deaths: int = 0
    address: str = ""
    bound: str = ""
    sightings: int = 0
