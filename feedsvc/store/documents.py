"""When each document that we publish last changed its bytes."""

from datetime import datetime, timedelta

from feedsvc.store.database import Database
from feedsvc.store.moments import micros, moment

_SECOND = timedelta(seconds=1)


def dated(database: Database, name: str, digest: bytes, first: datetime, now: datetime) -> datetime:
    """The moment since which the document has had these bytes, in whole seconds.

    It moves only when the digest does, by a second at least, so that `If-Modified-Since`
    never hides a change (RFC 9110 8.8.2.2).

    Args:
        database: Where that is remembered, over restarts and processes.
        name: Which document.
        digest: Of its bytes.
        first: Taken for a document that is seen for the first time.
        now: Taken for one whose digest changed.
    """
    rows = database.statements().read("document", document=name)
    if rows and bytes(rows[0][0]) == digest:
        return moment(rows[0][1])
    with database.transaction() as statements:
        rows = statements.read("document", document=name)
        if rows and bytes(rows[0][0]) == digest:
            return moment(rows[0][1])
        modified = first.replace(microsecond=0)
        if rows:
            modified = max(now.replace(microsecond=0), moment(rows[0][1]) + _SECOND)
        statements.run("keep_document", name=name, digest=digest, modified=micros(modified))
    return modified
