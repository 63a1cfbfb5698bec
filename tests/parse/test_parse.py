"""Documents that are broken, hostile or no feeds at all."""

import base64
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feedsvc.model.parsed import ParsedFeed
from feedsvc.parse import parse

URL = "https://feeds.test/feed.xml"
ITEM = "<item><title>{0}</title><link>https://a.test/?a={0}&amp;ref=rss</link></item>"
RSS = "<rss version='2.0'><channel><title>ü</title>{}</channel></rss>"


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        (b"", "the document is empty"),
        (b" \r\n\xef\xbb\xbf", "the document is not a feed"),
        (b"<html></html>", "the document is HTML, not a feed"),
        (b"<!doctype html>\n<title>504</title>", "the document is HTML, not a feed"),
        (b"<html xmlns='http://www.w3.org/2005/Atom'/>", "the document is HTML, not a feed"),
        (b"Service unavailable", "the document is not a feed"),
        (b"<opml version='2.0'><body/></opml>", "the document is not a feed"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "the document is not a feed"),
        (b"[1, 2]", "the document is JSON, but no JSON Feed"),
    ],
)  # fmt: skip
def test_what_is_no_feed_says_so(body: bytes, problem: str) -> None:
    assert parse(body, url=URL) == ParsedFeed(problem=problem)


def test_document_cut_inside_an_entry() -> None:
    whole = RSS.format("".join(map(ITEM.format, range(3))))
    cut = parse(whole[: whole.rindex("ref=rss")].encode(), url=URL)
    assert (cut.cut, cut.loose, cut.problem) == (True, False, "the document is cut off")
    assert [entry.cut for entry in cut.entries] == [False, False, True]
    full = parse(whole.encode(), url=URL)
    assert [e.links for e in cut.entries[:2]] == [e.links for e in full.entries[:2]]
    assert cut.entries[2].title == full.entries[2].title
    assert cut.window == ()


def test_document_cut_between_entries() -> None:
    whole = RSS.format("".join(map(ITEM.format, range(3))))
    cut = parse(whole[: whole.rindex("<item>")].encode(), url=URL)
    assert cut.cut
    assert [entry.cut for entry in cut.entries] == [False, False]


def test_broken_and_cut_document() -> None:
    whole = RSS.format("<x>a & b</x>" + "".join(map(ITEM.format, range(3))))
    cut = parse(whole[: whole.rindex("ref=rss")].encode(), url=URL)
    assert (cut.cut, cut.loose) == (True, False)
    assert [entry.cut for entry in cut.entries] == [False, False, True]


def test_what_cannot_be_mended_is_read_loosely() -> None:
    feed = parse(RSS.format("<b></i>" + ITEM.format(1)).encode(), url=URL)
    assert (feed.version, feed.loose, feed.cut) == ("rss20", True, False)
    assert feed.problem.startswith("not well-formed XML: mismatched tag")
    assert len(feed.entries) == 1


def test_loose_and_cut_document() -> None:
    feed = parse(RSS.format("<b></i>" + ITEM.format(1) + "<item><title>x").encode()[:-16], url=URL)
    assert (feed.loose, feed.cut) == (True, True)
    assert feed.entries[-1].cut


@pytest.mark.parametrize(
    "ref", ["&#xD800;", "&#x110000;", "&#99999999999;", "&#xFFFFFFFFFFFFFFFF;"]
)
def test_references_to_no_character_do_not_cost_the_feed(ref: str) -> None:
    feed = parse(RSS.format(f"<b></i>{ITEM.format(ref)}").encode(), url=URL)
    assert feed.loose
    assert len(feed.entries) == 1


def test_closing_line_with_a_raw_ampersand() -> None:
    line = "<p>First appeared on A & is reposted here with permission.</p>"
    item = f"<item><guid>1</guid><description><![CDATA[{line}]]></description><x>{line}</x></item>"
    feed = parse(RSS.format(item).encode(), url=URL)
    assert not feed.loose
    assert feed.entries[0].summary
    assert feed.entries[0].summary.value == line


def test_entities_of_the_document_are_literal_and_bounded() -> None:
    doctype = '<!DOCTYPE rss [<!ENTITY who "Ann">]>'
    feed = parse((doctype + RSS.format(ITEM.format("&who;"))).encode(), url=URL)
    assert feed.entries[0].title
    assert feed.entries[0].title.value == "Ann"
    bomb = '<!DOCTYPE rss [\n<!ENTITY a "' + "x" * 20000 + '">\n]>'
    feed = parse((bomb + RSS.format(ITEM.format("&a;" * 500))).encode(), url=URL)
    assert len(repr(feed)) < 100_000


def test_external_entities_are_not_read(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("canary")
    doctype = f'<!DOCTYPE rss [\n<!ENTITY x SYSTEM "{secret.as_uri()}">\n]>'
    feed = parse((doctype + RSS.format(ITEM.format("&x;"))).encode(), url=URL)
    assert "canary" not in repr(feed)


def test_long_prolog_takes_no_time() -> None:
    for prolog in ("\n" * 1_000_000, "<!ENTITY\n" * 100_000, "<!DOCTYPE\n" * 100_000):
        assert len(parse((prolog + RSS.format(ITEM)).encode(), url=URL).entries) < 2


def test_deep_nesting_is_survived() -> None:
    parse(RSS.format("<item>" + "<a>" * 20_000).encode(), url=URL)
    parse(b"[" * 100_000, url=URL)
    parse(b'{"version": "https://jsonfeed.org/version/1", "items": ' + b"[" * 100_000, url=URL)


def test_entry_document_is_a_feed_of_one() -> None:
    body = b"<entry xmlns='http://www.w3.org/2005/Atom'><id>urn:1</id><title>x</title></entry>"
    feed = parse(body, url=URL)
    assert (feed.version, [entry.id for entry in feed.entries]) == ("atom10", ["urn:1"])


@given(st.binary())
def test_any_bytes_are_answered(body: bytes) -> None:
    parse(body, url=URL)


SOUP = [
    "<rss version='2.0'>",
    "<channel>",
    "<item>",
    "</item>",
    "</channel>",
    "</rss>",
    "<feed>",
    "<entry>",
    "</entry>",
    "<title>",
    "</title>",
    "<source url='x'>",
    "<link href='a'/>",
    "&",
    "<content type='xhtml'>",
    "<div>",
    "</div>",
    "<![CDATA[",
    "]]>",
    "<!--",
    "&#0;",
    "x",
    "<image>",
    "<author>",
    "</author>",
    "<media:credit>",
    "<itunes:owner>",
    "<!DOCTYPE",
    "<svg>",
    "<body>",
    "<description>",
    "<where>",
    "<gml:pos>",
    "<psc:chapter>",
    "</link>",
    "</media:thumbnail>",
    "<creativeCommons:license>",
]


@given(st.lists(st.sampled_from(SOUP), max_size=40), st.text(max_size=20))
@settings(deadline=None)
def test_any_soup_is_answered(pieces: list[str], content_type: str) -> None:
    parse("".join(pieces).encode(), url=URL, content_type=content_type)


texts = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=30)
escaped = texts.map(lambda t: t.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"))
items = st.builds(
    "<item>{}<title>{}</title><guid>{}</guid>{}</item>".format,
    st.sampled_from(["", "<link>rel/a</link>", "<category>c</category>"]),
    escaped,
    escaped,
    st.sampled_from(
        ["", "<description xml:lang='fr'>&lt;p&gt;x</description>", "<image><url>u</url></image>"]
    ),
)


@given(st.lists(items, min_size=1, max_size=8), st.data())
@settings(deadline=None)
def test_any_subset_is_exact(entries: list[str], data: st.DataObject) -> None:
    body = RSS.format("".join(entries)).encode()
    full = parse(body, url=URL)
    if not full.window:  # characters that XML forbids
        return
    known = data.draw(st.sets(st.sampled_from(full.window)))
    part = parse(body, url=URL, known=known, context=full.context)
    assert part.entries == tuple(e for e in full.entries if e.fingerprint not in known)
    assert (part.title, part.window, part.head) == (full.title, full.window, full.head)


def test_hostile_vectors_are_answered(shared: Path) -> None:
    for name in ("libxml2_errors", "libxml2_recurse", "payloads_xxe_files"):
        for item in json.loads((shared / "vectors" / "xml" / f"{name}.json").read_text()):
            assert len(repr(parse(base64.b64decode(item["b64"]), url=URL))) < 2_000_000
    for payload in json.loads((shared / "vectors" / "xml" / "payloads_xxe.json").read_text()):
        assert "root:" not in repr(parse(payload.encode(), url=URL))


def test_cut_file_of_a_series_keeps_its_links(shared: Path) -> None:
    series = shared / "corpus" / "series" / "nzherald"
    cut, whole = (parse((series / f"00{n}.xml").read_bytes(), url=URL) for n in (23, 25))
    assert cut.cut
    assert not cut.loose
    assert len(cut.entries) > 10
    assert {e.links[0] for e in cut.entries[:-1]} <= {e.links[0] for e in whole.entries}
