"""Entries that could not be written into a document."""

from sqlalchemy import bindparam, delete, func, select

from feedsvc.store.schema import entries, quarantine
from feedsvc.store.statements.kinds import Insert, Statements

_COLUMNS = [quarantine.c[name] for name in ("entry_id", "format", "revision", "at", "reason")]


def statements(upsert: Insert) -> Statements:
    """Name to statement; upserts are written the way of a dialect."""
    given = [bindparam(column.name, type_=column.type) for column in _COLUMNS[1:]]
    # Of an entry that is gone meanwhile nothing is kept.
    put = upsert(quarantine).from_select(
        [column.name for column in _COLUMNS],
        select(entries.c.id, *given).where(entries.c.id == bindparam("entry")),
    )
    shown = (
        select(*_COLUMNS)
        .select_from(quarantine.join(entries))
        .where(entries.c.state == "published")
    )
    return {
        "quarantine": put.on_conflict_do_update(
            index_elements=[quarantine.c.entry_id, quarantine.c.format],
            set_={name: put.excluded[name] for name in ("revision", "at", "reason")},
        ),
        "release": delete(quarantine).where(
            quarantine.c.entry_id == bindparam("entry"), quarantine.c.format == bindparam("format")
        ),
        "quarantine_known": select(
            quarantine.c.entry_id, quarantine.c.format, quarantine.c.revision
        ),
        "quarantined": shown.order_by(
            quarantine.c.at.desc(), quarantine.c.entry_id, quarantine.c.format
        )
        .limit(bindparam("most"))
        .offset(bindparam("skip")),
        "quarantined_of": select(*_COLUMNS)
        .where(quarantine.c.entry_id.in_(bindparam("entries", expanding=True)))
        .order_by(quarantine.c.entry_id, quarantine.c.format),
        "count_quarantined": select(func.count(func.distinct(quarantine.c.entry_id)))
        .select_from(quarantine.join(entries))
        .where(entries.c.state == "published"),
    }
