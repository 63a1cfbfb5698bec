import time
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedsvc.parse.discovery import LONGEST_PAGE, MOST, Announced, announced, is_page

URL = "https://news.example/blog/index.html"


def urls(page: str, *, url: str = URL, content_type: str = "text/html") -> list[str]:
    return [feed.url for feed in announced(page.encode(), url=url, content_type=content_type)]


def link(href: str, kind: str = "application/rss+xml", rel: str = "alternate") -> str:
    return f'<link rel="{rel}" type="{kind}" href="{href}">'


def test_feeds_in_the_order_of_the_page() -> None:
    page = f"""<!doctype html><html><head><title>News</title>
        <link rel=stylesheet href=a.css><LINK REL=Alternate TYPE="application/ATOM+xml; x=y"
        HREF=/atom title=" All
        news &amp; views "><meta name=a content=b>{link("rss.xml")}
        {link("https://feeds.example/f.json", "application/feed+json")}</head><body><p>x</body>"""
    assert announced(page.encode(), url=URL) == (
        Announced("https://news.example/atom", "All news & views"),
        Announced("https://news.example/blog/rss.xml", ""),
        Announced("https://feeds.example/f.json", ""),
    )


@pytest.mark.parametrize(
    ("kind", "rel", "is_feed"),
    [
        ("application/rss+xml", "alternate", True),
        ("application/atom+xml", "ALTERNATE nofollow", True),
        ("application/rdf+xml", "alternate", True),
        ("application/feed+json", "alternate", True),
        ("text/xml", "alternate", True),
        ("application/xml", "alternate", True),
        ("", "feed", True),
        ("application/json", "alternate", False),  # the API of every WordPress page
        ("text/html", "alternate", False),  # the page in another language
        ("", "alternate", False),
        ("application/rss+xml", "alternate stylesheet", False),
        ("application/rss+xml", "self", False),
        ("application/rss+xml", "", False),
    ],
)
def test_what_counts_as_a_feed(kind: str, rel: str, *, is_feed: bool) -> None:
    assert bool(urls(link("/f", kind, rel))) == is_feed


def test_addresses_are_made_absolute_by_the_first_base() -> None:
    page = (
        f'<base target=_top><base href="/deep/er/"><base href="/b/">{link("../f")}{link("//o/g")}'
    )
    assert urls(page) == ["https://news.example/deep/f", "https://o/g"]
    assert urls(f'<base href="javascript:x">{link("f")}') == ["https://news.example/blog/f"]
    assert urls(f'<base href="https://other.example/">{link("f")}') == ["https://other.example/f"]


def test_addresses_that_are_none_are_left_out_and_the_others_are_repaired() -> None:
    page = "".join(
        map(
            link,
            (
                *("javascript:alert(1)", "file:///etc/passwd", "data:text/xml,a", "", " "),
                *("http://user:word@a.example/f", "/a b?x=1&amp;y=2", "\tht\ntps://a.example/g\n"),
            ),
        )
    )
    assert urls(page) == [
        "http://a.example/f",
        "https://news.example/a%20b?x=1&y=2",
        "https://a.example/g",
    ]


def test_each_once_whatever_its_fragment() -> None:
    assert urls(link("/f") + link("/f") + link("/f#a") + link(" /f ") + link("/g")) == [
        "https://news.example/f",
        "https://news.example/g",
    ]


def test_no_more_than_twenty() -> None:
    found = urls("".join(link(f"/{number}") for number in range(500)))
    assert found == [f"https://news.example/{number}" for number in range(MOST)]


def test_what_only_looks_like_a_link() -> None:
    hidden = link("/f")
    page = (
        f"<!-- {hidden} --><script>'{hidden}'</script><style>{hidden}</style>"
        f"<title>{hidden}</title><textarea>{hidden}</textarea>&lt;link rel=alternate&gt;"
        f'<p title="{hidden.replace(chr(34), "&quot;")}">'
    )
    assert urls(page) == []
    assert urls(page + link("/g")) == ["https://news.example/g"]


@pytest.mark.parametrize(
    ("page", "content_type"),
    [
        (link("/ü").encode("latin-1"), "text/html; charset=ISO-8859-1"),
        (link("/ü").encode(), 'text/html; charset="utf-8"'),
        (b"\xef\xbb\xbf" + link("/ü").encode(), "text/html"),
        (b"<meta charset=iso-8859-1>" + link("/ü").encode("latin-1"), "text/html"),
        (b"<meta charset=utf-8>" + link("/ü").encode(), "text/html; charset=nonsense"),
        (link("/ü").encode("utf-16"), "text/html"),
    ],
)
def test_in_whatever_encoding(page: bytes, content_type: str) -> None:
    assert announced(page, url=URL, content_type=content_type) == (
        Announced("https://news.example/%C3%BC", ""),
    )


def test_only_the_beginning_of_a_page_is_read() -> None:
    start = b"<!doctype html><p>".ljust(LONGEST_PAGE - 200)
    assert announced(start + link("/f").encode(), url=URL)
    assert not announced(start + b" " * 300 + link("/f").encode(), url=URL)


@pytest.mark.parametrize(
    ("body", "content_type", "verdict"),
    [
        (b"", "text/html; charset=utf-8", True),
        (b"<p>", "application/xhtml+xml", True),
        (b"<!-- a --><!DOCTYPE html>", "", True),
        (b'<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml">', "text/xml", True),
        (b"<htmlx>", "", False),
        (b"hello", "text/plain", False),
        (b"%PDF-1.7", "application/pdf", False),
    ],
)
def test_what_is_a_page(body: bytes, content_type: str, *, verdict: bool) -> None:
    assert is_page(body, content_type) == verdict


SHAPES: dict[str, Callable[[int], bytes]] = {
    "attributes": lambda size: b"<link " + b" ".join(b"a%d=1" % n for n in range(size // 8)),
    "nesting": lambda size: b"<div>" * (size // 5),
    "lists": lambda size: b"<ul><li>" * (size // 8),
    "links": lambda size: link("/f").encode() * (size // 58),
    "many links": lambda size: b"".join(link(f"/{n}").encode() for n in range(size // 58)),
    "less than": lambda size: b"<" * size,
    "comments": lambda size: b"<!-- " * (size // 5),
    "quotes": lambda size: b"<a href='" * (size // 9),
    "references": lambda size: b"<link href='" + b"&amp;" * (size // 5) + b"'>",
    "formatting": lambda size: b"<b><i>" * (size // 16) + b"</b>" * (size // 8),
    "white space": lambda size: b"\n" * size,
    "controls": bytes,
    "doctypes": lambda size: b"<!DOCTYPE\n" * (size // 10),
    "bases": lambda size: b"<base href=a>" * (size // 13),
}


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
def test_a_hostile_page_takes_no_longer_than_its_size(shape: Callable[[int], bytes]) -> None:
    page = shape(10 << 20)
    started = time.process_time()
    announced(page, url=URL)
    is_page(page, "")
    assert time.process_time() - started < 2


@given(st.binary(max_size=400) | st.text(alphabet="<>/=!-&;'\" linkreatypbsf\0\n").map(str.encode))
def test_any_bytes_are_a_page(page: bytes) -> None:
    for feed in announced(page, url=URL, content_type="text/html"):
        assert feed.url.startswith(("http://", "https://"))
