"""Whatever a parser may hand over comes out in the normal form; nothing raises."""

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass, replace

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from feedsvc.model.entry import Category, Entry, Extension, Hop
from feedsvc.model.parsed import (
    ParsedEntry,
    ParsedFeed,
    ParsedGenerator,
    ParsedImage,
    ParsedLink,
    ParsedPerson,
    ParsedText,
    ParsedTombstone,
)
from feedsvc.model.reading import Reading
from feedsvc.model.record import ABSENT, Names, Record, pack, unpack
from feedsvc.normalize import normalize
from feedsvc.normalize.vocabulary import VOCABULARY
from feedsvc.store import decode, encode
from feedsvc.text.legal import legal
from tests.normalize.memory import records

URL = "https://herald.example/feed.xml"
ADDRESSES = {"url", "href", "src", "uri", "feed_url", "home_url", "icon", "logo", "comments"}
ADDRESSES |= {"licences", "docs", "image", "link", "base"}

awkward = st.sampled_from(
    [
        *("\x00", "\x1b", "\ud800", "\ufffe", "<", "&", "]]>", "\u202e", "{{ x }}", "N/A"),
        *(
            "javascript:alert(1)",
            "//herald.example/a",
            "/a?b=c#d",
            "https://u:p@h.example/",
            "data:,",
        ),
        *(
            "<script>x</script>",
            "<p>A &amp; B</p>",
            "<a href='x'>",
            "text/\x07",
            "en",
            "--en",
            "9" * 30,
        ),
        *("Sun, 01 Mar 2026 10:00:00 GMT", "0000-00-00", "9999-12-31T23:59:59-14:00"),
    ]
)
anything = st.text(st.characters(exclude_categories=()), max_size=12)
words = st.lists(anything | awkward, max_size=2).map("".join)
maybe = st.none() | words
places = st.sampled_from(["/a", "https://h.example/b", "../c"]) | words
kinds = st.sampled_from(["text/html", "text/\x07", "a/\x1f b"]) | words
some = st.booleans()

texts = st.builds(
    ParsedText,
    value=words,
    type=kinds | st.sampled_from(["text/plain", "text/html", "application/xhtml+xml"]),
    language=maybe,
    base=words,
    src=st.none() | places,
)
links = st.builds(
    ParsedLink,
    href=places,
    rel=words | st.sampled_from(["alternate", "enclosure", "self", "via"]),
    type=kinds,
    hreflang=words,
    title=words,
    length=words,
    base=words,
)
persons = st.builds(ParsedPerson, name=words, email=words, uri=places)
categories = st.builds(Category, term=words, scheme=maybe, label=maybe)
names = st.sampled_from([*VOCABULARY, "itunes:email", "media:content"]) | words
keys = st.sampled_from(["url", "href", "type", "text", "xml:base", "uri", "pubdate"]) | words
extensions = st.recursive(
    st.builds(Extension, name=names, attributes=st.dictionaries(keys, words | places), text=words),
    lambda inner: st.builds(Extension, name=names, children=st.lists(inner, max_size=2).map(tuple)),
    max_leaves=4,
)


def many(one: st.SearchStrategy[object]) -> st.SearchStrategy[tuple[object, ...]]:
    return st.lists(one, max_size=2).map(tuple)


common = {
    "id": words,
    "title": st.none() | texts,
    "links": many(links),
    "authors": many(persons),
    "contributors": many(persons),
    "categories": many(categories),
    "updated": words,
    "rights": st.none() | texts,
    "licences": many(places),
    "language": maybe,
    "published": words,
    "extensions": many(extensions),
}
of_feeds = common | {
    "version": st.sampled_from(["rss20", "atom10", "json11"]),
    "subtitle": st.none() | texts,
    "icon": words,
    "logo": words,
    "image": st.none()
    | st.builds(
        ParsedImage,
        url=places,
        title=words,
        link=places,
        description=words,
        width=words,
        height=words,
    ),
    "generator": st.none() | st.builds(ParsedGenerator, name=words, uri=places, version=words),
    "notice": st.none() | texts,
    "docs": places,
    "loose": some,
    "cut": some,
    "problem": words,
}
prints = st.binary(min_size=16, max_size=16)
tombstones = st.builds(ParsedTombstone, ref=words, when=words, comment=words)
feeds_without_entries = st.builds(ParsedFeed, **of_feeds)
entries = st.builds(
    ParsedEntry,
    **common,
    summary=st.none() | texts,
    contents=many(texts),
    comments=words,
    image=places,
    source=st.none() | feeds_without_entries,
    fingerprint=prints,
    cut=some,
)
of_documents = of_feeds | {
    "entries": many(entries),
    "window": many(prints),
    "head": prints,
    "context": st.binary(max_size=8),
    "tombstones": many(tombstones),
}
feeds = st.builds(ParsedFeed, **of_documents)
of_any = of_documents | {"version": st.sampled_from(["", "rss20"]), "unchanged": some}
any_feeds = st.builds(ParsedFeed, **of_any)
known = st.builds(
    Record,
    fingerprint=prints,
    entry=st.binary(min_size=10, max_size=10).map(bytes.hex),
    names=st.builds(Names, *(st.binary(min_size=8, max_size=8),) * 6),
    claimed=st.integers(-(1 << 63), (1 << 63) - 1),
)
windows = st.lists(known, max_size=5).map(pack)


def leaves(value: object, name: str = "") -> Iterator[tuple[str, str]]:
    """Every text within a value, with the name of its field."""
    if isinstance(value, str):
        yield name, value
    elif is_dataclass(value):
        for field in fields(value):
            yield from leaves(getattr(value, field.name), field.name)
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield from leaves(key)
            yield from leaves(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from leaves(inner, name)


def believed(reading: Reading) -> Iterator[object]:
    yield reading.hop
    yield [reading.problem, reading.doubt, reading.remark]
    yield reading.gone
    for arriving in reading.incoming:
        yield arriving.entry


@settings(max_examples=150, phases=[Phase.generate])
@given(
    feeds | any_feeds,
    st.sampled_from([URL, "file:///srv/feeds/a.xml", "https://u:p@herald.example"]),
)
def test_it_is_legal_and_every_address_leads_to_the_web(feed: ParsedFeed, url: str) -> None:
    for part in believed(normalize(feed, url=url)):
        for name, text in leaves(part):
            assert legal(text) == text
            if name in ADDRESSES:
                assert text.startswith(("http://", "https://"))
            assert "\n" not in text or name == "value"


@settings(max_examples=100, phases=[Phase.generate])
@given(feeds)
def test_it_can_be_stored_and_comes_back(feed: ParsedFeed) -> None:
    reading = normalize(feed, url=URL)
    for arriving in reading.incoming:
        assert decode.entry(encode.dumps(arriving.entry)) == arriving.entry
    if reading.hop:
        assert decode.hop(encode.dumps(reading.hop)) == reading.hop


@settings(max_examples=50, phases=[Phase.generate])
@given(any_feeds, windows)
def test_it_comes_out_the_same_each_time(feed: ParsedFeed, last: bytes) -> None:
    once, twice = (normalize(feed, url=URL, last_window=last) for _ in range(2))
    assert once == twice


@settings(max_examples=150, phases=[Phase.generate])
@given(any_feeds, windows)
def test_whatever_was_parsed_gives_a_reading(feed: ParsedFeed, last: bytes) -> None:
    reading = normalize(feed, url=URL, last_window=last)
    if feed.unchanged:
        assert (reading.incoming, reading.gone, reading.problem, reading.doubt) == ((), (), "", "")
        assert (reading.order, reading.total) == (feed.window, len(feed.window))
    elif not feed.version and not feed.entries:
        assert reading.problem
        assert reading == Reading(problem=reading.problem)
    else:
        assert not reading.problem
        assert (reading.order, reading.head, reading.context) == (
            feed.window,
            feed.head,
            feed.context,
        )
        assert len(reading.incoming) <= len(feed.entries)
        assert len(reading.gone) == len(feed.tombstones)
        assert reading.whole != feed.cut


@settings(max_examples=100, phases=[Phase.generate])
@given(feeds)
def test_it_can_be_remembered(feed: ParsedFeed) -> None:
    reading = normalize(feed, url=URL)
    kept = records(reading.incoming)
    assert unpack(pack(kept)) == kept
    for arriving in reading.incoming:
        assert [len(name) for name in arriving.names] == [8] * 6
        assert len(arriving.digest) == len(arriving.facts) == 16
    assert all(len(gone.id) == 8 for gone in reading.gone)


@settings(max_examples=100, phases=[Phase.generate])
@given(feeds)
def test_what_must_not_be_empty_is_not(feed: ParsedFeed) -> None:
    reading = normalize(feed, url=URL)
    assert reading.hop is not None
    assert reading.hop.title
    for arriving in reading.incoming:
        entry = arriving.entry
        assert any(name != ABSENT for name in arriving.names)
        assert replace(entry, language=None) != Entry()
        assert all(person.name for person in (*entry.authors, *entry.contributors))
        assert all(category.term for category in entry.categories)
        assert all(content.value or content.src for content in entry.contents)
        assert all(text.value for text in (entry.title, entry.summary, entry.rights) if text)
        assert all(hop != Hop(title="") for hop in entry.hops)
