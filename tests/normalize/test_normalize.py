from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedsvc.model.entry import Category, Entry, Extension
from feedsvc.model.parsed import (
    ParsedEntry,
    ParsedFeed,
    ParsedLink,
    ParsedPerson,
    ParsedText,
    ParsedTombstone,
)
from feedsvc.model.reading import Gone, Reading
from feedsvc.model.record import (
    ABSENT,
    UNREAD,
    Names,
    Record,
    fingerprints,
    length,
    name_digest,
    pack,
    unpack,
)
from feedsvc.normalize import normalize
from feedsvc.normalize.vocabulary import VOCABULARY
from feedsvc.text.legal import legal

URL = "https://herald.example/feed.xml"


def one(**fields: object) -> ParsedFeed:
    entry = ParsedEntry(**{"title": ParsedText(value="T"), **fields})  # type: ignore[arg-type] # fields of ParsedEntry
    return ParsedFeed(version="rss20", entries=(entry,))


def test_relative_and_unsafe_addresses() -> None:
    raw = one(
        links=(
            ParsedLink(href="javascript:alert(1)"),
            ParsedLink(href="/story"),
            ParsedLink(href="a.mp3", rel="enclosure", type="audio/mpeg", length="12"),
            ParsedLink(href="file:///etc/passwd", rel="enclosure"),
        ),
        comments="vbscript:x",
        summary=ParsedText(value='<img src="/i.png" onerror="x()">', type="text/html"),
    )
    (incoming,) = normalize(raw, url=URL).incoming
    entry = incoming.entry
    assert entry.url == "https://herald.example/story"
    assert [(file.url, file.length) for file in entry.enclosures] == [
        ("https://herald.example/a.mp3", 12)
    ]
    assert entry.comments is None
    assert entry.summary is not None
    assert 'src="https://herald.example/i.png"' in entry.summary.value
    assert "onerror" not in entry.summary.value


def test_persons_need_a_name_or_an_address_and_categories_a_term() -> None:
    raw = one(
        authors=(
            ParsedPerson(email="ada@example.org"),
            ParsedPerson(name=" Ada \n Byron "),
            ParsedPerson(uri="https://x.example"),
        ),
        categories=(Category(term=" a "), Category(term=""), Category(term="a")),
    )
    (incoming,) = normalize(raw, url=URL).incoming
    assert [person.name for person in incoming.entry.authors] == [
        *("ada", "Ada Byron", "x.example"),
    ]
    assert [category.term for category in incoming.entry.categories] == ["a"]


def test_a_summary_that_repeats_the_content_is_left_out() -> None:
    text = ParsedText(value="<p>Same</p>", type="text/html")
    (incoming,) = normalize(one(summary=text, contents=(text,)), url=URL).incoming
    assert incoming.entry.summary is None
    assert len(incoming.entry.contents) == 1


def test_a_source_without_any_address_is_a_hop_by_its_name() -> None:
    named = ParsedFeed(title=ParsedText(value="Elsewhere"))
    placed = ParsedFeed(title=ParsedText(value="Elsewhere"), id="tag:x.example,2026:f")
    for source, id_ in ((named, None), (placed, "tag:x.example,2026:f")):
        (hop,) = normalize(one(source=source), url=URL).incoming[0].entry.hops
        assert (hop.title, hop.id) == ("Elsewhere", id_)


def test_credentials_in_the_feeds_address_stay_inside() -> None:
    hop = normalize(one(), url="https://user:secret@herald.example/feed.xml").hop
    assert hop is not None
    assert hop.feed_url == "https://herald.example/feed.xml"
    assert "secret" not in repr(hop)


def test_what_is_no_feed_is_a_problem_and_nothing_else() -> None:
    reading = normalize(ParsedFeed(problem="the document is HTML, not a feed"), url=URL)
    assert reading == Reading(problem="the document is HTML, not a feed")


def test_an_entry_cut_off_is_left_out_and_the_document_is_not_whole() -> None:
    whole, cut = (ParsedEntry(id=name, title=ParsedText(value=name)) for name in "ab")
    cut = ParsedEntry(id="b", title=ParsedText(value="b"), cut=True)
    reading = normalize(ParsedFeed(version="rss20", entries=(whole, cut), cut=True), url=URL)
    assert [one.entry.id for one in reading.incoming] == ["a"]
    assert reading.total == 1
    assert not reading.whole
    assert "ends in the middle" in reading.remark


def test_an_entry_that_says_nothing_is_left_out_and_keeps_its_place() -> None:
    said = ParsedEntry(id="b", title=ParsedText(value="B"))
    silent = ParsedEntry(language="en", published="soon", extensions=(Extension(name="x:y"),))
    reading = normalize(ParsedFeed(version="rss20", entries=(silent, said)), url=URL)
    assert [(one.entry.id, one.place) for one in reading.incoming] == [("b", 1)]


ODD = (
    {"id": "a"},
    {"authors": (ParsedPerson(name="Ada"),)},
    {"contributors": (ParsedPerson(uri="https://x.example/"),)},
    {"categories": (Category(term="t"),)},
    {"links": (ParsedLink(href="/r", rel="related"),)},
    {"published": "2026-03-01T10:00:00Z"},
    {"updated": "2026-03-01T10:00:00Z"},
    {"rights": ParsedText(value="R")},
    {"licences": ("https://l.example/",)},
    {"comments": "/c"},
    {"image": "/i.png"},
    {"source": ParsedFeed(title=ParsedText(value="S"))},
    {"extensions": (Extension(name="itunes:duration", text="1:02"),)},
)


@pytest.mark.parametrize("fields", ODD, ids=lambda fields: next(iter(fields)))
def test_an_entry_that_says_anything_at_all_is_kept(fields: dict[str, object]) -> None:
    entry = ParsedEntry(**fields)  # type: ignore[arg-type] # fields of ParsedEntry
    reading = normalize(ParsedFeed(version="rss20", entries=(entry,)), url=URL)
    assert len(reading.incoming) == 1


def test_an_arriving_entry_brings_what_tells_it_from_others() -> None:
    raw = one(
        id="http://herald.example/1",
        links=(ParsedLink(href="/1"),),
        published="2026-03-01T10:00:00Z",
        updated="2026-03-01T11:00:00Z",
        fingerprint=b"f" * 16,
    )
    (incoming,) = normalize(raw, url=URL).incoming
    assert incoming.names.id == name_digest("id", "https://herald.example/1")
    assert incoming.names.link == name_digest("link", "https://herald.example/1")
    assert incoming.names.title == name_digest("title", "T")
    assert incoming.names.body == ABSENT
    assert incoming.claimed == 1772362800
    assert incoming.fingerprint == b"f" * 16


def test_a_link_to_the_page_of_the_feed_names_no_entry_of_it() -> None:
    home = ParsedLink(href="https://herald.example/")
    entry = ParsedEntry(title=ParsedText(value="T"), links=(home,))
    feed = ParsedFeed(version="rss20", title=ParsedText(value="H"), links=(home,), entries=(entry,))
    (incoming,) = normalize(feed, url=URL).incoming
    assert incoming.entry.url == "https://herald.example/"
    assert (incoming.names.link, incoming.names.loose) == (ABSENT, ABSENT)


def test_what_the_feed_says_of_itself_is_handed_on() -> None:
    feed = ParsedFeed(
        version="rss20",
        updated="Sun, 01 Mar 2026 10:00:00 GMT",
        hints={"ttl": "60"},
        window=(b"f" * 16,),
        head=b"h" * 16,
        context=b"c" * 8,
        loose=True,
    )
    reading = normalize(feed, url=URL)
    assert reading.updated == datetime(2026, 3, 1, 10, tzinfo=UTC)
    assert (reading.order, reading.total) == ((b"f" * 16,), 1)
    assert (reading.head, reading.context) == (b"h" * 16, b"c" * 8)
    assert (reading.hints, reading.loose) == ({"ttl": "60"}, True)
    assert normalize(ParsedFeed(version="rss20", updated="soon"), url=URL).updated is None


def test_what_was_taken_back_is_named_as_the_entry_was() -> None:
    tombstones = (
        ParsedTombstone(
            ref=" tag:herald.example,2026:1\n",
            when="2026-03-01T10:00:00Z",
            comment="Published\n by mistake\x00",
        ),
        ParsedTombstone(ref="https://herald.example/2", when="yesterday or so"),
    )
    entry = ParsedEntry(id="tag:herald.example,2026:1", title=ParsedText(value="T"))
    feed = ParsedFeed(version="atom10", entries=(entry,), tombstones=tombstones)
    reading = normalize(feed, url=URL)
    assert reading.gone == (
        Gone(
            id=reading.incoming[0].names.id,
            when=datetime(2026, 3, 1, 10, tzinfo=UTC),
            reason="Published by mistake",
        ),
        Gone(id=name_digest("id", "http://herald.example/2"), when=None, reason=""),
    )


prints = st.binary(min_size=16, max_size=16)
name = st.binary(min_size=8, max_size=8)
records = st.builds(
    Record,
    fingerprint=prints | st.just(UNREAD),
    entry=st.binary(min_size=10, max_size=10).map(bytes.hex),
    names=st.builds(Names, *(name,) * 6),
    claimed=st.integers(-(1 << 63), (1 << 63) - 1),
)


@given(st.lists(records, max_size=5))
def test_a_window_remembers_its_entries_in_their_order(known: list[Record]) -> None:
    packed = pack(known)
    assert unpack(packed) == known
    assert length(packed) == len(known)
    assert fingerprints(packed) == {record.fingerprint for record in known} - {UNREAD}


words = st.text(max_size=30)
texts = st.builds(
    ParsedText,
    value=words,
    type=st.sampled_from(["text/plain", "text/html", "application/xhtml+xml", "image/png", ""]),
    language=st.none() | words,
    base=words,
)
links = st.builds(
    ParsedLink,
    href=words,
    rel=st.sampled_from(["alternate", "enclosure", "via", "x:y", ""]),
    type=words,
    length=words,
)
persons = st.builds(ParsedPerson, name=words, email=words, uri=words)
extensions = st.builds(
    Extension,
    name=st.sampled_from(list(VOCABULARY)) | words,
    attributes=st.dictionaries(st.sampled_from(["url", "href", "type"]) | words, words, max_size=2),
    text=words,
)
parsed = st.builds(
    ParsedEntry,
    id=words,
    title=st.none() | texts,
    summary=st.none() | texts,
    contents=st.lists(texts, max_size=2).map(tuple),
    links=st.lists(links, max_size=3).map(tuple),
    authors=st.lists(persons, max_size=2).map(tuple),
    published=words,
    updated=words,
    licences=st.lists(words, max_size=1).map(tuple),
    comments=words,
    extensions=st.lists(extensions, max_size=2).map(tuple),
)


@given(st.lists(parsed, max_size=3).map(tuple), words)
def test_whatever_was_parsed_comes_out_legal_and_safe(
    raw: tuple[ParsedEntry, ...], title: str
) -> None:
    document = ParsedFeed(version="rss20", title=ParsedText(value=title), entries=raw)
    for incoming in normalize(document, url=URL).incoming:
        entry = incoming.entry
        urls = [entry.url, entry.comments, *entry.licences]
        urls += [file.url for file in entry.enclosures] + [link.href for link in entry.links]
        assert all(url is None or url.startswith(("http://", "https://")) for url in urls)
        shown = [entry.id, *(person.name for person in entry.authors)]
        shown += [text.value for text in (entry.title, entry.summary) if text]
        assert all(legal(text) == text for text in shown)
        assert replace(entry, language=None) != Entry()
