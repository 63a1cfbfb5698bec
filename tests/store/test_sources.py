from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from feedsvc.errors import NotFoundError
from feedsvc.model.source import Checkpoint, Health, Permission, Retention, Scope, Source
from feedsvc.store import checkpoints, entries, leases, sources
from feedsvc.store.database import Database
from tests.store.arrivals import arriving
from tests.store.polls import poll

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
        noindex=True,
        canonical=False,
    ),
)
SECOND = Source(name="second", url="https://second.example/feed")


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


def test_a_permission_that_was_stored_before_it_had_noindex_is_read(database: Database) -> None:
    provision(database, SECOND)
    with database.transaction():
        database.connection().execute(
            "UPDATE sources SET permission = "
            """'{"scope": "link", "attribution": "x", "granted_by": "", "evidence": "","""
            """ "from": null, "until": null, "embargo": 0}'"""
        )
    (source,) = kept(database)
    assert source.permission == Permission(scope=Scope.LINK, attribution="x")


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
        checkpoints.keep(statements, [(stored.id, checkpoint)])
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
        checkpoints.keep(statements, [(due.id, later)])
    assert sources.due_hosts(database.statements(), NOON, 9) == []
    assert sources.due_hosts(database.statements(), NOON + timedelta(seconds=1), 9)


moments = st.datetimes(timezones=st.just(UTC))
text = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20)
remembered = st.builds(
    Checkpoint,
    url=text,
    etag=text,
    last_modified=text,
    body=st.binary(max_size=16),
    remark=text,
    health=st.sampled_from(Health),
    problem=text,
    status=st.integers(0, 599),
    failures=st.integers(0, 1000),
    polled_at=st.none() | moments,
    good_at=st.none() | moments,
    changed_at=st.none() | moments,
    due_at=st.none() | moments,
    interval=st.timedeltas(timedelta(0), timedelta(days=400)),
)


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(remembered)
def test_a_checkpoint_comes_back_as_it_was(database: Database, checkpoint: Checkpoint) -> None:
    provision(database, FIRST)
    stored = sources.named(database.statements(), "first")
    with database.transaction() as statements:
        checkpoints.keep(statements, [(stored.id, checkpoint)])
    assert sources.named(database.statements(), "first").checkpoint == checkpoint


ANY = [Source(name=name, url=f"https://{name}.example/feed") for name in "abcd"]
declarations = st.lists(
    st.builds(replace, st.sampled_from(ANY), tags=st.sampled_from([(), ("x",)])),
    unique_by=lambda source: source.name,
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(declarations, min_size=1, max_size=4))
def test_after_any_edits_the_sources_are_those_declared_in_their_order(
    database: Database, edits: list[list[Source]]
) -> None:
    for declared in edits:
        provision(database, *declared)
        assert [source for source in kept(database) if source.enabled] == declared
        assert not provision(database, *declared)


def test_a_new_address_keeps_the_entries(database: Database) -> None:
    provision(database, FIRST, SECOND)
    stored = sources.named(database.statements(), "first")
    held = put_entry(database, stored)
    with database.transaction() as statements:
        other = sources.named(statements, "second")
        kept = Checkpoint(etag="kept", due_at=NOON)
        checkpoints.keep(statements, [(other.id, kept)])
    provision(database, replace(FIRST, url="https://elsewhere.example/feed"), SECOND)
    assert entries.one(database.statements(), held).source == "first"
    again = sources.named(database.statements(), "first")
    assert (again.id, again.added_at) == (stored.id, stored.added_at)
    assert sources.named(database.statements(), "second").checkpoint.etag == "kept"


def test_what_is_declared_no_more_is_neither_polled_nor_published(database: Database) -> None:
    provision(database, FIRST, SECOND)
    held = put_entry(database, sources.named(database.statements(), "first"))
    assert [one.id for one in entries.published(database.statements(), None, most=9)] == [held]
    provision(database, SECOND)
    statements = database.statements()
    assert entries.published(statements, None, most=9) == []
    assert [one.id for one in entries.listed(statements, (), most=9)] == [held]
    assert [one.name for one in sources.pollable(statements)] == ["second"]
    provision(database, FIRST, SECOND)
    assert [one.id for one in entries.published(database.statements(), None, most=9)] == [held]


def test_only_what_changed_since_is_read_again(database: Database) -> None:
    provision(database, FIRST, SECOND)
    assert [place for place, _ in sources.changed(database.statements(), -1)] == [0, 1]
    with database.transaction() as statements:
        number = sources.next_generation(statements)
        second = sources.named(statements, "second")
        sources.keep_feed(statements, second, "{}", 7, number)
    changed = sources.changed(database.statements(), number - 1)
    assert [(place, stored.feed, stored.width) for place, stored in changed] == [(1, "{}", 7)]
    with database.transaction() as statements:
        sources.touch(statements, second.id, sources.next_generation(statements))
    ((_, stored),) = sources.changed(database.statements(), number)
    assert (stored.feed, stored.width) == ("{}", 7)


def test_a_host_that_is_polled_or_wants_rest_keeps_no_other_waiting(database: Database) -> None:
    hosts = [f"{name}.example" for name in "abcd"]
    provision(database, *ANY)
    (polled, resting) = leases.take(database, hosts[:2], NOON, NOON + timedelta(hours=1))
    with database.transaction() as statements:
        leases.release(statements, [(resting, NOON + timedelta(minutes=1))])
    assert sources.due_hosts(database.statements(), NOON, 2) == hosts[2:]
    later = NOON + timedelta(minutes=1)
    assert sources.due_hosts(database.statements(), later, 9) == [resting.host, *hosts[2:]]
    later = NOON + timedelta(hours=1)
    assert sources.due_hosts(database.statements(), later, 9) == hosts
    assert polled.host == hosts[0]


def test_the_longest_overdue_host_comes_first(database: Database) -> None:
    provision(database, *ANY)
    with database.transaction() as statements:
        for minutes, stored in enumerate(reversed(sources.everything(statements))):
            due = Checkpoint(due_at=NOON + timedelta(minutes=minutes))
            checkpoints.keep(statements, [(stored.id, due)])
    later = NOON + timedelta(minutes=2)
    hosts = ["d.example", "c.example", "b.example"]
    assert sources.due_hosts(database.statements(), later, 9) == hosts
    assert sources.due_hosts(database.statements(), later, 1) == hosts[:1]


def put_entry(database: Database, stored: sources.Stored) -> str:
    """Store an entry of the source and return its id."""
    (begun,) = poll(database, [arriving("x")], source=stored.source.name).new
    return begun.held.id


def test_what_retention_lets_a_source_keep_comes_back_as_it_was(database: Database) -> None:
    limits = [
        Retention(entries=500),
        Retention(age=timedelta(days=90.5)),
        Retention(entries=1, age=timedelta(microseconds=1)),
        Retention(),
    ]
    for retention in limits:
        declared = replace(FIRST, retention=retention)
        assert provision(database, declared, SECOND)
        assert kept(database) == [declared, SECOND]
        assert not provision(database, declared, SECOND)
    provision(database, replace(FIRST, retention=limits[0]))
    provision(database, SECOND)
    gone = sources.named(database.statements(), "first").source
    assert (gone.enabled, gone.retention) == (False, limits[0])


def test_a_source_that_is_to_be_read_anew_is_asked_without_validators(
    database: Database,
) -> None:
    provision(database, FIRST, SECOND)
    checkpoint = Checkpoint(
        url="https://first.example/feed", etag='"x"', last_modified="Sun", body=b"b", failures=3,
        due_at=NOON + timedelta(days=1), polled_at=NOON, good_at=NOON, interval=timedelta(hours=1),
    )  # fmt: skip
    with database.transaction() as statements:
        for stored in sources.everything(statements):
            checkpoints.keep(statements, [(stored.id, checkpoint)])
        sources.reread(statements, sources.named(statements, "first").id)
    first, second = (stored.checkpoint for stored in sources.everything(database.statements()))
    assert second == checkpoint
    assert first == replace(checkpoint, etag="", last_modified="", body=b"")
