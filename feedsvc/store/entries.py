"""Stored entries, recalled."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from feedsvc.errors import NotFoundError
from feedsvc.model.entry import Entry
from feedsvc.model.held import Held, State
from feedsvc.store import decode
from feedsvc.store.database import Row, Statements
from feedsvc.store.moments import maybe_moment, moment

_MOST = 10_000  # values in one statement; SQLite takes 32,766, PostgreSQL 65,535


class Candidate(NamedTuple):
    """As much of a published entry as choosing it takes; moments as the tables hold them.

    Attributes:
        source: The row of its source.
        sort_at: As in `Held`; the others likewise.
    """

    id: str
    source: int
    sort_at: int
    revision: int
    updated: int
    update_due: int | None


def published(
    statements: Statements, sources: Sequence[int] | None, *, most: int, skip: int = 0
) -> list[Candidate]:
    """Published entries of these enabled sources, newest first; None means of all."""
    rows = (
        statements.read("published", most=most, skip=skip)
        if sources is None
        else statements.read("published_of", sources=sources, most=most, skip=skip)
    )
    return list(map(Candidate._make, rows))


def published_among(statements: Statements, uids: Sequence[str]) -> list[Candidate]:
    """Those of these entries that are published."""
    return [
        Candidate(*row)
        for start in range(0, len(uids), _MOST)
        for row in statements.read("published_among", entries=uids[start : start + _MOST])
    ]


def published_since(
    statements: Statements, sources: Sequence[int], *, after: int, until: int
) -> list[Candidate]:
    """Published entries of these sources that became news in those generations."""
    rows = statements.read("published_since", sources=sources, after=after, until=until)
    return list(map(Candidate._make, rows))


def texts(statements: Statements, uids: Sequence[str]) -> Iterator[tuple[Held, int]]:
    """Those of these entries whose texts are kept, each with the length of its text."""
    for start in range(0, len(uids), _MOST):
        for row in statements.read("texts", entries=uids[start : start + _MOST]):
            if row[-1]:
                yield _held(row), len(row[-1])


def listed(statements: Statements, names: Sequence[str], *, most: int, skip: int = 0) -> list[Held]:
    """Entries in any state, newest first, of the named sources or of all."""
    rows = (
        statements.read("entries_of", names=names, most=most, skip=skip)
        if names
        else statements.read("entries", most=most, skip=skip)
    )
    return [_held(row) for row in rows]


def one(statements: Statements, uid: str) -> Held:
    """The entry of that id.

    Raises:
        NotFoundError: There is none.
    """
    rows = statements.read("entry", entry=uid)
    if not rows:
        msg = f"there is no entry {uid!r}; see feedsvc entries list"
        raise NotFoundError(msg)
    if not rows[0][-1]:
        msg = f"the text of entry {uid!r} is not kept any more: [retention] let it go"
        raise NotFoundError(msg)
    return _held(rows[0])


def revision_since(statements: Statements, uid: str, number: int) -> tuple[int, Entry] | None:
    """The oldest replaced revision from that number on that is kept: its number and text."""
    rows = statements.read("revision_since", entry=uid, number=number)
    return (rows[0][0], decode.entry(rows[0][1])) if rows else None


def revisions(statements: Statements, uid: str) -> list[tuple[int, datetime, Entry]]:
    """The replaced revisions of an entry, oldest first: number, when it was replaced, text."""
    return [
        (number, moment(replaced_at), decode.entry(data))
        for number, replaced_at, data in statements.read("revisions", entry=uid)
    ]


def names(statements: Statements, uid: str) -> list[tuple[str, str, datetime]]:
    """Names that an entry has had beside its key: why it has it, the name, since when."""
    return [
        (why, value, moment(since)) for why, value, since in statements.read("names", entry=uid)
    ]


def counts(statements: Statements) -> dict[str, int]:
    """How many entries are stored of each source that has any."""
    return dict(statements.read("count_entries"))


def _held(row: Row) -> Held:
    (
        source,
        uid,
        public_id,
        key,
        first_seen,
        published_at,
        updated,
        update_due,
        sort_at,
        revision,
        state,
        data,
    ) = row
    return Held(
        id=uid,
        public_id=public_id,
        source=source,
        key=key,
        first_seen=moment(first_seen),
        published=moment(published_at),
        updated=moment(updated),
        update_due=maybe_moment(update_due),
        sort_at=moment(sort_at),
        revision=revision,
        state=State(state),
        entry=decode.entry(data),
    )
