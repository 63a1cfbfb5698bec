"""What documents and pages are written from, and what is served."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from feedsvc.model.channel import Channel
from feedsvc.model.entry import Attribution, Hop, Link
from feedsvc.model.held import Held, Tombstone
from feedsvc.model.rights import AttributionLine, Grant, Level, Licence

MAX_AGE = 300
"""Seconds for which an answer keeps where nothing is known of how often it changes."""


@dataclass(frozen=True, slots=True, kw_only=True, weakref_slot=True)
class Showing:
    """An entry with all that decides how it is shown: what a format is written from.

    Attributes:
        attribution: Where it first appeared and by which way it came.
        grant: What is shown of it; never nothing.
        line: The attribution line.
        licences: The licences that its entry or feed declares, as far as they are known.
        noindex: What shows it asks search engines to leave it out.
        canonical: Our page of it names the original as the one to be found.
        pixel: The picture by which its owner counts readers; empty if none is demanded.
        remove: Regular expressions of paragraphs that are left out.
    """

    held: Held
    attribution: Attribution
    grant: Grant
    line: AttributionLine
    licences: tuple[Licence, ...] = ()
    noindex: bool = False
    canonical: bool = True
    pixel: str = ""
    remove: tuple[str, ...] = ()

    @property
    def level(self) -> Level:
        """How much of it is shown."""
        return self.grant.level

    @property
    def until(self) -> datetime | None:
        """The first moment at which it may be shown otherwise; None if never."""
        return self.grant.until


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelView:
    """A channel as it stands: what its documents are written from.

    Attributes:
        feed: The one feed that the channel republishes, where it is the channel of a source.
        base_url: Public address of the site, without a trailing slash.
        updated: Latest `updated` of its entries and withdrawals, or the oldest moment we
            know of it.
        tombstones: Entries of its sources that are gone on purpose, newest first.
        until: The first moment at which the documents may differ with no new entry.
        archive: The number of the archive that this is; 0 for the channel as it stands.
        older: The number of the archive next older than this; 0 if there is none.
    """

    channel: Channel
    site_title: str
    base_url: str
    updated: datetime
    showings: tuple[Showing, ...]
    tombstones: tuple[Tombstone, ...] = ()
    feed: Hop | None = None
    until: datetime | None = None
    archive: int = 0
    older: int = 0

    @property
    def noindex(self) -> bool:
        """Whether what shows all of it asks search engines to leave it out."""
        return any(showing.noindex for showing in self.showings)


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """A document of a channel in pieces: any choice of its entries makes a document again.

    Attributes:
        head: All that stands before the entries, tombstones too.
        entries: Each written entry, in order.
        between: What stands between two of them.
        tail: All that stands after them.
    """

    head: bytes
    entries: tuple[bytes, ...]
    between: bytes
    tail: bytes

    def holding(self, entries: Iterable[bytes]) -> bytes:
        """The document with these entries alone."""
        return self.head + self.between.join(entries) + self.tail


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One rendered representation of a channel, or of a page.

    Attributes:
        body: The bytes; `gzip` the same, compressed.
        etag: Strong validator of `body` with quotes; `gzip_etag` that of `gzip`.
        modified: When the bytes last changed, whole seconds.
        until: When it must be rendered again at the latest; None for never.
        max_age: Seconds for which nobody need ask again.
        links: Sent with it (RFC 8288).
        parts: What `body` was joined from, where it is one of entries.
        variant: Which of the representations of its address it is, where `Accept` chooses:
            the suffix of the format, or nothing for the page. None where there is no choice.
        location: The address of this representation alone (RFC 9110 8.7).
        noindex: Search engines are asked to leave it out.
        audience: The private channels one of which its readers must subscribe to; empty for what
            anyone may read.
    """

    content_type: str
    body: bytes
    gzip: bytes
    etag: str
    gzip_etag: str
    modified: datetime
    until: datetime | None = None
    max_age: int = MAX_AGE
    links: tuple[Link, ...] = ()
    parts: Parts | None = None
    variant: str | None = None
    location: str | None = None
    noindex: bool = False
    audience: frozenset[str] = frozenset()
