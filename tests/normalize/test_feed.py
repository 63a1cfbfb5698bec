from typing import Any

import pytest

from feedsvc.model.entry import Hop
from feedsvc.model.parsed import ParsedFeed, ParsedLink, ParsedText
from feedsvc.normalize.feed import normal_feed, said_feed

URL = "https://herald.example/feed.xml"
PRIVATE = "https://desk:hunter2@herald.example/feed.xml"


def fed(url: str = URL, **fields: Any) -> Hop:  # noqa: ANN401 - of ParsedFeed
    return normal_feed(ParsedFeed(version="rss20", **fields), url)


@pytest.mark.parametrize(
    ("fields", "url", "expected"),
    [
        ({"title": ParsedText(value=" The\n Herald ")}, URL, "The Herald"),
        ({"title": ParsedText(value="<b>A</b> &amp; B", type="text/html")}, URL, "A & B"),
        ({"links": (ParsedLink(href="https://www.herald.example/"),)}, URL, "www.herald.example"),
        ({"links": (ParsedLink(href="/all", rel="self"),)}, URL, "herald.example"),
        ({}, URL, "herald.example"),
        ({"title": ParsedText(value=" \x00 ")}, URL, "herald.example"),
        ({}, "file:///srv/feeds/herald.xml", "herald.xml"),
    ],
)
def test_a_feed_always_has_a_title(fields: dict[str, Any], url: str, expected: str) -> None:
    assert fed(url, **fields).title == expected


def test_the_address_it_came_from_is_its_own_whatever_it_says() -> None:
    hop = fed(links=(ParsedLink(href="https://evil.example/feed", rel="self"),))
    assert (hop.feed_url, hop.id) == (URL, URL)


def test_a_feed_from_a_file_is_placed_by_what_it_says() -> None:
    path = "file:///srv/feeds/herald.xml"
    placed = fed(path, links=(ParsedLink(href=URL, rel="self"),))
    assert placed.feed_url == URL
    bare = fed(path)
    assert (bare.feed_url, bare.id) == (None, None)
    assert "srv" not in repr(placed) + repr(bare)


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"title": ParsedText(value="T")},
        {"title": ParsedText(value="T"), "id": PRIVATE},
        {"title": ParsedText(value="T"), "links": (ParsedLink(href=PRIVATE, rel="self"),)},
        {"title": ParsedText(value="T"), "links": (ParsedLink(href=PRIVATE), ParsedLink(href="/"))},
    ],
)
def test_credentials_are_told_to_nobody(fields: dict[str, Any]) -> None:
    hop = fed(PRIVATE, **fields)
    assert "hunter2" not in repr(hop)
    assert hop.feed_url == URL


def test_the_home_page_is_a_page_before_it_is_another_feed() -> None:
    hop = fed(
        links=(
            ParsedLink(href=""),
            ParsedLink(href="/feed.json", type="application/feed+json"),
            ParsedLink(href="javascript:x", type="text/html"),
            ParsedLink(href="/home", type="text/html"),
        )
    )
    assert hop.home_url == "https://herald.example/home"
    only = fed(links=(ParsedLink(href="/feed.json", type="application/feed+json"),))
    assert only.home_url == "https://herald.example/feed.json"


def test_the_id_is_what_the_feed_says_else_its_address() -> None:
    title = ParsedText(value="T")
    assert fed(title=title, id=" tag:herald.example,2026:f ").id == "tag:herald.example,2026:f"
    assert fed(title=title).id == URL


def test_an_origin_that_neither_names_nor_places_itself_is_none() -> None:
    assert said_feed(ParsedFeed(subtitle=ParsedText(value="News")), URL) is None
    assert said_feed(ParsedFeed(links=(ParsedLink(href=URL, rel="via"),)), URL) is None
    said = said_feed(ParsedFeed(links=(ParsedLink(href="https://o.example/"),)), URL)
    assert said == Hop(title="o.example", home_url="https://o.example/")


def test_licences_stand_once() -> None:
    by = "https://creativecommons.org/licenses/by/4.0/"
    hop = fed(title=ParsedText(value="T"), licences=(by, "CC BY", by, "javascript:x"))
    assert hop.licences == (by, "https://herald.example/CC%20BY")
