"""Entries as operators list them, and those that could not be written, on both stores."""

import pytest

from feedsvc.model.entry import Text
from feedsvc.model.held import Held, State
from feedsvc.store import entries, quarantine, tombstones
from feedsvc.store.database import Database
from feedsvc.store.entries import NEWEST, Page, Place
from feedsvc.store.quarantine import Quarantined
from tests.store.arrivals import HOUR, NOON, arriving
from tests.store.polls import poll, provisioned, row

EACH = (State.PUBLISHED, State.HELD_BACK, State.WITHDRAWN)


@pytest.fixture
def database(database: Database) -> Database:
    provisioned(database)
    for number, title in enumerate(("Flood", "Überschwemmung in Köln", "100 % rain", "Ferry_1")):
        url = f"https://x.example/{number}"
        when = NOON - number * HOUR
        poll(database, [arriving(f"n{number}", url, title, published=when)], NOON)
    poll(database, [arriving("q", "https://q.example/9", "Flood", published=NOON)], NOON, "quay")
    return database


def titles(found: Page) -> list[str]:
    return [held.entry.title.value if held.entry.title else "" for held in found.entries]


def has(words: str, held: Held) -> bool:
    title = held.entry.title or Text(value="")
    return words.casefold() in title.value.casefold()


def sought(database: Database, words: str, after: Place = NEWEST, most: int = 9) -> Page:
    return entries.telling(
        database.statements(), words, lambda held: has(words, held),
        states=EACH, after=after, most=most,
    )  # fmt: skip


def test_pages_follow_each_other_and_miss_nothing(database: Database) -> None:
    seen: list[str] = []
    after: Place | None = NEWEST
    while after:
        found = entries.page(database.statements(), states=EACH, after=after, most=2)
        seen += [held.id for held in found.entries]
        after = found.rest
    assert len(seen) == len(set(seen)) == 5
    whole = entries.page(database.statements(), states=EACH, most=5)
    assert [held.id for held in whole.entries] == seen
    assert whole.rest is None


def test_a_page_holds_one_source_and_the_states_that_are_asked_for(database: Database) -> None:
    statements = database.statements()
    quay = row(database, "quay")
    assert titles(entries.page(statements, states=EACH, source=quay, most=9)) == ["Flood"]
    first = entries.page(statements, states=EACH, most=1).entries[0]
    with database.transaction() as changing:
        tombstones.withdraw(changing, first.id, at=NOON, by=tombstones.OPERATOR, reason="x")
    gone = entries.page(statements, states=(State.WITHDRAWN,), most=9)
    assert [one.id for one in gone.entries] == [first.id]
    assert entries.page(statements, states=(State.PURGED,), most=9).entries == []


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("flood", ["Flood", "Flood"]),
        ("köln", ["Überschwemmung in Köln"]),
        ("überschwemmung", ["Überschwemmung in Köln"]),
        ("100 %", ["100 % rain"]),
        ("y_1", ["Ferry_1"]),
        ("x_x", []),
        ("%", ["100 % rain"]),
    ],
)
def test_words_are_found_in_titles_whatever_they_mean_in_sql(
    database: Database, words: str, found: list[str]
) -> None:
    assert titles(sought(database, words)) == found


def test_what_was_found_goes_on_where_it_ended(database: Database) -> None:
    first = sought(database, "flood", most=1)
    assert first.rest
    second = sought(database, "flood", first.rest, most=1)
    assert {one.id for one in (*first.entries, *second.entries)} == {
        one.id for one in sought(database, "flood").entries
    }
    assert len(first.entries) == len(second.entries) == 1


def test_what_waits_for_a_decision_is_counted(database: Database) -> None:
    statements = database.statements()
    assert entries.count_held_back(statements) == 0
    one = entries.page(statements, states=EACH, source=row(database, "quay"), most=1).entries[0]
    statements.run("set_state", entry=one.id, state="held-back")
    assert entries.count_held_back(statements) == 1
    assert entries.count_held_back(statements, row(database, "quay")) == 1
    assert entries.count_held_back(statements, row(database, "herald")) == 0


def test_quarantine_keeps_the_last_revision_of_each_format(database: Database) -> None:
    first, second = entries.page(database.statements(), states=EACH, most=2).entries
    found = [
        Quarantined(first.id, "rss", 1, NOON, "a"), Quarantined(first.id, "rss", 2, NOON, "b"),
        Quarantined(first.id, "atom", 1, NOON, "c"), Quarantined(second.id, "rss", 1, NOON, "d"),
        Quarantined("gone", "rss", 1, NOON, "e"),
    ]  # fmt: skip
    with database.transaction() as statements:
        quarantine.put(statements, found)
    statements = database.statements()
    assert quarantine.known(statements) == {
        (first.id, "rss"): 2, (first.id, "atom"): 1, (second.id, "rss"): 1,
    }  # fmt: skip
    assert quarantine.count(statements) == 2
    assert quarantine.of_entries(statements, [second.id]) == [found[3]]
    assert len(quarantine.latest(statements, most=2)) == 2
    with database.transaction() as changing:
        quarantine.release(changing, [(first.id, "rss"), (first.id, "atom")])
    assert quarantine.latest(statements, most=9) == [found[3]]


def test_our_own_id_stands_for_that_entry_alone(database: Database) -> None:
    one = entries.page(database.statements(), states=EACH, most=1).entries[0]
    assert [named.id for named in tombstones.named(database.statements(), one.id)] == [one.id]
    url = one.entry.url or ""
    assert [named.id for named in tombstones.named(database.statements(), url)] == [one.id]
