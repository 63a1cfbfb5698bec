"""Every statement that the store runs, by name, in SQLAlchemy Core.

They are compiled ahead of time (`compile`), because importing SQLAlchemy costs as much CPU as
polling two thousand unchanged sources (docs/decisions/0003). A parameter of an `IN` takes a
sequence.
"""

from collections.abc import Callable
from typing import Any

from sqlalchemy import (
    ClauseElement,
    bindparam,
    case,
    delete,
    func,
    insert,
    literal,
    null,
    select,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite

from feedsvc.store.schema import (
    archive_states,
    archives,
    checkpoints,
    configuration,
    documents,
    entries,
    entry_keys,
    generation,
    hosts,
    revisions,
    sources,
    tombstones,
    windows,
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
        "retention",
        "feed",
        "width",
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
            "update_due",
            "sort_at",
            "revision",
            "state",
            "data",
        ]
    )
]
_PLACED = select(sources.c.name, *_HELD).select_from(entries.join(sources))
_CANDIDATE = select(
    *(
        entries.c[name]
        for name in ("id", "source_id", "sort_at", "revision", "updated", "update_due")
    )
)


def statements(dialect: str) -> Statements:
    """Name to statement; upserts are written the way of `dialect` (sqlite, postgresql)."""
    upsert = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}[dialect]
    return {
        **_configuration(upsert),
        **_sources(upsert),
        **_schedule(),
        **_hosts(upsert),
        **_windows(upsert),
        **_entries(),
        **_names(upsert),
        **_withdrawal(upsert),
        **_retention(),
        **_recall(),
        **_archives(upsert),
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
    declared = ["place", "url", "host", "title", "tags", "enabled", "permission", "retention"]
    declared.append("generation")
    put = upsert(sources).values(
        {name: bindparam(name) for name in ("name", "added_at", *declared)} | {"width": 0}
    )
    unbegun = select(sources.c.id).outerjoin(checkpoints).where(checkpoints.c.source_id.is_(None))
    fresh = {"interval": 0, "failures": 0, "status": 0, "due_at": 0, "health": "new"}
    fresh |= dict.fromkeys(("url", "etag", "last_modified", "remark", "problem"), "")
    fresh["body"] = b""
    return {
        "sources": _BOTH.order_by(sources.c.place, sources.c.id),
        "changed_sources": select(sources.c.place, *_SOURCE).where(
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
            ["source_id", *fresh, "polled_at", "good_at", "changed_at"],
            unbegun.add_columns(*map(literal, fresh.values()), null(), null(), null()),
        ),
        "restart_checkpoint": update(checkpoints)
        .where(checkpoints.c.source_id == bindparam("source"))
        .values(fresh | {"good_at": null()}),
        "retry_failing": update(checkpoints).where(checkpoints.c.failures > 0).values(due_at=0),
        "keep_checkpoint": update(checkpoints)
        .where(checkpoints.c.source_id == bindparam("source"))
        .values({column.name: bindparam(column.name) for column in _CHECKPOINT}),
        "keep_feed": update(sources)
        .where(sources.c.id == bindparam("source"))
        .values(
            feed=bindparam("feed"), width=bindparam("width"), generation=bindparam("generation")
        ),
        "touch_source": update(sources)
        .where(sources.c.id == bindparam("source"))
        .values(generation=bindparam("generation")),
        "reread_source": update(checkpoints)
        .where(checkpoints.c.source_id == bindparam("source"))
        .values(etag="", last_modified="", body=b""),
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


def _windows(upsert: Insert) -> Statements:
    fields = [column.name for column in windows.c if column.name != "source_id"]
    put = upsert(windows).values(
        {"source_id": bindparam("source")} | {name: bindparam(name) for name in fields}
    )
    return {
        "window": select(*(windows.c[name] for name in fields)).where(
            windows.c.source_id == bindparam("source")
        ),
        "keep_window": put.on_conflict_do_update(
            index_elements=[windows.c.source_id],
            set_={name: put.excluded[name] for name in fields},
        ),
        "reread_window": update(windows)
        .where(windows.c.source_id == bindparam("source"))
        .values(context=b""),
    }


def _entries() -> Statements:
    known = ["id", "digest", "facts", "revision", "first_seen", "updated", "update_due", "state"]
    taken_back = tombstones.c.at.label("taken_back")
    by_source = (tombstones.c.entry_id == entries.c.id) & (tombstones.c.by == "source")
    edited = ("url", "updated", "update_due", "revision", "digest", "facts", "data")
    return {
        "known": select(*(entries.c[name] for name in (*known, "data")), taken_back)
        .select_from(entries.outerjoin(tombstones, by_source))
        .where(entries.c.id.in_(bindparam("entries", expanding=True))),
        "add_entry": insert(entries).values(
            {column.name: bindparam(column.name) for column in entries.c}
        ),
        "add_revision": insert(revisions).values(
            entry_id=bindparam("entry"),
            number=bindparam("number"),
            replaced_at=bindparam("replaced_at"),
            data=bindparam("data"),
        ),
        "edit_entry": update(entries)
        .where(entries.c.id == bindparam("entry"))
        .values({name: bindparam(name) for name in edited}),
        "trim_revisions": delete(revisions).where(
            revisions.c.entry_id == bindparam("entry"),
            revisions.c.number <= bindparam("number"),
        ),
        "stamp_entry": update(entries)
        .where(entries.c.id == bindparam("entry"))
        .values(generation=bindparam("generation")),
        "set_state": update(entries)
        .where(entries.c.id == bindparam("entry"))
        .values(state=bindparam("state")),
        "revision_since": select(revisions.c.number, revisions.c.data)
        .where(
            revisions.c.entry_id == bindparam("entry"), revisions.c.number >= bindparam("number")
        )
        .order_by(revisions.c.number)
        .limit(1),
        "revisions": select(revisions.c.number, revisions.c.replaced_at, revisions.c.data)
        .where(revisions.c.entry_id == bindparam("entry"))
        .order_by(revisions.c.number),
        "count_entries": select(sources.c.name, func.count(entries.c.id))
        .select_from(sources.join(entries))
        .where(entries.c.state != "purged")
        .group_by(sources.c.name),
        "count_state": select(func.count(entries.c.id)).where(
            entries.c.source_id == bindparam("source"), entries.c.state == bindparam("state")
        ),
    }


def _names(upsert: Insert) -> Statements:
    put = upsert(entry_keys).values(
        source_id=bindparam("source"),
        key=bindparam("key"),
        entry_id=bindparam("entry"),
        why=bindparam("why"),
        value=bindparam("value"),
        since=bindparam("since"),
    )
    given = ("entry_id", "why", "value", "since")
    return {
        "registry": select(entry_keys.c.key, entry_keys.c.entry_id).where(
            entry_keys.c.source_id == bindparam("source"),
            entry_keys.c.key.in_(bindparam("keys", expanding=True)),
        ),
        "put_name": put.on_conflict_do_update(
            index_elements=[entry_keys.c.source_id, entry_keys.c.key],
            set_={name: put.excluded[name] for name in given},
        ),
        "count_names": select(entry_keys.c.entry_id, func.count())
        .where(
            entry_keys.c.source_id == bindparam("source"),
            entry_keys.c.entry_id.in_(bindparam("entries", expanding=True)),
        )
        .group_by(entry_keys.c.entry_id),
        "names": select(entry_keys.c.why, entry_keys.c.value, entry_keys.c.since)
        .select_from(entry_keys.join(entries, entry_keys.c.source_id == entries.c.source_id))
        .where(
            entries.c.id == bindparam("entry"),
            entry_keys.c.entry_id == bindparam("entry"),
            entry_keys.c.value.is_not(None),
        )
        .order_by(entry_keys.c.since, entry_keys.c.value),
    }


def _withdrawal(upsert: Insert) -> Statements:
    put = upsert(tombstones).values(
        entry_id=bindparam("entry"), at=bindparam("at"), by=bindparam("by"),
        reason=bindparam("reason"), restored_at=null(),
    )  # fmt: skip
    named = entries.c.id.in_(
        select(entry_keys.c.entry_id).where(entry_keys.c.key.in_(bindparam("keys", expanding=True)))
    )
    ref: Any = bindparam("ref")
    gone = (
        select(entries.c.public_id, tombstones.c.at, tombstones.c.reason)
        .select_from(tombstones.join(entries).join(sources))
        .where(entries.c.state == "withdrawn", sources.c.enabled == 1)
        .order_by(tombstones.c.at.desc(), entries.c.id)
        .limit(bindparam("most"))
    )
    return {
        "entries_named": select(entries.c.id, entries.c.source_id, entries.c.state)
        .where(
            (entries.c.id == ref) | (entries.c.public_id == ref) | (entries.c.url == ref) | named
        )
        .order_by(entries.c.id),
        "put_tombstone": put.on_conflict_do_update(
            index_elements=[tombstones.c.entry_id],
            set_={name: put.excluded[name] for name in ("at", "by", "reason", "restored_at")},
        ),
        # After the tombstone that it had, so that who obeyed that takes it back (RFC 6721 3).
        "publish_again": update(entries)
        .where(entries.c.id == bindparam("entry"))
        .values(
            state="published",
            generation=bindparam("generation"),
            updated=case(
                (
                    (entries.c.state == "withdrawn") & (entries.c.updated < bindparam("at")),
                    bindparam("at"),
                ),
                else_=entries.c.updated,
            ),
        ),
        "mark_restored": update(tombstones)
        .where(tombstones.c.entry_id == bindparam("entry"))
        .values(restored_at=bindparam("at")),
        "tombstone": select(
            *(tombstones.c[name] for name in ("at", "by", "reason", "restored_at"))
        ).where(tombstones.c.entry_id == bindparam("entry")),
        "alive": select(entries.c.public_id)
        .select_from(entry_keys.join(entries, entry_keys.c.entry_id == entries.c.id))
        .where(
            entry_keys.c.source_id.in_(bindparam("sources", expanding=True)),
            entry_keys.c.key == bindparam("key"),
            entries.c.state == "published",
        ),
        "gone": gone,
        "gone_of": gone.where(sources.c.id.in_(bindparam("sources", expanding=True))),
    }


def _retention() -> Statements:
    return {
        "kept": select(entries.c.id, entries.c.sort_at)
        .where(entries.c.source_id == bindparam("source"), entries.c.state == "published")
        .order_by(entries.c.sort_at.desc(), entries.c.id.desc()),
        "purge": update(entries)
        .where(entries.c.id == bindparam("entry"))
        .values(state="purged", data="", url=null()),
        "retained": select(sources.c.id, sources.c.retention).where(sources.c.retention != ""),
        "forget_revisions": delete(revisions).where(revisions.c.entry_id == bindparam("entry")),
    }


def _recall() -> Statements:
    newest = (entries.c.sort_at.desc(), entries.c.id.desc())
    page = _PLACED.order_by(*newest).limit(bindparam("most")).offset(bindparam("skip"))
    kept = page.where(entries.c.state != "purged")
    published = _CANDIDATE.where(entries.c.state == "published")
    paged = published.order_by(*newest).limit(bindparam("most")).offset(bindparam("skip"))
    listed = entries.c.source_id.in_(bindparam("sources", expanding=True))
    return {
        "entry": _PLACED.where(entries.c.id == bindparam("entry")),
        "entries": kept,
        "entries_of": kept.where(sources.c.name.in_(bindparam("names", expanding=True))),
        "texts": _PLACED.where(entries.c.id.in_(bindparam("entries", expanding=True))),
        "published": paged.select_from(entries.join(sources)).where(sources.c.enabled == 1),
        "published_of": paged.where(listed),
        "published_among": published.where(entries.c.id.in_(bindparam("entries", expanding=True))),
        "published_since": published.where(
            listed,
            entries.c.generation > bindparam("after"),
            entries.c.generation <= bindparam("until"),
        ),
    }


def _archives(upsert: Insert) -> Statements:
    state = [column for column in archive_states.c if column.name != "channel"]
    ours = archive_states.c.channel == bindparam("channel")
    begin = upsert(archive_states).values(
        channel=bindparam("channel"), generation=-1, newest=0, covered=b"", pending=b""
    )
    held = select(*state).where(ours)
    of_channel = archives.c.channel == bindparam("channel")
    return {
        "archive_state": held,
        "begin_archives": begin.on_conflict_do_nothing(),
        "hold_archive_state": held.with_for_update(),
        "keep_archive_state": update(archive_states)
        .where(ours)
        .values({column.name: bindparam(column.name) for column in state}),
        "add_archive": insert(archives).values(
            {column.name: bindparam(column.name) for column in archives.c}
        ),
        "archive": select(
            *(archives.c[name] for name in ("number", "sealed", "updated", "members", "said"))
        ).where(of_channel, archives.c.number == bindparam("number")),
        "archived": select(archives.c.members).where(of_channel),
    }


def _documents(upsert: Insert) -> Statements:
    put = upsert(documents).values({column.name: bindparam(column.name) for column in documents.c})
    later = documents.c.modified + literal(1_000_000)
    return {
        "document": select(documents.c.digest, documents.c.modified).where(
            documents.c.name == bindparam("document")
        ),
        # In one statement, so that two processes may do it at once; no row if nothing changed.
        "date_document": put.on_conflict_do_update(
            index_elements=[documents.c.name],
            set_={
                "digest": put.excluded.digest,
                "modified": case((later > bindparam("now"), later), else_=bindparam("now")),
            },
            where=documents.c.digest != put.excluded.digest,
        ).returning(documents.c.modified),
    }
