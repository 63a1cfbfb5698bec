"""Documents of a stranger who writes one and the same thing into every field there is.

An address stands in two forms in each field of addresses: what the stranger writes alone, and as
a path of a good host.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from html import escape

from lxml.etree import Element, QName, SubElement, XMLSyntaxError, _Element, fromstring, tostring

from feedsvc.model.entry import NAMESPACES
from feedsvc.text.legal import legal

ATOM = "http://www.w3.org/2005/Atom"
SPACES = NAMESPACES | {
    "atom": ATOM,
    "cc": "http://backend.userland.com/creativeCommonsRssModule",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "feedburner": "http://rssnamespace.org/feedburner/ext/1.0",
}
XHTML = "http://www.w3.org/1999/xhtml"
GOOD = "https://good.example/"
WHEN = "2026-02-28T10:00:00Z"

_WORDS = (
    *("dc:creator", "dc:contributor", "dc:rights", "dc:publisher", "dc:type", "dc:format"),
    *("dc:coverage", "dc:relation", "dc:source", "dc:language", "dc:subject"),
    *("dcterms:alternative", "dcterms:audience", "dcterms:spatial", "dcterms:temporal"),
    *("itunes:author", "itunes:subtitle", "itunes:summary", "itunes:title", "itunes:keywords"),
    *("media:title", "media:description", "media:keywords", "media:copyright", "media:text"),
    *("georss:featureName", "georss:featureTypeTag", "georss:relationshipTag", "podcast:txt"),
)
_ADDRESSES = ("wfw:comment", "wfw:commentRss", "cc:license")
_PODCAST: Mapping[str, Mapping[str, str]] = {
    "media:content": {"url": "url", "type": "audio/mpeg", "lang": "text", "expression": "text"},
    "media:thumbnail": {"url": "url"},
    "media:player": {"url": "url"},
    "media:credit": {"role": "text", "scheme": "url"},
    "media:category": {"label": "text", "scheme": "url"},
    "itunes:image": {"href": "url"},
    "itunes:category": {"text": "text"},
    "podcast:person": {"role": "text", "group": "text", "img": "url", "href": "url"},
    "podcast:chapters": {"url": "url", "type": "application/json"},
    "podcast:transcript": {"url": "url", "type": "text/html", "language": "text"},
    "podcast:location": {"geo": "text", "osm": "text"},
    "podcast:license": {"url": "url"},
    "podcast:funding": {"url": "url"},
    "podcast:socialInteract": {
        "uri": "url",
        "protocol": "text",
        "accountId": "text",
        "accountUrl": "url",
    },
    "podcast:trailer": {"url": "url", "pubdate": "Sun, 01 Mar 2026 10:00:00 GMT"},
    "thr:in-reply-to": {"ref": "text", "href": "url", "source": "url"},
}


class _Writer:
    """Elements of which every text and address is one and the same."""

    def __init__(self, written: str) -> None:
        self.text = legal(written)
        self.addresses = (self.text, GOOD + self.text)

    def add(self, parent: _Element, name: str, text: str | None = None, /, **told: str) -> _Element:
        prefix, _, local = name.rpartition(":")
        space = SPACES[prefix] if prefix else QName(parent).namespace
        element = SubElement(parent, f"{{{space}}}{local}" if space else local)
        element.text = text
        for key, value in told.items():
            element.set(key, value)
        return element

    def said(self, parent: _Element, names: Iterable[str]) -> None:
        for name in names:
            self.add(parent, name, self.text)

    def leading(self, parent: _Element, names: Iterable[str]) -> None:
        for name in names:
            for address in self.addresses:
                self.add(parent, name, address)

    def extensions(self, parent: _Element) -> None:
        self.said(parent, _WORDS)
        self.leading(parent, _ADDRESSES)
        for name, told in _PODCAST.items():
            for address in self.addresses:
                values = {"url": address, "text": self.text}
                written = {key: values.get(what, what) for key, what in told.items()}
                self.add(parent, name, self.text, **written)
        owner = self.add(parent, "itunes:owner")
        self.said(owner, ("itunes:name", "itunes:email"))

    def links(self, parent: _Element, name: str) -> None:
        for rel in ("alternate", "related", "via", "self", "enclosure", "license", self.text):
            for address in self.addresses:
                told = {"title": self.text, "hreflang": self.text, "type": "text/html"}
                self.add(parent, name, rel=rel, href=address, **told)

    def person(self, parent: _Element, name: str) -> None:
        prefix = name.rpartition(":")[0]
        for address in self.addresses:
            element = self.add(parent, name)
            for part, value in (("name", self.text), ("email", self.text), ("uri", address)):
                self.add(element, f"{prefix}:{part}" if prefix else part, value)
        element = self.add(parent, name)
        self.add(element, f"{prefix}:name" if prefix else "name", self.text)

    def construct(self, parent: _Element, name: str, kind: str) -> None:
        if kind != "xhtml":
            self.add(parent, name, self.text, type=kind)
            return
        div = None
        try:
            div = fromstring(f'<div xmlns="{XHTML}">{self.text}</div>')
        except XMLSyntaxError:
            div = fromstring(f'<div xmlns="{XHTML}">{escape(self.text)}</div>')
        self.add(parent, name, type=kind).append(div)


def rss(head: str, written: Sequence[str]) -> bytes:
    """RSS 2.0 with everything that may stand beside it; `head` is written into the channel."""
    root = Element("rss", version="2.0", nsmap=SPACES)
    channel, one = SubElement(root, "channel"), _Writer(head)
    one.said(channel, ("title", "description", "copyright", "language", "generator"))
    one.said(channel, ("managingEditor", "webMaster", "docs"))
    one.leading(channel, ("link",))
    one.add(channel, "category", one.text, domain=one.text)
    image = one.add(channel, "image")
    one.said(image, ("title", "description"))
    one.leading(image, ("url", "link"))
    one.leading(channel, ("atom:icon", "atom:logo"))
    one.add(channel, "feedburner:browserFriendly", one.text)
    one.links(channel, "atom:link")
    one.person(channel, "atom:author")
    one.extensions(channel)
    for number, text in enumerate(written):
        _item(channel, _Writer(text), number)
    return bytes(tostring(root, encoding="UTF-8", xml_declaration=True))


def _name(text: str, number: int) -> str:
    """An id: what is written itself, or each time another."""
    return f"{number} {text}" if number % 2 else text


def _item(channel: _Element, one: _Writer, number: int) -> None:
    item = one.add(channel, "item")
    one.said(item, ("title", "description", "content:encoded", "author"))
    one.leading(item, ("link", "comments"))
    one.add(item, "guid", _name(one.text, number), isPermaLink="false")
    one.add(item, "category", one.text, domain=one.text)
    for address in one.addresses:
        one.add(item, "enclosure", url=address, type="image/png", length=one.text)
        one.add(item, "source", one.text, url=address)
    one.links(item, "atom:link")
    one.person(item, "atom:author")
    one.person(item, "atom:contributor")
    one.extensions(item)


def atom(head: str, written: Sequence[str]) -> bytes:
    """Atom 1.0 likewise."""
    root = Element(f"{{{ATOM}}}feed", nsmap={None: ATOM} | SPACES)
    _feed(root, _Writer(head), "html")
    for number, text in enumerate(written):
        one = _Writer(text)
        entry = one.add(root, "entry")
        one.add(entry, "id", _name(one.text, number))
        one.add(entry, "updated", WHEN)
        kind = ("text", "html", "xhtml")[number % 3]
        for name in ("title", "summary", "content", "rights"):
            one.construct(entry, name, kind)
        one.links(entry, "link")
        one.person(entry, "author")
        one.person(entry, "contributor")
        for scheme in one.addresses:
            one.add(entry, "category", term=one.text, label=one.text, scheme=scheme)
        one.extensions(entry)
        _feed(one.add(entry, "source"), one, kind)
    return bytes(tostring(root, encoding="UTF-8", xml_declaration=True))


def _feed(feed: _Element, one: _Writer, kind: str) -> None:
    one.add(feed, "id", one.text)
    one.add(feed, "updated", WHEN)
    for name in ("title", "subtitle", "rights"):
        one.construct(feed, name, kind)
    one.links(feed, "link")
    one.person(feed, "author")
    one.leading(feed, ("icon", "logo"))
    one.add(feed, "category", term=one.text, label=one.text, scheme=one.text)
    one.add(feed, "generator", one.text, uri=one.text, version=one.text)
    one.extensions(feed)


def json_feed(head: str, written: Sequence[str]) -> bytes:
    """JSON Feed 1.1 likewise; what XML has no characters for is left in."""
    author = {"name": head, "url": head, "avatar": head}
    good = {"name": f"{head}.", "url": GOOD + head, "avatar": GOOD + head}
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        **dict.fromkeys(("title", "description", "user_comment", "language"), head),
        **dict.fromkeys(("home_page_url", "feed_url", "next_url", "icon", "favicon"), head),
        "authors": [author, good],
        "items": [_json_item(text, number) for number, text in enumerate(written)],
    }
    return json.dumps(feed).encode()


def _json_item(text: str, number: int) -> Mapping[str, object]:
    path = GOOD + text
    return {
        "id": _name(text, number),
        "url": text if number % 2 else path,
        "external_url": path if number % 2 else text,
        **dict.fromkeys(("title", "summary", "content_html", "language"), text),
        **({"content_text": text} if number % 3 else {}),
        "image": path if number % 2 else text,
        "banner_image": text,
        "tags": [text, f"{text}."],
        "authors": [{"name": text, "url": text}, {"name": f"{text}.", "url": path}],
        "date_published": WHEN,
        "attachments": [
            {"url": url, "mime_type": "image/png", "title": text, "size_in_bytes": 1}
            for url in (text, path)
        ],
        "_podcast": {"title": text, "url": text},
    }


DOCUMENTS = {"rss": rss, "atom": atom, "json": json_feed}
"""What an upstream may send, by its format."""

WAYS = {"rss": 2, "atom": 3, "json": 2}
"""In how many ways an entry of it says the same, by its place in the document."""
