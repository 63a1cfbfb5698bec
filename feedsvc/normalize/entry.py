"""One entry into the normal form."""

from feedsvc.model.entry import Content, Enclosure, Entry, Hop
from feedsvc.model.parsed import ParsedEntry, ParsedFeed
from feedsvc.normalize import extensions, text
from feedsvc.normalize.feed import licences, links, said_feed
from feedsvc.normalize.licences import in_markup
from feedsvc.text.dates import parse_date
from feedsvc.text.urls import safe_url

_NOWHERE = Hop(title="")


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
    hop = said_feed(raw.source, url) if raw.source else _NOWHERE
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
        links=links(raw.links, url),
        published=parse_date(raw.published) if raw.published else None,
        updated=parse_date(raw.updated) if raw.updated else None,
        rights=text.text(raw.rights, url),
        licences=_licences(raw, url),
        comments=safe_url(raw.comments, base=url) if raw.comments else None,
        language=text.language(raw.language) or text.language(feed.language),
        image=safe_url(raw.image, base=url) if raw.image else None,
        hops=() if hop == _NOWHERE else (hop,),
        extensions=extensions.of_entry(raw.extensions, url),
    )


def _licences(raw: ParsedEntry, url: str) -> tuple[str, ...]:
    """The addresses of licences: in elements of the entry, else in its markup."""
    found = licences(raw.licences, url)
    return found or in_markup((raw.summary, *raw.contents) if raw.summary else raw.contents, url)


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
                length=text.length(link.length),
                title=text.line(link.title) or None,
            )
            found.setdefault(href, made)
    return list(found.values())
