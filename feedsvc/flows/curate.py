"""What an operator does to entries and sources: withdraw, restore, revoke, keep for a time."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from feedsvc.errors import FeedsvcError, NotFoundError
from feedsvc.flows.sites import own_sites
from feedsvc.model.held import Held, State
from feedsvc.store import barred, entries, permissions, polls, sources, tombstones
from feedsvc.store import purge as purging
from feedsvc.store.barred import Article
from feedsvc.store.database import Database, Statements
from feedsvc.store.tombstones import Named


def withdraw(
    database: Database, refs: Iterable[str], reason: str, now: datetime, person: str
) -> list[Held]:
    """Take entries out of everything that is published; all of them or none.

    What other sources carry under the same address or id goes with them, now and whenever it
    comes; a copy takes its original along only if it is named itself.

    Args:
        database: Where they are.
        refs: Our ids, published ids, upstream ids or original addresses. One that several
            entries have, such as the address of an article that two sources carry, stands for
            all of them.
        reason: In words, published with the tombstone.
        now: When.
        person: Who does it.

    Raises:
        NotFoundError: One of them names no entry.
    """
    with database.transaction() as statements:
        generation = sources.next_generation(statements)
        chosen = _with_copies(statements, _chosen(statements, refs))
        for one in chosen:
            first = _ours(statements, one) or now
            tombstones.withdraw(
                statements,
                one.id,
                at=first,
                by=tombstones.OPERATOR,
                reason=reason,
                person=person,
            )
        return _published_anew(statements, chosen, generation)


def revoke(database: Database, name: str, reason: str, now: datetime, person: str) -> Sequence[str]:
    """Obey that the permission of a source was taken back: nothing of it is published or polled.

    Args:
        database: Where it is.
        name: Of the source.
        reason: In words, published with the tombstones.
        now: When.
        person: Who does it.

    Returns:
        Our ids of the entries that are gone by this.

    Raises:
        NotFoundError: There is no such source.
    """
    with database.transaction() as statements:
        stored = sources.named(statements, name)
        generation = sources.next_generation(statements)
        sources.revoke(statements, stored, generation, revoked=True)
        gone = [one.id for one in tombstones.of_source(statements, stored.id)]
        for entry in gone:
            tombstones.withdraw(
                statements,
                entry,
                at=now,
                by=tombstones.REVOCATION,
                reason=reason,
                person=person,
            )
        permission = stored.source.permission
        change = permissions.Change.REVOKED
        permissions.record(statements, name, permission, change, at=now, by=person, reason=reason)
    return gone


def reinstate(database: Database, name: str, now: datetime, person: str) -> Sequence[str]:
    """Undo `revoke`: the source is polled again, and what was gone by it is published again.

    Args:
        database: Where it is.
        name: Of the source.
        now: When.
        person: Who does it.

    Returns:
        Our ids of the entries that are back.

    Raises:
        NotFoundError: There is no such source.
    """
    with database.transaction() as statements:
        stored = sources.named(statements, name)
        generation = sources.next_generation(statements)
        sources.revoke(statements, stored, generation, revoked=False)
        by = tombstones.REVOCATION
        back = [one.id for one in tombstones.of_source(statements, stored.id, by=by)]
        tombstones.restore(statements, back, now, generation)
        sources.reread(statements, stored.id)
        permission, change = stored.source.permission, permissions.Change.RESTORED
        if stored.source.revoked:
            permissions.record(statements, name, permission, change, at=now, by=person)
    return back


def restore(database: Database, refs: Iterable[str], now: datetime) -> list[Held]:
    """Publish withdrawn or held back entries again, under their old ids and dates.

    So are the copies that went with them. Their sources are read anew, for they may have been
    edited meanwhile.

    Args:
        database: Where they are.
        refs: As for `withdraw`.
        now: When.

    Raises:
        FeedsvcError: One of them names no entry, or one of a source that is revoked.
    """
    with database.transaction() as statements:
        generation = sources.next_generation(statements)
        chosen = _chosen(statements, refs)
        _require_restorable(statements, chosen)
        chosen = _with_those_that_went_along(statements, chosen)
        back = [one for one in chosen if one.state is not State.PUBLISHED]
        tombstones.restore(statements, [one.id for one in back], now, generation)
        for source in {one.source for one in back}:
            sources.reread(statements, source)
        return _published_anew(statements, chosen, generation)


def purge(database: Database, now: datetime) -> int:
    """Drop the texts that retention lets no source keep, and return how many those were.

    So is dropped what is remembered of single polls for longer than `store.polls.KEPT`.
    """
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
        polls.forget(statements, now)
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


def _require_restorable(statements: Statements, chosen: Sequence[Named]) -> None:
    """See that no source is revoked: its entries would be told of as shown again, and are not."""
    revoked = {
        one.id: one.source.name for one in sources.everything(statements) if one.source.revoked
    }
    for one in chosen:
        if one.source in revoked:
            name = revoked[one.source]
            msg = (
                f"the source of entry {one.id} is revoked, so that it would not be shown;"
                f" feedsvc sources restore {name} brings all of it back"
            )
            raise FeedsvcError(msg)


def _with_copies(statements: Statements, chosen: Sequence[Named]) -> list[Named]:
    """Bar the names of entries; tells these and their copies."""
    own = own_sites(statements)
    found = {one.id: one for one in chosen}
    articles = [(one, _article(statements, one)) for one in chosen]
    for one, article in articles:
        barred.bar(statements, one.id, article, own[one.source])
    for _, copy in barred.copies(statements, articles, own):
        found.setdefault(copy.named.id, copy.named)
    return list(found.values())


def _with_those_that_went_along(statements: Statements, chosen: Sequence[Named]) -> list[Named]:
    """Unbar the names of entries; tells these and the copies that were not withdrawn before."""
    own = own_sites(statements)
    found = {one.id: one for one in chosen}
    articles, since = [], {}
    for one in chosen:
        article, at = _article(statements, one), _ours(statements, one)
        barred.unbar(statements, one.id, article)
        if at:
            since[one.id] = at
            articles.append((one, article))
    for entry, copy in barred.copies(statements, articles, own):
        if copy.withdrawn_at and copy.withdrawn_at >= since[entry]:
            found.setdefault(copy.named.id, copy.named)
    return list(found.values())


def _article(statements: Statements, one: Named) -> Article:
    held = entries.one(statements, one.id)
    return Article(held.entry.id or held.public_id, held.entry.url or "")


def _ours(statements: Statements, one: Named) -> datetime | None:
    """Since when an entry is withdrawn by an operator, which no source can undo."""
    withdrawal = tombstones.withdrawal(statements, one.id)
    is_ours = withdrawal and withdrawal.by == tombstones.OPERATOR
    return withdrawal.at if withdrawal and is_ours and one.state is State.WITHDRAWN else None


def _published_anew(statements: Statements, chosen: Iterable[Named], generation: int) -> list[Held]:
    for source in {one.source for one in chosen}:
        sources.touch(statements, source, generation)
    return [entries.one(statements, one.id) for one in chosen]
