"""The audit log: what was shown of entries and why, row upon row (`chain`)."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from feedsvc.errors import StoreError
from feedsvc.store.chain import link
from feedsvc.store.database import Row, Statements, Value
from feedsvc.store.moments import micros, moment

_AT_ONCE = 500
_PAGE = 1000
_FIRST, _LAST = -(2**63), 2**63 - 1


class Decision(NamedTuple):
    """What is shown of an entry, and why.

    Attributes:
        source: The name of the source that it came from.
        text: All of it as canonical JSON.
        archive: The archive that shows it as it was sealed; empty for the entry as it stands.
    """

    entry: str
    source: str
    text: str
    archive: str = ""


class Logged(NamedTuple):
    """A row of the log.

    Attributes:
        at: When the decision was first shown.
        digest: Of it and of all rows before.
    """

    number: int
    at: datetime
    decision: Decision
    digest: bytes


class Head(NamedTuple):
    """The number and the digest of the newest row; 0 and nothing while there is none."""

    number: int
    digest: bytes


def head(statements: Statements) -> Head:
    """The newest row."""
    return _head(statements.read("audit_head"))


def hold(statements: Statements) -> Head:
    """The newest row; nobody else appends before the transaction ends.

    Raises:
        StoreError: The head of the log is gone.
    """
    return _head(statements.read("hold_audit"))


def append(statements: Statements, head: Head, decisions: Sequence[Decision], at: datetime) -> int:
    """Write decisions down, in a transaction.

    Args:
        statements: The transaction.
        head: As `hold` told it within that.
        decisions: What to write down.
        at: When it is shown.

    Returns:
        The number of the newest row.
    """
    number, digest = head
    when = micros(at)
    rows: list[dict[str, Value]] = []
    for decision in decisions:
        number += 1
        entry, source, text, archive = decision
        digest = link(digest, _signed(number, when, decision))
        rows.append(
            {
                "number": number,
                "at": when,
                "entry_id": entry,
                "archive": archive,
                "source": source,
                "decision": text,
                "digest": digest,
            }
        )
    statements.many("add_audit", rows)
    statements.run("keep_audit_head", number=number, digest=digest)
    return number


def latest(statements: Statements, entries: Sequence[str], archive: str = "") -> dict[str, str]:
    """The text last logged of each entry as it stands, or as that archive shows it.

    Where nothing was, it is the last logged of the entry anywhere: what several archives show
    alike is logged once, and what they show otherwise does not alternate.
    """
    found: dict[str, str] = {}
    for start in range(0, len(entries), _AT_ONCE):
        rows = statements.read("logged", entries=entries[start : start + _AT_ONCE])
        found |= {entry: text for entry, _, text in rows}
        found |= {entry: text for entry, place, text in rows if place == archive}
    return found


def unlogged(statements: Statements, decisions: Sequence[Decision]) -> list[Decision]:
    """Those of these decisions, all of one archive or of none, that differ from the latest."""
    if not decisions:
        return []
    last = latest(statements, [one.entry for one in decisions], decisions[0].archive)
    return [one for one in decisions if last.get(one.entry) != one.text]


def of_source(
    statements: Statements,
    name: str,
    since: datetime | None = None,
    until: datetime | None = None,
) -> Iterator[Logged]:
    """What was logged of a source from `since` on and before `until`, oldest first."""
    at, number = (micros(since) if since else _FIRST), _FIRST
    end = micros(until) if until else _LAST
    while True:
        rows = statements.read(
            "audit_of_source", source_name=name, at=at, number=number, until=end, most=_PAGE
        )
        yield from map(_logged, rows)
        if len(rows) < _PAGE:
            return
        number, at = rows[-1][:2]


def newest(statements: Statements, source: str = "", entry: str = "") -> Iterator[Logged]:
    """What was logged, newest first: all, or what is of a source, of an entry, or of both."""
    at = number = _LAST

    def page() -> list[Row]:
        if entry:
            return statements.read("audit_newest_of_entry", entry=entry, before=number, most=_PAGE)
        if source:
            return statements.read(
                "audit_newest_of_source", source_name=source, at=at, number=number, most=_PAGE
            )
        return statements.read("audit_newest", before=number, most=_PAGE)

    while rows := page():
        for logged in map(_logged, rows):
            if source in ("", logged.decision.source):
                yield logged
        number, at = rows[-1][:2]


def _head(rows: Sequence[Row]) -> Head:
    if not rows or [type(value) for value in rows[0]] != [int, bytes]:
        msg = "nothing can be logged: the head of the audit log is missing; compare with a backup"
        raise StoreError(msg)
    return Head(*rows[0])


def _signed(number: int, at: int, decision: Decision) -> tuple[bytes, ...]:
    entry, source, text, archive = decision
    words = (one.encode() for one in (entry, archive, source, text))
    return (b"%d" % number, b"%d" % at, *words)


def _logged(row: Row) -> Logged:
    number, at, entry, archive, source, text, digest = row
    return Logged(number, moment(at), Decision(entry, source, text, archive), bytes(digest))
