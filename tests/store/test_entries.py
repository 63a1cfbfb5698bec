from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest

from feedsvc.errors import NotFoundError
from feedsvc.model.entry import Entry, Text
from feedsvc.model.held import Held, State
from feedsvc.model.reading import Incoming
from feedsvc.model.source import Source
from feedsvc.store import entries, keep, sources
from feedsvc.store.changes import Changes, compare, key_digest
from feedsvc.store.database import Database

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
SOURCES = [Source(name=name, url=f"https://{name}.example/feed") for name in ("herald", "quay")]


@pytest.fixture
def database(database: Database) -> Database:
    with database.transaction() as statements:
        sources.provision(statements, SOURCES, {}, NOON)
    return database


def arriving(key: str, text: str = "first", published: datetime = NOON - HOUR) -> Incoming:
    entry = Entry(
        title=Text(value=text), url=f"https://x.example/{text}", published=published, updated=None
    )
    return Incoming(key=key, digest=text.encode(), entry=entry, place=0)


def poll(
    database: Database, incoming: Sequence[Incoming], now: datetime, source: str = "herald"
) -> Changes:
    with database.transaction() as statements:
        stored = sources.named(statements, source)
        known = keep.known(statements, stored.id, incoming)
        changes = compare(source, incoming, known, now)
        keep.keep(statements, stored.id, changes, now)
    return changes


def page(database: Database, most: int, skip: int) -> list[str]:
    return [one.id for one in entries.published(database.statements(), None, most=most, skip=skip)]


def test_what_is_stored_comes_back_as_it_was(database: Database) -> None:
    changes = poll(database, [arriving("id:a"), arriving("id:b")], NOON)
    for held, _ in changes.new:
        assert entries.one(database.statements(), held.id) == held
    with pytest.raises(NotFoundError, match="nothing"):
        entries.one(database.statements(), "nothing")


def test_only_what_is_stored_is_known_and_only_to_its_source(database: Database) -> None:
    poll(database, [arriving("id:a")], NOON)
    statements = database.statements()
    asked = [arriving("id:a"), arriving("id:b"), arriving("id:a", "again")]
    herald, quay = sources.everything(statements)
    ((key, known),) = keep.known(statements, herald.id, asked).items()
    assert key == key_digest("id:a")
    assert (known.digest, known.revision, known.updated) == (b"first", 1, NOON - HOUR)
    assert keep.known(statements, quay.id, asked) == {}
    assert keep.known(statements, herald.id, []) == {}


def test_a_very_long_document_is_looked_up(database: Database) -> None:
    poll(database, [arriving("id:39999")], NOON)
    statements = database.statements()
    entry = Entry()
    asked = [
        Incoming(key=f"id:{number}", digest=b"", entry=entry, place=number)
        for number in range(70_000)
    ]
    herald = sources.named(statements, "herald")
    assert list(keep.known(statements, herald.id, asked)) == [key_digest("id:39999")]


def test_one_document_in_two_sources_is_two_entries(database: Database) -> None:
    for source in ("herald", "quay"):
        assert len(poll(database, [arriving("id:a")], NOON, source).new) == 1
    assert len(page(database, 9, 0)) == 2
    assert entries.counts(database.statements()) == {"herald": 1, "quay": 1}


def test_replaced_revisions_are_kept(database: Database) -> None:
    ((held, _),) = poll(database, [arriving("id:a", "first")], NOON).new
    assert entries.revisions(database.statements(), held.id) == []
    for hours, text in enumerate(("second", "third"), 1):
        assert len(poll(database, [arriving("id:a", text)], NOON + hours * HOUR).edited) == 1
    found = entries.revisions(database.statements(), held.id)
    assert [(number, at) for number, at, _ in found] == [(1, NOON + HOUR), (2, NOON + 2 * HOUR)]
    assert [one.title.value for _, _, one in found if one.title] == ["first", "second"]
    after = entries.one(database.statements(), held.id)
    assert after.entry == arriving("id:a", "third").entry
    assert (after.revision, after.updated) == (3, NOON + 2 * HOUR)
    frozen = (after.id, after.public_id, after.first_seen, after.published, after.sort_at)
    assert frozen == (held.id, held.public_id, held.first_seen, held.published, held.sort_at)


def test_pages_hold_everything_once_newest_first(database: Database) -> None:
    many = [arriving(f"id:{n}", published=NOON - (n % 4) * HOUR) for n in range(11)]
    changes = poll(database, many, NOON)
    in_order = sorted((held for held, _ in changes.new), key=order, reverse=True)
    expected = [held.id for held in in_order]
    assert page(database, 99, 0) == expected
    for size in (1, 2, 4):
        pages = [one for skip in range(0, 11, size) for one in page(database, size, skip)]
        assert pages == expected
    assert page(database, 4, 11) == []


def order(held: Held) -> tuple[datetime, str]:
    return held.sort_at, held.id


def test_entries_are_recalled_by_source(database: Database) -> None:
    poll(database, [arriving("id:a")], NOON, "herald")
    poll(database, [arriving("id:b")], NOON, "quay")
    statements = database.statements()
    herald, quay = (stored.id for stored in sources.everything(statements))
    for rows, expected in (([], []), ([herald], ["herald"]), ([quay], ["quay"])):
        found = entries.published(statements, rows, most=9)
        assert [one.source for one in found] == expected
    assert len(entries.published(statements, [herald, quay], most=9)) == 2
    assert [one.source for one in entries.listed(statements, ["quay"], most=9)] == ["quay"]
    assert len(entries.listed(statements, [], most=9)) == 2


def test_what_is_not_published_is_listed_only(database: Database) -> None:
    ((held, _),) = poll(database, [arriving("id:a")], NOON).new
    database.connection().execute("UPDATE entries SET state = 'withdrawn'")
    assert page(database, 9, 0) == []
    (listed,) = entries.listed(database.statements(), [], most=9)
    assert (listed.id, listed.state) == (held.id, State.WITHDRAWN)


def test_a_poll_that_breaks_off_leaves_nothing(database: Database) -> None:
    broken = Incoming(key="id:b", digest=b"", entry=Entry(title=Text(value="\ud800")), place=1)
    with pytest.raises(TypeError):
        poll(database, [arriving("id:a"), broken], NOON)
    assert page(database, 9, 0) == []
    assert len(poll(database, [arriving("id:a")], NOON).new) == 1
