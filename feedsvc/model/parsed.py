"""What an upstream wrote, before it is trusted: URLs may be relative, HTML hostile, dates prose."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from feedsvc.model.entry import Category, Extension


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
        extensions: As written; `xml:base` of the outermost is the base in force.
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
    categories: tuple[Category, ...] = ()
    published: str = ""
    updated: str = ""
    rights: ParsedText | None = None
    licences: tuple[str, ...] = ()
    comments: str = ""
    language: str | None = None
    source: "ParsedFeed | None" = None
    image: str = ""
    extensions: tuple[Extension, ...] = ()
    fingerprint: bytes = b""
    cut: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedTombstone:
    """An entry that was taken back (RFC 6721 3), as written.

    Attributes:
        ref: The id of the entry.
        when: The date, or empty. `comment` likewise.
    """

    ref: str
    when: str = ""
    comment: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedGenerator:
    """The program that made a feed, as written."""

    name: str = ""
    uri: str = ""
    version: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedImage:
    """The image of a channel, as written."""

    url: str
    title: str = ""
    link: str = ""
    description: str = ""
    width: str = ""
    height: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedFeed:
    """One document as the upstream wrote it.

    Attributes:
        version: feedparser's name of the format (`rss20`, `atom10`, …) or `json1`,
            `json11`; empty if the document is not a feed.
        title: And the other fields of a feed, as for `ParsedEntry`.
        covering: The licences that cover its entries too, by what declares them.
        hints: What the feed says of its own rhythm: `ttl`, `sy_updateperiod`,
            `sy_updatefrequency`, `skiphours`, `skipdays`, as written; `expired` if it has ended.
        entries: In document order; entries whose fingerprint was known are left out.
        window: The fingerprints of all entries of the document in order, known ones
            included; empty when the document could not be split.
        head: blake2b-16 of the document outside its entries, empty likewise.
        context: blake2b-8 of what its entries inherit from outside them, empty likewise.
        tombstones: Entries that the feed took back.
        unchanged: Every fingerprint and the head were known: nothing was parsed, and
            `window` and `head` are all that is told.
        loose: A parser that guesses read this, so identity and edits taken from
            it are not to be trusted (`changes.md` 2).
        cut: The document ended before its root element did.
        problem: What was wrong with the document, for people; empty if nothing.
        capped: What was left out because it was too much, for people; empty if nothing.
    """

    version: str = ""
    id: str = ""
    title: ParsedText | None = None
    subtitle: ParsedText | None = None
    links: tuple[ParsedLink, ...] = ()
    authors: tuple[ParsedPerson, ...] = ()
    contributors: tuple[ParsedPerson, ...] = ()
    categories: tuple[Category, ...] = ()
    updated: str = ""
    published: str = ""
    rights: ParsedText | None = None
    licences: tuple[str, ...] = ()
    covering: tuple[str, ...] = ()
    language: str | None = None
    icon: str = ""
    logo: str = ""
    image: ParsedImage | None = None
    generator: ParsedGenerator | None = None
    notice: ParsedText | None = None
    docs: str = ""
    hints: Mapping[str, str] = field(default_factory=dict)
    extensions: tuple[Extension, ...] = ()
    entries: tuple[ParsedEntry, ...] = ()
    window: tuple[bytes, ...] = ()
    head: bytes = b""
    context: bytes = b""
    tombstones: tuple[ParsedTombstone, ...] = ()
    unchanged: bool = False
    loose: bool = False
    cut: bool = False
    problem: str = ""
    capped: str = ""
