import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from feedsvc.errors import StoreUnavailableError
from feedsvc.flows.alerts import Message
from feedsvc.jobs import telling
from feedsvc.jobs.telling import OURS, Teller
from feedsvc.settings import Settings
from feedsvc.store import alerts, leases
from tests.rig import Rig, item, rss, source


class Post:
    """A way that we can break."""

    def __init__(self) -> None:
        self.sent: list[Message] = []
        self.problem = ""

    def __call__(self, message: Message) -> str:
        if not self.problem:
            self.sent.append(message)
        return self.problem


class Desk:
    """Sources, and those who are told of them."""

    def __init__(self, rig: Rig, ways: tuple[str, ...]) -> None:
        self.rig = rig
        self.ways = {name: Post() for name in ways}
        self.begin()

    def begin(self) -> None:
        """As a worker that has just started."""
        self.teller = Teller(
            self.rig.database, lambda: self.rig.settings, lambda _: self.ways, self.rig.now
        )

    def poll(self, times: int = 1) -> None:
        for _ in range(times):
            self.rig.poll()

    def break_down(self) -> None:
        self.rig.web.pages.clear()
        self.poll(3)

    def recover(self) -> None:
        self.rig.web.pages[source().url] = rss(item(1))
        self.poll()

    def titles(self, way: str = "webhook") -> list[str]:
        return [message.title.partition(": ")[2] for message in self.ways[way].sent]


BROKE = "herald: There is nothing at its address (HTTP 404), 3 times in a row"
HEALED = "herald: It works again"


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "postgresql":
        return str(request.getfixturevalue("postgresql_url"))
    return f"sqlite:///{tmp_path}/f.sqlite3"


@pytest.fixture
def desk(url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    monkeypatch.setattr(telling, "QUIET", 0.0)
    monkeypatch.setattr(telling, "FIRST", 0.0)
    rig = Rig(url, (source(),))
    yield Desk(rig, ("webhook", "mail"))
    rig.database.close()


def test_a_source_that_breaks_and_recovers_is_told_twice(desk: Desk) -> None:
    desk.teller.look()
    assert desk.titles() == []
    desk.break_down()
    for _ in range(3):
        desk.teller.look()
    assert desk.titles("mail") == desk.titles() == [BROKE]
    desk.recover()
    for _ in range(3):
        desk.teller.look()
    assert desk.titles("mail") == desk.titles() == [BROKE, HEALED]
    (one,) = alerts.latest(desk.rig.database.statements(), 9)
    assert one.is_told
    assert one.ended_at


def test_a_restart_tells_nothing_twice(desk: Desk) -> None:
    desk.break_down()
    desk.teller.look()
    desk.begin()
    desk.teller.look()
    assert desk.titles() == [BROKE]


def test_what_a_way_does_not_take_is_tried_again_by_that_way_alone(desk: Desk) -> None:
    desk.ways["mail"].problem = "the mail server cannot be reached"
    desk.break_down()
    for _ in range(3):
        desk.teller.look()
    assert (desk.titles(), desk.titles("mail")) == ([BROKE], [])
    assert len(alerts.untold(desk.rig.database.statements())) == 1
    desk.ways["mail"].problem = ""
    desk.teller.look()
    desk.teller.look()
    assert (desk.titles(), desk.titles("mail")) == ([BROKE], [BROKE])
    assert alerts.untold(desk.rig.database.statements()) == []


def test_a_way_that_took_one_thing_is_not_told_it_again_with_the_next(desk: Desk) -> None:
    desk.ways["mail"].problem = "the mail server cannot be reached"
    desk.break_down()
    desk.teller.look()
    desk.rig.provision((source(), source("quay")))
    desk.poll(3)
    for _ in range(3):
        desk.teller.look()
    assert desk.titles() == [BROKE, BROKE.replace("herald", "quay")]


def test_a_way_that_fails_is_left_alone_for_longer_each_time(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(telling, "FIRST", 60.0)
    desk.ways["webhook"].problem = "no answer within 30 s"
    desk.break_down()
    desk.teller.look()
    desk.ways["webhook"].problem = ""
    desk.teller.look()
    assert (desk.titles(), desk.titles("mail")) == ([], [BROKE])
    assert "the webhook did not go out: no answer within 30 s" in caplog.text


def test_what_is_over_before_anybody_heard_of_it_is_not_told(desk: Desk) -> None:
    for way in desk.ways.values():
        way.problem = "no answer within 30 s"
    desk.break_down()
    desk.teller.look()
    desk.recover()
    desk.teller.look()
    for way in desk.ways.values():
        way.problem = ""
    desk.teller.look()
    assert desk.titles() == []


def test_where_nobody_is_to_be_told_nobody_is_told_later(desk: Desk) -> None:
    ways, desk.ways = desk.ways, {}
    desk.break_down()
    desk.teller.look()
    desk.ways = ways
    desk.teller.look()
    assert desk.titles() == []
    assert [one.kind for one in alerts.unended(desk.rig.database.statements())] == ["broken"]


def test_things_that_come_soon_after_each_other_are_one_message(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(telling, "QUIET", 600.0)
    desk.rig.provision((source(), *(source(f"s{n}") for n in range(5))))
    desk.break_down()
    desk.teller.look()
    assert desk.titles() == ["6 things need attention"]
    desk.recover()
    desk.teller.look()
    assert len(desk.titles()) == 1


def test_of_two_workers_one_tells(desk: Desk) -> None:
    desk.break_down()
    now = desk.rig.now()
    turn = leases.take(desk.rig.database, [OURS], now, now + telling.LEASE)
    assert turn
    desk.teller.look()
    assert desk.titles() == []
    with desk.rig.database.transaction() as statements:
        leases.release(statements, [(turn[0], now)])
    desk.teller.look()
    assert desk.titles() == [BROKE]


def test_settings_say_when_a_source_is_broken(desk: Desk) -> None:
    told = replace(desk.rig.settings.alerts, after_failures=1)
    desk.rig.settings = replace(desk.rig.settings, alerts=told)
    desk.rig.web.pages.clear()
    desk.poll()
    desk.teller.look()
    assert desk.titles() == ["herald: There is nothing at its address (HTTP 404)"]


def test_the_thread_goes_on_whatever_happens(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(telling, "SOON", 0.01)
    monkeypatch.setattr(telling, "EVERY", 0.01)
    desk.break_down()
    troubles = [StoreUnavailableError("the disk is full")] * 2

    def settings() -> Settings:
        if troubles:
            raise troubles.pop()
        return desk.rig.settings

    teller = Teller(desk.rig.database.apart(), settings, lambda _: desk.ways, desk.rig.now).start()
    deadline = time.monotonic() + 20
    while not desk.titles("mail") and time.monotonic() < deadline:
        time.sleep(0.01)
    teller.stop()
    assert desk.titles() == [BROKE]
    assert caplog.text.count("alerts cannot be looked for: the disk is full") == 1
