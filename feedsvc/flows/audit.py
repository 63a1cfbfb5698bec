"""The audit log is written before anything that shows more than a link leaves."""

import threading
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from datetime import datetime
from hashlib import blake2b
from typing import NamedTuple
from weakref import ref

import orjson

from feedsvc.flows.known import Known
from feedsvc.model.rights import Level
from feedsvc.model.source import Permission
from feedsvc.model.view import Showing
from feedsvc.publish.shown import as_plain
from feedsvc.store import audit
from feedsvc.store.audit import Decision
from feedsvc.store.database import Database

_REMEMBERED = 16_384
"""Entries, at some 400 bytes each."""


class _Noted(NamedTuple):
    """What is in the log of an entry; the showing may go, its text is large."""

    showing: "ref[Showing]"
    digest: bytes


class Log:
    """Writes down what is shown of entries, each decision once. For many threads.

    What was written last is remembered: a document that shows nothing new costs no SQL.
    """

    def __init__(self, database: Database, room: int = _REMEMBERED) -> None:
        """Write to `database`, and remember what was written of at most `room` entries."""
        self._room = room
        self._database = database
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

    def _append(self, decisions: Sequence[Decision], now: datetime) -> None:
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
        "title": as_plain(held.entry.title) if held.entry.title else "",
        "attribution": showing.line.text,
    }
    return orjson.dumps(decision, option=orjson.OPT_SORT_KEYS)
