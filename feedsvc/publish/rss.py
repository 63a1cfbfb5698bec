"""Channels as RSS 2.0 with the modules of `extension.RSS_NAMESPACES` (standards B1 to B17)."""

from functools import partial
from html import escape

from feedgen.entry import FeedEntry
from lxml.etree import Element, SubElement, tostring

from feedsvc.model.entry import Link
from feedsvc.model.view import ChannelView, Parts
from feedsvc.publish.archive import HISTORY, links
from feedsvc.publish.extension import RSS_NAMESPACES, RssRepairs, add_link, child
from feedsvc.publish.formats import UNKNOWN_TYPE, Format, channel_document, channel_page
from feedsvc.publish.fragments import Fragments, Rendering, shared_language, written
from feedsvc.publish.moments import rfc822
from feedsvc.publish.shown import Shown, address, as_html, as_plain, beginning
from feedsvc.text.legal import legal

_DECLARATION = b'<?xml version="1.0" encoding="UTF-8"?>\n'
_END = b"</channel></rss>"


def render(view: ChannelView, kept: Fragments | None = None) -> Rendering:
    """Write a channel.

    Args:
        view: The channel as it stands; every byte follows from it.
        kept: Where written entries are kept for the next time.
    """
    items, set_aside = written(Format.RSS, view, write, kept)
    head = _DECLARATION + _head(view) + b"\n"
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
        item.title(legal(as_plain(shown.title)))
    if shown.url:
        item.link(href=legal(shown.url))
    _texts(item, shown)
    item.category(
        [
            {
                "term": legal(category.label or category.term),
                "scheme": legal(category.scheme or ""),
            }
            for category in shown.categories
        ]
    )
    if shown.comments:
        item.comments(legal(shown.comments))
    for file in shown.enclosures[:1]:
        item.enclosure(legal(file.url), file.length or 0, legal(file.type or UNKNOWN_TYPE))
    where = address(shown.origin)
    if where:
        item.source(legal(where), legal(shown.origin.title))
    root = Element("rss", nsmap=RSS_NAMESPACES)
    root.append(item.rss_entry())
    body: bytes = tostring(root, encoding="UTF-8", xml_declaration=False)
    return _titled(body[body.index(b"<item") : body.rindex(b"</rss>")])


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
    """Write `&` and `<` in the title the way that most readers take right (standards B12)."""
    before, start, rest = body.partition(b"<title>")
    title, end, after = rest.partition(b"</title>")
    title = title.replace(b"&amp;", b"&#x26;").replace(b"&lt;", b"&#x3C;")
    return before + start + title + end + after


def _head(view: ChannelView) -> bytes:
    name, channel = view.channel.name, view.channel
    page = channel_page(view.base_url, name)
    root = Element("rss", version="2.0", nsmap=RSS_NAMESPACES)
    element = child(root, "channel")
    child(element, "title", channel.title)
    child(element, "link", page)
    child(element, "description", channel.description or channel.title)
    language = shared_language(view)
    if language:
        child(element, "language", language)
    child(element, "lastBuildDate", rfc822(view.updated))
    child(element, "generator", "feedsvc")
    for form in Format:
        rel = "self" if form is Format.RSS else "alternate"
        href = channel_document(view.base_url, name, form, view.archive)
        add_link(element, "atom:link", Link(rel=rel, type=form.media_type, href=href))
    for link in links(view, Format.RSS):
        add_link(element, "atom:link", link)
    if view.archive:
        SubElement(element, f"{{{HISTORY}}}archive", nsmap={"fh": HISTORY})
    body: bytes = tostring(root, encoding="UTF-8", xml_declaration=False)
    return _titled(body.removesuffix(_END))
