import json
from dataclasses import replace
from typing import Any

import pytest

from feedsvc.model.channel import Channel
from feedsvc.model.entry import Enclosure, Entry, Text, TextKind
from feedsvc.model.rights import Level
from feedsvc.model.view import Showing
from feedsvc.publish import jsonfeed
from tests.publish.showings import ARTICLE, BASE, BY, HERALD, PLANET, showing, telling, view

TELLING = telling()


def feed_of(*showings: Showing, channel: Channel | None = None) -> dict[str, Any]:
    feed: dict[str, Any] = json.loads(jsonfeed.render(view(*showings, channel=channel)).body)
    return feed


def item_of(one: Showing) -> dict[str, Any]:
    item: dict[str, Any] = feed_of(one)["items"][0]
    return item


def test_the_head_says_which_channel_it_is() -> None:
    feed = feed_of(TELLING["right to left"])
    del feed["items"]
    assert feed == {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "World & <all>",
        "home_page_url": f"{BASE}/channels/world",
        "feed_url": f"{BASE}/channels/world.json",
        "description": "Far & wide",
        "language": "ar",
    }
    assert "description" not in feed_of(channel=Channel(name="x", title="t"))


def test_everything_there_is_has_its_member() -> None:
    one = TELLING["everything"]
    assert item_of(one) == {
        "id": ARTICLE.id,
        "url": ARTICLE.url,
        "title": "Ships & <cargo> arrive",
        "summary": "Three ships came in.",
        "content_html": ARTICLE.contents[0].value + f'<p class="attribution">{one.line.html}</p>',
        "date_published": "2026-03-01T06:30:15.123456Z",
        "date_modified": "2026-03-01T11:30:16.123456Z",
        "authors": [
            {"name": "Ada Quay", "url": "https://herald.example/ada"},
            {"name": "Bo Dock"},
        ],
        "author": {"name": "Ada Quay", "url": "https://herald.example/ada"},
        "image": "https://cdn.example/1.jpg",
        "tags": ["Ships & boats", "cargo"],
        "language": "en-GB",
        "attachments": [
            {
                "url": "https://cdn.example/1.mp3",
                "mime_type": "audio/mpeg",
                "title": "Horn",
                "size_in_bytes": 1234,
            },
            {
                "url": "https://cdn.example/1.jpg",
                "mime_type": "image/jpeg",
                "title": "The pier & a gull",
            },
            {"url": "https://cdn.example/1.bin", "mime_type": "application/octet-stream"},
        ],
        "_feedsvc": {
            "source": {
                "title": HERALD.title,
                "feed_url": HERALD.feed_url,
                "home_page_url": HERALD.home_url,
                "id": HERALD.id,
            },
            "attribution": one.line.text,
            "rights": "© 2026 Ada Quay",
            "licence": ARTICLE.licences[0],
            "contributors": [{"name": "Cy Crane"}],
            "comments": ARTICLE.comments,
            "via": [],
        },
    }


def test_a_lone_summary_is_the_content() -> None:
    item = item_of(TELLING["summary alone"])
    assert item["content_html"].startswith("<p>Fog lay on the <em>bay</em>.</p><p class=")
    assert "summary" not in item
    assert item["title"] == "Fog again & rain"


def test_what_is_not_there_has_no_member() -> None:
    item = item_of(TELLING["neither title nor address"])
    assert set(item) == {
        "id",
        "content_html",
        "date_published",
        "date_modified",
        "language",
        "_feedsvc",
    }


def test_several_licences_are_all_told() -> None:
    one = showing(replace(ARTICLE, licences=("https://l.example/1",)), licences=(BY,))
    told = item_of(one)["_feedsvc"]
    assert told["licence"] == "https://l.example/1"
    assert told["licences"] == ["https://l.example/1", BY.url]


def test_the_way_is_told_hop_by_hop() -> None:
    via = item_of(showing(ARTICLE, hops=(HERALD, PLANET)))["_feedsvc"]["via"]
    assert via == [
        {
            "title": PLANET.title,
            "feed_url": PLANET.feed_url,
            "home_page_url": PLANET.home_url,
            "id": PLANET.id,
        }
    ]


def test_content_that_lies_elsewhere_is_an_attachment() -> None:
    assert item_of(TELLING["elsewhere"])["attachments"] == [
        {"url": "https://cdn.example/6.mp4", "mime_type": "video/mp4"}
    ]


@pytest.mark.parametrize(("length", "told"), [(2**53 - 1, 2**53 - 1), (2**53, None), (2**90, None)])
def test_a_size_that_readers_could_not_hold_is_left_out(length: int, told: int | None) -> None:
    file = Enclosure(url="https://cdn.example/x", length=length)
    item = item_of(showing(replace(ARTICLE, enclosures=(file,))))
    assert item["attachments"][0].get("size_in_bytes") == told


def test_without_any_text_there_is_still_a_content_member() -> None:
    mute = showing(Entry(id="urn:example:mute", url="https://x.example/"), level=Level.LINK)
    mute = replace(mute, line=replace(mute.line, html="", text=""))
    assert item_of(mute)["content_html"] == ""


def test_a_tag_is_told_once_and_words_are_escaped() -> None:
    twice = replace(ARTICLE.categories[1], scheme="https://other.example/")
    words = Text(value="a < b", kind=TextKind.TEXT)
    entry = replace(ARTICLE, categories=(*ARTICLE.categories, twice), summary=words, contents=())
    item = item_of(showing(entry))
    assert item["tags"] == ["Ships & boats", "cargo"]
    assert item["content_html"].startswith("a &lt; b<p class=")


def test_characters_that_xml_forbids_are_dropped_here_too() -> None:
    item = item_of(TELLING["awkward characters"])
    assert item["title"] == "ab ]]>  <script> &amp; 🛳️"
    assert item["authors"] == [{"name": "O'Neil <ed>"}]
