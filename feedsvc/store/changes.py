"""What an arriving document changes: which entries are new, which edited, which the same.

Pure: it is given what is stored and returns what to store.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import NamedTuple
from uuid import UUID, uuid5

from feedsvc.model.entry import Entry
from feedsvc.model.held import Held, State
from feedsvc.model.reading import Incoming
from feedsvc.store.identify import Identity
from feedsvc.text.corrections import corrections
from feedsvc.text.html import plain
from feedsvc.text.urls import is_iri

_MINTED = UUID("6d7fdf9e-7a3c-5a0b-9d0c-4f0f6f0a4b52")
_EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
_SKEW = timedelta(hours=1)
_TICK = timedelta(microseconds=1)
_DAY = timedelta(days=1)
_AGE_SHARE = 5  # an update waits for this part of the entry's age, at most a day
_MASS = 5  # entries that are no longer single late ones


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is stored of an entry.

    Attributes:
        digest: As in `Incoming`; `facts` likewise.
        entry: The latest revision, as `encode` writes it.
        taken_back: When its source took it back; None if it did not.
    """

    id: str
    digest: bytes
    facts: bytes
    revision: int
    first_seen: datetime
    updated: datetime
    update_due: datetime | None
    state: State
    entry: str
    taken_back: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """A stored entry that changed.

    Attributes:
        really: Whether title or text did, and not only facts such as its address.
    """

    known: Known
    updated: datetime
    update_due: datetime | None
    digest: bytes
    facts: bytes
    entry: Entry
    really: bool


class New(NamedTuple):
    """An entry to store for the first time, with its `digest` and `facts`."""

    held: Held
    digest: bytes
    facts: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What to store.

    Attributes:
        restored: Ids of entries that were held back or taken back and are published again.
        same: How many entries are stored already as they are.
    """

    new: tuple[New, ...] = ()
    edited: tuple[Edit, ...] = ()
    restored: tuple[str, ...] = ()
    same: int = 0


class Setting(NamedTuple):
    """What a poll's entries are judged by, beside themselves.

    Attributes:
        now: When the document was fetched.
        good_at: When its source last gave a believable document; None if never.
        newest: The latest believable date that an entry of the last good document claims;
            None if none does.
        total: How many entries the document holds.
        edits: Whether it may change what is stored.
        state: What new entries become: published or held back.
        update_interval: `updated` of an entry moves no more often.
    """

    now: datetime
    good_at: datetime | None = None
    newest: datetime | None = None
    total: int = 0
    edits: bool = True
    state: State = State.PUBLISHED
    update_interval: timedelta = timedelta(0)


def compare(
    source: str,
    incoming: Sequence[Incoming],
    identities: Sequence[Identity],
    known: Mapping[str, Known],
    setting: Setting,
) -> Changes:
    """Tell what is new, edited and the same.

    Args:
        source: Name of the source.
        incoming: In the document's order.
        identities: Which entry each of them is, as `identify` tells.
        known: What is stored, by our id; all that `identities` names but the new ones.
        setting: What else they are judged by.
    """
    new: list[New] = []
    edited: list[Edit] = []
    restored: list[str] = []
    same = 0
    for arriving, identity in zip(incoming, identities, strict=True):
        if identity.key:
            held = _held(source, arriving, identity, setting)
            new.append(New(held, arriving.digest, arriving.facts))
            continue
        stored = known.get(identity.entry)
        if stored is None or not identity.original:
            continue
        if _comes_back(stored, arriving, setting):
            restored.append(stored.id)
        elif stored.state not in (State.PUBLISHED, State.HELD_BACK):
            continue
        edit = _edit(stored, arriving, setting) if setting.edits else None
        if edit:
            edited.append(edit)
        else:
            same += 1
    return Changes(
        new=_quietly(new, setting), edited=tuple(edited), restored=tuple(restored), same=same
    )


def _comes_back(stored: Known, arriving: Incoming, setting: Setting) -> bool:
    if stored.state is State.HELD_BACK:
        return setting.state is State.PUBLISHED and setting.edits
    claimed = arriving.entry.updated or arriving.entry.published
    # A source that takes its own tombstone back says so with a later date (RFC 6721 3).
    return (
        stored.state is State.WITHDRAWN
        and stored.taken_back is not None
        and setting.edits
        and claimed is not None
        and stored.taken_back < claimed <= setting.now + _SKEW
    )


def _edit(stored: Known, arriving: Incoming, setting: Setting) -> Edit | None:
    really = stored.digest != arriving.digest
    if not really and stored.facts == arriving.facts:
        return None
    updated, due = stored.updated, stored.update_due
    if due and due <= setting.now:
        updated, due = due, None
    if really and _is_corrected(stored, arriving.entry):
        updated, due = _moved(updated, arriving.entry.updated, setting.now), None
    elif really and due is None:
        last = updated if updated > stored.first_seen else None
        age = setting.now - stored.first_seen
        rest = max(setting.update_interval, min(age / _AGE_SHARE, _DAY))
        if last is None or last + rest <= setting.now:
            updated = _moved(updated, arriving.entry.updated, setting.now)
        else:
            due = last + rest
    return Edit(
        known=stored,
        updated=updated,
        update_due=due,
        digest=arriving.digest,
        facts=arriving.facts,
        entry=arriving.entry,
        really=really,
    )


def _is_corrected(stored: Known, entry: Entry) -> bool:
    """Whether an article says that it was corrected or taken back, and did not before.

    Who read it should hear of that at once, however often it changed of late.
    """
    signs = _signs(entry)
    if not signs:
        return False
    # Read back for what is nearly never there: msgspec would cost every poll 20 ms.
    from feedsvc.store import decode  # noqa: PLC0415

    return signs > _signs(decode.entry(stored.entry))


def _signs(entry: Entry) -> int:
    parts = [part for part in (entry.summary, *entry.contents) if part and part.value]
    title = plain(entry.title.value) if entry.title else ""
    return corrections(title, plain(parts[-1].value) if parts else "")


def _moved(before: datetime, claimed: datetime | None, now: datetime) -> datetime:
    """The moment of a change: as the upstream claims, if that can be."""
    return claimed if claimed and before < claimed <= now else max(now, before)


def _held(source: str, arriving: Incoming, identity: Identity, setting: Setting) -> Held:
    """A new entry with its ids and dates, which from here on never change.

    The upstream's id is published unchanged where it alone names the entry and is an IRI
    (standards A16); otherwise one is minted from source and key, the same in every database.
    """
    entry = arriving.entry
    by_id = identity.key.startswith("id:") and is_iri(entry.id)
    minted = uuid5(_MINTED, f"{source}\0{identity.key}")
    # The first entry of a document without dates is its newest: seen a tick after the next.
    first_seen = setting.now - arriving.place * _TICK
    published = _plausible(entry.published or entry.updated, first_seen) or first_seen
    updated = _plausible(entry.updated or entry.published, first_seen) or first_seen
    return Held(
        id=identity.entry,
        public_id=entry.id if by_id else f"urn:uuid:{minted}",
        source=source,
        key=identity.key,
        first_seen=first_seen,
        published=published,
        updated=max(published, updated),
        sort_at=published,
        revision=1,
        state=setting.state,
        entry=entry,
    )


def _quietly(new: Sequence[New], setting: Setting) -> tuple[New, ...]:
    """Give new entries their place among the others.

    An entry that comes late, dated before the last look, stands where that look was: else the
    readers of a busy channel would never see it. An archive stands where its dates are: what
    a source has when it is added, and what comes in mass and is older than what was there.
    """
    if setting.good_at is None:
        return tuple(_archived(each, setting) for each in new)
    limit = setting.newest and min(setting.newest, setting.good_at - _DAY)
    old = {each.held.id for each in new if limit and each.held.published <= limit}
    quiet = old if len(old) >= _MASS and len(old) * 2 > setting.total else set()
    latest_first = sorted(new, key=lambda each: each.held.sort_at, reverse=True)
    return tuple(
        each if each.held.id in quiet else _late(each, setting.good_at - rank * _TICK)
        for rank, each in enumerate(latest_first)
    )


def _archived(each: New, setting: Setting) -> New:
    """An entry of a first document; without a date it stands a day below the one above it."""
    held = each.held
    claimed = held.entry.published or held.entry.updated
    if _plausible(claimed, held.first_seen):
        return each
    place = (setting.now - held.first_seen) // _TICK
    return each._replace(held=replace(held, sort_at=held.first_seen - (place + 1) * _DAY))


def _late(each: New, lowest: datetime) -> New:
    held = each.held
    return each._replace(held=replace(held, sort_at=max(held.sort_at, lowest)))


def _plausible(claimed: datetime | None, first_seen: datetime) -> datetime | None:
    """The claimed moment; None where it is absent, absurd or still to come."""
    if claimed is None or not _EARLIEST <= claimed <= first_seen + _SKEW:
        return None
    return min(claimed, first_seen)
