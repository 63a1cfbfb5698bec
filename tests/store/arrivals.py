"""Arriving entries, and what a store remembers of a source, without a database."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import blake2b

from feedsvc.model.entry import Entry, Text
from feedsvc.model.reading import Incoming
from feedsvc.model.record import UNREAD, Record
from feedsvc.normalize import edits, identity
from feedsvc.store.identify import Identified, Identity, identify, registry_keys

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def arriving(  # noqa: PLR0913 - an article has so many sides
    name: str = "",
    link: str = "",
    title: str = "",
    text: str = "",
    *,
    published: datetime | None = None,
    updated: datetime | None = None,
    rights: str = "",
    place: int = 0,
) -> Incoming:
    """An entry as the normal form brings it; equal arguments but the place are equal bytes."""
    entry = Entry(
        id=name,
        url=link or None,
        title=Text(value=title) if title else None,
        summary=Text(value=text) if text else None,
        published=published,
        updated=updated,
        rights=Text(value=rights) if rights else None,
    )
    return normal(entry, place)


def normal(entry: Entry, place: int = 0) -> Incoming:
    words = edits.words(entry)
    return Incoming(
        names=identity.names(entry, words, None),
        digest=edits.digest(words),
        facts=edits.facts(entry),
        entry=entry,
        place=place,
        claimed=identity.claimed(entry),
        fingerprint=blake2b(repr(entry).encode("utf-8", "surrogatepass"), digest_size=16).digest(),
    )


@dataclass
class Memory:
    """What is remembered of a source from poll to poll."""

    source: str = "herald"
    registry: dict[bytes, str | None] = field(default_factory=dict)
    last: list[Record] = field(default_factory=list)
    entries: dict[str, Incoming] = field(default_factory=dict)
    withdrawn: set[str] = field(default_factory=set)

    def told(
        self, incoming: Sequence[Incoming], present: Iterable[bytes] = (), *, trusted: bool = True
    ) -> Identified:
        """Who the arriving entries are; nothing is remembered of it."""
        asked = [key for one in incoming for key in registry_keys(one.names)]
        return identify(
            self.source,
            incoming,
            self.last,
            frozenset(present),
            {key: self.registry[key] for key in asked if key in self.registry},
            withdrawn=self.withdrawn,
            trusted=trusted,
        )

    def polled(
        self, document: Sequence[Incoming], *, trusted: bool = True, anew: bool = False
    ) -> Identified:
        """Who the entries of a document are that were read, and remember it.

        Args:
            document: Its entries; those whose bytes are known are not read.
            trusted: As for `identify`.
            anew: Read all of them, as when the document's base address moved.
        """
        known = set() if anew else {record.fingerprint for record in self.last}
        read = [one for one in document if one.fingerprint not in known]
        present = {one.fingerprint for one in document} & known
        found = self.told(read, present, trusted=trusted)
        self.registry |= {name.key: name.entry for name in found.names}
        for one, told in zip(read, found.identities, strict=True):
            if told.original:
                self.entries[told.entry] = one
        if trusted:
            pairs = zip(read, found.identities, strict=True)
            self.last = [*found.standing, *(self._record(*pair) for pair in pairs)]
        return found

    def take(
        self, document: Sequence[Incoming], *, trusted: bool = True, anew: bool = False
    ) -> list[str]:
        """Poll a document; tells the entry of each of its articles, in its order."""
        before = {record.fingerprint: record.entry for record in self.last}
        found = self.polled(document, trusted=trusted, anew=anew)
        read = iter(found.identities)
        return [
            before[one.fingerprint] if one.fingerprint in before and not anew else next(read).entry
            for one in document
        ]

    def _record(self, one: Incoming, identity: Identity) -> Record:
        is_settled = self.entries[identity.entry].digest == one.digest
        print_ = one.fingerprint if is_settled else UNREAD
        return Record(print_, identity.entry, one.names, one.claimed)
