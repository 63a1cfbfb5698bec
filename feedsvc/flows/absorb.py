"""Taking a reading into the store, within the transaction of its poll."""

from datetime import datetime

from feedsvc.flows.effect import Effect
from feedsvc.model.reading import Reading
from feedsvc.store import encode, keep
from feedsvc.store.changes import compare
from feedsvc.store.database import Statements
from feedsvc.store.sources import Stored


def absorb(statements: Statements, stored: Stored, reading: Reading, at: datetime) -> Effect:
    """Store what is new and edited among the entries of a document.

    Args:
        statements: A transaction.
        stored: The source.
        reading: What its document came to.
        at: When the document was fetched.
    """
    known = keep.known(statements, stored.id, reading.incoming)
    changes = compare(stored.source.name, reading.incoming, known, at)
    keep.keep(statements, stored.id, changes, at)
    feed = encode.dumps(reading.hop) if reading.hop else ""
    return Effect(
        new=len(changes.new),
        updated=len(changes.edited),
        unchanged=max(reading.total - len(changes.new) - len(changes.edited), 0),
        feed="" if feed == stored.feed else feed,
    )
