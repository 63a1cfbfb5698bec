"""Channels as Atom 1.0 (RFC 4287; standards A1 to A20)."""

from copy import copy
from functools import lru_cache, partial

from feedgen.entry import FeedEntry
from lxml.etree import Element, SubElement, tostring

from feedsvc.model.entry import Hop, Person, Text
from feedsvc.model.held import Tombstone
from feedsvc.model.view import ChannelView, Parts
from feedsvc.publish.archive import HISTORY, links
from feedsvc.publish.elements import (
    ALL,
    ATOM,
    add_link,
    add_notice,
    child,
    construct,
    declared,
    extend,
    named,
    prefixes,
    speak,
)
from feedsvc.publish.extension import AtomRepairs
from feedsvc.publish.feeds import describe, head_links
from feedsvc.publish.formats import Format, channel_page
from feedsvc.publish.fragments import UPDATED, Fragments, Rendering, begun, written
from feedsvc.publish.moments import rfc3339
from feedsvc.publish.shown import Shown
from feedsvc.text.legal import legal
from feedsvc.text.urls import is_iri

TOMBSTONES = "http://purl.org/atompub/tombstones/1.0"
"""The namespace of RFC 6721."""

_ROOT = Element("feed", nsmap=ALL)
_DECLARATION = b'<?xml version="1.0" encoding="UTF-8"?>\n'
_END = b"</feed>"


def render(view: ChannelView, kept: Fragments | None = None) -> Rendering:
    """Write a channel.

    Args:
        view: The channel as it stands; every byte follows from it.
        kept: Where written entries are kept for the next time.
    """
    entries, set_aside = written(Format.ATOM, view, write, kept)
    begin = begun(Format.ATOM, view, _head, kept, ("updated", rfc3339(view.updated)))
    head = b"\n".join([_DECLARATION + begin, *map(_tombstone, view.tombstones), b""])
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
    entry.author([named(one) for one in shown.authors or (Person(name=shown.origin.title),)])
    entry.contributor([named(one) for one in shown.contributors])
    _texts(entry, shown)
    root = copy(_ROOT)
    root.append(entry.atom_entry())
    body: bytes = tostring(root, encoding="UTF-8", xml_declaration=False)
    return declared(body[body.index(b"<entry") : body.rindex(_END)], ())


def _texts(entry: FeedEntry, shown: Shown) -> None:
    """Let feedgen make the elements; `AtomRepairs` fills them."""
    content, summary = shown.credited_content, shown.credited_summary
    if content is not None:
        entry.content("-", type="html")
    elif shown.remote is not None:
        entry.content(src=legal(shown.remote.src or ""))
    else:  # feedgen writes no entry that has neither content nor an alternate link
        entry.link(href=shown.page)
    if summary is not None:
        entry.summary("-")


@lru_cache(maxsize=1024)
def _tombstone(gone: Tombstone) -> bytes:
    """Write an entry that is gone on purpose (RFC 6721 3; standards A20)."""
    element = Element(f"{{{TOMBSTONES}}}deleted-entry", nsmap={"at": TOMBSTONES})
    element.set("ref", legal(gone.ref))
    element.set("when", rfc3339(gone.when))
    if gone.reason:
        SubElement(element, f"{{{TOMBSTONES}}}comment").text = legal(gone.reason)
    body: bytes = tostring(element, encoding="UTF-8", xml_declaration=False)
    return body


def _head(view: ChannelView, language: str | None) -> bytes:
    name, hop = view.channel.name, view.feed or Hop(title=view.channel.title)
    page = channel_page(view.base_url, name)
    feed = Element("feed", xmlns=ATOM, nsmap=prefixes(hop))
    speak(feed, language)
    child(feed, "id", hop.id if hop.id and is_iri(hop.id) else page)
    title = hop.name or Text(value=view.channel.title)
    construct(child(feed, "title"), title, language, inline=False)
    if view.feed is None and view.channel.description:
        child(feed, "subtitle", view.channel.description)
    child(feed, "updated", UPDATED)
    child(feed, "generator", "feedsvc")
    for link in (*head_links(view, Format.ATOM), *links(view, Format.ATOM)):
        add_link(feed, "link", link)
    if view.archive:
        SubElement(feed, f"{{{HISTORY}}}archive", nsmap={"fh": HISTORY})
    describe(feed, hop, language)
    if hop.notice:
        add_notice(feed, hop.notice, language)
    if hop.published:
        child(feed, "dcterms:issued", rfc3339(hop.published))
    extend(feed, hop.extensions)
    body: bytes = tostring(feed, encoding="UTF-8", xml_declaration=False)
    return body.removesuffix(_END)
