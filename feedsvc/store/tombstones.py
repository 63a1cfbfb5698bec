"""Entries that are gone on purpose, and their return."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from feedsvc.model.held import State, Tombstone
from feedsvc.model.record import name_digest
from feedsvc.store.database import Row, Statements
from feedsvc.store.moments import maybe_moment, micros, moment

SOURCE = "source"
"""Who withdrew an entry that its upstream took back (RFC 6721)."""

OPERATOR = "operator"
"""Who withdrew an entry for good: what bears its names is published from nowhere."""

REVOCATION = "revocation"
"""Who withdrew the entries of a source whose permission was taken back."""


class Named(NamedTuple):
    """An entry that somebody named."""

    id: str
    source: int
    state: State


class Withdrawal(NamedTuple):
    """Who withdrew an entry, when and why; and when it came back, if it did.

    Attributes:
        by: In which role: `SOURCE`, `OPERATOR` or `REVOCATION`.
        person: The name of whoever did, where a person did.
    """

    at: datetime
    by: str
    reason: str
    person: str
    restored_at: datetime | None


def named(statements: Statements, ref: str) -> list[Named]:
    """The entries that have this id, published id, upstream id or address.

    Our own id stands for that entry alone, and is found at once.
    """
    keys = [b"i" + name_digest("id", ref), b"l" + name_digest("link", ref)]
    return [
        Named(entry, source, State(state))
        for entry, source, state in statements.read("entry_stated", ref=ref)
        or statements.read("entries_named", ref=ref, keys=keys)
        if state != State.PURGED
    ]


def withdraw(  # noqa: PLR0913 - who took what away, when and why
    statements: Statements, entry: str, *, at: datetime, by: str, reason: str, person: str = ""
) -> None:
    """Take an entry out of everything that is published."""
    statements.run("set_state", entry=entry, state=State.WITHDRAWN.value)
    statements.run("put_tombstone", entry=entry, at=micros(at), by=by, reason=reason, person=person)


def restore(statements: Statements, entries: Iterable[str], now: datetime, generation: int) -> None:
    """Publish entries again; that they were withdrawn stays on record.

    `updated` of one that was withdrawn moves past its tombstone, which would else still hold
    for who has obeyed it (RFC 6721 3; standards E3).
    """
    for entry in entries:
        statements.run("publish_again", entry=entry, at=micros(now), generation=generation)
        statements.run("mark_restored", entry=entry, at=micros(now))
        statements.run("unbar", entry=entry)


def withdrawal(statements: Statements, entry: str) -> Withdrawal | None:
    """The last withdrawal of an entry; None if there never was one."""
    rows = statements.read("tombstone", entry=entry)
    if not rows:
        return None
    at, by, reason, person, restored_at = rows[0]
    return Withdrawal(moment(at), by, reason, person, maybe_moment(restored_at))


class Listed(NamedTuple):
    """A withdrawal in the list of all.

    Attributes:
        entry: Our id of the entry.
        source: The name of its source.
    """

    entry: str
    source: str
    withdrawal: Withdrawal


def before(statements: Statements, at: datetime, entry: str, most: int) -> list[Listed]:
    """The last withdrawals of all entries, newest first: those after this one in that order."""
    rows = statements.read("withdrawals_before", at=micros(at), entry=entry, most=most)
    return [_listed(row) for row in rows]


def among(statements: Statements, entries: Sequence[str]) -> list[Listed]:
    """The last withdrawal of each of these entries that had one, newest first."""
    return [_listed(row) for row in statements.read("withdrawals_among", entries=entries)]


def of_source(statements: Statements, source: int, *, by: str = "") -> list[Named]:
    """The published entries of a source, or those that `by` withdrew."""
    rows = (
        statements.read("withdrawn_by", source=source, by=by)
        if by
        else statements.read("shown_of", source=source)
    )
    return [Named(entry, row, State(state)) for entry, row, state in rows]


def withdrawals(statements: Statements, source: str, until: datetime) -> dict[str, Withdrawal]:
    """The last withdrawal of each entry of a source that had one before a moment, by our id."""
    rows = statements.read("withdrawn_of", source_name=source, until=micros(until))
    return {
        entry: Withdrawal(moment(at), by, reason, person, maybe_moment(restored_at))
        for entry, at, by, reason, person, restored_at in rows
    }


def alive(statements: Statements, sources: Sequence[int], refs: Iterable[str]) -> set[str]:
    """Those of these ids under which one of the sources still publishes an entry."""
    return {
        ref
        for ref in refs
        if (ref,) in statements.read("alive", sources=sources, key=b"i" + name_digest("id", ref))
    }


def latest(
    statements: Statements, sources: Sequence[int] | None, *, most: int
) -> tuple[Tombstone, ...]:
    """The latest tombstones of enabled sources, newest first; None means of all."""
    rows = (
        statements.read("gone", most=most)
        if sources is None
        else statements.read("gone_of", sources=sources, most=most)
    )
    return tuple(
        Tombstone(ref=public_id, when=moment(at), reason=reason) for public_id, at, reason in rows
    )


def _listed(row: Row) -> Listed:
    entry, source, at, by, reason, person, restored_at = row
    withdrawal = Withdrawal(moment(at), by, reason, person, maybe_moment(restored_at))
    return Listed(entry, source, withdrawal)
