"""What an operator does to entries: withdraw them, restore them, keep them for a time."""

from collections.abc import Iterable
from datetime import datetime

from feedsvc.errors import NotFoundError
from feedsvc.model.held import Held, State
from feedsvc.store import entries, sources, tombstones
from feedsvc.store import purge as purging
from feedsvc.store.database import Database, Statements
from feedsvc.store.tombstones import Named


def withdraw(database: Database, refs: Iterable[str], reason: str, now: datetime) -> list[Held]:
    """Take entries out of everything that is published; all of them or none.

    Args:
        database: Where they are.
        refs: Our ids, published ids, upstream ids or original addresses. One that several
            entries have, such as the address of an article that two sources carry, stands for
            all of them.
        reason: In words, published with the tombstone.
        now: When.

    Raises:
        NotFoundError: One of them names no entry.
    """
    with database.transaction() as statements:
        generation = sources.next_generation(statements)
        chosen = _chosen(statements, refs)
        for one in chosen:
            first = _ours(statements, one) or now
            tombstones.withdraw(statements, one.id, at=first, by=tombstones.OPERATOR, reason=reason)
        return _published_anew(statements, chosen, generation)


def restore(database: Database, refs: Iterable[str], now: datetime) -> list[Held]:
    """Publish withdrawn or held back entries again, under their old ids and dates.

    Their sources are read anew, for they may have been edited meanwhile.

    Args:
        database: Where they are.
        refs: As for `withdraw`.
        now: When.

    Raises:
        NotFoundError: One of them names no entry.
    """
    with database.transaction() as statements:
        generation = sources.next_generation(statements)
        chosen = _chosen(statements, refs)
        back = [one for one in chosen if one.state is not State.PUBLISHED]
        tombstones.restore(statements, [one.id for one in back], now, generation)
        for source in {one.source for one in back}:
            sources.reread(statements, source)
        return _published_anew(statements, chosen, generation)


def purge(database: Database, now: datetime) -> int:
    """Drop the texts that retention lets no source keep, and return how many those were."""
    with database.transaction() as statements:
        gone = {
            source: count
            for source, retention in purging.retained(statements)
            if (count := purging.purge(statements, source, retention, now))
        }
        if gone:
            generation = sources.next_generation(statements)
            for source in gone:
                sources.touch(statements, source, generation)
    return sum(gone.values())


def _chosen(statements: Statements, refs: Iterable[str]) -> list[Named]:
    chosen: dict[str, Named] = {}
    for ref in refs:
        found = tombstones.named(statements, ref)
        if not found:
            msg = f"there is no entry {ref!r}; see feedsvc entries list"
            raise NotFoundError(msg)
        chosen |= {one.id: one for one in found}
    return list(chosen.values())


def _ours(statements: Statements, one: Named) -> datetime | None:
    """Since when an entry is withdrawn by an operator, which no source can undo."""
    withdrawal = tombstones.withdrawal(statements, one.id)
    is_ours = withdrawal and withdrawal.by == tombstones.OPERATOR
    return withdrawal.at if withdrawal and is_ours and one.state is State.WITHDRAWN else None


def _published_anew(statements: Statements, chosen: Iterable[Named], generation: int) -> list[Held]:
    for source in {one.source for one in chosen}:
        sources.touch(statements, source, generation)
    return [entries.one(statements, one.id) for one in chosen]
