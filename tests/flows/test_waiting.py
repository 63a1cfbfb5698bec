"""What is shown while the database takes no writes, and what becomes of what was to be written."""

import json
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from feedsvc.errors import StoreUnavailableError
from feedsvc.flows import audit as logging_flow
from feedsvc.flows import curate
from feedsvc.flows.serve import Publisher
from feedsvc.flows.waiting import Waiting
from feedsvc.model.channel import Channel
from feedsvc.model.source import Permission, Scope
from feedsvc.store import archives, audit
from feedsvc.store.audit import Logged
from feedsvc.store.chain import verify
from feedsvc.store.database import Database
from tests.rig import FORMATS, Rig, item, rss, source

URL = "https://herald.example/feed.xml"
FULL = Permission(scope=Scope.FULL, granted_by="Desk", evidence="mail of 2026-01-12")
NEVER = 3600.0


class Kiosk:
    """A publisher that goes on, on a database that can be locked, and what the operator hears."""

    def __init__(self, folder: Path, *, retry: float = NEVER) -> None:
        self.path = folder / "f.sqlite3"
        url = f"sqlite:///{self.path}"
        channels = (Channel(name="all", title="All", sources=("*",), limit=3),)
        self.rig = Rig(url, (source(permission=FULL),), channels)
        self.rig.web.pages[URL] = rss(*map(item, (1, 2, 3)))
        self.rig.poll()
        self.told: list[str] = []
        self.waiting = Waiting(self.told.append, retry=retry)
        self.database = Database(url, patience=0.05)
        self.publisher = Publisher(self.database, self.rig.settings, self.rig.now, self.waiting)

    @contextmanager
    def locked(self) -> Iterator[None]:
        with closing(sqlite3.connect(self.path, isolation_level=None)) as other:
            other.execute("BEGIN EXCLUSIVE")
            yield

    def logged(self) -> list[Logged]:
        statements = self.rig.database.statements()
        assert verify(statements).problem == ""
        return list(audit.newest(statements))[::-1]

    def close(self) -> None:
        self.rig.database.close()
        self.database.close()


@pytest.fixture
def kiosk(tmp_path: Path) -> Iterator[Kiosk]:
    made = Kiosk(tmp_path)
    yield made
    made.close()


def test_r7_what_is_shown_meanwhile_is_logged_later_with_its_moment(kiosk: Kiosk) -> None:
    with kiosk.locked():
        shown = kiosk.rig.moment
        for form in FORMATS:
            assert b"Text of story 3" in kiosk.publisher.document("all", form).body
        kiosk.rig.moment += timedelta(minutes=9)
        kiosk.publisher.view("all")
        assert not kiosk.publisher.writable()
    assert kiosk.logged() == []
    assert kiosk.waiting.settle()
    rows = kiosk.logged()
    assert [one.at for one in rows] == [shown] * 3
    assert sorted(json.loads(one.decision.text)["public_id"][-1] for one in rows) == list("123")


def test_r7_decisions_are_logged_in_the_order_in_which_they_were_shown(kiosk: Kiosk) -> None:
    publisher, rig = kiosk.publisher, kiosk.rig
    with kiosk.locked():
        publisher.view("all")
    for scope in (Scope.EXCERPT, Scope.FULL):  # while nothing was tried again
        rig.moment += timedelta(minutes=1)
        rig.provision((source(permission=replace(FULL, scope=scope)),))
        publisher.view("all")
    assert kiosk.waiting.settle()
    rows = kiosk.logged()
    assert [one.at for one in rows] == sorted(one.at for one in rows)
    levels = [json.loads(one.decision.text)["level"] for one in rows]
    assert levels == ["full"] * 3 + ["excerpt"] * 3 + ["full"] * 3


def test_nothing_is_shown_meanwhile_that_may_not_be(kiosk: Kiosk) -> None:
    rig, publisher = kiosk.rig, kiosk.publisher
    rig.provision((source(permission=replace(FULL, expiry=timedelta(days=1))),))
    with kiosk.locked():
        document = publisher.document("all", "rss")
        assert document.until is not None
        rig.moment = document.until
        after = publisher.document("all", "rss").body
    assert b"Text of story 1" in document.body
    assert b"Text of story 1" not in after


def test_what_was_logged_already_waits_for_nothing(kiosk: Kiosk) -> None:
    kiosk.publisher.document("all", "atom")
    with kiosk.locked():
        kiosk.publisher.document("all", "atom")
        kiosk.publisher.view("all")
    assert kiosk.waiting.reason == ""


def test_where_no_more_can_wait_nothing_new_is_shown(
    kiosk: Kiosk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(logging_flow, "ROOM", 500)
    with kiosk.locked(), pytest.raises(StoreUnavailableError, match="no room for more to wait"):
        kiosk.publisher.document("all", "atom")
    assert kiosk.waiting.settle()
    assert kiosk.logged() == []


def test_a_log_that_is_damaged_is_not_waited_for(kiosk: Kiosk) -> None:
    with kiosk.locked():
        kiosk.publisher.view("all")
    with closing(sqlite3.connect(kiosk.path)) as other:
        other.execute("DELETE FROM audit_head")
        other.commit()
    with pytest.raises(Exception, match="the head of the audit log is missing"):
        kiosk.waiting.settle()


def test_r7_dates_move_when_bytes_do_and_are_kept_later(kiosk: Kiosk) -> None:
    rig, publisher = kiosk.rig, kiosk.publisher
    before = publisher.document("all", "atom").modified
    rig.web.pages[URL] = rss(item(1), item(2), item(3, text="Corrected."))
    rig.poll()
    with kiosk.locked():
        changed = publisher.document("all", "atom").modified
        assert changed > before
        rig.moment += timedelta(hours=1)
        assert publisher.document("all", "atom").modified == changed
    assert kiosk.waiting.settle()
    assert rig.publisher().document("all", "atom").modified == changed


def test_r7_archives_are_sealed_later_and_nothing_is_left_out(kiosk: Kiosk) -> None:
    rig, publisher = kiosk.rig, kiosk.publisher
    publisher.view("all")
    rig.web.pages[URL] = rss(*map(item, range(1, 9)))
    rig.poll()
    with kiosk.locked():
        view = publisher.view("all")
        assert (len(view.showings), view.older) == (8, 0)
    assert kiosk.waiting.settle()
    kiosk.waiting.reason = ""
    view = publisher.view("all")
    assert archives.progress(rig.database.statements(), "all").newest == view.older > 0
    in_archives = sum(
        len(found.showings)
        for number in range(1, view.older + 1)
        if (found := publisher.archive_view("all", number))
    )
    assert len(view.showings) + in_archives >= 8


def test_the_operator_is_told_once_that_it_is_so_and_once_that_it_is_over(tmp_path: Path) -> None:
    kiosk = Kiosk(tmp_path, retry=0.02)
    with kiosk.locked():
        kiosk.publisher.document("all", "atom")
        time.sleep(0.4)
        kiosk.publisher.document("all", "rss")
    deadline = time.monotonic() + 10
    while kiosk.waiting.reason and time.monotonic() < deadline:
        time.sleep(0.02)
    first, second = kiosk.told
    assert first.startswith(f"the database cannot be written (database {kiosk.path} is locked")
    assert second == "the database can be written again: nothing waits any more"
    assert len(kiosk.logged()) == 3
    assert kiosk.publisher.writable()
    kiosk.close()


def test_what_is_lost_at_the_end_is_told(kiosk: Kiosk) -> None:
    with kiosk.locked():
        kiosk.publisher.document("all", "atom")
        assert not kiosk.waiting.settle()
    assert kiosk.told == ["4 decisions and dates could not be written and are lost"]


# --- what was taken back ------------------------------------------------------


def test_new_entries_take_nothing_back(kiosk: Kiosk) -> None:
    made = kiosk.publisher.generation()
    kiosk.rig.web.pages[URL] = rss(*map(item, (1, 2, 3, 4)))
    kiosk.rig.poll()
    assert kiosk.publisher.generation() > made >= kiosk.publisher.curbed()


@pytest.mark.parametrize("what", ["withdrawal", "revocation", "permission", "title", "again"])
def test_what_may_show_less_is_noticed(kiosk: Kiosk, what: str) -> None:
    rig, publisher = kiosk.rig, kiosk.publisher
    uid = publisher.view("all").showings[0].held.id
    if what == "again":
        curate.withdraw(rig.database, [uid], "", rig.now(), "Ada")
        curate.restore(rig.database, [uid], rig.now())
    made = publisher.generation()
    if what in {"withdrawal", "again"}:
        curate.withdraw(rig.database, [uid], "", rig.now(), "Ada")
    elif what == "revocation":
        curate.revoke(rig.database, "herald", "", rig.now(), "Ada")
    elif what == "permission":
        rig.provision((source(permission=replace(FULL, scope=Scope.LINK)),))
    else:
        publisher.follow(replace(rig.settings, site=replace(rig.settings.site, title="New")))
    assert publisher.generation() >= publisher.curbed() > made
