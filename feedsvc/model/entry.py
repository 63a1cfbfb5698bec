"""The normal form: absolute http(s) URLs, sanitized HTML, aware UTC dates, legal characters."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class TextKind(StrEnum):
    """How a text construct is written (RFC 4287 3.1.1)."""

    TEXT = "text"
    HTML = "html"
    XHTML = "xhtml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A text construct: plain text, or sanitized HTML.

    Attributes:
        value: Plain text for `TEXT`; sanitized markup with absolute URLs otherwise.
        kind: `XHTML` marks markup that came as XHTML; its value is sanitized HTML.
        language: A BCP 47 tag where it differs from, or the feed does not give, one.
        base: The `xml:base` in force where the upstream wrote it, if it gave one; addresses
            in `value` are absolute all the same.
    """

    value: str
    kind: TextKind = TextKind.TEXT
    language: str | None = None
    base: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """A content construct (RFC 4287 4.1.3).

    Attributes:
        value: As in `Text`; empty where `src` is given.
        kind: As in `Text`; `language` and `base` likewise.
        type: A MIME type for content that is none of the text kinds.
        src: The absolute URL of content that lies elsewhere.
    """

    value: str = ""
    kind: TextKind = TextKind.HTML
    language: str | None = None
    base: str | None = None
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
    """A link (RFC 4287 4.2.7)."""

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
class Extension:
    """An element that the formats leave to others (RFC 4287 6.4), such as `media:content`.

    Attributes:
        name: With the prefix under which `NAMESPACES` knows its namespace.
        attributes: By their names, those in no namespace.
        text: What it holds where it has no children.
    """

    name: str
    attributes: dict[str, str] = field(default_factory=dict)
    text: str = ""
    children: tuple["Extension", ...] = ()


NAMESPACES = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "geo": "http://www.w3.org/2003/01/geo/wgs84_pos#",
    "georss": "http://www.georss.org/georss",
    "gml": "http://www.opengis.net/gml",
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "media": "http://search.yahoo.com/mrss/",
    "podcast": "https://podcastindex.org/namespace/1.0",
    "thr": "http://purl.org/syndication/thread/1.0",
    "wfw": "http://wellformedweb.org/CommentAPI/",
}
"""Prefix to namespace of the extensions that are kept (standards H1, I1, J1, K1)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Generator:
    """The program that made a feed (RFC 4287 4.2.4)."""

    name: str
    uri: str | None = None
    version: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Image:
    """The image of an RSS channel; sizes in pixels."""

    url: str
    title: str | None = None
    link: str | None = None
    description: str | None = None
    width: int | None = None
    height: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Hop:
    """One feed an article appeared in: what `atom:source` says of it (RFC 4287 4.2.11).

    Attributes:
        title: Plain text; the feed's host where it gives none.
        id: The feed's own id, else its feed URL, else its home page.
        feed_url: Where the feed is, absolute, without credentials.
        home_url: The page it belongs to, absolute.
        name: The title as it was written, where that says more than `title`.
        links: Every link in its order, `feed_url` and `home_url` included.
        updated: When it last changed, as the feed or the entry that names it says.
        licences: The addresses of the licences it declares.
        covering: Those among them that cover its entries too: a `link` does not (RFC 4946 2.4).
        notice: What it tells people who open it in a browser (`info` of Atom 0.3).
    """

    title: str
    id: str | None = None
    feed_url: str | None = None
    home_url: str | None = None
    name: Text | None = None
    subtitle: Text | None = None
    authors: tuple[Person, ...] = ()
    contributors: tuple[Person, ...] = ()
    categories: tuple[Category, ...] = ()
    links: tuple[Link, ...] = ()
    updated: datetime | None = None
    published: datetime | None = None
    rights: Text | None = None
    licences: tuple[str, ...] = ()
    covering: tuple[str, ...] = ()
    language: str | None = None
    icon: str | None = None
    logo: str | None = None
    image: Image | None = None
    generator: Generator | None = None
    notice: Text | None = None
    docs: str | None = None
    extensions: tuple[Extension, ...] = ()


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
        links: Every link in its order, the address and the enclosures among them.
        title: May be None; then there is a body or a link.
        published: What the upstream claims, in UTC; may be absurd. `updated` likewise.
        hops: Feeds the entry itself says it came from, origin first; the source that
            we pulled it from is not among them.
        image: The address of a picture that stands for it.
        extensions: What else it carried of the extensions that are kept.
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
    image: str | None = None
    hops: tuple[Hop, ...] = ()
    extensions: tuple[Extension, ...] = ()
