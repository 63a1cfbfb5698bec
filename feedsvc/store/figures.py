"""Entries and polls, summed up for operators: nothing of it reads an entry."""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import NamedTuple

from feedsvc.model.held import State
from feedsvc.store.database import Row, Statements
from feedsvc.store.moments import micros, moment


class Figures(NamedTuple):
    """The entries of a source, summed up.

    Attributes:
        entries: All of them; `oldest` and `newest` are their first and last moments.
        states: How many there are of each state.
        held_since: When the first that is held back came.
        quarantined: Those that could not be written into a document, since when.
    """

    entries: int = 0
    oldest: datetime | None = None
    newest: datetime | None = None
    states: Mapping[str, int] = MappingProxyType({})
    held_since: datetime | None = None
    quarantined: int = 0
    quarantined_since: datetime | None = None

    @property
    def held(self) -> int:
        """How many are held back."""
        return self.states.get(State.HELD_BACK, 0)


NONE = Figures()


def by_source(statements: Statements, source: int | None = None) -> dict[int, Figures]:
    """The figures of every source that has entries, by its row; or of one alone."""

    def read(name: str) -> list[Row]:
        if source is None:
            return statements.read(name)
        return statements.read(f"{name}_of", source=source)

    found = {
        row: NONE._replace(entries=number, states={State.PUBLISHED.value: number})
        for row, number in read("sums_of_entries")
    }
    for row, first, last in read("bounds_of_entries"):
        if row in found:
            found[row] = found[row]._replace(oldest=moment(first), newest=moment(last))
    for row, state, number, first in read("sums_of_unpublished"):
        published = found[row].states[State.PUBLISHED.value] - number
        states = {**found[row].states, State.PUBLISHED.value: published, state: number}
        found[row] = found[row]._replace(states=states)
        if state == State.HELD_BACK:
            found[row] = found[row]._replace(held_since=moment(first))
    for row, number, first in read("sums_of_quarantine"):
        found[row] = found[row]._replace(quarantined=number, quarantined_since=moment(first))
    return found


class Sums(NamedTuple):
    """All polls that ended in one way, ever.

    Attributes:
        seconds: How long they took together; `reading` of that for reading `documents`.
    """

    polls: int
    new: int
    updated: int
    seconds: float
    documents: int
    reading: float


def by_outcome(statements: Statements) -> dict[str, Sums]:
    """The sums of all polls ever, by how they ended."""
    return {
        outcome: Sums(
            int(polls),  # sums are decimals on PostgreSQL
            int(new),
            int(updated),
            int(took) / 1_000_000,
            int(documents),
            int(reading) / 1_000_000,
        )
        for outcome, polls, new, updated, took, documents, reading in statements.read(
            "sums_of_hours"
        )
    }


def sessions(statements: Statements, now: datetime) -> int:
    """How many sessions of the console have not ended."""
    number: int = statements.read("count_sessions", now=micros(now))[0][0]
    return number


def alerts(statements: Statements) -> dict[str, int]:
    """How many alerts last, by kind."""
    return dict(statements.read("count_alerts"))


def leased(statements: Statements, now: datetime) -> int:
    """How many hosts workers are at."""
    number: int = statements.read("count_leases", now=micros(now))[0][0]
    return number


def size(statements: Statements) -> int:
    """Bytes that the database takes."""
    number: int = statements.read("database_size")[0][0]
    return number
