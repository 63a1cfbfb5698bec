"""The nouns of feedsvc, as frozen values.

Two families live here. What an upstream wrote (`ParsedFeed`, `ParsedEntry` and
their parts) is untrusted: URLs may be relative, HTML hostile, dates prose. The
normal form (`Entry`, `Hop` and their parts) is trusted: absolute http(s) URLs,
sanitized HTML, aware UTC dates, text free of characters that XML forbids.

Words are those of RFC 4287 wherever it has one.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import IntEnum, StrEnum
from typing import Any

Extensions = Mapping[str, Any]
"""Extension data as nested JSON values, keyed `prefix_name` as feedparser names it."""


class TextKind(StrEnum):
    """How a text construct is written (RFC 4287 3.1.1)."""

    TEXT = "text"
    HTML = "html"
    XHTML = "xhtml"


# --- as the upstream wrote it -------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedText:
    """A text or content construct before it is trusted.

    Attributes:
        value: The text as written; HTML where `type` says so.
        type: A MIME type (`text/plain`, `text/html`, `application/xhtml+xml`, …).
        language: The language tag in force, if any.
        base: The base URL in force for relative URLs inside `value`; may be empty.
        src: Where the content lies instead, if it is not inline.
    """

    value: str
    type: str = "text/plain"
    language: str | None = None
    base: str = ""
    src: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedPerson:
    """An author or contributor as written."""

    name: str = ""
    email: str = ""
    uri: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedLink:
    """A link as written; `href` may be relative to `base`."""

    href: str
    rel: str = "alternate"
    type: str = ""
    hreflang: str = ""
    title: str = ""
    length: str = ""
    base: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedEntry:
    """One entry as the upstream wrote it.

    Attributes:
        id: `atom:id`, `guid` or JSON Feed `id`, white space stripped; empty if absent.
        links: Every link, enclosures included (rel `enclosure`), in document order.
        published: The date as written, or empty. `updated` likewise; neither falls
            back to the other.
        source: What the entry says of the feed it was copied from.
        fingerprint: blake2b-16 of the entry's bytes in its document, or of its
            canonical JSON; empty when the document could not be split.
        cut: The document ended inside this entry.
    """

    id: str = ""
    title: ParsedText | None = None
    summary: ParsedText | None = None
    contents: tuple[ParsedText, ...] = ()
    links: tuple[ParsedLink, ...] = ()
    authors: tuple[ParsedPerson, ...] = ()
    contributors: tuple[ParsedPerson, ...] = ()
    categories: tuple["Category", ...] = ()
    published: str = ""
    updated: str = ""
    rights: ParsedText | None = None
    licences: tuple[str, ...] = ()
    comments: str = ""
    language: str | None = None
    source: "ParsedFeed | None" = None
    extensions: Extensions = field(default_factory=dict)
    fingerprint: bytes = b""
    cut: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedFeed:
    """One document as the upstream wrote it.

    Attributes:
        version: feedparser's name of the format (`rss20`, `atom10`, …) or `json1`,
            `json11`; empty if the document is not a feed.
        title: And the other fields of a feed, as for `ParsedEntry`.
        hints: What the feed says of its own rhythm: `ttl`, `sy_updateperiod`,
            `sy_updatefrequency`, `skiphours`, `skipdays`, as written.
        entries: In document order; entries whose fingerprint was known are left out.
        window: The fingerprints of all entries of the document in order, known ones
            included; empty when the document could not be split.
        head: blake2b-16 of the document outside its entries, empty likewise.
        unchanged: Every fingerprint and the head were known: nothing was parsed, and
            `window` and `head` are all that is told.
        loose: A parser that guesses read this, so identity and edits taken from
            it are not to be trusted (`changes.md` 2).
        cut: The document ended before its root element did.
        problem: What was wrong with the document, for people; empty if nothing.
    """

    version: str = ""
    id: str = ""
    title: ParsedText | None = None
    subtitle: ParsedText | None = None
    links: tuple[ParsedLink, ...] = ()
    authors: tuple[ParsedPerson, ...] = ()
    contributors: tuple[ParsedPerson, ...] = ()
    categories: tuple["Category", ...] = ()
    updated: str = ""
    rights: ParsedText | None = None
    licences: tuple[str, ...] = ()
    language: str | None = None
    icon: str = ""
    logo: str = ""
    generator: str = ""
    hints: Mapping[str, str] = field(default_factory=dict)
    extensions: Extensions = field(default_factory=dict)
    entries: tuple[ParsedEntry, ...] = ()
    window: tuple[bytes, ...] = ()
    head: bytes = b""
    unchanged: bool = False
    loose: bool = False
    cut: bool = False
    problem: str = ""


# --- the normal form ----------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A text construct: plain text, or sanitized HTML.

    Attributes:
        value: Plain text for `TEXT`; sanitized markup with absolute URLs otherwise.
        kind: `XHTML` marks markup that came as XHTML; its value is sanitized HTML.
        language: A BCP 47 tag where it differs from, or the feed does not give, one.
    """

    value: str
    kind: TextKind = TextKind.TEXT
    language: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """A content construct (RFC 4287 4.1.3).

    Attributes:
        value: As in `Text`; empty where `src` is given.
        kind: As in `Text`.
        language: As in `Text`.
        type: A MIME type for content that is none of the text kinds.
        src: The absolute URL of content that lies elsewhere.
    """

    value: str = ""
    kind: TextKind = TextKind.HTML
    language: str | None = None
    type: str | None = None
    src: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Who wrote or helped (RFC 4287 3.2). `name` is never empty."""

    name: str
    email: str | None = None
    uri: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Category:
    """A category (RFC 4287 4.2.2). `term` is never empty."""

    term: str
    scheme: str | None = None
    label: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A link other than the alternate and the enclosures (RFC 4287 4.2.7)."""

    href: str
    rel: str
    type: str | None = None
    hreflang: str | None = None
    title: str | None = None
    length: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Enclosure:
    """An attached file: absolute `url`, MIME `type`, `length` in bytes if known."""

    url: str
    type: str | None = None
    length: int | None = None
    title: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Hop:
    """One feed an article appeared in: what `atom:source` says of it (RFC 4287 4.2.11).

    Attributes:
        title: Plain text; the feed's host where it gives none.
        id: The feed's own id, else its feed URL, else its home page.
        feed_url: Where the feed is, absolute, without credentials.
        home_url: The page it belongs to, absolute.
    """

    title: str
    id: str | None = None
    feed_url: str | None = None
    home_url: str | None = None
    subtitle: str | None = None
    authors: tuple[Person, ...] = ()
    contributors: tuple[Person, ...] = ()
    categories: tuple[Category, ...] = ()
    rights: str | None = None
    licences: tuple[str, ...] = ()
    language: str | None = None
    icon: str | None = None
    logo: str | None = None
    generator: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribution:
    """Where an entry first appeared and by which way it came to us.

    Attributes:
        origin: The feed the entry first appeared in.
        via: The feeds it passed through after the origin, oldest first, the source
            that we pulled last; empty where the source is the origin.
    """

    origin: Hop
    via: tuple[Hop, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An article in the normal form.

    Attributes:
        id: The upstream's id as written, stripped; empty if it gave none.
        url: The original address, absolute; None if the upstream gave none.
        title: May be None; then there is a body or a link.
        published: What the upstream claims, in UTC; may be absurd. `updated` likewise.
        hops: Feeds the entry itself says it came from, origin first; the source that
            we pulled it from is not among them.
        extensions: Whatever else the entry carried, sanitized where it is HTML.
    """

    id: str = ""
    url: str | None = None
    title: Text | None = None
    summary: Text | None = None
    contents: tuple[Content, ...] = ()
    authors: tuple[Person, ...] = ()
    contributors: tuple[Person, ...] = ()
    categories: tuple[Category, ...] = ()
    enclosures: tuple[Enclosure, ...] = ()
    links: tuple[Link, ...] = ()
    published: datetime | None = None
    updated: datetime | None = None
    rights: Text | None = None
    licences: tuple[str, ...] = ()
    comments: str | None = None
    language: str | None = None
    hops: tuple[Hop, ...] = ()
    extensions: Extensions = field(default_factory=dict)


# --- what the operator says ---------------------------------------------------


class Scope(StrEnum):
    """What the owner of a source lets us show of its text."""

    FULL = "full"
    EXCERPT = "excerpt"
    LINK = "link"
    LICENCE = "licence"


DEFAULT_ATTRIBUTION = "First published by {source}."
ATTRIBUTION_FIELDS = ("source", "author", "title", "url", "date")
"""What a template of an attribution line may name in braces."""

SOURCE_CHANNEL = "source-"
"""What the name of a source's own channel begins with."""


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
    """

    scope: Scope = Scope.LICENCE
    attribution: str = DEFAULT_ATTRIBUTION
    granted_by: str = ""
    evidence: str = ""
    starts: date | None = None
    ends: date | None = None
    embargo: timedelta = timedelta(0)


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """A feed that we publish.

    Attributes:
        sources: Names of sources; `"*"` is every source.
        tags: Every source with one of these tags belongs to it too.
        limit: How many entries its document holds.
    """

    name: str
    title: str
    description: str = ""
    sources: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    limit: int = 50

    def selects(self, source: Source) -> bool:
        """Whether entries of `source` belong to this channel."""
        return (
            "*" in self.sources
            or source.name in self.sources
            or not set(self.tags).isdisjoint(source.tags)
        )


# --- what may be shown --------------------------------------------------------


class Level(IntEnum):
    """How much of an entry is shown, least first."""

    NOTHING = 0
    LINK = 1
    EXCERPT = 2
    FULL = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Licence:
    """A licence that we know.

    Attributes:
        id: SPDX identifier, such as `CC-BY-4.0`.
        url: The canonical address of its deed.
        share: It allows to show the whole text to others.
        adapt: It allows changes.
        commercial: It allows commercial use.
    """

    id: str
    name: str
    url: str
    share: bool
    adapt: bool
    commercial: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """What may be shown of one entry now.

    Attributes:
        level: How much.
        reasons: Why, in words for the operator, the deciding one first.
        until: The first moment at which the answer may differ; None if never.
    """

    level: Level
    reasons: tuple[str, ...]
    until: datetime | None = None


# --- what is kept -------------------------------------------------------------


class State(StrEnum):
    """Where a stored entry stands."""

    PUBLISHED = "published"
    HELD_BACK = "held-back"
    WITHDRAWN = "withdrawn"


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
    sort_at: datetime
    revision: int
    state: State
    entry: Entry


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
        head: blake2b-16 of the last good document outside its entries.
        window: The entries of the last good document as `normalize/window` packs them.
        health: And `problem`, the reason in words when it is not `OK`.
        status: HTTP status of the last poll; 0 if there was none.
        failures: Polls in a row that failed.
        polled_at: Last attempt; `changed_at`: last poll that brought something.
        due_at: When to look again; None for never.
        interval: The present distance between polls.
    """

    url: str = ""
    etag: str = ""
    last_modified: str = ""
    body: bytes = b""
    head: bytes = b""
    window: bytes = b""
    health: Health = Health.NEW
    problem: str = ""
    status: int = 0
    failures: int = 0
    polled_at: datetime | None = None
    changed_at: datetime | None = None
    due_at: datetime | None = None
    interval: timedelta = timedelta(0)


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


# --- what is served -----------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Showing:
    """An entry with all that decides how it is shown: what a format is written from.

    Attributes:
        attribution: Where it first appeared and by which way it came.
        level: How much of it is shown; never NOTHING.
        line: The attribution line.
        licences: The licences that its entry or feed declares, as far as they are known.
    """

    held: Held
    attribution: Attribution
    level: Level
    line: "AttributionLine"
    licences: tuple[Licence, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AttributionLine:
    """The line that credits the source: the same words as plain text and as HTML.

    Attributes:
        html: Inline HTML, every value escaped, with a link to the original.
    """

    text: str
    html: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelView:
    """A channel as it stands: what its documents are written from.

    Attributes:
        base_url: Public address of the site, without a trailing slash.
        updated: Latest `updated` of its entries, or the oldest moment we know of it.
        until: The first moment at which the documents may differ with no new entry.
    """

    channel: Channel
    site_title: str
    base_url: str
    updated: datetime
    showings: tuple[Showing, ...]
    until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One rendered representation of a channel.

    Attributes:
        body: The bytes; `gzip` the same, compressed.
        etag: Strong validator of `body` with quotes; `gzip_etag` that of `gzip`.
        modified: When the bytes last changed, whole seconds.
        until: When it must be rendered again at the latest; None for never.
    """

    content_type: str
    body: bytes
    gzip: bytes
    etag: str
    gzip_etag: str
    modified: datetime
    until: datetime | None = None
