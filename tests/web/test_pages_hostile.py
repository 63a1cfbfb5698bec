"""What strangers write is shown in a real browser, and does nothing there (security H1, H4).

Two walls stand before a reader: the sanitizer and the Content-Security-Policy. Each is tried
with the other taken away, and both together.
"""

import base64
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from wsgiref.types import WSGIApplication

import pytest
from playwright.sync_api import Browser

from feedsvc.model.channel import LONGEST, Channel
from feedsvc.model.entry import Content
from feedsvc.model.source import Permission, Scope, Source
from feedsvc.net.http import Response
from feedsvc.web.app import create_app
from feedsvc.web.cache import ByteCache
from tests.publish.judged import As, fields
from tests.rig import FORMATS, NOON, Rig
from tests.text.attacks import OURS, attacks
from tests.web.sample_site import LIGHTHOUSE, SampleSite
from tests.web.stranger import ALLOWED, ATTACKS, Evil, Watch, evil_server, lawless, serving

ALIVE = """() => {
    const found = [];
    for (const one of document.querySelectorAll('.entry *, .credit *')) {
        if (!(one instanceof HTMLElement)) found.push(one.outerHTML);
        if (one.matches('script, style, iframe, object, embed, form, button, base, meta, link'))
            found.push(one.outerHTML);
        for (const {name, value} of one.attributes) {
            if (/^(on.*|style|srcdoc|ping|target|name)$/.test(name)) found.push(one.outerHTML);
            if (/^(href|src|poster)$/.test(name)
                && !/^(https?|mailto|tel):$/.test(new URL(value, location).protocol))
                found.push(one.outerHTML);
        }
    }
    return found;
}"""

INSERT = """async (values) => {
    window.ran = [];
    window.alert = window.confirm = window.prompt = (said) => { window.ran.push(String(said)) };
    const evil = 'script, style, iframe, object, embed, form, input, button, select, textarea,'
        + 'base, meta, link, template, svg, math, [srcdoc], [style], [ping], [target], [name],'
        + '[formaction], [srcset], [background]';
    const found = [];
    const place = document.body.appendChild(document.createElement('div'));
    const judge = (value) => {
        for (const one of place.querySelectorAll('*')) {
            let wrong = one.matches(evil) || !(one instanceof HTMLElement);
            for (const {name, value} of one.attributes) {
                wrong ||= name.startsWith('on') || /^(href|src|poster)$/.test(name)
                    && !/^(https?|mailto|tel):/.test(value);
            }
            if (wrong) found.push(one.outerHTML + ' of ' + value);
        }
    };
    for (const value of values) {
        place.innerHTML = value;
        judge(value);
        place.innerHTML = place.innerHTML;
        judge(value);
    }
    return found;
}"""
"""Puts each value into the page, reads it back, puts that into the page; tells what could act."""

WHOLE = """() => [
    document.querySelectorAll('body > main > article').length,
    document.querySelectorAll('h1').length,
    document.querySelectorAll('body > footer.site').length,
    document.querySelectorAll('article > footer.credit').length,
]"""


@pytest.fixture
def evil() -> Iterator[Evil]:
    with evil_server() as server:
        yield server


def published(rig: Rig) -> WSGIApplication:
    publisher = rig.publisher()
    return ByteCache(create_app(publisher), publisher)


def source(name: str) -> Source:
    url = f"https://{name}.example/feed"
    return Source(name=name, url=url, permission=Permission(scope=Scope.FULL))


def json_feed(name: str, bodies: Iterable[str]) -> bytes:
    items = [
        {
            "id": f"https://{name}.example/{number}",
            "url": f"https://{name}.example/{number}",
            "title": body[:2000],
            "content_html": f"<p>first</p>{body}",
            "date_published": (NOON - timedelta(seconds=number)).isoformat(),
            "authors": [{"name": body[:2000], "url": body}],
            "tags": [body[:2000]],
            "image": body,
            "attachments": [
                {"url": f"https://{name}.example/a.mp3", "mime_type": "audio/mpeg", "title": body},
                {"url": body, "mime_type": "image/png"},
            ],
        }
        for number, body in enumerate(bodies)
    ]
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": name, "items": items}
    return json.dumps(feed).encode()


def payloads(shared: Path) -> dict[str, bytes]:
    """Source to document: the attacks as entries of JSON Feeds, and feeds that are attacks."""
    bodies = attacks(shared)
    parts = [bodies[start : start + LONGEST] for start in range(0, len(bodies), LONGEST)]
    documents = {
        f"part{number}": json_feed(f"part{number}", part) for number, part in enumerate(parts)
    }
    path = shared / "vectors/xss/feedparser_sanitize_feeds.json"
    feeds = json.loads(path.read_text("utf-8"))
    documents |= {f"feed{n}": base64.b64decode(one["xml_b64"]) for n, one in enumerate(feeds)}
    return documents


@pytest.fixture(scope="module")
def besieged(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Rig:
    """The service with every attack that others collected, and ours."""
    documents = payloads(shared)
    parts = [name for name in documents if name.startswith("part")]
    feeds = tuple(name for name in documents if name not in parts)
    channels = (
        *(Channel(name=name, title=name, sources=(name,), limit=LONGEST) for name in parts),
        Channel(name="feeds", title="Feeds", sources=feeds, limit=LONGEST),
    )
    url = f"sqlite:///{tmp_path_factory.mktemp('besieged')}/db.sqlite3"
    rig = Rig(url, tuple(map(source, documents)), channels)
    for name, body in documents.items():
        kind = "application/feed+json" if name in parts else "application/xml"
        at = f"https://{name}.example/feed"
        rig.web.pages[at] = Response(at, 200, {"content-type": kind}, body)
    rig.poll()
    return rig


def test_h1_every_known_attack_is_inert_in_a_page(browser: Browser, besieged: Rig) -> None:
    shown = 0
    with serving(lawless(published(besieged))) as base, browser.new_context() as context:
        context.route(lambda url: not url.startswith(base), lambda route: route.abort())
        page = context.new_page()
        watch = Watch(page, base)
        for channel in besieged.settings.channels:
            page.goto(f"{base}/channels/{channel.name}")
            assert page.evaluate(ALIVE) == []
            count, *rest = page.evaluate(WHOLE)
            assert rest == [1, 1, count]
            assert page.url == f"{base}/channels/{channel.name}"
            shown += count
        assert watch.found() == []
    assert shown > 4600


def taken(rig: Rig) -> dict[As, list[str]]:
    """What stands in the documents of the configured channels, by how readers take it."""
    service = rig.publisher()
    found: dict[As, dict[str, None]] = {how: {} for how in As}
    for channel in rig.settings.channels:
        for form in FORMATS:
            name = f"{channel.name}.{form}"
            for how, _, value in fields(name, service.document(channel.name, form).body):
                found[how][value] = None
    return {how: list(values) for how, values in found.items()}


def inserted(browser: Browser, values: Sequence[str]) -> list[str]:
    """What comes of it when a reader puts these into a page of its own, twice each."""
    with browser.new_context() as context:
        page = context.new_page()
        page.goto("about:blank")
        watch = Watch(page, "about:blank")
        alive: list[str] = page.evaluate(INSERT, list(values))
        page.wait_for_timeout(500)
        if page.url != "about:blank":
            return [f"away to {page.url}"]
        ran: list[str] = page.evaluate("window.ran")
        return alive + ran + watch.found()


@pytest.mark.parametrize("how", [As.MARKUP, As.WORDS])
def test_h1_no_field_acts_where_a_reader_puts_it_into_its_page(
    browser: Browser, besieged: Rig, how: As
) -> None:
    values = taken(besieged)[how]
    assert len(values) > 2000
    assert inserted(browser, values) == []


def test_what_was_never_sanitized_does_act_there(browser: Browser, shared: Path) -> None:
    given = attacks(shared)
    assert inserted(browser, given[::20]) == ["away to about:blank#blocked"]
    found = inserted(browser, OURS[:40])
    assert len(found) > 40
    assert "1" in found


def attacked(browser: Browser, base: str, evil: Evil, *, pause: int) -> list[str]:
    """Open the page of each attack and press what can be pressed; tell what came of it."""
    found: list[str] = []
    with browser.new_context() as context:
        page = context.new_page()
        watch = Watch(page, base)
        for name in ATTACKS:
            page.goto(f"{base}/entries/{name}")
            pressed = page.locator("article :text-is('press')")
            for place in range(pressed.count()):
                pressed.nth(place).dispatch_event("click")
            page.wait_for_timeout(pause)
            if not page.url.startswith(base):
                found.append(f"{name}: away")
            elif page.evaluate("getComputedStyle(document.body).display") != "block":
                found.append(f"{name}: the style is not ours")
            found += [f"{name}: {one}" for one in watch.dialogs + watch.others]
            watch.forget()
    return found + sorted(evil.paths - ALLOWED)


def raw(evil: Evil) -> SampleSite:
    """A site with a sanitizer that lets everything through."""
    showings = []
    for name, markup in ATTACKS.items():
        content = Content(value=markup.format(evil=evil.url))
        entry = replace(LIGHTHOUSE.held.entry, contents=(content,), enclosures=())
        held = replace(LIGHTHOUSE.held, id=name, entry=entry)
        showings.append(replace(LIGHTHOUSE, held=held))
    return SampleSite(showings=tuple(showings))


def test_h4_the_policy_alone_holds_what_a_sanitizer_would_let_through(
    browser: Browser, evil: Evil
) -> None:
    service = raw(evil)
    with serving(ByteCache(create_app(service), service)) as base:
        assert attacked(browser, base, evil, pause=60) == []
    assert "/image" in evil.paths


def test_without_either_wall_the_attacks_are_attacks(browser: Browser, evil: Evil) -> None:
    with serving(lawless(create_app(raw(evil)))) as base:
        found = set(attacked(browser, base, evil, pause=250))
    for name in ("script", "handler", "focus", "link", "frame", "svg"):
        assert f"{name}: 1" in found
    assert {"base: away", "refresh: away", "form: away", "style: the style is not ours"} <= found
    assert {"/frame", "/object", "/embed", "/import", "/inline", "/font", "/sheet"} <= found


@pytest.fixture
def hostile(tmp_path: Path, evil: Evil) -> WSGIApplication:
    """The attacks as entries of a source, by the way that all entries take."""
    rig = Rig(f"sqlite:///{tmp_path}/db.sqlite3", (source("hostile"),))
    bodies = [markup.format(evil=evil.url) for markup in ATTACKS.values()]
    bodies.append(f'<a href="{evil.url}/followed" target="_blank" ping="{evil.url}/ping">press</a>')
    rig.web.pages["https://hostile.example/feed"] = Response(
        "", 200, {"content-type": "application/feed+json"}, json_feed("hostile", bodies)
    )
    rig.poll()
    return published(rig)


def test_h1_h4_behind_both_walls_only_pictures_and_sounds_are_fetched(
    browser: Browser, evil: Evil, hostile: WSGIApplication
) -> None:
    with serving(hostile) as base, browser.new_context() as context:
        page = context.new_page()
        watch = Watch(page, base)
        page.goto(f"{base}/channels/all")
        assert page.evaluate(ALIVE) == []
        assert page.evaluate(WHOLE) == [len(ATTACKS) + 1, 1, 1, len(ATTACKS) + 1]
        assert watch.found() == []
    assert evil.paths == {"/image"}
    assert {referer for _, referer in evil.asked} == {None}


def test_a_link_tells_nobody_where_it_was_followed_from(
    browser: Browser, evil: Evil, hostile: WSGIApplication
) -> None:
    with serving(hostile) as base, browser.new_context() as context:
        page = context.new_page()
        page.goto(f"{base}/channels/all")
        page.locator(f'a[href="{evil.url}/followed"]').click()
        page.wait_for_url(f"{evil.url}/followed")
        assert page.evaluate("[document.referrer, opener]") == ["", None]
    assert ("/followed", None) in evil.asked
    assert "/ping" not in evil.paths
