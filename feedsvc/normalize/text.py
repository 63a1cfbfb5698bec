"""Text constructs, persons, links and categories into the normal form."""

import re
from collections.abc import Iterable
from functools import lru_cache
from html import unescape

from feedsvc.model.entry import Category, Content, Link, Person, Text, TextKind
from feedsvc.model.parsed import ParsedLink, ParsedPerson, ParsedText
from feedsvc.text.html import plain, sanitize
from feedsvc.text.legal import legal
from feedsvc.text.urls import host, safe_url

_KINDS = {
    "text/plain": TextKind.TEXT,
    "text": TextKind.TEXT,
    "text/html": TextKind.HTML,
    "html": TextKind.HTML,
    "application/xhtml+xml": TextKind.XHTML,
    "xhtml": TextKind.XHTML,
}
_NAME = "[a-z0-9][a-z0-9!#$&^_.+-]*"
_MIME = re.compile(rf"{_NAME}/{_NAME}(?: *;[ -~]*)?")
_WITHIN_PAGE = re.compile(r"=[\"']?[?#]")
_REFERENCE = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z]{2,8});")
_MARK = "\ufeff"  # says nothing at an edge, and HTML loses it there
_SLASHES = 2  # before the host
_TOO_LONG = 16  # digits: petabytes
_TAG = re.compile(r"(?=.{2,35}\Z)[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*")


def text(raw: ParsedText | None, url: str, page: str | None = None) -> Text | None:
    """A text construct; None if nothing readable is in it.

    Args:
        raw: As written.
        url: The document's own address.
        page: That of the entry it belongs to. Unless the document says otherwise, relative
            addresses count from there: a feed that another host serves holds the addresses of
            the site it was made from (defects DF21, PB6).
    """
    if raw is None:
        return None
    kind = _KINDS.get(raw.type, TextKind.HTML)
    value = _value(raw, kind, url, page)
    if not value:
        return None
    return Text(value=value, kind=kind, language=language(raw.language), base=_told(raw, url))


def title(raw: ParsedText | None, url: str) -> Text | None:
    """A title: as `text`, but markup that holds nothing but text becomes plain text.

    Where that text would read as markup again, it stays as it was written.
    """
    made = text(raw, url)
    if made is None or made.kind is TextKind.TEXT:
        return made
    bare = plain(made.value)
    if not bare and "<img" not in made.value:
        return None
    if "<" not in made.value and "&" not in bare and "<" not in bare:
        return Text(value=bare, language=made.language, base=made.base)
    return made


def words(raw: ParsedText | None, url: str) -> str | None:
    """A text construct as plain text."""
    made = text(raw, url)
    if made is None:
        return None
    return made.value if made.kind is TextKind.TEXT else plain(made.value) or None


def content(raw: ParsedText, url: str, page: str | None = None) -> Content | None:
    """A content construct, as `text`; None if nothing is in it that may be kept."""
    tag = language(raw.language)
    if raw.src:
        src = safe_url(raw.src, base=raw.base or url)
        return Content(src=src, type=mime(raw.type), language=tag) if src else None
    kind = _KINDS.get(raw.type)
    if kind is None:
        return None
    value = _value(raw, kind, url, page)
    if not value:
        return None
    return Content(value=value, kind=kind, language=tag, base=_told(raw, url))


def persons(raw: Iterable[ParsedPerson], url: str) -> tuple[Person, ...]:
    """The persons that have a name or an address that may stand for one, each once."""
    found: dict[tuple[str, str | None], Person] = {}
    for person in raw:
        email = line(person.email)
        email = email if email.count("@") == 1 and " " not in email else ""
        uri = safe_url(person.uri, base=url) if person.uri else None
        called = name(person.name) or email.partition("@")[0] or host(uri or "")
        if called:
            made = Person(name=called, email=email or None, uri=uri)
            found.setdefault((made.name, made.email), made)
    return tuple(found.values())


def categories(raw: Iterable[Category]) -> tuple[Category, ...]:
    """The categories that have a term, each once."""
    made = (
        Category(
            term=line(category.term),
            scheme=line(category.scheme or "") or None,
            label=line(category.label or "") or None,
        )
        for category in raw
    )
    return tuple(dict.fromkeys(category for category in made if category.term))


def link_url(link: ParsedLink, url: str) -> str | None:
    """Where a link leads, absolute and safe."""
    return safe_url(link.href, base=link.base or url)


def link(raw: ParsedLink, url: str) -> Link | None:
    """A link in the normal form; None if it leads nowhere."""
    href = link_url(raw, url)
    if href is None:
        return None
    return Link(
        href=href,
        rel=line(raw.rel),
        type=mime(raw.type),
        hreflang=language(raw.hreflang),
        title=line(raw.title) or None,
        length=length(raw.length),
    )


def length(value: str) -> int | None:
    """A whole number as JSON readers take it, else None."""
    value = value.strip()
    return int(value) if value.isascii() and value.isdigit() and len(value) < _TOO_LONG else None


def name(value: str) -> str:
    """A name in one line; the markup in it, which no name holds, is read."""
    if "</" in value:
        return plain(value)
    return line(unescape(value) if _REFERENCE.search(value) else value)


def line(value: str) -> str:
    """One line of plain text: legal characters, white space folded."""
    return " ".join(legal(value).split())


def language(tag: str | None) -> str | None:
    """A language tag that looks like one (BCP 47), else None."""
    tag = (tag or "").strip()
    return tag if _TAG.fullmatch(tag) else None


def mime(value: str) -> str | None:
    """A media type that looks like one (RFC 6838 4.2), its parameters included, else None."""
    value = value.strip().lower()
    return value if _MIME.fullmatch(value) else None


def _told(raw: ParsedText, url: str) -> str | None:
    """The base that the document itself gives, beside its own address."""
    return safe_url(raw.base) if raw.base and raw.base != url else None


def _value(raw: ParsedText, kind: TextKind, url: str, page: str | None) -> str:
    if kind is TextKind.TEXT:
        return legal(raw.value).strip().strip(_MARK).strip()
    base = raw.base or url
    if page and base == url:
        base = page if _WITHIN_PAGE.search(raw.value) else _folder(page)
    return sanitize(raw.value, base=base).strip().strip(_MARK).strip()


@lru_cache(maxsize=64)
def _folder(page: str) -> str:
    """One base for all pages of a folder: the sanitizer takes long to learn a new one."""
    page = page.partition("#")[0].partition("?")[0]
    return page[: page.rindex("/") + 1] if page.count("/") > _SLASHES else page
