"""Polls of two sources that end in a database."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from feedsvc.model.held import State
from feedsvc.model.reading import Incoming
from feedsvc.model.source import Source
from feedsvc.store import keep, sources
from feedsvc.store.changes import Changes, Setting, compare
from feedsvc.store.database import Database
from feedsvc.store.identify import identify, registry_keys
from tests.store.arrivals import HOUR, NOON

SOURCES = [Source(name=name, url=f"https://{name}.example/feed") for name in ("herald", "quay")]


def provisioned(database: Database) -> Database:
    with database.transaction() as statements:
        sources.provision(statements, SOURCES, {}, NOON)
    return database


def row(database: Database, source: str = "herald") -> int:
    return sources.named(database.statements(), source).id


def poll(  # noqa: PLR0913 - what a poll may differ in
    database: Database,
    incoming: Sequence[Incoming],
    now: datetime = NOON,
    source: str = "herald",
    *,
    revisions: int = 9,
    state: State = State.PUBLISHED,
    update_interval: timedelta = timedelta(0),
) -> Changes:
    """Store what a document brought; the documents before it are not remembered."""
    with database.transaction() as statements:
        number = sources.named(statements, source).id
        asked = [key for one in incoming for key in registry_keys(one.names)]
        registry = keep.registry(statements, number, asked)
        found = identify(source, incoming, (), (), registry)
        known = keep.known(statements, [one.entry for one in found.identities if not one.key])
        setting = Setting(now, now - HOUR, state=state, update_interval=update_interval)
        changes = compare(source, incoming, found.identities, known, setting)
        generation = sources.next_generation(statements)
        keep.keep(statements, number, changes, now, revisions=revisions, generation=generation)
        keep.keep_names(statements, number, found.names, changes.new, now)
    return changes
