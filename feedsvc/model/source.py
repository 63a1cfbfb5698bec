"""A source, what its owner permits, and what we remember of it between polls."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum


class Scope(StrEnum):
    """What the owner of a source lets us show of its text."""

    FULL = "full"
    EXCERPT = "excerpt"
    LINK = "link"
    LICENCE = "licence"


DEFAULT_ATTRIBUTION = "First published by {source}."


ATTRIBUTION_FIELDS = ("source", "author", "title", "url", "date")
"""What a template of an attribution line may name in braces."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Permission:
    """What the owner of a source allows us, and how we can prove it.

    Attributes:
        scope: `LICENCE` means what the licence declared by entry or feed allows.
        attribution: The template of the attribution line.
        granted_by: Who said so, in words.
        evidence: Where that can be looked up, in words.
        starts: First day (UTC) on which `scope` holds; before it, as `LICENCE`.
        ends: Last day (UTC) on which `scope` holds; after it, as `LICENCE`.
        embargo: How long after its publication an entry is held back.
        noindex: Search engines are asked to leave out what shows an entry; on every day.
        canonical: Our page of an entry names the original as the one to be found (RFC 6596),
            not itself; on every day.
    """

    scope: Scope = Scope.LICENCE
    attribution: str = DEFAULT_ATTRIBUTION
    granted_by: str = ""
    evidence: str = ""
    starts: date | None = None
    ends: date | None = None
    embargo: timedelta = timedelta(0)
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A feed that somebody else publishes.

    Attributes:
        name: Its short name in configuration, commands and addresses.
        url: Where it is: http, https, or `file:` resolved to an absolute path.
        title: The operator's title for it, else None: the feed's own is used.
        enabled: Whether it is polled and published.
    """

    name: str
    url: str
    title: str | None = None
    tags: tuple[str, ...] = ()
    enabled: bool = True
    permission: Permission = field(default_factory=Permission)
    retention: Retention = field(default_factory=Retention)


class Health(StrEnum):
    """How a source fares."""

    NEW = "new"
    OK = "ok"
    DEGRADED = "degraded"
    FAILING = "failing"
    GONE = "gone"


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
