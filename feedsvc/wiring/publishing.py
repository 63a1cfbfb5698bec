"""What is published, and the account of who fetches it, from a house."""

from collections.abc import Callable, Sequence
from functools import partial

from feedsvc.flows.serve import Publisher
from feedsvc.model.readership import Readership
from feedsvc.store import readers
from feedsvc.store.database import Database
from feedsvc.wiring.house import House, now


def open_publisher(house: House) -> Publisher:
    """Everything that is published, as it stands."""
    return Publisher(house.database, house.settings, now)


def open_readers(house: House) -> Callable[[Sequence[Readership]], None]:
    """Where it is kept who fetched what; a crash of the machine may cost its last seconds."""
    return partial(readers.add, Database(house.database.url, lasting=False))
