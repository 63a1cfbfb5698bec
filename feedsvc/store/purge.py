"""Retention: the texts that are too many or too old go; that they were here is remembered."""

from datetime import datetime, timedelta

from feedsvc.model.source import Retention
from feedsvc.store.database import Statements
from feedsvc.store.moments import micros
from feedsvc.store.sources import retention_of


def purge(statements: Statements, source: int, retention: Retention, now: datetime) -> int:
    """Drop what a source may not keep, and return how many entries that were.

    Their rows and names stay, so that none of them is ever imported again (defects DF9).
    Age counts from the moment by which entries are ordered.
    """
    rows = statements.read("kept", source=source)
    keep = retention.entries or len(rows)
    oldest = micros(now - retention.age) if retention.age > timedelta(0) else None
    gone = [
        {"entry": entry}
        for number, (entry, sort_at) in enumerate(rows)
        if number >= keep or (oldest is not None and sort_at < oldest)
    ]
    statements.many("forget_revisions", gone)
    statements.many("purge", gone)
    return len(gone)


def retained(statements: Statements) -> list[tuple[int, Retention]]:
    """The rows of the sources that may not keep all, with how much they may."""
    return [(source, retention_of(text)) for source, text in statements.read("retained")]
