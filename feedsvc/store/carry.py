"""What a restore must not take back: carried from the database that is replaced into the other.

A backup knows nothing of what happened after it. Most of that comes again with the next polls, but
a withdrawal must hold, and no reader may be told an older date for newer bytes. A
table that comes to hold more of that kind gets a function here, called by `carry`.

Rows are found again by what names them everywhere: sources by their names, for their rows may
differ; entries by their ids, which follow from the source and the identity of the article.
"""

from collections.abc import Iterable
from typing import NamedTuple

from feedsvc.model.held import State
from feedsvc.store import audit, keep, schema, sources, tombstones
from feedsvc.store.database import Statements, Value
from feedsvc.store.moments import moment

_ENTRY = [column.name for column in schema.entries.c]
_SOURCE = [column.name for column in schema.sources.c if column.name != "id"]
_NAME = ["key", "entry", "why", "value", "since"]
_PERMISSION = ["at", "by", "change", "reason", "data"]
_READER = [column.name for column in schema.readers.c]
_LOGGED = [column.name for column in schema.audit.c]
_DATE = [column.name for column in schema.documents.c]
_ADMITTED = {
    table.name: [column.name for column in table.c]
    for table in (schema.users, schema.tokens, schema.sessions, schema.subscribers)
}
_MOST = 10_000  # values in one statement; SQLite takes 32,766, PostgreSQL 65,535


class Carried(NamedTuple):
    """What was carried.

    Attributes:
        withdrawn: Entries that the backup would have brought back.
        left: Entries that came back after the backup was made: they are withdrawn as it has them.
        logged: Whether the audit log goes on where that of the replaced database ended. It does
            unless the two have grown apart.
    """

    withdrawn: int = 0
    left: int = 0
    logged: bool = True


def carry(present: Statements, restored: Statements, generation: int) -> Carried:
    """Carry all that must hold.

    Args:
        present: The database that is replaced.
        restored: A transaction on the one that replaces it.
        generation: That begins with it.
    """
    left = _left(present, restored)
    withdrawn = _withdrawals(present, restored, generation)
    barred = [{"key": key, "entry": entry} for key, entry in present.read("all_barred")]
    restored.many("bar", barred)
    _permissions(present, restored, generation)
    restored.many(
        "carry_date", [dict(zip(_DATE, row, strict=True)) for row in present.read("dates")]
    )
    restored.many(
        "carry_readers",
        [dict(zip(_READER, row, strict=True)) for row in present.read("all_readers")],
    )
    _admission(present, restored)
    return Carried(withdrawn, left, _log(present, restored))


def _admission(present: Statements, restored: Statements) -> None:
    """Let in who is let in now: what was revoked since the backup does not open again.

    Where nobody is, as in a database that was just made, who the backup knows stays.
    """
    found = {table: present.read(f"all_{table}") for table in _ADMITTED}
    if not any(found.values()):
        return
    for table in reversed(_ADMITTED):
        restored.run(f"clear_{table}")
    for table, columns in _ADMITTED.items():
        rows = [dict(zip(columns, row, strict=True)) for row in found[table]]
        restored.many(f"carry_{table}", rows)


def _log(present: Statements, restored: Statements) -> bool:
    """Carry what was logged since, if the one log is the beginning of the other."""
    head, there = audit.head(restored), audit.head(present)
    if head.number > there.number:
        return False
    if head.number and present.read("audit_digest", number=head.number) != [(head.digest,)]:
        return False
    number = head.number
    while rows := present.read("whole_audit", number=number, most=_MOST):
        restored.many("add_audit", [dict(zip(_LOGGED, row, strict=True)) for row in rows])
        number = rows[-1][0]
    restored.run("keep_audit_head", number=there.number, digest=there.digest)
    return True


def _withdrawals(present: Statements, restored: Statements, generation: int) -> int:
    """Withdraw what is withdrawn; an entry that the backup lacks comes along, never to be new."""
    count = 0
    for entry, source, at, by, reason, person in present.read("withdrawals"):
        row = _source(present, restored, source, generation)
        state = _states(restored, [entry]).get(entry)
        if state is None:
            (values,) = present.read("whole_entry", entry=entry)
            restored.many(
                "add_entry", [dict(zip(_ENTRY, values, strict=True)) | {"source_id": row}]
            )
        for one in (entry, *_names(present, restored, entry, row)):
            tombstones.withdraw(restored, one, at=moment(at), by=by, reason=reason, person=person)
        count += state != State.WITHDRAWN
    return count


def _permissions(present: Statements, restored: Statements, generation: int) -> None:
    """Carry what became of permissions since: one that was taken back is not given again."""
    for name, revoked in present.read("names_of_sources"):
        if revoked:
            _source(present, restored, name, generation)
        elif not restored.read("source", source_name=name):
            continue
        if revoked:
            stored = sources.named(restored, name)
            sources.revoke(restored, stored, generation, revoked=True)
        known = set(restored.read("permissions", source_name=name))
        later = [row for row in present.read("permissions", source_name=name) if row not in known]
        restored.many(
            "add_permission",
            [dict(zip(_PERMISSION, row, strict=True)) | {"source_name": name} for row in later],
        )


def _names(present: Statements, restored: Statements, entry: str, row: int) -> set[str]:
    """Carry the names of an entry, by which an article that arrives is known for it.

    Returns:
        Entries that are the same article, in the backup alone and under another id.
    """
    names: list[dict[str, Value]] = [
        dict(zip(_NAME, values, strict=True)) | {"source": row}
        for values in present.read("whole_names", entry=entry)
    ]
    keys = [bytes(values[0]) for values in present.read("whole_names", entry=entry)]
    claimed = keep.registry(restored, row, [key for key in keys if key[:1] == b"i"])
    others = {one for one in claimed.values() if one is not None}
    restored.many("put_name", names)
    return others - _states(present, others).keys()


def _source(present: Statements, restored: Statements, name: str, generation: int) -> int:
    """The row of a source, which comes along if the backup lacks it."""
    if not restored.read("source", source_name=name):
        (values,) = present.read("whole_source", source_name=name)
        source = dict(zip(_SOURCE, values, strict=True)) | {"generation": generation}
        restored.many("carry_source", [source])
        restored.run("begin_checkpoints")
    return sources.named(restored, name).id


def _left(present: Statements, restored: Statements) -> int:
    """How many entries are back in the one and withdrawn in the other."""
    returned = [entry for (entry,) in present.read("returned")]
    return sum(state == State.WITHDRAWN for state in _states(restored, returned).values())


def _states(statements: Statements, entries: Iterable[str]) -> dict[str, str]:
    """The states of those of these entries that are there."""
    asked = sorted(entries)
    return {
        entry: state
        for start in range(0, len(asked), _MOST)
        for entry, state in statements.read("states", entries=asked[start : start + _MOST])
    }
