"""Storing what a poll brought: looked up, added, edited."""

from collections.abc import Iterable
from datetime import datetime

from feedsvc.model.held import Held
from feedsvc.model.reading import Incoming
from feedsvc.store import encode
from feedsvc.store.changes import Changes, Known, key_digest
from feedsvc.store.database import Statements, Value
from feedsvc.store.moments import micros, moment

_MOST_KEYS = 10_000  # in one statement; SQLite takes 32,766 values, PostgreSQL 65,535


def known(statements: Statements, source: int, incoming: Iterable[Incoming]) -> dict[bytes, Known]:
    """What is stored under the keys of the incoming entries, by `key_digest`."""
    keys = list({key_digest(arriving.key) for arriving in incoming})
    rows = [
        row
        for start in range(0, len(keys), _MOST_KEYS)
        for row in statements.read("known", source=source, keys=keys[start : start + _MOST_KEYS])
    ]
    return {
        bytes(key): Known(
            id=uid, digest=bytes(digest), revision=revision, updated=moment(updated), entry=data
        )
        for key, uid, digest, revision, updated, data in rows
    }


def keep(statements: Statements, source: int, changes: Changes, now: datetime) -> None:
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
                "data": encode.dumps(edit.entry),
            }
            for edit in changes.edited
        ],
    )


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
        "data": encode.dumps(held.entry),
    }
