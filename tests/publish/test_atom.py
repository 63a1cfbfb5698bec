import re
from dataclasses import replace
from html import unescape
from uuid import UUID

import pytest
from lxml.etree import _Element

from feedsvc.model.channel import Channel
from feedsvc.model.entry import (
    Entry,
    Extension,
    Hop,
    Person,
    Text,
    TextKind,
)
from feedsvc.model.view import Showing
from feedsvc.publish import atom
from tests.publish.conformance import ATOM, XML, xml
from tests.publish.showings import ARTICLE, BASE, HERALD, MORNING, showing, telling, view

TELLING = telling()


def feed_of(*showings: Showing, channel: Channel | None = None) -> _Element:
    return xml(atom.render(view(*showings, channel=channel)).body)


def entry_of(one: Showing) -> _Element:
    return feed_of(one).find(f"{ATOM}entry")


def link(element: _Element, rel: str) -> list[dict[str, str]]:
    found = [dict(one.attrib) for one in element.findall(f"{ATOM}link")]
    return [one for one in found if one.pop("rel") == rel]


def test_the_head_says_which_channel_it_is() -> None:
    feed = feed_of(TELLING["everything"])
    assert feed.findtext(f"{ATOM}id") == f"{BASE}/channels/world"
    title = feed.find(f"{ATOM}title")
    assert (title.get("type"), title.text) == ("html", "World &amp; &lt;all&gt;")
    assert feed.findtext(f"{ATOM}subtitle") == "Far & wide"
    assert feed.findtext(f"{ATOM}updated") == "2026-03-01T11:30:16.123456Z"
    assert feed.findtext(f"{ATOM}generator") == "feedsvc"
    assert link(feed, "self") == [
        {"type": "application/atom+xml", "href": f"{BASE}/channels/world.atom"}
    ]
    assert link(feed, "alternate") == [
        {"type": "text/html", "href": f"{BASE}/channels/world"},
        {"type": "application/rss+xml", "href": f"{BASE}/channels/world.rss"},
        {"type": "application/feed+json", "href": f"{BASE}/channels/world.json"},
    ]
    silent = feed_of(channel=Channel(name="world", title="t"))
    assert silent.find(f"{ATOM}subtitle") is None


def test_the_head_speaks_the_language_that_all_entries_share() -> None:
    assert feed_of(TELLING["right to left"]).get(f"{XML}lang") == "ar"
    mixed = feed_of(TELLING["right to left"], TELLING["everything"])
    assert mixed.get(f"{XML}lang") is None


def test_an_entry_declares_the_prefixes_it_uses_and_no_others() -> None:
    body = atom.render(view(*TELLING.values())).body
    tags = re.findall(rb"<[^/?!][^>]*>", body)
    div = b'<div xmlns="http://www.w3.org/1999/xhtml">'
    assert [tag for tag in tags if b"xmlns" in tag] == [tags[0], div]
    assert tags[0].startswith(b'<feed xmlns="http://www.w3.org/2005/Atom"')
    place = Extension(name="georss:point", text="1 2")
    body = atom.render(view(showing(replace(ARTICLE, extensions=(place,))))).body
    assert b'<entry xmlns:georss="http://www.georss.org/georss" xml:lang="en-GB">' in body
    assert body.count(b"xmlns") == 2


def test_links_keep_all_their_attributes() -> None:
    entry = entry_of(TELLING["everything"])
    assert link(entry, "alternate") == [
        {"href": "https://herald.example/1?x=1&y=2", "type": "text/html"},
        {"href": "https://herald.example/1.pdf", "type": "application/pdf"},
    ]
    assert link(entry, "enclosure") == [
        {
            "href": "https://cdn.example/1.mp3",
            "type": "audio/mpeg",
            "length": "1234",
            "title": "Horn",
        },
        {
            "href": "https://cdn.example/1.jpg",
            "type": "image/jpeg",
            "title": "The pier & a gull",
        },
        {"href": "https://cdn.example/1.bin"},
    ]
    assert link(entry, "replies") == [
        {"href": "https://herald.example/1#comments", "type": "text/html"}
    ]
    assert link(entry, "related") == [
        {
            "href": "https://herald.example/0",
            "hreflang": "en",
            "length": "99",
            "title": "Before",
            "type": "text/html",
        }
    ]


def test_persons_categories_and_rights_are_whole() -> None:
    entry = entry_of(TELLING["everything"])
    assert [[part.text for part in one] for one in entry.findall(f"{ATOM}author")] == [
        ["Ada Quay", "ada@herald.example", "https://herald.example/ada"],
        ["Bo Dock"],
    ]
    assert entry.findtext(f"{ATOM}contributor/{ATOM}name") == "Cy Crane"
    assert [dict(one.attrib) for one in entry.findall(f"{ATOM}category")] == [
        {
            "term": "ships",
            "scheme": "https://herald.example/topics",
            "label": "Ships & boats",
        },
        {"term": "cargo"},
    ]
    rights = entry.find(f"{ATOM}rights")
    assert (rights.get("type"), rights.text) == ("html", "© 2026 <em>Ada Quay</em>")


def test_the_source_tells_all_that_is_known_of_the_feed() -> None:
    source = entry_of(TELLING["everything"]).find(f"{ATOM}source")
    texts = {one.tag.removeprefix(ATOM): one.text for one in source if one.text}
    assert texts == {
        "id": "tag:herald.example,2020:feed",
        "title": "Harbour Herald & Sons",
        "updated": "2026-03-01T11:30:16.123456Z",
        "subtitle": "News from the quay",
        "rights": "© Harbour Herald",
        "icon": "https://herald.example/icon.png",
        "logo": "https://herald.example/logo.png",
        "generator": "Quill",
    }
    assert dict(source.find(f"{ATOM}generator").attrib) == {
        "uri": "https://quill.example/",
        "version": "2.1",
    }
    assert source.get(f"{XML}lang") == "en"
    assert source.findtext(f"{ATOM}author/{ATOM}email") == "desk@herald.example"
    assert source.findtext(f"{ATOM}contributor/{ATOM}name") == "Night Shift"
    assert source.find(f"{ATOM}category").get("term") == "harbour"
    assert link(source, "license") == [{"href": HERALD.licences[0]}]


def test_a_source_whose_id_is_no_iri_is_known_by_its_address() -> None:
    named = replace(HERALD, id="the herald")
    source = entry_of(showing(ARTICLE, hops=(named,))).find(f"{ATOM}source")
    assert source.findtext(f"{ATOM}id") == HERALD.feed_url
    rooted = Hop(title="Rooted", feed_url="https://rooted.example")
    source = entry_of(showing(ARTICLE, hops=(rooted,))).find(f"{ATOM}source")
    assert source.findtext(f"{ATOM}id") == "https://rooted.example/"
    paged = Hop(title="Paged", home_url="https://paged.example/news")
    source = entry_of(showing(ARTICLE, hops=(paged,))).find(f"{ATOM}source")
    assert source.findtext(f"{ATOM}id") == "https://paged.example/news"


def test_a_source_without_any_address_has_an_id_made_of_its_name() -> None:
    ids = [
        entry_of(showing(ARTICLE, hops=(Hop(title=title),))).findtext(f"{ATOM}source/{ATOM}id")
        for title in ("Nowhere", "Nowhere", "Elsewhere")
    ]
    assert ids[0] == ids[1] != ids[2]
    assert UUID(ids[0].removeprefix("urn:uuid:")).version == 5


def test_a_source_says_when_it_changed_if_the_entry_does() -> None:
    said = Hop(title="", updated=MORNING)
    entry = entry_of(showing(replace(ARTICLE, hops=(said,))))
    assert entry.findtext(f"{ATOM}source/{ATOM}updated") == "2026-03-01T06:30:15.123456Z"


@pytest.mark.parametrize(
    ("summary", "named"),
    [
        (Text(value="A note."), "A note."),
        (Text(value=f"<p>{'word ' * 40}</p>", kind=TextKind.HTML), f"{'word ' * 15}word…"),
        (None, HERALD.title),
    ],
)
def test_an_entry_without_title_is_named_by_the_beginning_of_its_text(
    summary: Text | None, named: str
) -> None:
    title = entry_of(showing(Entry(id="urn:x:1", summary=summary))).find(f"{ATOM}title")
    assert (title.text, dict(title.attrib)) == (named, {})


def test_content_names_an_entry_before_its_summary() -> None:
    entry = replace(ARTICLE, title=None)
    title = entry_of(showing(entry)).findtext(f"{ATOM}title")
    assert title == "Three ships came in. The pier held & all is well."


def test_markup_is_marked_as_markup_and_words_as_words() -> None:
    html = entry_of(TELLING["summary alone"]).find(f"{ATOM}title")
    assert (html.get("type"), html.text) == ("html", "Fog <i>again</i> &amp; rain")
    like_markup = entry_of(TELLING["everything"]).find(f"{ATOM}title")
    assert (like_markup.get("type"), like_markup.text) == (
        "html",
        "Ships &amp; &lt;cargo&gt; arrive",
    )
    words = entry_of(TELLING["elsewhere"]).find(f"{ATOM}title")
    assert (words.get("type"), words.text) == (None, "A film")
    plain = entry_of(TELLING["awkward characters"]).find(f"{ATOM}summary")
    assert plain.get("type") is None


def test_each_text_says_its_language_only_where_it_differs() -> None:
    entry = Entry(
        id="urn:example:l",
        url="https://x.example/",
        title=Text(value="Titre", language="fr"),
        summary=Text(value="Summary", language="en"),
        rights=Text(value="Rechte", language="de"),
        contents=ARTICLE.contents,
        language="en",
    )
    found = entry_of(showing(entry))
    told = {
        one.tag.removeprefix(ATOM): one.get(f"{XML}lang")
        for one in found
        if f"{XML}lang" in one.attrib
    }
    assert found.get(f"{XML}lang") == "en"
    assert told == {"title": "fr", "rights": "de"}
    same = replace(entry, title=Text(value="Title", language="en"), rights=None)
    assert f"{XML}lang" not in entry_of(showing(same)).find(f"{ATOM}title").attrib
    spoken = replace(entry, summary=Text(value="Résumé", language="fr"), contents=())
    assert entry_of(showing(spoken)).find(f"{ATOM}summary").get(f"{XML}lang") == "fr"


def test_content_that_lies_elsewhere_is_pointed_to() -> None:
    entry = entry_of(TELLING["elsewhere"])
    content = entry.find(f"{ATOM}content")
    assert dict(content.attrib) == {"src": "https://cdn.example/6.mp4", "type": "video/mp4"}
    assert content.text is None


def test_characters_that_xml_forbids_are_dropped_and_all_others_kept() -> None:
    entry = entry_of(TELLING["awkward characters"])
    title = entry.find(f"{ATOM}title")
    assert title.get("type") == "html"
    assert unescape(title.text) == "ab ]]>  <script> &amp; 🛳️"
    assert entry.findtext(f"{ATOM}summary") == "Tom & Jerry < ]]>  done"
    assert "x ]]&gt; y  &lt;b&gt; 👩‍👩‍👧" in entry.findtext(f"{ATOM}content")
    assert entry.findtext(f"{ATOM}author/{ATOM}name") == "O'Neil <ed>"


def test_an_email_that_is_none_is_left_out() -> None:
    people = (Person(name="A", email="a at b"), Person(name="B", email="b@c.example\nx"))
    entry = entry_of(showing(replace(ARTICLE, authors=people)))
    assert entry.findall(f"{ATOM}author/{ATOM}email") == []
