"""Taking a reading into the store, within the transaction of its poll."""

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

import orjson

from feedsvc.flows.course import Course, course, followed, may_be_other
from feedsvc.flows.effect import Effect
from feedsvc.flows.sites import own_sites
from feedsvc.model.held import State
from feedsvc.model.reading import Reading
from feedsvc.model.record import UNREAD, Record, pack, unpack
from feedsvc.model.source import Retention
from feedsvc.model.window import Window
from feedsvc.settings import Entries
from feedsvc.store import barred, encode, keep, tombstones, windows
from feedsvc.store.barred import Article
from feedsvc.store.changes import Changes, Known, Setting, compare
from feedsvc.store.database import Statements
from feedsvc.store.identify import Identified, identify, registry_keys
from feedsvc.store.purge import purge
from feedsvc.store.sources import Stored

QUOTA = 500
"""Entries of a flood that are held back; what comes beyond is not stored."""

_SHOWN = (State.PUBLISHED, State.HELD_BACK)
_AT_ONCE = ("title", "id", "home_url", "authors", "rights", "licences", "covering", "language")


class Arrival(NamedTuple):
    """A document on its way into the store.

    Attributes:
        stored: The source as it was; `window` what was remembered of its documents.
        at: When the document was fetched.
        generation: Begins a generation of what is published, and tells its number.
    """

    stored: Stored
    window: Window
    reading: Reading
    at: datetime
    generation: Callable[[], int]


def absorb(statements: Statements, arrival: Arrival, entries: Entries) -> Effect:
    """Store what is new and edited among the entries of a document that is believed.

    Args:
        statements: A transaction.
        arrival: The document.
        entries: How entries are kept.
    """
    stored, reading, at = arrival.stored, arrival.reading, arrival.at
    last = unpack(arrival.window.records)
    registry, known, identified = _identified(statements, arrival, last)
    new = sum(bool(identity.key) for identity in identified.identities)
    found = course(reading, arrival.window, last, identified.standing, new=new, now=at)
    is_older = found.is_older and not may_be_other(stored.checkpoint, at)
    if is_older and not new:
        return Effect(unchanged=reading.total, older=True)
    setting = Setting(
        now=at,
        good_at=stored.checkpoint.good_at if stored.width else None,
        newest=found.newest_before,
        total=reading.total,
        edits=not reading.loose and not is_older,
        state=State.HELD_BACK if found.is_flood else State.PUBLISHED,
        update_interval=entries.update_interval,
    )
    changes = compare(stored.source.name, reading.incoming, identified.identities, known, setting)
    if found.is_flood:
        changes = _within_quota(statements, stored.id, changes)
    elif arrival.window.turnovers:
        changes = _released(statements, identified, changes)
    if changes.new or changes.edited or changes.restored:
        # Begun before anything is written, so that generations end in their order.
        number = arrival.generation()
        keep.keep(
            statements, stored.id, changes, at, revisions=entries.revisions, generation=number
        )
    kept = known.keys() | {one.held.id for one in changes.new}
    names = [name for name in identified.names if name.entry is None or name.entry in kept]
    keep.keep_names(statements, stored.id, names, changes.new, at)
    _obey(statements, arrival, identified, changes, known)
    gone = _take_back(statements, arrival, registry, known, identified, kept)
    if reading.whole and setting.edits and reading.total:
        _remember(statements, arrival, identified, changes, known, found)
    if changes.new and stored.source.retention != Retention():
        purge(statements, stored.id, stored.source.retention, at)
    says = not stored.feed or (setting.edits and reading.whole)
    feed = encode.dumps(reading.hop) if reading.hop and says else stored.feed or ""
    touched = changes.new or changes.edited or changes.restored or gone
    return Effect(
        new=len(changes.new),
        updated=len(changes.edited),
        unchanged=max(reading.total - len(changes.new) - len(changes.edited), 0),
        total=reading.total,
        published=bool(touched) or _says_other(stored.feed, feed),
        feed=feed,
        remark=_remark(reading, identified, found),
        lasts=found.is_flood,
    )


def _obey(
    statements: Statements,
    arrival: Arrival,
    identified: Identified,
    changes: Changes,
    known: Mapping[str, Known],
) -> None:
    """Keep away what an operator withdrew, whoever brings it and under whatever name."""
    gone = {entry for entry, one in known.items() if one.state is State.WITHDRAWN}
    arriving = [Article(one.entry.id, one.entry.url or "") for one in arrival.reading.incoming]
    named_anew = {name.entry for name in identified.names} & gone
    changed = {one.held.id for one in changes.new} | {one.known.id for one in changes.edited}
    found = barred.among(statements, arriving) if changed - gone else {}
    if not (named_anew or found):
        return
    own = own_sites(statements)[arrival.stored.id]
    for article, identity in zip(arriving, identified.identities, strict=True):
        entry = identity.entry
        withdrawal = tombstones.withdrawal(statements, entry) if entry in named_anew else None
        if withdrawal and withdrawal.by == tombstones.OPERATOR:
            barred.bar(statements, entry, article, own, others=False)
    for place, (original, but) in found.items():
        entry = identified.identities[place].entry
        withdrawal = None if but in own else tombstones.withdrawal(statements, original)
        if withdrawal and entry in changed - gone:
            tombstones.withdraw(
                statements,
                entry,
                at=arrival.at,
                by=tombstones.OPERATOR,
                reason=withdrawal.reason,
                person=withdrawal.person,
            )


def _identified(
    statements: Statements, arrival: Arrival, last: list[Record]
) -> tuple[dict[bytes, str | None], dict[str, Known], Identified]:
    reading, source = arrival.reading, arrival.stored
    registry = keep.registry(statements, source.id, _names(reading))
    known = keep.known(statements, filter(None, registry.values()))
    identified = identify(
        source.source.name,
        reading.incoming,
        last,
        frozenset(reading.order) - {arriving.fingerprint for arriving in reading.incoming},
        registry,
        withdrawn={entry for entry, one in known.items() if one.state is State.WITHDRAWN},
        trusted=not reading.loose,
    )
    ours = {identity.entry for identity in identified.identities if not identity.key}
    return registry, known | keep.known(statements, ours - known.keys()), identified


def _names(reading: Reading) -> Iterator[bytes]:
    for arriving in reading.incoming:
        yield from registry_keys(arriving.names)
    for gone in reading.gone:
        yield b"i" + gone.id


def _within_quota(statements: Statements, source: int, changes: Changes) -> Changes:
    """What of a flood may be held back."""
    room = max(QUOTA - keep.count(statements, source, State.HELD_BACK), 0)
    return replace(changes, new=changes.new[:room])


def _released(statements: Statements, identified: Identified, changes: Changes) -> Changes:
    """What was held back in a flood and stands in the document that ends it."""
    standing = keep.known(statements, {record.entry for record in identified.standing})
    back = [entry for entry, one in standing.items() if one.state is State.HELD_BACK]
    return replace(changes, restored=(*changes.restored, *back))


def _take_back(  # noqa: PLR0913, PLR0917 - all that is known of the document by now
    statements: Statements,
    arrival: Arrival,
    registry: Mapping[bytes, str | None],
    known: Mapping[str, Known],
    identified: Identified,
    kept: Collection[str],
) -> int:
    """Withdraw the entries that their source took back (RFC 6721); tells how many."""
    reading, at = arrival.reading, arrival.at
    arriving = list(zip(reading.incoming, identified.identities, strict=True))
    ids = Counter(one.names.id for one, _ in arriving)
    entries = {one.names.id: told.entry for one, told in arriving if ids[one.names.id] == 1}
    claimed = {record.entry: record.claimed for record in identified.standing}
    claimed |= {identity.entry: one.claimed for one, identity in arriving}
    count = 0
    for gone in reading.gone:
        entry = registry.get(b"i" + gone.id, entries.get(gone.id))
        if (
            entry is None
            or entry not in kept
            or (entry in known and known[entry].state not in _SHOWN)
        ):
            continue
        is_dated = gone.when is not None and gone.when <= at
        when = gone.when if gone.when and is_dated else at
        earlier = tombstones.withdrawal(statements, entry)
        is_restored = earlier and earlier.restored_at and (not is_dated or when <= earlier.at)
        if not is_restored and claimed.get(entry, 0) <= when.timestamp():
            tombstones.withdraw(
                statements, entry, at=when, by=tombstones.SOURCE, reason=gone.reason
            )
            count += 1
    return count


def _remember(  # noqa: PLR0913, PLR0917 - all that is known of the document by now
    statements: Statements,
    arrival: Arrival,
    identified: Identified,
    changes: Changes,
    known: Mapping[str, Known],
    found: Course,
) -> None:
    """Keep this document as the last good one."""
    reading, window = arrival.reading, arrival.window
    said = reading.updated
    body = arrival.stored.checkpoint.body
    windows.keep(
        statements,
        arrival.stored.id,
        Window(
            records=pack(_records(reading, identified, changes, known)),
            head=reading.head,
            context=reading.context,
            bodies=followed(window, body) if body else window.bodies,
            updated=int(said.timestamp()) if said else window.updated,
            turnovers=found.turnovers,
        ),
    )


def _records(
    reading: Reading, identified: Identified, changes: Changes, known: Mapping[str, Known]
) -> list[Record]:
    """The entries of a document; those that were stored otherwise are read again next time."""
    digests = {entry: one.digest for entry, one in known.items()}
    digests |= {new.held.id: new.digest for new in changes.new}
    digests |= {edit.known.id: edit.digest for edit in changes.edited}
    records = list(identified.standing)
    for arriving, identity in zip(reading.incoming, identified.identities, strict=True):
        if identity.entry not in digests:
            continue  # beyond the quota of a flood
        is_settled = identity.original or digests[identity.entry] == arriving.digest
        fingerprint = arriving.fingerprint if is_settled and arriving.fingerprint else UNREAD
        records.append(Record(fingerprint, identity.entry, arriving.names, arriving.claimed))
    return records


def _says_other(before: str | None, now: str) -> bool:
    """Whether a feed says something of itself that is published at once.

    The rest of it, such as a logo or a generator, waits for the next entry: an output that
    moves without one is no news to anybody.
    """
    if before is None or before == now:
        return before is None
    old, new = orjson.loads(before), orjson.loads(now)
    return any(old.get(name) != new.get(name) for name in _AT_ONCE)


def _remark(reading: Reading, identified: Identified, found: Course) -> str:
    if found.is_flood:
        return (
            f"a flood: {found.turnovers} documents in a row had almost only new entries, and none"
            " later than before; new ones are held back until its ids stay, or until you publish"
            " them with feedsvc entries restore"
        )
    if identified.renamed * 2 > reading.total:
        return (
            f"{identified.renamed} of {reading.total} entries came under other ids or links;"
            " they keep what they were published under, see feedsvc entries show"
        )
    return ""
