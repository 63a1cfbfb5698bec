"""Documents that hold up, bloat or break what reads them (security 1.1), made when asked for."""

import base64
import json
from collections.abc import Callable, Iterator
from pathlib import Path

MIB = 1024 * 1024
LARGEST = 10 * MIB
"""What the network lets through (security P4)."""

CONTROL = (
    b"<rss version='2.0'><channel><title>t</title>"
    b"<item><title>a</title><guid>1</guid></item></channel></rss>"
)
"""An honest feed of one entry."""

Attack = tuple[str, bytes]

_RSS = '<rss version="2.0"><channel><title>t</title>'
_ATOM = '<feed xmlns="http://www.w3.org/2005/Atom"><title>t</title>'
_LOLS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "lol"}">' for n in range(10))


def rss(inner: str, head: str = "") -> bytes:
    """An RSS feed with one entry that holds this."""
    return f"{head}{_RSS}<item><guid>1</guid>{inner}</item></channel></rss>".encode()


def atom(inner: str) -> bytes:
    """An Atom feed with one entry that holds this."""
    return f"{_ATOM}<entry><id>tag:a,2026:1</id>{inner}</entry></feed>".encode()


def described(markup: str) -> bytes:
    """An RSS feed with one entry of this HTML."""
    return rss(f"<description><![CDATA[{markup}]]></description>")


def _quadratic(times: int, field: str) -> bytes:
    declared = f'<!DOCTYPE rss [<!ENTITY a "{"x" * 50_000}">]>'
    return rss(f"<{field}>{'&a;' * times}</{field}>", declared)


def _items(count: int, inner: str = "<title>t</title><link>http://a.test/{}</link>") -> bytes:
    items = "".join(f"<item>{inner.format(n)}</item>" for n in range(count))
    return f"{_RSS}{items}</channel></rss>".encode()


def _attributes(count: int) -> bytes:
    written = " ".join(f'a{n}="1"' for n in range(count))
    return rss(f"<title {written}>t</title>")


def _prefixes(count: int) -> bytes:
    declared = " ".join(f'xmlns:p{n}="urn:{n}"' for n in range(count))
    used = "".join(f"<p{n % count}:x>1</p{n % count}:x>" for n in range(100_000))
    return f'<rss version="2.0" {declared}><channel><item>{used}</item></channel></rss>'.encode()


def _cut(document: bytes) -> bytes:
    """The document with a start that is not well-formed, so that it is read by guessing."""
    return document.replace(b"<title>t</title>", b"<title>t</titel><a b=c>", 1)


def _json(inner: str) -> bytes:
    start = '{"version":"https://jsonfeed.org/version/1.1","title":"t","items":[{"id":"1",'
    return f"{start}{inner}}}]}}".encode()


MADE: dict[str, Callable[[], bytes]] = {
    "billion laughs": lambda: rss("<title>&l9;</title>", f"<!DOCTYPE rss [{_LOLS}]>"),
    "billion laughs in a parameter entity": lambda: rss(
        "<title>&x;</title>",
        '<!DOCTYPE r [<!ENTITY % a "aaaaaaaaaa"><!ENTITY % b "%a;%a;%a;%a;%a;">'
        '<!ENTITY x "%b;%b;">]>',
    ),
    "billion laughs in an attribute": lambda: rss(
        '<enclosure url="&l9;"/>', f"<!DOCTYPE rss [{_LOLS}]>"
    ),
    "quadratic entity x 5k": lambda: _quadratic(5_000, "title"),
    "quadratic entity x 20k": lambda: _quadratic(20_000, "title"),
    "quadratic entity x 20k, described": lambda: _quadratic(20_000, "description"),
    "XXE of a file": lambda: rss(
        "<title>&x;</title>", '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    ),
    "XXE by a parameter entity": lambda: rss(
        "<title>&x;</title>",
        '<!DOCTYPE r [<!ENTITY % p SYSTEM "http://127.0.0.1:9/x.dtd">%p;]>',
    ),
    "DOCTYPE SYSTEM": lambda: rss(
        "<title>t</title>", '<!DOCTYPE rss SYSTEM "http://127.0.0.1:9/x.dtd">'
    ),
    "nested 100k": lambda: rss("<a>" * 100_000 + "</a>" * 100_000),
    "nested 1M": lambda: rss("<a>" * 1_000_000 + "</a>" * 1_000_000),
    "nested 1M, never closed": lambda: rss("<a>" * 2_000_000),
    "nested HTML 100k": lambda: described("<div>" * 100_000),
    "nested lists 20k": lambda: described("<ul><li>" * 20_000),
    "nested XHTML 100k": lambda: atom(
        '<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">'
        + "<b>" * 100_000
        + "</b>" * 100_000
        + "</div></content>"
    ),
    "10 MiB of text": lambda: described("x " * (LARGEST // 2 - 200)),
    "10 MiB of one title": lambda: rss(f"<title>{'x' * (LARGEST - 200)}</title>"),
    "10 MiB of texts four bytes wide": lambda: _items(
        9, "<guid>{}</guid><description>\U0001f600" + "x" * 1_048_000 + "</description>"
    ),
    "texts that grow to 12 MiB": lambda: _items(
        11, "<guid>{}</guid><description>\U0001f600" + ">" * 270_000 + "</description>"
    ),
    "10 MiB of texts that grow": lambda: _items(
        9, "<guid>{}</guid><description>\U0001f600" + "&gt;x" * 200_000 + "</description>"
    ),
    "10 MiB of small HTML tags": lambda: described("<b>x</b>" * (LARGEST // 8 - 50)),
    "10 MiB of empty HTML tags": lambda: described("<br>" * (LARGEST // 4 - 50)),
    "10 MiB of ampersands": lambda: described("&" * (LARGEST - 200)),
    "10 MiB of escaped tags": lambda: rss(
        f"<description>{'&lt;b&gt;x' * (LARGEST // 9 - 50)}</description>"
    ),
    "10 MiB of elements": lambda: rss("<a/>" * (LARGEST // 4 - 50)),
    "300k links in 9 MB": lambda: described('<a href="http://a.test/x">y</a>' * 300_000),
    "newlines before the root 100k": lambda: b"\n" * 100_000 + rss("<title>t</title>"),
    "newlines before the root 1M": lambda: b"\n" * 1_000_000 + rss("<title>t</title>"),
    "newlines behind the declaration 1M": lambda: (
        b"<?xml version='1.0'?>" + b"\n" * 1_000_000 + rss("<title>t</title>")
    ),
    "newlines before a DOCTYPE 60k": lambda: (
        b"\n" * 60_000 + rss("<title>t</title>", "<!DOCTYPE rss>")
    ),
    "junk before the root 1M": lambda: b"x" * 1_000_000 + rss("<title>t</title>"),
    "prolog of ENTITY 1M": lambda: b"<!ENTITY\n" * 110_000 + rss("<title>t</title>"),
    "prolog of ENTITY 60k": lambda: b"<!ENTITY\n" * 6_000 + rss("<title>t</title>"),
    "prolog of DOCTYPE 1M": lambda: b"<!DOCTYPE\n" * 100_000 + rss("<title>t</title>"),
    "prolog of DOCTYPE 60k": lambda: b"<!DOCTYPE\n" * 6_000 + rss("<title>t</title>"),
    "prolog of entities 60k": lambda: rss(
        "<title>t</title>",
        "<!DOCTYPE rss [" + "".join(f'<!ENTITY e{n} "{n}">\n' for n in range(2_500)) + "]>",
    ),
    "prolog of comments 1M": lambda: b"<!-- x -->" * 100_000 + rss("<title>t</title>"),
    "prolog of open comments 1M": lambda: b"<!-- " * 200_000 + rss("<title>t</title>"),
    **{
        f"attributes {count}": lambda count=count: _attributes(count)  # type: ignore[misc]
        for count in (2_000, 4_000, 8_000, 16_000, 100_000)
    },
    "attributes 100k, loose": lambda: _cut(_attributes(100_000)),
    "attributes of HTML 100k": lambda: described(
        "<p " + " ".join(f"a{n}=1" for n in range(100_000)) + ">x</p>"
    ),
    "one attribute of 9 MB": lambda: rss(f'<enclosure url="{"x" * 9_000_000}"/>'),
    "prefixes 5k": lambda: _prefixes(5_000),
    "author of 50k and an @": lambda: rss(f"<author>{'a' * 50_000}@</author>"),
    "author of a. x 50k and an @": lambda: rss(f"<author>{'a.' * 50_000}@b</author>"),
    "author of a@a. x 50k": lambda: rss(f"<author>{'a@a.' * 50_000}</author>"),
    "creator of 1M": lambda: rss(
        f'<dc:creator xmlns:dc="http://purl.org/dc/elements/1.1/">{"a" * 1_000_000}@</dc:creator>'
    ),
    "webMaster of 50k": f"{_RSS}<webMaster>{'a' * 50_000}@</webMaster></channel></rss>".encode,
    "style url( x 20k": lambda: described(f'<p style="{"url(" * 20_000}">x</p>'),
    "open comments in HTML 50k": lambda: described("<!-- " * 50_000),
    "open comments in HTML 2M": lambda: described("<!-- " * 2_000_000),
    "open tags in HTML 2M": lambda: described("<a <b " * 1_500_000),
    "open script in HTML": lambda: described("<script>" * 1_000_000),
    "references in HTML 2M": lambda: described("&#x26;" * 1_500_000),
    "formatting in HTML 100k": lambda: described("<b><i><u><p>" * 100_000),
    "tables in HTML 50k": lambda: described("<table><tr><td>" * 50_000),
    "categories 50k": lambda: rss("".join(f"<category>c{n}</category>" for n in range(50_000))),
    "categories 50k of a feed": (
        _RSS + "".join(f"<category>c{n}</category>" for n in range(50_000)) + "</channel></rss>"
    ).encode,
    "categories 50k, loose": lambda: _cut(
        rss("".join(f"<category>c{n}</category>" for n in range(50_000)))
    ),
    "keywords 200k": lambda: rss(
        '<itunes:keywords xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd">'
        + ",".join(f"k{n}" for n in range(200_000))
        + "</itunes:keywords>"
    ),
    "enclosures 50k": lambda: rss(
        "".join(f'<enclosure url="http://a.test/{n}.mp3"/>' for n in range(50_000))
    ),
    "links 50k": lambda: atom(
        "".join(f'<link rel="related" href="http://a.test/{n}"/>' for n in range(50_000))
    ),
    "authors 50k": lambda: atom(
        "".join(f"<author><name>n{n}</name></author>" for n in range(50_000))
    ),
    "contents 20k": lambda: rss("".join(f"<body>{n}</body>" for n in range(20_000))),
    "titles 100k": lambda: rss("<title>x</title>" * 100_000),
    "sources 50k": lambda: rss('<source url="http://a.test/">x</source>' * 50_000),
    "podcast elements 100k": lambda: rss(
        '<podcast:person xmlns:podcast="https://podcastindex.org/namespace/1.0">x'
        "</podcast:person>" * 100_000
    ),
    "tombstones 100k": (
        _ATOM
        + "".join(
            '<at:deleted-entry xmlns:at="http://purl.org/atompub/tombstones/1.0"'
            f' ref="tag:a,2026:{n}" when="2026-01-01T00:00:00Z"/>'
            for n in range(60_000)
        )
        + "</feed>"
    ).encode,
    "items 100k": lambda: _items(100_000),
    "items 100k, loose": lambda: _cut(_items(100_000)),
    "items 100k with a DOCTYPE": lambda: b"<!DOCTYPE rss>" + _items(100_000),
    "items 5k": lambda: _items(5_000),
    "items 5k of 2 KB": lambda: _items(4_900, "<guid>{}</guid><description>" + "x " * 1_000),
    "items empty 500k": (_RSS + "<item/>" * 1_000_000 + "</channel></rss>").encode,
    "references that are no characters": lambda: _cut(
        rss("<title>&#xD800;&#x110000;&#99999999999;&#x;&#;</title>")
    ),
    "a reference of 1M digits": lambda: _cut(rss(f"<title>&#{'9' * 1_000_000};</title>")),
    "NUL and controls": lambda: rss("<title>\0\1\2\x0b\x1f\x7f\ufffe</title>"),
    "an id of {{ x 500k": lambda: rss("").replace(b"1</guid>", b"{{" * 500_000 + b"</guid>"),
    "a date of 1 MiB": lambda: rss(f"<pubDate>{'1 ' * 500_000}</pubDate>"),
    "base64 of 9 MB": lambda: atom(
        f'<content type="application/octet-stream">{"QUJD" * 2_250_000}</content>'
    ),
    "bases 50k": lambda: atom(
        '<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">'
        + "".join(f'<b xml:base="http://a.test/{n}/">x</b>' for n in range(50_000))
        + "</div></content>"
    ),
    "UTF-16": lambda: rss("<a>" * 100_000 + "</a>" * 100_000).decode().encode("utf-16"),
    "UTF-32": lambda: rss("<a>" * 100_000).decode().encode("utf-32"),
    "EBCDIC": lambda: _quadratic(5_000, "title").decode().encode("cp037"),
    "UTF-7": lambda: b"<?xml version='1.0' encoding='utf-7'?>" + rss("<title>+ADw-</title>"),
    "stray bytes 10 MiB": lambda: rss("<title>") + b"\xff\xe9a" * (LARGEST // 3 - 100),
    "CESU-8 10 MiB": lambda: rss("<title>") + b"\xed\xa0\x80" * (LARGEST // 3 - 100),
    "JSON nested 1M": lambda: _json('"x":' + "[" * 1_000_000 + "]" * 1_000_000),
    "JSON nested 100k of objects": lambda: _json('"x":' + '{"a":' * 100_000 + "1" + "}" * 100_000),
    "JSON of 5M digits": lambda: _json(f'"id":{"9" * 5_000_000}'),
    "JSON 1e999 and NaN": lambda: _json('"title":1e999,"date_published":NaN,"x":-Infinity'),
    "JSON same keys 1M": lambda: _json(",".join('"title":"x"' for _ in range(800_000))),
    "JSON surrogates": lambda: _json('"title":"\\ud800","url":"http://a.test/\\udfff"'),
    "JSON items 100k": (
        '{"version":"https://jsonfeed.org/version/1.1","items":['
        + ",".join(f'{{"id":"{n}","content_text":"x"}}' for n in range(100_000))
        + "]}"
    ).encode,
    "JSON tags 200k": lambda: _json('"tags":[' + ",".join(f'"t{n}"' for n in range(200_000)) + "]"),
    "JSON attachments 100k": lambda: _json(
        '"attachments":[' + ",".join(f'{{"url":"http://a.test/{n}"}}' for n in range(100_000)) + "]"
    ),
    "JSON authors 100k": lambda: _json(
        '"authors":[' + ",".join(f'{{"name":"n{n}"}}' for n in range(100_000)) + "]"
    ),
    "JSON of 9 MB of text": lambda: _json(f'"content_text":"{"x " * 4_500_000}"'),
    "JSON cut off": lambda: _json('"content_text":"' + "[" * 1_000_000)[:-4],
    "nothing": lambda: b"",
    "10 MiB of NUL": lambda: bytes(LARGEST),
    "10 MiB of <": lambda: b"<" * LARGEST,
    "10 MiB of &": lambda: b"<rss><channel><title>" + b"&" * (LARGEST - 30),
    "a feed of <![CDATA[ x 1M": lambda: rss("<![CDATA[" * 1_000_000),
    "a feed of <!-- x 2M": lambda: rss("<!-- " * 2_000_000),
    "a feed of <? x 2M": lambda: rss("<? " * 2_000_000),
    "a feed of </ x 4M": lambda: rss("</" * 4_000_000),
}
"""By name: the table of security 1.1 in full sizes, and what else was found to be slow."""

TABLE = (
    *("billion laughs", "billion laughs in a parameter entity", "billion laughs in an attribute"),
    *("quadratic entity x 5k", "quadratic entity x 20k", "quadratic entity x 20k, described"),
    *("XXE of a file", "XXE by a parameter entity", "DOCTYPE SYSTEM"),
    *("nested 100k", "nested 1M", "10 MiB of text", "10 MiB of small HTML tags"),
    *("newlines before the root 100k", "newlines before the root 1M"),
    *("prolog of ENTITY 1M", "prolog of DOCTYPE 1M"),
    *("attributes 2000", "attributes 4000", "attributes 8000", "attributes 16000"),
    *("attributes 100000", "author of 50k and an @", "author of a. x 50k and an @"),
    *("style url( x 20k", "open comments in HTML 50k", "categories 50k", "items 100k"),
    *("references that are no characters", "NUL and controls"),
)
"""The names of those in that table."""


def _files(path: Path, key: str) -> Iterator[Attack]:
    for number, item in enumerate(json.loads(path.read_text(encoding="utf-8"))):
        name = f"{path.stem} {item.get('name', number)}" if isinstance(item, dict) else ""
        if key == "b64":
            yield name, base64.b64decode(item["b64"])
        else:
            yield f"{path.stem} {number}", item.encode("utf-8", "surrogatepass")


def _wrapped(path: Path, key: str, batch: int) -> Iterator[Attack]:
    """Strings as titles and bodies of feeds of many entries, in three ways of writing them."""
    texts = [item[key] if key else item for item in json.loads(path.read_text(encoding="utf-8"))]
    for at in range(0, len(texts), batch):
        part = texts[at : at + batch]
        name = f"{path.stem} {at}"
        raw = "".join(f"<item><title>{text}</title><description>{text}" for text in part)
        yield f"{name} raw", f"{_RSS}{raw}".encode("utf-8", "surrogatepass")
        parted = [text.replace("]]>", "]]]]><![CDATA[>") for text in part]
        kept = "".join(
            f"<item><title><![CDATA[{text}]]></title>"
            f"<description><![CDATA[{text}]]></description></item>"
            for text in parted
        )
        yield f"{name} CDATA", f"{_RSS}{kept}</channel></rss>".encode("utf-8", "surrogatepass")
        items = [{"id": str(n), "title": text, "content_html": text} for n, text in enumerate(part)]
        feed = {"version": "https://jsonfeed.org/version/1.1", "title": "t", "items": items}
        yield f"{name} JSON", json.dumps(feed).encode()


def vectors(shared: Path, batch: int = 50) -> Iterator[Attack]:
    """Every input of the folders xml, malformed, encoding and text, the bare strings in feeds.

    Args:
        shared: The folder with `vectors`.
        batch: Strings in one feed.
    """
    folder = shared / "vectors"
    for name, key in (
        ("xml/libxml2_recurse", "b64"),
        ("xml/libxml2_errors", "b64"),
        ("xml/payloads_xxe", ""),
        ("xml/payloads_xxe_files", "b64"),
        ("malformed/feedparser_illformed", "b64"),
        ("malformed/feedparser_wellformed_half", "b64"),
        ("encoding/feedparser_encoding", "b64"),
        ("encoding/feedparser_entities", "b64"),
        ("encoding/html5lib_encoding_dat", "b64"),
    ):
        yield from _files(folder / f"{name}.json", key)
    for name, key in (
        ("malformed/html5lib_treeconstruction_inputs", "input"),
        ("malformed/html5lib_tokenizer_inputs", "input"),
        ("text/blns", ""),
    ):
        yield from _wrapped(folder / f"{name}.json", key, batch)
