"""Counting who fetches what."""

import logging
import sys
import threading
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta

import pytest
from werkzeug.test import Client

from feedsvc.model.readership import Readership
from feedsvc.text.user_agents import OTHERS
from feedsvc.web.app import create_app
from feedsvc.web.cache import ByteCache
from feedsvc.web.tally import ROOM, Tally, channel_of
from tests.web.sample_site import SampleSite

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
FEEDLY = "Feedly/1.0 (+http://www.feedly.com/fetcher.html; {} subscribers)"


class Books:
    """A store whose lock the tests hold."""

    def __init__(self) -> None:
        self.rows: list[Readership] = []
        self.locked = False
        self.times = 0
        self.stored = threading.Event()

    def __call__(self, rows: Sequence[Readership]) -> None:
        self.times += 1
        if self.locked:
            message = "database is locked"
            raise OSError(message)
        self.rows += rows
        self.stored.set()

    def told(self) -> list[tuple[str, str, int, int, int]]:
        return sorted(
            (one.channel, one.reader, one.requests, one.unchanged, one.subscribers)
            for one in self.rows
        )


class Desk:
    def __init__(self) -> None:
        self.now = NOON
        self.books = Books()
        self.tally = Tally(self.books, clock=self.clock)
        service = SampleSite()
        self.client = Client(
            ByteCache(
                create_app(service),
                service,
                clock=self.clock,
                tally=self.tally,
            )
        )

    def count(self, channel: str, agent: str, *, unchanged: bool) -> None:
        """Count as the cache does."""
        answers = self.tally.of(channel)
        try:
            if unchanged:
                answers.unchanged[agent] += 1
            else:
                answers.whole[agent] += 1
        except StopIteration:
            answers.crowded(unchanged=unchanged)

    def clock(self) -> float:
        return self.now.timestamp()


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.fixture
def _hurried() -> Iterator[None]:
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


@pytest.mark.parametrize(
    ("path", "channel"),
    [
        ("/channels/coast", "coast"),
        ("/channels/coast.atom", "coast"),
        ("/channels/v1.2.json", "v1.2"),
        ("/channels/source-gazette.rss", "source-gazette"),
        ("/channels/coast/archive/3", "coast"),
        ("/channels/coast/archive/3.rss", "coast"),
        ("/channels.opml", ""),
        ("/", ""),
        ("/entries/lighthouse", ""),
        ("/channels/", ""),
        ("/channels/coast/elsewhere", ""),
    ],
)
def test_an_address_is_of_a_channel_or_of_none(path: str, channel: str) -> None:
    assert channel_of(path) == channel


def test_whole_partial_and_unchanged_answers_are_counted(desk: Desk) -> None:
    agent = {"User-Agent": FEEDLY.format(16)}
    path = "/channels/growing.rss"
    first = desk.client.get(path, headers=agent)
    tag = first.headers["ETag"]
    partial = desk.client.get(path, headers=agent | {"A-IM": "feed", "If-None-Match": tag})
    same = desk.client.get("/channels/coast.rss", headers=agent | {"If-None-Match": "*"})
    page = desk.client.get("/channels/coast", headers=agent)
    archive = desk.client.get("/channels/coast/archive/1.atom", headers=agent)
    answers = (first, partial, same, page, archive)
    assert [one.status_code for one in answers] == [200, 226, 304, 200, 200]
    assert desk.tally.flush()
    assert desk.books.told() == [("coast", "Feedly", 3, 1, 16), ("growing", "Feedly", 2, 0, 16)]
    assert desk.tally.totals == {"coast": [2, 1], "growing": [2, 0]}


def test_all_else_is_not_counted(desk: Desk) -> None:
    client = desk.client
    statuses = [
        client.head("/channels/coast.rss").status_code,
        client.head("/channels/coast.rss", headers={"If-None-Match": "*"}).status_code,
        client.get("/channels/nowhere.rss").status_code,
        client.get("/channels/coast/archive/3.rss").status_code,
        client.get("/channels/coast/archive/9.rss").status_code,
        client.get("/channels/coast.rss", headers={"Accept-Encoding": "*;q=0"}).status_code,
        client.post("/channels/coast.rss").status_code,
        client.options("/channels/coast.rss").status_code,
        client.get("/").status_code,
        client.get("/channels.opml").status_code,
        client.get("/entries/lighthouse").status_code,
    ]
    assert statuses == [200, 304, 404, 307, 404, 406, 405, 200, 200, 200, 200]
    assert desk.tally.flush()
    assert desk.books.times == 0


def test_a_format_that_accept_chose_is_of_its_channel(desk: Desk) -> None:
    for _ in range(2):
        desk.client.get("/channels/coast", headers={"Accept": "application/atom+xml"})
    desk.tally.flush()
    assert desk.books.told() == [("coast", "unnamed", 2, 0, 0)]


def test_versions_are_one_reader_and_subscriptions_stay_apart(desk: Desk) -> None:
    for agent in (
        FEEDLY.format(16),
        FEEDLY.format(17).replace("1.0", "1.1"),
        "Feedbin feed-id:1 - 5 subscribers",
        "Feedbin feed-id:2 - 6 subscribers",
    ):
        desk.count("all", agent, unchanged=False)
    desk.tally.flush()
    assert desk.books.told() == [
        ("all", "Feedbin feed-id:1", 1, 0, 5),
        ("all", "Feedbin feed-id:2", 1, 0, 6),
        ("all", "Feedly", 2, 0, 17),
    ]


def test_what_cannot_be_stored_is_kept_and_stored_once(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    desk.books.locked = True
    desk.count("all", "curl/8", unchanged=False)
    with caplog.at_level(logging.WARNING):
        assert not desk.tally.flush()
    assert caplog.messages == ["who fetched what is not stored yet, and kept: database is locked"]
    desk.count("all", "curl/8", unchanged=True)
    assert not desk.tally.flush()
    desk.books.locked = False
    assert desk.tally.flush()
    assert desk.tally.flush()
    assert desk.books.told() == [("all", "curl", 2, 1, 0)]


def test_serving_does_not_wait_for_a_store_that_hangs() -> None:
    hanging, let_go = threading.Event(), threading.Event()
    stored: list[Readership] = []

    def store(rows: Sequence[Readership]) -> None:
        hanging.set()
        let_go.wait(10)
        stored.extend(rows)

    tally = Tally(store)
    service = SampleSite()
    client = Client(ByteCache(create_app(service), service, tally=tally))
    client.get("/channels/coast.rss")
    storing = threading.Thread(target=tally.flush)
    storing.start()
    assert hanging.wait(10)
    for path in ("/channels/coast.rss", "/channels/persian.atom"):
        assert client.get(path).status_code == 200
    assert stored == []
    let_go.set()
    storing.join()
    tally.flush()
    assert sum(one.requests for one in stored) == 3


def test_what_is_counted_belongs_to_the_day_on_which_counting_began(desk: Desk) -> None:
    desk.now = datetime(2026, 3, 1, 23, 59, 50, tzinfo=UTC)
    desk.tally.flush()
    desk.count("all", "curl/8", unchanged=False)
    desk.books.locked = True
    desk.now += timedelta(seconds=11)
    desk.tally.flush()
    desk.count("all", "curl/8", unchanged=True)
    desk.books.locked = False
    desk.now += timedelta(seconds=60)
    desk.tally.flush()
    assert [(one.day, one.unchanged) for one in desk.books.rows] == [
        (date(2026, 3, 1), 0),
        (date(2026, 3, 2), 1),
    ]


def crowd(desk: Desk, first: int) -> None:
    for number in range(first, first + 2 * ROOM):
        desk.count("all", f"r{number}x/1", unchanged=False)


def test_no_more_are_told_apart_between_two_times_of_storing_than_there_is_room_for(
    desk: Desk,
) -> None:
    crowd(desk, 0)
    desk.tally.flush()
    counts = {one.reader: one.requests for one in desk.books.rows}
    assert (len(counts), counts[OTHERS]) == (ROOM + 1, ROOM)
    desk.books.rows.clear()
    desk.count("all", "newcomer/1", unchanged=False)
    desk.tally.flush()
    assert desk.books.told() == [("all", "newcomer", 1, 0, 0)]


def test_what_waits_to_be_stored_is_bounded_however_long_that_takes(desk: Desk) -> None:
    desk.books.locked = True
    for turn in range(4):
        crowd(desk, turn * 2 * ROOM)
        desk.tally.flush()
    desk.books.locked = False
    desk.tally.flush()
    counts = {one.reader: one.requests for one in desk.books.rows}
    assert len(counts) <= 2 * ROOM + 1
    assert sum(counts.values()) == 8 * ROOM


def test_where_there_is_no_room_what_was_counted_is_stored_at_once(desk: Desk) -> None:
    desk.tally.start()
    for number in range(ROOM + 1):
        desk.count("all", f"r{number}x/1", unchanged=False)
    assert desk.books.stored.wait(20)
    desk.tally.flush()
    assert sum(one.requests for one in desk.books.rows) == ROOM + 1


@pytest.mark.usefixtures("_hurried")
def test_no_answer_is_lost_or_counted_twice_between_threads(desk: Desk) -> None:
    each, threads = 40_000, 8
    done = threading.Event()

    def fetch() -> None:
        for number in range(each):
            desk.count("all", f"r{number % 7}x/1", unchanged=number % 2 == 0)

    def store() -> None:
        while not done.is_set():
            desk.tally.flush()

    storing = threading.Thread(target=store)
    storing.start()
    fetching = [threading.Thread(target=fetch) for _ in range(threads)]
    for one in fetching:
        one.start()
    for one in fetching:
        one.join()
    done.set()
    storing.join()
    desk.tally.flush()
    assert sum(one.requests for one in desk.books.rows) == each * threads
    assert sum(one.unchanged for one in desk.books.rows) == each * threads // 2
