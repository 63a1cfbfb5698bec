"""When each document that we publish last changed its bytes."""

from collections import OrderedDict
from datetime import datetime

from feedsvc.store.database import Database
from feedsvc.store.moments import micros, moment

_REMEMBERED = 4096


class Dates:
    """Since when documents have had their bytes, in whole seconds.

    That moves only when the bytes do, by a second at least, so that `If-Modified-Since`
    never hides a change (RFC 9110 8.8.2.2). It is kept in the database, over restarts and
    processes; what was asked last is remembered, since most documents are made again the same.
    """

    def __init__(self, database: Database) -> None:
        """Keep it in `database`; a date that is lost with the machine becomes a later one."""
        self._database = Database(database.url, lasting=False)
        self._last: OrderedDict[str, tuple[bytes, datetime]] = OrderedDict()

    def dated(self, name: str, digest: bytes, first: datetime, now: datetime) -> datetime:
        """The moment since which the document has had these bytes.

        Args:
            name: Which document.
            digest: Of its bytes.
            first: Taken for a document that is seen for the first time.
            now: Taken for one whose digest changed.
        """
        last = self._last.get(name)
        if last is None or last[0] != digest:
            last = digest, self._asked(name, digest, first, now, is_new=last is None)
            self._last[name] = last
            while len(self._last) > _REMEMBERED:
                self._last.popitem(last=False)
        return last[1]

    def _asked(
        self, name: str, digest: bytes, first: datetime, now: datetime, *, is_new: bool
    ) -> datetime:
        statements = self._database.statements()
        if is_new:
            rows = statements.read("document", document=name)
            if rows and bytes(rows[0][0]) == digest:
                return moment(rows[0][1])
        rows = statements.read(
            "date_document",
            name=name,
            digest=digest,
            modified=micros(first.replace(microsecond=0)),
            now=micros(now.replace(microsecond=0)),
        )
        # Another process may have dated these very bytes meanwhile.
        return moment(rows[0][0] if rows else statements.read("document", document=name)[0][1])
