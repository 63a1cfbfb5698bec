"""A subscriber walks a channel back to its first entry (RFC 5005 4; standards D3 to D6, C7)."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from feedsvc.errors import NotFoundError
from feedsvc.flows import curate
from feedsvc.flows.serve import Publisher
from feedsvc.model.channel import Channel
from feedsvc.model.source import Permission, Retention, Scope
from feedsvc.store import archives, entries, sources, tombstones
from tests.flows.subscriber import (
    ATOM,
    FULL,
    TOMBSTONE,
    atom,
    chain,
    deleted,
    linked,
    listed,
    story,
    strict,
)
from tests.rig import FORMATS, Rig, item, rss, source

HERALD, QUAY = "https://herald.example/feed.xml", "https://quay.example/feed.xml"
HISTORY = "{http://purl.org/syndication/history/1.0}archive"
LIMIT = 3
CHANNELS = (
    Channel(name="all", title="All", sources=("*",), limit=LIMIT),
    Channel(name="herald", title="Herald", sources=("herald",), limit=LIMIT),
)
TWO = (source(permission=FULL), source("quay", permission=FULL))


SEVEN = "Sun, 01 Mar 2026 07:30:00 GMT"


def late(number: int) -> str:
    """A new article of the day after."""
    return item(number + 10, title=f"Late {number}").replace("01 Mar", "02 Mar")


def guid(number: int) -> str:
    return f"tag:herald.example,2026:{number}"


@pytest.fixture
def rig(tmp_path: Path) -> Iterator[Rig]:
    """Two sources, and channels of three entries a document."""
    made = Rig(f"sqlite:///{tmp_path}/f.sqlite3", TWO, CHANNELS)
    yield made
    made.database.close()


def polled(rig: Rig, *numbers: int) -> Publisher:
    rig.web.pages[HERALD] = rss(*map(item, numbers))
    rig.poll("herald")
    return rig.publisher()


def numbers(body: bytes, form: str = "atom") -> list[int]:
    return [int(one.rpartition(":")[2]) for one in listed(body, form)]


def archive(publisher: Publisher, number: int, form: str = "atom", name: str = "all") -> bytes:
    document = publisher.archive(name, number, form)
    assert document is not None
    return document.body


@pytest.mark.parametrize("form", FORMATS)
def test_a_channel_is_walked_back_to_its_first_entry(rig: Rig, form: str) -> None:
    publisher = polled(rig, *range(1, 9))
    documents = chain(publisher, form=form)
    assert [numbers(one, form) for one in documents] == [[8, 7, 6], [6, 5, 4], [3, 2, 1]]
    documents = chain(polled(rig, *range(3, 10)), form=form)
    assert [numbers(one, form) for one in documents] == [[9, 8, 7], [6, 5, 4], [3, 2, 1]]


@pytest.mark.parametrize("form", ["atom", "rss"])
def test_d3_d4_d6_what_a_document_says_of_its_place(rig: Rig, form: str) -> None:
    publisher = polled(rig, *range(1, 9))
    newest, second, first = chain(publisher, form=form)
    page = f"{publisher.base_url}/channels/all"
    for body, number in ((newest, 0), (second, 2), (first, 1)):
        root = strict(body)
        head = root if form == "atom" else root[0]
        assert (head.find(HISTORY) is not None) == bool(number)
        assert linked(body, "current") == (f"{page}.{form}" if number else None)
        following = f"{page}/archive/{number + 1}.{form}" if number else None
        assert linked(body, "next-archive") == following
    assert linked(newest, "prev-archive") == f"{page}/archive/2.{form}"
    assert linked(second, "prev-archive") == f"{page}/archive/1.{form}"
    assert linked(first, "prev-archive") is None


def test_c7_a_json_feed_goes_on_at_another_address(rig: Rig) -> None:
    seen: list[str] = []
    for body in chain(polled(rig, *range(1, 9)), form="json"):
        told = json.loads(body)
        seen.append(told["feed_url"])
        assert told.get("next_url") not in seen
    assert len(seen) == 3


def test_a_short_channel_has_no_archive(rig: Rig) -> None:
    publisher = polled(rig, 1, 2, 3)
    for form in FORMATS:
        assert len(chain(publisher, form=form)) == 1
        assert publisher.archive("all", 1, form) is None
        with pytest.raises(NotFoundError, match="no archive 2"):
            publisher.archive("all", 2, form)
        with pytest.raises(NotFoundError):
            publisher.archive("no-such", 1, form)


def test_the_archive_after_the_newest_is_not_there_yet(rig: Rig) -> None:
    publisher = polled(rig, 1, 2, 3, 4)
    publisher.document("all", "atom")
    before = archive(publisher, 1)
    assert publisher.archive("all", 2, "atom") is None
    polled(rig, 2, 3, 4, 5, 6, 7).document("all", "atom")
    assert archive(publisher, 1) == before
    assert linked(before, "next-archive") == linked(archive(publisher, 2), "self")


def test_an_archived_entry_that_is_edited_stands_in_the_document_too(rig: Rig) -> None:
    publisher = polled(rig, *range(1, 8))
    before = chain(publisher)[1:]
    rig.web.pages[HERALD] = rss(*map(item, range(2, 8)), item(1, text="Corrected."))
    rig.poll("herald")
    after = chain(rig.publisher())
    assert after[1:] == before
    assert numbers(after[0]) == [7, 6, 1]
    copies = [
        entry for body in after for entry in strict(body).findall(f"{ATOM}entry")
        if entry.findtext(f"{ATOM}id") == guid(1)
    ]  # fmt: skip
    new, old = (str(one.findtext(f"{ATOM}updated")) for one in copies)
    assert new > old
    contents = ["".join(one.itertext()) for one in copies]
    assert ["Corrected." in one for one in contents] == [True, False]


def test_a_revision_that_is_not_kept_gives_way_to_the_next(rig: Rig) -> None:
    rig.settings = replace(rig.settings, entries=replace(rig.settings.entries, revisions=1))
    chain(polled(rig, *range(1, 8)))
    for text in ("Second.", "Third."):
        rig.web.pages[HERALD] = rss(*map(item, range(2, 8)), item(1, text=text))
        rig.poll("herald")
    first = archive(rig.publisher(), 1).decode()
    assert "Second." in first
    assert "Third." not in first


def test_old_articles_of_a_source_that_is_added_do_not_drive_out_the_news(rig: Rig) -> None:
    polled(rig, 4, 5, 6, 7).document("all", "atom")
    rig.web.pages[QUAY] = rss(item(1), item(2), title="Quay")
    rig.poll("quay")
    documents = chain(rig.publisher())
    assert numbers(documents[0]) == [7, 6, 5]
    assert [numbers(one) for one in documents[1:]] == [[2, 1], [6, 5, 4]]


def test_what_is_withdrawn_leaves_its_archive_and_comes_back_to_it(rig: Rig) -> None:
    publisher = polled(rig, *range(1, 9))
    before = chain(publisher)
    curate.withdraw(rig.database, [guid(2)], "by request", rig.now(), "Ada")
    now, second, first = chain(publisher)
    assert (numbers(second), numbers(first)) == ([6, 5, 4], [3, 1])
    (tombstone,) = strict(now).iter(TOMBSTONE)
    assert tombstone.get("ref") == guid(2)
    assert tombstone.get("when") == "2026-03-01T13:00:00Z"
    assert TOMBSTONE not in {one.tag for one in strict(first)}
    rig.moment += timedelta(minutes=1)
    curate.restore(rig.database, [guid(2)], rig.now())
    now, *sealed = chain(publisher)
    assert sealed == before[1:]
    assert 2 in numbers(now)
    assert not list(strict(now).iter(TOMBSTONE))


def test_e3_what_comes_back_is_newer_than_its_tombstone(rig: Rig) -> None:
    publisher = polled(rig, 1, 2)
    curate.withdraw(rig.database, [guid(2)], "", rig.now(), "Ada")
    (tombstone,) = strict(publisher.document("all", "atom").body).iter(TOMBSTONE)
    rig.moment += timedelta(minutes=1)
    curate.restore(rig.database, [guid(2)], rig.now())
    root = strict(publisher.document("all", "atom").body)
    updated = {one.findtext(f"{ATOM}id"): one.findtext(f"{ATOM}updated") for one in root}
    assert str(updated[guid(2)]) > str(tombstone.get("when"))


def test_a_permission_that_changes_changes_the_archives(rig: Rig) -> None:
    publisher = polled(rig, *range(1, 9))
    assert "Text of story 1." in chain(publisher)[-1].decode()
    limited = Permission(scope=Scope.LINK)
    rig.provision((replace(TWO[0], permission=limited), TWO[1]))
    documents = chain(publisher)
    assert not any(b"Text of story" in one for one in documents)
    assert [numbers(one) for one in documents[1:]] == [[6, 5, 4], [3, 2, 1]]
    rig.provision((replace(TWO[0], permission=replace(limited, embargo=timedelta(days=9))), TWO[1]))
    assert [numbers(one) for one in chain(publisher)] == [[], [], []]
    document = publisher.archive("all", 1, "atom")
    assert document is not None
    assert document.until == datetime.fromisoformat("2026-03-10T01:00:00Z")


def test_what_is_under_embargo_is_archived_when_it_is_free(rig: Rig) -> None:
    late = replace(FULL, embargo=timedelta(days=1))
    rig.provision((TWO[0], replace(TWO[1], permission=late)))
    rig.web.pages[QUAY] = rss(*map(item, range(1, 5)), title="Quay")
    rig.poll("quay")
    assert [numbers(one) for one in chain(rig.publisher())] == [[]]
    assert [numbers(one) for one in chain(polled(rig, *range(5, 9)))] == [[8, 7, 6], [7, 6, 5]]
    rig.moment += timedelta(days=1)
    documents = [numbers(one) for one in chain(rig.publisher())]
    assert {one for some in documents for one in some} == set(range(1, 9))
    assert documents[-1] == [7, 6, 5]


def test_purged_texts_leave_the_archives(rig: Rig) -> None:
    chain(polled(rig, *range(1, 9)))
    rig.provision((replace(TWO[0], retention=Retention(entries=6)), TWO[1]))
    curate.purge(rig.database, rig.now())
    assert [numbers(one) for one in chain(rig.publisher())] == [[8, 7, 6], [6, 5, 4], [3]]


def test_what_the_feed_and_the_channel_are_called_later_changes_no_archive(rig: Rig) -> None:
    before = chain(polled(rig, *range(1, 9)), "herald")[1:]
    rig.settings = replace(
        rig.settings, channels=(CHANNELS[0], replace(CHANNELS[1], title="Other", description="New"))
    )
    rig.web.pages[HERALD] = rss(*map(item, range(3, 10)), title="Another name")
    rig.poll("herald")
    now, *after = chain(rig.publisher(), "herald")
    assert after == before
    assert b"Another name" in now


def test_a_source_that_leaves_a_channel_leaves_its_archives_and_comes_back_once(rig: Rig) -> None:
    rig.web.pages[QUAY] = rss(*map(item, range(1, 5)), title="Quay")
    rig.poll("quay")
    before = chain(polled(rig, *range(5, 9)))
    assert len(before) == 3
    rig.provision((TWO[0], replace(TWO[1], enabled=False)))
    without = chain(rig.publisher())
    assert {n for one in without for n in numbers(one)} == {5, 6, 7, 8}
    rig.web.pages[HERALD] = rss(*map(item, range(5, 10)))
    rig.poll("herald")
    chain(rig.publisher())
    rig.provision(TWO)
    after = chain(rig.publisher())
    assert after[-2:] == before[1:]
    assert {n for one in after for n in numbers(one)} == set(range(1, 10))
    assert len(after) == 3


def test_a_channel_is_given_a_source_that_was_there_already(rig: Rig) -> None:
    rig.web.pages[QUAY] = rss(*map(item, range(1, 5)), title="Quay")
    rig.poll("quay")
    chain(polled(rig, *range(5, 9)), "herald")
    wider = replace(CHANNELS[1], sources=("herald", "quay"))
    rig.settings = replace(rig.settings, channels=(CHANNELS[0], wider))
    found = [numbers(one) for one in chain(rig.publisher(), "herald")]
    assert found == [[8, 7, 4], [3, 2, 1], [7, 6, 5]]


def take_back(rig: Rig, entry: str, name: str) -> None:
    """What an upstream does that takes an entry back: copies elsewhere stay."""
    with rig.database.transaction() as statements:
        generation = sources.next_generation(statements)
        tombstones.withdraw(statements, entry, at=rig.now(), by=tombstones.SOURCE, reason="")
        sources.touch(statements, sources.named(statements, name).id, generation)


def test_one_of_two_that_carry_an_article_is_archived_and_the_other_takes_its_place(
    rig: Rig,
) -> None:
    rig.web.pages |= {HERALD: rss(*map(item, range(1, 9))), QUAY: rss(item(2), item(5))}
    rig.poll()
    publisher = rig.publisher()
    before = chain(publisher)
    assert [numbers(one) for one in before] == [[8, 7, 6], [6, 5, 4], [3, 2, 1]]
    assert before == chain(rig.publisher())
    of_herald = publisher.view("source-herald").showings
    (own,) = [one.held.id for one in of_herald if one.held.public_id == guid(2)]
    take_back(rig, own, "herald")
    after = chain(publisher)
    assert numbers(after[2]) == [3, 2, 1]
    assert b"<title>The Harbour Herald</title>" in after[2]
    assert after[2] != before[2]
    assert after[1] == before[1]


def test_one_that_gave_way_is_hidden_in_whichever_archive_it_is(rig: Rig) -> None:
    again = story("Story 2", "https://herald.example/2", "tag:quay.example,2026:2", SEVEN)
    rig.web.pages |= {HERALD: rss(*map(item, range(1, 9))), QUAY: rss(again)}
    rig.poll()
    publisher = rig.publisher()
    rig.web.pages[HERALD] = rss(*map(item, range(3, 10)))
    rig.poll("herald")
    before = chain(publisher)
    assert [numbers(one) for one in before] == [[9, 8, 7], [6, 5, 4], [3, 2, 1]]
    rig.web.pages[HERALD] = rss(*map(item, range(5, 10)), late(1), late(2))
    rig.poll("herald")
    documents = chain(publisher)
    assert documents[-2:] == before[1:]
    assert len(documents) == 4
    stored = entries.listed(rig.database.statements(), ["herald"], most=99)
    (own,) = [one.id for one in stored if one.public_id == guid(2)]
    take_back(rig, own, "herald")
    found = [one for body in chain(publisher) for one in listed(body)]
    assert found.count("tag:quay.example,2026:2") == 1
    assert guid(2) not in found


def test_e1_no_tombstone_stands_beside_a_living_entry_of_its_id(rig: Rig) -> None:
    ours = atom(*(f"<entry><id>{guid(n)}</id><title>S {n}</title><updated>2026-03-01T0{n}:00:00Z"
                  "</updated></entry>" for n in (1, 2)))  # fmt: skip
    rig.web.pages |= {HERALD: ours, QUAY: ours.replace(b"S ", b"Other ")}
    rig.poll()
    rig.web.pages[HERALD] = atom(deleted(1), deleted(2))
    rig.poll("herald")
    root = strict(rig.publisher().document("all", "atom").body)
    assert len(listed(rig.publisher().document("all", "atom").body)) == 2
    assert not list(root.iter(TOMBSTONE))
    assert len(list(strict(rig.publisher().document("herald", "atom").body).iter(TOMBSTONE))) == 2


def test_a_great_backlog_is_sealed_in_its_order(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("feedsvc.flows.archive._AT_ONCE", 4)
    documents = chain(polled(rig, *range(1, 10)))
    assert [numbers(one) for one in documents] == [[9, 8, 7], [6, 5, 4], [3, 2, 1]]


def test_a_great_backlog_under_embargo_hides_no_other_entry(
    rig: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("feedsvc.flows.archive._AT_ONCE", 4)
    late = replace(FULL, embargo=timedelta(days=1))
    rig.provision((TWO[0], replace(TWO[1], permission=late)))
    rig.web.pages[QUAY] = rss(*map(item, range(1, 7)), title="Quay")
    rig.poll("quay")
    assert [numbers(one) for one in chain(polled(rig, 7, 8))] == [[8, 7]]
    rig.moment += timedelta(days=1)
    found = [one for body in chain(rig.publisher()) for one in numbers(body)]
    assert set(found) == set(range(1, 9))


def test_only_one_of_several_processes_seals(rig: Rig) -> None:
    polled(rig, *range(1, 5))
    first, second = archives.Progress(), archives.Progress(3, 0, b"", b"")
    with rig.database.transaction() as statements:
        assert archives.advance(statements, "all", first, second, [])
    with rig.database.transaction() as statements:
        assert not archives.advance(statements, "all", first, second, [])
    assert archives.progress(rig.database.statements(), "all") == second


@pytest.mark.parametrize("form", ["atom", "rss"])
def test_d1_d2_no_document_says_that_it_is_complete_or_a_page(rig: Rig, form: str) -> None:
    """Not even where the upstream does: our document holds other entries than its own."""
    said = (
        '<fh:complete xmlns:fh="http://purl.org/syndication/history/1.0"/>'
        '<link xmlns="http://www.w3.org/2005/Atom" rel="next" href="https://herald.example/2"/>'
    )
    rig.web.pages[HERALD] = rss(*map(item, range(1, 9)), more=said)
    rig.poll("herald")
    documents = chain(rig.publisher(), "source-herald", form)
    assert len(documents) == 1
    for body in (*documents, *chain(rig.publisher(), "herald", form)):
        assert b"complete" not in body
        assert not {linked(body, rel) for rel in ("first", "last", "previous", "next")} - {None}
