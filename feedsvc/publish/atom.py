"""Channels as Atom 1.0 (RFC 4287; standards A1 to A20)."""

from functools import partial

from feedgen.entry import FeedEntry
from lxml.etree import Element, SubElement, tostring

from feedsvc.model.entry import Link, Person, TextKind
from feedsvc.model.held import Tombstone
from feedsvc.model.view import ChannelView, Parts
from feedsvc.publish.archive import HISTORY, links
from feedsvc.publish.extension import ATOM, AtomRepairs, add_link, child, people, speak
from feedsvc.publish.formats import Format, channel_document, channel_page
from feedsvc.publish.fragments import Fragments, Rendering, shared_language, written
from feedsvc.publish.moments import rfc3339
from feedsvc.publish.shown import Shown
from feedsvc.text.legal import legal

TOMBSTONES = "http://purl.org/atompub/tombstones/1.0"
"""The namespace of RFC 6721."""

_DECLARATION = b'<?xml version="1.0" encoding="UTF-8"?>\n'
_END = b"</feed>"


def render(view: ChannelView, kept: Fragments | None = None) -> Rendering:
    """Write a channel.

    Args:
        view: The channel as it stands; every byte follows from it.
        kept: Where written entries are kept for the next time.
    """
    entries, set_aside = written(Format.ATOM, view, write, kept)
    head = b"\n".join([_DECLARATION + _head(view), *map(_tombstone, view.tombstones), b""])
    parts = Parts(head=head, entries=entries, between=b"\n", tail=b"\n" + _END + b"\n")
    return Rendering(parts=parts, set_aside=set_aside)


def write(shown: Shown) -> bytes:
    """Write one `<entry>`.

    An entry without an author has that of the feed it first appeared in, and where that
    names none either, the feed's title as the name: RFC 4287 4.1.2 demands an author
    (standards A11), and the title is all that is known.

    Raises:
        ValueError: It cannot be written as XML.
    """
    entry = FeedEntry()
    entry.register_extension("feedsvc", partial(AtomRepairs, shown), atom=True, rss=False)
    entry.id(legal(shown.id))
    entry.title("-")
    entry.author(people(shown.authors or (Person(name=shown.origin.title),)))
    entry.contributor(people(shown.contributors))
    entry.category(
        [
            {
                "term": legal(category.term),
                "scheme": legal(category.scheme or ""),
                "label": legal(category.label or ""),
            }
            for category in shown.categories
        ]
    )
    _texts(entry, shown)
    body: bytes = tostring(entry.atom_entry(), encoding="UTF-8", xml_declaration=False)
    return body


def _texts(entry: FeedEntry, shown: Shown) -> None:
    content, summary = shown.credited_content, shown.credited_summary
    if content is not None:
        entry.content(legal(content.value), type="html")
    elif shown.remote is not None:
        entry.content(src=legal(shown.remote.src or ""))
    else:  # feedgen writes no entry that has neither content nor an alternate link
        entry.link(href=shown.page)
    if summary is not None:
        marked_up = summary.kind is not TextKind.TEXT
        entry.summary(legal(summary.value), type="html" if marked_up else None)


def _tombstone(gone: Tombstone) -> bytes:
    """Write an entry that is gone on purpose (RFC 6721 3; standards A20)."""
    element = Element(f"{{{TOMBSTONES}}}deleted-entry", nsmap={"at": TOMBSTONES})
    element.set("ref", legal(gone.ref))
    element.set("when", rfc3339(gone.when))
    if gone.reason:
        SubElement(element, f"{{{TOMBSTONES}}}comment").text = legal(gone.reason)
    body: bytes = tostring(element, encoding="UTF-8", xml_declaration=False)
    return body


def _head(view: ChannelView) -> bytes:
    name = view.channel.name
    page = channel_page(view.base_url, name)
    feed = Element("feed", xmlns=ATOM)
    speak(feed, shared_language(view))
    child(feed, "id", page)
    child(feed, "title", view.channel.title)
    if view.channel.description:
        child(feed, "subtitle", view.channel.description)
    child(feed, "updated", rfc3339(view.updated))
    child(feed, "generator", "feedsvc")
    add_link(feed, "link", Link(rel="alternate", type="text/html", href=page))
    for form in Format:
        rel = "self" if form is Format.ATOM else "alternate"
        href = channel_document(view.base_url, name, form, view.archive)
        add_link(feed, "link", Link(rel=rel, type=form.media_type, href=href))
    for link in links(view, Format.ATOM):
        add_link(feed, "link", link)
    if view.archive:
        SubElement(feed, f"{{{HISTORY}}}archive", nsmap={"fh": HISTORY})
    body: bytes = tostring(feed, encoding="UTF-8", xml_declaration=False)
    return body.removesuffix(_END)
