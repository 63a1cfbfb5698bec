import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import feedparser
import pytest
from lxml import etree

from feedsvc.errors import NotFoundError, WithdrawnError
from feedsvc.flows import curate
from feedsvc.model.source import Retention
from feedsvc.store import entries, tombstones
from tests.rig import FORMATS, Rig, item, rss, source

URL, QUAY = "https://herald.example/feed.xml", "https://quay.example/feed.xml"
GONE = "tag:herald.example,2026:1"
AT = "{http://purl.org/atompub/tombstones/1.0}"


@pytest.fixture
def rig(tmp_path: Path) -> Iterator[Rig]:
    made = Rig(f"sqlite:///{tmp_path}/f.sqlite3", (source(),))
    made.web.pages[URL] = rss(item(1), item(2))
    made.poll()
    yield made
    made.database.close()


def shown(rig: Rig, form: str = "json") -> set[str]:
    body = rig.documents()[f"all.{form}"]
    if form == "json":
        return {one["id"] for one in json.loads(body)["items"]}
    return {str(one["id"]) for one in feedparser.parse(body).entries}


def uid(rig: Rig, public_id: str = GONE) -> str:
    listed = entries.listed(rig.database.statements(), [], most=99)
    return next(held.id for held in listed if held.public_id == public_id)


def withdraw(rig: Rig, *refs: str, reason: str = "Asked for by the owner") -> list[str]:
    return [
        held.public_id for held in curate.withdraw(rig.database, refs, reason, rig.now(), "Ada")
    ]


def test_a_withdrawn_entry_is_gone_from_every_format_and_atom_says_so(rig: Rig) -> None:
    assert withdraw(rig, uid(rig)) == [GONE]
    assert all(GONE not in shown(rig, form) for form in FORMATS)
    feed = etree.fromstring(rig.documents()["all.atom"])
    (tombstone,) = feed.findall(f"{AT}deleted-entry")
    assert tombstone.get("ref") == GONE
    assert tombstone.get("when") == rig.now().strftime("%Y-%m-%dT%H:%M:%SZ")
    assert tombstone.findtext(f"{AT}comment") == "Asked for by the owner"
    with pytest.raises(WithdrawnError):
        rig.publisher().entry(uid(rig))


@pytest.mark.parametrize("ref", ["https://herald.example/1", "http://herald.example/1", GONE])
def test_it_is_named_by_its_address_or_its_upstream_id(rig: Rig, ref: str) -> None:
    assert withdraw(rig, ref) == [GONE]


def test_one_address_names_the_entries_of_all_sources_that_carry_it(rig: Rig) -> None:
    rig.provision((source(), source("quay")))
    copy = item(1).replace("tag:herald", "tag:quay")
    rig.web.pages[QUAY] = rss(copy, title="Quay")
    rig.poll("quay")
    assert sorted(withdraw(rig, "https://herald.example/1")) == [
        GONE,
        GONE.replace("herald", "quay"),
    ]


def test_what_names_nothing_is_told_and_nothing_is_done(rig: Rig) -> None:
    with pytest.raises(NotFoundError, match="there is no entry 'https://nobody"):
        withdraw(rig, GONE, "https://nobody.example/")
    assert GONE in shown(rig)


@pytest.mark.parametrize(
    "again",
    [
        item(1),
        item(1, title="Story 1, edited"),
        item(1).replace("tag:herald.example,2026:1", "another-id"),
        item(1).replace("https://herald.example/1<", "https://herald.example/moved<"),
    ],
    ids=["the same", "edited", "another id", "another address"],
)
def test_it_is_never_imported_again(rig: Rig, again: str) -> None:
    withdraw(rig, GONE)
    rig.web.pages[URL] = rss(item(2))
    rig.poll()
    rig.web.pages[URL] = rss(again, item(2))
    assert rig.poll()["herald"].new == 0
    assert len(shown(rig)) == 1


def test_a_restored_entry_has_its_old_id_and_date_and_its_newest_text(rig: Rig) -> None:
    before = {
        showing.held.public_id: showing.held for showing in rig.publisher().view("all").showings
    }
    withdraw(rig, GONE)
    rig.web.pages[URL] = rss(item(1, title="Story 1, edited"), item(2))
    rig.poll()
    (back,) = curate.restore(rig.database, [GONE], rig.now())
    assert (back.public_id, back.published, back.sort_at) == (
        GONE,
        before[GONE].published,
        before[GONE].sort_at,
    )
    rig.poll()
    assert b"Story 1, edited" in rig.documents()["all.atom"]
    assert b"deleted-entry" not in rig.documents()["all.atom"]
    record = tombstones.withdrawal(rig.database.statements(), back.id)
    assert record is not None
    assert record.restored_at is not None


def test_withdrawing_again_corrects_the_reason_and_keeps_the_date(rig: Rig) -> None:
    withdraw(rig, GONE, reason="first")
    first = rig.now()
    rig.moment += timedelta(days=1)
    withdraw(rig, GONE, reason="second")
    record = tombstones.withdrawal(rig.database.statements(), uid(rig))
    assert record is not None
    assert (record.at, record.by, record.reason) == (first, tombstones.OPERATOR, "second")


def test_a_document_changes_only_when_something_was_withdrawn(rig: Rig) -> None:
    before = rig.documents()
    withdraw(rig, GONE)
    after = rig.documents()
    assert before["all.atom"] != after["all.atom"]
    assert rig.documents() == after


def test_age_is_a_reason_to_go_without_any_news(rig: Rig) -> None:
    rig.provision((replace(source(), retention=Retention(age=timedelta(days=7))),))
    assert curate.purge(rig.database, rig.now()) == 0
    rig.moment += timedelta(days=8)
    assert curate.purge(rig.database, rig.now()) == 2
    assert shown(rig) == set()
    rig.web.pages[URL] = rss(item(1), item(2), more="<ttl>5</ttl>")
    assert rig.poll()["herald"].new == 0
    assert shown(rig) == set()


def test_whose_sources_keep_all_are_left_alone(rig: Rig) -> None:
    rig.moment += timedelta(days=9999)
    before = rig.rows()
    assert curate.purge(rig.database, rig.now()) == 0
    assert rig.rows() == before
