"""Captures of a feed, read without the program's own parsers."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from html import unescape
from pathlib import Path
from typing import Any

import feedparser

_BASE = "http://127.0.0.1/feed"
_UNSEEN = re.compile(r"<(script|style)\b.*?</\1\s*>|<!--.*?-->", re.DOTALL | re.IGNORECASE)
_TAG = re.compile(r"<[^>]*>")
_MANGLED = re.compile(r"&(?:amp;?)+")
_BEGINNING = 120  # letters
_XML_ABOUT = ("title", "link", "subtitle", "author", "image", "logo", "icon", "rights", "language")
_JSON_ABOUT = ("title", "home_page_url", "description", "author", "authors", "icon", "language")


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry as one capture has it.

    Attributes:
        text: The content, else the summary, as written.
        said: Title and all text without markup and white space.
        points: Link and enclosures.
    """

    id: str
    link: str
    title: str
    date: str
    text: str
    said: str
    points: tuple[str, ...]

    def __str__(self) -> str:
        """Enough of it to know it by, on one line."""
        told = f"{self.title or bare(self.text)[:60]!r} {self.link} {self.id} {self.date}"
        return " ".join(told.split())


@dataclass(frozen=True, slots=True)
class Capture:
    """One document of a series as an independent parser reads it.

    Attributes:
        sound: It is a well-formed feed with entries.
        about: What the feed says of itself.
    """

    path: Path
    sound: bool
    entries: tuple[Entry, ...]
    about: tuple[str, ...] = ()


def bare(markup: str) -> str:
    """The letters and digits of a text."""
    return "".join(filter(str.isalnum, _plain(markup))).casefold()


def beginning(markup: str) -> str:
    """As much of the letters of a text as embeds and footers at its end leave alone."""
    return bare(markup)[:_BEGINNING]


def captures(folder: Path) -> tuple[Capture, ...]:
    """The documents of a series, in their order."""
    return tuple(read(path) for path in sorted(folder.glob("[0-9]*")))


def read(path: Path) -> Capture:
    """A capture, read without the program."""
    body = path.read_bytes()
    if path.suffix == ".json":
        feed = json.loads(body.decode("utf-8-sig"))
        about = tuple(str(feed.get(name, "")) for name in _JSON_ABOUT)
        entries = _distinct(map(_json_entry, feed["items"]))
        return Capture(path, bool(entries), entries, about)
    if not body:
        return Capture(path, sound=False, entries=())
    parsed = feedparser.parse(
        body,
        sanitize_html=False,
        resolve_relative_uris=True,
        response_headers={"content-type": "application/xml", "content-location": _BASE},
    )
    entries = _distinct(map(_xml_entry, parsed.entries)) if parsed.version else ()
    broken = isinstance(parsed.get("bozo_exception"), feedparser.api.xml.sax.SAXException)
    if broken:
        entries = tuple(replace(one, link=_MANGLED.sub("&", one.link)) for one in entries)
    about = tuple(str(dict.get(parsed.feed, name, "")) for name in _XML_ABOUT)
    return Capture(path, bool(entries) and not broken, entries, about)


def _json_entry(item: Mapping[str, Any]) -> Entry:
    text = str(item.get("content_html") or item.get("content_text") or item.get("summary") or "")
    files = (str(one.get("url", "")) for one in item.get("attachments", ()))
    return _entry(
        identity=str(item.get("id", "")),
        link=str(item.get("url", "")),
        title=str(item.get("title", "")),
        date=str(item.get("date_published", "")),
        texts=(text, str(item.get("summary", ""))),
        files=files,
    )


def _xml_entry(entry: Any) -> Entry:  # noqa: ANN401 - feedparser has no types
    # `entry.get` would take the one for the other.
    date = dict.get(entry, "published_parsed") or dict.get(entry, "updated_parsed")
    written = dict.get(entry, "published") or dict.get(entry, "updated") or ""
    contents = [content.value for content in entry.get("content", ())]
    return _entry(
        identity=dict.get(entry, "id", ""),
        link=dict.get(entry, "link", ""),
        title=dict.get(entry, "title", ""),
        date=str(tuple(date)) if date else written,
        texts=(*contents, dict.get(entry, "summary", "")),
        files=(one.get("href", "") for one in entry.get("enclosures", ())),
    )


def _entry(  # noqa: PLR0913 - the fields of an entry
    *,
    identity: str,
    link: str,
    title: str,
    date: str,
    texts: tuple[str, ...],
    files: Iterator[str],
) -> Entry:
    said = "\0".join("".join(_plain(one).split()) for one in dict.fromkeys((title, *texts)))
    text = next(filter(None, texts), "")
    return Entry(identity, link, title, date, text, said, (link, *files))


def _distinct(entries: Iterator[Entry]) -> tuple[Entry, ...]:
    told = {(one.id, one.link, one.title, one.said): one for one in entries}
    return tuple(told.values())


def _plain(markup: str) -> str:
    return unescape(_TAG.sub(" ", _UNSEEN.sub(" ", markup)))


# --- the replay -------------------------------------------------------------------
