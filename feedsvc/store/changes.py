"""What an arriving document changes: which entries are new, which edited, which the same.

Pure: it is given what is stored and returns what to store.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from uuid import UUID, uuid5

from feedsvc.model.entry import Entry
from feedsvc.model.held import Held, State
from feedsvc.model.reading import Incoming
from feedsvc.text.urls import is_iri

_MINTED = UUID("6d7fdf9e-7a3c-5a0b-9d0c-4f0f6f0a4b52")
_EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
_SKEW = timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is stored under one identity key.

    Attributes:
        id: The entry's own id.
        digest: As in `Incoming`.
        entry: The latest revision, as `encode` writes it.
    """

    id: str
    digest: bytes
    revision: int
    updated: datetime
    entry: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """A stored entry that really changed."""

    known: Known
    updated: datetime
    digest: bytes
    entry: Entry


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What to store. `same` counts the entries that are stored already as they are."""

    new: tuple[tuple[Held, bytes], ...] = ()
    edited: tuple[Edit, ...] = ()
    same: int = 0


def key_digest(key: str) -> bytes:
    """An identity key as it is looked up: blake2b-16, the same in every process and version."""
    return blake2b(key.encode("utf-8", "surrogatepass"), digest_size=16).digest()


def compare(
    source: str, incoming: Iterable[Incoming], known: Mapping[bytes, Known], now: datetime
) -> Changes:
    """Tell what is new, edited and the same.

    Args:
        source: Name of the source.
        incoming: In the document's order; a key that comes twice counts once.
        known: By `key_digest` of the identity key.
        now: When the document was fetched.
    """
    new, edited, same = [], [], 0
    seen = set()
    for arriving in incoming:
        digest = key_digest(arriving.key)
        if digest in seen:
            continue
        seen.add(digest)
        stored = known.get(digest)
        if stored is None:
            new.append((_held(source, arriving, now), arriving.digest))
        elif stored.digest != arriving.digest and arriving.edits:
            claimed = arriving.entry.updated
            is_later = claimed is not None and stored.updated < claimed <= now
            edited.append(
                Edit(
                    known=stored,
                    updated=claimed if claimed and is_later else max(now, stored.updated),
                    digest=arriving.digest,
                    entry=arriving.entry,
                )
            )
        else:
            same += 1
    return Changes(new=tuple(new), edited=tuple(edited), same=same)


def _held(source: str, arriving: Incoming, now: datetime) -> Held:
    """A new entry with its ids and dates, which from here on never change.

    The upstream's id is published unchanged where it alone names the entry and is an IRI
    (standards A16); otherwise one is minted from source and key, the same in every database.
    """
    entry = arriving.entry
    name = f"{source}\0{arriving.key}"
    by_id = arriving.key.startswith("id:") and is_iri(entry.id)
    # The first entry of a document without dates is its newest: seen a tick after the next.
    first_seen = now - timedelta(microseconds=arriving.place)
    published = _plausible(entry.published or entry.updated, first_seen)
    updated = _plausible(entry.updated or entry.published, first_seen)
    return Held(
        id=blake2b(name.encode("utf-8", "surrogatepass"), digest_size=10).hexdigest(),
        public_id=entry.id if by_id else f"urn:uuid:{uuid5(_MINTED, name)}",
        source=source,
        key=arriving.key,
        first_seen=first_seen,
        published=published,
        updated=max(published, updated),
        sort_at=published,
        revision=1,
        state=State.PUBLISHED,
        entry=entry,
    )


def _plausible(claimed: datetime | None, first_seen: datetime) -> datetime:
    """The claimed moment, or first sight where it is absent, absurd or still to come."""
    if claimed is None or not _EARLIEST <= claimed <= first_seen + _SKEW:
        return first_seen
    return min(claimed, first_seen)
