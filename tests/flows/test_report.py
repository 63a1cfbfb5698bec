from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from feedsvc.errors import NotFoundError
from feedsvc.flows import curate
from feedsvc.flows.report import report
from feedsvc.flows.subscribers import subscribers
from feedsvc.model.channel import Channel
from feedsvc.model.readership import Readership
from feedsvc.model.report import Month, ReaderTotal, Report
from feedsvc.model.rights import Level
from feedsvc.model.source import Permission, Scope
from feedsvc.store import audit, entries, readers
from feedsvc.store.database import Database
from feedsvc.store.migrate import migrate
from tests.flows.log import Log
from tests.rig import NOON, Rig, item, rss, source

URL = "https://herald.example/feed.xml"
MARCH = Month.of(NOON)
FEBRUARY = MARCH.begins - timedelta(days=10)
APRIL = MARCH.ends + timedelta(days=3)
DAY = timedelta(days=1)


@pytest.fixture(params=["sqlite", "postgresql"])
def rig(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Rig]:
    url = (
        f"sqlite:///{tmp_path}/f.sqlite3"
        if request.param == "sqlite"
        else str(request.getfixturevalue("postgresql_url"))
    )
    channels = (
        Channel(name="all", title="All", sources=("*",)),
        Channel(name="quay", title="The quay", sources=("quay",)),
    )
    made = Rig(url, (source(permission=Permission(scope=Scope.FULL)), source("quay")), channels)
    yield made
    made.database.close()


def made(rig: Rig, month: Month = MARCH) -> Report:
    return report(rig.database, rig.settings, "herald", month, APRIL)


def listed(rig: Rig, month: Month = MARCH) -> list[str]:
    return [one.id for one in made(rig, month).entries]


@pytest.mark.parametrize(
    ("moment", "begins", "ends"),
    [
        (NOON, date(2026, 3, 1), date(2026, 4, 1)),
        (datetime(2026, 12, 31, 23, 59, tzinfo=UTC), date(2026, 12, 1), date(2027, 1, 1)),
        (datetime(2028, 2, 29, tzinfo=UTC), date(2028, 2, 1), date(2028, 3, 1)),
    ],
)
def test_a_month_is_whole(moment: datetime, begins: date, ends: date) -> None:
    month = Month.of(moment)
    assert (month.begins.date(), month.ends.date()) == (begins, ends)
    assert month.holds(month.begins)
    assert not month.holds(month.ends)


def test_an_unknown_source_is_told(rig: Rig) -> None:
    with pytest.raises(NotFoundError, match="there is no source 'nope'"):
        report(rig.database, rig.settings, "nope", MARCH, APRIL)


def test_what_was_shown_first_in_the_month_is_listed_in_its_order(rig: Rig) -> None:
    log = Log(rig.database)
    log.add(MARCH.begins - DAY, "old")
    log.add(MARCH.begins, "b", title="At midnight")
    log.add(NOON, "a", level="excerpt", licence="CC-BY-4.0", images=False)
    log.add(NOON, "other", "quay")
    log.add(MARCH.ends, "late")
    told = made(rig)
    assert [one.id for one in told.entries] == ["b", "a"]
    assert (told.new, told.shown_on, told.withdrawn) == (2, 1, 0)
    assert (told.at_level(Level.FULL), told.at_level(Level.EXCERPT)) == (1, 1)
    first, second = told.entries
    assert (first.latest.title, first.first_shown) == ("At midnight", MARCH.begins)
    assert first.page == "http://127.0.0.1:8000/entries/b"
    (grant,) = second.decisions
    assert (grant.level, grant.licence, grant.images) == (Level.EXCERPT, "CC-BY-4.0", False)
    assert (grant.granted_by, grant.evidence) == ("Desk", "mail of 2026-01-12")
    assert grant.reasons == ("the permission's scope is full",)


def test_grants_that_followed_each_other_are_told_with_that_before(rig: Rig) -> None:
    log = Log(rig.database)
    log.add(FEBRUARY, "a", title="First")
    log.add(NOON, "a", title="Edited")
    log.add(NOON + DAY, "a", level="excerpt", reasons=["it ended"], title="Edited again")
    log.add(APRIL, "a", level="full")
    (one,) = made(rig).entries
    assert one.first_shown == FEBRUARY
    assert [(each.at, each.level) for each in one.decisions] == [
        (FEBRUARY, Level.FULL),
        (NOON + DAY, Level.EXCERPT),
    ]
    assert one.level is Level.FULL
    assert one.latest.title == "Edited again"
    assert made(rig).new == 0


def test_what_was_not_shown_in_the_month_is_not_listed(rig: Rig) -> None:
    log = Log(rig.database)
    log.add(NOON, "a", level="nothing")
    log.add(FEBRUARY, "b", level="nothing")
    log.add(FEBRUARY, "c")
    log.add(FEBRUARY + DAY, "c", level="nothing")
    log.add(NOON, "c", level="nothing", reasons=["still"])
    assert listed(rig) == []
    assert made(rig).shown_on == 0


def withdrawn(rig: Rig, at: datetime) -> str:
    rig.web.pages[URL] = rss(item(1))
    rig.poll()
    (held,) = entries.listed(rig.database.statements(), ["herald"], most=9)
    Log(rig.database).add(FEBRUARY, held.id)
    curate.withdraw(rig.database, [held.id], "Asked for by the owner", at, "Ada")
    return held.id


def test_a_withdrawal_is_told_in_its_month(rig: Rig) -> None:
    uid = withdrawn(rig, NOON)
    told = made(rig)
    (one,) = told.entries
    assert (one.id, told.withdrawn, told.shown_on) == (uid, 1, 0)
    assert one.withdrawn is not None
    assert (one.withdrawn.at, one.withdrawn.by) == (NOON, "operator")
    assert one.withdrawn.reason == "Asked for by the owner"
    assert one.withdrawn.restored_at is None
    april = made(rig, Month.of(APRIL))
    assert (april.entries, april.shown_on) == ((), 0)


def test_a_return_is_told_in_its_month(rig: Rig) -> None:
    uid = withdrawn(rig, FEBRUARY + DAY)
    assert (listed(rig), made(rig).shown_on) == ([], 0)
    curate.restore(rig.database, [uid], NOON)
    told = made(rig)
    (one,) = told.entries
    assert one.withdrawn is not None
    assert one.withdrawn.restored_at == NOON
    assert told.withdrawn == 0
    assert made(rig, Month.of(APRIL)).shown_on == 1


def test_the_permissions_that_stood_in_the_month(rig: Rig) -> None:
    quay, own = source("quay"), source(permission=Permission(scope=Scope.FULL))
    rig.moment = NOON + DAY
    rig.provision((replace(own, permission=Permission(scope=Scope.EXCERPT)), quay))
    curate.revoke(rig.database, "herald", "Asked for", NOON + 2 * DAY, "Ada")
    rig.moment = NOON + 3 * DAY
    rig.provision((replace(own, permission=Permission(scope=Scope.LINK)), quay))
    told = [
        (one.since, one.until, one.permission.scope, one.revoked, one.reason)
        for one in made(rig).terms
    ]
    assert told == [
        (NOON, NOON + DAY, Scope.FULL, False, ""),
        (NOON + DAY, NOON + 2 * DAY, Scope.EXCERPT, False, ""),
        (NOON + 2 * DAY, NOON + 3 * DAY, Scope.EXCERPT, True, "Asked for"),
        (NOON + 3 * DAY, None, Scope.LINK, True, ""),
    ]
    curate.reinstate(rig.database, "herald", APRIL, "Ada")
    (first, last) = made(rig, Month.of(APRIL)).terms
    assert (first.revoked, first.until, last.revoked) == (True, APRIL, False)
    assert made(rig, Month.of(FEBRUARY)).terms == ()


def fetched(rig: Rig, reader: str, day: date, **fields: object) -> None:
    plain = Readership(
        day=day, channel="all", reader=reader, requests=10, unchanged=4, subscribers=0
    )
    readers.add(rig.database, [replace(plain, **fields)])  # type: ignore[arg-type] # fields of Readership


def test_readers_of_the_channels_that_hold_the_source(rig: Rig) -> None:
    first, second = date(2026, 3, 1), date(2026, 3, 31)
    fetched(rig, "Feedly", first, subscribers=16)
    fetched(rig, "Feedly", second, subscribers=14)
    fetched(rig, "Feedbin feed-id:1", first, subscribers=140)
    fetched(rig, "Feedbin feed-id:2", first, subscribers=3)
    fetched(rig, "Feedbin feed-id:2", second, subscribers=50)
    fetched(rig, "curl", first, requests=2**40)
    fetched(rig, "Feedly", date(2026, 2, 28), subscribers=999)
    fetched(rig, "Feedly", date(2026, 4, 1), subscribers=999)
    fetched(rig, "Miniflux", first, channel="source-herald", requests=1, unchanged=0)
    fetched(rig, "Feedly", first, channel="quay")
    every, own = made(rig).channels
    assert (every.name, own.name, own.title) == ("all", "source-herald", "herald")
    assert every.readers == (
        ReaderTotal(name="Feedbin", requests=30, unchanged=12, subscribers=143),
        ReaderTotal(name="Feedly", requests=20, unchanged=8, subscribers=16),
        ReaderTotal(name="curl", requests=2**40, unchanged=4, subscribers=0),
    )
    assert (every.requests, every.unchanged, every.subscribers) == (50 + 2**40, 24, 159)
    assert (own.requests, own.page) == (1, "http://127.0.0.1:8000/channels/source-herald")


def test_a_long_log_is_read_page_by_page(rig: Rig) -> None:
    log = Log(rig.database)
    for number in range(1203):
        log.add(NOON + timedelta(seconds=number // 700), f"{number:04}")
    statements = rig.database.statements()
    read = [one.decision.entry for one in audit.of_source(statements, "herald", None, APRIL)]
    assert read == [f"{number:04}" for number in range(1203)]
    later = audit.of_source(statements, "herald", NOON + timedelta(seconds=1), APRIL)
    assert [one.decision.entry for one in later] == read[700:]
    assert len(listed(rig)) == 1203


def test_a_report_changes_nothing(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path}/f.sqlite3")
    migrate(database)
    rig = Rig(database.url, (source(),))
    before = rig.rows()
    made(rig)
    assert rig.rows() == before
    rig.database.close()
    database.close()


def test_of_private_channels_an_owner_is_told_how_they_are_read_and_not_for_whom(rig: Rig) -> None:
    board = Channel(name="board", title="Board of Acme", sources=("herald",), private=True)
    rig.settings = replace(rig.settings, channels=(*rig.settings.channels, board))
    rig.provision((source(private=True), source("quay")))
    now = rig.now().date()
    counted = [
        Readership(day=now, channel=name, reader="R", requests=3, unchanged=1, subscribers=2)
        for name in ("all", "board", "source-herald")
    ]
    readers.add(rig.database, counted)
    told = made(rig).channels
    assert [(one.name, one.title, one.page, one.requests) for one in told] == [
        ("", "A private channel", "", 3),
        ("", "A private channel", "", 3),
    ]
    people = subscribers(rig.database, rig.settings, rig.now())
    assert people == {"herald": 4, "quay": 2}
