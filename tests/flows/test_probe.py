from collections.abc import Mapping
from datetime import UTC, datetime

import pytest

from feedsvc.errors import FeedsvcError
from feedsvc.fetch.outcome import Fetched
from feedsvc.flows.probe import Probe, probe
from feedsvc.flows.read import read
from feedsvc.model.reading import Reading
from feedsvc.model.source import Source
from feedsvc.model.window import Window
from feedsvc.net.http import Request, Response
from tests.rig import item, rss

SITE = "https://news.example"
ROBOTS = f"{SITE}/robots.txt"
HTML = {"content-type": "text/html; charset=utf-8"}
FEED = Response("", 200, {"content-type": "application/rss+xml"}, rss(item(1), title="News"))
MISSING = Response("", 404)


class Web:
    """Answers by address; anything else is missing."""

    def __init__(self, answers: Mapping[str, Response]) -> None:
        self.answers = answers
        self.asked: list[str] = []

    def __call__(self, request: Request) -> Response:
        self.asked.append(request.url)
        answer = self.answers.get(request.url, MISSING)
        return answer if answer.url else answer._replace(url=request.url)


def page(*feeds: str, more: str = "") -> Response:
    links = (f'<link rel=alternate type="application/rss+xml" href="{feed}">' for feed in feeds)
    return Response("", 200, HTML, f"<!doctype html>{''.join(links)}{more}".encode())


def look(web: Web, url: str = f"{SITE}/") -> Probe:
    def read_now(document: Fetched) -> Reading:
        return read(document.body, document.sent, Window())

    source = Source(name="test", url=url)
    return probe(source, web, read_now, datetime(2026, 1, 2, tzinfo=UTC), commercial=False)


def test_a_feed_is_looked_at_and_nothing_else_asked() -> None:
    web = Web({f"{SITE}/": FEED})
    found = look(web)
    assert (found.url, found.feed.title, found.page, found.address) == (f"{SITE}/", "News", "", "")
    assert web.asked == [f"{SITE}/"]


def test_of_a_page_the_first_feed_that_is_one_is_told_with_the_address_to_configure() -> None:
    moved = FEED._replace(url="https://cdn.example/feed.xml")
    feeds = ("/gone", "/feed", "/comments", "/more")
    web = Web({f"{SITE}/": page(*feeds), f"{SITE}/feed": moved, f"{SITE}/comments": FEED})
    found = look(web)
    assert (found.page, found.address) == (f"{SITE}/", f"{SITE}/feed")
    assert (found.url, found.feed.title, len(found.judged)) == (moved.url, "News", 1)
    assert [other.url for other in found.others] == [
        f"{SITE}/gone",
        f"{SITE}/comments",
        f"{SITE}/more",
    ]
    assert web.asked == [f"{SITE}/", ROBOTS, f"{SITE}/gone", f"{SITE}/feed"]


def test_a_page_is_where_the_redirects_led() -> None:
    web = Web(
        {
            f"{SITE}/": page("f")._replace(url="https://other.example/a/b"),
            "https://other.example/a/f": FEED,
        }
    )
    assert look(web).address == "https://other.example/a/f"
    assert web.asked[1] == "https://other.example/robots.txt"


def test_no_more_than_three_are_tried() -> None:
    web = Web({f"{SITE}/": page(*"abcdef"), f"{SITE}/d": FEED})
    with pytest.raises(FeedsvcError) as raised:
        look(web)
    assert str(raised.value) == (
        f"{SITE}/: the document is HTML, not a feed; it announces: {SITE}/a: HTTP 404 Not Found;"
        f" {SITE}/b: HTTP 404 Not Found; {SITE}/c: HTTP 404 Not Found"
    )
    assert web.asked == [f"{SITE}/", ROBOTS, *(f"{SITE}/{name}" for name in "abc")]


def test_an_announced_page_is_not_searched_in_turn() -> None:
    web = Web({f"{SITE}/": page("/a"), f"{SITE}/a": page("/b"), f"{SITE}/b": FEED})
    with pytest.raises(FeedsvcError, match=r"/a: the document is HTML, not a feed$"):
        look(web)
    assert f"{SITE}/b" not in web.asked


def test_a_page_that_announces_none() -> None:
    with pytest.raises(FeedsvcError) as raised:
        look(Web({f"{SITE}/": page(more="<html><p>Hello")}))
    assert str(raised.value) == (
        f"{SITE}/: the document is HTML, not a feed; it announces no feed,"
        " so give the address of one"
    )


@pytest.mark.parametrize(
    ("rules", "said"),
    [
        (Response("", 200, {}, b"User-agent: *\nDisallow: /"), "asks feedsvc not to read it"),
        (Response("", 500), "cannot be read: HTTP 500"),
        (Response("", 0, error="address refused"), "cannot be read: address refused"),
    ],
)
def test_a_page_is_not_read_where_its_host_does_not_let_us(rules: Response, said: str) -> None:
    web = Web({f"{SITE}/": page("/f"), f"{SITE}/f": FEED, ROBOTS: rules})
    with pytest.raises(FeedsvcError) as raised:
        look(web)
    assert str(raised.value) == (
        f"{SITE}/: the document is HTML, not a feed;"
        f" {ROBOTS} {said}, so give the address of the feed itself"
    )
    assert web.asked == [f"{SITE}/", ROBOTS]


def test_a_feed_that_was_named_needs_no_leave() -> None:
    rules = Response("", 200, {}, b"User-agent: *\nDisallow: /")
    web = Web({f"{SITE}/": FEED, ROBOTS: rules})
    assert look(web).feed.title == "News"


def test_what_is_neither_feed_nor_page_is_not_searched() -> None:
    web = Web({f"{SITE}/": Response("", 200, {"content-type": "image/png"}, b"\x89PNG <link>")})
    with pytest.raises(FeedsvcError, match="not a feed"):
        look(web)
    assert web.asked == [f"{SITE}/"]


def test_a_page_in_a_file_announces_nothing_to_ask() -> None:
    url = "file:///srv/page.html"
    web = Web({url: page("/f", "https://news.example/f"), "https://news.example/f": FEED})
    with pytest.raises(FeedsvcError, match="is HTML, not a feed"):
        look(web, url)
    assert web.asked == [url]


def test_what_opens_a_feed_is_in_no_complaint() -> None:
    with pytest.raises(FeedsvcError) as told:
        look(Web({}), f"{SITE}/feed?key=canary")
    assert str(told.value).startswith(f"{SITE}/feed: ")
    assert "canary" not in str(told.value)
