"""What of a document readers take for HTML, for text, for an address or for a name."""

import json
from collections.abc import Iterator
from enum import Enum, auto

from lxml import etree
from lxml.etree import QName, XMLParser, _Element, fromstring, tostring

ATOM = "{http://www.w3.org/2005/Atom}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
_NOTICE = "{http://rssnamespace.org/feedburner/ext/1.0}browserFriendly"
_MARKUP = {f"{_DC}title", f"{_DC}description", _CONTENT, _NOTICE}
_CONSTRUCTS = {f"{ATOM}{name}" for name in ("content", "rights", "subtitle", "summary", "title")}
_LEADING = {
    *("comments", "docs", "icon", "license", "link", "logo", "uri", "url"),
    *("comment", "commentRss"),
}
_NAMING = {"guid", "id"}
_ADDRESSES = {
    *("accountUrl", "href", "htmlUrl", "img", "scheme", "source", "src", "uri", "url", "xmlUrl"),
    "{http://www.w3.org/XML/1998/namespace}base",
}
_MEMBERS = {"about", "comments", "favicon", "icon", "image", "licence", "licences", "url"}


class As(Enum):
    """How readers take a field."""

    MARKUP = auto()
    WORDS = auto()
    ADDRESS = auto()
    NAME = auto()


Field = tuple[As, str, str]
"""How it is taken, what it is called, what stands in it."""


def fields(name: str, body: bytes) -> Iterator[Field]:
    """Every field of a document.

    Args:
        name: Of the document; its ending says the format.
        body: The document, which must be well-formed to the letter.
    """
    if name.endswith("json"):
        yield from _members("", json.loads(body))
        return
    root = fromstring(body, XMLParser(resolve_entities=False, no_network=True))
    for element in root.iter(etree.Element):
        inside = next((one for one in element.iterancestors() if one.tag in _CONSTRUCTS), None)
        if inside is None:
            yield from _element(element)


def _element(element: _Element) -> Iterator[Field]:
    local = QName(element).localname
    for key, value in element.attrib.items():
        named = As.NAME if key == "ref" else As.WORDS
        yield As.ADDRESS if str(key) in _ADDRESSES else named, f"{local}@{key}", str(value)
    parent = element.getparent()
    is_item = parent is not None and parent.tag == "item"
    kind = element.get("type")
    if element.tag in _CONSTRUCTS and kind in ("html", "xhtml"):
        inner = "".join(tostring(one, encoding="unicode", method="html") for one in element)
        yield As.MARKUP, local, inner if kind == "xhtml" else element.text or ""
    elif element.tag in _MARKUP or (element.tag == "description" and is_item):
        yield As.MARKUP, local, element.text or ""
    elif local in _NAMING:
        yield As.NAME, local, element.text or ""
    elif local in _LEADING and (element.text or "").strip() and "podcast" not in str(element.tag):
        yield As.ADDRESS, local, element.text or ""
    elif (element.text or "").strip():
        yield As.WORDS, local, element.text or ""


def _members(name: str, value: object) -> Iterator[Field]:
    match value:
        case dict():
            for key, one in value.items():
                yield from _members(key, one)
        case list():
            for one in value:
                yield from _members(name, one)
        case str() if name == "content_html":
            yield As.MARKUP, name, value
        case str() if name == "id":
            yield As.NAME, name, value
        case str() if name in _MEMBERS or name.endswith("_url") or name == "version":
            yield As.ADDRESS, name, value
        case _:
            pass  # JSON Feed 1.1 says of each of its texts that it is no HTML
