"""Our extension of feedgen: what it cannot write, and repairs of what it writes wrong.

feedgen writes one entry as an element; these classes get that element last and set it
right (standards section 4, whose bug numbers are cited here). Elements of Atom are made
in no namespace, as feedgen makes them: the literal `xmlns` of the root puts them where
they belong when the document is read (bug 12). No date is ever handed to feedgen: it
takes the present moment for a missing one (bug 4) and switches the locale of the whole
process to write one in RSS (bug 5).
"""

import re
from collections.abc import Iterable

from lxml.etree import SubElement, _Element

from feedsvc.model.entry import Category, Content, Enclosure, Hop, Link, Person, Text, TextKind
from feedsvc.publish.moments import rfc822, rfc3339
from feedsvc.publish.shown import Shown, address, as_plain
from feedsvc.text.legal import legal
from feedsvc.text.urls import is_iri

ATOM = "http://www.w3.org/2005/Atom"
RSS_NAMESPACES = {
    "atom": ATOM,
    "content": "http://purl.org/rss/1.0/modules/content/",
    "creativeCommons": "http://backend.userland.com/creativeCommonsRssModule",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "media": "http://search.yahoo.com/mrss/",
}
"""Declared on the root of every RSS document, so that no item need declare any."""

_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_MAILBOX = re.compile(r"[^\s@<>()\[\],;:\"\\]+@[^\s@<>()\[\],;:\"\\]+")
_MEDIA = frozenset({"image", "audio", "video"})


def child(
    parent: _Element, name: str, content: str | None = None, **attributes: str | None
) -> _Element:
    """Append an element; attributes that are None or empty are left out.

    A name such as `dc:creator` stands in the namespace of its prefix. Characters that
    XML forbids are dropped (security O1).
    """
    prefix, _, local = name.rpartition(":")
    tag = f"{{{RSS_NAMESPACES[prefix]}}}{local}" if prefix else local
    element = SubElement(parent, tag)
    for key, value in attributes.items():
        if value:
            element.set(key, legal(value))
    if content is not None:
        element.text = legal(content)
    return element


def speak(element: _Element, language: str | None) -> None:
    """Say which language an element of Atom is in."""
    if language:
        element.set(_LANG, legal(language))


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
        title = entry.find("title")
        title.text = None  # feedgen demands a title where there may be none
        self._construct(title, shown.title)
        entry.find("updated").text = rfc3339(shown.updated)
        child(entry, "published", rfc3339(shown.published))
        self._texts(entry)
        self._links(entry)
        if shown.rights:
            self._construct(child(entry, "rights"), shown.rights)
        self._source(entry, shown.origin)
        return entry

    def _construct(self, element: _Element, text: Text | None) -> None:
        if text is None:
            return
        element.text = legal(text.value)
        if text.kind is not TextKind.TEXT:
            element.set("type", "html")
        if text.language != self._shown.language:
            speak(element, text.language)

    def _texts(self, entry: _Element) -> None:
        """Content and summary are feedgen's; their language and a lost type are ours (bug 6)."""
        shown = self._shown
        for name, text in (("content", shown.content), ("summary", shown.summary)):
            element = entry.find(name)
            if element is not None and text is not None and text.language != shown.language:
                speak(element, text.language)
        if shown.remote is not None:
            self._remote(entry.find("content"), shown.remote)

    def _remote(self, element: _Element, remote: Content) -> None:
        if remote.type:
            element.set("type", legal(remote.type))
        if remote.language != self._shown.language:
            speak(element, remote.language)

    def _links(self, entry: _Element) -> None:
        shown = self._shown
        if shown.url:
            child(entry, "link", rel="alternate", href=shown.url)
        elif shown.content is None and shown.remote is None:  # standards A12
            child(entry, "link", rel="alternate", href=shown.page)
        for file in shown.enclosures:
            length = None if file.length is None else str(file.length)
            child(
                entry,
                "link",
                rel="enclosure",
                href=file.url,
                type=file.type,
                length=length,
                title=file.title,
            )
        for link in shown.links:
            add_link(entry, "link", link)

    def _source(self, entry: _Element, hop: Hop) -> None:
        """The feed the entry first appeared in (standards A20).

        Its `updated` is that of the entry: a feed's own moves with every other entry of
        it and would change the bytes of an entry that has not changed.
        """
        source = child(entry, "source")
        speak(source, hop.language if hop.language != self._shown.language else None)
        names = (hop.id, hop.feed_url, hop.home_url)
        identity = next((name for name in names if name and is_iri(name)), None)
        if identity:
            child(source, "id", identity)
        child(source, "title", hop.title)
        child(source, "updated", rfc3339(self._shown.updated))
        for rel, href in (("self", hop.feed_url), ("alternate", hop.home_url)):
            if href:
                child(source, "link", rel=rel, href=href)
        for url in hop.licences:
            child(source, "link", rel="license", href=url)
        _people(source, "author", hop.authors)
        _people(source, "contributor", hop.contributors)
        for category in hop.categories:
            _category(source, category)
        for name, value in (
            ("subtitle", hop.subtitle),
            ("rights", hop.rights),
            ("icon", hop.icon),
            ("logo", hop.logo),
            ("generator", hop.generator),
        ):
            if value:
                child(source, name, value)


class RssRepairs:
    """Completes an `<item>` that feedgen wrote, with elements of other namespaces."""

    def __init__(self, shown: Shown) -> None:
        """Take what the item is to say."""
        self._shown = shown

    def extend_rss(self, item: _Element) -> _Element:
        """Add what feedgen cannot write; it calls this last."""
        shown = self._shown
        child(item, "pubDate", rfc822(shown.published))
        if rfc3339(shown.updated) != rfc3339(shown.published):
            child(item, "dcterms:modified", rfc3339(shown.updated))
        for person in shown.authors:
            child(item, "dc:creator", person.name)
        for person in shown.contributors:
            child(item, "dc:contributor", person.name)
        if shown.language:
            child(item, "dc:language", shown.language)
        if shown.rights:
            child(item, "dc:rights", as_plain(shown.rights))
        if not address(shown.origin):  # `source` must have a url (standards B6)
            child(item, "dc:source", shown.origin.title)
        for url in shown.licences:
            child(item, "creativeCommons:license", url)
        self._links(item)
        for file in shown.enclosures[1:]:  # one enclosure an item (standards B15)
            _media(item, file)
        return item

    def _links(self, item: _Element) -> None:
        shown = self._shown
        for link in shown.links:
            if link.rel != "license" and link.href != shown.comments:
                add_link(item, "atom:link", link)
        if shown.remote is not None and shown.remote.src:
            remote = Link(rel="related", href=shown.remote.src, type=shown.remote.type)
            add_link(item, "atom:link", remote)


def add_link(parent: _Element, name: str, link: Link) -> None:
    """Append a link of Atom with all its attributes."""
    length = None if link.length is None else str(link.length)
    child(
        parent,
        name,
        rel=link.rel,
        href=link.href,
        type=link.type,
        hreflang=link.hreflang,
        title=link.title,
        length=length,
    )


def people(persons: Iterable[Person]) -> list[dict[str, str]]:
    """Persons as feedgen takes them; what is no mailbox is no `email` (standards A5)."""
    return [
        {
            "name": legal(person.name),
            "uri": legal(person.uri or ""),
            "email": mailbox(person.email),
        }
        for person in persons
    ]


def mailbox(email: str | None) -> str:
    """An address that RFC 4287 3.2.3 allows, else the empty string."""
    return legal(email) if email and _MAILBOX.fullmatch(email) else ""


def _people(parent: _Element, name: str, persons: Iterable[Person]) -> None:
    for person in people(persons):
        element = child(parent, name)
        for part, value in person.items():
            if value:
                child(element, part, value)


def _category(parent: _Element, category: Category) -> None:
    child(parent, "category", term=category.term, scheme=category.scheme, label=category.label)


def _media(item: _Element, file: Enclosure) -> None:
    """A file as Media RSS has it (standards H1)."""
    kind = (file.type or "").partition("/")[0].lower()
    element = child(
        item,
        "media:content",
        url=file.url,
        fileSize=None if file.length is None else str(file.length),
        type=file.type,
        medium=kind if kind in _MEDIA else None,
    )
    if file.title:
        child(element, "media:title", file.title)
