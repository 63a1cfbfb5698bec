"""Stored entries, recalled."""

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from feedsvc.errors import NotFoundError
from feedsvc.model.entry import Entry
from feedsvc.model.held import Held, State
from feedsvc.store import decode
from feedsvc.store.database import Row, Statements, Value
from feedsvc.store.moments import maybe_moment, micros, moment

_JUDGED = 400  # entries that may tell of something, decoded to see whether they do
_PLAIN = re.compile(r"[A-Za-z0-9]+")
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


class Place(NamedTuple):
    """Where a list of entries stands: older than that."""

    sort_at: int
    id: str


NEWEST = Place(1 << 62, "")
"""Before all entries."""

STRETCH = 6_000
"""Entries that are looked through for words at once; the list goes on after them."""


class Page(NamedTuple):
    """Some of a list of entries, newest first.

    Attributes:
        rest: Where the list goes on; None where it ends.
    """

    entries: list[Held]
    rest: Place | None


def page(  # noqa: PLR0913 - what the list is of, and how much of it
    statements: Statements,
    *,
    states: Sequence[State],
    source: int | None = None,
    after: Place = NEWEST,
    since: datetime | None = None,
    most: int,
) -> Page:
    """The entries after a place in the list of those in some states; purged ones are none.

    Args:
        statements: Where.
        states: Those that are wanted.
        source: The row of the only source; None for all.
        after: Where the list stands.
        since: None of an earlier `sort_at`.
        most: How many.
    """
    name, values = _listing(states, source, after, most + 1, since)
    found = [_held(row) for row in statements.read(f"entries_page{name}", **values)]
    last = found[most - 1 :][:1] if len(found) > most else []
    rest = next((Place(micros(one.sort_at), one.id) for one in last), None)
    return Page(found[:most], rest)


def telling(  # noqa: PLR0913 - a list and what is sought in it
    statements: Statements,
    words: str,
    tells: Callable[[Held], bool],
    *,
    states: Sequence[State],
    source: int | None = None,
    after: Place = NEWEST,
    most: int,
) -> Page:
    """Entries that hold these words, among the next `STRETCH` of the list.

    Args:
        statements: Where.
        words: In id, address, links or title; of letters beyond ASCII any will do here.
        tells: Whether an entry that may hold them does.
        states: As for `page`; the others likewise.
        source: As there.
        after: As there.
        most: How many.
    """
    pattern = "%".join(_PLAIN.findall(words))
    name, values = _listing(states, source, after, STRETCH)
    rows = statements.read(
        f"entries_telling{name}", **values, pattern=f"%{pattern}%", found=_JUDGED
    )
    found: list[Held] = []
    for row in rows:
        held = _held(row)
        if tells(held):
            found.append(held)
        if len(found) == most:
            return Page(found, Place(micros(held.sort_at), held.id))
    if len(rows) == _JUDGED:
        return Page(found, Place(micros(held.sort_at), held.id))
    end = statements.read(f"entries_end{name}", **values)
    return Page(found, Place(*end[0]) if end else None)


def _listing(
    states: Sequence[State],
    source: int | None,
    after: Place,
    most: int,
    since: datetime | None = None,
) -> tuple[str, dict[str, Value]]:
    values: dict[str, Value] = {
        "states": [state.value for state in states if state is not State.PURGED],
        "sort_at": after.sort_at,
        "before": after.id,
        "since": -NEWEST.sort_at if since is None else micros(since),
        "most": most,
    }
    return ("", values) if source is None else ("_of", values | {"source": source})


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


def source_of(statements: Statements, uid: str) -> str:
    """The name of the source that an entry is of.

    Raises:
        NotFoundError: There is no such entry.
    """
    rows = statements.read("source_of_entry", entry=uid)
    if not rows:
        msg = f"there is no entry {uid!r}"
        raise NotFoundError(msg)
    name: str = rows[0][0]
    return name


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


def counts_of(statements: Statements, source: int) -> dict[str, int]:
    """The same of one source, by its row."""
    return dict(statements.read("count_entries_of", source=source))


def count_held_back(statements: Statements, source: int | None = None) -> int:
    """How many entries wait for an operator to publish or withdraw them, of a source or all."""
    rows = (
        statements.read("count_held_back")
        if source is None
        else statements.read("count_state", source=source, state=State.HELD_BACK.value)
    )
    count: int = rows[0][0]
    return count


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
