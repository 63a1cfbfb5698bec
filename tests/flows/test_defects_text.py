"""DF19 to DF22: what upstreams write into titles and bodies comes out valid and whole."""

import json
from collections.abc import Callable

import html5lib
import pytest
from lxml.etree import _Element, _ElementTree

from feedsvc.net.http import Response
from tests.flows.subscriber import FULL, at, bodies, everywhere, only, seen, strict, titles
from tests.rig import FORMATS, Rig, item, rss, source

URL = "https://herald.example/feed.xml"


def rendered(markup: str) -> _Element:
    """The page that a browser makes of the markup."""
    page: _ElementTree = html5lib.parse(markup, treebuilder="lxml", namespaceHTMLElements=False)
    return page.getroot()


def words(markup: str) -> str:
    return "".join(rendered(markup).itertext())


@pytest.fixture(autouse=True)
def _in_full(rig: Rig) -> None:
    rig.provision((source(permission=FULL),))


def by_reference(code: int) -> bytes:
    return rss(item(1, title=f"Tide&#{code};tables"), item(2))


def by_byte(code: int) -> bytes:
    spoiled = rss(item(1, title="Tide%tables"), item(2)).decode().replace("%", chr(code))
    return spoiled.encode("utf-8", "surrogatepass")


def by_json(code: int) -> bytes:
    items = [
        {"id": "1", "title": f"Tide{chr(code)}tables", "content_text": "Text."},
        {"id": "2", "title": "Story 2", "content_text": "Text."},
    ]
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": "Herald", "items": items}
    return json.dumps(feed).encode()


@pytest.mark.parametrize("code", [0x0B, 0xD800, 0xFFFE])
@pytest.mark.parametrize("document", [by_reference, by_byte, by_json])
def test_df19_a_character_that_xml_forbids_breaks_no_output(
    rig: Rig, document: Callable[[int], bytes], code: int
) -> None:
    rig.web.pages[URL] = Response(URL, 200, {}, document(code))
    assert rig.poll()["herald"].new == 2
    for name, body in rig.documents().items():
        text = body.decode()
        assert chr(code) not in text
        json.loads(body) if name.endswith("json") else strict(body)
    shown = [titles(seen(rig, "all", form)) for form in FORMATS]
    assert shown[0] == shown[1] == shown[2]
    assert "Story 2" in shown[0]
    (spoiled,) = set(shown[0]) - {"Story 2"}
    assert (spoiled[:4], spoiled[-6:]) == ("Tide", "tables")
    assert chr(code) not in spoiled


@pytest.mark.parametrize("document", [by_reference, by_byte, by_json])
def test_df19_a_lone_surrogate_becomes_nothing_or_the_mark_of_something_lost(
    rig: Rig, document: Callable[[int], bytes]
) -> None:
    rig.web.pages[URL] = Response(URL, 200, {}, document(0xD800))
    rig.poll()
    assert set(titles(everywhere(rig))) & {"Tidetables", "Tide tables", "Tide\ufffdtables"}


TOM = {
    "escaped twice, as RSS wants markup": "Tom &amp;amp; Jerry",
    "escaped once": "Tom &amp; Jerry",
    "in CDATA": "<![CDATA[Tom & Jerry]]>",
    "as markup in CDATA": "<![CDATA[Tom &amp; Jerry]]>",
}


@pytest.mark.parametrize("written", TOM.values(), ids=TOM)
def test_df20_an_ampersand_in_a_title_is_escaped_once(rig: Rig, written: str) -> None:
    rig.web.pages[URL] = rss(item(1, title=written))
    rig.poll()
    assert only(rig).title == "Tom & Jerry"
    documents = rig.documents()
    title = b"<title>Tom &amp; Jerry</title>"
    if "&amp;amp;" in written or "CDATA[Tom &amp;" in written:  # then it came as markup
        title = b'<title type="html">Tom &amp;amp; Jerry</title>'
    assert title in documents["all.atom"]
    assert b"<title>Tom &#x26; Jerry</title>" in documents["all.rss"]
    assert b'"Tom & Jerry"' in documents["all.json"]


def test_df20_an_ampersand_in_a_text_is_escaped_once(rig: Rig) -> None:
    rig.web.pages[URL] = rss(item(1, text="Tom &amp;amp; Jerry"))
    rig.poll()
    assert [body.count("<p>Tom &amp; Jerry</p>") for body in bodies(rig)] == [1, 1, 1]


def test_df20_markup_that_a_text_is_about_stays_text(rig: Rig) -> None:
    rig.web.pages[URL] = rss(item(1, text="Write &amp;lt;b&amp;gt; for bold."))
    rig.poll()
    for body in bodies(rig):
        assert "Write &lt;b&gt; for bold." in body
        assert "Write <b> for bold." in words(body)


def images(markup: str) -> list[str]:
    return [str(image.get("src")) for image in rendered(markup).iter("img")]


@pytest.mark.parametrize("written", ["/a.png", "//herald.example/a.png", "../a.png"])
def test_df21_an_image_with_a_relative_address_is_absolute(rig: Rig, written: str) -> None:
    rig.web.pages[URL] = rss(item(1, text=f'See &lt;img src="{written}"&gt; here.'))
    rig.poll()
    assert [images(body) for body in bodies(rig)] == [["https://herald.example/a.png"]] * 3


def test_df21_a_relative_address_counts_from_the_page_not_from_the_host_of_the_feed(
    rig: Rig,
) -> None:
    feeds = at("herald", "https://feeds.syndicator.example/herald.xml", permission=FULL)
    rig.provision((feeds,))
    rig.web.pages[feeds.url] = rss(item(1, text='See &lt;img src="/a.png"&gt; here.'))
    rig.poll()
    assert [images(body) for body in bodies(rig)] == [["https://herald.example/a.png"]] * 3


PLAYERS = {
    "https://video.example/embed/7": "https://video.example/embed/7",
    "https://www.youtube.com/embed/abcdefghijk": "https://www.youtube.com/watch?v=abcdefghijk",
}


@pytest.mark.parametrize(("frame", "page"), PLAYERS.items())
def test_df22_an_iframe_is_replaced_by_a_link(rig: Rig, frame: str, page: str) -> None:
    text = f'Before &lt;iframe src="{frame}"&gt;&lt;/iframe&gt; after.'
    rig.web.pages[URL] = rss(item(1, text=text))
    rig.poll()
    for body in bodies(rig):
        assert f'<a href="{page}"' in body
        assert "<iframe" not in body
        assert words(body).index("Before") < words(body).index("after")


def test_df22_an_article_that_is_an_iframe_alone_is_still_shown(rig: Rig) -> None:
    rig.web.pages[URL] = rss(
        item(1).replace("Text of story 1.", '&lt;iframe src="https://v.example/7"&gt;')
    )
    rig.poll()
    assert titles(everywhere(rig)) == ["Story 1"]
    assert all('href="https://v.example/7"' in body for body in bodies(rig))
