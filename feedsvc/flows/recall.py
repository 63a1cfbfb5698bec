"""Recalling entries and judging what may be shown of them now; what stands is not judged again."""

import threading
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from feedsvc.flows.judge import judge
from feedsvc.flows.known import Known
from feedsvc.model.entry import Hop
from feedsvc.model.held import State
from feedsvc.model.source import Source
from feedsvc.publish.compose import Judged
from feedsvc.store import entries
from feedsvc.store.database import Statements
from feedsvc.store.entries import Candidate

_OVERHEAD = 4096
"""Bytes that a kept entry costs besides its text, about."""


_PAGE = 1.1  # how many times a channel's limit is recalled at once


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


class _Kept(NamedTuple):
    """An entry as it was judged, with all that this depended on.

    Attributes:
        at: The moment that it was judged for: a clock may be set back.
    """

    judged: Judged
    at: datetime
    candidate: Candidate
    source: Source
    credit: Hop
    size: int


class Memory:
    """Entries judged, those read last, up to a number of bytes. For many threads."""

    def __init__(self, room: int = 64 * 1024 * 1024, *, commercial: bool = False) -> None:
        """Keep at most about `room` bytes; `commercial` says whether our site is."""
        self._commercial = commercial
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
                judged = found[held.id] = judge(held, source, now, commercial=self._commercial)
                cost = size + _OVERHEAD
                if held.state is State.PUBLISHED:  # not withdrawn meanwhile
                    self._keep(
                        _Kept(judged, now, candidate, source.stored.source, source.credit, cost)
                    )
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
    return is_same and kept.at <= now and (until is None or now < until)
