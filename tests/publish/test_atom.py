import re
from dataclasses import replace

from lxml.etree import _Element

from feedsvc.model.channel import Channel
from feedsvc.model.entry import Entry, Hop, Person, Text
from feedsvc.model.view import Showing
from feedsvc.publish import atom
from tests.publish.conformance import ATOM, XML, xml
from tests.publish.showings import ARTICLE, BASE, HERALD, LATER, showing, telling, view

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
    assert feed.findtext(f"{ATOM}title") == "World & <all>"
    assert feed.findtext(f"{ATOM}subtitle") == "Far & wide"
    assert feed.findtext(f"{ATOM}updated") == LATER.strftime("%Y-%m-%dT%H:%M:%SZ")
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


def test_namespaces_are_declared_once_on_the_root() -> None:
    body = atom.render(view(*TELLING.values())).body
    tags = re.findall(rb"<[^/?!][^>]*>", body)
    assert [tag for tag in tags if b"xmlns" in tag] == [tags[0]]


def test_links_keep_all_their_attributes() -> None:
    entry = entry_of(TELLING["everything"])
    assert link(entry, "alternate") == [
        {"href": "https://herald.example/1?x=1&y=2"},
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
        "updated": LATER.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "subtitle": "News from the quay",
        "rights": "© Harbour Herald",
        "icon": "https://herald.example/icon.png",
        "logo": "https://herald.example/logo.png",
        "generator": "Quill",
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
    nowhere = Hop(title="Nowhere")
    source = entry_of(showing(ARTICLE, hops=(nowhere,))).find(f"{ATOM}source")
    assert source.find(f"{ATOM}id") is None


def test_no_title_is_invented() -> None:
    title = entry_of(TELLING["neither title nor address"]).find(f"{ATOM}title")
    assert (title.text, dict(title.attrib)) == (None, {})


def test_markup_is_marked_as_markup_and_words_as_words() -> None:
    html = entry_of(TELLING["summary alone"]).find(f"{ATOM}title")
    assert (html.get("type"), html.text) == ("html", "Fog <i>again</i> &amp; rain")
    words = entry_of(TELLING["everything"]).find(f"{ATOM}title")
    assert (words.get("type"), words.text) == (None, "Ships & <cargo> arrive")
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
    assert entry.findtext(f"{ATOM}title") == "ab ]]>  <script> &amp; 🛳️"
    assert entry.findtext(f"{ATOM}summary") == "Tom & Jerry < ]]>  done"
    assert "x ]]&gt; y  &lt;b&gt; 👩‍👩‍👧" in entry.findtext(f"{ATOM}content")
    assert entry.findtext(f"{ATOM}author/{ATOM}name") == "O'Neil <ed>"


def test_an_email_that_is_none_is_left_out() -> None:
    people = (Person(name="A", email="a at b"), Person(name="B", email="b@c.example\nx"))
    entry = entry_of(showing(replace(ARTICLE, authors=people)))
    assert entry.findall(f"{ATOM}author/{ATOM}email") == []
