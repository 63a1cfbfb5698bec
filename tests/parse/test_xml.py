"""What each part of RSS and Atom becomes."""

import pytest

from feedsvc.model.entry import Category, Extension
from feedsvc.model.parsed import (
    ParsedEntry,
    ParsedFeed,
    ParsedGenerator,
    ParsedImage,
    ParsedLink,
    ParsedPerson,
    ParsedText,
)
from feedsvc.parse import parse

URL = "https://feeds.test/dir/feed.xml"
NAMESPACES = (
    "xmlns:dc='http://purl.org/dc/elements/1.1/' xmlns:dcterms='http://purl.org/dc/terms/'"
    " xmlns:content='http://purl.org/rss/1.0/modules/content/'"
    " xmlns:itunes='http://www.itunes.com/dtds/podcast-1.0.dtd'"
    " xmlns:media='http://search.yahoo.com/mrss/' xmlns:atom='http://www.w3.org/2005/Atom'"
    " xmlns:cc='http://backend.userland.com/creativeCommonsRssModule'"
    " xmlns:sy='http://purl.org/rss/1.0/modules/syndication/'"
    " xmlns:georss='http://www.georss.org/georss' xmlns:psc='http://podlove.org/simple-chapters'"
    " xmlns:thr='http://purl.org/syndication/thread/1.0' xmlns:x='urn:example:x'"
)


def rss(channel: str) -> ParsedFeed:
    document = f"<rss version='2.0' {NAMESPACES}><channel>{channel}</channel></rss>"
    feed = parse(document.encode(), url=URL, content_type="application/rss+xml")
    assert (feed.version, feed.problem, feed.loose) == ("rss20", "", False)
    return feed


def item(inner: str) -> ParsedEntry:
    (entry,) = rss(f"<item>{inner}</item>").entries
    return entry


def atom(inner: str) -> ParsedFeed:
    document = f"<feed xmlns='http://www.w3.org/2005/Atom' {NAMESPACES}>{inner}</feed>"
    feed = parse(document.encode(), url=URL)
    assert (feed.version, feed.problem, feed.loose) == ("atom10", "", False)
    return feed


def entry(inner: str) -> ParsedEntry:
    (found,) = atom(f"<entry>{inner}</entry>").entries
    return found


def text(value: str, kind: str = "text/plain", language: str | None = None) -> ParsedText:
    return ParsedText(value=value, type=kind, language=language, base=URL)


def test_text_of_atom_keeps_its_type() -> None:
    found = entry(
        "<title type='html'>&lt;b&gt;a&lt;/b&gt;</title><summary>1 &lt; 2</summary>"
        "<content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'><p>x</p></div></content>"
        "<rights type='html'>&amp;copy;</rights>"
    )
    assert found.title == text("<b>a</b>", "text/html")
    assert found.summary == text("1 < 2")
    assert found.contents == (text("<p>x</p>", "application/xhtml+xml"),)
    assert found.rights == text("&copy;", "text/html")


def test_description_beside_content_is_the_summary() -> None:
    found = item("<description>short</description><content:encoded>long</content:encoded>")
    assert found.summary == text("short", "text/html")
    assert found.contents == (text("long", "text/html"),)


def test_content_alone_is_no_summary() -> None:
    found = item("<content:encoded>long</content:encoded>")
    assert found.summary is None
    assert found.contents == (text("long", "text/html"),)


def test_type_of_a_deeper_description_is_not_that_of_the_summary() -> None:
    found = item(
        "<content:encoded>long</content:encoded><description>a</description>"
        "<media:group><media:description type='plain'>b</media:description></media:group>"
    )
    assert found.summary == text("a", "text/html")


@pytest.mark.parametrize("turned", [False, True])
def test_what_itunes_is_told_stands_behind_what_the_format_says(*, turned: bool) -> None:
    parts = [
        "<itunes:summary>at length</itunes:summary><itunes:author>B</itunes:author>",
        "<description>brief</description><dc:creator>A</dc:creator>",
    ]
    found = item("".join(parts[::-1] if turned else parts))
    assert found.summary == text("brief", "text/html")
    assert found.contents == ()
    assert [person.name for person in found.authors] == ["A", "B"]


def test_what_itunes_is_told_is_the_content_where_the_description_is_but_a_line() -> None:
    found = item(
        "<description>In short.</description><itunes:summary>In short. And so on.</itunes:summary>"
    )
    assert found.summary == text("In short.", "text/html")
    assert found.contents == (text("In short. And so on."),)


@pytest.mark.parametrize(
    ("written", "name", "email"),
    [
        ("ed@paper.online (Ed B)", "Ed B", "ed@paper.online"),
        ("Ed B &lt;ed@paper.example&gt;", "Ed B", "ed@paper.example"),
        ("ed@city.demon.co.uk", "", "ed@city.demon.co.uk"),
        ("ed@paper.xn--p1ai", "", "ed@paper.xn--p1ai"),
        ("ed@paper.com (Ed)", "Ed", "ed@paper.com"),
    ],
)
def test_mailbox_is_whole_however_long_its_last_label(written: str, name: str, email: str) -> None:
    (author,) = item(f"<author>{written}</author>").authors
    assert (author.name, author.email) == (name, email)


@pytest.mark.parametrize("turned", [False, True])
def test_owner_of_a_podcast_is_no_author_of_it(*, turned: bool) -> None:
    parts = [
        "<itunes:owner><itunes:name>O</itunes:name><itunes:email>o@a.net</itunes:email></itunes:owner>",
        "<managingEditor>ed@a.example (Ed)</managingEditor>",
    ]
    told = "".join(parts[::-1] if turned else parts)
    (author,) = rss(told).authors
    assert (author.name, author.email) == ("Ed", "ed@a.example")


def test_what_itunes_is_told_stands_for_a_summary_that_is_missing() -> None:
    found = item("<itunes:summary>long &amp; so</itunes:summary>")
    assert (found.summary, found.contents) == (text("long & so"), ())


def test_what_itunes_is_told_is_no_content_where_the_summary_says_it_all() -> None:
    found = item(
        "<itunes:summary>long &amp; so</itunes:summary>"
        "<description>&lt;p&gt;long &amp;amp; so&lt;/p&gt;&lt;p&gt;Credit.&lt;/p&gt;</description>"
    )
    assert found.contents == ()


def test_what_describes_a_file_is_no_description_beside_one() -> None:
    found = item(
        "<media:content url='https://a.example/b'><media:description>cat</media:description>"
        "</media:content><description>text</description>"
    )
    assert (found.summary, found.contents) == (text("text", "text/html"), ())


def test_a_line_break_of_xhtml_stays_one() -> None:
    found = entry(
        '<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">a<br/>b</div></content>'
    )
    assert found.contents[0].value == "a<br>b"


def test_a_source_without_an_address_is_named() -> None:
    found = item("<dc:source>The Planet</dc:source>")
    assert found.source == ParsedFeed(title=ParsedText(value="The Planet", type="text/plain"))
    found = item("<dc:source>https://planet.example/</dc:source>")
    assert found.source == ParsedFeed(links=(ParsedLink(href="https://planet.example/"),))


def test_controls_of_windows_are_what_was_meant() -> None:
    assert item("<title>\x93x\x94 \x96 ж</title>").title == text("“x” – ж")


def test_several_contents_are_kept() -> None:
    found = entry("<content type='html'>a</content><content>b</content>")
    assert found.contents == (text("a", "text/html"), text("b"))


def test_content_elsewhere_is_told() -> None:
    (content,) = entry("<content src='video.mp4' type='video/mp4'/>").contents
    assert (content.src, content.type, content.value) == ("video.mp4", "video/mp4", "")


def test_dates_are_as_written_and_do_not_stand_for_each_other() -> None:
    found = item("<pubDate> 2020/1/10 14:33:00 </pubDate>")
    assert (found.published, found.updated) == ("2020/1/10 14:33:00", "")
    found = entry("<updated>yesterday</updated>")
    assert (found.published, found.updated) == ("", "yesterday")
    found = item("<pubDate>a</pubDate><dcterms:modified>b</dcterms:modified>")
    assert (found.published, found.updated) == ("a", "b")


def test_links_keep_all_they_say() -> None:
    found = entry(
        "<link href='/a'/><link rel='via' href='https://v.test/' title='V' hreflang='de'/>"
        "<link rel='alternate' type='text/html' href='https://h.test/'/><link rel='next'/>"
    )
    assert found.links == (
        ParsedLink(href="https://feeds.test/a", base=URL),
        ParsedLink(href="https://v.test/", rel="via", title="V", hreflang="de", base=URL),
        ParsedLink(href="https://h.test/", type="text/html", base=URL),
    )


def test_enclosures_are_links() -> None:
    found = item("<link>/p</link><enclosure url='/a.mp3' length='12' type='audio/mpeg'/>")
    assert [link.rel for link in found.links] == ["alternate", "enclosure"]
    assert found.links[1] == ParsedLink(
        href="/a.mp3", rel="enclosure", type="audio/mpeg", length="12", base=URL
    )


@pytest.mark.parametrize(
    ("inner", "id_", "links"),
    [
        ("<guid>https://a.test/1</guid>", "https://a.test/1", ["https://a.test/1"]),
        ("<guid isPermaLink='true'>http://a.test/1</guid>", "http://a.test/1", ["http://a.test/1"]),
        ("<guid isPermaLink='false'>https://a.test/1</guid>", "https://a.test/1", []),
        ("<guid>123</guid>", "123", []),
        (
            "<link>http://a.test/</link><guid>http://a.test/</guid>",
            "http://a.test/",
            ["http://a.test/"],
        ),
        ("<guid>tag:a.test,2026:1</guid>", "tag:a.test,2026:1", []),
        (
            "<guid>https://a.test/1</guid><link>/b</link>",
            "https://a.test/1",
            ["https://feeds.test/b"],
        ),
        (
            "<link>/b</link><guid>https://a.test/1</guid>",
            "https://a.test/1",
            ["https://feeds.test/b"],
        ),
        (
            "<guid> https://a.test/x/../1?#  </guid>",
            "https://a.test/x/../1?#",
            ["https://a.test/x/../1?#"],
        ),
    ],
)
def test_guid_is_as_written_and_a_link_only_if_it_is_one(
    inner: str, id_: str, links: list[str]
) -> None:
    found = item(inner)
    assert found.id == id_
    assert [link.href for link in found.links] == links


def test_id_of_atom_is_no_link() -> None:
    found = entry("<id>https://a.test/1</id>")
    assert found.id == "https://a.test/1"
    assert found.links == ()


def test_persons_of_rss() -> None:
    found = item(
        "<author>a@x.test (Ann)</author><dc:creator>Bob</dc:creator><dc:creator>Cy</dc:creator>"
        "<itunes:author>Bob</itunes:author><dc:contributor>Di</dc:contributor>"
    )
    assert found.authors == (
        ParsedPerson(name="Ann", email="a@x.test"),
        ParsedPerson(name="Bob"),
        ParsedPerson(name="Cy"),
    )
    assert found.contributors == (ParsedPerson(name="Di"),)


def test_persons_of_atom() -> None:
    found = entry(
        "<author><name>A</name><uri>https://a.test/</uri><email>a@x.test</email></author>"
        "<author><name>B</name></author><contributor><name>C</name></contributor>"
    )
    assert found.authors == (
        ParsedPerson(name="A", email="a@x.test", uri="https://a.test/"),
        ParsedPerson(name="B"),
    )
    assert found.contributors == (ParsedPerson(name="C"),)


def test_categories() -> None:
    found = entry("<category term='t' scheme='urn:s' label='L'/><category label='only'/>")
    assert found.categories == (
        Category(term="t", scheme="urn:s", label="L"),
        Category(term="only", label="only"),
    )
    assert item("<category domain='urn:d'>x</category>").categories == (
        Category(term="x", scheme="urn:d"),
    )


def test_licences_from_everywhere() -> None:
    found = item(
        "<cc:license>https://l.test/1</cc:license><atom:link rel='license' href='https://l.test/2'/>"
        "<dcterms:license>https://l.test/3</dcterms:license><dc:rights>(c) A</dc:rights>"
    )
    assert found.licences == ("https://l.test/1", "https://l.test/2", "https://l.test/3")
    assert found.rights == text("(c) A")


def test_source_of_atom() -> None:
    source = entry(
        "<id>1</id><source><id>urn:s</id><title>S</title><updated>now</updated>"
        "<link rel='self' href='https://s.test/feed'/><rights>R</rights>"
        "<author><name>A</name></author></source>"
    ).source
    assert source is not None
    assert (source.id, source.title, source.updated) == ("urn:s", text("S"), "now")
    assert [(link.rel, link.href) for link in source.links] == [("self", "https://s.test/feed")]
    assert (source.rights, source.authors) == (text("R"), (ParsedPerson(name="A"),))


def test_source_of_rss() -> None:
    source = item("<source url='https://s.test/rss'>The S</source>").source
    assert source is not None
    assert source.title == ParsedText(value="The S")
    assert [(link.rel, link.href) for link in source.links] == [("self", "https://s.test/rss")]


def test_language_in_force() -> None:
    feed = atom(
        "<title xml:lang='de'>T</title><entry xml:lang='fr'><title>x</title></entry>"
        "<entry><title>y</title></entry>"
    )
    assert [found.language for found in feed.entries] == ["fr", None]
    feed = rss("<language>pt-BR</language><item><title>x</title></item>")
    assert (feed.language, feed.entries[0].language) == ("pt-BR", "pt-BR")
    assert item("<dc:language>it</dc:language>").language == "it"


def test_fields_of_a_feed() -> None:
    feed = rss(
        "<title>T</title><description>D</description><link>/home</link><copyright>C</copyright>"
        "<generator>G</generator><image><url>/i.png</url><title>I</title><link>/i</link>"
        "<description>About I</description><width>88</width><height>31</height></image>"
        "<docs>https://rss.test/</docs><pubDate>yesterday</pubDate>"
        "<webMaster>w@x.test (Web)</webMaster>"
        "<managingEditor>e@x.test</managingEditor><category>k</category>"
        "<lastBuildDate>today</lastBuildDate><atom:link rel='self' href='feed.xml'/>"
    )
    assert (feed.title, feed.rights) == (text("T"), text("C"))
    assert feed.subtitle == text("D", "text/html")
    assert [(link.rel, link.href) for link in feed.links] == [
        ("alternate", "https://feeds.test/home"),
        ("self", "https://feeds.test/dir/feed.xml"),
    ]
    assert (feed.generator, feed.updated) == (ParsedGenerator(name="G"), "today")
    assert feed.image == ParsedImage(
        url="https://feeds.test/i.png",
        title="I",
        link="https://feeds.test/i",
        description="About I",
        width="88",
        height="31",
    )
    assert (feed.docs, feed.published) == ("https://rss.test/", "yesterday")
    assert feed.extensions == (Extension(name="dc:publisher", text="w@x.test (Web)"),)
    assert feed.authors == (ParsedPerson(email="e@x.test"),)
    assert feed.categories == (Category(term="k"),)
    feed = atom(
        "<id>urn:f</id><icon>/i.ico</icon><logo>/l.png</logo>"
        "<generator uri='/quill' version='1.2'>Quill</generator>"
    )
    assert (feed.id, feed.icon, feed.logo, feed.links) == (
        "urn:f",
        "https://feeds.test/i.ico",
        "https://feeds.test/l.png",
        (),
    )
    assert feed.generator == ParsedGenerator(
        name="Quill", uri="https://feeds.test/quill", version="1.2"
    )


def test_an_id_that_looks_like_an_address_is_no_page_of_the_feed() -> None:
    assert atom("<id>https://a.test/feed</id>").links == ()


def test_the_link_of_the_image_is_none_of_the_channel() -> None:
    feed = rss("<image><url>/i.png</url><link>/i</link></image>")
    assert feed.image == ParsedImage(url="https://feeds.test/i.png", link="https://feeds.test/i")
    assert feed.links == ()


def test_notice_of_atom_0_3() -> None:
    document = (
        "<feed version='0.3' xmlns='http://purl.org/atom/ns#'><title>T</title>"
        "<info type='text/html' mode='escaped'>&lt;b&gt;A feed&lt;/b&gt;</info>"
        "<entry><id>1</id><created>2004-01-01T00:00:00Z</created></entry></feed>"
    )
    feed = parse(document.encode(), url=URL)
    assert feed.notice == text("<b>A feed</b>", "text/html")
    assert feed.entries[0].extensions == (
        Extension(name="dcterms:created", text="2004-01-01T00:00:00Z"),
    )


def test_the_language_that_the_answer_told_holds_where_the_document_says_none() -> None:
    document = (
        b"<feed xmlns='http://www.w3.org/2005/Atom'><title>a</title>"
        b"<subtitle xml:lang='fr'>b</subtitle><rights xml:lang=''>c</rights>"
        b"<entry><title>d</title></entry></feed>"
    )
    feed = parse(document, url=URL, language="de")
    assert feed.title == text("a", language="de")
    assert feed.subtitle == text("b", language="fr")
    assert feed.rights == text("c")
    assert feed.entries[0].title == text("d", language="de")


def test_hints() -> None:
    feed = rss(
        "<ttl>90</ttl><skipHours><hour>1</hour><hour>2</hour></skipHours>"
        "<skipDays><day>Sunday</day><day>Monday</day></skipDays>"
        "<sy:updatePeriod>daily</sy:updatePeriod><sy:updateFrequency>2</sy:updateFrequency>"
    )
    assert feed.hints == {
        "ttl": "90",
        "skiphours": "1 2",
        "skipdays": "Sunday Monday",
        "sy_updateperiod": "daily",
        "sy_updatefrequency": "2",
    }


@pytest.mark.parametrize(
    "written", ["<itunes:image href='/i.png'/>", "<media:thumbnail url='/i.png'/>"]
)
def test_a_picture_that_itunes_names_stands_for_the_entry(written: str) -> None:
    image = item(written).image
    assert image == ("/i.png" if "itunes" in written else "")


def test_comments() -> None:
    assert item("<comments>/c</comments>").comments == "https://feeds.test/c"


@pytest.mark.parametrize(
    "name", ["links", "tags", "authors", "contributors", "content", "title_detail", "source"]
)
def test_elements_named_like_keys_of_feedparser_do_no_harm(name: str) -> None:
    odd = f"<x>1</x><{name}>text</{name}><{name} a='b'/><title>t</title>"
    document = f"<rss version='2.0'><channel>{odd}<item>{odd}</item></channel></rss>"
    feed = parse(document.encode(), url=URL)
    assert feed.version == "rss20"
    assert len(feed.entries) == 1


def test_feed_inside_a_page_is_read() -> None:
    body = (
        b"<html xmlns='http://www.w3.org/1999/xhtml'><body>"
        b"<feed xmlns='http://www.w3.org/2005/Atom'><title type='html'>x</title>"
        b"<entry><id>1</id></entry></feed></body></html>"
    )
    assert [found.id for found in parse(body, url=URL).entries] == ["1"]


def test_pieces_that_were_mixed_up_are_no_feed() -> None:
    document = (
        b"<feed xmlns='http://www.w3.org/2005/Atom'><id>f</id><title>Feed</title>"
        b"<entry><id>1</id><title>One</title></entry><entry><id>2</id><title>Two</title></entry>"
    )
    third = len(document) // 3
    mixed = document[third : 2 * third] + document[:third] + document[2 * third :] + b"</feed>"
    found = parse(mixed, url=URL)
    assert found.problem == "the document is in disorder: an entry stands before the feed"
    assert not found.entries


def test_channel_without_its_root_is_read() -> None:
    feed = parse(b"<channel><item><guid>1</guid></item></channel>", url=URL)
    assert (feed.version, len(feed.entries)) == ("rss", 1)


def test_nothing_but_the_base_decides_relative_urls() -> None:
    feed = parse(b"<rss><channel><item><link>p</link></item></channel></rss>", url="")
    assert [link.href for link in feed.entries[0].links] == ["p"]
