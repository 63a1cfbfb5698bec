from dataclasses import replace

import pytest

from feedsvc.model.entry import Attribution, Entry, Hop, Link
from feedsvc.model.rights import Claim
from feedsvc.rights.chain import attribution, comes_back, elsewhere, hops, names
from tests.rights.entries import HERALD, QUAY, WIRE, held


def entry(**fields: object) -> Entry:
    return held(**fields).entry  # type: ignore[arg-type] # fields of Entry


# --- the way it came ----------------------------------------------------------


def test_an_ordinary_feed_is_the_origin() -> None:
    assert attribution(entry(), HERALD) == Attribution(origin=HERALD)


def test_a_copied_entry_came_by_the_source() -> None:
    assert attribution(entry(hops=(QUAY,)), HERALD) == Attribution(origin=QUAY, via=(HERALD,))


def test_a_longer_way_is_kept_oldest_first() -> None:
    found = attribution(entry(hops=(QUAY, WIRE)), HERALD)
    assert found == Attribution(origin=QUAY, via=(WIRE, HERALD))


@pytest.mark.parametrize(
    "itself",
    [
        HERALD,
        replace(HERALD, title="Herald, all news"),
        replace(HERALD, id="tag:herald.example,2026:feed"),
        replace(HERALD, id=None),
        replace(HERALD, feed_url=None),
        Hop(title="The Herald"),
    ],
)
def test_a_source_that_names_itself_is_no_hop(itself: Hop) -> None:
    assert attribution(entry(hops=(itself,)), HERALD) == Attribution(origin=HERALD)
    both = attribution(entry(hops=(QUAY, itself)), HERALD)
    assert both == Attribution(origin=QUAY, via=(HERALD,))


@pytest.mark.parametrize(
    "other",
    [
        Hop(title="Another Herald"),
        Hop(title="The Herald", id="tag:other.example,2026:feed"),
        Hop(title="The Herald", feed_url="https://other.example/feed"),
    ],
)
def test_another_feed_is_a_hop_though_it_is_called_alike(other: Hop) -> None:
    assert attribution(entry(hops=(other,)), HERALD) == Attribution(origin=other, via=(HERALD,))


# --- what the text says ----------------------------------------------------------

SPUTNIK = Claim(origin="Sputnik", url="https://sputnik.example/2026/tide")


def test_what_the_text_says_is_older_than_what_the_feed_says() -> None:
    claimed = Hop(title="Sputnik", home_url="https://sputnik.example/")
    assert attribution(entry(), HERALD, SPUTNIK) == Attribution(origin=claimed, via=(HERALD,))
    found = attribution(entry(hops=(QUAY,)), HERALD, SPUTNIK)
    assert found == Attribution(origin=claimed, via=(QUAY, HERALD))


def test_what_the_feed_says_already_is_not_said_again_by_the_text() -> None:
    named = Claim(origin="Quay", url=None)
    found = attribution(entry(hops=(QUAY,)), HERALD, named)
    assert found == Attribution(origin=QUAY, via=(HERALD,))


def test_a_text_that_names_its_own_source_says_nothing_new() -> None:
    own = Claim(origin="Herald")
    assert attribution(entry(), HERALD, own) == Attribution(origin=HERALD)
    assert elsewhere(entry(), HERALD, own) == ""
    assert elsewhere(entry(), HERALD, SPUTNIK) == "Sputnik"
    assert elsewhere(entry(), HERALD, None) == ""


def test_a_feed_that_an_entry_names_as_its_own_is_elsewhere_too() -> None:
    assert elsewhere(entry(hops=(QUAY,)), HERALD, None) == "The Quay"
    assert elsewhere(entry(hops=(HERALD,)), HERALD, None) == ""
    section = Hop(title="The Herald, sport", feed_url="https://www.herald.example/sport.rss")
    assert elsewhere(entry(hops=(section,)), HERALD, None) == ""


@pytest.mark.parametrize(
    ("origin", "url", "title", "home", "is_meant"),
    [
        ("The Herald", None, "The Herald", None, True),
        ("the herald", None, "The Herald \u00bb World", None, True),
        ("Herald", None, "The Herald", None, True),
        ("The Herald", None, "World \u2013 The Herald", None, True),
        ("The Herald Magazine", None, "The Herald", None, False),
        ("The Guardian", None, "Guardian Nigeria", None, False),
        ("News", None, "Fox News", None, False),
        ("The Herald", "https://other.example/1", "The Herald", "https://herald.example/", False),
        ("The Herald", "https://other.example/1", "The Herald", None, True),
        ("herald.example", None, "Harbour News", "https://www.herald.example/", True),
        ("our site", "https://herald.example/", "Harbour News", "https://herald.example", True),
        ("our site", "https://www.herald.example", "News", "https://feeds.herald.example", True),
        ("News", "https://herald.example/1", "News", "https://herald.example", True),
        ("Grist", "https://herald.example/tag/grist", "News", "https://herald.example", False),
        ("Bob", "https://medium.com/@bob/1", "Alice", "https://medium.com/@alice", False),
        ("Alice", "https://medium.com/@alice/1", "Alice", "https://medium.com/@alice", True),
        ("Mars", None, "Marsa", None, False),
        ("The Quay", None, "The Herald", None, False),
        ("The", None, "The Herald", None, False),
        ("Sputnik", "https://sputnik.example/", "The Herald", "https://herald.example/", False),
        ("\u65b0\u534e\u793e", None, "\u65b0\u534e\u793e", None, True),
        ("\u2014", None, "\u2014", None, False),
    ],
)
def test_a_feed_is_meant_by_its_site_or_its_name(
    origin: str, url: str | None, title: str, home: str | None, *, is_meant: bool
) -> None:
    assert names(Claim(origin=origin, url=url), Hop(title=title, home_url=home)) is is_meant


# --- what comes back ---------------------------------------------------------------

OURS = {"feeds.example.org/channels/", "127.0.0.1:8000/channels/"}


@pytest.mark.parametrize(
    "passed",
    [
        {"links": (Link(rel="via", href="https://feeds.example.org/channels/all.atom"),)},
        {"links": (Link(rel="via", href="http://Feeds.Example.org/channels/all.rss"),)},
        {"links": (Link(rel="via", href="http://127.0.0.1:8000/channels/x.json"),)},
        {"hops": (Hop(title="x", feed_url="https://feeds.example.org/channels/world.rss"),)},
        {"hops": (Hop(title="x", id="https://feeds.example.org/channels/world"),)},
    ],
)
def test_what_came_through_one_of_our_channels_comes_back(passed: dict[str, object]) -> None:
    assert comes_back(entry(**passed), OURS)


@pytest.mark.parametrize(
    "passed",
    [
        {},
        {"links": (Link(rel="related", href="https://feeds.example.org/channels/all.atom"),)},
        {"links": (Link(rel="via", href="https://feeds.example.org.evil.example/channels/x"),)},
        {"links": (Link(rel="via", href="https://feeds.example.org/entries/1"),)},
        {"hops": (QUAY, WIRE)},
    ],
)
def test_what_came_another_way_does_not(passed: dict[str, object]) -> None:
    assert not comes_back(entry(**passed), OURS)


def test_each_feed_on_the_way_counts_once() -> None:
    via = [Link(rel="via", href=f"https://{n}.example/feed") for n in (1, 2, 2, 3)]
    assert hops(entry(links=tuple(via))) == 3
    assert hops(entry()) == 0
    quay = replace(QUAY, feed_url="https://1.example/feed", links=(via[1], via[3]))
    assert hops(entry(links=tuple(via), hops=(quay, WIRE))) == 4
