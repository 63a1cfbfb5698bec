"""Adding a source by the address of a site."""

import socket
from collections.abc import Iterator

import pytest

from tests.cli.program import Program
from tests.net.loopback import Loopback, answer, path_of
from tests.rig import item, rss

LICENCE = "<cc:license>https://creativecommons.org/licenses/by/4.0/</cc:license>"
LINKS = "".join(
    f'<link rel=alternate type="application/rss+xml" title="{name}" href="/{name}">'
    for name in ("feed", "comments")
).encode()
DOCUMENTS = {
    "/": LINKS,
    "/feed": rss(item(1), item(2, more=LICENCE), title="Harbour News"),
    "/comments": rss(item(3), title="Comments"),
}


def serve(connection: socket.socket, head: bytes) -> None:
    path = path_of(head).partition("?")[0]
    body = DOCUMENTS.get(path)
    kind = "text/html" if path == "/" else "text/xml"
    handler = answer("404 Not Found") if body is None else answer(body=body, content_type=kind)
    handler(connection, head)


@pytest.fixture(scope="module")
def upstream() -> Iterator[Loopback]:
    with Loopback(serve) as made:
        yield made


@pytest.fixture
def empty(program: Program) -> Program:
    program.write(
        sources="[sources]\n",
        feedsvc='[fetch]\nhost_gap = "0s"\nallow_networks = ["127.0.0.0/8"]',
    )
    return program


def test_the_feed_of_a_site_is_shown_added_and_polled(empty: Program, upstream: Loopback) -> None:
    ended = empty("sources", "add", f"{upstream.url}/", "--yes", "--tag", "sea", "--tag", "a b")
    assert (ended.code, ended.err) == (0, "")
    for told in ("Harbour News", "CC BY 4.0 allows to share", "harbour-news is added."):
        assert told in ended.out
    assert ended.out.endswith("1 polled, 0 failed: 2 new entries, 0 updated.\n")
    (one,) = empty.here("sources", "list", "--json").rows()
    assert (one["name"], one["url"]) == ("harbour-news", f"{upstream.url}/feed")
    assert (one["tags"], one["health"], one["entries"]) == (["sea", "a b"], "ok", 2)
    again = empty.here("sources", "add", f"{upstream.url}/feed/../feed", "--yes").refused()
    assert again.startswith("that feed is the source 'harbour-news' already")


def test_with_what_its_owner_permits(empty: Program, upstream: Loopback) -> None:
    words = ("--name", "desk", "--title", "The Desk", "--scope", "full", "--granted-by", "Eva")
    added, polled = empty(
        "sources", "add", f"{upstream.url}/feed", *words, "--yes", "--json"
    ).rows()
    assert added == {"source": "desk", "change": "added", "url": f"{upstream.url}/feed"}
    assert (polled["source"], polled["new"]) == ("desk", 2)
    (desk,) = empty.here("sources", "show", "desk", "--json").rows()
    assert (desk["title"], desk["scope"], desk["granted_by"]) == ("The Desk", "full", "Eva")
    assert (desk["origin"], desk["paused"], desk["says"]) == ("operator", False, "fine")
    assert desk["due_reason"].startswith("every 1 h")
    assert [poll["outcome"] for poll in desk["polls"]] == ["fetched"]


def test_nothing_is_added_unless_somebody_says_so(empty: Program, upstream: Loopback) -> None:
    ended = empty("sources", "add", f"{upstream.url}/feed")
    assert ended.code == 1
    assert ended.err == "nobody is there to ask; say --yes if it is meant\n"
    assert "Harbour News" in ended.out
    line = empty("sources", "add", f"{upstream.url}/none", "--yes").refused()
    assert (
        line
        == f"{upstream.url}/none: HTTP 404 Not Found; see in a browser whether the address is right"
    )
    assert empty.here("sources", "list", "--json").rows() == []


def test_an_address_that_is_a_secret_is_told_to_nobody(empty: Program, upstream: Loopback) -> None:
    secret = {"FEEDSVC_SECRET_DESK": f"{upstream.url}/feed?token=canary-4711"}
    words = ("add", "env:FEEDSVC_SECRET_DESK", "--name", "desk", "--yes")
    ended = empty("sources", *words, **secret)
    assert (ended.code, ended.err) == (0, "")
    listed = empty.here("sources", "list", "--json", **secret)
    exported = empty.here("opml", "export", **secret)
    assert exported.err == "desk is left out: its address is a secret\n"
    for told in (ended, listed, exported, empty.here("export", **secret)):
        assert "canary" not in told.out + told.err
    assert listed.rows()[0]["url"] == f"{upstream.url}/…"
    line = empty.here("sources", "add", "env:HOME", "--yes").refused()
    assert line.startswith("env:HOME: is no source, and refers to what operators may not read")


def test_a_removed_source_comes_back_under_its_name(empty: Program, upstream: Loopback) -> None:
    url = f"{upstream.url}/feed"
    empty("sources", "add", url, "--name", "mine", "--yes")
    assert empty.here("sources", "remove", "mine", "--yes").out == "mine is removed.\n"
    assert empty("sources", "add", url, "--yes").out.count("mine is added.") == 1
    (one,) = empty.here("sources", "list", "--json").rows()
    assert (one["name"], one["entries"]) == ("mine", 2)


def test_at_a_terminal_the_feed_is_chosen_and_adding_it_confirmed(
    empty: Program, upstream: Loopback
) -> None:
    answers = [("Which one?", "2"), ("Add it as 'comments'?", "y")]
    shown = empty.at_terminal("sources", "add", f"{upstream.url}/", answers=answers)
    assert f"2  {upstream.url}/comments  comments" in shown
    assert "comments is added." in shown
    assert shown.endswith("1 polled, 0 failed: 1 new entries, 0 updated.\n[0]")
    (one,) = empty.here("sources", "list", "--json").rows()
    assert one["url"] == f"{upstream.url}/comments"
    answers = [("Which one?", "1"), ("Add it as 'harbour-news'?", "n")]
    shown = empty.at_terminal("sources", "add", f"{upstream.url}/", answers=answers)
    assert shown.endswith("nothing was changed\n[1]")
    assert len(empty.here("sources", "list", "--json").rows()) == 1
