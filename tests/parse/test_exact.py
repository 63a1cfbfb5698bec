"""The licence to be fast: what is left out of a parse changes nothing in what is left in."""

import base64
import json
import random
import re
from collections.abc import Iterator
from dataclasses import fields, replace
from pathlib import Path

import feedparser.urls
import pytest

from feedsvc.model.parsed import ParsedEntry, ParsedFeed
from feedsvc.parse import parse, split, values
from feedsvc.parse.encoding import utf8

URL = "https://feeds.test/path/feed.xml"
VECTORS = (
    "malformed/feedparser_illformed.json",
    "malformed/feedparser_wellformed_half.json",
    "encoding/feedparser_encoding.json",
    "encoding/feedparser_entities.json",
)


def documents(shared: Path) -> Iterator[tuple[str, bytes]]:
    """Every document once, of series each fourth: they resemble each other."""
    corpus = shared / "corpus"
    for path in sorted((corpus / "snapshots").iterdir()):
        yield path.name, path.read_bytes()
    for path in sorted((corpus / "series").glob("*/*"))[::4]:
        if path.suffix != ".csv":
            yield f"{path.parent.name}/{path.name}", path.read_bytes()
    for name in VECTORS:
        for item in json.loads((shared / "vectors" / name).read_text()):
            yield item["name"], base64.b64decode(item["b64"])


def subsets(window: tuple[bytes, ...], random_: random.Random) -> Iterator[set[bytes]]:
    """Known fingerprints: all, all but one (three times), about half of them."""
    yield set(window)
    for left in random_.sample(window, min(3, len(window))):
        yield set(window) - {left}
    yield {print_ for print_ in window if random_.random() < 0.5}


def test_reduced_parse_equals_full_parse(shared: Path) -> None:
    random_ = random.Random(20261123)  # noqa: S311 - a sample, not a secret
    compared = 0
    for name, body in documents(shared):
        full = parse(body, url=URL)
        for known in subsets(full.window, random_):
            expected = tuple(entry for entry in full.entries if entry.fingerprint not in known)
            part = parse(body, url=URL, known=known, context=full.context)
            assert part == replace(full, entries=expected), name
            compared += len(expected)
    assert compared > 4000


def test_nothing_new_is_unchanged(shared: Path) -> None:
    for name, body in documents(shared):
        full = parse(body, url=URL)
        if full.window:
            again = parse(
                body, url=URL, known=set(full.window), head=full.head, context=full.context
            )
            assert again == ParsedFeed(
                unchanged=True, window=full.window, head=full.head, context=full.context
            ), name


def test_what_is_known_under_another_address_is_read_anew(shared: Path) -> None:
    moved = "https://moved.test/feed.xml"
    for name, body in documents(shared):
        before = parse(body, url=URL)
        again = parse(
            body, url=moved, known=set(before.window), head=before.head, context=before.context
        )
        assert again == parse(body, url=moved), name


def reference(body: bytes) -> ParsedFeed | None:
    """What the unmodified library reads, by the same conversion; None if it guessed."""
    document, _ = utf8(body)
    headers = {"content-location": URL, "content-type": "application/xml; charset=utf-8"}
    result = feedparser.parse(
        document, response_headers=headers, sanitize_html=False, resolve_relative_uris=False
    )
    if result.bozo or not result.get("version"):
        return None
    fields = values.feed_fields(result.feed, URL)
    setting = values.Setting(
        base=URL, language=fields["language"], permalink=result.version.startswith("rss")
    )
    entries = tuple(values.entry(entry, setting) for entry in result.entries)
    return ParsedFeed(**fields, version=result.version, entries=entries)


_ASIDE = re.compile(rb"<(?:itunes:(?:author|summary)|media:description)[ >]", re.IGNORECASE)
_MIXED = ("authors", "contents", "subtitle", "summary")
"""What feedparser takes from extensions, by their place; `test_xml` says what we take."""


def comparable(part: ParsedEntry | ParsedFeed, *without: str) -> dict[str, object]:
    """Without what the library does not leave as written.

    Ids, types of links, and extensions, which `test_extensions` compares with what another
    parser reads.
    """
    found = {field.name: getattr(part, field.name) for field in fields(part)}
    resolved = (part.id, feedparser.urls._urljoin(URL, part.id))  # noqa: SLF001
    found["links"] = [replace(link, type="") for link in part.links if link.href not in resolved]
    if found.get("source"):
        found["source"] = comparable(found["source"])
    ours = ("fingerprint", "window", "head", "context", "tombstones", "extensions")
    for name in (*ours, "id", "entries", "problem", "hints", *without):
        found.pop(name, None)
    return found


def test_quick_parse_equals_plain_feedparser(shared: Path) -> None:
    compared = 0
    for name, body in documents(shared):
        expected = reference(body)
        if expected is None:
            continue
        read = parse(body, url=URL)
        assert not read.loose, name
        mixed = _MIXED if _ASIDE.search(body) else ()
        for ours, theirs in zip(read.entries, expected.entries, strict=True):
            assert comparable(ours, *mixed) == comparable(theirs, *mixed), name
            compared += 1
        assert comparable(read, *mixed) == comparable(expected, *mixed), name
    assert compared > 3000


@pytest.mark.parametrize("content_type", ["text/xml", "application/rss+xml; charset=utf-8", ""])
def test_most_real_feeds_take_the_fast_path(shared: Path, content_type: str) -> None:
    feeds = [path.read_bytes() for path in sorted((shared / "corpus" / "snapshots").iterdir())]
    found = [split.split(utf8(body, content_type)[0]) for body in feeds]
    assert sum(part is not None for part in found) > 0.8 * len(feeds)
