import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedsvc.model.entry import Category
from feedsvc.model.parsed import ParsedEntry, ParsedFeed, ParsedLink, ParsedPerson, ParsedText
from feedsvc.parse import parse

URL = "https://feeds.test/feed.json"
VERSION = "https://jsonfeed.org/version/1.1"


def read(feed: object, **more: Any) -> ParsedFeed:  # noqa: ANN401
    return parse(json.dumps(feed).encode(), url=URL, **more)


def item(fields: dict[str, Any]) -> ParsedEntry:
    (entry,) = read({"version": VERSION, "items": [fields]}).entries
    return entry


def text(value: str, kind: str = "text/plain") -> ParsedText:
    return ParsedText(value=value, type=kind, base=URL)


def test_fields_of_a_feed() -> None:
    feed = read(
        {
            "version": "https://jsonfeed.org/version/1",
            "title": "T",
            "description": "D",
            "home_page_url": "https://a.test/",
            "feed_url": URL,
            "next_url": "https://a.test/2",
            "icon": "big.png",
            "favicon": "small.png",
            "author": {"name": "A", "url": "https://a.test/a", "avatar": "x"},
            "language": "de",
            "hubs": [{"type": "WebSub", "url": "https://hub.test/"}, {"type": "rssCloud"}],
            "_x": {"y": 1},
            "items": [],
        }
    )
    assert (feed.version, feed.id, feed.language) == ("json1", URL, "de")
    assert feed.title == ParsedText(value="T", language="de", base=URL)
    assert [(link.rel, link.href) for link in feed.links] == [
        ("alternate", "https://a.test/"),
        ("self", URL),
        ("next", "https://a.test/2"),
        ("hub", "https://hub.test/"),
    ]
    assert feed.authors == (ParsedPerson(name="A", uri="https://a.test/a"),)
    assert (feed.icon, feed.logo) == ("small.png", "big.png")
    assert (feed.image, feed.generator, feed.extensions) == (None, None, ())


def test_fields_of_an_item() -> None:
    entry = item(
        {
            "id": " 1 ",
            "url": "/a",
            "external_url": "https://b.test/",
            "title": "T",
            "summary": "S",
            "content_html": "<p>H",
            "content_text": "P",
            "image": "i.png",
            "banner_image": "b.png",
            "date_published": "2026-01-01T00:00:00Z",
            "date_modified": "yesterday",
            "authors": [{"name": "A"}, {"url": "https://b.test/b"}, {}],
            "tags": ["x", "y"],
            "language": "fr",
            "attachments": [
                {"url": "/a.mp3", "mime_type": "audio/mpeg", "title": "t", "size_in_bytes": 12}
            ],
            "_x": [1],
        }
    )
    assert (entry.id, entry.language) == ("1", "fr")
    assert [(link.rel, link.href) for link in entry.links] == [
        ("alternate", "/a"),
        ("related", "https://b.test/"),
        ("enclosure", "/a.mp3"),
    ]
    assert entry.links[2] == ParsedLink(
        href="/a.mp3", rel="enclosure", type="audio/mpeg", title="t", length="12", base=URL
    )
    assert [(c.value, c.type, c.language) for c in entry.contents] == [
        ("<p>H", "text/html", "fr"),
        ("P", "text/plain", "fr"),
    ]
    assert (entry.published, entry.updated) == ("2026-01-01T00:00:00Z", "yesterday")
    assert entry.authors == (ParsedPerson(name="A"), ParsedPerson(uri="https://b.test/b"))
    assert entry.categories == (Category(term="x"), Category(term="y"))
    assert (entry.image, entry.extensions) == ("i.png", ())


def test_the_banner_stands_for_an_image_that_is_missing() -> None:
    assert item({"banner_image": "b.png"}).image == "b.png"
    assert item({"image": ["i.png"]}).image == ""


@pytest.mark.parametrize(
    ("fields", "attribute", "value"),
    [
        ({"id": 12345}, "id", "12345"),
        ({"id": 5.0}, "id", "5"),
        ({"id": True}, "id", ""),
        ({"id": {"a": 1}}, "id", ""),
        ({"title": 7}, "title", text("7")),
        ({"title": None}, "title", None),
        ({"url": 1.5}, "links", (ParsedLink(href="1.5", base=URL),)),
        ({"url": ["a"]}, "links", ()),
        ({"author": "Ann"}, "authors", (ParsedPerson(name="Ann"),)),
        ({"authors": {"name": "Ann"}}, "authors", (ParsedPerson(name="Ann"),)),
        ({"tags": "x"}, "categories", (Category(term="x"),)),
        ({"tags": [1, None, "", {}]}, "categories", (Category(term="1"),)),
        ({"attachments": "x"}, "links", ()),
        ({"attachments": [{"mime_type": "a/b"}, 3]}, "links", ()),
        ({"date_published": 1700000000}, "published", "1700000000"),
        ({"content_html": ["x"], "content_text": "y"}, "contents", (text("y"),)),
        ({"url": "/only"}, "id", ""),
        ({}, "contents", ()),
    ],
)
def test_types_are_coerced(fields: dict[str, Any], attribute: str, value: object) -> None:
    assert getattr(item(fields), attribute) == value


def test_what_feedsvc_says_of_the_way_is_read_back() -> None:
    entry = item(
        {
            "id": "1",
            "_feedsvc": {
                "source": {"title": "S", "feed_url": "https://s.test/f", "id": "urn:s"},
                "via": ["https://v.test/", {"feed_url": "https://w.test/"}],
                "rights": "R",
                "licence": "https://l.test/",
            },
        }
    )
    assert entry.source
    assert (entry.source.id, entry.source.title) == ("urn:s", text("S"))
    assert [(link.rel, link.href) for link in entry.links] == [
        ("via", "https://v.test/"),
        ("via", "https://w.test/"),
    ]
    assert (entry.rights, entry.licences) == (text("R"), ("https://l.test/",))


def test_what_feedsvc_says_of_a_feed_is_read_back() -> None:
    own = {"id": "urn:f", "rights": "R", "licence": "https://l.test/", "tags": ["t"]}
    feed = read({"version": VERSION, "feed_url": URL, "_feedsvc": own, "items": []})
    assert (feed.id, feed.rights, feed.licences) == ("urn:f", text("R"), ("https://l.test/",))
    assert feed.categories == (Category(term="t"),)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_encodings(encoding: str) -> None:
    body = json.dumps({"version": VERSION, "title": "Grüße"}, ensure_ascii=False).encode(encoding)
    assert parse(body, url=URL).title == text("Grüße")


@pytest.mark.parametrize("odd", ['"\\ud800"', '"a\nb"', "NaN", "1" + "0" * 400, "1e999"])
def test_what_strict_readers_refuse_is_read(odd: str) -> None:
    body = f'{{"version": "{VERSION}", "items": [{{"id": "1", "title": {odd}}}]}}'
    feed = parse(body.encode(), url=URL)
    assert (feed.version, feed.problem, len(feed.entries)) == ("json11", "", 1)
    assert len(feed.window[0]) == 16


@pytest.mark.parametrize(
    "body", [{}, {"items": []}, {"version": "1.1", "items": []}, [], {"version": None}]
)
def test_other_json_is_no_feed(body: object) -> None:
    feed = read(body)
    assert (feed.version, feed.problem) == ("", "the document is JSON, but no JSON Feed")


def test_cut_json() -> None:
    feed = parse(b'{"version": "https://jsonfeed.org/version/1", "items": [{"id": ', url=URL)
    assert (feed.version, feed.cut) == ("", True)
    assert feed.problem.startswith("the document is not valid JSON")


def test_known_items_are_left_out() -> None:
    feed = {"version": VERSION, "title": "T", "items": [{"id": n} for n in range(4)]}
    full = read(feed)
    part = read(feed, known={full.window[0], full.window[2]}, context=full.context)
    assert part.entries == (full.entries[1], full.entries[3])
    assert (part.window, part.head, part.title) == (full.window, full.head, full.title)
    last = {"known": set(full.window), "head": full.head, "context": full.context}
    again = read(feed, **last)
    assert again == ParsedFeed(
        unchanged=True, window=full.window, head=full.head, context=full.context
    )
    renamed = read(feed | {"title": "U"}, **last)
    assert (renamed.unchanged, renamed.entries) == (False, ())
    assert read(feed, **last | {"context": b"another!"}) == full


def test_fingerprint_does_not_depend_on_the_order_of_keys() -> None:
    one = read({"version": VERSION, "items": [{"id": "1", "title": "a"}]})
    other = read({"items": [{"title": "a", "id": "1"}], "version": VERSION})
    assert (one.window, one.head) == (other.window, other.head)


values = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=8) | st.integers(),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
)
keys = st.sampled_from(
    [
        *("id", "url", "title", "authors", "author", "tags", "attachments", "content_html", "_x"),
        *("_feedsvc", "date_published", "hubs", "items", "language", "summary", "image"),
    ]
)
objects = st.dictionaries(keys, values)


@given(objects, st.lists(objects | values, max_size=4))
def test_any_json_is_read(feed: dict[str, Any], items: list[Any]) -> None:
    found = read(feed | {"version": VERSION, "items": items})
    assert len(found.entries) == len([part for part in items if isinstance(part, dict)])
