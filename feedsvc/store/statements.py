"""Every statement that the store runs, by name, in SQLAlchemy Core.

They are compiled ahead of time (`compile`), because importing SQLAlchemy costs as much CPU as
polling two thousand unchanged sources (docs/decisions/0003). A parameter of an `IN` takes a
sequence.
"""

from collections.abc import Callable
from typing import Any

from sqlalchemy import ClauseElement, bindparam, func, insert, literal, null, select, update
from sqlalchemy.dialects import postgresql, sqlite

from feedsvc.store.schema import (
    checkpoints,
    configuration,
    documents,
    entries,
    entry_keys,
    generation,
    hosts,
    revisions,
    sources,
)

Insert = Callable[[Any], Any]
Statements = dict[str, ClauseElement]

_SOURCE = [
    sources.c[name]
    for name in [
        "id",
        "name",
        "url",
        "host",
        "title",
        "tags",
        "enabled",
        "permission",
        "feed",
        "added_at",
        "generation",
    ]
]
_CHECKPOINT = [column for column in checkpoints.c if column.name != "source_id"]
_BOTH = select(*_SOURCE, *_CHECKPOINT).select_from(sources.join(checkpoints))
_HELD = [
    entries.c[name]
    for name in (
        [
            "id",
            "public_id",
            "key",
            "first_seen",
            "published",
            "updated",
            "sort_at",
            "revision",
            "state",
            "data",
        ]
    )
]
_PLACED = select(sources.c.name, *_HELD).select_from(entries.join(sources))


def statements(dialect: str) -> Statements:
    """Name to statement; upserts are written the way of `dialect` (sqlite, postgresql)."""
    upsert = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}[dialect]
    return {
        **_configuration(upsert),
        **_sources(upsert),
        **_schedule(),
        **_hosts(upsert),
        **_entries(),
        **_recall(),
        **_documents(upsert),
    }


def _configuration(upsert: Insert) -> Statements:
    put = upsert(configuration).values(
        id=1, digest=bindparam("digest"), settings=bindparam("settings")
    )
    return {
        "configuration": select(configuration.c.digest, configuration.c.settings),
        "keep_configuration": put.on_conflict_do_update(
            index_elements=[configuration.c.id],
            set_={"digest": put.excluded.digest, "settings": put.excluded.settings},
        ),
        "generation": select(generation.c.number),
        "next_generation": update(generation)
        .values(number=generation.c.number + 1)
        .returning(generation.c.number),
    }


def _sources(upsert: Insert) -> Statements:
    declared = ["place", "url", "host", "title", "tags", "enabled", "permission", "generation"]
    put = upsert(sources).values(
        {name: bindparam(name) for name in ("name", "added_at", *declared)}
    )
    unbegun = select(sources.c.id).outerjoin(checkpoints).where(checkpoints.c.source_id.is_(None))
    fresh = {"interval": 0, "failures": 0, "status": 0, "due_at": 0, "health": "new"}
    fresh |= dict.fromkeys(("url", "etag", "last_modified", "problem"), "")
    fresh |= dict.fromkeys(("body", "head", "window"), b"")
    return {
        "sources": _BOTH.order_by(sources.c.place, sources.c.id),
        "changed_sources": _BOTH.add_columns(sources.c.place).where(
            sources.c.generation > bindparam("generation")
        ),
        "source": _BOTH.where(sources.c.name == bindparam("source_name")),
        "sources_by_row": _BOTH.where(sources.c.id.in_(bindparam("rows", expanding=True))).order_by(
            sources.c.place, sources.c.id
        ),
        "pollable": select(sources.c.id, sources.c.name, sources.c.host, checkpoints.c.due_at)
        .select_from(sources.join(checkpoints))
        .where(sources.c.enabled == 1)
        .order_by(sources.c.place, sources.c.id),
        "put_source": put.on_conflict_do_update(
            index_elements=[sources.c.name], set_={name: put.excluded[name] for name in declared}
        ),
        "begin_checkpoints": insert(checkpoints).from_select(
            ["source_id", *fresh, "polled_at", "changed_at"],
            unbegun.add_columns(*map(literal, fresh.values()), null(), null()),
        ),
        "restart_checkpoint": update(checkpoints)
        .where(checkpoints.c.source_id == bindparam("source"))
        .values(fresh),
        "retry_failing": update(checkpoints)
        .where(checkpoints.c.health == "failing")
        .values(due_at=0),
        "keep_checkpoint": update(checkpoints)
        .where(checkpoints.c.source_id == bindparam("source"))
        .values({column.name: bindparam(column.name) for column in _CHECKPOINT}),
        "keep_feed": update(sources)
        .where(sources.c.id == bindparam("source"))
        .values(feed=bindparam("feed"), generation=bindparam("generation")),
        "touch_source": update(sources)
        .where(sources.c.id == bindparam("source"))
        .values(generation=bindparam("generation")),
    }


def _schedule() -> Statements:
    due = checkpoints.c.due_at <= bindparam("now")
    busy = (hosts.c.leased_until > bindparam("now")) | (hosts.c.free_at > bindparam("now"))
    return {
        "due_hosts": select(sources.c.host)
        .select_from(sources.join(checkpoints))
        .where(
            sources.c.enabled == 1,
            due,
            ~select(hosts.c.name).where(hosts.c.name == sources.c.host, busy).exists(),
        )
        .group_by(sources.c.host)
        .order_by(func.min(checkpoints.c.due_at), sources.c.host)
        .limit(bindparam("most")),
        "due_of_host": _BOTH.where(
            sources.c.enabled == 1, sources.c.host == bindparam("host"), due
        ).order_by(checkpoints.c.due_at, sources.c.id),
    }


def _hosts(upsert: Insert) -> Statements:
    lease = upsert(hosts).values(
        name=bindparam("host"),
        fence=1,
        leased_until=bindparam("until"),
        free_at=0,
    )
    ours = (hosts.c.name == bindparam("host")) & (hosts.c.fence == bindparam("fence"))
    named = hosts.c.name.in_(bindparam("hosts", expanding=True))
    return {
        "lease_host": lease.on_conflict_do_update(
            index_elements=[hosts.c.name],
            set_={"fence": hosts.c.fence + 1, "leased_until": lease.excluded.leased_until},
            where=hosts.c.leased_until <= bindparam("now"),
        ),
        "leases": select(hosts.c.name, hosts.c.fence, hosts.c.free_at).where(named),
        "extend_host": update(hosts).where(ours).values(leased_until=bindparam("until")),
        "release_host": update(hosts)
        .where(ours)
        .values(leased_until=0, free_at=bindparam("free_at")),
    }


def _entries() -> Statements:
    return {
        "known": select(
            entry_keys.c.key,
            *(entries.c[name] for name in ("id", "digest", "revision", "updated", "data")),
        )
        .select_from(entry_keys.join(entries, entry_keys.c.entry_id == entries.c.id))
        .where(
            entry_keys.c.source_id == bindparam("source"),
            entry_keys.c.key.in_(bindparam("keys", expanding=True)),
        ),
        "add_entry": insert(entries).values(
            {column.name: bindparam(column.name) for column in entries.c}
        ),
        "add_key": insert(entry_keys).values(
            source_id=bindparam("source"), key=bindparam("key"), entry_id=bindparam("entry")
        ),
        "add_revision": insert(revisions).values(
            entry_id=bindparam("entry"),
            number=bindparam("number"),
            replaced_at=bindparam("replaced_at"),
            data=bindparam("data"),
        ),
        "edit_entry": update(entries)
        .where(entries.c.id == bindparam("entry"))
        .values(
            {name: bindparam(name) for name in ("url", "updated", "revision", "digest", "data")}
        ),
        "revisions": select(revisions.c.number, revisions.c.replaced_at, revisions.c.data)
        .where(revisions.c.entry_id == bindparam("entry"))
        .order_by(revisions.c.number),
        "count_entries": select(sources.c.name, func.count(entries.c.id))
        .select_from(sources.join(entries))
        .group_by(sources.c.name),
    }


def _recall() -> Statements:
    newest = (entries.c.sort_at.desc(), entries.c.id.desc())
    page = _PLACED.order_by(*newest).limit(bindparam("most")).offset(bindparam("skip"))
    published = page.where(entries.c.state == "published", sources.c.enabled == 1)
    return {
        "entry": _PLACED.where(entries.c.id == bindparam("entry")),
        "entries": page,
        "entries_of": page.where(sources.c.name.in_(bindparam("names", expanding=True))),
        "published": published,
        "published_of": published.where(sources.c.id.in_(bindparam("sources", expanding=True))),
    }


def _documents(upsert: Insert) -> Statements:
    put = upsert(documents).values({column.name: bindparam(column.name) for column in documents.c})
    return {
        "document": select(documents.c.digest, documents.c.modified).where(
            documents.c.name == bindparam("document")
        ),
        "keep_document": put.on_conflict_do_update(
            index_elements=[documents.c.name],
            set_={"digest": put.excluded.digest, "modified": put.excluded.modified},
        ),
    }
