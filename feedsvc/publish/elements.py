"""Elements of the XML formats, one at a time: text, persons, links, extensions.

Elements of Atom are made in no namespace, as feedgen makes them: the literal `xmlns` of the
root puts them where they belong when the document is read (standards section 4, bug 12).
"""

import re
from collections.abc import Iterable, Iterator
from html import escape

from lxml.etree import SubElement, XMLSyntaxError, _Element, fromstring

from feedsvc.model.entry import NAMESPACES, Category, Extension, Hop, Link, Person, Text, TextKind
from feedsvc.text.html import sanitize
from feedsvc.text.inert import inert
from feedsvc.text.legal import legal
from feedsvc.text.mailbox import is_mailbox
from feedsvc.text.urls import is_iri, is_script

ATOM = "http://www.w3.org/2005/Atom"
SHARED = {
    "atom": ATOM,
    "content": "http://purl.org/rss/1.0/modules/content/",
    "creativeCommons": "http://backend.userland.com/creativeCommonsRssModule",
    "dc": NAMESPACES["dc"],
    "dcterms": NAMESPACES["dcterms"],
    "media": NAMESPACES["media"],
}
"""Prefix to namespace of what stands in many an RSS item: declared once on the root."""

ALL = SHARED | NAMESPACES | {"feedburner": "http://rssnamespace.org/feedburner/ext/1.0"}
"""Prefix to namespace of everything that may stand in an entry or a feed."""

_XML = "{http://www.w3.org/XML/1998/namespace}"
_XHTML = "http://www.w3.org/1999/xhtml"
_VOID = re.compile(r"<((?:br|col|hr|img|source|track|wbr)(?: [^<>]*)?)>")
_BESIDE = {"dcterms": "published", "feedburner": "notice"}
_LIKE_MARKUP = re.compile(r"</?[A-Za-z][^<>]*>|&#?\w+;")
_PREFIXED = re.compile(rb"</?([A-Za-z]+):")


def child(
    parent: _Element, name: str, content: str | None = None, **attributes: str | None
) -> _Element:
    """Append an element; attributes that are None or empty are left out.

    A name such as `dc:creator` stands in the namespace of its prefix. Characters that
    XML forbids are dropped (security O1), and nothing is left that acts where a reader takes
    it for HTML (security H1): what is HTML is written by `mark_up`.
    """
    prefix, _, local = name.rpartition(":")
    element = SubElement(parent, f"{{{ALL[prefix]}}}{local}" if prefix else local)
    for key, value in attributes.items():
        if value:
            element.set(key, inert(value))
    if content is not None:
        element.text = inert(content)
    return element


def mark_up(parent: _Element, name: str, text: Text, language: str | None) -> _Element:
    """Append an element that readers take for HTML, whatever its upstream took it for.

    Args:
        parent: Where it stands.
        name: As in `child`.
        text: What it says, sanitized where it is markup.
        language: The one in force around it.
    """
    element = child(parent, name)
    is_to_clean = text.kind is TextKind.TEXT and "<" in text.value
    element.text = sanitize(text.value) if is_to_clean else legal(text.value)
    situate(element, text, language)
    return element


def speak(element: _Element, language: str | None) -> None:
    """Say which language an element is in."""
    if language:
        element.set(f"{_XML}lang", legal(language))


def situate(element: _Element, text: Text, language: str | None) -> None:
    """Say the language of a text where it is not `language`, and its base if it has one."""
    if text.language != language:
        speak(element, text.language)
    if text.base:
        element.set(f"{_XML}base", legal(text.base))


def construct(element: _Element, text: Text, language: str | None, *, inline: bool = True) -> None:
    """Write a text construct of Atom into an element (RFC 4287 3.1; standards A2 to A4).

    Args:
        element: Empty, or holding what is to be replaced.
        text: Sanitized where it is markup.
        language: The one in force around it.
        inline: What came as XHTML is written as elements; well-known readers take no title so.
    """
    element.attrib.pop("type", None)
    element.text = None
    div = _xhtml(text.value) if inline and text.kind is TextKind.XHTML else None
    if div is not None:
        element.set("type", "xhtml")
        element.append(div)
    elif text.kind is TextKind.TEXT and not _is_like_markup(text.value):
        element.text = legal(text.value)
    else:  # what reads like markup is said to be none, for readers that never look at types
        element.set("type", "html")
        is_text = text.kind is TextKind.TEXT
        element.text = legal(escape(text.value, quote=False) if is_text else text.value)
    situate(element, text, language)


def _is_like_markup(words: str) -> bool:
    return _LIKE_MARKUP.search(words) is not None or inert(words) != legal(words)


def _xhtml(markup: str) -> _Element | None:
    """Sanitized HTML as one `div` of XHTML; None where it is no XML."""
    well_formed = _VOID.sub(r"<\1/>", legal(markup)).replace("&nbsp;", "\xa0")
    try:
        return fromstring(f'<div xmlns="{_XHTML}">{well_formed}</div>')
    except XMLSyntaxError:
        return None


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


def add_category(parent: _Element, name: str, category: Category) -> None:
    """Append a category of Atom; its scheme must be an IRI (standards A15)."""
    scheme = category.scheme if category.scheme and is_iri(category.scheme) else None
    child(parent, name, term=category.term, scheme=scheme, label=category.label)


def domain(scheme: str | None) -> str | None:
    """The scheme of a category as RSS has it: any words, but no address that would run."""
    return None if scheme is None or is_script(scheme) else inert(scheme)


def add_person(parent: _Element, name: str, person: Person) -> None:
    """Append a person construct (RFC 4287 3.2); `name` may be prefixed, as its parts are then."""
    prefix = name.rpartition(":")[0]
    element = child(parent, name)
    for part, value in named(person).items():
        if value:
            child(element, f"{prefix}:{part}" if prefix else part, value)


def named(person: Person) -> dict[str, str]:
    """A person as feedgen takes one; what is no mailbox is no `email` (standards A5)."""
    return {
        "name": inert(person.name),
        "uri": legal(person.uri or ""),
        "email": mailbox(person.email),
    }


def mailbox(email: str | None) -> str:
    """An address that RFC 4287 3.2.3 allows, else the empty string."""
    return legal(email) if email and is_mailbox(email) else ""


def extend(parent: _Element, extensions: Iterable[Extension]) -> None:
    """Put extension elements, with all that stands in them, before everything else.

    Many readers take the last of what has one local name: `title` must come after `media:title`.
    """
    for place, one in enumerate(extensions):
        element = child(parent, one.name, one.text or None)
        for key, value in one.attributes.items():
            element.set(key, inert(value))
        extend(element, one.children)
        parent.insert(place, element)


def add_notice(parent: _Element, notice: Text, language: str | None) -> None:
    """Append what a feed tells people who open it in a browser."""
    mark_up(parent, "feedburner:browserFriendly", notice, language)


def prefixes(hop: Hop) -> dict[str, str]:
    """The namespaces of what `extend` and `add_notice` write of a feed."""
    used = {one.name.partition(":")[0] for one in _all(hop.extensions)}
    used |= {prefix for prefix, one in _BESIDE.items() if getattr(hop, one)}
    return {prefix: ALL[prefix] for prefix in sorted(used)}


def _all(extensions: Iterable[Extension]) -> Iterator[Extension]:
    for one in extensions:
        yield one
        yield from _all(one.children)


def declared(body: bytes, shared: Iterable[str]) -> bytes:
    """A written entry that declares the prefixes it uses, but those that its root does.

    Args:
        body: The entry, its declarations left out.
        shared: The prefixes that the root of its document declares.
    """
    used = {prefix.decode() for prefix in _PREFIXED.findall(body)} - set(shared)
    if not used:
        return body
    name, end, rest = body.partition(b">")
    spaces = "".join(f' xmlns:{prefix}="{ALL[prefix]}"' for prefix in sorted(used & ALL.keys()))
    tag, space, attributes = name.partition(b" ")
    return tag + spaces.encode() + space + attributes + end + rest
