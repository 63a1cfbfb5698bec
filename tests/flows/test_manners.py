"""What a source is spared that moved, is gone or deadly, or has its own rhythm (standards N)."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from feedsvc.errors import ParsingError
from feedsvc.fetch.request import user_agent
from feedsvc.flows.after import MOVED
from feedsvc.flows.subscribers import subscribers
from feedsvc.model.readership import Readership
from feedsvc.model.source import Checkpoint, Health
from feedsvc.model.window import Sent, Window
from feedsvc.net.http import NAME_NOT_FOUND, Request, Response
from feedsvc.store import readers, sources
from feedsvc.store.sources import Stored
from feedsvc.text.user_agents import reader
from tests.rig import Done, Rig, item, read_here, rss, source

OLD = "https://herald.example/feed.xml"
NEW = "https://new.example/rss"
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def stored(rig: Rig) -> Stored:
    return sources.named(rig.database.statements(), "herald")


def checkpoint(rig: Rig) -> Checkpoint:
    return stored(rig).checkpoint


def wait(rig: Rig) -> timedelta:
    due_at = checkpoint(rig).due_at
    assert due_at is not None
    return due_at - rig.moment


def moved(rig: Rig, place: str = NEW, *, permanent: bool = True) -> None:
    """Have the old address lead to `place`, which has a page by itself."""

    def led(request: Request) -> Response:
        answer = rig.web(request._replace(url=place))
        return answer._replace(url=place, permanent=place if permanent else "")

    rig.web.pages[OLD] = led


# --- moved ------------------------------------------------------------------------------


def test_n06_a_source_is_asked_where_it_moved_once_that_was_seen_often_enough(rig: Rig) -> None:
    rig.web.pages[NEW] = rss(item(1))
    moved(rig)
    asked = []
    for _ in range(MOVED + 2):
        rig.poll()
        asked += [request.url for request in rig.requests]
    assert asked == [OLD] * MOVED + [NEW] * 2
    assert stored(rig).host == "new.example"
    assert stored(rig).source.url == OLD  # which is the operator's


def test_n06_where_it_moved_it_is_asked_with_the_validators_of_that_place(rig: Rig) -> None:
    rig.web.pages[NEW] = rss(item(1))
    moved(rig)
    for _ in range(MOVED + 1):
        account = rig.poll()["herald"]
    assert account.outcome == "not_modified"
    assert dict(rig.requests[0].headers)["If-None-Match"] == checkpoint(rig).etag != ""


@pytest.mark.parametrize("permanent", [True, False])
def test_df28_a_redirect_to_what_is_no_feed_or_not_permanent_is_not_kept(
    rig: Rig, *, permanent: bool
) -> None:
    rig.web.pages[NEW] = rss(item(1)) if not permanent else b"<html><p>Back soon</p></html>"
    moved(rig, permanent=permanent)
    for _ in range(2 * MOVED):
        rig.poll()
    assert checkpoint(rig).address == ""
    assert [request.url for request in rig.requests] == [OLD]


def test_df28_sightings_are_counted_in_a_row(rig: Rig) -> None:
    rig.web.pages[NEW] = rss(item(1))
    for _ in range(3):
        moved(rig)
        for _ in range(MOVED - 1):
            rig.poll()
        rig.web.pages[OLD] = Response(OLD, 500)
        rig.poll()
    assert checkpoint(rig).address == ""


def test_df28_a_place_that_fails_is_forgotten(rig: Rig) -> None:
    rig.web.pages[NEW] = rss(item(1))
    moved(rig)
    for _ in range(MOVED):
        rig.poll()
    assert stored(rig).host == "new.example"
    rig.web.pages[NEW] = Response(NEW, 404)
    asked = []
    for _ in range(4):
        rig.poll()
        asked += [request.url for request in rig.requests]
    assert asked == [NEW] * 3 + [OLD]
    assert stored(rig).host == "herald.example"


def test_n06_it_stays_where_it_moved_until_its_declared_address_is_another(rig: Rig) -> None:
    rig.web.pages[NEW] = rss(item(1))
    moved(rig)
    for _ in range(MOVED):
        rig.poll()
    rig.provision((source(title="Another title"),))
    assert (checkpoint(rig).address, stored(rig).host) == (NEW, "new.example")
    other = source(title="Another title")
    rig.provision((type(other)(name="herald", url="https://third.example/"),))
    assert (checkpoint(rig).address, stored(rig).host) == ("", "third.example")


# --- gone, ended, at rest -----------------------------------------------------------------


@pytest.mark.parametrize(
    "answer", [Response(OLD, 404), Response(OLD, 0, error=f"{NAME_NOT_FOUND}: herald.example")]
)
def test_n07_n14_what_is_not_there_for_weeks_is_left_alone(rig: Rig, answer: Response) -> None:
    rig.web.pages[OLD] = rss(item(1))
    rig.poll()
    before = rig.documents()
    rig.web.pages[OLD] = answer
    polls = 0
    while checkpoint(rig).due_at is not None:
        rig.moment = (checkpoint(rig).due_at or rig.moment) - HOUR
        account = rig.poll()["herald"]
        polls += 1
        assert polls < 60
    assert 28 * DAY <= rig.moment - (checkpoint(rig).good_at or rig.moment) < 30 * DAY
    assert polls < 40
    assert checkpoint(rig).health is Health.RESTING
    assert "it rests, and is polled no more until feedsvc poll asks" in account.error
    assert rig.documents() == before
    rig.web.pages[OLD] = rss(item(1), item(2))
    assert rig.poll("herald")["herald"].new == 1
    assert checkpoint(rig).health is Health.OK
    assert checkpoint(rig).due_at is not None


def test_n07_what_fails_otherwise_is_asked_for_ever(rig: Rig) -> None:
    rig.web.pages[OLD] = Response(OLD, 500)
    for _ in range(60):
        rig.moment = (
            (checkpoint(rig).due_at or rig.moment) - HOUR
            if checkpoint(rig).polled_at
            else rig.moment
        )
        rig.poll()
    assert wait(rig) <= DAY


def test_n14_a_json_feed_that_has_ended_is_not_asked_again(rig: Rig) -> None:
    rig.web.pages[OLD] = (
        b'{"version": "https://jsonfeed.org/version/1.1", "title": "Herald", "expired": true,'
        b' "items": [{"id": "1", "content_text": "The last story."}]}'
    )
    account = rig.poll()["herald"]
    assert (account.outcome, account.new) == ("fetched", 1)
    assert "has ended" in account.error
    assert (checkpoint(rig).due_at, checkpoint(rig).health) == (None, Health.RESTING)
    assert b"The last story" in rig.documents()["all.json"]
    for _ in range(2):
        assert rig.poll("herald")["herald"].outcome == "not_modified"
        assert (checkpoint(rig).due_at, checkpoint(rig).health) == (None, Health.RESTING)
        assert "has ended" in checkpoint(rig).problem
    rig.web.pages[OLD] = rss(item(1), item(2))
    rig.poll("herald")
    assert checkpoint(rig).health is not Health.RESTING
    assert checkpoint(rig).due_at is not None


# --- documents that kill --------------------------------------------------------------------


def deadly(body: bytes, sent: Sent, last: Window) -> Done:
    def killed() -> object:
        msg = "reading it took more than 5 s of CPU"
        raise ParsingError(msg)

    return Done(killed) if b"deadly" in body else read_here(body, sent, last)  # type: ignore[arg-type] # it never returns


def test_p2_a_document_that_kills_three_times_is_read_once_a_day(rig: Rig) -> None:
    rig.read = deadly
    rig.web.pages[OLD] = rss(item(1))
    rig.poll()
    before = rig.documents()
    rig.web.pages[OLD] = rss(item(1), item(2), more="<copyright>deadly</copyright>")
    errors = [rig.poll()["herald"].error for _ in range(3)]
    assert errors[1] == "reading it took more than 5 s of CPU"
    assert errors[2] == f"{errors[1]}, 3 times in a row: it is read again once a day"
    assert wait(rig) == DAY
    assert rig.documents() == before
    assert checkpoint(rig).etag != ""
    rig.web.pages[OLD] = rss(item(1), item(2))
    assert rig.poll()["herald"].new == 1
    assert checkpoint(rig).deaths == 0
    rig.web.pages[OLD] = rss(item(3), more="<copyright>deadly</copyright>")
    rig.poll()
    assert wait(rig) < DAY


# --- its own rhythm -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "least"), [("<ttl>600</ttl>", 10 * HOUR), ("<ttl>99999</ttl>", DAY)]
)
def test_n05_a_feed_that_wants_distance_gets_it_also_after_a_304(
    rig: Rig, said: str, least: timedelta
) -> None:
    rig.web.pages[OLD] = rss(item(1), item(2), more=said)
    rig.poll()
    assert wait(rig) == least
    assert rig.poll()["herald"].outcome == "not_modified"
    assert wait(rig) == least
    rig.web.pages[OLD] = rss(item(1), item(2))
    rig.poll()
    assert wait(rig) < least


def test_n04_n05_cache_control_stands_above_what_the_feed_says(rig: Rig) -> None:
    body = rss(item(1), more="<ttl>600</ttl>")
    rig.web.pages[OLD] = Response(OLD, 200, {"cache-control": "max-age=7200"}, body)
    rig.poll()
    assert wait(rig) == 2 * HOUR


def test_a_document_that_turns_over_is_looked_at_before_any_of_it_can_be_missed(rig: Rig) -> None:
    rig.web.pages[OLD] = rss(*(item(n) for n in range(4)), more="<ttl>600</ttl>")
    rig.poll()
    rig.moment += 7 * HOUR
    rig.web.pages[OLD] = rss(*(item(n) for n in range(4, 8)), more="<ttl>600</ttl>")
    assert rig.poll()["herald"].new == 4
    assert wait(rig) == 4 * HOUR  # 8 hours for 4 of 4, so 4 for half of them
    rig.moment += 3 * HOUR
    rig.web.pages[OLD] = rss(*(item(n) for n in range(5, 9)), more="<ttl>600</ttl>")
    assert rig.poll()["herald"].new == 1
    assert wait(rig) > 4 * HOUR


def test_n09_a_source_is_told_how_many_read_it(rig: Rig) -> None:
    rig.web.pages[OLD] = rss(item(1))
    today = rig.now().date()

    def count(channel: str, reader: str, day: timedelta, said: int) -> Readership:
        return Readership(
            day=today - day, channel=channel, reader=reader, requests=1, unchanged=0,
            subscribers=said,
        )  # fmt: skip

    none: Callable[[], object] = lambda: subscribers(rig.database, rig.settings, rig.now())  # noqa: E731
    assert none() == {}
    readers.add(
        rig.database,
        [
            count("all", "Feedly", 0 * DAY, 40),
            count("all", "curl", 0 * DAY, 0),
            count("all", "a browser", 0 * DAY, 0),
            count("all", "Feedly", 3 * DAY, 60),
            count("all", "Feedly", 9 * DAY, 900),
            count("source-herald", "Inoreader", 1 * DAY, 2),
            count("source-other", "Inoreader", 1 * DAY, 500),
        ],
    )
    assert none() == {"herald": 62}


def test_n09_instances_that_republish_each_other_do_not_count_up(rig: Rig) -> None:
    rig.web.pages[OLD] = rss(item(1))
    said = 0
    for _ in range(5):  # the other one has as many readers as we say that we have
        other = reader(user_agent("1.0", "https://other.example", "", said))
        counted = Readership(
            day=rig.now().date(), channel="all", reader=other.name, requests=1, unchanged=0,
            subscribers=other.subscribers,
        )  # fmt: skip
        readers.add(rig.database, [counted, replace(counted, reader="Feedly", subscribers=40)])
        said = subscribers(rig.database, rig.settings, rig.now())["herald"]
    assert said == 41
