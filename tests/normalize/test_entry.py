from datetime import UTC, datetime
from typing import Any

import pytest

from feedsvc.model.entry import (
    Content,
    Enclosure,
    Entry,
    Extension,
    Hop,
    Link,
    Person,
    Text,
    TextKind,
)
from feedsvc.model.parsed import ParsedEntry, ParsedFeed, ParsedLink, ParsedPerson, ParsedText
from feedsvc.normalize.entry import normal_entry

URL = "https://herald.example/news/feed.xml"
ADA = Person(name="Ada")
UNSAFE = [
    "",
    "javascript:alert(1)",
    " \tjava\nscript:alert(1)",
    "data:text/html,x",
    "vbscript:x",
    "file:///etc/passwd",
    "{{ post.url }}",
    "http://",
    "https://herald.example\\@evil.example/",
]


def normal(feed: ParsedFeed | None = None, **fields: Any) -> Entry:  # noqa: ANN401 - of ParsedEntry
    return normal_entry(ParsedEntry(**fields), feed or ParsedFeed(version="atom10"), URL)


def html(value: str, **fields: Any) -> ParsedText:  # noqa: ANN401 - of ParsedText
    return ParsedText(value=value, type="text/html", **fields)


@pytest.mark.parametrize("unsafe", UNSAFE)
def test_an_unsafe_address_is_dropped_from_every_field(unsafe: str) -> None:
    links = tuple(ParsedLink(href=unsafe, rel=rel) for rel in ("alternate", "enclosure", "via"))
    person = ParsedPerson(name="Ada", uri=unsafe)
    source = ParsedFeed(
        title=ParsedText(value="Origin"),
        id="tag:origin.example,2026:f",
        links=(ParsedLink(href=unsafe), ParsedLink(href=unsafe, rel="self")),
        icon=unsafe,
        logo=unsafe,
        licences=(unsafe,),
        authors=(person,),
    )
    entry = normal(
        title=ParsedText(value="T"),
        contents=(ParsedText(value="", type="video/mp4", src=unsafe),),
        links=links,
        authors=(person,),
        contributors=(person,),
        licences=(unsafe,),
        comments=unsafe,
        source=source,
    )
    (hop,) = entry.hops
    assert (entry.url, entry.comments, entry.licences) == (None, None, ())
    assert (entry.enclosures, entry.links, entry.contents) == ((), (), ())
    assert entry.authors == entry.contributors == hop.authors == (Person(name="Ada"),)
    assert (hop.home_url, hop.feed_url, hop.icon, hop.logo) == (None, None, None, None)
    assert hop.licences == ()


def test_relative_addresses_are_resolved_against_their_own_base_or_the_document() -> None:
    entry = normal(
        links=(
            ParsedLink(href="../1"),
            ParsedLink(href="a.mp3", rel="enclosure", base="https://cdn.example/x/"),
            ParsedLink(href="?page=2", rel="next"),
        ),
        comments="/1#comments",
        summary=html('<a href="2">two</a>', base="https://other.example/y/"),
        contents=(html('<img src="3.png" alt="three">'),),
    )
    assert entry.url == "https://herald.example/1"
    assert entry.enclosures == (Enclosure(url="https://cdn.example/x/a.mp3"),)
    assert entry.links == (
        Link(href="https://herald.example/1", rel="alternate"),
        Link(href="https://cdn.example/x/a.mp3", rel="enclosure"),
        Link(href=f"{URL}?page=2", rel="next"),
    )
    assert entry.comments == "https://herald.example/1#comments"
    assert entry.summary is not None
    assert 'href="https://other.example/y/2"' in entry.summary.value
    assert 'src="https://herald.example/3.png"' in entry.contents[0].value


@pytest.mark.parametrize("base", ["", URL])
def test_df21_relative_addresses_in_a_text_count_from_the_page_if_there_is_one(base: str) -> None:
    texts: dict[str, Any] = {
        "summary": html('<a href="2">two</a>', base=base),
        "contents": (html('<img src="3.png" alt="three">', base=base),),
    }
    placed = normal(links=(ParsedLink(href="https://other.example/y/1"),), **texts)
    assert placed.summary is not None
    assert 'href="https://other.example/y/2"' in placed.summary.value
    assert 'src="https://other.example/y/3.png"' in placed.contents[0].value
    unplaced = normal(**texts)
    assert unplaced.summary is not None
    assert 'href="https://herald.example/news/2"' in unplaced.summary.value
    assert 'src="https://herald.example/news/3.png"' in unplaced.contents[0].value


def test_the_page_is_the_address_and_every_link_stays_in_its_order() -> None:
    entry = normal(
        links=(
            ParsedLink(href="/1.pdf", type="application/pdf"),
            ParsedLink(href="/1", type="text/html"),
            ParsedLink(href="/1.fr", type="text/html", hreflang="fr"),
            ParsedLink(href="/1.atom", rel="self"),
        )
    )
    assert entry.url == "https://herald.example/1"
    assert [(link.href, link.rel, link.hreflang) for link in entry.links] == [
        ("https://herald.example/1.pdf", "alternate", None),
        ("https://herald.example/1", "alternate", None),
        ("https://herald.example/1.fr", "alternate", "fr"),
        ("https://herald.example/1.atom", "self", None),
    ]


def test_a_link_that_is_told_twice_stands_once() -> None:
    entry = normal(
        links=(
            ParsedLink(href="/1", rel="related", title=" A\n tale ", length="12"),
            ParsedLink(href="1", rel="related", base="https://herald.example/"),
            ParsedLink(href="/1", rel="related", type="text/html"),
            ParsedLink(href="/1", rel="related", hreflang="de"),
        )
    )
    place = "https://herald.example/1"
    assert entry.links == (
        Link(href=place, rel="related", title="A tale", length=12),
        Link(href=place, rel="related", type="text/html"),
        Link(href=place, rel="related", hreflang="de"),
    )


def test_enclosures_stand_once_with_what_can_be_believed_of_them() -> None:
    def enclosure(href: str, kind: str, length: str) -> ParsedLink:
        return ParsedLink(href=href, rel="enclosure", type=kind, length=length)

    entry = normal(
        links=(
            enclosure("/a.mp3", " Audio/MPEG ", " 1234 "),
            enclosure("/a.mp3", "audio/mpeg", "9"),
            enclosure("/b.mp3", "mp3", "-1"),
            enclosure("/c.mp3", "text/\x07", "12 KB"),
            enclosure("/d.mp3", "audio/ogg; codecs=opus", "٣"),
            enclosure("/e.mp3", "audio/\x1f;", "9" * 30),
        )
    )
    assert entry.enclosures == (
        Enclosure(url="https://herald.example/a.mp3", type="audio/mpeg", length=1234),
        Enclosure(url="https://herald.example/b.mp3"),
        Enclosure(url="https://herald.example/c.mp3"),
        Enclosure(url="https://herald.example/d.mp3", type="audio/ogg; codecs=opus"),
        Enclosure(url="https://herald.example/e.mp3"),
    )


def test_a_person_is_someone_with_a_name_or_an_address_and_stands_once() -> None:
    entry = normal(
        authors=(
            ParsedPerson(),
            ParsedPerson(uri="https://x.example/"),
            ParsedPerson(uri="javascript:alert(1)"),
            ParsedPerson(email="not an address"),
            ParsedPerson(name=" Ada\n Byron ", email="ada@herald.example", uri="/ada"),
            ParsedPerson(name="Ada Byron", email="ada@herald.example"),
            ParsedPerson(name="Ada Byron"),
            ParsedPerson(email="bo@herald.example"),
        )
    )
    assert entry.authors == (
        Person(name="x.example", uri="https://x.example/"),
        Person(name="Ada Byron", email="ada@herald.example", uri="https://herald.example/ada"),
        Person(name="Ada Byron"),
        Person(name="bo", email="bo@herald.example"),
    )


def test_equal_contents_stand_once_and_a_summary_that_is_one_of_them_not_at_all() -> None:
    text = html("<p>One</p>")
    entry = normal(summary=text, contents=(text, html("<p>Two</p>"), text))
    assert [content.value for content in entry.contents] == ["<p>One</p>", "<p>Two</p>"]
    assert entry.summary is None
    other = normal(summary=html("<p>Short</p>"), contents=(text,))
    assert other.summary == Text(value="<p>Short</p>", kind=TextKind.HTML)


def test_contents_of_a_kind_that_cannot_be_shown_inline_need_a_place() -> None:
    entry = normal(
        contents=(
            ParsedText(value="%PDF", type="application/pdf"),
            ParsedText(value="", type="video/mp4", src="/film.mp4"),
            ParsedText(value="", type="no type", src="/thing"),
            ParsedText(value="plain & <b>", type="text/plain"),
            html("  "),
        )
    )
    assert entry.contents == (
        Content(type="video/mp4", src="https://herald.example/film.mp4"),
        Content(src="https://herald.example/thing"),
        Content(value="plain & <b>", kind=TextKind.TEXT),
    )


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (ParsedText(value=" AT&T <b> "), Text(value="AT&T <b>")),
        (html("Caf&eacute; &quot;Kai&quot;"), Text(value='Café "Kai"')),
        (html("Tom &amp; Jerry"), Text(value="Tom &amp; Jerry", kind=TextKind.HTML)),
        (html("Tom &amp;amp; Jerry"), Text(value="Tom &amp;amp; Jerry", kind=TextKind.HTML)),
        (html("1 &lt; 2"), Text(value="1 &lt; 2", kind=TextKind.HTML)),
        (
            html('<img src="/i.png" alt="I">'),
            Text(value='<img src="https://herald.example/i.png" alt="I">', kind=TextKind.HTML),
        ),
        (html("A <em>big</em> day"), Text(value="A <em>big</em> day", kind=TextKind.HTML)),
        (html("<script>x</script>"), None),
        (html("<br>"), None),
        (ParsedText(value=" \x00\x0b\n "), None),
        (None, None),
    ],
)
def test_titles(raw: ParsedText | None, expected: Text | None) -> None:
    assert normal(title=raw).title == expected


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        ("en", "en"),
        (" zh-Hant-TW ", "zh-Hant-TW"),
        ("de-1996", "de-1996"),
        *((odd, "fi") for odd in ("", "e", "--en", "en-", "12", "en\n<b>", "x" * 36, "en us")),
    ],
)
def test_a_language_that_is_none_gives_way_to_that_of_the_feed(tag: str, expected: str) -> None:
    feed = ParsedFeed(version="rss20", language="fi")
    assert normal(feed, language=tag).language == expected
    assert normal(ParsedFeed(version="rss20", language="-"), language=None).language is None


def test_dates_are_read_or_absent_and_do_not_stand_in_for_each_other() -> None:
    entry = normal(published="yesterday, about noon", updated="2026-03-01T10:00:00+02:00")
    assert entry.published is None
    assert entry.updated == datetime(2026, 3, 1, 8, tzinfo=UTC)
    absurd = normal(published="Thu, 01 Jan 1970 00:00:00 GMT")
    assert absurd.published == datetime(1970, 1, 1, tzinfo=UTC)
    assert absurd.updated is None


@pytest.mark.parametrize(
    ("image", "expected"),
    [
        ("/i.png", "https://herald.example/i.png"),
        *((unsafe, None) for unsafe in UNSAFE),
    ],
)
def test_the_picture_that_stands_for_it(image: str, expected: str | None) -> None:
    assert normal(image=image).image == expected


def test_a_text_keeps_the_language_and_the_base_it_was_written_under() -> None:
    there = "https://other.example/y/"
    entry = normal(
        title=ParsedText(value="T", language="de"),
        summary=html("<p>S</p>", base=there),
        contents=(html("<p>C</p>", language="no language", base=URL),),
        rights=ParsedText(value="R", base="javascript:x"),
    )
    assert entry.title == Text(value="T", language="de")
    assert entry.summary == Text(value="<p>S</p>", kind=TextKind.HTML, base=there)
    assert entry.contents == (Content(value="<p>C</p>"),)
    assert entry.rights == Text(value="R")


def test_extensions_are_those_of_an_entry_under_the_address_of_the_document() -> None:
    thumbnail = Extension(name="media:thumbnail", attributes={"url": "/t.png", "odd": "1"})
    owner = Extension(name="podcast:guid", text="9b024349-ccf0-5f69-a609-6b82873eab3c")
    assert normal(extensions=(thumbnail, owner)).extensions == (
        Extension(name="media:thumbnail", attributes={"url": "https://herald.example/t.png"}),
    )


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (ParsedFeed(), None),
        (ParsedFeed(title=ParsedText(value=" \x00 ")), None),
        (ParsedFeed(links=(ParsedLink(href="javascript:x"),)), None),
        (ParsedFeed(title=ParsedText(value="Elsewhere")), Hop(title="Elsewhere")),
        (
            ParsedFeed(subtitle=ParsedText(value="News")),
            Hop(title="", subtitle=Text(value="News")),
        ),
        (ParsedFeed(authors=(ParsedPerson(name="Ada"),)), Hop(title="", authors=(ADA,))),
        (ParsedFeed(language="de"), Hop(title="", language="de")),
    ],
)
def test_a_source_that_says_anything_is_a_hop(source: ParsedFeed, expected: Hop | None) -> None:
    assert normal(source=source).hops == ((expected,) if expected else ())
