"""What is passed on of what a feed says of itself."""

from collections.abc import Iterator
from dataclasses import replace

from lxml.etree import _Element

from feedsvc.model.entry import Hop, Link
from feedsvc.model.view import ChannelView
from feedsvc.publish.elements import add_category, add_person, child, construct
from feedsvc.publish.formats import Format, channel_links
from feedsvc.publish.terms import told_once

_PASSED_ON = frozenset({"alternate", "payment", "related", "search", "self", "service", "via"})
_FEEDS = frozenset({"application/atom+xml", "application/rss+xml", "application/rdf+xml"})
_OURS = frozenset(form.media_type for form in Format) | {"application/json", "text/xml"}


def feed_links(hop: Hop) -> tuple[Link, ...]:
    """The links of a feed that still mean the same elsewhere, in its own order.

    Where it is and the page it belongs to are always among them. Those for its own pages,
    archives and hubs are not, nor a second alternate of one type and language (standards A9).
    """
    links = list(_passed_on(hop))
    rels = {link.rel for link in links}
    if hop.feed_url and "self" not in rels:
        links.append(Link(rel="self", href=hop.feed_url))
    if hop.home_url and "alternate" not in rels:
        links.append(Link(rel="alternate", href=hop.home_url))
    return tuple(links)


def head_links(view: ChannelView, form: Format) -> tuple[Link, ...]:
    """The links of a channel's document.

    A channel that republishes a feed has that feed's own, in their order, and its document
    takes the place of the feed's.
    """
    page, *own = channel_links(view.base_url, view.channel.name, form, view.archive)
    if view.feed is None:
        return (page, *own)
    links = [
        link for link in feed_links(view.feed) if link.rel != "alternate" or link.type not in _OURS
    ]
    if not any(link.rel == "alternate" for link in links):
        links.append(page)
    mine = next(link for link in own if link.rel == "self")
    placed = [mine if link.rel == "self" else link for link in links]
    return tuple(dict.fromkeys((*placed, *own)))


def typed(link: Link) -> Link:
    """A link of Atom; what is said to be the same elsewhere can only be a feed or an entry."""
    is_wrong = link.rel == "self" and link.type not in _FEEDS
    return replace(link, type=None) if is_wrong else link


def logo_of(hop: Hop) -> str | None:
    """The picture of a feed."""
    return hop.logo or (hop.image.url if hop.image else None)


def _passed_on(hop: Hop) -> Iterator[Link]:
    seen: set[tuple[str | None, ...]] = set()
    for link in hop.links:
        if link.rel not in _PASSED_ON and ":" not in link.rel:
            continue
        kind: tuple[str | None, ...] = (link.rel, link.href)
        if link.rel == "self":
            kind = (link.rel,)
        elif link.rel == "alternate":
            kind = (link.rel, link.type, link.hreflang)
        if kind not in seen:
            seen.add(kind)
            here = link.rel == "self" and hop.feed_url
            yield typed(replace(link, href=here) if here else link)


def describe(parent: _Element, hop: Hop, language: str | None) -> None:
    """Write in Atom what a feed says of itself beside its name, place and program.

    Args:
        parent: The `feed` or the `source`.
        hop: The feed.
        language: The one in force around it.
    """
    for url in hop.licences:
        child(parent, "link", rel="license", href=url)
    for person in hop.authors:
        add_person(parent, "author", person)
    for person in hop.contributors:
        add_person(parent, "contributor", person)
    for category in told_once(hop.categories, hop.extensions):
        add_category(parent, "category", category)
    for name, text in (("subtitle", hop.subtitle), ("rights", hop.rights)):
        if text:
            construct(child(parent, name), text, language)
    for name, value in (("icon", hop.icon), ("logo", logo_of(hop))):
        if value:
            child(parent, name, value)
