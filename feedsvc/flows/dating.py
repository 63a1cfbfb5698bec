"""Since when a document has had its bytes, whether or not the database takes writes."""

from datetime import datetime

from feedsvc.errors import StoreUnavailableError
from feedsvc.flows.waiting import Waiting
from feedsvc.store.database import Database
from feedsvc.store.documents import Dates


class Dating:
    """Dates documents; what cannot be kept waits. For many threads."""

    def __init__(self, database: Database, waiting: Waiting | None) -> None:
        """Keep dates in `database`; without `waiting`, what cannot be kept is an error."""
        self._dates = Dates(database.apart(lasting=False))
        self._waiting = waiting
        if waiting:
            waiting.add(self._dates)

    def dated(self, key: str, digest: bytes, first: datetime, now: datetime) -> datetime:
        """The moment since which a document has had these bytes, as `Dates.dated`.

        Raises:
            StoreUnavailableError: It cannot be kept, or not even found.
        """
        waiting = self._waiting
        if waiting is None:
            return self._dates.dated(key, digest, first, now)
        error: StoreUnavailableError | None = None
        if not waiting.reason:
            try:
                return self._dates.dated(key, digest, first, now)
            except StoreUnavailableError as raised:
                error = raised
        modified = self._dates.meanwhile(key, digest, first, now)
        if error or self._dates.waits():
            waiting.begin(error)
        return modified
