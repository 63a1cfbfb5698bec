"""What chance begins with: snippets of every kind, and mutations of them."""

# ruff: noqa: ISC004, E501 - a feed is one string of several lines
import base64
import json
from collections.abc import Sequence
from pathlib import Path
from typing import TypeVar

from hypothesis import strategies as st

S = TypeVar("S", str, bytes)

FEEDS = (
    b"<rss version='2.0'><channel><title>t</title><language>en</language><item><title>a &amp; b"
    b"</title><link>/1</link><guid isPermaLink='false'>1</guid><pubDate>Sun, 01 Mar 2026 10:00:00"
    b" GMT</pubDate><description><![CDATA[<p>x</p>]]></description><category>c</category>"
    b"<enclosure url='http://a.test/1.mp3' length='9' type='audio/mpeg'/></item>"
    b"<item><guid>2</guid><author>a@b.example (A)</author></item></channel></rss>",
    b"<?xml version='1.0' encoding='utf-8'?><feed xmlns='http://www.w3.org/2005/Atom' xml:lang='de'"
    b" xml:base='http://a.test/'><title type='html'>&lt;b&gt;t</title><entry><id>tag:a.test,2026:1"
    b"</id><updated>2026-03-01T10:00:00Z</updated><content type='xhtml'><div"
    b" xmlns='http://www.w3.org/1999/xhtml'><p>x</p></div></content><link href='1'/><author><name>"
    b"A</name></author><source><title>s</title></source></entry><entry xml:base='b/'><id>2</id>"
    b"<summary>y</summary></entry></feed>",
    b"<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns='http://purl.org/rss/"
    b"1.0/' xmlns:dc='http://purl.org/dc/elements/1.1/'><channel rdf:about='/'><title>t"
    b"</title></channel><item rdf:about='/1'><title>x</title><dc:date>2026-03-01</dc:date></item></rdf:RDF>",
    b"<!DOCTYPE rss [<!ENTITY a 'x'><!ENTITY b \"y\">]><rss xmlns:itunes='http://www.itunes.com/"
    b"dtds/podcast-1.0.dtd' xmlns:podcast='https://podcastindex.org/namespace/1.0'><channel><item>"
    b"<title>&a;&b;&nbsp;&#xD800;&#0;</title><itunes:summary>x</itunes:summary><itunes:keywords>a,"
    b"b</itunes:keywords><podcast:person role='host'>P</podcast:person></item></channel></rss>",
    b'{"version":"https://jsonfeed.org/version/1.1","title":"t","items":[{"id":1,"url":"/1",'
    b'"content_html":"<p>x","tags":["a"],"authors":[{"name":"A"}],"attachments":[{"url":"/a",'
    b'"size_in_bytes":1e999}],"date_published":"2026-03-01T10:00:00Z"},{"id":"\\ud800"}]}',
    b"<feed xmlns='http://www.w3.org/2005/Atom' xmlns:at='http://purl.org/atompub/tombstones/1.0'>"
    b"<at:deleted-entry ref='tag:a,2026:1' when='2026-03-01T10:00:00Z'/><entry><id>3</id></entry>"
    b"</feed>",
)
MARKUP = (
    "<p>a <b>b</b> <a href='/x?a=1&b=2' onclick=x>c</a><img src=//t.test/1.gif width=1>",
    "<table><tr><td><p>x<table><tr><td></table>", "<math><mi><svg><style><img src=x onerror=y>",
    "<noscript><p title='</noscript><img src=x onerror=a>'>", "<!-- x --!> <script>a</script>",
    "<iframe src='https://www.youtube.com/embed/abcdefghijk'></iframe>", "<h1><h2><a><a><p><div>",
    "<a href='java&#x0A;script:x'>&amp;lt;b&gt;&nbsp;&#128;\u2028</a>", "<ruby>a<rt>b<rp>c</ruby>",
    "<svg><a xlink:href='javascript:x'><textarea><select><option>", "<picture><source srcset=x>",
)  # fmt: skip
DATES = (
    "Sun, 01 Mar 2026 10:00:00 GMT", "2026-03-01T10:00:00.123+05:30", "1772359200", "20260301T1000",
    "1 de marzo de 2026 10:00", "2026年3月1日 午後3時05分", "Mar 1st, 2026 3:05 p.m. PST", "2026-W09-7",
    "0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59-23:59", "01/03/26 24:00:00", "(x) 1 2 4",
)  # fmt: skip
ADDRESSES = (
    "http://a.test/b?c=d#e", "//a.test:80/../x", "HTTPS://u:p@Ä.test:443/%zz", "/x", "?y", "#z",
    "http://[::1]:8080/", "http://127.1/", "javascript:x", "\x01 ht\ntp://a.test\\b", "http://a..b",
    "data:text/html,x", "http://0x7f.1/", "http://a.test/{{ url }}", "tag:a.test,2026:1", "xn--.test",
)  # fmt: skip
CONFIGURATION = (
    '[site]\ntitle = "x"\nurl = "https://x.example"\n[web]\nbind = "127.0.0.1:8000"\n',
    '[fetch]\nallow_networks = ["10.0.0.0/8"]\nmin_interval = "15m"\nhost_gap = "1s"\n',
    '[database]\nurl = "sqlite:///a"\n[entries]\nrevisions = 2\n',
    '[sources.herald]\nurl = "https://herald.example/feed"\ntags = ["port"]\n'
    '[sources.herald.permission]\nscope = "full"\ngranted_by = "A"\n',
    '[channels.all]\ntitle = "All"\nsources = ["*"]\nlimit = 100\nformats = ["rss"]\n',
    "[sources.'a b']\nurl = 5\n[[channels]]\nx = {a = [1, 2026-03-01T10:00:00Z, inf]}\n",
)


def documents(shared: Path | None) -> tuple[bytes, ...]:
    """Feeds, with those of `vectors/malformed` where the folder is."""
    if shared is None:
        return FEEDS
    found: list[bytes] = list(FEEDS)
    for name in ("feedparser_illformed", "feedparser_wellformed_half"):
        items = json.loads((shared / f"vectors/malformed/{name}.json").read_text(encoding="utf-8"))
        found += (base64.b64decode(item["b64"]) for item in items)
    return tuple(found)


def mutated(
    seeds: Sequence[S], pieces: Sequence[S], chance: st.SearchStrategy[S]
) -> st.SearchStrategy[S]:
    """A seed in which parts were cut out, doubled or replaced by others, up to six times."""
    empty = seeds[0][:0]

    @st.composite
    def drawn(draw: st.DrawFn) -> S:
        text = draw(st.sampled_from(seeds))
        for _ in range(draw(st.integers(0, 6))):
            start = draw(st.integers(0, len(text)))
            end = draw(st.integers(start, min(len(text), start + 40)))
            times = draw(st.sampled_from((0, 1, 2, 3, 50)))
            put = draw(st.one_of(st.just(empty), st.sampled_from(pieces), chance))
            text = text[:start] + put + text[start:end] * times + text[end:]
        return text[:100_000]

    return st.one_of(drawn(), chance)
