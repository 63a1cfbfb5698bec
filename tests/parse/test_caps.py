"""Each bound of a document at n and n + 1 (security P3)."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from feedsvc.model.parsed import ParsedFeed
from feedsvc.normalize import normalize
from feedsvc.parse import parse
from feedsvc.parse.bounds import check, check_marks
from feedsvc.parse.caps import (
    ATTRIBUTES,
    DEEPEST,
    ELEMENTS,
    ENTRIES,
    FIELD,
    KEPT,
    PARTS,
    PREFIXES,
    TITLE,
    TooMuchError,
    newest,
)
from feedsvc.text.urls import LONGEST
from tests.parse.attacks import atom, rss

URL = "https://herald.example/feed.xml"


def read(document: bytes) -> ParsedFeed:
    return parse(document, url=URL)


def json_feed(**item: object) -> bytes:
    items = [{"id": "1", **item}]
    return json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": items}).encode()


def items(count: int, inner: str = "<guid>{}</guid>") -> bytes:
    written = "".join(f"<item>{inner.format(number)}</item>" for number in range(count))
    return f'<rss version="2.0"><channel><title>t</title>{written}</channel></rss>'.encode()


def nested(count: int) -> bytes:
    inner = count - 3  # below rss, channel and item
    return rss("<a>" * inner + "</a>" * inner)


def of_attributes(count: int) -> bytes:
    written = " ".join(f'a{number}="1"' for number in range(count))
    return rss(f"<title {written}>t</title>")


def of_prefixes(count: int) -> bytes:
    written = " ".join(f'xmlns:p{number}="urn:{number}"' for number in range(count))
    return rss(f"<title {written}>t</title>")


def of_elements(count: int) -> bytes:
    return rss("<a/>" * (count - 5))  # rss, channel, title, item, guid


@pytest.mark.parametrize(
    ("make", "most", "words"),
    [
        (nested, DEEPEST, "nested too deeply: more than 256"),
        (of_attributes, ATTRIBUTES, "more than 256 attributes"),
        (of_prefixes, PREFIXES, "more than 256 namespaces"),
    ],
)
@pytest.mark.parametrize("start", ["", "<!DOCTYPE rss>", "<!-- & -->"])
def test_build_of_a_document(make: object, most: int, words: str, start: str) -> None:
    assert callable(make)
    fits = read(start.encode() + make(most))
    assert not fits.problem
    assert len(fits.entries) == 1
    assert words in read(start.encode() + make(most + 1)).problem


def test_elements_of_a_document() -> None:
    check(of_elements(ELEMENTS))
    many = of_elements(ELEMENTS + 1)
    with pytest.raises(TooMuchError, match="more than 250000 elements"):
        check(many)
    assert "more than 250000 elements" in read(many).problem
    assert "more than 250000 elements" in read(b"<!DOCTYPE rss>" + many).problem


def test_what_is_mended_is_looked_at_again() -> None:
    assert "attributes" in read(rss("<title>a & b</title>").replace(b"<guid>", _MANY)).problem


_MANY = of_attributes(300)[of_attributes(300).index(b"<title ") :].partition(b">")[0] + b"/><guid>"


@pytest.mark.parametrize("wide", [False, True])
def test_entries(wide: bool) -> None:  # noqa: FBT001
    start = b"<!DOCTYPE rss>" if wide else b""
    fits, many = read(start + items(ENTRIES)), read(start + items(ENTRIES + 1))
    assert len(fits.entries) == ENTRIES
    assert not fits.capped
    assert [entry.id for entry in many.entries] == [str(number) for number in range(KEPT)]
    assert many.capped == "of its 5001 entries the newest 500 were read"
    assert normalize(many, url=URL).remark == many.capped
    assert len(many.window) in {0, KEPT}


def test_entries_that_are_known_are_not_read_again_though_there_are_too_many() -> None:
    first = read(items(ENTRIES + 1))
    again = parse(
        items(ENTRIES + 1), url=URL, known=set(first.window), head=first.head, context=first.context
    )
    assert again.unchanged
    assert again.window == first.window


def test_the_newest_are_kept_wherever_they_stand() -> None:
    start = datetime(2026, 1, 1, tzinfo=UTC)
    dated = "".join(
        f"<item><guid>{number}</guid>"
        f"<pubDate>{start + timedelta(hours=number):%a, %d %b %Y %H:%M:%S} GMT</pubDate></item>"
        for number in range(ENTRIES + 1)
    )
    feed = read(f"<rss><channel><title>t</title>{dated}</channel></rss>".encode())
    assert [int(entry.id) for entry in feed.entries] == list(range(ENTRIES + 1 - KEPT, ENTRIES + 1))


def test_without_dates_of_half_of_them_the_first_are_kept() -> None:
    date = datetime(2026, 1, 1, tzinfo=UTC)
    few = newest([None] * 1_001 + [date] * 999)
    assert few[:KEPT] == [True] * KEPT
    assert sum(few) == KEPT
    assert newest([None] * 1_000 + [date] * 1_000)[1_000 : 1_000 + KEPT] == [True] * KEPT


def test_entries_of_json() -> None:
    def feed(count: int) -> ParsedFeed:
        written = [
            {"id": number, "date_published": f"{1000 + number}-01-01T00:00:00Z"}
            for number in range(count)
        ]
        return read(
            json.dumps({"version": "https://jsonfeed.org/version/1", "items": written}).encode()
        )

    assert len(feed(ENTRIES).entries) == ENTRIES
    many = feed(ENTRIES + 1)
    assert len(many.entries) == len(many.window) == KEPT
    assert many.capped == "of its 5001 entries the newest 500 were read"


@pytest.mark.parametrize("size", [FIELD, FIELD + 1])
def test_characters_of_a_text(size: int) -> None:
    text = "x" * size
    for document in (
        rss(f"<description>{text}</description>"),
        atom(f"<content>{text}</content>"),
        json_feed(content_html=text),
    ):
        feed = read(document)
        (entry,) = feed.entries
        (read_text,) = (*entry.contents, entry.summary) if entry.summary else entry.contents
        assert len(read_text.value) == FIELD
        assert feed.capped == ("a text was cut off after 1 MiB" if size > FIELD else "")


def test_characters_of_a_title() -> None:
    for size, told in ((TITLE, ""), (TITLE + 1, "a title was cut off after 64 KiB")):
        for document in (rss(f"<title>{'x' * size}</title>"), json_feed(title="x" * size)):
            feed = read(document)
            assert feed.entries[0].title
            assert len(feed.entries[0].title.value) == TITLE
            assert feed.capped == told


def test_characters_of_a_line() -> None:
    for size, kept in ((TITLE, 1), (TITLE + 1, 0)):
        feed = read(json_feed(id="i" * size, authors=[{"name": "n" * size}], tags=["t" * size]))
        (entry,) = feed.entries
        assert [bool(entry.id), len(entry.authors), len(entry.categories)] == [
            bool(kept),
            kept,
            kept,
        ]
        assert bool(feed.capped) != bool(kept)


@pytest.mark.parametrize(
    ("name", "element", "what"),
    [
        ("categories", "<category>c{}</category>", "categories"),
        ("authors", "<author>n{} a{}@herald.example</author>", "authors"),
        ("links", '<enclosure url="http://a.test/{}"/>', "files"),
    ],
)
def test_parts_of_an_entry(name: str, element: str, what: str) -> None:
    for count in (PARTS, PARTS + 1):
        parts = "".join(element.replace("{}", str(number)) for number in range(count))
        feed = read(rss(parts))
        found = getattr(feed.entries[0], name)
        assert sum(getattr(part, "rel", "enclosure") == "enclosure" for part in found) == PARTS
        told = f"of more than 256 {what} of one entry the first 256 were read"
        assert feed.capped == (told if count > PARTS else "")


def test_parts_of_an_entry_of_json() -> None:
    for count in (PARTS, PARTS + 1):
        feed = read(
            json_feed(
                tags=[f"t{number}" for number in range(count)],
                authors=[{"name": f"n{number}"} for number in range(count)],
                attachments=[{"url": f"http://a.test/{number}"} for number in range(count)],
            )
        )
        (entry,) = feed.entries
        assert len(entry.categories) == len(entry.authors) == len(entry.links) == PARTS
        assert len(feed.capped.split("; ")) == (3 if count > PARTS else 1)


def test_characters_of_an_address() -> None:
    start = "http://a.test/"
    for size, told in ((LONGEST, ""), (LONGEST + 1, "an address of more than 2 KiB was left out")):
        feed = read(rss(f"<link>{start}{'x' * (size - len(start))}</link>"))
        assert len(feed.entries[0].links) == (not told)
        assert feed.capped == told


def test_growth_by_entities() -> None:
    for times, kept in ((1024, True), (1025, False)):
        declared = f'<!DOCTYPE rss [<!ENTITY a "{"x" * 1024}">]>'
        feed = read(rss(f"<description>{'&a;' * times}</description>", declared))
        (entry,) = feed.entries
        said = entry.summary.value if entry.summary else ""
        assert (len(said) == FIELD) == kept


def test_what_is_read_by_guessing() -> None:
    check_marks(b"<" * 250_000 + b"&" * 2_000_000)
    for many in (b"<" * 250_001, b"&" * 2_000_001):
        with pytest.raises(TooMuchError, match="too much to be read by guessing"):
            check_marks(many)


def test_json_is_read_whatever_its_numbers_and_keys() -> None:
    start = b'{"version":"https://jsonfeed.org/version/1.1","items":[{"id":"1",'
    for inner in (
        b'"title":1e999,"date_published":NaN,"x":-Infinity',
        b'"title":"a","title":"b"',
        b'"title":"\\ud800 x","url":"http://a.test/\\udfff"',
        b'"title":' + b"9" * 4000,
        b'"x":' + b"[" * 900 + b"]" * 900,
    ):
        feed = read(start + inner + b"}]}")
        assert len(feed.entries) == 1, inner
        assert len(normalize(feed, url=URL).incoming) == 1
    deep = read(start + b'"x":' + b"[" * 100_000 + b"]" * 100_000 + b"}]}")
    assert deep.problem == "the document is nested too deeply"
    assert "not valid JSON" in read(start + b'"title":' + b"9" * 5000 + b"}]}").problem
