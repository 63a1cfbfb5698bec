"""Channels as RSS 2.0 with the modules of `elements.ALL` (standards B1 to B17)."""

import re
from copy import copy
from functools import partial
from html import escape

from feedgen.entry import FeedEntry
from lxml.etree import Element, SubElement, _Element, tostring

from feedsvc.model.entry import Hop, Image, Link, Person, TextKind
from feedsvc.model.view import ChannelView, Parts
from feedsvc.publish.archive import HISTORY, links
from feedsvc.publish.elements import (
    ALL,
    SHARED,
    add_link,
    add_notice,
    add_person,
    child,
    declared,
    domain,
    extend,
    mailbox,
    mark_up,
    prefixes,
    situate,
)
from feedsvc.publish.extension import RssRepairs, add_contributors, attached, entitle
from feedsvc.publish.feeds import head_links
from feedsvc.publish.formats import UNKNOWN_TYPE, Format, channel_page
from feedsvc.publish.fragments import UPDATED, Fragments, Rendering, begun, written
from feedsvc.publish.links import address
from feedsvc.publish.moments import rfc822
from feedsvc.publish.shown import Shown, as_html, as_plain, beginning
from feedsvc.publish.terms import told_once
from feedsvc.text.inert import inert
from feedsvc.text.legal import legal
from feedsvc.text.urls import is_iri

_ROOT = Element("rss", nsmap=ALL)
_DECLARATION = b'<?xml version="1.0" encoding="UTF-8"?>\n'
_END = b"</channel></rss>"
_NO_PICTURE = re.compile(r"\.(?!(?:gif|jpe?g|png)\Z)\w+\Z", re.IGNORECASE)
_DESCRIPTION = re.compile(rb"<description(?: [^>]*)?>[^<]*</description>")  # of the channel
_PLAIN = re.compile(rb"<(title|copyright|dc:rights)(?: [^>]*)?>[^<]*</\1>")
_DOCS = "https://www.rssboard.org/rss-specification"


def render(view: ChannelView, kept: Fragments | None = None) -> Rendering:
    """Write a channel.

    Args:
        view: The channel as it stands; every byte follows from it.
        kept: Where written entries are kept for the next time.
    """
    items, set_aside = written(Format.RSS, view, write, kept)
    begin = begun(Format.RSS, view, _head, kept, ("lastBuildDate", rfc822(view.updated)))
    head = _DECLARATION + begin + b"\n"
    parts = Parts(head=head, entries=items, between=b"\n", tail=b"\n" + _END + b"\n")
    return Rendering(parts=parts, set_aside=set_aside)


def write(shown: Shown) -> bytes:
    """Write one `<item>`.

    Raises:
        ValueError: It has neither title nor text (standards B2), or is no XML.
    """
    item = FeedEntry()
    item.register_extension("feedsvc", partial(RssRepairs, shown), atom=False, rss=True)
    item.guid(legal(shown.id), permalink=False)
    if shown.title:
        item.title(inert(as_plain(shown.title)))
    if shown.url:
        item.link(href=legal(shown.url))
    _texts(item, shown)
    item.category(
        [
            {
                "term": inert(category.term),
                "scheme": domain(category.scheme) or "",
            }
            for category in shown.categories
        ]
    )
    if shown.comments:
        item.comments(legal(shown.comments))
    for file in attached(shown)[:1]:
        item.enclosure(legal(file.url), file.length or 0, legal(file.type or UNKNOWN_TYPE))
    where = address(shown.origin)
    if where:
        item.source(legal(where), inert(shown.origin.title))
    root = copy(_ROOT)
    root.append(item.rss_entry())
    body: bytes = tostring(root, encoding="UTF-8", xml_declaration=False)
    return _titled(declared(body[body.index(b"<item") : body.rindex(b"</rss>")], SHARED))


def _texts(item: FeedEntry, shown: Shown) -> None:
    """`description` is the summary; `content:encoded` stands only beside one (standards B14).

    Content without a summary is described by its beginning in plain words. Where it has
    none, such as a lone picture, it is the description itself.
    """
    content, summary = shown.credited_content, shown.credited_summary
    description = as_html(summary) if summary else ""
    if content is not None and shown.content is not None:
        item.content(legal(content.value))
        description = description or escape(beginning(shown.content), quote=False)
    if description:
        item.description(legal(description))


def _titled(body: bytes) -> bytes:
    """Write `&` and `<` in plain text the way that most readers take right (standards B12)."""
    return _PLAIN.sub(_hexadecimal, body)


def _hexadecimal(found: re.Match[bytes]) -> bytes:
    return found[0].replace(b"&amp;", b"&#x26;").replace(b"&lt;", b"&#x3C;")


def _head(view: ChannelView, language: str | None) -> bytes:
    hop = view.feed or Hop(title=view.channel.title)
    page = channel_page(view.base_url, view.channel.name)
    root = Element("rss", version="2.0", nsmap=SHARED | prefixes(hop))
    element = child(root, "channel")
    title = child(element, "title", view.channel.title)
    home = hop.home_url or page
    said = {Link(rel="alternate", href=home), Link(rel="alternate", href=page, type="text/html")}
    for link in (*head_links(view, Format.RSS), *links(view, Format.RSS)):
        if link not in said:
            add_link(element, "atom:link", link)
    child(element, "link", home)
    words = as_plain(hop.subtitle) if hop.subtitle else view.channel.description
    description = child(element, "description", words or view.channel.title)
    if hop.name:
        entitle(title, hop.name, None)  # `language` says nothing of what stands before it
    if hop.subtitle:
        situate(description, hop.subtitle, None)
        if hop.subtitle.kind is not TextKind.TEXT and words != hop.subtitle.value:
            mark_up(element, "dc:description", hop.subtitle, None)
    if language:
        child(element, "language", language)
    if hop.published:
        child(element, "pubDate", rfc822(hop.published))
    child(element, "lastBuildDate", UPDATED)
    child(element, "generator", "feedsvc")
    child(element, "docs", hop.docs or _DOCS)
    if view.archive:
        SubElement(element, f"{{{HISTORY}}}archive", nsmap={"fh": HISTORY})
    _metadata(element, hop, view.channel.title)
    body: bytes = tostring(root, encoding="UTF-8", xml_declaration=False)
    return _DESCRIPTION.sub(_hexadecimal, _titled(body.removesuffix(_END)))


def _metadata(channel: _Element, hop: Hop, title: str) -> None:
    """What a feed says of itself beside its name and place."""
    if hop.id and is_iri(hop.id):
        child(channel, "atom:id", hop.id)
    _people(channel, hop)
    rights = as_plain(hop.rights) if hop.rights else ""
    if hop.rights and rights:
        situate(child(channel, "copyright", rights), hop.rights, None)
    for category in told_once(hop.categories, hop.extensions):
        child(channel, "category", category.term, domain=domain(category.scheme))
    for url in hop.licences:
        if url in hop.covering:
            child(channel, "creativeCommons:license", url)
        else:  # that element would put the items under it too
            add_link(channel, "atom:link", Link(rel="license", href=url))
    _image(channel, hop, title)
    if hop.icon:
        child(channel, "atom:icon", hop.icon)
    if hop.notice:
        add_notice(channel, hop.notice, None)
    extend(channel, hop.extensions)


def _people(channel: _Element, hop: Hop) -> None:
    """The people behind the feed: an editor must be an e-mail address (standards B9)."""
    match hop.authors:
        case [Person(uri=None) as editor] if mailbox(editor.email):
            child(channel, "managingEditor", f"{mailbox(editor.email)} ({editor.name})")
        case authors:
            for person in authors:
                if person.uri or mailbox(person.email):
                    add_person(channel, "atom:author", person)
                else:
                    child(channel, "dc:creator", person.name)
    add_contributors(channel, hop.contributors)


def _image(channel: _Element, hop: Hop, title: str) -> None:
    """The picture of the feed, as large as RSS allows (standards B7)."""
    image = hop.image or (Image(url=hop.logo) if hop.logo else None)
    if image is None or _NO_PICTURE.search(image.url):
        return
    element = child(channel, "image")
    child(element, "url", image.url)
    child(element, "title", title)
    child(element, "link", channel.findtext("link"))
    for name, value, most in (("width", image.width, 144), ("height", image.height, 400)):
        if value and value <= most:
            child(element, name, str(value))
    if image.description:
        child(element, "description", image.description)
