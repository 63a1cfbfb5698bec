"""Entries and polls, summed up for operators."""

from sqlalchemy import bindparam, func, select, text

from feedsvc.store.schema import alerts as alerts_table
from feedsvc.store.schema import (
    entries,
    hosts,
    hours,
    quarantine,
    sessions,
    sources,
)
from feedsvc.store.statements.kinds import Statements

_SIZE = {
    "sqlite": "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()",
    "postgresql": "SELECT pg_database_size(current_database())",
}


def statements(dialect: str) -> Statements:
    """Name to statement, written the way of `dialect` (sqlite, postgresql)."""
    # What all of them are is counted, and what few are is looked for: to sort all by their state
    # takes three times as long. Everything stands in indexes: no entry is read that is published.
    every = select(entries.c.source_id, func.count()).group_by(entries.c.source_id)
    unpublished = (
        select(entries.c.source_id, entries.c.state, func.count(), func.min(entries.c.first_seen))
        .where(entries.c.state != "published")
        .group_by(entries.c.source_id, entries.c.state)
    )
    of_each = entries.c.source_id == sources.c.id
    bounds = select(
        sources.c.id,
        select(func.min(entries.c.sort_at)).where(of_each).scalar_subquery(),
        select(func.max(entries.c.sort_at)).where(of_each).scalar_subquery(),
    )
    set_aside = (
        select(
            entries.c.source_id,
            func.count(quarantine.c.entry_id.distinct()),
            func.min(quarantine.c.at),
        )
        .select_from(quarantine.join(entries))
        .group_by(entries.c.source_id)
    )
    of_one = entries.c.source_id == bindparam("source")
    return {
        "database_size": text(_SIZE[dialect]),
        "sums_of_entries": every,
        "sums_of_entries_of": every.where(of_one),
        "sums_of_unpublished": unpublished,
        "sums_of_unpublished_of": unpublished.where(of_one),
        "bounds_of_entries": bounds,
        "bounds_of_entries_of": bounds.where(sources.c.id == bindparam("source")),
        "sums_of_quarantine": set_aside,
        "sums_of_quarantine_of": set_aside.where(of_one),
        "sums_of_hours": select(
            hours.c.outcome,
            func.sum(hours.c.polls),
            func.sum(hours.c.new),
            func.sum(hours.c.updated),
            func.sum(hours.c.took),
            func.sum(hours.c.documents),
            func.sum(hours.c.reading),
        ).group_by(hours.c.outcome),
        "count_sessions": select(func.count())
        .select_from(sessions)
        .where(sessions.c.until > bindparam("now")),
        "count_alerts": select(alerts_table.c.kind, func.count())
        .where(alerts_table.c.ended_at.is_(None))
        .group_by(alerts_table.c.kind),
        # A name that begins with a space is no host: see `jobs.telling`.
        "count_leases": select(func.count())
        .select_from(hosts)
        .where(hosts.c.leased_until > bindparam("now"), hosts.c.name.not_like(" %")),
    }
