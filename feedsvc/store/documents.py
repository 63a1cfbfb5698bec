"""When each document that we publish last changed its bytes."""

import threading
from collections import OrderedDict
from datetime import datetime, timedelta

from feedsvc.store.database import Database
from feedsvc.store.moments import micros, moment

_REMEMBERED = 4096
_SECOND = timedelta(seconds=1)


class Dates:
    """Since when documents have had their bytes, in whole seconds.

    That moves only when the bytes do, by a second at least, so that `If-Modified-Since`
    never hides a change (RFC 9110 8.8.2.2). It is kept in the database, over restarts and
    processes; what was asked last is remembered, since most documents are made again the same.
    For many threads.
    """

    def __init__(self, database: Database) -> None:
        """Keep it in `database`, which need not be lasting: a date that is lost becomes later."""
        self._database = database
        self._last: OrderedDict[str, tuple[bytes, datetime]] = OrderedDict()
        self._unwritten: OrderedDict[str, tuple[bytes, datetime]] = OrderedDict()
        self._lock = threading.Lock()

    def dated(self, name: str, digest: bytes, first: datetime, now: datetime) -> datetime:
        """The moment since which the document has had these bytes.

        Args:
            name: Which document.
            digest: Of its bytes.
            first: Taken for a document that is seen for the first time.
            now: Taken for one whose digest changed.

        Raises:
            StoreUnavailableError: It can be neither found nor kept; `meanwhile` tells one.
        """
        last = self._last.get(name)
        if last is None or last[0] != digest:
            found = self._found(name, digest) if last is None else None
            return self._remember(name, digest, found or self._put(name, digest, first, now))
        return last[1]

    def meanwhile(self, name: str, digest: bytes, first: datetime, now: datetime) -> datetime:
        """As `dated`, while the database takes no writes: what must be kept waits for `settle`.

        Raises:
            StoreUnavailableError: The database cannot be read either.
        """
        last = self._last.get(name)
        if last is None:
            rows = self._database.statements().read("document", document=name)
            last = (bytes(rows[0][0]), moment(rows[0][1])) if rows else None
        if last is not None and last[0] == digest:
            return self._remember(name, *last)
        if last is None:
            modified = first.replace(microsecond=0)
        else:
            modified = max(last[1] + _SECOND, now.replace(microsecond=0))
        with self._lock:
            self._unwritten[name] = digest, modified
            while len(self._unwritten) > _REMEMBERED:
                self._unwritten.popitem(last=False)
        return self._remember(name, digest, modified)

    def waits(self) -> int:
        """How many dates are told and not kept yet."""
        return len(self._unwritten)

    def settle(self) -> None:
        """Keep the dates that wait; where another process told a later one, that holds.

        Raises:
            StoreUnavailableError: The database takes no writes yet; the rest waits on.
        """
        for name, (digest, modified) in list(self._unwritten.items()):
            kept = self._put(name, digest, modified, modified)
            with self._lock:
                if self._unwritten.get(name) == (digest, modified):
                    del self._unwritten[name]
                if self._last.get(name) == (digest, modified):
                    self._last[name] = digest, max(kept, modified)

    def _remember(self, name: str, digest: bytes, modified: datetime) -> datetime:
        with self._lock:
            self._last[name] = digest, modified
            while len(self._last) > _REMEMBERED:
                self._last.popitem(last=False)
        return modified

    def _found(self, name: str, digest: bytes) -> datetime | None:
        rows = self._database.statements().read("document", document=name)
        return moment(rows[0][1]) if rows and bytes(rows[0][0]) == digest else None

    def _put(self, name: str, digest: bytes, first: datetime, now: datetime) -> datetime:
        statements = self._database.statements()
        rows = statements.read(
            "date_document",
            name=name,
            digest=digest,
            modified=micros(first.replace(microsecond=0)),
            now=micros(now.replace(microsecond=0)),
        )
        # Another process may have dated these very bytes meanwhile.
        return moment(rows[0][0] if rows else statements.read("document", document=name)[0][1])
