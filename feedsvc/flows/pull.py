"""Pulling from a source: what polls brought is stored.

The entries, the checkpoint and the generation of what is published go into one transaction.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from functools import cache, partial
from typing import NamedTuple

from feedsvc.flows.conclude import Conclusion, hastened, passed_over
from feedsvc.flows.effect import NOTHING, Effect
from feedsvc.model.source import Checkpoint, Health
from feedsvc.settings import Entries
from feedsvc.store import checkpoints, leases, polls, sources
from feedsvc.store.database import Database, Statements
from feedsvc.store.leases import Lease
from feedsvc.text.urls import host


class Polled(NamedTuple):
    """The account of one poll.

    Attributes:
        status: The HTTP status; 0 if there was no answer.
        new: Entries stored for the first time; `updated`: edited; `unchanged`: as before.
        error: One clear line if the poll failed or its document was odd.
        poll: Names it: no other poll is ever called so.
    """

    source: str
    outcome: str
    status: int
    new: int
    updated: int
    unchanged: int
    seconds: float
    error: str
    poll: str = ""


def store(
    database: Database,
    conclusions: Sequence[Conclusion],
    entries: Entries,
    released: Iterable[tuple[Lease, datetime]] = (),
) -> list[Polled]:
    """Store what the polls brought, in one transaction, and give back turns that are over.

    Entries, checkpoints and the generation of what is published change together or not at
    all. What was polled in a turn that has passed to another worker is not stored.

    Args:
        database: Where.
        conclusions: How the polls ended.
        entries: How entries are kept.
        released: Turns that are over, each with the moment before which its host is to be
            left alone.
    """
    with database.transaction() as statements:
        standing = leases.standing(statements, [one.lease for one in conclusions])
        accounts = []
        kept: list[tuple[int, Checkpoint]] = []
        went: list[tuple[int, polls.Poll]] = []
        generation = cache(partial(sources.next_generation, statements))
        for conclusion in conclusions:
            if (conclusion.lease.host, conclusion.lease.fence) not in standing:
                accounts.append(_account(conclusion, NOTHING, "another worker took over"))
                continue
            effect = NOTHING
            if conclusion.reading:
                effect, conclusion = _absorbed(  # noqa: PLW2901
                    statements, conclusion, entries, generation
                )
            checkpoint = conclusion.checkpoint
            stored = conclusion.stored
            if checkpoint.address != stored.checkpoint.address:
                asked = host(checkpoint.address or stored.source.url)
                sources.house(statements, stored.id, asked)
            if effect.published:
                width = max(stored.width, effect.total)
                sources.keep_feed(statements, stored, effect.feed, width, generation())
                checkpoint = replace(checkpoint, changed_at=conclusion.at)
            kept.append((stored.id, checkpoint))
            account = _account(conclusion, effect, conclusion.error)
            accounts.append(account)
            went.append((stored.id, polls.Poll(conclusion.at, *account[1:-1], conclusion.read_in)))
        polls.add(statements, went)
        checkpoints.keep(statements, kept)
        leases.release(statements, released)
    return accounts


def _absorbed(
    statements: Statements,
    conclusion: Conclusion,
    entries: Entries,
    generation: Callable[[], int],
) -> tuple[Effect, Conclusion]:
    """Store a document's entries, and what they tell of the source."""
    # The entries' side of the store: a poll answered 304 pays nothing for it.
    from feedsvc.flows.absorb import Arrival, absorb  # noqa: PLC0415
    from feedsvc.model.reading import Reading  # noqa: PLC0415

    stored, after = conclusion.stored, conclusion.checkpoint
    if not isinstance(conclusion.reading, Reading):
        return NOTHING, conclusion
    arrival = Arrival(stored, conclusion.window, conclusion.reading, conclusion.at, generation)
    effect = absorb(statements, arrival, entries)
    if effect.older:
        return effect, passed_over(conclusion)
    if not effect.lasts:  # a flood renews its ids, not its entries
        after = hastened(conclusion, effect.new, effect.total)
        conclusion = conclusion._replace(checkpoint=after)
    if effect.remark and not conclusion.error:
        lasting = effect.remark if effect.lasts else ""
        after = replace(after, health=Health.DEGRADED, problem=effect.remark, remark=lasting)
        return effect, conclusion._replace(checkpoint=after, error=effect.remark)
    return effect, conclusion


def _account(conclusion: Conclusion, effect: Effect, error: str) -> Polled:
    return Polled(
        source=conclusion.stored.source.name,
        outcome=conclusion.outcome,
        status=conclusion.checkpoint.status,
        new=effect.new,
        updated=effect.updated,
        unchanged=effect.unchanged,
        seconds=round(conclusion.seconds, 3),
        error=error,
        poll=f"{conclusion.stored.id}-{conclusion.lease.fence}",
    )
