import pytest

from feedsvc.model.channel import Channel
from feedsvc.model.entry import Hop, Text, TextKind
from feedsvc.model.source import Source
from feedsvc.publish import opml
from tests.publish.conformance import opml_faults, xml

BASE = "https://feeds.example.org"


def outlines(body: bytes) -> list[dict[str, str]]:
    assert opml_faults(body) == []
    return [dict(outline.attrib) for outline in xml(body).iter("outline")]


def test_channels_are_listed_with_document_and_page() -> None:
    world = Channel(name="world", title="World & wide", description="All", tags=("a", "b, c"))
    body = opml.channels("Site <1>", BASE, [world])
    assert outlines(body) == [
        {
            "type": "rss",
            "text": "World & wide",
            "title": "World & wide",
            "xmlUrl": f"{BASE}/channels/world.atom",
            "htmlUrl": f"{BASE}/channels/world",
            "description": "All",
            "category": "a,b  c",
        }
    ]
    assert xml(body).findtext("head/title") == "Site <1>"


def test_sources_are_listed_in_the_words_of_the_operator_or_their_own() -> None:
    hop = Hop(
        title="Own title",
        home_url="https://a.example/",
        subtitle=Text(value="<b>N</b>ews &amp; all", kind=TextKind.HTML),
    )
    named = Source(name="a", url="https://a.example/rss", title="Given", tags=("world",))
    unnamed = Source(name="b", url="http://b.example/rss")
    untitled = Source(name="c", url="http://c.example/rss")
    listed = outlines(
        opml.sources("Site", [(named, hop), (unnamed, hop), (untitled, Hop(title=""))])
    )
    assert [one["text"] for one in listed] == ["Given", "Own title", "http://c.example/rss"]
    assert listed[0] == {
        "type": "rss",
        "text": "Given",
        "title": "Given",
        "xmlUrl": "https://a.example/rss",
        "htmlUrl": "https://a.example/",
        "description": "News & all",
        "category": "world",
    }


def test_no_credentials_and_no_files_are_listed() -> None:
    hop = Hop(title="T")
    secret = Source(name="a", url="https://user:secret@a.example/rss")
    local = Source(name="b", url="file:/srv/feeds/b.xml")
    body = opml.sources("Site", [(secret, hop), (local, hop)])
    assert [one["xmlUrl"] for one in outlines(body)] == ["https://a.example/rss"]
    assert b"secret" not in body


def test_characters_that_xml_forbids_are_dropped() -> None:
    body = opml.channels("a\x00b\ud800", BASE, [Channel(name="x", title="t\x1b")])
    assert outlines(body)[0]["text"] == "t"
    assert xml(body).findtext("head/title") == "ab"


def test_the_same_list_is_the_same_bytes_and_an_empty_one_is_whole() -> None:
    lists = [opml.channels("Site", BASE, [Channel(name="x", title="t")]) for _ in range(2)]
    assert lists[0] == lists[1]
    assert opml_faults(opml.channels("Site", BASE, [])) == []


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("News & all", "News & all"),
        ("News, <b>bold</b>", "News, bold"),
        ("Of the &lt;blink&gt; tag <br>", None),
    ],
)
def test_a_description_is_never_markup(said: str, expected: str | None) -> None:
    channel = Channel(name="one", title="One", description=said)
    (outline,) = outlines(opml.channels("Site", BASE, [channel]))
    assert outline.get("description") == expected
