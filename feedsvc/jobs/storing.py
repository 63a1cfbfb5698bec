"""Storing what many polls brought, so that what one of them provokes costs no other."""

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime
from time import monotonic

from feedsvc.errors import StoreUnavailableError
from feedsvc.fetch.outcome import Failed
from feedsvc.fetch.schedule import Rhythm
from feedsvc.flows.conclude import Conclusion, conclude
from feedsvc.flows.pull import Polled, store
from feedsvc.jobs.turns import Turn
from feedsvc.settings import Entries
from feedsvc.store.database import Database
from feedsvc.store.leases import Lease
from feedsvc.store.sources import Stored

GATHERING = 0.2
"""Seconds that a conclusion waits for others to be stored with."""

_ENOUGH = 64  # conclusions stored in one transaction
_LONGEST_REASON = 300  # characters of an unexpected error


class Batch:
    """Conclusions that wait to be stored together; what cannot be stored now stays in it."""

    def __init__(self, database: Database) -> None:
        """Be empty, for `database`."""
        self._database = database
        self._concluded: list[tuple[Turn, Conclusion]] = []
        self._oldest = 0.0

    def __bool__(self) -> bool:
        """Whether there is any."""
        return bool(self._concluded)

    @property
    def is_ripe(self) -> bool:
        """Whether they have waited long enough, or are enough, to be stored."""
        is_old = monotonic() - self._oldest > GATHERING
        return bool(self._concluded) and (is_old or len(self._concluded) >= _ENOUGH)

    def add(self, turn: Turn, conclusion: Conclusion) -> None:
        """Take in how one poll of a turn ended."""
        if not self._concluded:
            self._oldest = monotonic()
        self._concluded.append((turn, conclusion))

    def store(
        self, entries: Entries, rhythm: Callable[[Stored], Rhythm]
    ) -> tuple[list[Polled], set[Turn]]:
        """Store them all, and give back the turns that are over with them.

        Returns:
            The accounts, and those turns.

        Raises:
            StoreUnavailableError: The database cannot be used now; all of them are kept.
        """
        counts = Counter(turn for turn, _ in self._concluded)
        over = {turn for turn, count in counts.items() if turn.open == count}
        conclusions = [conclusion for _, conclusion in self._concluded]
        released = [(turn.lease, turn.free_at) for turn in over]
        accounts = store_all(self._database, conclusions, entries, released, rhythm)
        self._concluded = []
        for turn, count in counts.items():
            turn.open -= count
        return accounts, over


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
    except StoreUnavailableError:
        raise
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
    except StoreUnavailableError:
        raise
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
