from datetime import timedelta

import pytest

from feedsvc.model.held import State
from feedsvc.model.reading import Incoming
from feedsvc.store import entries, keep, tombstones
from feedsvc.store.database import Database
from feedsvc.store.identify import KEY, NAME, SHARED, Name, registry_keys
from tests.store.arrivals import HOUR, NOON, arriving
from tests.store.polls import poll, provisioned, row

MINUTE = timedelta(minutes=1)


@pytest.fixture
def database(database: Database) -> Database:
    return provisioned(database)


def article(name: str, text: str = "first") -> Incoming:
    return arriving(name, f"https://x.example/{name}", "Title", text, published=NOON - HOUR)


def stored(database: Database, name: str = "a") -> str:
    """Store an article; tells its entry."""
    (begun,) = poll(database, [article(name)]).new
    return begun.held.id


def registered(database: Database, *keys: bytes, source: str = "herald") -> dict[bytes, str | None]:
    return keep.registry(database.statements(), row(database, source), keys)


def test_only_what_is_stored_is_known(database: Database) -> None:
    (begun,) = poll(database, [article("a")]).new
    held = begun.held
    (known,) = keep.known(database.statements(), [held.id, "other", held.id]).values()
    assert (known.id, known.digest, known.facts) == (held.id, begun.digest, begun.facts)
    assert (known.revision, known.state) == (1, State.PUBLISHED)
    assert (known.first_seen, known.updated, known.update_due) == (NOON, NOON - HOUR, None)
    assert known.taken_back is None
    assert keep.known(database.statements(), []) == {}


def test_an_edit_is_known_as_it_is_stored(database: Database) -> None:
    entry = stored(database)
    for minutes in (1, 2):
        now = NOON + minutes * MINUTE
        changes = poll(database, [article("a", f"{minutes}")], now, update_interval=HOUR)
        (edit,) = changes.edited
        known = keep.known(database.statements(), [entry])[entry]
        assert (known.digest, known.revision) == (edit.digest, minutes + 1)
        assert (known.updated, known.update_due) == (edit.updated, edit.update_due)
    assert known.update_due == NOON + MINUTE + HOUR


def test_only_a_source_takes_an_entry_back(database: Database) -> None:
    entry = stored(database)
    for by, at in ((tombstones.OPERATOR, None), (tombstones.SOURCE, NOON)):
        with database.transaction() as statements:
            tombstones.withdraw(statements, entry, at=NOON, by=by, reason="")
        known = keep.known(database.statements(), [entry])[entry]
        assert (known.state, known.taken_back) == (State.WITHDRAWN, at)


def test_names_belong_to_one_source(database: Database) -> None:
    entry = stored(database)
    keys = registry_keys(article("a").names)
    found = registered(database, *keys)
    assert set(found.values()) == {entry}
    # A text or a title names nothing that has an id.
    assert {key[:1] for key in found} == {b"i", b"l", b"d"}
    assert registered(database, *keys, source="quay") == {}
    assert registered(database) == {}


def test_a_very_long_document_is_looked_up(database: Database) -> None:
    poll(database, [arriving("39999")])
    asked = [arriving(f"{number}").names for number in range(70_000)]
    keys = [b"i" + names.id for names in asked]
    ((key, entry),) = registered(database, *keys).items()
    assert key == keys[39_999]
    ids = [f"{number}" for number in range(70_000)]
    assert list(keep.known(database.statements(), [*ids, entry or ""])) == [entry]


def test_a_name_that_comes_to_be_shared_stays_so(database: Database) -> None:
    entry = stored(database)
    key = b"i" + article("a").names.id
    assert registered(database, key) == {key: entry}
    with database.transaction() as statements:
        keep.keep_names(statements, row(database), [Name(key, None, SHARED)], (), NOON)
    assert registered(database, key) == {key: None}


def test_a_name_may_pass_to_another_entry_with_its_story(database: Database) -> None:
    one, other = stored(database, "a"), stored(database, "b")
    key = b"l" + article("a").names.link
    with database.transaction() as statements:
        names = [Name(key, other, "link and date", "link:x")]
        keep.keep_names(statements, row(database), names, (), NOON + HOUR)
    assert registered(database, key) == {key: other}
    assert entries.names(database.statements(), one) == []
    assert entries.names(database.statements(), other) == [("link and date", "link:x", NOON + HOUR)]


def test_an_entry_has_so_many_names_and_no_more(database: Database) -> None:
    """A feed that makes up new ids at every poll fills no disk."""
    entry, other = stored(database), stored(database, "b")
    number = row(database)
    for round_ in range(100):
        now = NOON + round_ * HOUR
        names = [Name(b"i%08d" % round_, entry, NAME, f"id:{round_}")]
        with database.transaction() as statements:
            keep.keep_names(statements, number, names, (), now)
    assert len(entries.names(database.statements(), entry)) < keep.MOST_NAMES
    ((count,),) = database.connection().execute(
        "SELECT count(*) FROM entry_keys WHERE entry_id IN (SELECT id FROM entries"
        " WHERE url LIKE '%/a')"
    )
    assert count == keep.MOST_NAMES
    # The others go on: shared names, those of another entry, those of one that is new.
    (begun,) = poll(database, [article("c")]).new
    with database.transaction() as statements:
        more = [Name(b"i-shared-", None, SHARED), Name(b"i-other-", other, NAME)]
        keep.keep_names(statements, number, more, (begun,), NOON)
    found = registered(database, b"i-shared-", b"i-other-", b"i" + article("c").names.id)
    assert set(found.values()) == {None, other, begun.held.id}


def test_a_new_entry_keeps_all_its_names(database: Database) -> None:
    (begun,) = poll(database, [article("a")]).new
    many = [Name(b"x%08d" % number, begun.held.id, KEY) for number in range(99)]
    with database.transaction() as statements:
        keep.keep_names(statements, row(database), many, (begun,), NOON)
    assert len(registered(database, *(name.key for name in many))) == 99


@pytest.mark.parametrize("most", [0, 1, 3])
def test_of_the_replaced_revisions_the_latest_are_kept(database: Database, most: int) -> None:
    entry, other = stored(database), stored(database, "b")
    poll(database, [article("b", "edited")], NOON + HOUR)
    for number in range(6):
        now = NOON + (number + 1) * HOUR
        poll(database, [article("a", f"{number}")], now, revisions=most)
    found = [number for number, _, _ in entries.revisions(database.statements(), entry)]
    assert found == list(range(1, 7))[6 - most :]
    assert len(entries.revisions(database.statements(), other)) == 1


def test_held_back_entries_are_counted_and_released(database: Database) -> None:
    poll(database, [article("a"), article("b")], state=State.HELD_BACK)
    poll(database, [article("c")])
    statements = database.statements()
    count = {state: keep.count(statements, row(database), state) for state in State}
    assert {state: number for state, number in count.items() if number} == {
        State.HELD_BACK: 2,
        State.PUBLISHED: 1,
    }
    assert keep.count(statements, row(database, "quay"), State.PUBLISHED) == 0
    changes = poll(database, [article("a")], NOON + HOUR)
    assert len(changes.restored) == 1
    assert keep.count(database.statements(), row(database), State.HELD_BACK) == 1
