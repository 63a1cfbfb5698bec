"""What a restore carries from one database into another."""

from typing import Any

from sqlalchemy import Insert as InsertOf
from sqlalchemy import Table, bindparam, case, delete, insert, literal, select, update

from feedsvc.store.schema import (
    barred,
    configuration,
    documents,
    entries,
    entry_keys,
    generation,
    hosts,
    sessions,
    sources,
    subscribers,
    tokens,
    tombstones,
    users,
)
from feedsvc.store.statements.kinds import Insert, Statements

_ADMITTED = (users, tokens, sessions, subscribers)


def statements(upsert: Insert) -> Statements:
    """Name to statement; upserts are written the way of a dialect."""
    entry: Any = bindparam("entry")
    source = [column for column in sources.c if column.name != "id"]
    date = upsert(documents).values({column.name: bindparam(column.name) for column in documents.c})
    known, carried = documents.c.modified, date.excluded.modified
    later = known + literal(1_000_000)
    is_same = documents.c.digest == date.excluded.digest
    return {
        **_admission(),
        "set_generation": update(generation).values(number=bindparam("number")),
        "forget_configuration": update(configuration).values(digest=b""),
        "free_hosts": update(hosts).values(leased_until=0),
        "withdrawals": select(
            tombstones.c.entry_id, sources.c.name,
            *(tombstones.c[name] for name in ("at", "by", "reason", "person")),
        )
        .select_from(tombstones.join(entries).join(sources))
        .where(entries.c.state == "withdrawn")
        .order_by(tombstones.c.entry_id),
        "returned": select(tombstones.c.entry_id)
        .select_from(tombstones.join(entries))
        .where(entries.c.state != "withdrawn"),
        "states": select(entries.c.id, entries.c.state).where(
            entries.c.id.in_(bindparam("entries", expanding=True))
        ),
        "whole_entry": select(*entries.c).where(entries.c.id == entry),
        "whole_names": select(
            *(entry_keys.c[name] for name in ("key", "entry_id", "why", "value", "since"))
        ).where(entry_keys.c.entry_id == entry),
        "whole_source": select(*source).where(sources.c.name == bindparam("source_name")),
        "carry_source": insert(sources).values(
            {column.name: bindparam(column.name) for column in source}
        ),
        "all_barred": select(barred.c.key, barred.c.entry_id),
        "names_of_sources": select(sources.c.name, sources.c.revoked).order_by(sources.c.id),
        "dates": select(*documents.c),
        # What was served last counts, and no date goes back.
        "carry_date": date.on_conflict_do_update(
            index_elements=[documents.c.name],
            set_={
                "digest": date.excluded.digest,
                "modified": case(
                    (is_same & (known > carried), known),
                    (~is_same & (later > carried), later),
                    else_=carried,
                ),
            },
        ),
        "forget_bytes": update(documents).values(digest=b""),
    }  # fmt: skip


def _admission() -> Statements:
    """To read, forget and carry each table of those who may come in."""
    found: Statements = {}
    for table in _ADMITTED:
        found |= {
            f"all_{table.name}": select(*table.c),
            f"clear_{table.name}": delete(table),
            f"carry_{table.name}": _whole(table),
        }
    return found


def _whole(table: Table) -> InsertOf:
    return insert(table).values({column.name: bindparam(column.name) for column in table.c})
