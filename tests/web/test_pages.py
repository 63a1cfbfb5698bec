"""What the pages say, read by an HTML parser."""

import re
from collections.abc import Callable
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urljoin

import pytest
from werkzeug.test import Client

from feedsvc.model.channel import Channel
from feedsvc.model.entry import Content, Extension, Person, Text, TextKind
from feedsvc.model.rights import Level
from feedsvc.model.view import Showing
from feedsvc.web import answers
from feedsvc.web.app import create_app
from feedsvc.web.cache import ByteCache
from feedsvc.web.catalogue import EACH
from tests.publish.showings import granted
from tests.web.sample_site import BASE_URL, LIGHTHOUSE, LINK_ONLY, SampleSite, showing

ROOT = Path(__file__).resolve().parents[2]
VOID = {"link", "meta", "img", "br", "hr", "input", "source", "wbr"}
HOSTILE = '"><script>alert(1)</script>{{ 7 * 7 }}'


class Outline(HTMLParser):
    """Elements with their attributes, the text, and whether tags are balanced."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.words: list[str] = []
        self.open: list[str] = []
        self.feed(markup)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join("".join(self.words).split())

    def all(self, tag: str) -> list[dict[str, str]]:
        return [attributes for name, attributes in self.elements if name == tag]


Read = Callable[..., Outline]


@pytest.fixture
def read() -> Read:
    def ask(path: str, service: SampleSite | None = None) -> Outline:
        answer = Client(create_app(service or SampleSite())).get(path)
        assert answer.status_code == 200
        return Outline(answer.text)

    return ask


@pytest.mark.parametrize("path", ["/", "/channels/coast", "/entries/lighthouse", "/entries/bandar"])
def test_pages_are_usable_by_everyone(read: Read, path: str) -> None:
    page = read(path)
    assert page.all("html")[0]["lang"] == "en"
    assert len(page.all("h1")) == len(page.all("main")) == len(page.all("title")) == 1
    skip = page.all("a")[0]
    assert skip["href"] == "#" + page.all("main")[0]["id"]
    assert {"name": "viewport", "content": "width=device-width, initial-scale=1"} in page.all(
        "meta"
    )
    assert not page.all("script")
    for _, attributes in page.elements:
        assert not [name for name in attributes if name.startswith("on") or name == "style"]


def test_the_catalogue_leads_to_every_channel_in_every_format(read: Read) -> None:
    page = read("/")
    addresses = {link["href"] for link in page.all("a")}
    for channel in SampleSite().listed:
        for suffix in ("", ".rss", ".atom", ".json"):
            assert f"/channels/{channel.name}{suffix}" in addresses
        assert channel.title in page.text
        assert channel.description in page.text
    assert {"/channels.opml", "/sources.opml"} <= addresses


def test_every_address_of_ours_on_a_page_answers() -> None:
    client = Client(create_app(SampleSite()))
    seen, left = set(), ["/"]
    while left:
        path = left.pop()
        if path in seen:
            continue
        seen.add(path)
        answer = client.get(path, buffered=True)
        assert answer.status_code == 200, path
        if answer.mimetype != "text/html":
            continue
        page = Outline(answer.text)
        for _, attributes in page.elements:
            url = urljoin(f"{BASE_URL}{path}", attributes.get("href", ""))
            if url.startswith(f"{BASE_URL}/"):
                left.append(url.removeprefix(BASE_URL).split("#")[0])
    assert len(seen) > 30


def test_a_channel_offers_its_formats_to_readers(read: Read) -> None:
    offered = [link for link in read("/channels/coast").all("link") if link["rel"] == "alternate"]
    assert [(link["type"], link["href"]) for link in offered] == [
        ("application/atom+xml", f"{BASE_URL}/channels/coast.atom"),
        ("application/rss+xml", f"{BASE_URL}/channels/coast.rss"),
        ("application/feed+json", f"{BASE_URL}/channels/coast.json"),
    ]


@pytest.mark.parametrize("path", ["/channels/coast", "/entries/lighthouse"])
def test_an_entry_is_shown_with_its_source_and_its_rights(read: Read, path: str) -> None:
    page = read(path)
    for words in (
        "The lighthouse is lit again",
        "Harbour Gazette",
        "Maren Thode, Ivo Brandt",
        "19 November 2026, 18:42 UTC",
        "updated 20 November 2026, 08:30 UTC",
        "each of the 312 prisms",
        "First published by Harbour Gazette.",
        "By way of Coast Digest",
        "© 2026 Harbour Gazette",
        "Licence: Creative Commons Attribution 4.0",
        "The clockwork, recorded on the gallery",
    ):
        assert words in page.text
    assert {"dir": "ltr", "datetime": "2026-11-19T18:42:00Z"} in page.all("time")
    assert [player["preload"] for player in page.all("audio")] == ["none"]


def test_an_excerpt_leads_to_the_whole(read: Read) -> None:
    page = read("/entries/ferry")
    assert "The early ferry will run" in page.text
    assert "A new count is due" not in page.text
    assert "Winter timetable: the 6:40 ferry stays" in page.text
    assert "Read the whole article" in page.text
    assert "https://digest.example/ferry" in {link["href"] for link in page.all("a")}


def test_a_licence_without_a_deed_is_named_without_a_link(read: Read) -> None:
    licences = (*LIGHTHOUSE.licences, replace(LIGHTHOUSE.licences[0], name="CC BY", url=""))
    page = read(
        "/entries/lighthouse", SampleSite(showings=(replace(LIGHTHOUSE, licences=licences),))
    )
    assert "Licence: Creative Commons Attribution 4.0, CC BY" in page.text
    told = [link["href"] for link in page.all("a") if link.get("rel") == "license"]
    assert told == [LIGHTHOUSE.licences[0].url]


@pytest.mark.parametrize("path", ["/channels/coast", "/entries/tides"])
def test_where_only_the_link_may_be_shown_no_text_is(read: Read, path: str) -> None:
    page = read(path)
    assert "CANARY" not in page.text
    assert "Spring tide on Monday" in page.text
    assert "Read it where it was published" in page.text
    assert LINK_ONLY.held.entry.url in {link["href"] for link in page.all("a")}


def test_text_runs_the_way_of_its_language(read: Read) -> None:
    page = read("/entries/bandar")
    assert page.all("h1") == [{"lang": "fa", "dir": "auto"}]
    assert {"class": "text", "lang": "fa", "dir": "rtl"} in page.all("div")
    assert page.all("article")[0]["dir"] == "rtl"
    assert {"class": "text", "lang": "en", "dir": "ltr"} in read("/entries/lighthouse").all("div")


def hostile() -> Showing:
    entry = replace(
        LIGHTHOUSE.held.entry,
        title=Text(value=HOSTILE),
        contents=(Content(value=HOSTILE, kind=TextKind.TEXT, language=HOSTILE),),
        authors=(Person(name=HOSTILE),),
        rights=Text(value=HOSTILE),
        language=HOSTILE,
    )
    origin = replace(LIGHTHOUSE.attribution.origin, title=HOSTILE, home_url=None)
    return showing(replace(LIGHTHOUSE.held, entry=entry), origin, Level.FULL)


@pytest.mark.parametrize("path", ["/", "/channels/odd", "/entries/lighthouse"])
def test_h1_text_of_others_stays_text(read: Read, path: str) -> None:
    service = SampleSite(
        site_title=HOSTILE,
        listed=(Channel(name="odd", title=HOSTILE, description=HOSTILE),),
        showings=(hostile(),),
    )
    page = read(path, service)
    assert not page.all("script")
    assert HOSTILE in page.text


def test_an_entry_without_a_title_or_an_address_has_a_heading(read: Read) -> None:
    bare = replace(LIGHTHOUSE.held.entry, title=None)
    nowhere = replace(bare, url=None)
    for entry, heading in ((bare, "Untitled, at gazette.example"), (nowhere, "Untitled")):
        held = replace(LIGHTHOUSE.held, entry=entry)
        page = read("/entries/lighthouse", SampleSite(showings=(replace(LIGHTHOUSE, held=held),)))
        assert heading in page.text


def quiet(**fields: bool) -> SampleSite:
    return SampleSite(showings=(replace(LIGHTHOUSE, **fields), LINK_ONLY))  # type: ignore[arg-type]


@pytest.mark.parametrize("path", ["/channels/coast", "/entries/lighthouse"])
@pytest.mark.parametrize("gone", [False, True])
def test_what_shows_an_entry_that_is_not_to_be_indexed_says_so(path: str, *, gone: bool) -> None:
    service = quiet(noindex=gone)
    client = Client(ByteCache(create_app(service), service))
    answer = client.get(path)
    robots = [one for one in Outline(answer.text).all("meta") if one.get("name") == "robots"]
    assert robots == ([{"name": "robots", "content": "noindex"}] if gone else [])
    known = client.get(path, headers={"If-None-Match": answer.headers["ETag"]})
    assert known.status_code == 304
    for one in (answer, known):
        assert one.headers.getlist("X-Robots-Tag") == (["noindex"] if gone else [])


def test_other_entries_of_a_site_may_be_indexed(read: Read) -> None:
    assert not [
        one
        for one in read("/entries/tides", quiet(noindex=True)).all("meta")
        if one.get("name") == "robots"
    ]


@pytest.mark.parametrize(
    ("canonical", "address"),
    [(True, "https://gazette.example/2026/lighthouse"), (False, f"{BASE_URL}/entries/lighthouse")],
)
def test_an_entry_is_to_be_found_where_its_owner_wants_it(
    read: Read, address: str, *, canonical: bool
) -> None:
    links = read("/entries/lighthouse", quiet(canonical=canonical)).all("link")
    assert [link["href"] for link in links if link["rel"] == "canonical"] == [address]


def test_an_entry_without_an_address_is_to_be_found_here(read: Read) -> None:
    held = replace(LIGHTHOUSE.held, entry=replace(LIGHTHOUSE.held.entry, url=None))
    page = read("/entries/lighthouse", SampleSite(showings=(replace(LIGHTHOUSE, held=held),)))
    assert {"rel": "canonical", "href": f"{BASE_URL}/entries/lighthouse"} in page.all("link")


def test_an_entry_leads_on_to_its_source(read: Read) -> None:
    page = read("/entries/lighthouse")
    assert "/channels/source-gazette" in {link["href"] for link in page.all("a")}
    assert f"{BASE_URL}/channels/source-gazette.atom" in {link["href"] for link in page.all("link")}
    alone = read("/entries/lighthouse", SampleSite(listed=()))
    assert "More from" not in alone.text
    assert not [link for link in alone.all("link") if link["rel"] == "alternate"]


PICTURE = "https://gazette.example/lens.jpg"


THUMBNAIL = Extension(name="media:thumbnail", attributes={"url": PICTURE, "width": "9"})
SOUND = Extension(
    name="media:content", attributes={"url": "https://x.example/a.mp3", "medium": "audio"}
)
STILL = Extension(name="media:content", attributes={"url": PICTURE, "type": "image/jpeg"})


@pytest.mark.parametrize(
    ("image", "extensions", "level", "expected"),
    [
        (PICTURE, (), Level.FULL, [PICTURE]),
        (PICTURE, (THUMBNAIL,), Level.FULL, [PICTURE]),
        (None, (THUMBNAIL,), Level.FULL, [PICTURE]),
        (None, (SOUND, STILL), Level.FULL, [PICTURE]),
        (None, (Extension(name="media:group", children=(SOUND, STILL)),), Level.FULL, [PICTURE]),
        (None, (SOUND,), Level.FULL, []),
        (PICTURE, (THUMBNAIL,), Level.EXCERPT, []),
        (PICTURE, (THUMBNAIL,), Level.LINK, []),
    ],
)
def test_the_picture_beside_the_text_is_shown_where_all_is(
    read: Read,
    image: str | None,
    extensions: tuple[Extension, ...],
    level: Level,
    expected: list[str],
) -> None:
    entry = replace(LIGHTHOUSE.held.entry, image=image, extensions=extensions)
    one = replace(LIGHTHOUSE, held=replace(LIGHTHOUSE.held, entry=entry), grant=granted(level))
    page = read("/entries/lighthouse", SampleSite(showings=(one,)))
    assert [picture["src"] for picture in page.all("img")] == expected


def test_empty_pages_say_so(read: Read) -> None:
    assert "There are no channels yet." in read("/", SampleSite(listed=())).text
    assert (
        "There is nothing in this channel yet."
        in read("/channels/coast", SampleSite(showings=())).text
    )


def test_addresses_below_a_path_keep_it(read: Read) -> None:
    page = read("/channels/coast", SampleSite(base_url="https://example.org/feeds"))
    assert "/feeds/" in {link["href"] for link in page.all("a")}
    assert "https://example.org/feeds/channels/coast.atom" in {
        link["href"] for link in page.all("link")
    }
    assert page.all("link")[0]["href"].startswith("/feeds/static/style.css?")


@pytest.mark.parametrize("path", ["/", "/channels/coast", "/entries/lighthouse"])
def test_m20_pages_are_the_same_bytes_each_time(path: str) -> None:
    first, second = (Client(create_app(SampleSite())).get(path).data for _ in range(2))
    assert first == second


def test_the_pictures_of_the_pages_are_few_and_small() -> None:
    pictures = list((ROOT / "docs" / "screenshots").glob("*.png"))
    assert 1 <= len(pictures) <= 8
    assert max(picture.stat().st_size for picture in pictures) < 120_000
    shown = re.findall(r"!\[.+\]\((.+)\)", (ROOT / "README.md").read_text("utf-8"))
    assert shown
    assert {ROOT / one for one in shown} <= set(pictures)


def luminance(colour: str) -> float:
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_text_has_the_contrast_of_wcag_aa_light_and_dark() -> None:
    style = Path(answers.__file__).with_name("static") / "style.css"
    light, dark = style.read_text().split("prefers-color-scheme: dark")
    for half in (light, dark.split("*,")[0]):
        colours = {
            line.split(":")[0].strip(): line.split(":")[1].strip(" ;")
            for line in half.splitlines()
            if line.strip().startswith("--") and "#" in line
        }
        for ground in ("--paper", "--card", "--wash"):
            for ink in ("--ink", "--quiet", "--link", "--visited", "--accent"):
                bright, dim = sorted((luminance(colours[ground]), luminance(colours[ink])))[::-1]
                assert (bright + 0.05) / (dim + 0.05) >= 4.5, (ground, ink)


def test_a_long_list_of_channels_goes_on_over_pages() -> None:
    many = tuple(Channel(name=f"c-{n}", title=f"Channel {n}") for n in range(2 * EACH + 1))
    site = SampleSite(listed=many)
    client = Client(ByteCache(create_app(site), site))
    told = {path: client.get(path) for path in ("/", "/catalogue/2", "/catalogue/3")}
    assert [answer.status_code for answer in told.values()] == [200] * 3
    links = [
        re.findall(r'<h3 dir="auto"><a href="/channels/(c-\d+)"', a.text) for a in told.values()
    ]
    assert [name for some in links for name in some] == [one.name for one in many]
    assert [len(some) for some in links] == [EACH, EACH, 1]
    assert 'rel="next" href="/catalogue/2"' in told["/"].text
    assert 'rel="prev" href="/"' in told["/catalogue/2"].text
    assert 'rel="prev" href="/catalogue/2"' in told["/catalogue/3"].text
    assert f'<link rel="canonical" href="{site.base_url}/catalogue/2">' in told["/catalogue/2"].text
    for number in ("0", "1", "4", "02", "x"):
        assert client.get(f"/catalogue/{number}").status_code == 404
