"""What a feed says of itself, as a hop of an article's way."""

from feedsvc.model.entry import Hop
from feedsvc.model.parsed import ParsedFeed, ParsedLink
from feedsvc.normalize import text
from feedsvc.text.urls import host, safe_url, without_credentials


def normal_feed(parsed: ParsedFeed, url: str) -> Hop:
    """The feed that a document is of, found at `url`."""
    hop = said_feed(parsed, url)
    public = safe_url(without_credentials(url))
    title = hop.title if hop else host(url) or url.rpartition("/")[2]
    if hop is None:
        return Hop(title=title, id=public, feed_url=public)
    return Hop(
        title=title,
        id=hop.id or public,
        feed_url=public or hop.feed_url,
        home_url=hop.home_url,
        subtitle=hop.subtitle,
        authors=hop.authors,
        contributors=hop.contributors,
        categories=hop.categories,
        rights=hop.rights,
        licences=hop.licences,
        language=hop.language,
        icon=hop.icon,
        logo=hop.logo,
        generator=hop.generator,
    )


def said_feed(parsed: ParsedFeed, url: str) -> Hop | None:
    """A feed as an entry or document describes it; None if it neither names nor places it."""
    feed_url = _link(parsed.links, "self", url)
    home_url = _link(parsed.links, "alternate", url)
    title = text.words(parsed.title, url)
    name = " ".join(title.split()) if title else host(home_url or feed_url or "")
    if not name:
        return None
    return Hop(
        title=name,
        id=without_credentials(text.line(parsed.id)) or None,
        feed_url=without_credentials(feed_url) if feed_url else None,
        home_url=home_url,
        subtitle=text.words(parsed.subtitle, url),
        authors=text.persons(parsed.authors, url),
        contributors=text.persons(parsed.contributors, url),
        categories=text.categories(parsed.categories),
        rights=text.words(parsed.rights, url),
        licences=licences(parsed.licences, url),
        language=text.language(parsed.language),
        icon=safe_url(parsed.icon, base=url) if parsed.icon else None,
        logo=safe_url(parsed.logo, base=url) if parsed.logo else None,
        generator=text.line(parsed.generator) or None,
    )


def licences(raw: tuple[str, ...], url: str) -> tuple[str, ...]:
    """The addresses of licences, each once."""
    made = (safe_url(licence, base=url) for licence in raw)
    return tuple(dict.fromkeys(licence for licence in made if licence))


def _link(links: tuple[ParsedLink, ...], rel: str, url: str) -> str | None:
    """The first link of that kind that leads anywhere; a page is preferred to another feed."""
    found = [link for link in links if link.rel == rel and link.href]
    found.sort(key=lambda link: rel == "alternate" and link.type not in ("", "text/html"))
    return next((made for link in found if (made := text.link_url(link, url))), None)
