"""The head of the channel of one source says what its feed said of itself."""

import json
from dataclasses import replace
from typing import Any

import pytest
from lxml.etree import _Element

from feedsvc.model.entry import Category, Extension, Hop, Image, Link, Person, Text, TextKind
from feedsvc.model.view import ChannelView
from feedsvc.publish import atom, jsonfeed, rss
from feedsvc.publish.elements import ALL
from tests.publish.conformance import (
    ATOM,
    CREATIVE_COMMONS,
    DC,
    DCTERMS,
    XML,
    atom_faults,
    json_faults,
    xml,
)
from tests.publish.rss_rows import rss_faults
from tests.publish.showings import ARTICLE, BASE, HERALD, MORNING, showing, view

NOTICE = f"{{{ALL['feedburner']}}}browserFriendly"
EPISODIC = Extension(name="itunes:type", text="episodic")
FEED = replace(
    HERALD,
    name=Text(value="Harbour <em>Herald</em>", kind=TextKind.HTML, language="en"),
    subtitle=Text(value="News &amp; <b>tides</b>", kind=TextKind.HTML, language="de"),
    rights=Text(value="© Herald & Sons", language="de"),
    links=(
        Link(rel="alternate", href="https://herald.example/", type="text/html"),
        Link(rel="related", href="https://herald.example/quay"),
    ),
    categories=(Category(term="harbour", scheme="https://herald.example/t"),),
    published=MORNING,
    image=Image(
        url="https://herald.example/small.png", width=144, height=401, description="The pier"
    ),
    notice=Text(value="Subscribe", language="de"),
    docs="https://herald.example/format",
    extensions=(EPISODIC,),
)


def seen(feed: Hop = FEED) -> ChannelView:
    return replace(view(showing(ARTICLE)), feed=feed)


def atom_of(feed: Hop = FEED) -> _Element:
    body = atom.render(seen(feed)).body
    assert atom_faults(body, f"{BASE}/channels/world.atom") == []
    return xml(body)


def rss_of(feed: Hop = FEED) -> _Element:
    body = rss.render(seen(feed)).body
    assert rss_faults(body, f"{BASE}/channels/world.rss") == []
    return xml(body).find("channel")


def json_of(feed: Hop = FEED) -> dict[str, Any]:
    body = jsonfeed.render(seen(feed)).body
    assert json_faults(body, f"{BASE}/channels/world.json") == []
    head: dict[str, Any] = json.loads(body)
    del head["items"]
    return head


def test_atom_says_all_that_the_feed_said() -> None:
    feed = atom_of()
    told = {one.tag.removeprefix(ATOM): one for one in feed}
    assert feed[0].tag == f"{{{ALL['itunes']}}}type"
    assert feed.get(f"{XML}lang") == "en"
    assert told["id"].text == HERALD.id
    assert (dict(told["title"].attrib), told["title"].text) == (
        {"type": "html"},
        "Harbour <em>Herald</em>",
    )
    assert len(feed.findall(f"{ATOM}subtitle")) == 1
    assert dict(told["subtitle"].attrib) == {"type": "html", f"{XML}lang": "de"}
    assert told["rights"].text == "© Herald & Sons"
    assert told["generator"].text == "feedsvc"
    assert told["author"].findtext(f"{ATOM}name") == "Herald Desk"
    assert told["logo"].text == HERALD.logo
    assert told[NOTICE].get(f"{XML}lang") == "de"
    assert told[f"{DCTERMS}issued"].text == "2026-03-01T06:30:15.123456Z"
    assert [one.get("href") for one in feed.findall(f"{ATOM}link")][:3] == [
        "https://herald.example/",
        "https://herald.example/quay",
        f"{BASE}/channels/world.atom",
    ]


def test_an_id_that_is_none_is_ours() -> None:
    assert atom_of(replace(FEED, id="the herald")).findtext(f"{ATOM}id") == f"{BASE}/channels/world"
    assert rss_of(replace(FEED, id="the herald")).find(f"{ATOM}id") is None
    assert rss_of().findtext(f"{ATOM}id") == HERALD.id


def test_rss_says_all_that_the_feed_said() -> None:
    channel = rss_of()
    title = channel.find("title")
    assert (title.text, title.get(f"{XML}lang")) == ("World & <all>", "en")
    assert title.getprevious().tag == f"{DC}title"
    assert title.getprevious().text == "Harbour <em>Herald</em>"
    assert channel.findtext("link") == "https://herald.example/"
    description = channel.find("description")
    assert (description.text, description.get(f"{XML}lang")) == ("News & tides", "de")
    assert channel.findtext(f"{DC}description") == "News &amp; <b>tides</b>"
    assert channel.findtext("language") == "en"
    assert channel.findtext("pubDate") == "Sun, 01 Mar 2026 06:30:15 GMT"
    assert channel.findtext("docs") == "https://herald.example/format"
    rights = channel.find("copyright")
    assert (rights.text, rights.get(f"{XML}lang")) == ("© Herald & Sons", "de")
    category = channel.find("category")
    assert (category.text, category.get("domain")) == ("harbour", "https://herald.example/t")
    assert channel.findtext(f"{CREATIVE_COMMONS}license") == HERALD.licences[0]
    assert channel.findtext(f"{ATOM}icon") == HERALD.icon
    assert (channel.findtext(NOTICE), channel.find(NOTICE).get(f"{XML}lang")) == ("Subscribe", "de")
    assert channel[0].tag == f"{{{ALL['itunes']}}}type"


def test_a_licence_of_the_feed_alone_is_not_spread_over_its_items() -> None:
    other = "https://l.example/terms"
    channel = rss_of(replace(FEED, licences=(*FEED.licences, other)))
    told = [one.text for one in channel.findall(f"{CREATIVE_COMMONS}license")]
    links = [
        one.get("href") for one in channel.findall(f"{ATOM}link") if one.get("rel") == "license"
    ]
    assert (told, links) == (list(FEED.licences), [other])


def test_rss_writes_references_in_the_title_and_the_rights_as_most_readers_take_right() -> None:
    body = rss.render(seen()).body
    assert '<copyright xml:lang="de">© Herald &#x26; Sons</copyright>'.encode() in body
    assert b'<title xml:lang="en">World &#x26; &#x3C;all&gt;</title>' in body


def test_a_plain_subtitle_is_the_description_alone() -> None:
    channel = rss_of(replace(FEED, subtitle=Text(value="News"), name=None))
    assert channel.findtext("description") == "News"
    assert channel.find(f"{DC}description") is None
    assert channel.find(f"{DC}title") is None


MAILED = Person(name="Desk", email="desk@herald.example")
LINKED = Person(name="Ada", uri="https://herald.example/ada")
NAMED = Person(name="Bo", email="bo at herald")


def test_one_editor_with_an_address_edits_and_others_are_told_as_atom_and_dublin_core_do() -> None:
    one = rss_of(replace(FEED, authors=(MAILED,)))
    assert one.findtext("managingEditor") == "desk@herald.example (Desk)"
    assert one.find(f"{ATOM}author") is None
    assert rss_of(replace(FEED, authors=())).find("managingEditor") is None
    many = rss_of(replace(FEED, authors=(MAILED, LINKED, NAMED), contributors=(LINKED, NAMED)))
    assert many.find("managingEditor") is None
    assert [[part.text for part in one] for one in many.findall(f"{ATOM}author")] == [
        ["Desk", "desk@herald.example"],
        ["Ada", "https://herald.example/ada"],
    ]
    assert [one.text for one in many.findall(f"{DC}creator")] == ["Bo"]
    assert many.findtext(f"{ATOM}contributor/{ATOM}uri") == LINKED.uri
    assert [one.text for one in many.findall(f"{DC}contributor")] == ["Bo"]
    linked = rss_of(replace(FEED, authors=(replace(MAILED, uri=LINKED.uri),)))
    assert linked.find("managingEditor") is None
    assert linked.findtext(f"{ATOM}author/{ATOM}email") == MAILED.email


def test_the_image_is_the_picture_as_large_as_rss_allows() -> None:
    image = rss_of().find("image")
    assert [(one.tag, one.text) for one in image] == [
        ("url", "https://herald.example/small.png"),
        ("title", "World & <all>"),
        ("link", "https://herald.example/"),
        ("width", "144"),
        ("description", "The pier"),
    ]
    lone = rss_of(Hop(title="X", image=Image(url="https://x.example/i", width=145, height=400)))
    assert [(one.tag, one.text) for one in lone.find("image")] == [
        ("url", "https://x.example/i"),
        ("title", "World & <all>"),
        ("link", f"{BASE}/channels/world"),
        ("height", "400"),
    ]


@pytest.mark.parametrize(
    ("logo", "shown"),
    [("a.PNG", True), ("a.jpeg", True), ("a", True), ("a.svg", False), ("a.ico", False)],
)
def test_only_what_rss_allows_is_an_image(logo: str, *, shown: bool) -> None:
    feed = Hop(title="X", logo=f"https://x.example/{logo}")
    assert (rss_of(feed).find("image") is not None) is shown


def test_json_says_all_that_the_feed_said() -> None:
    desk = {"name": "Herald Desk"}
    assert json_of() == {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "World & <all>",
        "home_page_url": "https://herald.example/",
        "feed_url": f"{BASE}/channels/world.json",
        "description": "Far & wide",
        "icon": HERALD.logo,
        "favicon": HERALD.icon,
        "authors": [desk],
        "author": desk,
        "language": "en",
        "_feedsvc": {
            "about": "https://www.jsonfeed.org/version/1.1/#extensions-a-name-extensions-a",
            "id": HERALD.id,
            "rights": "© Herald & Sons",
            "licence": HERALD.licences[0],
            "tags": ["harbour"],
        },
    }


def test_a_feed_that_says_nothing_of_itself_is_described_by_the_channel() -> None:
    bare = Hop(title="X")
    assert atom_of(bare).findtext(f"{ATOM}id") == f"{BASE}/channels/world"
    assert atom_of(bare).find(f"{ATOM}subtitle") is None
    assert rss_of(bare).findtext("description") == "Far & wide"
    assert rss_of(bare).findtext("language") == "en-GB"  # that of its entries
    assert json_of(bare)["home_page_url"] == f"{BASE}/channels/world"
    assert set(json_of(bare)["_feedsvc"]) == {"about"}
