"""What may be cut out of a document, and every class of documents where nothing may."""

import subprocess
import sys
from hashlib import blake2b
from pathlib import Path

import pytest

from feedsvc.parse import parse
from feedsvc.parse.split import reduced, split

ROOT = Path(__file__).resolve().parents[2]
URL = "https://feeds.test/feed.xml"
ITEMS = [b"<item><title>%d</title><guid>g%d</guid></item>" % (n, n) for n in range(4)]
RSS = (
    b"<?xml version='1.0'?>\n<rss version='2.0'><channel><title>T</title>\n"
    + b"\n".join(ITEMS)
    + b"\n<ttl>60</ttl></channel></rss>"
)
ATOM = "<feed xmlns='http://www.w3.org/2005/Atom'><title>T</title>{}</feed>"


def test_spans_are_the_entries() -> None:
    found = split(RSS)
    assert found is not None
    assert [RSS[start:end] for start, end in found.spans] == ITEMS
    assert found.fingerprints == tuple(blake2b(i, digest_size=16).digest() for i in ITEMS)


def test_head_is_the_rest() -> None:
    found = split(RSS)
    assert found is not None
    rest = RSS
    for item in ITEMS:
        rest = rest.replace(item, b"")
    assert found.head == blake2b(rest, digest_size=16).digest()


def test_inherited_is_what_stands_above_the_entries() -> None:
    def inherited(document: bytes) -> str:
        found = split(document)
        assert found is not None
        return found.inherited

    assert inherited(RSS) == ""
    lang = inherited(RSS.replace(b"<channel>", b"<channel xml:lang='de'>"))
    base = inherited(RSS.replace(b"<channel>", b"<channel xml:base='/a/'>"))
    said = inherited(RSS.replace(b"<ttl>", b"<language>de</language><ttl>"))
    assert len({lang, base, said, ""}) == 4
    inside = ITEMS[1].replace(b"<guid>", b"<language>fr</language><guid xml:lang='fr'>")
    assert inherited(RSS.replace(ITEMS[1], inside)) == ""


def test_reduced_leaves_what_is_kept() -> None:
    found = split(RSS)
    assert found is not None
    left = reduced(RSS, found.spans, [False, True, False, True])
    assert left == RSS.replace(ITEMS[0], b"").replace(ITEMS[2], b"")


def test_prefixed_entries_are_found() -> None:
    document = (
        b"<r:RDF xmlns:r='http://www.w3.org/1999/02/22-rdf-syntax-ns#'"
        b" xmlns:x='http://purl.org/rss/1.0/'><x:channel/><x:item><x:title>a</x:title></x:item>"
        b"<x:item><x:title>b</x:title></x:item></r:RDF>"
    )
    found = split(document)
    assert found is not None
    assert len(found.spans) == 2
    assert [e.title.value for e in parse(document, url=URL).entries if e.title] == ["a", "b"]


@pytest.mark.parametrize(
    "document",
    [
        pytest.param(RSS.replace(b"</item>", b"", 1), id="not well-formed"),
        pytest.param(RSS[:-20], id="cut off"),
        pytest.param(RSS.replace(b"<title>T", b"<title>\xff"), id="not UTF-8"),
        pytest.param(RSS.replace(b"<rss", b"<!DOCTYPE rss><rss"), id="DOCTYPE"),
        pytest.param(RSS.replace(ITEMS[1], b"<item>" + ITEMS[1] + b"</item>"), id="nested"),
        pytest.param(RSS.replace(ITEMS[1], b"<item/>"), id="empty"),
        pytest.param(RSS.replace(ITEMS[1], b"<x>" + ITEMS[1] + b"</x>"), id="deeper"),
        pytest.param(RSS.replace(ITEMS[1], b"<entry>x</entry>"), id="two names"),
        pytest.param(RSS.replace(b"rss", b"html"), id="no feed"),
        pytest.param(b"<rss><channel><title>T</title></channel></rss>", id="no entries"),
        pytest.param(
            b"<entry xmlns='http://www.w3.org/2005/Atom'><title>x</title></entry>", id="root"
        ),
        pytest.param(
            RSS.replace(b"<item>", b"<item xmlns:x='a:1'>", 1).replace(
                b"<item><title>2", b"<item xmlns:x='a:2'><title>2"
            ),
            id="prefix with two meanings",
        ),
        pytest.param(b"", id="nothing"),
    ],
)
def test_nothing_is_cut_out_of(document: bytes) -> None:
    assert split(document) is None


def test_full_parse_stands_in_where_nothing_can_be_cut_out() -> None:
    document = RSS.replace(b"<rss", b"<!DOCTYPE rss><rss")
    known = {blake2b(item, digest_size=16).digest() for item in ITEMS}
    feed = parse(document, url=URL, known=known)
    assert [entry.id for entry in feed.entries] == ["g0", "g1", "g2", "g3"]
    assert (feed.window, feed.head) == ((), b"")
    assert {entry.fingerprint for entry in feed.entries} == {b""}


def test_items_that_feedparser_does_not_take_for_entries_lead_to_a_full_parse() -> None:
    document = (
        b"<rss version='2.0' xmlns:q='urn:q'><channel><title>T</title>"
        b"<q:item><q:a>1</q:a></q:item><q:item><q:a>2</q:a></q:item></channel></rss>"
    )
    assert split(document) is not None
    feed = parse(document, url=URL)
    assert feed.entries == ()
    assert feed.window == ()


def test_base_of_a_known_entry_does_not_reach_the_next() -> None:
    entries = (
        "<entry xml:base='https://other.test/deep/'><id>a</id><link href='1'/></entry>"
        "<entry><id>b</id><link href='2'/></entry>"
    )
    document = ATOM.format(entries).encode()
    full = parse(document, url=URL)
    again = parse(document, url=URL, known={full.window[0]}, context=full.context)
    assert again.entries == full.entries[1:]
    assert [link.href for link in again.entries[0].links] == ["https://feeds.test/2"]


def test_without_a_base_nothing_is_cut_out() -> None:
    assert parse(RSS, url="").window == ()
    assert len(parse(RSS, url="").entries) == 4


def test_prefix_declared_in_a_known_entry_is_not_missed() -> None:
    dc = "xmlns:dc='http://purl.org/dc/elements/1.1/'"
    entries = (
        f"<entry {dc}><id>a</id><dc:creator>A</dc:creator></entry>"
        f"<entry {dc}><id>b</id><dc:creator>B</dc:creator></entry>"
    )
    document = ATOM.format(entries).encode()
    full = parse(document, url=URL)
    assert (
        parse(document, url=URL, known={full.window[0]}, context=full.context).entries
        == full.entries[1:]
    )
    assert full.entries[1].authors[0].name == "B"


def test_changed_head_is_parsed_without_entries() -> None:
    full = parse(RSS, url=URL)
    other = RSS.replace(b"<ttl>60", b"<ttl>90")
    feed = parse(other, url=URL, known=set(full.window), head=full.head, context=full.context)
    assert not feed.unchanged
    assert feed.entries == ()
    assert feed.hints == {"ttl": "90"}
    assert feed.window == full.window


def test_nothing_new_needs_no_feedparser(tmp_path: Path) -> None:
    script = (
        "import sys\nfrom feedsvc.parse import parse, split\n"
        "from feedsvc.parse.context import context_of\n"
        f"document = {RSS!r}\nfound = split.split(document)\n"
        f"feed = parse(document, url={URL!r}, known=set(found.fingerprints), head=found.head,\n"
        f"    context=context_of({URL!r}, found.inherited))\n"
        "assert feed.unchanged\nassert 'feedparser' not in sys.modules\n"
        "assert 'orjson' not in sys.modules\n"
    )
    path = tmp_path / "script.py"
    path.write_text(script)
    subprocess.run([sys.executable, path], check=True, cwd=ROOT, env={"PYTHONPATH": str(ROOT)})
