"""A channel's address: the page for people, a feed for readers that ask for one."""

import gzip

import pytest

from feedsvc.web.negotiate import form
from tests.web.live import ask, running
from tests.web.sample_site import BASE_URL, TYPES, SampleSite
from tests.web.test_cache import CODINGS, Desk

CHANNEL = "/channels/coast"
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
READER = "application/atom+xml, application/rss+xml;q=0.9, */*;q=0.1"
WANTED = {
    "": BROWSER,
    "atom": READER,
    "rss": "application/rss+xml, application/xml, text/xml, */*",
    "json": "application/feed+json, application/json;q=0.9",
}


@pytest.fixture
def desk() -> Desk:
    return Desk(SampleSite())


@pytest.mark.parametrize(
    ("accept", "suffix"),
    [
        ("", ""),
        ("*/*", ""),
        (BROWSER, ""),
        ("text/html, application/xhtml+xml, image/jxr, */*", ""),
        ("application/xml,application/xhtml+xml,text/html;q=0.9,text/plain;q=0.8,*/*;q=0.5", ""),
        ("text/*", ""),
        ("image/png", ""),
        ("application/pdf, text/html;q=0.1", ""),
        ("text/html;q=0, application/atom+xml;q=0", ""),
        ("application/rss+xml;q=0.5, */*", ""),
        ("application/atom+xml;q=0.9, text/html", ""),
        ("application/xml, text/html", ""),
        ("junk, ;;, application/atom+xml;q=2", ""),
        (READER, "atom"),
        ("application/atom+xml", "atom"),
        ("Application/ATOM+xml ; q=0.3", "atom"),
        ("application/atom+xml;type=feed;q=0.8, */*;q=0.2", "atom"),
        ("application/atom+xml,application/rss+xml,application/xml;q=0.8,text/html;q=0.7", "atom"),
        (
            "application/xml, application/atom+xml, application/rss+xml, text/html",
            "atom",
        ),
        ("application/xml", "atom"),
        ("text/xml, */*", "atom"),
        ("application/*", "atom"),
        ("application/rss+xml, application/xml, text/xml, */*", "rss"),
        ("application/rss+xml;q=0.9, application/atom+xml;q=0.8", "rss"),
        ("application/rss+xml, text/html", "rss"),
        ("application/atom+xml;q=0, application/xml", "rss"),
        ("application/feed+json", "json"),
        ("application/json", "json"),
        ("application/json, text/plain, */*", "json"),
        ("application/feed+json;q=0.1, application/json, */*;q=0.2", ""),
    ],
)
def test_m13_chooses_what_a_client_likes_best(accept: str, suffix: str) -> None:
    assert form(accept) == suffix


@pytest.mark.parametrize("suffix", WANTED)
def test_m09_m13_each_client_gets_its_form_and_caches_are_told(desk: Desk, suffix: str) -> None:
    own = f"{CHANNEL}.{suffix}" if suffix else CHANNEL
    for _ in range(2):
        answer = desk.get(CHANNEL, Accept=WANTED[suffix])
        alone = desk.get(own)
        assert answer.status_code == 200
        assert answer.headers["Content-Type"] == TYPES.get(suffix, "text/html; charset=utf-8")
        assert answer.data == alone.data
        assert answer.headers["ETag"] == alone.headers["ETag"]
        assert answer.headers["Vary"].split(", ")[:2] == ["Accept", "Accept-Encoding"]
        assert answer.headers["Link"] == alone.headers["Link"]
        location = f"{BASE_URL}{own}" if suffix else None
        assert answer.headers.get("Content-Location") == location


def test_m01_m09_the_forms_have_different_tags(desk: Desk) -> None:
    answers = [
        desk.get(CHANNEL, Accept=accept, Accept_Encoding=coding)
        for accept in WANTED.values()
        for coding in CODINGS
    ]
    assert len({answer.headers["ETag"] for answer in answers}) == len(WANTED) * len(CODINGS)


@pytest.mark.parametrize("suffix", WANTED)
@pytest.mark.parametrize("coding", CODINGS)
def test_m07_m09_a_304_says_which_form_it_is_about(desk: Desk, suffix: str, coding: str) -> None:
    asked = {"Accept": WANTED[suffix], "Accept_Encoding": coding}
    full = desk.get(CHANNEL, **asked)
    same = desk.get(CHANNEL, **asked, If_None_Match=full.headers["ETag"])
    assert (same.status_code, same.data) == (304, b"")
    for name in ("Cache-Control", "Content-Location", "ETag", "Last-Modified", "Vary"):
        assert same.headers.get(name) == full.headers.get(name)
    for other in set(WANTED) - {suffix}:
        wanted = {"Accept": WANTED[other], "Accept_Encoding": coding}
        answer = desk.get(CHANNEL, **wanted, If_None_Match=full.headers["ETag"])
        assert answer.status_code == 200


def test_m08_head_chooses_as_get_does(desk: Desk) -> None:
    for accept in WANTED.values():
        head, full = desk.head(CHANNEL, Accept=accept), desk.get(CHANNEL, Accept=accept)
        assert (head.status_code, head.data) == (200, b"")
        assert head.headers == full.headers


def test_r3_every_form_is_answered_from_memory_once_made(desk: Desk) -> None:
    for accept in WANTED.values():
        desk.get(CHANNEL, Accept=accept)
    desk.service.asked.clear()
    for accept in [*WANTED.values(), *WANTED.values()]:
        assert desk.get(CHANNEL, Accept=accept).status_code == 200
    assert desk.service.asked == []


def test_r3_a_reader_need_not_wait_for_someone_to_ask_for_the_page(desk: Desk) -> None:
    desk.get(CHANNEL, Accept=READER)
    desk.service.asked.clear()
    assert desk.get(CHANNEL, Accept=READER).headers["Content-Type"] == TYPES["atom"]
    assert desk.service.asked == []
    assert desk.get(CHANNEL).headers["Content-Type"].startswith("text/html")


def test_a_change_shows_in_every_form_at_once(desk: Desk) -> None:
    for accept in WANTED.values():
        desk.get(CHANNEL, Accept=accept)
    desk.service.text = "as corrected"
    desk.service.modified = desk.service.modified.replace(hour=9)
    desk.service.number += 1
    for suffix, accept in WANTED.items():
        answer = desk.get(CHANNEL, Accept=accept)
        assert b"as corrected" in answer.data or not suffix
        assert answer.headers["Last-Modified"] == "Fri, 20 Nov 2026 09:30:00 GMT"


def test_m16_a_reader_gets_what_is_new_there_too(desk: Desk) -> None:
    had = desk.get(CHANNEL, Accept=READER).headers["ETag"]
    desk.service.entries = ("fourth", *desk.service.entries)
    desk.service.number += 1
    part = desk.get(CHANNEL, Accept=READER, If_None_Match=had, A_IM="feed")
    assert part.status_code == 226
    assert part.headers["Vary"] == "Accept, Accept-Encoding, A-IM, If-None-Match"


@pytest.mark.parametrize("path", ["/channels/coast.rss", "/", "/entries/lighthouse"])
def test_m09_other_addresses_have_one_form(desk: Desk, path: str) -> None:
    for _ in range(2):
        answer = desk.get(path, Accept="application/feed+json")
        assert answer.status_code == 200
        assert "feed+json" not in answer.headers["Content-Type"]
        assert "Accept" not in answer.headers["Vary"].split(", ")
        assert "Content-Location" not in answer.headers


def test_m18_a_channel_that_is_none_has_no_form(desk: Desk) -> None:
    for accept in WANTED.values():
        assert desk.get("/channels/nowhere", Accept=accept).status_code == 404


def test_m13_a_reader_gets_the_feed_over_a_socket() -> None:
    with running() as port:
        page, _ = ask(port, "GET", CHANNEL, {"Accept": BROWSER})
        assert page.headers["Content-Type"] == "text/html; charset=utf-8"
        feed, body = ask(port, "GET", CHANNEL, {"Accept": READER, "Accept-Encoding": "gzip"})
        assert feed.headers["Content-Type"] == TYPES["atom"]
        assert feed.headers["Content-Location"] == f"http://127.0.0.1:{port}{CHANNEL}.atom"
        assert gzip.decompress(body).startswith(b"coast atom")
