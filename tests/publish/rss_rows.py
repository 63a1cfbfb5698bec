"""What RSS 2.0 and its best-practices profile demand: rows B1 to B18, each rule under its row.

There is no schema of RSS that anybody trusts, so these functions are ours. A document that
keeps all of them gives no line.
"""

import re
from collections import Counter
from collections.abc import Iterator
from urllib.parse import urlsplit

from lxml.etree import HTML, QName, _Element

from tests.publish.conformance import (
    ATOM,
    CONTENT,
    CREATIVE_COMMONS,
    DC,
    DCTERMS,
    IRI,
    MEDIA,
    MIME_TYPE,
    XML,
    is_rfc822,
    is_rfc3339,
    link_faults,
    xml,
)

_CHANNEL = frozenset(
    {"title", "link", "description", "language", "copyright", "managingEditor", "webMaster"}
    | {"pubDate", "lastBuildDate", "category", "generator", "docs", "cloud", "ttl", "image"}
    | {"rating", "textInput", "skipHours", "skipDays", "item"}
)
_ITEM = frozenset(
    {"title", "link", "description", "author", "category", "comments", "enclosure", "guid"}
    | {"pubDate", "source"}
)
_INSIDE = {
    "rss": frozenset({"channel"}),
    "channel": _CHANNEL,
    "item": _ITEM,
    "image": frozenset({"url", "title", "link", "width", "height", "description"}),
    "textInput": frozenset({"title", "description", "name", "link"}),
    "skipHours": frozenset({"hour"}),
    "skipDays": frozenset({"day"}),
}
"""The elements without namespace, by the one they stand in (B17)."""
_ATTRIBUTES = {
    "rss": frozenset({"version"}),
    "category": frozenset({"domain"}),
    "cloud": frozenset({"domain", "port", "path", "registerProcedure", "protocol"}),
    "enclosure": frozenset({"url", "length", "type"}),
    "guid": frozenset({"isPermaLink"}),
    "source": frozenset({"url"}),
}
_EXTENSIONS = frozenset(
    {ATOM, CONTENT, CREATIVE_COMMONS, DC, DCTERMS, MEDIA}
    | {
        f"{{{uri}}}"
        for uri in (
            "http://purl.org/atompub/tombstones/1.0",
            "http://purl.org/rss/1.0/modules/slash/",
            "http://purl.org/rss/1.0/modules/syndication/",
            "http://purl.org/syndication/history/1.0",
            "http://purl.org/syndication/thread/1.0",
            "http://rssnamespace.org/feedburner/ext/1.0",
            "http://podlove.org/simple-chapters",
            "http://wellformedweb.org/CommentAPI/",
            "http://www.georss.org/georss",
            "http://www.itunes.com/dtds/podcast-1.0.dtd",
            "http://www.opengis.net/gml",
            "http://www.w3.org/2003/01/geo/wgs84_pos#",
            "http://www.w3.org/2005/11/its",
            "https://podcastindex.org/namespace/1.0",
        )
    }
)
"""Namespaces of extensions, exactly as their specifications spell them (B17)."""
_DAYS = frozenset({"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"})
_PROTOCOLS = frozenset({"http-post", "soap", "xml-rpc"})
_SAME_MEANING = (
    ("pubDate", f"{DC}date"),
    ("pubDate", f"{ATOM}published"),
    ("author", f"{DC}creator"),
    ("guid", f"{ATOM}id"),
    ("source", f"{DC}source"),
    ("category", f"{DC}subject"),
    ("managingEditor", f"{DC}creator"),
    ("webMaster", f"{DC}publisher"),
    ("copyright", f"{DC}rights"),
    ("language", f"{DC}language"),
    ("lastBuildDate", f"{DCTERMS}modified"),
    (f"{DC}date", f"{DCTERMS}issued"),
    (f"{DC}rights", f"{DCTERMS}rights"),
)
_REPEATABLE = frozenset({"category", "item", "enclosure", "hour", "day"})
"""What may stand more than once; of enclosures B15 speaks."""

_ADDRESS = re.compile(r"[^\s@()<>]+@[^\s@()<>]+\.[^\s@()<>]+( \([^()]+\))?")
_REFERENCE = re.compile(rb"&(?!#x[0-9A-Fa-f]+;|gt;)")
_TITLE = re.compile(rb"<title>(.*?)</title>", re.DOTALL)
_MARKUP = re.compile(rb"<(description|content:encoded)>\s*(<!\[CDATA\[)?")
_DECLARED = re.compile(rb"""<\?xml[^>]*\bencoding=["']([\w.-]+)""")
_ADDRESSES = frozenset({"href", "src", "cite", "poster", "longdesc", "action", "background"})


def rss_faults(body: bytes, self_url: str) -> list[str]:
    """Which rows of B the document breaks, but for B18."""
    rss = xml(body)
    if QName(rss).namespace:
        return [f"B17: {rss.tag}"]
    if rss.tag != "rss" or rss.get("version") != "2.0":
        return ["B1: not RSS 2.0"]
    if [QName(one).localname for one in rss] != ["channel"]:
        return ["B1: not exactly one channel"]
    (channel,) = rss
    items = channel.findall("item")
    return [
        *_channel_faults(channel, self_url),
        *(fault for item in items for fault in _item_faults(item)),
        *_same_guid_twice(items),
        *(fault for element in rss.iter() for fault in _place_faults(element)),
        *_spelling_faults(body),
    ]


def rss_type_faults(body: bytes, content_type: str) -> list[str]:
    """Whether it is served as what it is (B18): the registered type, the charset it declares."""
    kind, _, parameters = content_type.partition(";")
    declared = _DECLARED.match(body)
    charset = (declared[1].decode() if declared else "utf-8").lower()
    faults = []
    if kind.strip() != "application/rss+xml":
        faults.append(f"B18: served as {kind}")
    if parameters.strip().lower() != f"charset={charset}":
        faults.append(f"B18: {charset} served with {parameters.strip()!r}")
    return faults


def _text(element: _Element, name: str) -> str:
    return str(element.findtext(name) or "").strip()


# --- the channel --------------------------------------------------------------


def _channel_faults(channel: _Element, self_url: str) -> Iterator[str]:
    yield from (
        f"B1: no {one}" for one in ("title", "link", "description") if not _text(channel, one)
    )
    if not IRI.fullmatch(channel.findtext("link") or ""):
        yield f"B1: link {channel.findtext('link')!r}"
    for name in ("managingEditor", "webMaster"):
        yield from _address_faults(channel, name)
    found = [
        (one.get("href"), one.get("type"))
        for one in channel.findall(f"{ATOM}link")
        if one.get("rel") == "self"
    ]
    if found != [(self_url, "application/rss+xml")]:
        yield f"B11: self links {found}"
    for image in channel.findall("image"):
        yield from _image_faults(image, channel)
    yield from _schedule_faults(channel)
    for form in channel.findall("textInput"):
        missing = [name for name in sorted(_INSIDE["textInput"]) if not _text(form, name)]
        yield from (f"B8: textInput without {name}" for name in missing)
    yield from _meaning_faults(channel)


def _image_faults(image: _Element, channel: _Element) -> Iterator[str]:
    for name in ("url", "link"):
        if not IRI.fullmatch(image.findtext(name) or ""):
            yield f"B7: image {name} {image.findtext(name)!r}"
    for name in ("title", "link"):
        if image.findtext(name) != channel.findtext(name):
            yield f"B7: image {name} {image.findtext(name)!r} is not that of the channel"
    for name, most in (("width", 144), ("height", 400)):
        size = image.findtext(name)
        if size is not None and not (size.isdecimal() and 1 <= int(size) <= most):
            yield f"B7: {name} {size!r}"


def _schedule_faults(channel: _Element) -> Iterator[str]:
    ttl = channel.findtext("ttl")
    if ttl is not None and not ttl.isdecimal():
        yield f"B8: ttl {ttl!r}"
    hours = [one.text or "" for one in channel.iterfind("skipHours/hour")]
    days = [one.text or "" for one in channel.iterfind("skipDays/day")]
    yield from (f"B8: hour {one!r}" for one in hours if not one.isdecimal() or int(one) > 23)
    yield from (f"B8: day {one!r}" for one in days if one not in _DAYS)
    for name, told in (("skipHours", hours), ("skipDays", days)):
        if channel.find(name) is not None and (not told or len(set(told)) != len(told)):
            yield f"B8: {name} {told}"
    for cloud in channel.findall("cloud"):
        said = dict(cloud.attrib)
        complete = set(said) == _ATTRIBUTES["cloud"] and all(said.values())
        if not complete or not said["port"].isdecimal() or said["protocol"] not in _PROTOCOLS:
            yield f"B8: cloud {said}"


# --- an item ------------------------------------------------------------------


def _item_faults(item: _Element) -> Iterator[str]:
    if not _text(item, "title") and not _text(item, "description"):
        yield "B2: neither title nor description"
    for name in ("link", "comments"):
        address = item.findtext(name)
        if address is not None and not IRI.fullmatch(address):
            yield f"B2: {name} {address!r}"
    yield from _guid_faults(item)
    files = item.findall("enclosure")
    if len(files) > 1:
        yield "B15: more than one enclosure"
    for file in files:
        url, length, kind = (file.get(name, "") for name in ("url", "length", "type"))
        if not (_is_web(url) and length.isdecimal() and MIME_TYPE.fullmatch(kind)):
            yield f"B4: enclosure {url!r} {length!r} {kind!r}"
    for source in item.findall("source"):
        if not IRI.fullmatch(source.get("url", "")) or not (source.text or "").strip():
            yield f"B6: source {source.get('url')!r} {source.text!r}"
    yield from _address_faults(item, "author")
    yield from _markup_faults(item)
    yield from _meaning_faults(item)
    yield from _extension_faults(item)


def _guid_faults(item: _Element) -> Iterator[str]:
    guids = item.findall("guid")
    if len(guids) != 1:
        yield f"B10: {len(guids)} guids"
    for guid in guids:
        permanent = guid.get("isPermaLink", "true")
        if not guid.text or permanent not in {"true", "false"}:
            yield f"B5: guid {guid.text!r}, isPermaLink={permanent}"
        elif permanent == "true" and not _is_web(guid.text):
            yield f"B5: {guid.text!r} is no permalink"


def _same_guid_twice(items: list[_Element]) -> Iterator[str]:
    for guid, count in Counter(item.findtext("guid") for item in items).items():
        if count > 1 and guid is not None:
            yield f"B5: {count} items are {guid!r}"


def _markup_faults(item: _Element) -> Iterator[str]:
    names = [str(element.tag) for element in item]
    if f"{CONTENT}encoded" in names and (
        "description" not in names or names.index("description") > names.index(f"{CONTENT}encoded")
    ):
        yield "B14: content:encoded without a description before it"
    for name in ("description", f"{CONTENT}encoded"):
        for element in item.findall(name):
            if len(element):
                yield f"B13: {name} with elements inside"
            yield from (f"B13: {one!r} in {name}" for one in _relative(element.text or ""))


def _relative(markup: str) -> Iterator[str]:
    """Addresses in HTML that are not absolute; those within the page may stand."""
    if "<" not in markup:
        return
    tree = HTML(f"<div>{markup}</div>")
    for element in tree.iter() if tree is not None else ():
        for name, value in element.attrib.items():
            address = value.strip()
            if name in _ADDRESSES and not address.startswith("#") and not _has_scheme(address):
                yield address


def _extension_faults(item: _Element) -> Iterator[str]:
    for link in item.findall(f"{ATOM}link"):
        yield from link_faults(link)
    for licence in item.findall(f"{CREATIVE_COMMONS}license"):
        if not IRI.fullmatch(licence.text or ""):
            yield f"F2: {licence.text!r}"
    for file in item.iter(f"{MEDIA}content"):
        if not _is_web(file.get("url", "")):
            yield f"H1: {file.get('url')!r}"


# --- wherever it stands -------------------------------------------------------


def _address_faults(element: _Element, name: str) -> Iterator[str]:
    for person in element.findall(name):
        if not _ADDRESS.fullmatch(person.text or ""):
            yield f"B9: {name} {person.text!r}"


def _meaning_faults(element: _Element) -> Iterator[str]:
    names = Counter(str(one.tag) for one in element)
    once = {name for name in names if "}" not in name} - _REPEATABLE
    once |= {f"{CONTENT}encoded", f"{DC}rights", f"{DC}language", f"{DCTERMS}modified"}
    yield from (f"B16: {one} twice" for one in sorted(once) if names[one] > 1)
    for one, other in _SAME_MEANING:
        if names[one] and names[other]:
            yield f"B16: {one} and {other}"


def _place_faults(element: _Element) -> Iterator[str]:
    tag = str(element.tag)
    namespace, _, name = tag.rpartition("}")
    parent = element.getparent()
    if namespace:
        if f"{namespace}}}" not in _EXTENSIONS:
            yield f"B17: {tag}"
        return
    if parent is not None and name not in _INSIDE.get(str(parent.tag), ()):
        yield f"B17: {name} in {parent.tag}"
    for attribute in element.attrib:
        if not attribute.startswith(XML) and attribute not in _ATTRIBUTES.get(name, ()):
            yield f"B17: {name} {attribute}="
    text = element.text or ""
    if name in {"pubDate", "lastBuildDate"} and not is_rfc822(text):
        yield f"B3: {text!r}"
    for extension in element.findall(f"{DCTERMS}modified"):
        if not is_rfc3339(extension.text or ""):
            yield f"I1: {extension.text!r}"


def _spelling_faults(body: bytes) -> Iterator[str]:
    for title in _TITLE.findall(body):
        if _REFERENCE.search(title) or b"<" in title:
            yield f"B12: {title.decode(errors='replace')!r}"
    ways = {bool(cdata) for _, cdata in _MARKUP.findall(body)}
    if len(ways) > 1:
        yield "B13: some markup is entity-encoded, some CDATA"


def _is_web(address: str) -> bool:
    return bool(IRI.fullmatch(address)) and urlsplit(address).scheme in {"http", "https"}


def _has_scheme(address: str) -> bool:
    return bool(re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", address))
