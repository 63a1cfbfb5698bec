"""The audit log is written before anything that shows more than a link leaves.

While the database takes no writes, what is shown is kept in memory with its moment and logged
as soon as it does (`Waiting`), in the order in which it was shown; a process that dies before
that takes it along, and the log does not tell of it. Where so much waits that there is no room
for more, nothing that is not in the log yet is shown.
"""

import itertools
import threading
from collections import OrderedDict, deque
from collections.abc import Mapping, Sequence
from datetime import datetime
from hashlib import blake2b
from typing import NamedTuple
from weakref import ref

import orjson

from feedsvc.errors import StoreUnavailableError
from feedsvc.flows.known import Known
from feedsvc.flows.waiting import Waiting
from feedsvc.model.rights import Level
from feedsvc.model.source import Permission
from feedsvc.model.view import Showing
from feedsvc.publish.plain import title_of
from feedsvc.store import audit
from feedsvc.store.audit import Decision
from feedsvc.store.database import Database

_REMEMBERED = 16_384
"""Entries, at some 400 bytes each."""

ROOM = 32 * 1024 * 1024
"""Characters of decisions that may wait."""

_AT_ONCE = 100
"""So many documents' decisions are written in one transaction."""


class _Shown(NamedTuple):
    """Decisions that are to be logged, and when they were shown."""

    decisions: Sequence[Decision]
    at: datetime
    size: int


class _Noted(NamedTuple):
    """What is in the log of an entry; the showing may go, its text is large."""

    showing: "ref[Showing]"
    digest: bytes


class Log:
    """Writes down what is shown of entries, each decision once. For many threads.

    What was written last is remembered: a document that shows nothing new costs no SQL.
    """

    def __init__(
        self, database: Database, waiting: Waiting | None = None, *, room: int = _REMEMBERED
    ) -> None:
        """Write to `database`.

        Args:
            database: Where the log is.
            waiting: Knows when what could not be written can be; without it nothing waits, and
                what cannot be logged is not shown.
            room: Entries of which is remembered what was written.
        """
        self._room = room
        self._database = database
        self._waiting = waiting
        self._unwritten: deque[_Shown] = deque()
        self._size = 0
        self._settling = threading.Lock()
        if waiting:
            waiting.add(self)
        self._last: OrderedDict[str, _Noted] = OrderedDict()
        self._lock = threading.Lock()
        self._length = -1

    def write(
        self,
        showings: Sequence[Showing],
        known: Mapping[str, Known],
        now: datetime,
        archive: str = "",
    ) -> None:
        """See that what is about to be shown is in the log; only then may it be.

        Args:
            showings: What is shown.
            known: The sources by name as they were when that was decided.
            now: The moment it is shown.
            archive: The archive that shows it as it was sealed, if one does.

        Raises:
            StoreUnavailableError: It can neither be written nor wait.
            StoreError: The log is damaged.
        """
        prefix = f"{archive} " if archive else ""
        last = self._last.get
        fresh = [
            one for one in showings
            if (noted := last(prefix + one.held.id)) is None or noted.showing() is not one
        ]  # fmt: skip
        if not fresh:
            return
        decisions: list[Decision] = []
        written: dict[str, _Noted] = {}
        for one in fresh:
            uid, source = one.held.id, one.held.source
            before, digest = last(prefix + uid), b""
            if one.level > Level.LINK:
                text = told(one, known[source].stored.source.permission)
                digest = blake2b(text, digest_size=16).digest()
                if before is None or before.digest != digest:
                    decisions.append(Decision(uid, source, text.decode(), archive))
            written[prefix + uid] = _Noted(ref(one), digest)
        if decisions:
            self._append(decisions, now)
        with self._lock:
            self._last |= written
            while len(self._last) > self._room:
                self._last.popitem(last=False)

    def waits(self) -> int:
        """How many decisions are shown and not in the log yet."""
        return sum(len(one.decisions) for one in tuple(self._unwritten))

    def settle(self) -> None:
        """Log what waits, oldest first.

        Raises:
            StoreUnavailableError: The database takes no writes yet; the rest waits on.
        """
        with self._settling:
            while self._unwritten:
                part = list(itertools.islice(self._unwritten, _AT_ONCE))
                with self._database.transaction() as statements:
                    for one in part:
                        head = audit.hold(statements)
                        new = audit.unlogged(statements, one.decisions)
                        audit.append(statements, head, new, one.at)
                for one in part:
                    self._unwritten.popleft()
                    with self._lock:
                        self._size -= one.size

    def _append(self, decisions: Sequence[Decision], now: datetime) -> None:
        """Log decisions, now or as soon as it can be done."""
        waiting = self._waiting
        if waiting is None:
            self._log(decisions, now)
            return
        error: StoreUnavailableError | None = None
        if not waiting.reason:
            try:
                self.settle()
                self._log(decisions, now)
            except StoreUnavailableError as raised:
                error = raised
            else:
                return
        self._keep(_Shown(decisions, now, sum(len(one.text) for one in decisions)))
        waiting.begin(error)

    def _keep(self, shown: _Shown) -> None:
        with self._lock:
            if self._size + shown.size > ROOM:
                msg = "the audit log cannot be written, and there is no room for more to wait"
                raise StoreUnavailableError(msg)
            self._size += shown.size
            self._unwritten.append(shown)

    def _log(self, decisions: Sequence[Decision], now: datetime) -> None:
        """Log those of the decisions that nobody has logged."""
        new = audit.unlogged(self._database.statements(), decisions)
        if not new:
            return
        with self._database.transaction() as statements:
            head = audit.hold(statements)
            if head.number != self._length:  # others may have logged the same
                new = audit.unlogged(statements, new)
            self._length = audit.append(statements, head, new, now)


def told(showing: Showing, permission: Permission) -> bytes:
    """What a reader gets of an entry and why, as canonical JSON: it moves with the decision alone.

    Args:
        showing: The entry as it is shown.
        permission: That of its source.
    """
    held, grant = showing.held, showing.grant
    decision = {
        "level": grant.level.name.lower(),
        "images": grant.images,
        "licence": grant.licence.id if grant.licence else None,
        "reasons": grant.reasons,
        "scope": permission.scope,
        "granted_by": permission.granted_by,
        "evidence": permission.evidence,
        "revision": held.revision,
        "public_id": held.public_id,
        "url": held.entry.url,
        "title": title_of(held.entry),
        "attribution": showing.line.text,
    }
    return orjson.dumps(decision, option=orjson.OPT_SORT_KEYS)
