"""Storing what many polls brought, so that what one of them provokes costs no other."""

from collections.abc import Callable, Sequence
from datetime import datetime

from feedsvc.fetch.outcome import Failed
from feedsvc.fetch.schedule import Rhythm
from feedsvc.flows.conclude import Conclusion, conclude
from feedsvc.flows.pull import Polled, store
from feedsvc.settings import Entries
from feedsvc.store.database import Database
from feedsvc.store.leases import Lease
from feedsvc.store.sources import Stored

_LONGEST_REASON = 300  # characters of an unexpected error


def store_all(
    database: Database,
    conclusions: Sequence[Conclusion],
    entries: Entries,
    released: Sequence[tuple[Lease, datetime]],
    rhythm: Callable[[Stored], Rhythm],
) -> list[Polled]:
    """As `flows.pull.store`; if that fails, one by one, and what cannot be stored fails alone.

    A database that takes nothing at all raises.
    """
    try:
        return store(database, conclusions, entries, released)
    except Exception:  # noqa: BLE001 - one of them is to blame, the others are not
        accounts = [
            account
            for conclusion in conclusions
            for account in _store_alone(database, conclusion, entries, rhythm)
        ]
        store(database, (), entries, released)
        return accounts


def _store_alone(
    database: Database,
    conclusion: Conclusion,
    entries: Entries,
    rhythm: Callable[[Stored], Rhythm],
) -> list[Polled]:
    try:
        return store(database, [conclusion], entries)
    except Exception as error:  # noqa: BLE001 - whatever its text provokes
        reason = unexpected("storing it", conclusion.stored, error)
        failed = conclude(
            conclusion.stored,
            conclusion.lease,
            Failed(reason=reason, status=conclusion.checkpoint.status),
            None,
            rhythm(conclusion.stored),
            at=conclusion.at,
            seconds=conclusion.seconds,
        )
        return store(database, [failed], entries)


def unexpected(doing: str, stored: Stored, error: Exception) -> str:
    """One line about an error that nobody thought of; the log has all of it."""
    import logging  # noqa: PLC0415 - a poll that goes well does not pay for it

    logging.getLogger(__name__).error("%s: %s failed", stored.source.name, doing, exc_info=error)
    text = " ".join(f"internal error while {doing}: {type(error).__name__}: {error}".split())
    return text[:_LONGEST_REASON]
