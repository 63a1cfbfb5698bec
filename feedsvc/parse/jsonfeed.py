"""JSON Feed 1.0 and 1.1 to `ParsedFeed` (https://www.jsonfeed.org/version/1.1/).

Types are coerced, for real feeds have numbers as ids and titles (`changes.md` 2); what is of
no use where it stands is passed over, never a reason to drop an entry.
"""

import json
import re
from collections.abc import Container
from dataclasses import replace
from datetime import datetime
from hashlib import blake2b
from itertools import compress
from typing import Any

import orjson

from feedsvc.model.entry import Category
from feedsvc.model.parsed import ParsedEntry, ParsedFeed, ParsedLink, ParsedPerson, ParsedText
from feedsvc.parse.caps import ENTRIES, left_out, newest
from feedsvc.parse.context import context_of
from feedsvc.text.dates import parse_date

_REFERENCE = re.compile("&(?:#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6}|amp|quot|[lr]squo|[lr]dquo);")
_WEB = ("http://", "https://")
_LICENCE_KEYS = frozenset(
    {"licence", "licence_url", "licences", "license", "license_url", "licenses"}
)
_NAME_KEYS = ("license", "licence", "licenses", "licences")
_RIGHTS_KEYS = ("rights", "copyright")
_MEDIA_TYPE = "application/feed+json"


def read(
    document: bytes, *, url: str, known: Container[bytes], head: bytes, context: bytes
) -> ParsedFeed:
    """Read a JSON document in UTF-8. Never raises.

    Args:
        document: Without a byte order mark.
        url: Where it came from: the base of its relative URLs.
        known: Fingerprints whose entries are left out: blake2b-16 of canonical JSON.
        head: The `head` of the last document of this source.
        context: Its `context`; where this one has another, nothing counts as known.
    """
    try:
        feed = _loads(document)
        if not isinstance(feed, dict) or "jsonfeed.org" not in _string(feed.get("version")):
            return ParsedFeed(problem="the document is JSON, but no JSON Feed")
        here = context_of(url, _string(feed.get("language")))
        return replace(
            _read(feed, url, known, head)
            if here == context
            else _read(feed, url, frozenset(), b""),
            context=here,
        )
    except ValueError as error:
        cut = not document.rstrip().endswith((b"}", b"]"))
        return ParsedFeed(problem=f"the document is not valid JSON: {error}", cut=cut)
    except RecursionError:
        return ParsedFeed(problem="the document is nested too deeply")


def _loads(document: bytes) -> Any:  # noqa: ANN401 - any JSON value
    try:
        return orjson.loads(document)
    except orjson.JSONDecodeError:
        # NaN, lone surrogates and control characters, which real documents contain.
        return json.loads(document, strict=False)


def _fingerprint(value: object) -> bytes:
    try:
        canonical = orjson.dumps(value, option=orjson.OPT_SORT_KEYS)
    except TypeError:
        canonical = json.dumps(value, sort_keys=True).encode()
    return blake2b(canonical, digest_size=16).digest()


def _read(feed: dict[str, Any], url: str, known: Container[bytes], head: bytes) -> ParsedFeed:
    items = _dicts(feed.get("items"))
    total = len(items)
    if total > ENTRIES:
        items = list(compress(items, newest([_date(item) for item in items])))
    window = tuple(_fingerprint(item) for item in items)
    new_head = _fingerprint({key: value for key, value in feed.items() if key != "items"})
    fresh = [pair for pair in zip(items, window, strict=True) if pair[1] not in known]
    if items and not fresh and new_head == head:
        return ParsedFeed(unchanged=True, window=window, head=new_head)
    language = _string(feed.get("language")) or None
    own = _dict(feed.get("_feedsvc"))
    return ParsedFeed(
        version="json11" if _string(feed["version"]).rstrip("/").endswith("1.1") else "json1",
        id=_string(own.get("id")) or _string(feed.get("feed_url")),
        title=_text(feed.get("title"), "text/plain", language, url),
        subtitle=_text(feed.get("description"), "text/plain", language, url),
        links=_feed_links(feed, url),
        authors=_authors(feed),
        categories=_tags(own),
        rights=_text(_rights(feed), "text/plain", language, url),
        licences=(*_licences(own), *(others := _other_licences(feed))),
        covering=others,
        language=language,
        icon=_string(feed.get("favicon")),
        logo=_string(feed.get("icon")),
        hints={"expired": "true"} if feed.get("expired") is True else {},
        entries=tuple(_entry(item, url, language, print_) for item, print_ in fresh),
        window=window,
        head=new_head,
        capped=left_out(total) if total > ENTRIES else "",
    )


def _date(item: dict[str, Any]) -> datetime | None:
    found = (_string(item.get(key)) for key in ("date_published", "date_modified"))
    return max(filter(None, (parse_date(text) for text in found if text)), default=None)


def _feed_links(feed: dict[str, Any], url: str) -> tuple[ParsedLink, ...]:
    hubs = [hub for hub in _dicts(feed.get("hubs")) if _string(hub.get("type")) == "WebSub"]
    return _links(
        url,
        ("alternate", feed.get("home_page_url"), ""),
        ("self", feed.get("feed_url"), _MEDIA_TYPE),
        ("next", feed.get("next_url"), _MEDIA_TYPE),
        *(("hub", hub.get("url"), "") for hub in hubs),
    )


def _entry(item: dict[str, Any], url: str, language: str | None, fingerprint: bytes) -> ParsedEntry:
    language = _string(item.get("language")) or language
    own = _dict(item.get("_feedsvc"))
    contents = (
        _text(item.get("content_html"), "text/html", language, url),
        _text(item.get("content_text"), "text/plain", language, url),
    )
    return ParsedEntry(
        id=_string(item.get("id")),
        title=_title(item.get("title"), language, url),
        summary=_text(item.get("summary"), "text/plain", language, url),
        contents=tuple(content for content in contents if content),
        links=_links(
            url,
            ("alternate", item.get("url"), ""),
            ("related", item.get("external_url"), ""),
        )
        + tuple(link for hop in _list(own, "via") if (link := _via(hop, url)))
        + _enclosures(item, url),
        authors=_authors(item),
        contributors=_persons(_list(own, "contributors")),
        categories=_tags(item),
        published=_string(item.get("date_published")),
        updated=_string(item.get("date_modified")),
        rights=_text(_rights(item), "text/plain", language, url),
        licences=(*_licences(own), *_other_licences(item)),
        comments=_string(own.get("comments")),
        language=language,
        source=_source(_dict(own.get("source")), url),
        image=_string(item.get("image")) or _string(item.get("banner_image")),
        fingerprint=fingerprint,
    )


def _tags(data: dict[str, Any]) -> tuple[Category, ...]:
    return tuple(Category(term=tag) for tag in map(_string, _list(data, "tags")) if tag)


def _licences(own: dict[str, Any]) -> tuple[str, ...]:
    licences = map(_string, _list(own, "licences") or _list(own, "licence"))
    return tuple(filter(None, licences))


def _holders(data: dict[str, Any]) -> list[dict[str, Any]]:
    """Where extensions, or members no version of the format has, may tell of rights."""
    extensions = (value for key, value in data.items() if key[:1] == "_" and key != "_feedsvc")
    return [data, *_dicts(list(extensions))]


def _other_licences(data: dict[str, Any]) -> tuple[str, ...]:
    found = [
        address
        for holder in _holders(data)
        for key in holder
        if key in _LICENCE_KEYS
        for one in _list(holder, key)
        if (address := _string(_dict(one).get("url")) or _string(one)).startswith(_WEB)
    ]
    return tuple(dict.fromkeys(found))


def _rights(data: dict[str, Any]) -> str:
    """What is told of rights in words, among them the names of licences, line by line."""
    own = _string(_dict(data.get("_feedsvc")).get("rights"))
    words = [
        word
        for holder in _holders(data)
        for key in (*_RIGHTS_KEYS, *_NAME_KEYS)
        for one in _list(holder, key)
        if (word := _word(one)) and not word.startswith((*_WEB, "/"))
    ]
    return own or "\n".join(dict.fromkeys(words))


def _word(value: object) -> str:
    """Text, or the name in an object that gives no address."""
    told = _dict(value)
    if told:
        value = "" if _string(told.get("url")) else told.get("name")
    return value.strip() if isinstance(value, str) else ""


def _via(hop: object, base: str) -> ParsedLink | None:
    """A feed that an entry passed through, as feedsvc itself writes it, or its address alone."""
    told = _dict(hop)
    href = _string(hop) or _string(told.get("feed_url")) or _string(told.get("home_page_url"))
    if not href:
        return None
    return ParsedLink(href=href, rel="via", title=_string(told.get("title")), base=base)


def _source(source: dict[str, Any], url: str) -> ParsedFeed | None:
    """The feed an entry was copied from, as feedsvc itself writes it."""
    if not source:
        return None
    return ParsedFeed(
        id=_string(source.get("id")),
        title=_text(source.get("title"), "text/plain", None, url),
        links=_links(
            url,
            ("alternate", source.get("home_page_url"), ""),
            ("self", source.get("feed_url"), ""),
        ),
    )


def _string(value: object) -> str:
    """Text, or a number as it is written; nothing for anything else."""
    match value:
        case str():
            return value.strip()
        case bool():
            return ""
        case float() if value.is_integer():
            return str(int(value))
        case int() | float():
            return str(value)
        case _:
            return ""


def _dict(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _list(data: dict[str, Any], key: str) -> list[Any]:
    """A list, or a single value as a list of one."""
    value = data.get(key)
    if isinstance(value, list):
        return value
    return [] if value is None else [value]


def _dicts(value: object) -> list[dict[str, Any]]:
    return [part for part in value if isinstance(part, dict)] if isinstance(value, list) else []


def _text(value: object, type_: str, language: str | None, base: str) -> ParsedText | None:
    text = _string(value)
    return ParsedText(value=text, type=type_, language=language, base=base) if text else None


def _title(value: object, language: str | None, base: str) -> ParsedText | None:
    """A title, which many a program writes with the references of HTML, though it is plain text."""
    kind = "text/html" if _REFERENCE.search(_string(value)) else "text/plain"
    return _text(value, kind, language, base)


def _links(base: str, *found: tuple[str, object, str]) -> tuple[ParsedLink, ...]:
    """Links of (rel, href, type), those without href left out."""
    return tuple(
        ParsedLink(href=href, rel=rel, type=type_, base=base)
        for rel, value, type_ in found
        if (href := _string(value))
    )


def _enclosures(item: dict[str, Any], base: str) -> tuple[ParsedLink, ...]:
    return tuple(
        ParsedLink(
            href=href,
            rel="enclosure",
            type=_string(attachment.get("mime_type")),
            title=_string(attachment.get("title")),
            length=_string(attachment.get("size_in_bytes")),
            base=base,
        )
        for attachment in _dicts(item.get("attachments"))
        if (href := _string(attachment.get("url")))
    )


def _authors(data: dict[str, Any]) -> tuple[ParsedPerson, ...]:
    """`authors` of 1.1, else `author` of 1.0; a bare text is a name."""
    return _persons(_list(data, "authors") or _list(data, "author"))


def _persons(found: list[Any]) -> tuple[ParsedPerson, ...]:
    persons = (
        ParsedPerson(name=_string(person.get("name")), uri=_string(person.get("url")))
        if isinstance(person, dict)
        else ParsedPerson(name=_string(person))
        for person in found
    )
    return tuple(dict.fromkeys(person for person in persons if person.name or person.uri))
