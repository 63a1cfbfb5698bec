"""Storing what a poll brought: looked up, added, edited."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from feedsvc.model.held import State
from feedsvc.store import encode, tombstones
from feedsvc.store.changes import Changes, Edit, Known, New
from feedsvc.store.database import Row, Statements, Value
from feedsvc.store.identify import Name
from feedsvc.store.moments import maybe_micros, maybe_moment, micros, moment

MOST_NAMES = 64
"""Names that one entry may have: a feed that makes up new ids at every poll fills no disk."""

_MOST = 10_000  # values in one statement; SQLite takes 32,766, PostgreSQL 65,535


def registry(statements: Statements, source: int, keys: Iterable[bytes]) -> dict[bytes, str | None]:
    """Which entry each of these names is that of; None for a shared one."""
    return {
        bytes(key): entry
        for some in _some(list(dict.fromkeys(keys)))
        for key, entry in statements.read("registry", source=source, keys=some)
    }


def known(statements: Statements, entries: Iterable[str]) -> dict[str, Known]:
    """What is stored of these entries, by their ids."""
    found: dict[str, Known] = {}
    for some in _some(list(dict.fromkeys(entries))):
        for row in statements.read("known", entries=some):
            stored = _known(row)
            found[stored.id] = stored
    return found


def keep(  # noqa: PLR0913 - what a poll brought, and its circumstances
    statements: Statements,
    source: int,
    changes: Changes,
    now: datetime,
    *,
    revisions: int,
    generation: int,
) -> None:
    """Store what is new and edited, and publish again what is restored.

    Args:
        statements: A transaction.
        source: The row of the source.
        changes: What to store.
        now: When.
        revisions: Of the replaced revisions of an entry the latest so many are kept.
        generation: That of this transaction: what is new, restored or edited so that its
            `updated` moves goes into no archive but a later one.
    """
    statements.many("add_entry", [_new(source, new, generation) for new in changes.new])
    statements.many("add_revision", [_replaced(edit, now) for edit in changes.edited])
    statements.many("edit_entry", [_edited(edit) for edit in changes.edited])
    statements.many(
        "trim_revisions",
        [
            {"entry": edit.known.id, "number": edit.known.revision - revisions}
            for edit in changes.edited
            if edit.known.revision > revisions
        ],
    )
    statements.many(
        "stamp_entry",
        [
            {"entry": edit.known.id, "generation": generation}
            for edit in changes.edited
            if edit.update_due or edit.updated != edit.known.updated
        ],
    )
    tombstones.restore(statements, changes.restored, now, generation)


def keep_names(
    statements: Statements, source: int, names: Sequence[Name], new: Sequence[New], now: datetime
) -> None:
    """Remember names; those of an entry that has too many already are not.

    Args:
        statements: A transaction.
        source: The row of the source.
        names: To remember.
        new: The entries that are new: they have none yet.
        now: Since when.
    """
    begun = {one.held.id for one in new}
    older = {name.entry for name in names if name.entry is not None and name.entry not in begun}
    counts = {
        entry: count
        for some in _some(sorted(older))
        for entry, count in statements.read("count_names", source=source, entries=some)
    }
    statements.many(
        "put_name",
        [
            {
                "source": source,
                "key": name.key,
                "entry": name.entry,
                "why": name.why,
                "value": name.value,
                "since": micros(now),
            }
            for name in names
            if counts.get(name.entry, 0) < MOST_NAMES
        ],
    )


def count(statements: Statements, source: int, state: State) -> int:
    """How many entries of a source are in that state."""
    number: int = statements.read("count_state", source=source, state=state.value)[0][0]
    return number


def _some(values: list[bytes] | list[str]) -> Iterator[list[bytes] | list[str]]:
    for start in range(0, len(values), _MOST):
        yield values[start : start + _MOST]


def _known(row: Row) -> Known:
    (entry, digest, facts, revision, first_seen, updated, update_due, state, data,
     taken_back) = row  # fmt: skip
    return Known(
        id=entry,
        digest=bytes(digest),
        facts=bytes(facts),
        revision=revision,
        first_seen=moment(first_seen),
        updated=moment(updated),
        update_due=maybe_moment(update_due),
        state=State(state),
        entry=data,
        taken_back=maybe_moment(taken_back),
    )


def _new(source: int, new: New, generation: int) -> dict[str, Value]:
    held = new.held
    return {
        "id": held.id,
        "source_id": source,
        "key": held.key,
        "public_id": held.public_id,
        "url": held.entry.url,
        "first_seen": micros(held.first_seen),
        "published": micros(held.published),
        "updated": micros(held.updated),
        "update_due": None,
        "sort_at": micros(held.sort_at),
        "revision": held.revision,
        "state": held.state.value,
        "digest": new.digest,
        "facts": new.facts,
        "data": encode.dumps(held.entry),
        "generation": generation,
    }


def _replaced(edit: Edit, now: datetime) -> dict[str, Value]:
    return {
        "entry": edit.known.id,
        "number": edit.known.revision,
        "replaced_at": micros(now),
        "data": edit.known.entry,
    }


def _edited(edit: Edit) -> dict[str, Value]:
    return {
        "entry": edit.known.id,
        "url": edit.entry.url,
        "updated": micros(edit.updated),
        "update_due": maybe_micros(edit.update_due),
        "revision": edit.known.revision + 1,
        "digest": edit.digest,
        "facts": edit.facts,
        "data": encode.dumps(edit.entry),
    }
