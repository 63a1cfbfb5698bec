"""Sources: what is declared, permitted and remembered of them, and when they are due."""

from typing import Any

from sqlalchemy import BigInteger, bindparam, case, func, insert, literal, null, select, update

from feedsvc.store.schema import checkpoints, hosts, pace, permissions, sources, windows
from feedsvc.store.statements.kinds import Insert, Statements

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
        "remove",
        "revoked",
        "origin",
        "paused",
        "private",
        "secret",
    ]
]
_CHECKPOINT = [column for column in checkpoints.c if column.name != "source_id"]
_BOTH = select(*_SOURCE, *_CHECKPOINT).select_from(sources.join(checkpoints))


def statements(upsert: Insert) -> Statements:
    """Name to statement; upserts are written the way of a dialect."""
    return {
        **_sources(upsert),
        **_permissions(),
        **_schedule(),
        **_pace(),
        **_hosts(upsert),
        **_windows(upsert),
    }


def _sources(upsert: Insert) -> Statements:
    declared = ["place", "url", "host", "title", "tags", "enabled", "permission", "retention"]
    declared += ["generation", "remove", "origin", "declared", "paused", "private", "secret"]
    put = upsert(sources).values(
        {name: bindparam(name) for name in ("name", "added_at", *declared)} | {"width": 0}
    )
    unbegun = select(sources.c.id).outerjoin(checkpoints).where(checkpoints.c.source_id.is_(None))
    fresh = {"interval": 0, "failures": 0, "status": 0, "due_at": 0, "health": "new"}
    fresh |= dict.fromkeys(("url", "etag", "last_modified", "remark", "problem"), "")
    fresh |= dict.fromkeys(("address", "bound"), "")
    fresh |= dict.fromkeys(("hint_seconds", "skip_hours", "skip_days", "deaths", "sightings"), 0)
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
        "pollable": select(
            sources.c.id,
            sources.c.name,
            sources.c.host,
            checkpoints.c.due_at,
            sources.c.paused,
        )
        .select_from(sources.join(checkpoints))
        .where(sources.c.enabled == 1, sources.c.revoked == 0)
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
        "retry_failing": update(checkpoints)
        .where(checkpoints.c.failures > 0, checkpoints.c.due_at.is_not(None))
        .values(due_at=0),
        "keep_checkpoint": update(checkpoints)
        .where(checkpoints.c.source_id == bindparam("source"))
        .values({column.name: bindparam(column.name) for column in _CHECKPOINT}),
        "keep_feed": update(sources)
        .where(sources.c.id == bindparam("source"))
        .values(
            feed=bindparam("feed"), width=bindparam("width"), generation=bindparam("generation")
        ),
        "house_source": update(sources)
        .where(sources.c.id == bindparam("source"))
        .values(host=bindparam("host")),
        "touch_source": update(sources)
        .where(sources.c.id == bindparam("source"))
        .values(generation=bindparam("generation")),
        "sources_by_name": _BOTH.where(
            sources.c.name.in_(bindparam("names", expanding=True))
        ).order_by(sources.c.place, sources.c.id),
        "places": select(sources.c.name, sources.c.place).where(
            sources.c.name.in_(bindparam("names", expanding=True))
        ),
        "last_place": select(func.coalesce(func.max(sources.c.place), 0)),
        "declarations": select(sources.c.name, sources.c.declared)
        .where(sources.c.origin == "operator")
        .order_by(sources.c.place, sources.c.id),
        "pause_source": update(sources)
        .where(sources.c.id == bindparam("source"))
        .values(paused=bindparam("paused")),
        "remove_source": update(sources)
        .where(sources.c.id == bindparam("source"))
        .values(enabled=0, origin="removed", declared="", generation=bindparam("generation")),
        "revoke_source": update(sources)
        .where(sources.c.id == bindparam("source"))
        .values(revoked=bindparam("revoked"), generation=bindparam("generation")),
        "reread_source": update(checkpoints)
        .where(checkpoints.c.source_id == bindparam("source"))
        .values(etag="", last_modified="", body=b""),
    }


def _permissions() -> Statements:
    told = [permissions.c[name] for name in ("at", "by", "change", "reason", "data")]
    return {
        "add_permission": insert(permissions).values(
            source_id=select(sources.c.id)
            .where(sources.c.name == bindparam("source_name"))
            .scalar_subquery(),
            **{column.name: bindparam(column.name) for column in told},
        ),
        "permissions": select(*told)
        .select_from(permissions.join(sources))
        .where(sources.c.name == bindparam("source_name"))
        .order_by(permissions.c.id),
    }


def _schedule() -> Statements:
    due = checkpoints.c.due_at <= bindparam("now")
    busy = (hosts.c.leased_until > bindparam("now")) | (hosts.c.free_at > bindparam("now"))
    return {
        "due_hosts": select(sources.c.host)
        .select_from(sources.join(checkpoints))
        .where(
            sources.c.enabled == 1,
            sources.c.revoked == 0,
            sources.c.paused == 0,
            due,
            ~select(hosts.c.name).where(hosts.c.name == sources.c.host, busy).exists(),
        )
        .group_by(sources.c.host)
        .order_by(func.min(checkpoints.c.due_at), sources.c.host)
        .limit(bindparam("most")),
        "due_of_host": _BOTH.where(
            sources.c.enabled == 1,
            sources.c.revoked == 0,
            sources.c.paused == 0,
            sources.c.host == bindparam("host"),
            due,
        ).order_by(checkpoints.c.due_at, sources.c.id),
    }


def _pace() -> Statements:
    now: Any = bindparam("now")
    most: Any = bindparam("most")
    ahead = pace.c.free_at
    # Where the clock was set back it may lie far ahead.
    start = case((ahead.between(now, most), ahead), else_=now)
    return {
        "reserve": update(pace).values(free_at=start + bindparam("span")).returning(pace.c.free_at),
        "resettle_sources": update(checkpoints)
        .where(checkpoints.c.polled_at > bindparam("latest"), checkpoints.c.due_at.is_not(None))
        .values(due_at=now),
        "resettle_hosts": update(hosts)
        .where((hosts.c.leased_until > bindparam("leased")) | (hosts.c.free_at > bindparam("free")))
        .values(leased_until=0, free_at=now),
        "resettle_paused": update(hosts)
        .where(
            hosts.c.free_at > now,
            hosts.c.name.in_(
                select(sources.c.host)
                .select_from(sources.join(checkpoints))
                .where(checkpoints.c.polled_at > bindparam("latest"))
            ),
        )
        .values(free_at=now),
    }


def _hosts(upsert: Insert) -> Statements:
    lease = upsert(hosts).values(
        name=bindparam("host"),
        fence=1,
        leased_until=bindparam("until"),
        free_at=0,
    )
    free_at: Any = bindparam("free_at", type_=BigInteger)
    spare = upsert(hosts).values(
        name=bindparam("host"), fence=0, leased_until=0, free_at=bindparam("free_at")
    )
    later = spare.excluded.free_at > hosts.c.free_at
    ours = (hosts.c.name == bindparam("host")) & (hosts.c.fence == bindparam("fence"))
    named = hosts.c.name.in_(bindparam("hosts", expanding=True))
    return {
        "lease_host": lease.on_conflict_do_update(
            index_elements=[hosts.c.name],
            set_={"fence": hosts.c.fence + 1, "leased_until": lease.excluded.leased_until},
            where=hosts.c.leased_until <= bindparam("now"),
        ),
        "leases": select(hosts.c.name, hosts.c.fence, hosts.c.free_at).where(named),
        "spare_host": spare.on_conflict_do_update(
            index_elements=[hosts.c.name],
            set_={"free_at": case((later, spare.excluded.free_at), else_=hosts.c.free_at)},
        ),
        "spared_hosts": select(hosts.c.name, hosts.c.free_at).where(
            named, hosts.c.free_at > bindparam("now")
        ),
        "postpone": update(checkpoints)
        .where(checkpoints.c.source_id == bindparam("source"))
        .values(due_at=bindparam("due_at")),
        "extend_host": update(hosts).where(ours).values(leased_until=bindparam("until")),
        "release_host": update(hosts)
        .where(ours)
        # Another turn may have been led there meanwhile and told to leave it alone for longer.
        .values(
            leased_until=0,
            free_at=case((free_at > hosts.c.free_at, free_at), else_=hosts.c.free_at),
        ),
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
