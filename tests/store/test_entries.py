from collections.abc import Sequence
from datetime import datetime

import pytest

from feedsvc.errors import NotFoundError
from feedsvc.model.entry import Entry, Text
from feedsvc.model.held import Held, State
from feedsvc.model.reading import Incoming
from feedsvc.store import entries, keep, sources
from feedsvc.store.database import Database
from tests.store.arrivals import HOUR, NOON, arriving, normal
from tests.store.polls import poll, provisioned, row

TEXT = "first"


@pytest.fixture
def database(database: Database) -> Database:
    return provisioned(database)


def article(name: str, text: str = TEXT, published: datetime = NOON - HOUR) -> Incoming:
    return arriving(name, f"https://x.example/{name}/{text}", text, published=published)


def stored(
    database: Database, incoming: Sequence[Incoming], now: datetime = NOON, source: str = "herald"
) -> list[Held]:
    """What a poll brought."""
    return [one.held for one in poll(database, incoming, now, source).new]


def page(database: Database, most: int, skip: int) -> list[str]:
    return [one.id for one in entries.published(database.statements(), None, most=most, skip=skip)]


def test_what_is_stored_comes_back_as_it_was(database: Database) -> None:
    for held in stored(database, [article("a"), article("b")]):
        assert entries.one(database.statements(), held.id) == held
    with pytest.raises(NotFoundError, match="nothing"):
        entries.one(database.statements(), "nothing")


def test_one_document_in_two_sources_is_two_entries(database: Database) -> None:
    for source in ("herald", "quay"):
        assert len(stored(database, [article("a")], NOON, source)) == 1
    assert len(page(database, 9, 0)) == 2
    assert entries.counts(database.statements()) == {"herald": 1, "quay": 1}


def test_replaced_revisions_are_kept(database: Database) -> None:
    (held,) = stored(database, [article("a", "first")])
    assert entries.revisions(database.statements(), held.id) == []
    for hours, text in enumerate(("second", "third"), 1):
        assert len(poll(database, [article("a", text)], NOON + hours * HOUR).edited) == 1
    found = entries.revisions(database.statements(), held.id)
    assert [(number, at) for number, at, _ in found] == [(1, NOON + HOUR), (2, NOON + 2 * HOUR)]
    assert [one.title.value for _, _, one in found if one.title] == ["first", "second"]
    after = entries.one(database.statements(), held.id)
    assert after.entry == article("a", "third").entry
    assert (after.revision, after.updated) == (3, NOON + 2 * HOUR)
    frozen = (after.id, after.public_id, after.first_seen, after.published, after.sort_at)
    assert frozen == (held.id, held.public_id, held.first_seen, held.published, held.sort_at)


def test_an_update_that_waits_comes_back_with_its_hour(database: Database) -> None:
    (held,) = stored(database, [article("a", "first")])
    for minutes, text in ((1, "second"), (2, "third")):
        poll(database, [article("a", text)], NOON + minutes * HOUR / 60, update_interval=HOUR)
    after = entries.one(database.statements(), held.id)
    assert (after.updated, after.update_due) == (NOON + HOUR / 60, NOON + HOUR / 60 + HOUR)


def test_names_are_told_by_age_without_those_of_the_first_sight(database: Database) -> None:
    (held,) = stored(database, [article("a", "first")])
    assert entries.names(database.statements(), held.id) == []
    for hours, text in ((1, "second"), (2, "third")):
        poll(database, [article("a", text)], NOON + hours * HOUR)
    assert entries.names(database.statements(), held.id) == [
        ("name", "link:https://x.example/a/second", NOON + HOUR),
        ("name", "link:https://x.example/a/third", NOON + 2 * HOUR),
    ]


def test_pages_hold_everything_once_newest_first(database: Database) -> None:
    many = [article(f"{n}", published=NOON - (n % 4) * HOUR) for n in range(11)]
    in_order = sorted(stored(database, many), key=order, reverse=True)
    expected = [held.id for held in in_order]
    assert page(database, 99, 0) == expected
    for size in (1, 2, 4):
        pages = [one for skip in range(0, 11, size) for one in page(database, size, skip)]
        assert pages == expected
    assert page(database, 4, 11) == []


def order(held: Held) -> tuple[datetime, str]:
    return held.sort_at, held.id


def test_entries_are_recalled_by_source(database: Database) -> None:
    stored(database, [article("a")], NOON, "herald")
    stored(database, [article("b")], NOON, "quay")
    statements = database.statements()
    herald, quay = (one.id for one in sources.everything(statements))
    for rows in ([], [herald], [quay]):
        found = entries.published(statements, rows, most=9)
        assert [one.source for one in found] == rows
    assert len(entries.published(statements, [herald, quay], most=9)) == 2
    assert [one.source for one in entries.listed(statements, ["quay"], most=9)] == ["quay"]
    assert len(entries.listed(statements, [], most=9)) == 2


@pytest.mark.parametrize("state", [State.WITHDRAWN, State.HELD_BACK])
def test_what_is_not_published_is_listed_only(database: Database, state: State) -> None:
    (held,) = stored(database, [article("a")])
    database.connection().execute(f"UPDATE entries SET state = '{state}'")  # noqa: S608 - our own word
    assert page(database, 9, 0) == []
    (listed,) = entries.listed(database.statements(), [], most=9)
    assert (listed.id, listed.state) == (held.id, state)
    assert entries.counts(database.statements()) == {"herald": 1}


def test_a_poll_that_breaks_off_leaves_nothing(database: Database) -> None:
    broken = normal(Entry(id="b", title=Text(value="\ud800")))
    with pytest.raises(TypeError):
        stored(database, [article("a"), broken])
    assert page(database, 9, 0) == []
    keys = [b"i" + article("a").names.id]
    assert keep.registry(database.statements(), row(database), keys) == {}
    assert len(stored(database, [article("a")])) == 1
