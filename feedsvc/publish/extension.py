"""Our extension of feedgen: what it cannot write, and repairs of what it writes wrong.

feedgen writes one entry as an element; these classes get that element last and set it
right (standards section 4, whose bug numbers are cited here). No date is ever handed to
feedgen: it takes the present moment for a missing one (bug 4) and switches the locale of the
whole process to write one in RSS (bug 5).
"""

from collections.abc import Iterable
from uuid import UUID, uuid5

from lxml.etree import _Element

from feedsvc.model.entry import Content, Enclosure, Extension, Hop, Person, Text, TextKind
from feedsvc.publish.elements import (
    add_category,
    add_link,
    add_person,
    child,
    construct,
    extend,
    mailbox,
    mark_up,
    situate,
    speak,
)
from feedsvc.publish.feeds import describe, feed_links, typed
from feedsvc.publish.links import address
from feedsvc.publish.moments import rfc822, rfc3339
from feedsvc.publish.shown import Shown, as_plain, beginning
from feedsvc.text.html import excerpt
from feedsvc.text.urls import host, is_iri

_UNPLACED = UUID("2f1c8c5e-51c0-5d0e-8f3d-6f6a8f2a7c11")
"""What the ids of feeds are made from of which nothing but a name is known."""
_SHORT_TITLE = 80
_SLASHES = 2  # before the host
_PICTURES = frozenset({"media:thumbnail", "media:content", "media:group", "itunes:image"})
_SAID_BY_RSS = frozenset({"enclosure", "license"})
_MEDIA = frozenset({"image", "audio", "video"})


class AtomRepairs:
    """Completes an `<entry>` that feedgen wrote."""

    def __init__(self, shown: Shown) -> None:
        """Take what the entry is to say."""
        self._shown = shown

    def extend_atom(self, entry: _Element) -> _Element:
        """Set right what is there and add what is missing; feedgen calls this last."""
        shown = self._shown
        speak(entry, shown.language)
        for link in entry.findall("link"):  # feedgen leaves them without attributes (bug 1)
            entry.remove(link)
        title = shown.title or _named(shown)
        construct(entry.find("title"), title, shown.language, inline=False)
        entry.find("updated").text = rfc3339(shown.updated)
        child(entry, "published", rfc3339(shown.published))
        self._texts(entry)
        for category in shown.categories:
            add_category(entry, "category", category)
        self._links(entry)
        if shown.rights:
            construct(child(entry, "rights"), shown.rights, shown.language)
        add_source(entry, shown.origin, shown)
        extend(entry, pictured(shown))
        return entry

    def _texts(self, entry: _Element) -> None:
        """Content and summary with their types, languages and bases (bugs 6 and 7)."""
        shown = self._shown
        for name, text in (
            ("content", shown.credited_content),
            ("summary", shown.credited_summary),
        ):
            element = entry.find(name)
            if element is not None and text is not None:
                construct(element, text, shown.language)
        if shown.remote is not None:
            self._remote(entry.find("content"), shown.remote)

    def _remote(self, element: _Element, remote: Content) -> None:
        if remote.type:
            element.set("type", remote.type)
        if remote.language != self._shown.language:
            speak(element, remote.language)

    def _links(self, entry: _Element) -> None:
        shown = self._shown
        for link in shown.links:
            add_link(entry, "link", typed(link))
        if not shown.url and shown.content is None and shown.remote is None:  # standards A12
            child(entry, "link", rel="alternate", href=shown.page)


def _named(shown: Shown) -> Text:
    """What stands for a title that there is none of, for Atom demands one (standards A11)."""
    text = shown.content or shown.summary
    words = excerpt(beginning(text), limit=_SHORT_TITLE) if text else ""
    return Text(value=words or shown.origin.title)


def add_source(entry: _Element, hop: Hop, shown: Shown) -> None:
    """The feed the entry first appeared in (RFC 4287 4.2.11; standards A20).

    Its `updated` is what the entry itself says of that feed, else that of the entry: a feed's
    own moves with every other entry of it and would change the bytes of one that has not.
    """
    source = child(entry, "source")
    speak(source, hop.language if hop.language != shown.language else None)
    language = hop.language or shown.language
    child(source, "id", _identity(hop))
    title = hop.name or Text(value=hop.title)
    construct(child(source, "title"), title, language, inline=False)
    told = next((one.updated for one in shown.said), None)
    child(source, "updated", rfc3339(told or shown.updated))
    for link in feed_links(hop):
        add_link(source, "link", link)
    describe(source, hop, language)
    if hop.generator:
        made = hop.generator
        child(source, "generator", made.name, uri=made.uri, version=made.version)


def _identity(hop: Hop) -> str:
    """The id of a feed, else one made of where it is, else of what it is called."""
    if hop.id and is_iri(hop.id):
        return hop.id
    place = next((one for one in (hop.feed_url, hop.home_url) if one and is_iri(one)), None)
    if place is None:
        return f"urn:uuid:{uuid5(_UNPLACED, hop.title)}"
    return place if place.count("/") > _SLASHES else f"{place}/"  # standards A17


class RssRepairs:
    """Completes an `<item>` that feedgen wrote, with elements of other namespaces."""

    def __init__(self, shown: Shown) -> None:
        """Take what the item is to say."""
        self._shown = shown

    def extend_rss(self, item: _Element) -> _Element:
        """Add what feedgen cannot write; it calls this last."""
        shown = self._shown
        speak(item, shown.language)
        self._texts(item)
        child(item, "pubDate", rfc822(shown.published))
        child(item, "dcterms:modified", rfc3339(shown.updated))
        add_authors(item, shown.authors)
        add_contributors(item, shown.contributors)
        if shown.language:
            child(item, "dc:language", shown.language)
        rights = as_plain(shown.rights) if shown.rights else ""
        if rights:
            child(item, "dc:rights", rights)
        if not address(shown.origin):  # `source` must have a url (standards B6)
            child(item, "dc:source", shown.origin.title)
        for url in shown.licences:
            child(item, "creativeCommons:license", url)
        self._links(item)
        taken = attached(shown)[:1]
        for file in shown.enclosures:  # one enclosure an item (standards B15)
            if file not in taken:
                _media(item, file)
        extend(item, pictured(shown))
        return item

    def _texts(self, item: _Element) -> None:
        """What RSS cannot say of a text: markup in a title, languages and bases."""
        shown = self._shown
        title = item.find("title")
        if title is not None and shown.title is not None:
            entitle(title, shown.title, shown.language)
        encoded = item.find("{*}encoded")
        description = item.find("description")
        for element, text in (
            (encoded if encoded is not None else description, shown.content),
            (description, shown.summary),
        ):
            if element is not None and text is not None:
                situate(element, text, shown.language)

    def _links(self, item: _Element) -> None:
        shown = self._shown
        for link in shown.links:
            is_address = link.rel == "alternate" and link.href == shown.url
            if is_address and (link.title or link.hreflang):
                add_link(item, "atom:link", link)
                item.insert(0, item[-1])
            is_said = link.rel in _SAID_BY_RSS or is_address or link.href == shown.comments
            if not is_said:
                add_link(item, "atom:link", typed(link))
        if shown.remote is not None:
            child(item, "atom:content", src=shown.remote.src, type=shown.remote.type)


def pictured(shown: Shown) -> tuple[Extension, ...]:
    """The extensions of an entry, its picture among them if none of them shows one."""
    if shown.image is None or any(one.name in _PICTURES for one in shown.extensions):
        return shown.extensions
    picture = Extension(name="media:thumbnail", attributes={"url": shown.image})
    return (*shown.extensions, picture)


def attached(shown: Shown) -> tuple[Enclosure, ...]:
    """The files that may be enclosures: on hosts of the public network (standards B4)."""
    return tuple(file for file in shown.enclosures if "." in host(file.url))


def entitle(title: _Element, text: Text, language: str | None) -> None:
    """Say the markup of a title before it, for readers that take it (standards B12)."""
    situate(title, text, language)
    if text.kind is not TextKind.TEXT:
        title.addprevious(mark_up(title, "dc:title", text, language))


def add_authors(parent: _Element, persons: Iterable[Person]) -> None:
    """Append who wrote it: the name as `dc:creator`, and where more is known all of it.

    An `author` of RSS must be an e-mail address (standards B9), and one `atom:author` may stand
    in an item.
    """
    told = False
    for person in persons:
        child(parent, "dc:creator", person.name)
        if not told and (person.uri or mailbox(person.email)):
            add_person(parent, "atom:author", person)
            told = True


def add_contributors(parent: _Element, persons: Iterable[Person]) -> None:
    """Append who helped: as `dc:contributor`, or as Atom has it where more than a name is known."""
    for person in persons:
        if person.uri or mailbox(person.email):
            add_person(parent, "atom:contributor", person)
        else:
            child(parent, "dc:contributor", person.name)


def _media(item: _Element, file: Enclosure) -> None:
    """A file as Media RSS has it (standards H1)."""
    kind = (file.type or "").partition("/")[0].lower()
    element = child(
        item,
        "media:content",
        url=file.url,
        fileSize=str(file.length) if file.length else None,
        type=file.type,
        medium=kind if kind in _MEDIA else None,
    )
    if file.title:
        child(element, "media:title", file.title)
