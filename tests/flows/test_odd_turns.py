"""Odd turns that a feed, a flood or an operator may take, one after the other."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from feedsvc.flows import curate
from feedsvc.flows.absorb import QUOTA
from feedsvc.model.source import Health, Retention, Source
from feedsvc.store import entries, sources, tombstones
from tests.rig import Rig, item, rss, source

URL = "https://herald.example/feed.xml"
GEO = "xmlns:g='http://www.georss.org/georss'"
THR = "xmlns:thr='http://purl.org/syndication/thread/1.0'"
AT = "xmlns:at='http://purl.org/atompub/tombstones/1.0'"


@pytest.fixture
def rig(tmp_path: Path) -> Iterator[Rig]:
    made = Rig(f"sqlite:///{tmp_path}/f.sqlite3", (source(),))
    yield made
    made.database.close()


ONE_ODD_THING = {
    "authors": ("<author>a@herald.example (Ada)</author>", "<author>Bo</author>"),
    "dates": (
        "<pubDate>Sun, 01 Mar 2026 06:00:00 GMT</pubDate>",
        "<pubDate>Sun, 01 Mar 2026 07:00:00 GMT</pubDate>",
    ),
    "categories": ("<category>a</category>", "<category domain='urn:x'>a</category>"),
    "comments": ("<comments>/c/1</comments>", "<comments>/c/2</comments>"),
    "sources": (
        "<source url='https://a.example/feed'>A</source>",
        "<source url='https://b.example/feed'>B</source>",
    ),
    "licences": (
        "<cc:license>https://l.example/1</cc:license>",
        "<cc:license>https://l.example/2</cc:license>",
    ),
    "extensions": (f"<thr:in-reply-to {THR} ref='urn:x-a:1'/>", f"<g:point {GEO}>1 2</g:point>"),
    "links to the home page": (
        "<link>https://herald.example/</link><author>Ada</author>",
        "<link>https://herald.example/</link><author>Bo</author>",
    ),
    "ids": ("<guid isPermaLink='false'>1</guid>", "<guid isPermaLink='false'>2</guid>"),
    "files": (
        "<enclosure url='/a.mp3' type='audio/mpeg' length='1'/>",
        "<enclosure url='/b.mp3' type='audio/mpeg' length='1'/>",
    ),
}
ODD = [*(thing for things in ONE_ODD_THING.values() for thing in things)]


def ids(rig: Rig, channel: str = "source-herald") -> list[str]:
    return [one["id"] for one in json.loads(rig.documents()[f"{channel}.json"])["items"]]


def deleted(*refs: str, when: str = "2026-03-01T13:30:00Z") -> str:
    dated = f" when='{when}'" if when else ""
    return "".join(f"<at:deleted-entry {AT} ref='{ref}'{dated}/>" for ref in refs)


def offer(name: str) -> str:
    """One of a flood: new at every poll, and never later."""
    return (
        f"<item><title>{name}</title><guid isPermaLink='false'>{name}</guid>"
        "<pubDate>Sun, 01 Mar 2026 06:00:00 GMT</pubDate></item>"
    )


def one_page(guid: int, text: str, hour: int) -> str:
    """An article on a page that every article of its feed stands on, under a standing title."""
    return (
        f"<item><guid isPermaLink='false'>g{guid}</guid><title>Storm warning</title>"
        f"<link>https://herald.example/warnings</link><description>{text}</description>"
        f"<pubDate>Sun, 01 Mar 2026 {hour:02}:00:00 GMT</pubDate></item>"
    )


@pytest.mark.parametrize("width", [1, 4])
def test_a_standing_title_on_a_standing_page_is_an_article_each_time(rig: Rig, width: int) -> None:
    for first in range(1, 9):
        window = range(first, first + width)
        rig.web.pages[URL] = rss(*(one_page(n, f"Warning {n}", n) for n in reversed(window)))
        rig.poll()
    assert len(ids(rig)) == 8 + width - 1


def test_daily_titles_that_recur_a_week_later_are_new_articles(rig: Rig) -> None:
    days = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
    for week in range(3):
        rig.web.pages[URL] = rss(
            *(
                item(n + 7 * week, title=day, text=f"Week {week}").replace(
                    "Sun, 01 Mar 2026 0", f"Sun, {8 + 7 * week:02} Mar 2026 0"
                )
                for n, day in enumerate(days, 1)
            )
        )
        rig.moment += timedelta(days=7)
        assert rig.poll()["herald"].new == 5


def test_another_feed_of_the_same_hours_takes_nothing_over(rig: Rig) -> None:
    rig.web.pages[URL] = rss(*map(item, range(1, 7)))
    rig.poll()
    before = ids(rig)
    other = (item(n, title=f"Offer {n}", text=f"Buy {n}") for n in range(1, 7))
    rig.web.pages[URL] = rss(*other, title="Shop").replace(b"herald.example", b"shop.example")
    rig.poll()
    assert len(ids(rig)) == 12
    assert set(before) < set(ids(rig))


def test_a_tombstone_beyond_the_quota_of_a_flood_stops_nothing(rig: Rig) -> None:
    for poll in range(5):
        offers = [offer(f"{poll}-{n}") for n in range(QUOTA)]
        gone = deleted(*(f"{poll}-{n}" for n in range(QUOTA)))
        rig.web.pages[URL] = rss(*offers, more=gone if poll > 2 else "")
        assert rig.poll()["herald"].outcome == "fetched"


def test_a_tombstone_for_an_id_that_many_share_takes_nobody_back(rig: Rig) -> None:
    shared = [item(n).replace(f"2026:{n}<", "2026:0<") for n in (1, 2, 3)]
    rig.web.pages[URL] = rss(*shared)
    rig.poll()
    rig.web.pages[URL] = rss(*shared, more=deleted("tag:herald.example,2026:0"))
    rig.poll()
    assert len(ids(rig)) == 3


@pytest.mark.parametrize("when", ["", "2999-01-01T00:00:00Z", "2026-03-01T13:30:00Z"])
def test_what_the_operator_restored_stays_though_the_tombstone_does(rig: Rig, when: str) -> None:
    rig.web.pages[URL] = rss(item(1), item(2))
    rig.poll()
    gone = deleted("tag:herald.example,2026:1", when=when)
    rig.web.pages[URL] = rss(item(2), more=gone)
    rig.poll()
    assert ids(rig) == ["tag:herald.example,2026:2"]
    curate.restore(rig.database, ["tag:herald.example,2026:1"], rig.now())
    rig.web.pages[URL] = rss(item(2), item(3), more=gone)
    rig.poll()
    assert len(ids(rig)) == 3


def test_a_feed_of_nothing_but_a_tombstone_is_obeyed(rig: Rig) -> None:
    rig.web.pages[URL] = rss(item(1))
    rig.poll()
    rig.web.pages[URL] = rss(more=deleted("tag:herald.example,2026:1"))
    account = rig.poll()["herald"]
    assert "empty" in account.error
    assert ids(rig) == []


def test_an_operators_withdrawal_outlasts_the_sources_change_of_mind(rig: Rig) -> None:
    rig.web.pages[URL] = rss(item(1), item(2))
    rig.poll()
    rig.web.pages[URL] = rss(item(2), more=deleted("tag:herald.example,2026:1"))
    rig.poll()
    curate.withdraw(rig.database, ["tag:herald.example,2026:1"], "Ours too", rig.now(), "Ada")
    rig.moment += timedelta(days=2)
    back = item(1).replace("Sun, 01 Mar 2026 01", "Tue, 03 Mar 2026 15")
    rig.web.pages[URL] = rss(back, item(2))
    rig.poll()
    assert ids(rig) == ["tag:herald.example,2026:2"]


def test_a_page_with_one_withdrawn_article_goes_on_with_others(rig: Rig) -> None:
    rig.web.pages[URL] = rss(one_page(1, "Warning 1", 1))
    rig.poll()
    (uid,) = [held.id for held in entries.listed(rig.database.statements(), [], most=9)]
    curate.withdraw(rig.database, [uid], "Wrong", rig.now(), "Ada")
    rig.web.pages[URL] = rss(one_page(2, "Warning 2", 2))
    assert rig.poll()["herald"].new == 1


def test_a_flood_purges_no_article_that_was_there(rig: Rig) -> None:
    rig.provision((replace(source(), retention=Retention(entries=6)),))
    rig.web.pages[URL] = rss(*map(item, range(1, 7)))
    rig.poll()
    for poll in range(6):
        rig.web.pages[URL] = rss(*(offer(f"{poll}-{n}") for n in range(6)))
        rig.poll()
    assert len(ids(rig)) == 6


def test_a_source_may_be_named_as_a_state_is(rig: Rig) -> None:
    rig.provision((source("purged"),))
    rig.web.pages["https://purged.example/feed.xml"] = rss(item(1))
    rig.poll()
    (held,) = entries.listed(rig.database.statements(), [], most=9)
    assert entries.one(rig.database.statements(), held.id) == held


def test_another_address_is_believed_at_once_and_known_articles_stay(rig: Rig) -> None:
    rig.web.pages[URL] = rss(*map(item, range(1, 9)))
    rig.poll()
    moved = Source(name="herald", url="https://new.example/feed.xml")
    rig.provision((moved,))
    rig.web.pages[moved.url] = rss(item(1), title="New home")
    account = rig.poll()["herald"]
    assert (account.outcome, account.new, account.error) == ("fetched", 0, "")
    assert len(ids(rig)) == 8


def test_an_empty_feed_that_is_filled_with_an_archive_stays_calm(rig: Rig) -> None:
    rig.provision((source(), source("quay")))
    rig.web.pages |= {URL: rss(), "https://quay.example/feed.xml": rss(item(1), title="Quay")}
    rig.poll()
    rig.web.pages[URL] = rss(*(item(n).replace("Mar 2026", "Mar 2016") for n in range(2, 9)))
    rig.poll()
    assert ids(rig, "all")[0] == "tag:herald.example,2026:1"


def test_an_old_copy_does_not_give_the_feed_its_old_name(rig: Rig) -> None:
    rig.web.pages[URL] = rss(item(5), item(6), title="New name")
    rig.poll()
    rig.web.pages[URL] = rss(item(5), title="Old name")
    rig.poll()
    assert b"Old name" not in rig.documents()["source-herald.atom"]


def test_a_burst_is_told_once_and_is_no_lasting_fault(rig: Rig) -> None:
    rig.web.pages[URL] = rss(item(1), item(2))
    rig.poll()
    rig.web.pages[URL] = rss(item(1), item(2)).replace(b"tag:herald", b"tag:new")
    assert "under other ids" in rig.poll()["herald"].error
    rig.poll()
    stored = sources.named(rig.database.statements(), "herald")
    assert stored.checkpoint.health is Health.OK


def test_a_returned_entry_is_on_record(rig: Rig) -> None:
    rig.web.pages[URL] = rss(item(1), item(2))
    rig.poll()
    rig.web.pages[URL] = rss(item(2), more=deleted("tag:herald.example,2026:1"))
    rig.poll()
    rig.moment += timedelta(days=3)
    back = item(1).replace("Sun, 01 Mar 2026 01", "Tue, 03 Mar 2026 15")
    rig.web.pages[URL] = rss(back, item(2), more=deleted("tag:herald.example,2026:1"))
    rig.poll()
    rig.web.pages[URL] = rss(item(2), item(3), more=deleted("tag:herald.example,2026:1"))
    rig.poll()
    assert "tag:herald.example,2026:1" in ids(rig)
    listed = entries.listed(rig.database.statements(), [], most=9)
    (uid,) = [held.id for held in listed if held.public_id.endswith(":1")]
    record = tombstones.withdrawal(rig.database.statements(), uid)
    assert record is not None
    assert record.restored_at is not None


def test_copies_of_copies_take_no_channel_down(rig: Rig) -> None:
    """Each source carries one article, under the id of another's."""

    def carried(guid: str, article: str, hour: int) -> bytes:
        return rss(
            f"<item><guid isPermaLink='false'>tag:x.example,2026:{guid}</guid>"
            f"<title>{article}</title><link>https://x.example/{article}</link>"
            f"<pubDate>Sun, 01 Mar 2026 {hour:02}:00:00 GMT</pubDate></item>"
        )

    rig.provision(tuple(map(source, "abcd")))
    turns = {"d": ("X", "P", 9), "c": ("X", "Q", 8), "b": ("Y", "P", 7), "a": ("Z", "Q", 6)}
    for name, turn in turns.items():
        rig.web.pages[f"https://{name}.example/feed.xml"] = carried(*turn)
    rig.poll()
    shown = ids(rig, "all")
    assert len(shown) == len(set(shown))
    assert {"tag:x.example,2026:Y", "tag:x.example,2026:Z"} <= set(shown)


def stored(rig: Rig) -> set[str]:
    return {held.id for held in entries.listed(rig.database.statements(), [], most=99)}


@pytest.mark.parametrize("things", [*ONE_ODD_THING.values(), ODD], ids=[*ONE_ODD_THING, "all"])
def test_entries_that_say_one_odd_thing_each_are_kept_apart_and_known_again(
    rig: Rig, things: Sequence[str]
) -> None:
    odd = [f"<item>{thing}</item>" for thing in things]
    rig.web.pages[URL] = rss(*odd)
    assert rig.poll()["herald"].new == len(odd)
    first = stored(rig)
    for title, items in (
        ("Renamed", odd),
        ("Renamed", odd[::-1]),
        ("Renamed", [item(1), *odd]),
        ("The Harbour Herald", [*odd[1:], item(1), odd[0]]),
        ("The Harbour Herald", [*odd, *odd]),
    ):
        rig.web.pages[URL] = rss(*items, title=title)
        account = rig.poll()["herald"]
        assert account.new == (item(1) in items and title == "Renamed")
        assert not account.error
    assert first < stored(rig)
    assert len(stored(rig)) == len(odd) + 1


@pytest.mark.parametrize("things", [*ONE_ODD_THING.values(), ODD], ids=[*ONE_ODD_THING, "all"])
def test_entries_that_say_one_odd_thing_each_are_known_when_all_is_read_anew(
    rig: Rig, things: Sequence[str]
) -> None:
    odd = [f"<item>{thing}</item>" for thing in things]
    rig.web.pages[URL] = rss(*odd)
    rig.poll()
    spaced = [f"<item >{thing} </item>" for thing in things]
    rig.web.pages[URL] = rss(*spaced, more="<language>de</language>")
    assert rig.poll()["herald"].new == 0
    assert len(stored(rig)) == len(odd)
