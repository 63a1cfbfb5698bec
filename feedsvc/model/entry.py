"""The normal form: absolute http(s) URLs, sanitized HTML, aware UTC dates, legal characters."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

Extensions = Mapping[str, Any]
"""Extension data as nested JSON values, keyed `prefix_name` as feedparser names it."""


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
