from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

from feedsvc.model.archive import Archive, Member, Said
from feedsvc.model.entry import Hop, Person
from feedsvc.store import archives
from feedsvc.store.archives import Progress
from feedsvc.store.database import Database

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
ONE, OTHER, THIRD = (f"{n:020x}" for n in (1, 2**79, 3))
HERALD = Hop(title="Herald & Sons", authors=(Person(name="Ada"),), licences=("https://l.example/",))


def sealed(number: int = 1, *members: Member) -> Archive:
    return Archive(
        number=number,
        sealed=NOON,
        updated=NOON - timedelta(microseconds=1),
        members=members or (Member(ONE, 1, NOON), Member(OTHER, 7, NOON, rival=ONE)),
        said=Said(title="All", description="", feeds={"quay": Hop(title="潮"), "herald": HERALD}),
    )


def advanced(database: Database, before: Progress, after: Progress, *made: Archive) -> bool:
    with database.transaction() as statements:
        return archives.advance(statements, "all", before, after, made)


def test_an_archive_is_read_back_as_it_was_sealed(database: Database) -> None:
    statements = database.statements()
    assert archives.archive(statements, "all", 1) is None
    assert archives.progress(statements, "all") == Progress()
    after = Progress(9, 1, archives.pack_rows([3, 1]), archives.pack_ids({THIRD, ONE}))
    assert advanced(database, Progress(), after, sealed())
    assert archives.archive(statements, "all", 1) == sealed()
    assert archives.archive(statements, "other", 1) is None
    found = archives.progress(statements, "all")
    assert found == after
    assert archives.rows(found.covered) == {1, 3}
    assert archives.ids(found.pending) == [ONE, THIRD]


def test_of_an_entry_in_several_archives_the_latest_counts(database: Database) -> None:
    later = NOON + timedelta(hours=1)
    second = sealed(2, Member(ONE, 2, later))
    assert advanced(database, Progress(), Progress(1, 2), sealed(), second)
    found = archives.latest(database.statements(), "all")
    assert found.keys() == {ONE, OTHER}
    assert found[ONE] - found[OTHER] == 3600 * 1_000_000


def test_who_decided_on_what_was_there_before_seals_nothing(database: Database) -> None:
    assert advanced(database, Progress(), Progress(1, 1), sealed())
    assert not advanced(database, Progress(), Progress(2, 1), sealed())
    assert archives.progress(database.statements(), "all") == Progress(1, 1)


def test_of_several_that_seal_at_once_one_does(database: Database) -> None:
    with ThreadPoolExecutor(4) as threads:
        told = [
            threads.submit(advanced, database, Progress(), Progress(1, 1), sealed())
            for _ in range(8)
        ]
        assert sum(one.result() for one in told) == 1


def test_equal_archives_are_stored_as_equal_bytes(database: Database) -> None:
    swapped = Said(title="All", description="", feeds={"herald": HERALD, "quay": Hop(title="潮")})
    other = Archive(number=2, sealed=NOON, updated=NOON, members=(), said=swapped)
    assert advanced(database, Progress(), Progress(1, 2), sealed(), other)
    rows = database.connection().execute("SELECT said FROM archives").fetchall()
    assert rows[0] == rows[1]
