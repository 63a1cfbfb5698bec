from dataclasses import replace
from datetime import timedelta

import pytest

from feedsvc.model.held import Held, State, Tombstone
from feedsvc.model.reading import Incoming
from feedsvc.store import entries, sources, tombstones
from feedsvc.store.database import Database
from feedsvc.store.tombstones import OPERATOR, SOURCE, Named, Withdrawal
from tests.store.arrivals import HOUR, NOON, arriving
from tests.store.polls import SOURCES, poll, provisioned, row


@pytest.fixture
def database(database: Database) -> Database:
    return provisioned(database)


def article(name: str, text: str = "first") -> Incoming:
    return arriving(f"tag:x.example,2026:{name}", f"https://x.example/{name}", name, text)


def stored(database: Database, *names: str, source: str = "herald") -> list[Held]:
    changes = poll(database, [article(name) for name in names], source=source)
    return sorted((one.held for one in changes.new), key=lambda held: held.key)


def withdraw(
    database: Database, held: Held, hours: float = 0, by: str = OPERATOR, reason: str = ""
) -> None:
    with database.transaction() as statements:
        tombstones.withdraw(statements, held.id, at=NOON + hours * HOUR, by=by, reason=reason)


def restore(database: Database, *held: Held, hours: float = 9) -> None:
    with database.transaction() as statements:
        tombstones.restore(statements, [one.id for one in held], NOON + hours * HOUR, 9)


def state(database: Database, held: Held) -> State:
    return entries.one(database.statements(), held.id).state


def latest(database: Database, *rows: int, most: int = 9) -> list[str]:
    found = tombstones.latest(database.statements(), rows or None, most=most)
    return [tombstone.ref for tombstone in found]


def test_an_entry_is_named_by_our_ids_and_by_those_of_its_upstream(database: Database) -> None:
    one, _ = stored(database, "a", "b")
    for ref in (one.id, one.public_id, one.entry.id, one.entry.url or "", "http://x.example/a"):
        assert tombstones.named(database.statements(), ref) == [
            Named(one.id, row(database), State.PUBLISHED)
        ]


@pytest.mark.parametrize("ref", ["", "a", "first", "https://x.example/", "%", "' OR ''='"])
def test_anything_else_names_nothing(database: Database, ref: str) -> None:
    stored(database, "a")
    assert tombstones.named(database.statements(), ref) == []


def test_an_entry_is_named_by_its_former_names(database: Database) -> None:
    (one,) = stored(database, "a")
    moved = arriving(one.entry.id, "https://x.example/moved", "a", "first")
    poll(database, [moved], NOON + HOUR)
    for ref in ("https://x.example/a", "https://x.example/moved"):
        assert [named.id for named in tombstones.named(database.statements(), ref)] == [one.id]


def test_an_article_that_two_sources_carry_is_two_entries(database: Database) -> None:
    (one,), (other,) = stored(database, "a"), stored(database, "a", source="quay")
    for ref in ("https://x.example/a", one.entry.id):
        found = tombstones.named(database.statements(), ref)
        assert {named.id: named.source for named in found} == {
            one.id: row(database),
            other.id: row(database, "quay"),
        }


def test_what_retention_dropped_is_named_no_more(database: Database) -> None:
    one, other = stored(database, "a", "b")
    withdraw(database, other)
    with database.transaction() as statements:
        statements.run("purge", entry=one.id)
    for ref in (one.id, one.public_id, one.entry.id):
        assert tombstones.named(database.statements(), ref) == []
    (named,) = tombstones.named(database.statements(), other.id)
    assert named.state is State.WITHDRAWN


def test_a_withdrawn_entry_leaves_what_is_published_and_leaves_a_tombstone(
    database: Database,
) -> None:
    one, other = stored(database, "a", "b")
    assert tombstones.withdrawal(database.statements(), one.id) is None
    withdraw(database, one, 1, reason="asked by its author — 潮")
    published = entries.published(database.statements(), None, most=9)
    assert [held.id for held in published] == [other.id]
    assert tombstones.latest(database.statements(), None, most=9) == (
        Tombstone(ref=one.public_id, when=NOON + HOUR, reason="asked by its author — 潮"),
    )
    assert tombstones.withdrawal(database.statements(), one.id) == Withdrawal(
        NOON + HOUR, OPERATOR, "asked by its author — 潮", "", None
    )
    assert entries.revisions(database.statements(), one.id) == []


@pytest.mark.parametrize("by", [OPERATOR, SOURCE])
def test_a_withdrawn_entry_stays_so_when_it_is_polled_again(database: Database, by: str) -> None:
    (one,) = stored(database, "a")
    withdraw(database, one, by=by)
    withdrawal = tombstones.withdrawal(database.statements(), one.id)
    assert withdrawal == Withdrawal(NOON, by, "", "", None)
    changes = poll(database, [article("a", "corrected")], NOON + 2 * HOUR)
    assert (changes.new, changes.edited, changes.restored) == ((), (), ())
    assert state(database, one) is State.WITHDRAWN


def test_a_restored_entry_is_newer_than_its_tombstone_which_stays_on_record(
    database: Database,
) -> None:
    """RFC 6721 3: who has obeyed the tombstone would else leave the entry deleted."""
    one, other = stored(database, "a", "b")
    withdraw(database, one, 1, reason="by mistake")
    withdraw(database, other, 1)
    restore(database, one, hours=2)
    back = entries.one(database.statements(), one.id)
    assert back == replace(one, updated=NOON + 2 * HOUR)
    assert latest(database) == [other.public_id]
    assert tombstones.withdrawal(database.statements(), one.id) == Withdrawal(
        NOON + HOUR, OPERATOR, "by mistake", "", NOON + 2 * HOUR
    )


def test_an_entry_may_be_withdrawn_again(database: Database) -> None:
    (one,) = stored(database, "a")
    withdraw(database, one, 1, SOURCE, "first")
    restore(database, one, hours=2)
    withdraw(database, one, 3, OPERATOR, "second")
    assert tombstones.withdrawal(database.statements(), one.id) == Withdrawal(
        NOON + 3 * HOUR, OPERATOR, "second", "", None
    )
    assert state(database, one) is State.WITHDRAWN


def test_what_was_never_withdrawn_may_be_restored(database: Database) -> None:
    changes = poll(database, [article("a")], state=State.HELD_BACK)
    held = changes.new[0].held
    restore(database, held)
    assert state(database, held) is State.PUBLISHED
    assert tombstones.withdrawal(database.statements(), held.id) is None
    assert latest(database) == []


def test_the_latest_tombstones_come_first_and_no_more_than_asked_for(database: Database) -> None:
    held = stored(database, "a", "b", "c", "d")
    for one, hours in zip(held, (2, 4, 1, 3), strict=True):
        withdraw(database, one, hours)
    in_order = [held[number].public_id for number in (1, 3, 0, 2)]
    assert latest(database) == in_order
    for most in range(4):
        assert latest(database, most=most) == in_order[:most]


def test_e1_an_id_that_another_source_still_publishes_is_alive(database: Database) -> None:
    (one,), (other,) = stored(database, "a"), stored(database, "a", source="quay")
    statements, rows = database.statements(), [row(database), row(database, "quay")]
    assert one.public_id == other.public_id
    for gone, alive in ((one, {one.public_id}), (other, set())):
        withdraw(database, gone, 1)
        refs = [one.public_id, "urn:x:unknown"]
        assert tombstones.alive(statements, rows, refs) == alive
        assert tombstones.alive(statements, rows[:1], refs) == set()


def test_tombstones_of_one_moment_have_one_order(database: Database) -> None:
    held = stored(database, "a", "b", "c", "d")
    for one in held:
        withdraw(database, one)
    in_order = sorted(held, key=lambda one: one.id)
    assert latest(database) == [one.public_id for one in in_order]


def test_tombstones_are_those_of_the_channel_and_of_enabled_sources(database: Database) -> None:
    (one,), (other,) = stored(database, "a"), stored(database, "b", source="quay")
    withdraw(database, one, 1)
    withdraw(database, other, 2)
    herald, quay = row(database), row(database, "quay")
    assert latest(database) == latest(database, herald, quay) == [other.public_id, one.public_id]
    assert latest(database, herald) == [one.public_id]
    assert tombstones.latest(database.statements(), [], most=9) == ()
    with database.transaction() as statements:
        sources.provision(statements, SOURCES[:1], {}, NOON + timedelta(days=1))
    assert latest(database) == [one.public_id]
    assert latest(database, quay) == []
