"""New entries alone, for who says what it has (RFC 3229; standards M16)."""

import gzip
from dataclasses import replace
from datetime import timedelta

import brotli
import pytest
from werkzeug.test import TestResponse

from feedsvc.model.rights import AttributionLine
from feedsvc.model.view import Parts
from feedsvc.web.delta import REMEMBERED, History
from tests.web.live import ask, running
from tests.web.sample_site import LIGHTHOUSE, SampleSite, document
from tests.web.test_cache import NOW, Desk

FEED = "/channels/coast.rss"
WANTED = {"A_IM": "feed"}
UNPACK = {"identity": bytes, "gzip": gzip.decompress, "br": brotli.decompress}


@pytest.fixture
def desk() -> Desk:
    return Desk(SampleSite())


def publish(desk: Desk, *entries: str) -> None:
    """Put these before all others."""
    desk.service.entries = (*entries, *desk.service.entries)
    desk.service.number += 1


def entries(answer: TestResponse | bytes) -> list[str]:
    """The names of the entries in a document, once each."""
    data = answer if isinstance(answer, bytes) else answer.data
    lines = [line for line in data.decode().splitlines() if ": " in line]
    return list(dict.fromkeys(line.split(":")[0] for line in lines))


@pytest.mark.parametrize("form", ["atom", "rss", "json"])
@pytest.mark.parametrize("coding", UNPACK)
def test_m16_who_names_what_it_has_gets_what_is_new(desk: Desk, form: str, coding: str) -> None:
    path = f"/channels/coast.{form}"
    had = desk.get(path, Accept_Encoding=coding).headers["ETag"]
    publish(desk, "fifth", "fourth")
    part = desk.get(path, Accept_Encoding=coding, If_None_Match=had, **WANTED)
    assert part.status == "226 IM Used"
    assert part.headers["IM"] == "feed"
    assert part.headers["Delta-Base"] == had
    assert part.headers.get("Content-Encoding", "identity") == coding
    assert int(part.headers["Content-Length"]) == len(part.data)
    body = UNPACK[coding](part.data)
    assert entries(body) == ["fifth", "fourth"]
    assert body.startswith(f"coast {form} since".encode())
    assert body.endswith(b"end\n")


def test_m16_its_tag_is_that_of_the_whole(desk: Desk) -> None:
    had = desk.get().headers["ETag"]
    publish(desk, "fourth")
    part = desk.get(If_None_Match=had, **WANTED)
    whole = desk.get()
    assert part.headers["ETag"] == whole.headers["ETag"] != had
    assert part.headers["Last-Modified"] == whole.headers["Last-Modified"]
    assert desk.get(If_None_Match=part.headers["ETag"], **WANTED).status_code == 304


def test_m16_no_cache_takes_it_for_the_whole(desk: Desk) -> None:
    had = desk.get().headers["ETag"]
    publish(desk, "fourth")
    part = desk.get(If_None_Match=had, **WANTED)
    assert part.headers.getlist("Cache-Control") == ["no-store"]
    assert part.headers["Vary"] == "Accept-Encoding, A-IM, If-None-Match"
    assert part.headers["Link"] == desk.get().headers["Link"]
    for answer in (desk.get(), desk.get(If_None_Match="*")):
        assert answer.headers["Vary"] == "Accept-Encoding, A-IM"


@pytest.mark.parametrize("known", ['"unknown"', 'W/"x", "y"', "", "junk", None])
def test_m16_for_who_has_nothing_we_know_it_is_the_whole(desk: Desk, known: str | None) -> None:
    desk.get()
    publish(desk, "fourth")
    fields = {} if known is None else {"If_None_Match": known}
    answer = desk.get(**fields, **WANTED)
    assert answer.status_code == 200
    assert len(entries(answer)) == 4


def test_m16_what_has_not_changed_is_a_304(desk: Desk) -> None:
    had = desk.get().headers["ETag"]
    for _ in range(2):
        assert desk.get(If_None_Match=had, **WANTED).status_code == 304
        desk.service.number += 1


@pytest.mark.parametrize(
    ("wish", "status"),
    [
        ("feed", 226),
        ("FEED;q=0.1", 226),
        ("vcdiff, feed;q=0.5, gzip", 226),
        ("feed;q=0", 200),
        ("vcdiff, gzip", 200),
        ("", 200),
        ("feeds", 200),
    ],
)
def test_m16_the_wish_is_a_list_with_weights(desk: Desk, wish: str, status: int) -> None:
    had = desk.get().headers["ETag"]
    publish(desk, "fourth")
    assert desk.get(If_None_Match=had, A_IM=wish).status_code == status


def test_m16_an_entry_that_changed_is_new_and_one_that_went_is_not_told(desk: Desk) -> None:
    had = desk.get().headers["ETag"]
    desk.service.entries = ("third", "second, corrected")
    desk.service.number += 1
    part = desk.get(If_None_Match=had, **WANTED)
    assert (part.status_code, entries(part)) == (226, ["second, corrected"])


def test_m16_where_the_head_alone_changed_no_entry_is_sent(desk: Desk) -> None:
    had = desk.get().headers["ETag"]
    desk.service.began = 1921
    desk.service.number += 1
    part = desk.get(If_None_Match=had, **WANTED)
    assert (part.status_code, entries(part)) == (226, [])
    assert part.data.startswith(b"coast rss since 1921")


def test_m16_where_all_is_new_it_is_the_whole(desk: Desk) -> None:
    had = desk.get().headers["ETag"]
    desk.service.text = "as corrected"
    desk.service.number += 1
    answer = desk.get(If_None_Match=had, **WANTED)
    assert answer.status_code == 200
    assert "IM" not in answer.headers


def test_m16_of_several_versions_the_newest_counts(desk: Desk) -> None:
    tags = []
    for name in ("fourth", "fifth", "sixth"):
        tags.append(desk.get().headers["ETag"])
        publish(desk, name)
    for known in (", ".join(tags), ", ".join(f"W/{tag}" for tag in reversed(tags))):
        part = desk.get(If_None_Match=known, **WANTED)
        assert part.headers["Delta-Base"] == tags[-1]
        assert entries(part) == ["sixth"]
    assert entries(desk.get(If_None_Match=tags[0], **WANTED)) == ["sixth", "fifth", "fourth"]


def test_m16_a_document_whose_time_came_is_remembered(desk: Desk) -> None:
    desk.service.until = NOW + timedelta(seconds=10)
    had = desk.get().headers["ETag"]
    publish(desk, "fourth")
    desk.clock.pass_by(10)
    desk.service.until = None
    assert desk.get(If_None_Match=had, **WANTED).status_code == 226


def test_m16_m08_head_tells_what_get_would(desk: Desk) -> None:
    had = desk.get().headers["ETag"]
    publish(desk, "fourth")
    full = desk.get(If_None_Match=had, **WANTED)
    head = desk.head(If_None_Match=had, **WANTED)
    assert (head.status_code, head.data) == (226, b"")
    assert head.headers == full.headers


@pytest.mark.parametrize("path", ["/", "/channels/coast", "/channels.opml", "/entries/lighthouse"])
def test_m16_pages_are_sent_whole(desk: Desk, path: str) -> None:
    had = desk.get(path).headers["ETag"]
    line = AttributionLine(text="Corrected.", html="Corrected.")
    desk.service.showings = (replace(LIGHTHOUSE, line=line),)
    desk.service.listed = desk.service.listed[:2]
    desk.service.number += 1
    assert desk.get(path, If_None_Match=had, **WANTED).status_code == 200


def version(*names: str) -> tuple[bytes, ...]:
    return tuple(name.encode() for name in names)


def after(history: History | None, *names: str) -> tuple[str, History]:
    parts = Parts(head=b"<", entries=version(*names), between=b",", tail=b">")
    made = document(parts.holding(parts.entries))
    return made.etag, History(made, parts, history)


def test_m16_what_was_gone_for_a_while_is_new_again() -> None:
    first, history = after(None, "b", "a")
    second, history = after(history, "b")
    third, history = after(history, "b", "a")
    assert history.news([second]) == (second, version("a"))
    assert third == first
    assert history.news([first]) == (first, ())


def test_m16_only_so_many_versions_are_remembered() -> None:
    names: list[str] = []
    tags = []
    history = None
    for number in range(REMEMBERED):
        names.insert(0, str(number))
        tag, history = after(history, *names)
        tags.append(tag)
    assert history is not None
    assert history.news(tags[:1]) is None
    base, news = history.news(tags[-2:-1]) or ("", ())
    assert (base, news) == (tags[-2], version(names[0]))


def test_m16_a_part_arrives_over_a_socket() -> None:
    with running() as port:
        first, _ = ask(port, "GET", "/channels/growing.atom")
        fields = {"If-None-Match": first.headers["ETag"], "A-IM": "feed", "Accept-Encoding": "gzip"}
        plain = {name: value for name, value in fields.items() if name != "Accept-Encoding"}
        answer, body = ask(port, "GET", "/channels/growing.atom", plain)
        assert (answer.status, answer.reason) == (226, "IM Used")
        assert answer.headers["IM"] == "feed"
        assert len(entries(body)) == 1
        packed, body = ask(port, "GET", "/channels/growing.atom", fields)
        assert packed.status == 226
        assert entries(gzip.decompress(body))
