"""What is published, and the account of who fetches it, from a house."""

from collections.abc import Callable, Sequence
from functools import partial

from feedsvc.flows.serve import Publisher
from feedsvc.flows.waiting import Waiting
from feedsvc.model.readership import Readership
from feedsvc.store import readers
from feedsvc.store.database import Database
from feedsvc.wiring.house import House, now

PATIENCE = 0.5
"""Seconds that a reader waits for a database that is locked, or for a connection to it."""


def open_publisher(house: House) -> Publisher:
    """Everything that is published, as it stands; an error where it cannot be logged."""
    return Publisher(house.database, house.settings, now)


def open_serving(house: House) -> tuple[Publisher, Waiting]:
    """The same for readers, who are not kept waiting; and what waits for the database to be well.

    A connection of this thread stays open, so that a full disk does not keep others from
    opening theirs: SQLite keeps the files that it shares between them.
    """
    database = Database(house.database.url, patience=PATIENCE)
    database.connection()
    waiting = Waiting()
    return Publisher(database, house.settings, now, waiting), waiting


def open_readers(house: House) -> Callable[[Sequence[Readership]], None]:
    """Where it is kept who fetched what; a crash of the machine may cost its last seconds."""
    return partial(readers.add, Database(house.database.url, lasting=False, patience=PATIENCE))
