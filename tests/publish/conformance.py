"""What the formats demand, as functions that name each rule a document breaks.

The ids are the rows of the project's checklist: A for Atom (RFC 4287), C for JSON Feed 1.1,
G for OPML 2.0; B, for RSS 2.0, is `rss_rows`. Each function gives the broken rules as lines;
a document that keeps all of them gives none.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any

import feedparser
from lxml.etree import QName, XMLParser, _Element, fromstring

ATOM = "{http://www.w3.org/2005/Atom}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}"
DC = "{http://purl.org/dc/elements/1.1/}"
DCTERMS = "{http://purl.org/dc/terms/}"
CREATIVE_COMMONS = "{http://backend.userland.com/creativeCommonsRssModule}"
MEDIA = "{http://search.yahoo.com/mrss/}"
XHTML = "{http://www.w3.org/1999/xhtml}"
XML = "{http://www.w3.org/XML/1998/namespace}"

_RFC3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
_RFC822 = re.compile(r"(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d [A-Z][a-z]{2} \d{4} [\d:]{8} GMT")
IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`\x00-\x20]+")
MIME_TYPE = re.compile(r"[\w.+-]+/[\w.+-]+(\s*;.*)?")
_MAILBOX = re.compile(r"[\w!#$%&'*+/=?^`{|}~.-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+", re.ASCII)
_LANGUAGE = re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*")
_RELATIONS = frozenset(
    {"alternate", "canonical", "enclosure", "license", "payment", "related", "replies", "self"}
    | {"via", "hub", "first", "last", "next", "previous", "current", "prev-archive"}
    | {"next-archive"}
)


def xml(body: bytes) -> _Element:
    """The root of a document; raises where it is not well-formed."""
    return fromstring(body, XMLParser(resolve_entities=False, no_network=True))


# --- Atom ---------------------------------------------------------------------


def atom_faults(body: bytes, self_url: str) -> list[str]:
    """Which rows of A the document breaks."""
    feed = xml(body)
    if feed.tag != f"{ATOM}feed":
        return [f"A7: the root is {feed.tag}"]
    return [
        *_exactly_one(feed, "A7", "id", "title", "updated"),
        *_self_link(feed, self_url),
        *_same_entry_twice(feed),
        *(fault for entry in feed.iterfind(f"{ATOM}entry") for fault in _entry_faults(entry)),
        *_author_missing(feed),
        *(fault for element in feed.iter() for fault in _element_faults(element)),
    ]


def _exactly_one(element: _Element, row: str, *names: str) -> Iterator[str]:
    for name in names:
        count = len(element.findall(ATOM + name))
        if count != 1:
            yield f"{row}: {count} {name} in {QName(element).localname}"


def _self_link(feed: _Element, self_url: str) -> Iterator[str]:
    found = [one.get("href") for one in feed.findall(f"{ATOM}link") if one.get("rel") == "self"]
    if found != [self_url]:
        yield f"A8: self links {found}"


def _same_entry_twice(feed: _Element) -> Iterator[str]:
    ids = Counter(entry.findtext(f"{ATOM}id") for entry in feed.iterfind(f"{ATOM}entry"))
    yield from (f"A10: {count} entries are {one}" for one, count in ids.items() if count > 1)


def _author_missing(feed: _Element) -> Iterator[str]:
    entries = feed.findall(f"{ATOM}entry")
    if feed.find(f"{ATOM}author") is None and any(
        entry.find(f"{ATOM}author") is None for entry in entries
    ):
        yield "A7: neither the feed nor each of its entries has an author"


def _entry_faults(entry: _Element) -> Iterator[str]:
    yield from _exactly_one(entry, "A11", "id", "title", "updated", "source")
    alternates = Counter(
        (link.get("type"), link.get("hreflang"))
        for link in entry.findall(f"{ATOM}link")
        if link.get("rel", "alternate") == "alternate"
    )
    yield from (f"A9: {count} alternates {one}" for one, count in alternates.items() if count > 1)
    content, summary = entry.findall(f"{ATOM}content"), entry.findall(f"{ATOM}summary")
    if len(content) > 1 or len(summary) > 1:
        yield "A11: more than one content or summary"
    if not content and not alternates:
        yield "A12: neither content nor an alternate link"
    if not content and not summary:
        yield "A14: neither content nor summary"
    if content and content[0].get("src"):
        if content[0].text or len(content[0]):
            yield "A13: content with src is not empty"
        if not summary:
            yield "A12: content lies elsewhere and there is no summary"
    source = entry.find(f"{ATOM}source")
    if source is not None:
        yield from _exactly_one(source, "A20", "id", "title", "updated")


def _element_faults(element: _Element) -> Iterator[str]:
    name = str(element.tag)
    language = element.get(f"{XML}lang")
    if language is not None and not _LANGUAGE.fullmatch(language):
        yield f"A1: language {language!r}"
    text = element.text or ""
    match name.removeprefix(ATOM):
        case "id" | "icon" | "logo" | "uri" if not IRI.fullmatch(text):
            yield f"A16: {name} is no IRI: {text!r}"
        case "published" | "updated" if not is_rfc3339(text):
            yield f"A6: {text!r}"
        case "title" | "subtitle" | "summary" | "rights" | "content":
            yield from _construct_faults(element)
        case "author" | "contributor":
            yield from _exactly_one(element, "A5", "name")
            if not (element.findtext(f"{ATOM}name") or "").strip():
                yield "A5: a person without a name"
        case "email" if not _MAILBOX.fullmatch(text):
            yield f"A5: {text!r} is no mailbox"
        case "category":
            yield from _category_faults(element)
        case "link":
            yield from link_faults(element)


def _category_faults(category: _Element) -> Iterator[str]:
    scheme = category.get("scheme")
    if not category.get("term"):
        yield "A15: a category without a term"
    if scheme is not None and not IRI.fullmatch(scheme):
        yield f"A15: scheme {scheme!r}"


def _construct_faults(element: _Element) -> Iterator[str]:
    kind = element.get("type", "text")
    if element.get("src"):
        if not MIME_TYPE.fullmatch(kind):
            yield f"A13: type {kind!r} of content that lies elsewhere"
    elif kind == "xhtml":
        if [one.tag for one in element] != [f"{XHTML}div"] or (element.text or "").strip():
            yield "A4: xhtml that is not one div"
    elif kind not in {"text", "html"}:
        yield f"A2: type {kind!r}"
    elif len(element):
        yield f"A3: {kind} with elements inside"


def link_faults(link: _Element) -> Iterator[str]:
    """What is wrong with a link of Atom, wherever it stands."""
    href, rel = link.get("href", ""), link.get("rel", "alternate")
    if not IRI.fullmatch(href):
        yield f"A18: href {href!r}"
    if rel not in _RELATIONS and not IRI.fullmatch(rel):
        yield f"A18: rel {rel!r}"
    if link.get("type") is not None and not MIME_TYPE.fullmatch(link.get("type")):
        yield f"A18: type {link.get('type')!r}"
    if link.get("length") is not None and not link.get("length").isdecimal():
        yield f"A18: length {link.get('length')!r}"


# --- JSON Feed ----------------------------------------------------------------


def json_faults(body: bytes, self_url: str) -> list[str]:
    """Which rows of C the document breaks."""
    feed = json.loads(body.decode("utf-8"))
    items = feed.get("items", [])
    ids = Counter(item.get("id") for item in items)
    return [
        *(f"C1: no {one}" for one in ("version", "title", "items") if one not in feed),
        *(f"C2: no {one}" for one in ("home_page_url", "feed_url") if not feed.get(one)),
        *([] if feed.get("feed_url") == self_url else [f"C2: feed_url {feed.get('feed_url')}"]),
        *(f"C3: {count} items are {one!r}" for one, count in ids.items() if count > 1),
        *(f"C9: {one}" for one in feed if one not in _FEED_MEMBERS),
        *(fault for item in items for fault in _json_item_faults(item)),
    ]


_FEED_MEMBERS = frozenset(
    {"version", "title", "home_page_url", "feed_url", "description", "user_comment", "next_url"}
    | {"icon", "favicon", "authors", "author", "language", "expired", "hubs", "items", "_feedsvc"}
)
_ITEM_MEMBERS = frozenset(
    {"id", "url", "external_url", "title", "summary", "content_html", "content_text", "image"}
    | {"banner_image", "date_published", "date_modified", "authors", "author", "tags", "language"}
    | {"attachments", "_feedsvc"}
)


def _json_item_faults(item: dict[str, Any]) -> Iterator[str]:
    if not isinstance(item.get("id"), str) or not item["id"]:
        yield f"C3: id {item.get('id')!r}"
    if not isinstance(item.get("content_html"), str):
        yield "C4: no content"
    yield from (f"C9: {one}" for one in item if one not in _ITEM_MEMBERS)
    for date in ("date_published", "date_modified"):
        if not is_rfc3339(item.get(date, "")):
            yield f"C5: {date} {item.get(date)!r}"
    if not _LANGUAGE.fullmatch(item.get("language", "und")):
        yield f"C5: language {item['language']!r}"
    yield from _json_people_faults(item)
    yield from _attachment_faults(item)


def _json_people_faults(item: dict[str, Any]) -> Iterator[str]:
    if "authors" in item and not all(one.get("name") for one in item["authors"] or [{}]):
        yield f"C6: authors {item['authors']}"
    if ("authors" in item) != ("author" in item):
        yield "C6: authors and author do not go together"


def _attachment_faults(item: dict[str, Any]) -> Iterator[str]:
    for file in item.get("attachments", []):
        size = file.get("size_in_bytes", 0)
        if not IRI.fullmatch(file.get("url", "")) or not MIME_TYPE.fullmatch(file["mime_type"]):
            yield f"C6: attachment {file}"
        if not isinstance(size, int) or size < 0:
            yield f"C6: size {size!r}"


# --- OPML ---------------------------------------------------------------------


def opml_faults(body: bytes) -> list[str]:
    """Which parts of row G1 the document breaks."""
    opml = xml(body)
    faults = []
    if opml.tag != "opml" or opml.get("version") != "2.0":
        faults.append("G1: not OPML 2.0")
    if [element.tag for element in opml] != ["head", "body"]:
        faults.append("G1: not one head and one body")
    for outline in opml.iter("outline"):
        if not outline.get("text"):
            faults.append("G1: an outline without text")
        if outline.get("type") != "rss" or not IRI.fullmatch(outline.get("xmlUrl", "")):
            faults.append(f"G1: {dict(outline.attrib)}")
    return faults


# --- dates and a second reader ------------------------------------------------


def is_rfc3339(text: str) -> bool:
    """Whether it is a date of RFC 3339 with a zone."""
    if not _RFC3339.fullmatch(text):
        return False
    return datetime.fromisoformat(text).tzinfo is not None


def is_rfc822(text: str) -> bool:
    """Whether it is a date of RFC 822 with a four-digit year and the right day of the week."""
    if not _RFC822.fullmatch(text):
        return False
    return f"{parsedate_to_datetime(text):%a}" == text[:3]


def read_back(body: bytes) -> list[dict[str, Any]]:
    """What feedparser reads of each entry; raises where it had to guess."""
    parsed = feedparser.parse(body, sanitize_html=False, resolve_relative_uris=False)
    if parsed.bozo:
        raise ValueError(parsed.bozo_exception)
    return [
        {
            "id": entry.get("id"),
            "title": entry.get("title", ""),
            "link": entry.get("link"),
            "published": entry.get("published_parsed"),
            "updated": dict.get(entry, "updated_parsed", entry.get("published_parsed")),
            "authors": [author.get("name") for author in entry.get("authors", [])],
            "files": [
                *(one.get("href") for one in entry.get("enclosures", [])),
                *(one.get("url") for one in entry.get("media_content", [])),
            ],
            "source": entry.get("source", {}),
            "via": [one.href for one in entry.get("links", []) if one.rel == "via"],
            "rights": entry.get("rights"),
            "tags": [tag.term for tag in entry.get("tags", [])],
        }
        for entry in parsed.entries
    ]
