"""Whether the audit log is whole: a chain that tells what was tampered with.

The digest of a row covers its fields and the digest of the row before; the head holds the number
and the digest of the newest, so that a tail which was cut off is missed. Who can write the tables
can also write all of it anew: an operator who has noted the digest of a head finds even that.
"""

from collections.abc import Sequence
from datetime import datetime
from hashlib import blake2b
from typing import NamedTuple

from feedsvc.store.database import Row, Statements
from feedsvc.store.moments import moment

_LONGEST = 8
"""Bytes of the length that frames a field."""
_PAGE = 1000
_FIRST = -(2**63)


class Verdict(NamedTuple):
    """Whether the log is whole.

    Attributes:
        rows: How many follow from each other, from the first.
        since: When the first of them was written; `until`: when the last was.
        head: The digest of the last of them.
        broken: The number of the first row that is wrong or missing, where it can be told; else 0.
        problem: What is wrong and what to do; empty if nothing is.
    """

    rows: int
    since: datetime | None
    until: datetime | None
    head: bytes
    broken: int = 0
    problem: str = ""


def link(before: bytes, fields: Sequence[bytes]) -> bytes:
    """The digest of a row.

    Args:
        before: That of the row before; empty for the first.
        fields: Its number, then its other columns in the order of the table.
    """
    framed = [before, *fields]
    parts = [part for one in framed for part in (len(one).to_bytes(_LONGEST, "big"), one)]
    return blake2b(b"".join(parts), digest_size=32).digest()


def verify(statements: Statements, noted: bytes = b"") -> Verdict:
    """Find the first row that does not follow from those before it. Nobody is kept waiting.

    Args:
        statements: Where; no transaction is needed.
        noted: The digest of a head as somebody noted it: some row must still have it.
    """
    walk = _Walk(noted)
    while True:
        rows = statements.read("audit_page", start=walk.start, most=_PAGE)
        if not rows:
            return walk.verdict("the head of the audit log is missing")
        for row in rows:
            problem = walk.step(row)
            if problem:
                return walk.verdict(problem)
        if len(rows) < _PAGE:
            return walk.verdict(walk.ended(*rows[-1][:2]))


class _Walk:
    """How far the log was found whole."""

    def __init__(self, noted: bytes) -> None:
        self.start = _FIRST
        self._number = 0
        self._digest = b""
        self._since = b""
        self._until = b""
        self._noted = noted
        self._is_missed = bool(noted)

    def step(self, row: Row) -> str:
        """Go on to a row; what is wrong with it, if something is."""
        head, head_digest, number, *fields, digest = row
        if number is None:  # the head alone: there are no rows
            return ""
        expected = self._number + 1
        if number != expected:
            return _misplaced(number, expected)
        if not isinstance(head, int) or number > head:
            return (
                f"row {number} of the audit log is beyond its end: it was added by hand, or the"
                " head was set back"
            )
        follows = None not in fields and link(self._digest, (b"%d" % number, *fields))
        if digest != follows:
            return (
                f"row {number} of the audit log was changed: its digest does not follow from it"
                " and the row before"
            )
        if number == head and head_digest != digest:
            return (
                f"the head of the audit log does not fit row {number}: the head was changed, or"
                " rows were written anew"
            )
        self._number, self._digest, self.start = number, digest, number + 1
        self._since, self._until = self._since or fields[0], fields[0]
        self._is_missed = self._is_missed and digest != self._noted
        return ""

    def ended(self, head: object, head_digest: object) -> str:
        """What is wrong now that there are no more rows, if something is."""
        if isinstance(head, int) and head > self._number:
            return f"{_rows(self._number + 1, head)} missing at the end of the audit log"
        if (head, head_digest) != (self._number, self._digest):
            return "the head of the audit log was changed: there is no row that it fits"
        return ""

    def verdict(self, problem: str) -> Verdict:
        """What was found so far; `problem` is what is wrong with the next row."""
        broken = self._number + 1 if problem else 0
        if not problem and self._is_missed:
            noted = self._noted.hex()
            problem = f"the audit log was written anew since the digest {noted} was noted"
        since, until = (moment(int(one)) if one else None for one in (self._since, self._until))
        cure = f"{problem}; compare with a backup" if problem else ""
        return Verdict(self._number, since, until, self._digest, broken, cure)


def _misplaced(number: object, expected: int) -> str:
    if not isinstance(number, int) or number < expected:
        return f"row {number!r} of the audit log has an impossible number: it was added by hand"
    return f"{_rows(expected, number - 1)} missing in the audit log, before row {number}"


def _rows(first: int, last: int) -> str:
    return f"row {first} is" if first == last else f"rows {first} to {last} are"
