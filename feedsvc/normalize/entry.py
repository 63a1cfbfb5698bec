"""One entry into the normal form."""

from collections.abc import Mapping
from typing import Any

from feedsvc.model.entry import Content, Enclosure, Entry, Link
from feedsvc.model.parsed import ParsedEntry, ParsedFeed
from feedsvc.normalize import text
from feedsvc.normalize.feed import licences, said_feed
from feedsvc.text.dates import parse_date
from feedsvc.text.legal import legal
from feedsvc.text.urls import safe_url

_DEEPEST = 8
_WIDEST = 1 << 63  # what JSON readers take for a whole number


def normal_entry(raw: ParsedEntry, feed: ParsedFeed, url: str) -> Entry:
    """Bring an entry of a feed found at `url` into the normal form.

    Args:
        raw: The entry as written.
        feed: The document that it stands in, for what entries inherit from it.
        url: The base of relative URLs where the document gives no other.
    """
    page = _alternate(raw, url)
    contents = tuple(_contents(raw, url, page))
    summary = text.text(raw.summary, url, page)
    if summary and any(content.value == summary.value for content in contents):
        summary = None
    hop = said_feed(raw.source, url) if raw.source else None
    # A name without any address can neither be linked nor told from another feed of that name.
    placed = hop is not None and (hop.id or hop.feed_url or hop.home_url)
    return Entry(
        id=text.line(raw.id),
        url=page,
        title=text.title(raw.title, url),
        summary=summary,
        contents=contents,
        authors=text.persons(raw.authors, url),
        contributors=text.persons(raw.contributors, url),
        categories=text.categories(raw.categories),
        enclosures=tuple(_enclosures(raw, url)),
        links=tuple(_links(raw, url)),
        published=parse_date(raw.published) if raw.published else None,
        updated=parse_date(raw.updated) if raw.updated else None,
        rights=text.text(raw.rights, url),
        licences=licences(raw.licences, url),
        comments=safe_url(raw.comments, base=url) if raw.comments else None,
        language=text.language(raw.language) or text.language(feed.language),
        hops=(hop,) if hop and placed else (),
        extensions=_legal(raw.extensions, _DEEPEST),
    )


def _contents(raw: ParsedEntry, url: str, page: str | None) -> list[Content]:
    made = (text.content(content, url, page) for content in raw.contents)
    return list(dict.fromkeys(content for content in made if content))


def _alternate(raw: ParsedEntry, url: str) -> str | None:
    """The page of the entry: an HTML alternate is preferred to one of another type."""
    found = [link for link in raw.links if link.rel == "alternate"]
    found.sort(key=lambda link: link.type not in ("", "text/html", "application/xhtml+xml"))
    return next((made for link in found if (made := text.link_url(link, url))), None)


def _enclosures(raw: ParsedEntry, url: str) -> list[Enclosure]:
    found: dict[str, Enclosure] = {}
    for link in raw.links:
        href = text.link_url(link, url) if link.rel == "enclosure" else None
        if href:
            made = Enclosure(
                url=href,
                type=text.mime(link.type),
                length=_length(link.length),
                title=text.line(link.title) or None,
            )
            found.setdefault(href, made)
    return list(found.values())


def _links(raw: ParsedEntry, url: str) -> list[Link]:
    """All links but the alternate that became the entry's address, and the enclosures."""
    page = _alternate(raw, url)
    found: dict[tuple[str | None, ...], Link] = {}
    for link in raw.links:
        href = text.link_url(link, url)
        rel = text.line(link.rel)
        if href is None or rel in ("enclosure", "self") or (rel == "alternate" and href == page):
            continue
        made = Link(
            href=href,
            rel=rel,
            type=text.mime(link.type),
            hreflang=text.language(link.hreflang),
            title=text.line(link.title) or None,
            length=_length(link.length),
        )
        found.setdefault((rel, href, made.type, made.hreflang), made)
    return list(found.values())


def _length(value: str) -> int | None:
    value = value.strip()
    return int(value) if value.isascii() and value.isdigit() and len(value) < 16 else None  # noqa: PLR2004 - petabytes


def _legal(value: Mapping[str, Any], depth: int) -> dict[str, Any]:
    """Extension data with legal characters only, no deeper than `depth`."""
    return {legal(str(name)): _legal_value(item, depth - 1) for name, item in value.items()}


def _legal_value(value: Any, depth: int) -> Any:  # noqa: ANN401 - any JSON value
    if isinstance(value, str):
        return legal(value)
    if isinstance(value, Mapping):
        return _legal(value, depth) if depth > 0 else {}
    if isinstance(value, list | tuple):
        return [_legal_value(item, depth - 1) for item in value] if depth > 0 else []
    if isinstance(value, int) and not -_WIDEST <= value < _WIDEST:
        return str(value)
    return value
