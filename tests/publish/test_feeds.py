from dataclasses import replace

from lxml.etree import Element

from feedsvc.model.entry import Category, Extension, Hop, Image, Link, Text, TextKind
from feedsvc.publish.feeds import describe, feed_links, head_links, logo_of
from feedsvc.publish.formats import Format, channel_links
from tests.publish.conformance import XML
from tests.publish.showings import BASE, HERALD, view

HOME, PLACE = "https://x.example/", "https://x.example/feed"
HOP = Hop(title="X", feed_url=PLACE, home_url=HOME)


def link(rel: str, href: str, **more: str) -> Link:
    return Link(rel=rel, href=href, **more)  # type: ignore[arg-type] # fields of Link


def test_a_feed_without_links_has_its_place_and_its_page() -> None:
    assert feed_links(HOP) == (link("self", PLACE), link("alternate", HOME))
    assert feed_links(Hop(title="X")) == ()


def test_the_links_of_a_feed_keep_their_order_and_what_they_say() -> None:
    told = (
        link("alternate", HOME, type="text/html", hreflang="en", title="Home"),
        link("related", "https://y.example/"),
        link("https://rel.example/x", "https://z.example/"),
        link("self", PLACE, type="application/atom+xml"),
    )
    assert feed_links(replace(HOP, links=told)) == told


def test_links_for_its_own_pages_and_hubs_are_not_passed_on() -> None:
    rels = ("hub", "next", "first", "prev-archive", "edit", "search", "payment")
    links = tuple(link(rel, f"https://x.example/{rel}") for rel in rels)
    assert [one.rel for one in feed_links(Hop(title="X", links=links))] == ["search", "payment"]


def test_there_is_one_self_at_the_place_of_the_feed_and_one_alternate_of_a_kind() -> None:
    links = (
        link("self", "http://old.example/feed", type="text/html"),
        link("self", "http://older.example/feed"),
        link("alternate", HOME),
        link("alternate", "https://x.example/other"),
        link("alternate", "https://x.example/fr", hreflang="fr"),
        link("related", "https://y.example/1"),
        link("related", "https://y.example/2"),
    )
    assert feed_links(replace(HOP, links=links)) == (
        link("self", PLACE),
        link("alternate", HOME),
        link("alternate", "https://x.example/fr", hreflang="fr"),
        link("related", "https://y.example/1"),
        link("related", "https://y.example/2"),
    )


def test_the_head_of_a_channel_of_several_has_our_links_alone() -> None:
    for form in Format:
        assert head_links(view(), form) == channel_links(BASE, "world", form)


def test_the_head_of_a_republished_feed_has_its_links_and_our_place_for_its_own() -> None:
    links = (
        link("self", PLACE, type="application/atom+xml"),
        link("alternate", HOME, type="text/html"),
        link("alternate", "https://x.example/rss", type="application/rss+xml"),
        link("related", "https://y.example/"),
    )
    _, *own = channel_links(BASE, "world", Format.RSS)
    (mine,) = (one for one in own if one.rel == "self")
    found = head_links(replace(view(), feed=replace(HOP, links=links)), Format.RSS)
    assert found == (mine, links[1], links[3], *(one for one in own if one != mine))


def test_a_republished_feed_without_a_page_is_led_to_ours() -> None:
    page, *own = channel_links(BASE, "world", Format.ATOM)
    found = head_links(replace(view(), feed=Hop(title="X")), Format.ATOM)
    assert found == (page, *own)


def test_the_picture_of_a_feed_is_its_logo_else_its_image() -> None:
    image = Image(url="https://x.example/i.png")
    assert logo_of(Hop(title="X", logo="https://x.example/l.png", image=image)) == (
        "https://x.example/l.png"
    )
    assert logo_of(Hop(title="X", image=image)) == "https://x.example/i.png"
    assert logo_of(HOP) is None


def test_what_a_feed_says_of_itself_is_told_in_atom() -> None:
    parent = Element("source")
    subtitle = Text(value="<b>N</b>ews", kind=TextKind.HTML, language="de")
    describe(parent, replace(HERALD, subtitle=subtitle), "en")
    assert [(one.tag, one.text or dict(one.attrib)) for one in parent] == [
        ("link", {"rel": "license", "href": HERALD.licences[0]}),
        ("author", {}),
        ("contributor", {}),
        ("category", {"term": "harbour"}),
        ("subtitle", "<b>N</b>ews"),
        ("rights", "© Harbour Herald"),
        ("icon", "https://herald.example/icon.png"),
        ("logo", "https://herald.example/logo.png"),
    ]
    told = parent.find("subtitle")
    assert dict(told.attrib) == {"type": "html", f"{XML}lang": "de"}


def test_a_category_that_an_extension_tells_is_not_told_again() -> None:
    scheme = "http://www.itunes.com/"
    hop = Hop(
        title="X",
        categories=(Category(term="Arts", scheme=scheme), Category(term="Sea")),
        extensions=(Extension(name="itunes:category", attributes={"text": "Arts"}),),
    )
    parent = Element("feed")
    describe(parent, hop, None)
    assert [one.get("term") for one in parent] == ["Sea"]
