"""The pages as a browser lays them out: for a phone and a desktop, light and dark, by keyboard."""

import json
import urllib.request
from collections.abc import Callable, Iterator
from functools import partial
from typing import Literal

import feedparser
import pytest
from lxml import etree
from playwright.sync_api import Browser, ConsoleMessage, Page

from tests.web.browser import DESKTOP, PHONE, strangers

Scheme = Literal["light", "dark"]
Open = Callable[..., Page]

PATHS = ("/", "/channels/all", "/channels/source-awkward", "an entry", "/no/such")

NARROW = (320, 640)

OVERFLOWING = """() => {
    const contained = element => {
        for (let box = element.parentElement; box; box = box.parentElement)
            if (['auto', 'scroll', 'clip', 'hidden'].includes(getComputedStyle(box).overflowX))
                return true;
        return false;
    };
    return [...document.body.querySelectorAll('*')]
        .filter(one => !one.closest('.skip, .unseen') && !contained(one))
        .filter(one => {
            const box = one.getBoundingClientRect();
            return box.width && (box.right > innerWidth + 1 || box.left < -1);
        })
        .map(one => `${one.tagName}.${one.className} in ${one.closest('article')?.innerText}`);
}"""

SMALL = """() => [...document.querySelectorAll('a, summary, audio, video, button, input')]
    .filter(one => !one.closest('.text, .credit'))
    .filter(one => one.checkVisibility())
    .map(one => [one.outerHTML.slice(0, 120), one.getBoundingClientRect()])
    .filter(([_, box]) => box.height < 44 || box.width < 24)
    .map(([text, box]) => `${Math.round(box.width)}x${Math.round(box.height)} ${text}`)"""

FAINT = """() => {
    const parsed = colour => {
        const [r, g, b, a = 1] = colour.match(/[\\d.]+/g).map(Number);
        return {rgb: [r, g, b], a};
    };
    const luminance = rgb => {
        const [r, g, b] = rgb.map(one => one / 255)
            .map(one => one <= 0.04045 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4);
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const ground = element => {
        for (let box = element; box; box = box.parentElement) {
            const {rgb, a} = parsed(getComputedStyle(box).backgroundColor);
            if (a === 1) return rgb;
            if (a) return null;
        }
        return null;
    };
    const found = [], walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    let seen = 0;
    while (walker.nextNode()) {
        const element = walker.currentNode.parentElement;
        if (!walker.currentNode.data.trim() || !element.checkVisibility()) continue;
        const behind = ground(element), {rgb, a} = parsed(getComputedStyle(element).color);
        if (!behind || a < 1) { found.push(`see-through: ${element.outerHTML}`); continue; }
        const [dim, bright] = [luminance(rgb), luminance(behind)].sort((x, y) => x - y);
        const ratio = (bright + 0.05) / (dim + 0.05);
        seen += 1;
        if (ratio < 4.5) found.push(`${ratio.toFixed(2)} ${element.outerHTML.slice(0, 120)}`);
    }
    if (!seen) found.push('no text');
    return found;
}"""

FAULTS = """() => {
    const found = [], all = query => [...document.querySelectorAll(query)];
    if (!document.documentElement.lang) found.push('html has no lang');
    if (!document.title.trim()) found.push('no title');
    for (const one of ['h1', 'main', 'body > footer'])
        if (all(one).length !== 1) found.push(`${all(one).length} ${one}`);
    let last = 0;
    for (const one of all('h1, h2, h3, h4, h5, h6')) {
        const level = Number(one.tagName[1]);
        if (level > last + 1) found.push(`h${level} follows h${last}: ${one.innerText}`);
        if (!one.innerText.trim()) found.push(`an empty h${level}`);
        last = level;
    }
    for (const one of all('img:not([alt])')) found.push(`no alt: ${one.outerHTML}`);
    for (const one of all('a, summary'))
        if (!one.textContent.trim() && !one.querySelector('img[alt]:not([alt=""])'))
            found.push(`no words: ${one.outerHTML}`);
    for (const one of all('main > * audio, main > * video'))
        if (!one.closest('.text') && !one.ariaLabel) found.push(`no label: ${one.outerHTML}`);
    for (const one of all('nav'))
        if (!one.ariaLabel) found.push(`no label: ${one.outerHTML}`);
    for (const one of all('[aria-labelledby]'))
        if (!document.getElementById(one.getAttribute('aria-labelledby')))
            found.push(`labelled by nothing: ${one.outerHTML}`);
    const ids = all('[id]').map(one => one.id);
    if (new Set(ids).size !== ids.length) found.push('an id twice');
    for (const one of all('ul > *, ol > *'))
        if (one.tagName !== 'LI') found.push(`in a list: ${one.outerHTML}`);
    for (const one of all('[tabindex]')) found.push(`another order: ${one.outerHTML}`);
    return found;
}"""

PLACE = """text => {
    const container = document.querySelector('article.alone .text');
    const range = document.createRange();
    range.selectNodeContents(container.querySelector('p'));
    const words = range.getClientRects()[0], box = container.getBoundingClientRect();
    return {
        direction: getComputedStyle(container).direction,
        left: words.left - box.left, right: box.right - words.right,
    };
}"""


def fetched(url: str) -> tuple[str, bytes]:
    with urllib.request.urlopen(url, timeout=10) as answer:  # noqa: S310 - http, ours
        return answer.headers.get_content_type(), answer.read()


@pytest.fixture(scope="session")
def entry_paths(base: str) -> dict[str, str]:
    """Title to the path of our page of it."""
    _, body = fetched(f"{base}/channels/all")
    tree = etree.fromstring(body, etree.HTMLParser())
    return {
        "".join(one.find("h2").itertext()): one.xpath("string(p[@class='own']/a/@href)")
        for one in tree.iter("article")
    }


@pytest.fixture(scope="module")
def screen(browser: Browser, base: str) -> Iterator[Page]:
    """One page for all: to make another costs more than most of the tests."""
    with browser.new_context() as context:
        context.route("**/*", partial(strangers, base))
        yield context.new_page()


@pytest.fixture
def visit(screen: Page, base: str, entry_paths: dict[str, str]) -> Open:
    def ask(path: str, size: tuple[int, int] = PHONE, scheme: Scheme = "light") -> Page:
        screen.set_viewport_size({"width": size[0], "height": size[1]})
        screen.emulate_media(color_scheme=scheme, media="screen")
        path = entry_paths["Headings"] if path == "an entry" else entry_paths.get(path, path)
        screen.goto(base + path)
        return screen

    return ask


@pytest.mark.parametrize("size", [NARROW, PHONE, DESKTOP], ids=str)
@pytest.mark.parametrize("path", PATHS)
def test_nothing_is_wider_than_the_screen(visit: Open, path: str, size: tuple[int, int]) -> None:
    page = visit(path, size)
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
    assert page.evaluate(OVERFLOWING) == []


def test_a_wide_table_moves_by_itself(visit: Open) -> None:
    page = visit("Wide")
    too_wide = "document.querySelector('{}').scrollWidth > document.querySelector('{}').clientWidth"
    assert page.evaluate(too_wide.format(".text table", ".text table"))
    assert page.evaluate(too_wide.format(".text pre", ".text pre"))
    assert not page.evaluate(too_wide.format(".text", ".text"))


def test_the_deepest_quotation_still_has_room(visit: Open) -> None:
    page = visit("Deep", NARROW)
    assert page.evaluate("document.querySelector('.text li li li li li').offsetWidth") > 150


@pytest.mark.parametrize("path", PATHS)
def test_a_finger_can_hit_what_can_be_pressed(visit: Open, path: str) -> None:
    assert visit(path).evaluate(SMALL) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", [*PATHS, "Marks"])
def test_every_text_has_the_contrast_of_wcag_aa(visit: Open, path: str, scheme: str) -> None:
    assert visit(path, scheme=scheme).evaluate(FAINT) == []


def test_pages_are_light_or_dark_as_the_reader_has_it(visit: Open) -> None:
    ground = "getComputedStyle(document.body).backgroundColor"
    light, dark = [visit("/", scheme=one).evaluate(ground) for one in ("light", "dark")]
    assert (light, dark) == ("rgb(251, 250, 247)", "rgb(21, 23, 26)")


def test_on_paper_there_is_black_on_white_and_no_button(visit: Open) -> None:
    page = visit("Files", scheme="dark")
    page.emulate_media(media="print")
    style = "getComputedStyle(document.body)"
    assert page.evaluate(f"[{style}.color, {style}.backgroundColor]") == [
        "rgb(0, 0, 0)",
        "rgba(0, 0, 0, 0)",
    ]
    for hidden in ("header.site", "footer.site", ".own", "audio"):
        assert not page.locator(hidden).first.is_visible()
    assert page.locator(".attribution").is_visible()


@pytest.mark.parametrize("path", PATHS)
def test_whoever_does_not_see_the_page_finds_the_way(visit: Open, path: str) -> None:
    assert visit(path).evaluate(FAULTS) == []


@pytest.mark.parametrize("path", ["/", "/channels/all", "an entry"])
def test_the_first_key_leads_past_the_head(visit: Open, path: str) -> None:
    page = visit(path)
    skip = page.locator(".skip")
    assert skip.bounding_box()["y"] < 0  # type: ignore[index]  # it has a box
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.wait_for_function("document.activeElement.getBoundingClientRect().top >= 0")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


def test_everything_is_there_without_a_script(browser: Browser, base: str) -> None:
    size = {"width": PHONE[0], "height": PHONE[1]}
    with browser.new_context(java_script_enabled=False, viewport=size) as context:  # type: ignore[arg-type]
        context.route("**/*", partial(strangers, base))
        page = context.new_page()
        page.goto(f"{base}/channels/all")
        assert page.get_by_text("By road, round the head of the estuary").is_visible()
        entry = page.locator(".contents a").nth(2)
        assert not entry.is_visible()
        page.get_by_text("Titles on this page").click()
        entry.click()
        title = page.locator("article h2").nth(2)
        assert 0 <= title.bounding_box()["y"] < PHONE[1]  # type: ignore[index]  # it has a box


@pytest.mark.parametrize("path", [*PATHS, "Pictures", "Files"])
def test_the_browser_has_nothing_to_complain_about(visit: Open, screen: Page, path: str) -> None:
    said: list[str] = []

    def hear(message: ConsoleMessage) -> None:
        said.append(message.text)

    screen.on("console", hear)
    visit(path).wait_for_load_state("load")
    screen.remove_listener("console", hear)
    own = "404" if path == "/no/such" else "nothing"
    assert [one for one in said if own not in one] == []


@pytest.mark.parametrize(
    ("title", "direction"),
    [("ספרייה על המזח", "rtl"), ("Headings", "ltr")],
)
def test_words_begin_where_their_language_begins(visit: Open, title: str, direction: str) -> None:
    place = visit(title).evaluate(PLACE)
    assert place["direction"] == direction
    near, far = ("right", "left") if direction == "rtl" else ("left", "right")
    assert place[near] < 6 < place[far]


@pytest.mark.parametrize("path", ["/", "/channels/all", "/channels/languages", "an entry"])
def test_what_is_announced_in_the_head_is_there(visit: Open, path: str) -> None:
    page = visit(path)
    announced = page.evaluate(
        "[...document.querySelectorAll('head link')].map(one => [one.rel, one.type, one.href])"
    )
    feeds = [link for link in announced if link[0] in ("alternate", "blogroll")]
    assert len(feeds) >= 3
    for _, kind, url in feeds:
        given, body = fetched(url)
        assert given == kind
        if kind == "application/feed+json":
            assert json.loads(body)["items"]
        elif kind == "text/x-opml":
            assert etree.fromstring(body).tag == "opml"
        else:
            assert feedparser.parse(body).entries
    for rel in ("stylesheet", "icon"):
        assert fetched(next(link[2] for link in announced if link[0] == rel))[1]


def test_the_catalogue_announces_each_channel_that_was_configured(visit: Open) -> None:
    links = "[...document.querySelectorAll('link[type]:not([rel=icon])')]"
    offered = visit("/").evaluate(f"{links}.map(one => [one.rel, one.href.split('/').pop()])")
    assert offered == [
        ["alternate", "all.atom"],
        ["alternate", "nature.atom"],
        ["alternate", "languages.atom"],
        ["alternate", "channels.opml"],
        ["blogroll", "sources.opml"],
    ]


def test_readers_and_podcast_apps_are_given_addresses_they_understand(
    visit: Open, base: str
) -> None:
    page = visit("/channels/source-spoken")
    reader, podcast = (
        page.get_by_role("link", name=name).get_attribute("href") or ""
        for name in ("Open in a feed reader", "Open in a podcast app")
    )
    assert reader == f"feed:{base}/channels/source-spoken.atom"
    assert podcast == f"pcast://{base.removeprefix('http://')}/channels/source-spoken.rss"
    for url in (reader.removeprefix("feed:"), podcast.replace("pcast:", "http:")):
        assert feedparser.parse(fetched(url)[1]).entries
    assert visit("/channels/all").get_by_text("podcast app").count() == 0


def test_the_address_to_copy_is_selected_whole_at_one_press(visit: Open, base: str) -> None:
    page = visit("/channels/nature")
    page.locator(".address code").click()
    assert page.evaluate("getSelection().toString()") == f"{base}/channels/nature.atom"


def test_headings_of_an_entry_continue_those_of_the_page(visit: Open) -> None:
    ask = "[...document.querySelectorAll('.text :is(h1,h2,h3,h4)')].map(one => one.tagName)"
    assert visit("Headings").evaluate(ask) == ["H2", "H3", "H2"]


def test_an_entry_has_the_picture_that_its_feed_gives_beside_the_text(visit: Open) -> None:
    page = visit("With a picture of its own")
    picture = page.locator("article .picture img")
    assert picture.get_attribute("src") == "https://awkward.example/e.jpg"
    assert picture.bounding_box()["width"] == 350  # type: ignore[index]  # it has a box
    assert visit("Pictures").locator(".picture").count() == 0


def test_pictures_without_a_description_are_not_read_out(visit: Open) -> None:
    ask = "[...document.querySelectorAll('.text img')].map(one => one.getAttribute('alt'))"
    assert visit("Pictures").evaluate(ask) == ["", "b"]
