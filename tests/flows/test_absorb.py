import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from feedsvc.flows import curate
from feedsvc.flows.absorb import QUOTA
from feedsvc.model.held import State
from feedsvc.model.source import Health, Permission, Scope
from feedsvc.store import entries, sources
from feedsvc.store.sources import Stored
from tests.rig import Rig, item, rss, source

DATED = "<pubDate>Sun, 01 Mar 2026 06:00:00 GMT</pubDate>"
URL, QUAY = "https://herald.example/feed.xml", "https://quay.example/feed.xml"


@pytest.fixture
def rig(tmp_path: Path) -> Iterator[Rig]:
    made = Rig(f"sqlite:///{tmp_path}/f.sqlite3", (source(), source("quay")))
    made.web.pages |= {URL: rss(*map(item, range(1, 7))), QUAY: rss(item(9), title="Quay")}
    made.poll()
    yield made
    made.database.close()


def stored(rig: Rig) -> Stored:
    return sources.named(rig.database.statements(), "herald")


def made_up(poll: int, count: int = 6, date: str = DATED) -> bytes:
    """A document of entries that nobody has seen before."""
    return rss(
        *(
            f"<item><title>Offer {poll}-{n}</title><link>https://herald.example/{poll}/{n}</link>"
            f"<guid>{poll}-{n}</guid><description>Text {poll} {n}</description>{date}</item>"
            for n in range(count)
        )
    )


def published(rig: Rig, channel: str = "source-herald") -> int:
    return len(json.loads(rig.documents()[f"{channel}.json"])["items"])


@pytest.mark.parametrize(("date", "passed"), [("", 4), (DATED, 2)])
def test_a_flood_is_held_back_and_the_others_are_untouched(
    rig: Rig, date: str, passed: int
) -> None:
    quay = rig.documents()["source-quay.atom"]
    counts = []
    for poll in range(8):
        rig.web.pages[URL] = made_up(poll, date=date)
        account = rig.poll("herald")["herald"]
        counts.append(published(rig))
    assert counts[:passed] == [6 * (poll + 2) for poll in range(passed)]
    assert counts[passed:] == [6 * (passed + 1)] * (8 - passed)
    assert "flood" in account.error
    assert stored(rig).checkpoint.health is Health.DEGRADED
    assert "flood" in stored(rig).checkpoint.problem
    assert rig.documents()["source-quay.atom"] == quay
    held_back = [
        held
        for held in entries.listed(rig.database.statements(), ["herald"], most=999)
        if held.state is State.HELD_BACK
    ]
    assert len(held_back) == 6 * (8 - passed)


def test_a_flood_fills_no_disk(rig: Rig) -> None:
    for poll in range(12):
        rig.web.pages[URL] = made_up(poll, 100)
        rig.poll("herald")
    listed = entries.listed(rig.database.statements(), ["herald"], most=9999)
    assert sum(held.state is State.HELD_BACK for held in listed) == QUOTA


def test_what_is_held_back_is_published_once_the_ids_stay(rig: Rig) -> None:
    for poll in range(5):
        rig.web.pages[URL] = made_up(poll)
        rig.poll("herald")
    before = published(rig)
    rig.web.pages[URL] = made_up(4).replace(b"</channel>", item(7).encode() + b"</channel>")
    account = rig.poll("herald")["herald"]
    assert published(rig) == before + 7
    assert account.error == ""


def test_the_operator_may_publish_what_is_held_back(rig: Rig) -> None:
    for poll in range(4):
        rig.web.pages[URL] = made_up(poll)
        rig.poll("herald")
    before = published(rig)
    curate.restore(rig.database, ["https://herald.example/3/0"], rig.now())
    assert published(rig) == before + 1


def test_a_busy_feed_turns_over_and_is_no_flood(rig: Rig) -> None:
    for poll in range(7):
        date = f"<pubDate>Sun, 01 Mar 2026 {13 + poll}:05:00 GMT</pubDate>"
        rig.web.pages[URL] = made_up(poll, date=date)
        assert rig.poll("herald")["herald"].error == ""
    assert published(rig) == 6 + 7 * 6


def test_an_old_copy_from_a_cache_changes_nothing(rig: Rig) -> None:
    old = rig.web.pages[URL]
    rig.web.pages[URL] = rss(item(7), item(1, title="Story 1, corrected"))
    rig.poll("herald")
    before, documents = stored(rig).checkpoint, rig.documents()
    rig.web.pages[URL] = old
    account = rig.poll("herald")["herald"]
    assert (account.outcome, account.new, account.updated) == ("unchanged", 0, 0)
    assert rig.documents() == documents
    after = stored(rig).checkpoint
    assert (after.etag, after.body, after.health) == (before.etag, before.body, before.health)


def test_a_document_that_is_older_by_its_dates_changes_nothing(rig: Rig) -> None:
    rig.web.pages[URL] = rss(item(8), *map(item, range(2, 7)))
    rig.poll("herald")
    before = rig.documents()
    rig.web.pages[URL] = rss(item(2, title="Story 2, as it was"), *map(item, range(3, 7)))
    account = rig.poll("herald")["herald"]
    assert (account.outcome, account.new, account.updated) == ("unchanged", 0, 0)
    assert rig.documents() == before


def test_an_older_document_that_stays_is_believed_after_a_day(rig: Rig) -> None:
    rig.web.pages[URL] = rss(item(8), *map(item, range(2, 7)))
    rig.poll("herald")
    rig.web.pages[URL] = rss(item(2, title="Story 2, corrected"), *map(item, range(3, 7)))
    accounts = [rig.poll("herald")["herald"] for _ in range(26)]
    assert [account.updated for account in accounts].count(1) == 1
    assert accounts[-1].updated == 0
    assert b"Story 2, corrected" in rig.documents()["all.json"]


def test_a_collapse_is_doubted_and_what_was_there_stays(rig: Rig) -> None:
    before = rig.documents()
    other = rss(item(8, text="Buy now"), title="This name is for sale")
    rig.web.pages[URL] = other
    account = rig.poll("herald")["herald"]
    assert (account.outcome, account.new) == ("doubted", 0)
    assert "collapsed to 1 entry from 6" in account.error
    assert rig.documents() == before
    checkpoint = stored(rig).checkpoint
    assert checkpoint.health is Health.DEGRADED
    assert checkpoint.due_at is not None
    assert (checkpoint.due_at - rig.now()).total_seconds() <= 1.25 * 15 * 60
    rig.web.pages[URL] = rss(*map(item, range(1, 8)))
    assert rig.poll("herald")["herald"].new == 1


def test_a_feed_that_begins_anew_is_taken_in_and_flagged(rig: Rig) -> None:
    rig.web.pages[URL] = rss(item(8))
    account = rig.poll("herald")["herald"]
    assert (account.outcome, account.new) == ("fetched", 1)
    assert "collapsed" in account.error
    assert published(rig) == 7
    assert stored(rig).checkpoint.health is Health.DEGRADED


def test_a_collapse_that_stays_is_believed_after_a_day(rig: Rig) -> None:
    rig.web.pages[URL] = rss(item(8, text="News"), title="The Harbour Herald, moved")
    outcomes = [rig.poll("herald")["herald"].outcome for _ in range(26)]
    assert outcomes[:23] == ["doubted"] * 23
    assert "fetched" in outcomes
    assert stored(rig).checkpoint.health is Health.OK
    assert published(rig) == 7


def test_what_only_decorates_a_feed_waits_for_the_next_entry(rig: Rig) -> None:
    rig.provision((source(permission=Permission(scope=Scope.FULL)), source("quay")))
    before = rig.documents()
    logo = "<image><url>https://herald.example/new.png</url></image>"
    rig.web.pages[URL] = rss(*map(item, range(1, 7)), more=logo)
    rig.poll("herald")
    assert rig.documents() == before
    rig.web.pages[URL] = rss(*map(item, range(1, 8)), more=logo)
    rig.poll("herald")
    assert b"new.png" in rig.documents()["all.atom"]


def test_what_is_published_follows_from_the_store_alone(rig: Rig) -> None:
    """A process that was there all the time says the same as one that starts now."""
    running = rig.publisher()
    for more in ("<ttl>1</ttl>", "<image><url>https://herald.example/new.png</url></image>"):
        rig.web.pages[URL] = rss(*map(item, range(1, 7)), more=more)
        rig.poll("herald")
        rig.poll("quay")
        for form in ("atom", "rss", "json"):
            assert running.document("all", form).body == rig.documents()[f"all.{form}"]


def test_rights_of_a_feed_are_published_at_once(rig: Rig) -> None:
    rights = "<copyright>All rights reserved</copyright>"
    rig.web.pages[URL] = rss(*map(item, range(1, 7)), more=rights)
    rig.poll("herald")
    assert b"All rights reserved" in rig.documents()["source-herald.atom"]
