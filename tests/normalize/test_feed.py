from datetime import UTC, datetime
from typing import Any

import pytest

from feedsvc.model.entry import Extension, Generator, Hop, Image, Link, Text, TextKind
from feedsvc.model.parsed import ParsedFeed, ParsedGenerator, ParsedImage, ParsedLink, ParsedText
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


def test_what_neither_names_nor_places_itself_has_an_empty_title() -> None:
    about = said_feed(ParsedFeed(subtitle=ParsedText(value="News")), URL)
    assert about == Hop(title="", subtitle=Text(value="News"))
    via = said_feed(ParsedFeed(links=(ParsedLink(href=URL, rel="via"),)), URL)
    assert via == Hop(title="", links=(Link(href=URL, rel="via"),))
    said = said_feed(ParsedFeed(links=(ParsedLink(href="https://o.example/"),)), URL)
    assert said == Hop(
        title="o.example",
        home_url="https://o.example/",
        links=(Link(href="https://o.example/", rel="alternate"),),
    )
    assert said_feed(ParsedFeed(), URL) == Hop(title="")


@pytest.mark.parametrize(
    ("raw", "title", "name"),
    [
        (ParsedText(value="A & B"), "A & B", None),
        (ParsedText(value="A\n B"), "A B", Text(value="A\n B")),
        (ParsedText(value="A", language="de"), "A", Text(value="A", language="de")),
        (
            ParsedText(value="<b>A</b> &amp; B", type="text/html"),
            "A & B",
            Text(value="<b>A</b> &amp; B", kind=TextKind.HTML),
        ),
        (ParsedText(value="Caf&eacute;", type="text/html"), "Café", None),
    ],
)
def test_the_title_as_written_is_kept_where_it_says_more(
    raw: ParsedText, title: str, name: Text | None
) -> None:
    hop = fed(title=raw)
    assert (hop.title, hop.name) == (title, name)


def test_texts_of_a_feed_keep_their_kind() -> None:
    hop = fed(
        subtitle=ParsedText(value="<p>News &amp; <script>x</script>more</p>", type="text/html"),
        rights=ParsedText(value="© <me>", language="en"),
        notice=ParsedText(value="<b>A feed</b>", type="text/html"),
    )
    assert hop.subtitle == Text(value="<p>News &amp; more</p>", kind=TextKind.HTML)
    assert hop.rights == Text(value="© <me>", language="en")
    assert hop.notice == Text(value="<b>A feed</b>", kind=TextKind.HTML)


def test_dates_of_a_feed_are_read_or_absent() -> None:
    hop = fed(updated="2026-03-01T10:00:00+02:00", published="soon")
    assert (hop.updated, hop.published) == (datetime(2026, 3, 1, 8, tzinfo=UTC), None)


def test_the_image_needs_an_address() -> None:
    image = ParsedImage(
        url="/i.png", title=" The\n I ", link="/", description="", width="88", height="tall"
    )
    assert fed(image=image).image == Image(
        url="https://herald.example/i.png", title="The I", link="https://herald.example/", width=88
    )
    assert fed(image=ParsedImage(url="data:image/png,x", title="I")).image is None
    assert fed(image=ParsedImage(url="/i", link="javascript:x")).image == Image(
        url="https://herald.example/i"
    )


def test_the_generator_needs_a_name() -> None:
    made = fed(generator=ParsedGenerator(name=" Quill\x00 ", uri="/q", version=" 1 "))
    assert made.generator == Generator(name="Quill", uri="https://herald.example/q", version="1")
    unsafe = fed(generator=ParsedGenerator(name="Quill", uri="javascript:x"))
    assert unsafe.generator == Generator(name="Quill")
    assert fed(generator=ParsedGenerator(uri="https://quill.example/")).generator is None


def test_addresses_of_a_feed_are_safe() -> None:
    hop = fed(docs="/docs", icon="/i.ico", logo="vbscript:x")
    assert (hop.docs, hop.icon, hop.logo) == (
        "https://herald.example/docs",
        "https://herald.example/i.ico",
        None,
    )
    assert fed(docs="javascript:x").docs is None


def test_every_link_of_a_feed_stays_in_its_order() -> None:
    hop = fed(
        links=(
            ParsedLink(href="/hub", rel="hub"),
            ParsedLink(href="/"),
            ParsedLink(href="/feed.xml", rel="self", type="application/rss+xml"),
            ParsedLink(href="javascript:x", rel="next"),
        )
    )
    assert [(link.rel, link.href) for link in hop.links] == [
        ("hub", "https://herald.example/hub"),
        ("alternate", "https://herald.example/"),
        ("self", "https://herald.example/feed.xml"),
    ]


def test_a_relative_id_is_taken_from_where_it_stands() -> None:
    title = ParsedText(value="T")
    assert fed(title=title, id="/feed").id == "https://herald.example/feed"
    assert fed(title=title, id="urn:x-odd:1").id == "urn:x-odd:1"


def test_extensions_are_those_of_a_feed() -> None:
    guid = Extension(name="podcast:guid", text="9b024349-ccf0-5f69-a609-6b82873eab3c")
    assert fed(extensions=(guid, Extension(name="itunes:duration", text="1:02"))).extensions == (
        guid,
    )


def test_licences_stand_once() -> None:
    by = "https://creativecommons.org/licenses/by/4.0/"
    hop = fed(title=ParsedText(value="T"), licences=(by, "CC BY", by, "javascript:x"))
    assert hop.licences == (by, "https://herald.example/CC%20BY")
