"""Stored entries: recalled for publishing, changed after a poll."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from feedsvc.errors import NotFoundError
from feedsvc.model.entry import Entry
from feedsvc.model.held import Held, State
from feedsvc.model.reading import Incoming
from feedsvc.store import codec
from feedsvc.store.changes import Changes, Known, key_digest
from feedsvc.store.database import Row, Statements, Value
from feedsvc.store.moments import micros, moment


def known(statements: Statements, source: int, incoming: Iterable[Incoming]) -> dict[bytes, Known]:
    """What is stored under the keys of the incoming entries, by `key_digest`."""
    keys = list({key_digest(arriving.key) for arriving in incoming})
    rows = statements.read("known", source=source, keys=keys) if keys else []
    return {
        bytes(key): Known(
            id=uid, digest=bytes(digest), revision=revision, updated=moment(updated), entry=data
        )
        for key, uid, digest, revision, updated, data in rows
    }


def apply(statements: Statements, source: int, changes: Changes, now: datetime) -> None:
    """Store what is new and edited; the replaced revisions are kept."""
    statements.many("add_entry", [_row(source, held, digest) for held, digest in changes.new])
    statements.many(
        "add_key",
        [
            {"source": source, "key": key_digest(held.key), "entry": held.id}
            for held, _ in changes.new
        ],
    )
    statements.many(
        "add_revision",
        [
            {
                "entry": edit.known.id,
                "number": edit.known.revision,
                "replaced_at": micros(now),
                "data": edit.known.entry,
            }
            for edit in changes.edited
        ],
    )
    statements.many(
        "edit_entry",
        [
            {
                "entry": edit.known.id,
                "url": edit.entry.url,
                "updated": micros(edit.updated),
                "revision": edit.known.revision + 1,
                "digest": edit.digest,
                "data": codec.dumps(edit.entry),
            }
            for edit in changes.edited
        ],
    )


def published(
    statements: Statements, sources: Sequence[int] | None, *, most: int, skip: int = 0
) -> list[Held]:
    """Published entries of enabled sources, newest first; None means of all."""
    rows = (
        statements.read("published", most=most, skip=skip)
        if sources is None
        else statements.read("published_of", sources=sources, most=most, skip=skip)
    )
    return [_held(row) for row in rows]


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
    return _held(rows[0])


def revisions(statements: Statements, uid: str) -> list[tuple[int, datetime, Entry]]:
    """The replaced revisions of an entry, oldest first: number, when it was replaced, text."""
    return [
        (number, moment(replaced_at), codec.entry(data))
        for number, replaced_at, data in statements.read("revisions", entry=uid)
    ]


def counts(statements: Statements) -> dict[str, int]:
    """How many entries are stored of each source that has any."""
    return dict(statements.read("count_entries"))


def _row(source: int, held: Held, digest: bytes) -> dict[str, Value]:
    return {
        "id": held.id,
        "source_id": source,
        "key": held.key,
        "public_id": held.public_id,
        "url": held.entry.url,
        "first_seen": micros(held.first_seen),
        "published": micros(held.published),
        "updated": micros(held.updated),
        "sort_at": micros(held.sort_at),
        "revision": held.revision,
        "state": held.state.value,
        "digest": digest,
        "data": codec.dumps(held.entry),
    }


def _held(row: Row) -> Held:
    (
        source,
        uid,
        public_id,
        key,
        first_seen,
        published_at,
        updated,
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
        sort_at=moment(sort_at),
        revision=revision,
        state=State(state),
        entry=codec.entry(data),
    )
