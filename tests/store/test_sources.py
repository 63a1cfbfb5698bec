from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from feedsvc.errors import NotFoundError
from feedsvc.model.source import Checkpoint, Health, Permission, Scope, Source
from feedsvc.store import sources
from feedsvc.store.database import Database
from feedsvc.store.migrate import migrate

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
FIRST = Source(
    name="first",
    url="https://first.example/feed",
    title="First",
    tags=("a", "b"),
    permission=Permission(
        scope=Scope.FULL,
        starts=date(2026, 1, 1),
        ends=date(2027, 1, 1),
        embargo=timedelta(hours=1.5),
    ),
)
SECOND = Source(name="second", url="https://second.example/feed")


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    made = Database(database_url)
    migrate(made)
    yield made
    made.close()


def provision(database: Database, *declared: Source) -> bool:
    with database.transaction() as statements:
        hosts = {source.name: source.url.split("/")[2] for source in declared}
        return sources.provision(statements, declared, hosts, NOON)


def kept(database: Database) -> list[Source]:
    return [stored.source for stored in sources.everything(database.statements())]


def test_declared_sources_come_back_as_they_were(database: Database) -> None:
    assert provision(database, FIRST, SECOND)
    assert kept(database) == [FIRST, SECOND]
    assert sources.named(database.statements(), "second").added_at == NOON
    with pytest.raises(NotFoundError, match="third"):
        sources.named(database.statements(), "third")


def test_the_same_again_begins_no_generation(database: Database) -> None:
    provision(database, FIRST, SECOND)
    before = database.statements().read("generation")
    assert not provision(database, FIRST, SECOND)
    assert database.statements().read("generation") == before


def test_what_is_declared_no_more_is_disabled_and_comes_back(database: Database) -> None:
    provision(database, FIRST, SECOND)
    assert provision(database, SECOND)
    assert {source.name: source.enabled for source in kept(database)} == {
        "first": False,
        "second": True,
    }
    provision(database, FIRST, SECOND)
    assert kept(database) == [FIRST, SECOND]


def test_order_follows_the_configuration(database: Database) -> None:
    provision(database, FIRST, SECOND)
    assert provision(database, SECOND, FIRST)
    assert kept(database) == [SECOND, FIRST]


def test_a_new_address_is_asked_at_once_and_without_validators(database: Database) -> None:
    provision(database, FIRST)
    stored = sources.named(database.statements(), "first")
    checkpoint = Checkpoint(etag='"x"', body=b"b", due_at=NOON + timedelta(days=1))
    with database.transaction() as statements:
        statements.many("keep_checkpoint", [sources.checkpoint_row(stored, checkpoint)])
    assert sources.due_hosts(database.statements(), NOON, 9) == []
    provision(database, replace(FIRST, url="https://elsewhere.example/feed"))
    (host,) = sources.due_hosts(database.statements(), NOON, 9)
    assert host == "elsewhere.example"
    assert sources.named(database.statements(), "first").checkpoint.etag == ""


def test_only_what_is_due_and_enabled_is_due(database: Database) -> None:
    provision(database, FIRST, replace(SECOND, enabled=False))
    assert sources.due_hosts(database.statements(), NOON, 9) == ["first.example"]
    (due,) = sources.due(database.statements(), "first.example", NOON)
    assert due.source == FIRST
    later = Checkpoint(due_at=NOON + timedelta(seconds=1))
    with database.transaction() as statements:
        statements.many("keep_checkpoint", [sources.checkpoint_row(due, later)])
    assert sources.due_hosts(database.statements(), NOON, 9) == []
    assert sources.due_hosts(database.statements(), NOON + timedelta(seconds=1), 9)


moments = st.datetimes(timezones=st.just(UTC))
text = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20)
checkpoints = st.builds(
    Checkpoint,
    url=text,
    etag=text,
    last_modified=text,
    body=st.binary(max_size=16),
    head=st.binary(max_size=16),
    window=st.binary(max_size=96),
    health=st.sampled_from(Health),
    problem=text,
    status=st.integers(0, 599),
    failures=st.integers(0, 1000),
    polled_at=st.none() | moments,
    changed_at=st.none() | moments,
    due_at=st.none() | moments,
    interval=st.timedeltas(timedelta(0), timedelta(days=400)),
)


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(checkpoints)
def test_a_checkpoint_comes_back_as_it_was(database: Database, checkpoint: Checkpoint) -> None:
    provision(database, FIRST)
    stored = sources.named(database.statements(), "first")
    with database.transaction() as statements:
        statements.many("keep_checkpoint", [sources.checkpoint_row(stored, checkpoint)])
    assert sources.named(database.statements(), "first").checkpoint == checkpoint
