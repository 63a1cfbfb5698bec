from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from feedsvc.errors import NotFoundError
from feedsvc.model.held import State
from feedsvc.model.reading import Incoming
from feedsvc.model.source import Retention, Source
from feedsvc.store import entries, keep, purge, sources, tombstones
from feedsvc.store.database import Database
from feedsvc.store.identify import registry_keys
from tests.store.arrivals import DAY, HOUR, NOON, arriving
from tests.store.polls import poll, provisioned, row


@pytest.fixture
def database(database: Database) -> Database:
    return provisioned(database)


def article(number: int, text: str = "first") -> Incoming:
    """An article, an hour older than that of the number before."""
    published = NOON - number * HOUR
    link = f"https://x.example/{number}"
    return arriving(f"{number}", link, f"Story {number}", text, published=published)


def stored(database: Database, count: int, source: str = "herald") -> list[str]:
    """Store articles, the newest first, each where its date is; tells their entries."""
    document = [article(number) for number in range(count)]
    for one in reversed(document):
        poll(database, [one], (one.entry.published or NOON) + HOUR / 2, source)
    return [held.id for held in entries.listed(database.statements(), [source], most=count)]


def purged(
    database: Database, retention: Retention, now: datetime = NOON, source: str = "herald"
) -> int:
    with database.transaction() as statements:
        return purge.purge(statements, row(database, source), retention, now)


def left(database: Database) -> list[str]:
    return [held.id for held in entries.listed(database.statements(), [], most=99)]


def raw(database: Database, entry: str) -> tuple[object, ...]:
    connection = database.connection()
    (found,) = connection.execute(
        f"SELECT state, data, url FROM entries WHERE id = '{entry}'"  # noqa: S608 - our own id
    ).fetchall()
    return tuple(found)


def test_who_may_keep_everything_loses_nothing(database: Database) -> None:
    whole = stored(database, 5)
    assert purged(database, Retention(), NOON + 9999 * DAY) == 0
    assert left(database) == whole


@pytest.mark.parametrize("most", [1, 3, 5, 9])
def test_the_newest_are_kept(database: Database, most: int) -> None:
    whole = stored(database, 5)
    assert purged(database, Retention(entries=most)) == max(5 - most, 0)
    assert left(database) == whole[:most]
    assert purged(database, Retention(entries=most)) == 0


def test_what_is_too_old_goes_and_not_a_moment_earlier(database: Database) -> None:
    whole = stored(database, 5)
    retention = Retention(age=4 * HOUR)
    assert purged(database, retention) == 0
    assert purged(database, retention, NOON + timedelta(microseconds=1)) == 1
    assert left(database) == whole[:4]
    assert purged(database, retention, NOON + 9 * DAY) == 4


def test_both_limits_hold(database: Database) -> None:
    whole = stored(database, 6)
    assert purged(database, Retention(entries=2, age=9 * HOUR)) == 4
    assert left(database) == whole[:2]
    assert purged(database, Retention(entries=5, age=HOUR / 2)) == 1
    assert left(database) == whole[:1]


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 9), st.integers(0, 9))
def test_what_is_kept_is_the_newest_of_what_is_young_enough(
    database: Database, most: int, hours: int
) -> None:
    database.connection().execute("DELETE FROM entries")
    whole = stored(database, 7)
    retention = Retention(entries=most, age=hours * HOUR)
    count = purged(database, retention, NOON + HOUR / 2)
    young = whole[:hours] if hours else whole
    expected = young[:most] if most else young
    assert left(database) == expected
    assert count == 7 - len(expected)


def test_a_source_loses_nothing_to_another_s_limit(database: Database) -> None:
    whole = stored(database, 3, "quay")
    stored(database, 3)
    assert purged(database, Retention(entries=0, age=HOUR), NOON + DAY) == 3
    assert left(database) == whole


def test_the_text_goes_and_the_memory_of_it_stays(database: Database) -> None:
    (entry,) = stored(database, 1)
    poll(database, [article(0, "corrected")], NOON + HOUR)
    assert len(entries.revisions(database.statements(), entry)) == 1
    purged(database, Retention(age=HOUR), NOON + DAY)
    assert raw(database, entry) == (State.PURGED, "", None)
    assert entries.revisions(database.statements(), entry) == []
    assert entries.counts(database.statements()) == {}
    assert entries.published(database.statements(), None, most=9) == []
    keys = registry_keys(article(0).names)
    found = keep.registry(database.statements(), row(database), keys)
    assert set(found.values()) == {entry}


def test_an_entry_that_was_dropped_is_no_entry(database: Database) -> None:
    (entry,) = stored(database, 1)
    purged(database, Retention(age=HOUR), NOON + DAY)
    with pytest.raises(NotFoundError):
        entries.one(database.statements(), entry)


def test_what_was_dropped_is_never_imported_again(database: Database) -> None:
    """The complaint is that a clean-up is followed by a flood (defects DF9)."""
    stored(database, 5)
    purged(database, Retention(entries=2))
    kept = left(database)
    for text in ("first", "corrected"):
        document = [article(number, text) for number in range(5)]
        changes = poll(database, document, NOON + DAY)
        assert (changes.new, changes.restored) == ((), ())
        assert len(changes.edited) == (2 if text == "corrected" else 0)
    assert left(database) == kept


def test_held_back_and_withdrawn_entries_do_not_count(database: Database) -> None:
    whole = stored(database, 4)
    with database.transaction() as statements:
        tombstones.withdraw(statements, whole[0], at=NOON, by=tombstones.OPERATOR, reason="")
        statements.run("set_state", entry=whole[1], state=State.HELD_BACK.value)
    assert purged(database, Retention(entries=2)) == 0
    assert purged(database, Retention(entries=1)) == 1
    # A withdrawal outlives retention: it is what keeps the entry from coming back.
    assert [raw(database, entry)[0] for entry in whole] == [
        State.WITHDRAWN,
        State.HELD_BACK,
        State.PUBLISHED,
        State.PURGED,
    ]


def limited(database: Database, declared: Sequence[Retention]) -> dict[str, Retention]:
    names = ("herald", "quay", "tide")
    chosen = [
        Source(name=name, url=f"https://{name}.example/feed", retention=retention)
        for name, retention in zip(names, declared, strict=False)
    ]
    with database.transaction() as statements:
        sources.provision(statements, chosen, {}, NOON)
    rows = {stored.id: stored.source.name for stored in sources.everything(database.statements())}
    return {rows[source]: limit for source, limit in purge.retained(database.statements())}


def test_the_limits_of_sources_are_told_apart_from_none(database: Database) -> None:
    assert purge.retained(database.statements()) == []
    limits = [Retention(), Retention(entries=500), Retention(entries=7, age=1.5 * DAY)]
    assert limited(database, limits) == {"quay": limits[1], "tide": limits[2]}
    # One that is declared no more is not polled, and still may not keep more than was agreed.
    assert limited(database, limits[:2]) == {"quay": limits[1], "tide": limits[2]}
