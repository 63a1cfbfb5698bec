"""Entries that are gone on purpose, and names under which nothing is published."""

from typing import Any

from sqlalchemy import bindparam, case, delete, func, null, select, update

from feedsvc.store.schema import barred, entries, entry_keys, sources, tombstones
from feedsvc.store.statements.kinds import Insert, Statements


def statements(upsert: Insert) -> Statements:
    """Name to statement; upserts are written the way of a dialect."""
    return {
        **_withdrawal(upsert),
        **_barred(upsert),
    }


def _withdrawal(upsert: Insert) -> Statements:
    put = upsert(tombstones).values(
        entry_id=bindparam("entry"), at=bindparam("at"), by=bindparam("by"),
        reason=bindparam("reason"), person=bindparam("person"), restored_at=null(),
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
    told = ("at", "by", "reason", "person", "restored_at")
    listed = select(
        tombstones.c.entry_id, sources.c.name, *(tombstones.c[name] for name in told)
    ).select_from(tombstones.join(entries).join(sources))
    at: Any = bindparam("at")
    return {
        "withdrawals_before": listed.where(
            (tombstones.c.at < at)
            | ((tombstones.c.at == at) & (tombstones.c.entry_id < bindparam("entry"))),
            tombstones.c.at <= at,  # which an index can begin at
        )
        .order_by(tombstones.c.at.desc(), tombstones.c.entry_id.desc())
        .limit(bindparam("most")),
        "withdrawals_among": listed.where(
            tombstones.c.entry_id.in_(bindparam("entries", expanding=True))
        ).order_by(tombstones.c.at.desc(), tombstones.c.entry_id.desc()),
        "entries_named": select(entries.c.id, entries.c.source_id, entries.c.state)
        .where(
            (entries.c.id == ref) | (entries.c.public_id == ref) | (entries.c.url == ref) | named
        )
        .order_by(entries.c.id),
        "entry_stated": select(entries.c.id, entries.c.source_id, entries.c.state).where(
            entries.c.id == ref
        ),
        "put_tombstone": put.on_conflict_do_update(
            index_elements=[tombstones.c.entry_id],
            set_={
                name: put.excluded[name] for name in ("at", "by", "reason", "person", "restored_at")
            },
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
            *(tombstones.c[name] for name in ("at", "by", "reason", "person", "restored_at"))
        ).where(tombstones.c.entry_id == bindparam("entry")),
        "alive": select(entries.c.public_id)
        .select_from(entry_keys.join(entries, entry_keys.c.entry_id == entries.c.id))
        .where(
            entry_keys.c.source_id.in_(bindparam("sources", expanding=True)),
            entry_keys.c.key == bindparam("key"),
            entries.c.state == "published",
        ),
        "withdrawn_by": select(entries.c.id, entries.c.source_id, entries.c.state)
        .select_from(entries.join(tombstones))
        .where(
            entries.c.source_id == bindparam("source"),
            entries.c.state == "withdrawn",
            tombstones.c.by == bindparam("by"),
        ),
        "shown_of": select(entries.c.id, entries.c.source_id, entries.c.state).where(
            entries.c.source_id == bindparam("source"), entries.c.state == "published"
        ),
        "withdrawn_of": select(
            *(
                tombstones.c[name]
                for name in ("entry_id", "at", "by", "reason", "person", "restored_at")
            )
        )
        .select_from(tombstones.join(entries).join(sources))
        .where(sources.c.name == bindparam("source_name"), tombstones.c.at < bindparam("until")),
        "gone": gone,
        "withdrawn": select(
            func.count(), func.count(tombstones.c.restored_at), func.max(tombstones.c.at)
        ).select_from(tombstones),
        "gone_of": gone.where(sources.c.id.in_(bindparam("sources", expanding=True))),
    }


def _barred(upsert: Insert) -> Statements:
    by_operator = (tombstones.c.entry_id == entries.c.id) & (tombstones.c.by == "operator")
    return {
        "bar": upsert(barred)
        .values(key=bindparam("key"), entry_id=bindparam("entry"))
        .on_conflict_do_nothing(),
        "unbar": delete(barred).where(barred.c.entry_id == bindparam("entry")),
        "unbar_names": delete(barred).where(barred.c.key.in_(bindparam("keys", expanding=True))),
        "barred": select(barred.c.key, barred.c.entry_id).where(
            barred.c.key.in_(bindparam("keys", expanding=True))
        ),
        "addressed": select(
            *(entries.c[name] for name in ("id", "source_id", "state", "public_id", "url")),
            tombstones.c.at,
        )
        .select_from(entries.outerjoin(tombstones, by_operator))
        .where(entries.c.state != "purged", entries.c.url.is_not(None))
        .order_by(entries.c.id),
    }
