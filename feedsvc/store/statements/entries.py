"""Entries: kept, named, let go, and recalled."""

from typing import Any

from sqlalchemy import bindparam, delete, func, insert, null, select, tuple_, update

from feedsvc.store.schema import entries, entry_keys, revisions, sources, tombstones
from feedsvc.store.statements.kinds import Insert, Statements

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
_HEAD = 2_000
"""Characters of a stored entry in which id, address and title stand, unless it has many links."""

_PLACED = select(sources.c.name, *_HELD).select_from(entries.join(sources))
_CANDIDATE = select(
    *(
        entries.c[name]
        for name in ("id", "source_id", "sort_at", "revision", "updated", "update_due")
    )
)


def statements(upsert: Insert) -> Statements:
    """Name to statement; upserts are written the way of a dialect."""
    return {
        **_entries(),
        **_names(upsert),
        **_retention(),
        **_recall(),
        **_listing(),
    }


def _entries() -> Statements:
    known = ["id", "digest", "facts", "revision", "first_seen", "updated", "update_due", "state"]
    taken_back = tombstones.c.at.label("taken_back")
    by_source = (tombstones.c.entry_id == entries.c.id) & (tombstones.c.by == "source")
    edited = ("url", "updated", "update_due", "revision", "digest", "facts", "data")
    counted = (
        select(sources.c.name, func.count(entries.c.id))
        .select_from(sources.join(entries))
        .where(entries.c.state != "purged")
        .group_by(sources.c.name)
    )
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
        "count_entries": counted,
        "count_entries_of": counted.where(entries.c.source_id == bindparam("source")),
        "count_held_back": select(func.count(entries.c.id)).where(entries.c.state == "held-back"),
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
        "source_of_entry": select(sources.c.name)
        .select_from(entries.join(sources))
        .where(entries.c.id == bindparam("entry")),
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


def _listing() -> Statements:
    """Entries for operators: paged by where the page before ended, so that each costs the same."""
    place: Any = tuple_(entries.c.sort_at, entries.c.id)
    before = place < tuple_(bindparam("sort_at"), bindparam("before"))
    newest = (entries.c.sort_at.desc(), entries.c.id.desc())
    within = before & (entries.c.sort_at >= bindparam("since"))
    within &= entries.c.state.in_(bindparam("states", expanding=True))
    of_source = within & (entries.c.source_id == bindparam("source"))
    found: Statements = {}
    for name, condition in (("", within), ("_of", of_source)):
        ids = select(entries.c.id).where(condition).order_by(*newest).limit(bindparam("most"))
        stretch = ids.subquery()
        found |= {
            f"entries_page{name}": _PLACED.where(condition)
            .order_by(*newest)
            .limit(bindparam("most")),
            f"entries_telling{name}": _PLACED.where(
                entries.c.id.in_(select(stretch.c.id)),
                func.substr(entries.c.data, 1, _HEAD).ilike(bindparam("pattern")),
            )
            .order_by(*newest)
            .limit(bindparam("found")),
            f"entries_end{name}": select(entries.c.sort_at, entries.c.id)
            .where(condition)
            .order_by(*newest)
            .offset(bindparam("most"))
            .limit(1),
        }
    return found
