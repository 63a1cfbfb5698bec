import re
from dataclasses import replace

import pytest
from lxml.etree import _Element

from feedsvc.model.channel import Channel
from feedsvc.model.entry import Content, Enclosure, Entry, Hop, Text, TextKind
from feedsvc.model.rights import Level
from feedsvc.model.view import Showing
from feedsvc.publish import rss
from tests.publish.conformance import ATOM, CONTENT, CREATIVE_COMMONS, DC, MEDIA, xml
from tests.publish.showings import ARTICLE, BASE, HERALD, showing, telling, view

TELLING = telling()


def channel_of(*showings: Showing, channel: Channel | None = None) -> _Element:
    return xml(rss.render(view(*showings, channel=channel)).body).find("channel")


def item_of(one: Showing) -> _Element:
    return channel_of(one).find("item")


def credit(one: Showing) -> str:
    return f'<p class="attribution">{one.line.html}</p>'


def test_the_head_says_which_channel_it_is() -> None:
    channel = channel_of(TELLING["right to left"])
    head = [(one.tag, one.text) for one in channel if one.tag not in {"item", f"{ATOM}link"}]
    assert head == [
        ("title", "World & <all>"),
        ("link", f"{BASE}/channels/world"),
        ("description", "Far & wide"),
        ("language", "ar"),
        ("lastBuildDate", "Sun, 01 Mar 2026 11:30:16 GMT"),
        ("generator", "feedsvc"),
        ("docs", "https://www.rssboard.org/rss-specification"),
    ]
    assert [dict(one.attrib) for one in channel.findall(f"{ATOM}link")] == [
        {
            "rel": "alternate",
            "href": f"{BASE}/channels/world.atom",
            "type": "application/atom+xml",
        },
        {"rel": "self", "href": f"{BASE}/channels/world.rss", "type": "application/rss+xml"},
        {
            "rel": "alternate",
            "href": f"{BASE}/channels/world.json",
            "type": "application/feed+json",
        },
    ]


def test_a_channel_without_description_is_described_by_its_title() -> None:
    channel = channel_of(channel=Channel(name="x", title="Only title"))
    assert channel.findtext("description") == "Only title"
    assert channel.find("language") is None


def test_namespaces_are_declared_once_on_the_root() -> None:
    body = rss.render(view(*TELLING.values())).body
    tags = re.findall(rb"<[^/?!][^>]*>", body)
    assert [tag for tag in tags if b"xmlns" in tag] == [tags[0]]


def test_summary_and_content_keep_their_places() -> None:
    item = item_of(TELLING["everything"])
    assert item.findtext("description") == "Three <b>ships</b> came in."
    assert item.findtext(f"{CONTENT}encoded").startswith("<p>Three ships came in.</p>")


def test_a_lone_summary_is_the_whole_description() -> None:
    one = TELLING["summary alone"]
    item = item_of(one)
    assert item.findtext("description") == "<p>Fog lay on the <em>bay</em>.</p>" + credit(one)
    assert item.find(f"{CONTENT}encoded") is None


def test_a_lone_content_is_described_by_its_beginning() -> None:
    body = "<p>Ships &amp; &lt;boats&gt;</p>" + "<p>and so on</p>" * 99
    one = showing(replace(ARTICLE, summary=None, contents=(Content(value=body),)))
    item = item_of(one)
    description = item.findtext("description")
    assert description.startswith("Ships &amp; &lt;boats&gt; and so on")
    assert len(description) < 300
    assert item.findtext(f"{CONTENT}encoded") == body + credit(one)


def test_a_lone_picture_is_the_description() -> None:
    one = TELLING["a picture"]
    item = item_of(one)
    assert item.findtext("description") == one.held.entry.contents[0].value + credit(one)
    assert item.find(f"{CONTENT}encoded") is None


def test_plain_words_are_escaped_where_markup_is_read() -> None:
    words = Text(value="1 < 2 & 3")
    item = item_of(showing(replace(ARTICLE, summary=words)))
    assert item.findtext("description") == "1 &lt; 2 &amp; 3"


def test_a_title_is_plain_and_written_as_most_readers_take_right() -> None:
    one = showing(replace(ARTICLE, title=Text(value="A &amp; <b>B</b> &lt;", kind=TextKind.HTML)))
    body = rss.render(view(one)).body
    assert b"<title>A &#x26; B &#x3C;</title>" in body
    assert b"<title>World &#x26; &#x3C;all&gt;</title>" in body


def test_the_first_file_is_the_enclosure_and_the_others_are_media() -> None:
    item = item_of(TELLING["everything"])
    assert [dict(one.attrib) for one in item.findall("enclosure")] == [
        {"url": "https://cdn.example/1.mp3", "length": "1234", "type": "audio/mpeg"}
    ]
    picture, other = item.findall(f"{MEDIA}content")
    assert dict(picture.attrib) == {
        "url": "https://cdn.example/1.jpg",
        "type": "image/jpeg",
        "medium": "image",
    }
    assert picture.findtext(f"{MEDIA}title") == "The pier & a gull"
    assert dict(other.attrib) == {"url": "https://cdn.example/1.bin"}


def test_what_is_unknown_of_an_enclosure_is_said_as_rss_demands() -> None:
    files = (
        Enclosure(url="https://cdn.example/x"),
        Enclosure(url="https://cdn.example/y", length=7, type="application/pdf"),
    )
    item = item_of(showing(replace(ARTICLE, enclosures=files)))
    assert dict(item.find("enclosure").attrib) == {
        "url": "https://cdn.example/x",
        "length": "0",
        "type": "application/octet-stream",
    }
    assert dict(item.find(f"{MEDIA}content").attrib) == {
        "url": "https://cdn.example/y",
        "fileSize": "7",
        "type": "application/pdf",
    }


def test_everything_else_has_its_element() -> None:
    item = item_of(TELLING["everything"])
    assert [(one.text, one.get("domain")) for one in item.findall("category")] == [
        ("ships", "https://herald.example/topics"),
        ("cargo", None),
    ]
    assert item.findtext("comments") == "https://herald.example/1#comments"
    assert [one.text for one in item.findall(f"{DC}creator")] == ["Ada Quay", "Bo Dock"]
    assert [[part.text for part in one] for one in item.findall(f"{ATOM}author")] == [
        ["Ada Quay", "https://herald.example/ada", "ada@herald.example"]
    ]
    assert item.findtext(f"{DC}contributor") == "Cy Crane"
    assert item.findtext(f"{DC}language") == "en-GB"
    assert item.findtext(f"{DC}rights") == "© 2026 Ada Quay"
    assert item.findtext(f"{CREATIVE_COMMONS}license") == ARTICLE.licences[0]
    assert [(one.get("rel"), one.get("href")) for one in item.findall(f"{ATOM}link")] == [
        ("related", "https://herald.example/0"),
        ("alternate", "https://herald.example/1.pdf"),
    ]


def test_content_that_lies_elsewhere_is_told_as_atom_has_it() -> None:
    item = item_of(TELLING["elsewhere"])
    assert dict(item.find(f"{ATOM}content").attrib) == {
        "src": "https://cdn.example/6.mp4",
        "type": "video/mp4",
    }
    assert item.find(f"{ATOM}link") is None


def test_an_item_without_title_has_none() -> None:
    item = item_of(TELLING["neither title nor address"])
    assert item.find("title") is None
    assert item.find("link") is None


@pytest.mark.parametrize(
    ("hop", "expected"),
    [
        (HERALD, HERALD.feed_url),
        (Hop(title="H", home_url="https://h.example/"), "https://h.example/"),
        (Hop(title="H"), None),
    ],
)
def test_a_source_is_told_by_the_best_address_there_is(hop: Hop, expected: str | None) -> None:
    item = item_of(showing(ARTICLE, hops=(hop,)))
    source = item.find("source")
    assert (source.get("url") if source is not None else None) == expected
    assert item.findtext(f"{DC}source") == (None if expected else hop.title)


def test_an_item_with_neither_title_nor_text_is_set_aside() -> None:
    mute = showing(Entry(id="urn:example:mute", url="https://x.example/"), level=Level.LINK)
    mute = replace(mute, line=replace(mute.line, html="", text=""))
    rendering = rss.render(view(mute, TELLING["link"]))
    assert [one for one, _ in rendering.set_aside] == [mute.held.id]
    assert len(xml(rendering.body).findall("channel/item")) == 1
