"""What a feed says of itself, as a hop of an article's way."""

from dataclasses import replace

from feedsvc.model.entry import Generator, Hop, Image, Link, Text
from feedsvc.model.parsed import ParsedFeed, ParsedGenerator, ParsedImage, ParsedLink
from feedsvc.normalize import extensions, text
from feedsvc.text.dates import parse_date
from feedsvc.text.urls import host, is_iri, safe_url, without_credentials


def normal_feed(parsed: ParsedFeed, url: str) -> Hop:
    """The feed that a document is of, found at `url`."""
    hop = said_feed(parsed, url)
    public = safe_url(without_credentials(url))
    return replace(
        hop,
        title=hop.title or host(url) or url.rpartition("/")[2],
        id=hop.id or public,
        feed_url=public or hop.feed_url,
    )


def said_feed(parsed: ParsedFeed, url: str) -> Hop:
    """A feed as an entry or document describes it; its title is empty if nothing tells it."""
    feed_url = _link(parsed.links, "self", url)
    home_url = _link(parsed.links, "alternate", url)
    written = text.title(parsed.title, url)
    title = text.words(parsed.title, url)
    name = text.name(title or "") or host(home_url or feed_url or "")
    return Hop(
        title=name,
        id=_id(parsed, url),
        feed_url=feed_url,
        home_url=home_url,
        name=written if written and written != Text(value=name) else None,
        subtitle=text.text(parsed.subtitle, url),
        authors=text.persons(parsed.authors, url),
        contributors=text.persons(parsed.contributors, url),
        categories=text.categories(parsed.categories),
        links=_unlocked(links(parsed.links, url)),
        updated=parse_date(parsed.updated) if parsed.updated else None,
        published=parse_date(parsed.published) if parsed.published else None,
        rights=text.text(parsed.rights, url),
        licences=licences(parsed.licences, url),
        covering=licences(parsed.covering, url),
        language=text.language(parsed.language),
        icon=safe_url(parsed.icon, base=url) if parsed.icon else None,
        logo=safe_url(parsed.logo, base=url) if parsed.logo else None,
        image=_image(parsed.image, url) if parsed.image else None,
        generator=_generator(parsed.generator, url) if parsed.generator else None,
        notice=text.text(parsed.notice, url),
        docs=safe_url(parsed.docs, base=url) if parsed.docs else None,
        extensions=extensions.of_feed(parsed.extensions, url),
    )


def _id(parsed: ParsedFeed, url: str) -> str | None:
    """The id of a feed; a relative one, which none may be, is taken from where it stands."""
    written = without_credentials(text.line(parsed.id))
    return (is_iri(written) and written) or safe_url(written, base=url) or written or None


def links(raw: tuple[ParsedLink, ...], url: str) -> tuple[Link, ...]:
    """Every link that leads anywhere, each once, in the order of the document."""
    found: dict[tuple[str | None, ...], Link] = {}
    for link in raw:
        made = text.link(link, url)
        if made:
            found.setdefault((made.rel, made.href, made.type, made.hreflang), made)
    return tuple(found.values())


def _unlocked(told: tuple[Link, ...]) -> tuple[Link, ...]:
    """The same without what opens the door to a feed that is not for everybody."""
    return tuple(replace(link, href=without_credentials(link.href)) for link in told)


def _image(raw: ParsedImage, url: str) -> Image | None:
    address = safe_url(raw.url, base=url)
    if address is None:
        return None
    return Image(
        url=address,
        title=text.line(raw.title) or None,
        link=safe_url(raw.link, base=url) if raw.link else None,
        description=text.line(raw.description) or None,
        width=text.length(raw.width),
        height=text.length(raw.height),
    )


def _generator(raw: ParsedGenerator, url: str) -> Generator | None:
    name = text.line(raw.name)
    uri = safe_url(raw.uri, base=url) if raw.uri else None
    if not name:
        return None
    return Generator(name=name, uri=uri, version=text.line(raw.version) or None)


def licences(raw: tuple[str, ...], url: str) -> tuple[str, ...]:
    """The addresses of licences, each once."""
    made = (safe_url(licence, base=url) for licence in raw)
    return tuple(dict.fromkeys(licence for licence in made if licence))


def _link(links: tuple[ParsedLink, ...], rel: str, url: str) -> str | None:
    """The first link of that kind that leads anywhere; a page is preferred to another feed."""
    found = [link for link in links if link.rel == rel and link.href]
    found.sort(key=lambda link: rel == "alternate" and link.type not in ("", "text/html"))
    made = next((made for link in found if (made := text.link_url(link, url))), None)
    return without_credentials(made) if made else None
