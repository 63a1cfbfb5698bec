from hypothesis import given
from hypothesis import strategies as st

from feedsvc.model.entry import Category
from feedsvc.model.parsed import ParsedEntry, ParsedFeed, ParsedLink, ParsedPerson, ParsedText
from feedsvc.normalize import normalize
from feedsvc.normalize.window import fingerprints, merged
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


def test_persons_need_a_name_and_categories_a_term() -> None:
    raw = one(
        authors=(
            ParsedPerson(email="ada@example.org"),
            ParsedPerson(name=" Ada \n Byron "),
            ParsedPerson(uri="https://x.example"),
        ),
        categories=(Category(term=" a "), Category(term=""), Category(term="a")),
    )
    (incoming,) = normalize(raw, url=URL).incoming
    assert [person.name for person in incoming.entry.authors] == ["ada", "Ada Byron"]
    assert [category.term for category in incoming.entry.categories] == ["a"]


def test_a_summary_that_repeats_the_content_is_left_out() -> None:
    text = ParsedText(value="<p>Same</p>", type="text/html")
    (incoming,) = normalize(one(summary=text, contents=(text,)), url=URL).incoming
    assert incoming.entry.summary is None
    assert len(incoming.entry.contents) == 1


def test_a_source_without_any_address_is_no_hop() -> None:
    named = ParsedFeed(title=ParsedText(value="Elsewhere"))
    placed = ParsedFeed(title=ParsedText(value="Elsewhere"), id="tag:x.example,2026:f")
    assert normalize(one(source=named), url=URL).incoming[0].entry.hops == ()
    assert normalize(one(source=placed), url=URL).incoming[0].entry.hops[0].title == "Elsewhere"


def test_credentials_in_the_feeds_address_stay_inside() -> None:
    hop = normalize(one(), url="https://user:secret@herald.example/feed.xml").hop
    assert hop is not None
    assert hop.feed_url == "https://herald.example/feed.xml"
    assert "secret" not in repr(hop)


def test_what_is_no_feed_is_a_problem_and_nothing_else() -> None:
    reading = normalize(ParsedFeed(problem="the document is HTML, not a feed"), url=URL)
    assert reading.problem == "the document is HTML, not a feed"
    assert reading.incoming == ()


def test_an_entry_cut_off_is_left_out_and_the_document_is_not_whole() -> None:
    whole, cut = (ParsedEntry(id=name, title=ParsedText(value=name)) for name in "ab")
    cut = ParsedEntry(id="b", title=ParsedText(value="b"), cut=True)
    reading = normalize(ParsedFeed(version="rss20", entries=(whole, cut), cut=True), url=URL)
    assert [one.key for one in reading.incoming] == ["id:a"]
    assert not reading.whole
    assert "ends in the middle" in reading.remark


def test_a_whole_number_that_no_json_reader_takes_becomes_text() -> None:
    (incoming,) = normalize(one(extensions={"n": 10**30, "m": 3}), url=URL).incoming
    assert incoming.entry.extensions == {"n": str(10**30), "m": 3}


prints = st.binary(min_size=16, max_size=16)
name = st.binary(min_size=8, max_size=8)
known = st.dictionaries(prints, st.tuples(name, name, name, name), max_size=5)


@given(known, known)
def test_a_window_remembers_its_entries_and_takes_what_it_lacks_from_the_last(
    old: dict[bytes, tuple[bytes, bytes, bytes, bytes]],
    new: dict[bytes, tuple[bytes, bytes, bytes, bytes]],
) -> None:
    last = merged(list(old), b"", old)
    assert fingerprints(last) == frozenset(old)
    both = merged([*old, *new], last, new)
    assert fingerprints(both) == frozenset(old) | frozenset(new)
    assert merged([*old, *new], both, {}) == both


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
    extensions=st.dictionaries(
        words, st.none() | words | st.integers() | st.lists(words, max_size=2), max_size=2
    ),
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
        assert entry.title or entry.url or entry.contents or entry.summary or entry.enclosures
