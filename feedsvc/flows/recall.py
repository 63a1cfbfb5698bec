"""Recalling entries and judging what may be shown of them now; what stands is not judged again."""

import threading
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import NamedTuple

from feedsvc.model.channel import Channel
from feedsvc.model.entry import Hop
from feedsvc.model.held import Held, State
from feedsvc.model.source import Source
from feedsvc.publish.compose import Judged
from feedsvc.rights import licences
from feedsvc.rights.attribution import attribution, line
from feedsvc.rights.decide import decide
from feedsvc.store import decode, entries
from feedsvc.store.database import Statements
from feedsvc.store.entries import Candidate
from feedsvc.store.sources import Stored

_OVERHEAD = 4096
"""Bytes that a kept entry costs besides its text, about."""


_PAGE = 1.1  # how many times a channel's limit is recalled at once


@dataclass(frozen=True, slots=True)
class Known:
    """A source as publishing needs it."""

    stored: Stored
    place: int
    hop: Hop
    credit: Hop


def credit_of(hop: Hop) -> Hop:
    """What entries say of the feed that they came in: nothing that moves while it stays itself.

    With a tagline that tells the weather, or a version of its software, every entry of it would
    be another whenever that changes.
    """
    return replace(
        hop,
        updated=None,
        published=None,
        subtitle=None,
        generator=None,
        notice=None,
        docs=None,
        extensions=(),
    )


def feed_of(stored: Stored) -> Hop:
    """The feed of a source as we credit it: under the operator's title, if there is one."""
    source = stored.source
    hop = decode.hop(stored.feed) if stored.feed else Hop(title=source.title or source.name)
    return titled(hop, source)


def titled(hop: Hop, source: Source) -> Hop:
    """A feed under the operator's title for it, if there is one."""
    return replace(hop, title=source.title, name=None) if source.title else hop


def known_again(stored: Stored, place: int, before: Known | None) -> Known:
    """A source as it is now; what did not change is the very same object as before."""
    if before is None or before.stored.source != stored.source:
        hop = feed_of(stored)
        return Known(stored, place, hop, credit_of(hop))
    stored = stored._replace(source=before.stored.source)
    if before.stored.feed == stored.feed:
        return Known(stored, place, before.hop, before.credit)
    hop = feed_of(stored)
    credit = credit_of(hop)
    return Known(stored, place, hop, before.credit if credit == before.credit else credit)


def members_of(channel: Channel, known: Mapping[str, Known]) -> dict[int, Known]:
    """The sources of a channel, by row."""
    return {
        one.stored.id: one for one in known.values()
        if one.stored.source.enabled and channel.selects(one.stored.source)
    }  # fmt: skip


def rows_of(channel: Channel, members: Mapping[int, Known]) -> Sequence[int] | None:
    """The rows of its sources; None for all that are enabled."""
    return None if "*" in channel.sources else list(members)


def newest(
    statements: Statements, rows: Sequence[int] | None, limit: int
) -> Iterator[list[Candidate]]:
    """Published entries of the sources, newest first, read as far as they are asked for."""
    most, skip = int(limit * _PAGE) + 1, 0
    while True:
        page = entries.published(statements, rows, most=most, skip=skip)
        yield page
        if len(page) < most:
            return
        skip += most


def judge(held: Held, known: Known, now: datetime) -> Judged:
    """Decide what may be shown of an entry at `now`, and how it is credited."""
    due = held.update_due
    if due and due <= now:
        held, due = replace(held, updated=due, update_due=None), None
    permission = known.stored.source.permission
    origin = attribution(held, known.credit)
    declared = licences.known(held.entry.licences or origin.origin.licences)
    grant = decide(held, permission, declared, now)
    return Judged(
        held=held,
        grant=replace(grant, until=min(filter(None, (grant.until, due)))) if due else grant,
        attribution=origin,
        line=line(permission.attribution, held, origin),
        licences=declared,
        noindex=permission.noindex,
        canonical=permission.canonical,
    )


class _Kept(NamedTuple):
    """An entry as it was judged, with all that this depended on."""

    judged: Judged
    candidate: Candidate
    source: Source
    credit: Hop
    size: int


class Memory:
    """Entries judged, those read last, up to a number of bytes. For many threads."""

    def __init__(self, room: int = 64 * 1024 * 1024) -> None:
        """Keep at most about `room` bytes."""
        self._room = room
        self._size = 0
        self._kept: OrderedDict[str, _Kept] = OrderedDict()
        self._lock = threading.Lock()

    def judged(
        self,
        statements: Statements,
        pages: Iterable[Sequence[Candidate]],
        known: Mapping[int, Known],
        now: datetime,
    ) -> Iterator[Judged]:
        """Judge entries in their order, those not known or judged otherwise read anew.

        Args:
            statements: Where they are.
            pages: Which; those of a page are read at once, and no page before it is needed.
            known: Their sources by row.
            now: The moment they would be shown.
        """
        for page in pages:
            yield from self._judged(statements, page, known, now)

    def _judged(
        self,
        statements: Statements,
        candidates: Sequence[Candidate],
        known: Mapping[int, Known],
        now: datetime,
    ) -> Iterator[Judged]:
        found: dict[str, Judged | None] = {}
        missing = []
        kept_of = self._kept.get
        for candidate in candidates:
            kept = kept_of(candidate.id)
            if kept is not None and _stands(kept, candidate, known, now):
                found[candidate.id] = kept.judged
            else:
                found[candidate.id] = None
                missing.append(candidate)
        if missing:
            asked = {candidate.id: candidate for candidate in missing}
            for held, size in entries.texts(statements, list(asked)):
                candidate = asked[held.id]
                source = known[candidate.source]
                judged = found[held.id] = judge(held, source, now)
                cost = size + _OVERHEAD
                if held.state is State.PUBLISHED:  # not withdrawn meanwhile
                    self._keep(_Kept(judged, candidate, source.stored.source, source.credit, cost))
        yield from filter(None, found.values())  # None was purged meanwhile

    def _keep(self, kept: _Kept) -> None:
        with self._lock:
            self._drop(kept.candidate.id)
            self._kept[kept.candidate.id] = kept
            self._size += kept.size
            while self._size > self._room and len(self._kept) > 1:
                self._drop(next(iter(self._kept)))

    def _drop(self, uid: str) -> None:
        gone = self._kept.pop(uid, None)
        if gone is not None:
            self._size -= gone.size


def _stands(kept: _Kept, candidate: Candidate, known: Mapping[int, Known], now: datetime) -> bool:
    if kept.candidate != candidate:
        return False
    present, until = known[candidate.source], kept.judged.grant.until
    is_same = kept.source is present.stored.source and kept.credit is present.credit
    return is_same and (until is None or now < until)
