"""What cannot be written into a document is told once, forgotten once well, and fails nothing."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from feedsvc.flows.quarantine import Quarantine
from feedsvc.flows.waiting import Waiting
from feedsvc.model.channel import Channel
from feedsvc.model.view import Showing
from feedsvc.store import quarantine
from feedsvc.store.database import Database
from feedsvc.store.quarantine import Quarantined
from tests.rig import Rig, item, rss, source

URL = "https://herald.example/feed.xml"
NEVER = 3600.0


class Found:
    """Three published entries, and a quarantine on a database that can be locked."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "f.sqlite3"
        url = f"sqlite:///{self.path}"
        channels = (Channel(name="all", title="All", sources=("*",)),)
        self.rig = Rig(url, (source(),), channels)
        self.rig.web.pages[URL] = rss(*map(item, (1, 2, 3)))
        self.rig.poll()
        self.showings = self.rig.publisher().view("all").showings
        self.id = self.showings[0].held.id
        self.database = Database(url, patience=0.05)
        self.waiting = Waiting(lambda _: None, retry=NEVER)
        self.kept = Quarantine(self.database, self.waiting)

    def note(self, *reasons: str, revision: int = 1, form: str = "rss") -> None:
        first = self.showings[0]
        showings: list[Showing] = [
            replace(first, held=replace(first.held, revision=revision)), *self.showings[1:]
        ]  # fmt: skip
        aside = [(self.id, reason) for reason in reasons]
        self.kept.note(form, showings, aside, self.rig.now())

    def stored(self) -> list[Quarantined]:
        return quarantine.latest(self.rig.database.statements(), most=10)


@pytest.fixture
def found(tmp_path: Path) -> Iterator[Found]:
    made = Found(tmp_path)
    yield made
    made.rig.database.close()
    made.database.close()


def test_a_revision_is_noted_once_with_its_reason(found: Found) -> None:
    found.note("no such letter")
    first = found.rig.now()
    found.rig.moment += timedelta(hours=1)
    found.note("no such letter")
    assert found.stored() == [Quarantined(found.id, "rss", 1, first, "no such letter")]
    found.note("no such letter", revision=2)
    assert [(one.revision, one.at) for one in found.stored()] == [(2, found.rig.now())]


def test_what_is_written_well_is_forgotten_in_that_format_alone(found: Found) -> None:
    found.note("no such letter")
    found.note("no such letter", form="atom")
    found.note(revision=2)
    assert [one.format for one in found.stored()] == ["atom"]
    assert quarantine.count(found.rig.database.statements()) == 1


def test_another_process_forgets_what_this_one_noted(found: Found) -> None:
    found.note("no such letter")
    found.kept = Quarantine(found.database)
    found.note()
    assert found.stored() == []


def test_a_withdrawn_entry_waits_for_nobody(found: Found) -> None:
    found.note("no such letter")
    with found.rig.database.transaction() as statements:
        statements.run("set_state", entry=found.id, state="withdrawn")
    assert found.stored() == []
    assert quarantine.count(found.rig.database.statements()) == 0


def test_a_document_without_such_entries_costs_no_write(found: Found) -> None:
    found.note()
    before = found.path.stat().st_mtime_ns, found.database.connection().total_changes
    found.note()
    assert (found.path.stat().st_mtime_ns, found.database.connection().total_changes) == before


def test_while_the_database_takes_no_writes_it_waits(found: Found) -> None:
    found.note()
    with closing(sqlite3.connect(found.path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        found.note("no such letter")
        assert found.waiting.reason
        assert found.kept.waits() == 1
    assert found.waiting.settle()
    assert [one.reason for one in found.stored()] == ["no such letter"]


def test_who_waits_for_nothing_is_not_failed_either(found: Found) -> None:
    found.kept = Quarantine(found.database)
    with closing(sqlite3.connect(found.path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        found.note("no such letter")
    found.note("no such letter")
    assert len(found.stored()) == 1


def test_an_entry_that_is_gone_meanwhile_is_not_noted(found: Found) -> None:
    found.kept.note("rss", found.showings, [], found.rig.now())
    found.id = "gone"
    first = found.showings[0]
    gone = replace(first, held=replace(first.held, id="gone"))
    found.kept.note("rss", [gone], [("gone", "no such letter")], found.rig.now())
    assert found.stored() == []


def test_the_publisher_forgets_what_it_writes_well_in_that_format(found: Found) -> None:
    found.note("no such letter")
    found.note("no such letter", form="json")
    publisher = found.rig.publisher()
    publisher.document("all", "rss")
    assert [one.format for one in found.stored()] == ["json"]
    publisher.document("source-herald", "json")
    assert found.stored() == []
