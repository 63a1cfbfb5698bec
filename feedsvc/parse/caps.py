"""How much of a document is read (security P3), and what was left out of it for that.

What passes a bound of the document's build makes it unreadable (`TooMuchError`); of what passes
the others, as much is read as fits, and the source's remark says so.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, TypeVar

from feedsvc.model.parsed import ParsedEntry, ParsedFeed, ParsedText
from feedsvc.text.dates import parse_date
from feedsvc.text.urls import LONGEST

DEEPEST = 256
"""Elements that may be open at once."""

ATTRIBUTES = 256
"""Of one element: feedparser's work is quadratic in them."""

PREFIXES = 256
"""Namespaces of a document: feedparser looks through all of them at every element."""

ELEMENTS = 250_000
"""Of a document: some 4 s of CPU."""

ENTRIES = 5_000
"""Of a document."""

KEPT = 500
"""Entries that are read of a document that holds more than `ENTRIES`."""

FIELD = 1024 * 1024
"""Characters of a text."""

TITLE = 64 * 1024
"""Characters of a title, a name, an id: of whatever is one line."""

PARTS = 256
"""Categories, files, persons and the like of one entry."""

_START = re.compile(rb"<(?:[\w.-]{1,64}:)?(?:item|entry)(?=[\s/>])", re.IGNORECASE)
_END = re.compile(rb"</(?:[\w.-]{1,64}:)?(?:item|entry)\s*>", re.IGNORECASE)
_DATE = re.compile(
    rb"<(?:[\w.-]{1,64}:)?(?:pubdate|published|updated|date|issued|modified)>"
    rb"\s{0,9}(?:<!\[CDATA\[)?([^<\]]{6,64})",
    re.IGNORECASE,
)
_LONG_AGO = datetime.min.replace(tzinfo=UTC)

Span = tuple[int, int]
T = TypeVar("T")
Said = TypeVar("Said", ParsedEntry, ParsedFeed)


class TooMuchError(Exception):
    """A document is built in a way that none is that people read; its text says which."""


def newest(dates: Sequence[datetime | None]) -> list[bool]:
    """Which entries of a document that holds too many are kept.

    The newest by their own dates, the first ones among equals; where fewer than half bear a
    date, the first ones, for feeds begin with what is new.

    Args:
        dates: The date of each entry in document order, None where it has none.
    """
    places = list(range(len(dates)))
    if sum(date is not None for date in dates) * 2 >= len(dates):
        places.sort(key=lambda place: dates[place] or _LONG_AGO, reverse=True)
    chosen = set(places[:KEPT])
    return [place in chosen for place in range(len(dates))]


def newest_spans(document: bytes, spans: Sequence[Span]) -> list[bool]:
    """As `newest`, of entries by where they lie in an XML document."""

    def date(span: Span) -> datetime | None:
        found = (parse_date(text.decode("utf-8", "replace")) for text in _DATE.findall(piece(span)))
        return max(filter(None, found), default=None)

    def piece(span: Span) -> bytes:
        return document[span[0] : min(span[1], span[0] + TITLE)]

    return newest([date(span) for span in spans])


def guessed_spans(document: bytes) -> list[Span]:
    """Where the entries of a document may lie that cannot be split, as far as bytes tell."""
    starts = [match.start() for match in _START.finditer(document)]
    if not starts:
        return []
    last = _END.search(document, starts[-1])
    return list(zip(starts, [*starts[1:], last.end() if last else len(document)], strict=True))


def left_out(total: int) -> str:
    """What is said of a document that holds too many entries."""
    return f"of its {total} entries the newest {KEPT} were read"


def capped(feed: ParsedFeed) -> ParsedFeed:
    """What was parsed, within the bounds of texts and of parts; `capped` tells what was cut."""
    told: dict[str, None] = {}
    entries = tuple(_cut(entry, told) for entry in feed.entries)
    cut = _cut(feed, told)
    if not told:
        return feed
    return replace(cut, entries=entries, capped="; ".join(filter(None, [feed.capped, *told])))


def _cut(said: Said, told: dict[str, None]) -> Said:
    """An entry or a feed within the bounds; what was cut is added to `told`."""
    changes = _cut_texts(said, told)
    for name in _LINES:
        line = getattr(said, name, "")
        if isinstance(line, str) and len(line) > TITLE:
            changes[name] = ""
            told[_LONG_LINE] = None
    for name in _NOUNS:
        noun = getattr(said, name, None)
        if noun is not None and _is_long(noun):
            changes[name] = None
            told[_LONG_LINE] = None
    for name, what in _LISTS:
        parts: tuple[Any, ...] = getattr(said, name, ())
        if parts:
            fitting = _fitting(name, parts, what, told)
            if fitting is not parts:
                changes[name] = fitting
    if isinstance(said, ParsedEntry) and said.source is not None:
        source = _cut(said.source, told)
        if source is not said.source:
            changes["source"] = source
    return replace(said, **changes) if changes else said


def _cut_texts(said: Said, told: dict[str, None]) -> dict[str, Any]:
    changes: dict[str, Any] = {}
    for name, limit, what in _TEXTS:
        text: ParsedText | None = getattr(said, name, None)
        if text is not None and len(text.value) > limit:
            changes[name] = replace(text, value=text.value[:limit])
            told[what] = None
    return changes


_TEXTS = (
    ("title", TITLE, "a title was cut off after 64 KiB"),
    ("summary", FIELD, "a text was cut off after 1 MiB"),
    ("subtitle", FIELD, "a text was cut off after 1 MiB"),
    ("rights", FIELD, "a text was cut off after 1 MiB"),
    ("notice", FIELD, "a text was cut off after 1 MiB"),
)
_LONG_LINE = "what is longer than 64 KiB and no text was left out"
_NOUNS = ("image", "generator")
_LINES = ("id", "comments", "image", "icon", "logo", "docs", "published", "updated")
_LISTS = (
    ("contents", "texts"),
    ("categories", "categories"),
    ("authors", "authors"),
    ("contributors", "contributors"),
    ("licences", "licences"),
    ("covering", "licences"),
    ("links", "links"),
)


def _fitting(
    name: str, parts: tuple[Any, ...], what: str, told: dict[str, None]
) -> tuple[Any, ...]:
    """As many of these as fit; the same object where all of them do."""
    match name:
        case "links":
            return _links(parts, told)
        case "contents":
            if any(len(part.value) > FIELD for part in parts):
                told["a text was cut off after 1 MiB"] = None
                parts = tuple(replace(part, value=part.value[:FIELD]) for part in parts)
        case "licences" | "covering":
            pass
        case _:
            if any(_is_long(part) for part in parts):
                told[_LONG_LINE] = None
                parts = tuple(part for part in parts if not _is_long(part))
    if len(parts) > PARTS:
        told[f"of more than {PARTS} {what} of one entry the first {PARTS} were read"] = None
        parts = parts[:PARTS]
    return parts


def _is_long(noun: Any) -> bool:  # noqa: ANN401 - a noun of `model.parsed` all of whose fields are lines
    if isinstance(noun, str):
        return False
    return any(len(getattr(noun, field) or "") > TITLE for field in noun.__slots__)


def _links(parts: tuple[Any, ...], told: dict[str, None]) -> tuple[Any, ...]:
    """At most so many files and so many other links, none of them too long."""
    files = sum(link.rel == "enclosure" for link in parts)
    if max(files, len(parts) - files) <= PARTS and all(len(link.href) <= LONGEST for link in parts):
        return parts
    left = {True: PARTS, False: PARTS}
    kept = []
    for link in parts:
        is_file = link.rel == "enclosure"
        if len(link.href) > LONGEST:
            told["an address of more than 2 KiB was left out"] = None
        elif left[is_file]:
            left[is_file] -= 1
            kept.append(link)
        else:
            what = "files" if is_file else "links"
            told[f"of more than {PARTS} {what} of one entry the first {PARTS} were read"] = None
    return tuple(kept)
