"""Entries that could not be written into documents of a format, and why."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from feedsvc.store.database import Statements
from feedsvc.store.moments import micros, moment


class Quarantined(NamedTuple):
    """A revision of an entry that could not be written in a format.

    Attributes:
        entry: Our id of it.
        format: A word of `publish.formats.Format`.
        revision: The one that could not be written.
        at: When that was first found of it.
        reason: In words.
    """

    entry: str
    format: str
    revision: int
    at: datetime
    reason: str


def put(statements: Statements, found: Iterable[Quarantined]) -> None:
    """Remember these; of an entry that is gone nothing is."""
    statements.many(
        "quarantine",
        [one._asdict() | {"at": micros(one.at)} for one in found],
    )


def release(statements: Statements, written: Iterable[tuple[str, str]]) -> None:
    """Forget what was written well since: our ids, each with the format."""
    statements.many("release", [{"entry": entry, "format": form} for entry, form in written])


def known(statements: Statements) -> dict[tuple[str, str], int]:
    """All of them: our id and the format, to the revision."""
    return {(entry, form): number for entry, form, number in statements.read("quarantine_known")}


def latest(statements: Statements, *, most: int, skip: int = 0) -> list[Quarantined]:
    """Those that are published but for that, the last found first."""
    return _all(statements.read("quarantined", most=most, skip=skip))


def of_entries(statements: Statements, entries: Sequence[str]) -> list[Quarantined]:
    """Those of these entries."""
    return _all(statements.read("quarantined_of", entries=entries))


def count(statements: Statements) -> int:
    """How many entries are published in not every format."""
    number: int = statements.read("count_quarantined")[0][0]
    return number


def _all(rows: Iterable[tuple[str, str, int, int, str]]) -> list[Quarantined]:
    return [
        Quarantined(entry, form, number, moment(at), reason)
        for entry, form, number, at, reason in rows
    ]
