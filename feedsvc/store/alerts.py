"""What operators are to be told of: what began, when it was over, and what of that was told."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import NamedTuple

from feedsvc.store.database import Row, Statements
from feedsvc.store.moments import maybe_moment, micros, moment

KEPT = timedelta(days=90)
"""How long an alert that is over is remembered."""

_TOLD, _OVER = 1, 2


class Alert(NamedTuple):
    """Something that operators are to be told of.

    Attributes:
        kind: As in `flows.alerts`.
        subject: The name of a source, or "service".
        text: What happened, and on a second line what to do.
        ended_at: None while it lasts.
        is_told: Whether all that there is to tell of it was told.
    """

    id: int
    kind: str
    subject: str
    text: str
    began_at: datetime
    ended_at: datetime | None
    is_told: bool


def unended(statements: Statements) -> list[Alert]:
    """Those that last, oldest first."""
    return list(map(_alert, statements.read("open_alerts")))


def untold(statements: Statements) -> list[Alert]:
    """Those of which something is to be told, oldest first."""
    return list(map(_alert, statements.read("untold_alerts")))


def latest(statements: Statements, most: int) -> list[Alert]:
    """The last ones, newest first."""
    return list(map(_alert, statements.read("latest_alerts", most=most)))


def begin(statements: Statements, begun: Iterable[tuple[str, str, str]], now: datetime) -> None:
    """Remember what began: kind, subject and text of each."""
    statements.many(
        "begin_alert",
        [
            {"kind": kind, "subject": subject, "text": text, "began_at": micros(now)}
            for kind, subject, text in begun
        ],
    )


def end(statements: Statements, over: Iterable[tuple[int, bool]], now: datetime) -> None:
    """Remember what is over, by its id; of each whether that need not be told."""
    statements.many(
        "end_alert",
        [{"alert": one, "ended_at": micros(now), "silent": int(silent)} for one, silent in over],
    )


def tell(statements: Statements, told: Iterable[Alert]) -> None:
    """Remember that what is to be told of these was told, as they were when they were read."""
    statements.many(
        "tell_alert",
        [{"alert": one.id, "told": _OVER if one.ended_at else _TOLD} for one in told],
    )


def forget(statements: Statements, now: datetime) -> None:
    """Let go of what has been over for long."""
    statements.run("forget_alerts", until=micros(now - KEPT))


def _alert(row: Row) -> Alert:
    number, kind, subject, text, began_at, ended_at, told = row
    is_told = told >= (_TOLD if ended_at is None else _OVER)
    return Alert(number, kind, subject, text, moment(began_at), maybe_moment(ended_at), is_told)
