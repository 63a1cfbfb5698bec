"""Writes that their client gave a key, with what was answered, so that none happens twice."""

from datetime import datetime, timedelta
from typing import NamedTuple

from feedsvc.store.database import Statements
from feedsvc.store.moments import micros

KEPT = timedelta(hours=24)
"""How long an answer is remembered."""


class Remembered(NamedTuple):
    """A write that was done.

    Attributes:
        request: A digest of what was asked.
        answer: As `remember` was given it.
    """

    request: bytes
    status: int
    answer: str


def claim(statements: Statements, key: bytes, request: bytes, now: datetime) -> Remembered | None:
    """Take a key for a write, unless it was done already: then tell how that went.

    Who claims a key that another transaction has claimed waits until that has ended.

    Args:
        statements: The transaction that the write is done in.
        key: A digest of whose key it is, and of the key.
        request: A digest of what is asked.
        now: The moment.
    """
    statements.run("forget_writes", until=micros(now - KEPT))
    if statements.run("claim_write", key=key, request=request, at=micros(now)):
        return None
    return remembered(statements, key, now)


def remembered(statements: Statements, key: bytes, now: datetime) -> Remembered | None:
    """How a write of that key went, if it was done and is remembered still."""
    rows = statements.read("remembered_write", key=key, since=micros(now - KEPT))
    return Remembered(bytes(rows[0][0]), rows[0][1], rows[0][2]) if rows else None


def remember(statements: Statements, key: bytes, status: int, answer: str) -> None:
    """Remember what is answered, in the transaction of the write."""
    statements.run("remember_write", key=key, status=status, answer=answer)
