"""What a service that has taken a reading in remembers for the next one."""

from collections.abc import Iterable
from hashlib import blake2b

from feedsvc.model.reading import Incoming, Reading
from feedsvc.model.record import Record, pack, unpack
from feedsvc.model.window import Window

NOTHING = Window()


def records(incoming: Iterable[Incoming]) -> list[Record]:
    """Each under an id of its own: which entry it is, is not decided here."""
    return [
        Record(
            arriving.fingerprint or bytes(16),
            blake2b(b"".join(arriving.names), digest_size=10).hexdigest(),
            arriving.names,
            arriving.claimed,
        )
        for arriving in incoming
    ]


def remembered(reading: Reading, last: Window = NOTHING) -> Window:
    """The last good document, once `reading` is it."""
    known = {record.fingerprint: record for record in unpack(last.records)}
    known |= {record.fingerprint: record for record in records(reading.incoming)}
    standing = [known[each] for each in dict.fromkeys(reading.order) if each in known]
    return Window(records=pack(standing), head=reading.head, context=reading.context)
