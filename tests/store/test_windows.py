import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from feedsvc.model.record import ABSENT, UNREAD, Names, Record, fingerprints, pack, unpack
from feedsvc.model.window import Window
from feedsvc.store import sources, windows
from feedsvc.store.database import Database
from tests.store.polls import provisioned, row

digests = st.binary(min_size=8, max_size=8)
records = st.builds(
    Record,
    fingerprint=st.just(UNREAD) | st.binary(min_size=16, max_size=16),
    entry=st.binary(min_size=10, max_size=10).map(bytes.hex),
    names=st.builds(Names, *[st.just(ABSENT) | digests] * 6),
    claimed=st.integers(-(2**63), 2**63 - 1),
)
remembered = st.builds(
    Window,
    records=st.lists(records, max_size=4).map(pack),
    head=st.binary(max_size=16),
    context=st.binary(max_size=8),
    bodies=st.lists(digests, max_size=4).map(b"".join),
    updated=st.integers(-(2**63), 2**63 - 1),
    turnovers=st.integers(0, 2**31 - 1),
)


@pytest.fixture
def database(database: Database) -> Database:
    return provisioned(database)


def test_before_the_first_good_document_nothing_is_remembered(database: Database) -> None:
    assert windows.window(database.statements(), row(database)) == Window()


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(remembered, min_size=1, max_size=3))
def test_the_last_window_comes_back_as_it_was(database: Database, course: list[Window]) -> None:
    for window in course:
        with database.transaction() as statements:
            windows.keep(statements, row(database), window)
        assert windows.window(database.statements(), row(database)) == window


def test_each_source_has_a_window_of_its_own(database: Database) -> None:
    herald, quay = row(database), row(database, "quay")
    with database.transaction() as statements:
        windows.keep(statements, herald, Window(head=b"herald"))
    assert windows.window(database.statements(), quay) == Window()
    with database.transaction() as statements:
        windows.keep(statements, quay, Window(head=b"quay"))
    assert windows.window(database.statements(), herald).head == b"herald"


def test_a_window_that_was_not_committed_was_never_there(database: Database) -> None:
    def fail() -> None:
        with database.transaction() as statements:
            windows.keep(statements, row(database), Window(head=b"h"))
            statements.read("no such statement")

    with pytest.raises(KeyError):
        fail()
    assert windows.window(database.statements(), row(database)) == Window()


def test_what_is_to_be_read_anew_is_known_but_not_passed_over(database: Database) -> None:
    """Another context makes every entry worth reading; who they are stays known."""
    whole = Window(pack([Record(b"f" * 16, "0a" * 10, Names(*[ABSENT] * 6), 7)]), b"h", b"c" * 8)
    for name in ("herald", "quay"):
        with database.transaction() as statements:
            windows.keep(statements, row(database, name), whole)
    with database.transaction() as statements:
        sources.reread(statements, row(database))
    assert windows.window(database.statements(), row(database)) == whole._replace(context=b"")
    assert windows.window(database.statements(), row(database, "quay")) == whole


@given(st.lists(records, max_size=9))
def test_records_come_out_of_their_bytes_as_they_went_in(some: list[Record]) -> None:
    assert unpack(pack(some)) == some
    expected = {record.fingerprint for record in some} - {UNREAD}
    assert fingerprints(pack(some)) == expected
