"""Permissions as the tables hold them, and every state that each was in."""

import json
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from feedsvc.model.source import Images, Permission, Scope, ThirdParty
from feedsvc.store.database import Statements
from feedsvc.store.moments import micros, moment, span


class Change(StrEnum):
    """What happened to a permission."""

    GIVEN = "given"
    CHANGED = "changed"
    REVOKED = "revoked"
    RESTORED = "restored"


class Record(NamedTuple):
    """A permission from a moment on.

    Attributes:
        by: Who brought the change about.
        reason: Why, in words; may be empty.
    """

    at: datetime
    by: str
    change: Change
    reason: str
    permission: Permission


def record(  # noqa: PLR0913 - who did what to which permission, when and why
    statements: Statements,
    source: str,
    permission: Permission,
    change: Change,
    *,
    at: datetime,
    by: str,
    reason: str = "",
) -> None:
    """Remember what the permission of a source is from now on.

    Args:
        statements: A transaction.
        source: Its name.
        permission: As it is now.
        change: What happened to it.
        at: When.
        by: Who brought it about.
        reason: Why, in words.
    """
    statements.run(
        "add_permission",
        source_name=source,
        at=micros(at),
        by=by,
        change=change.value,
        reason=reason,
        data=dumps(permission),
    )


def history(statements: Statements, source: str) -> Sequence[Record]:
    """Every state of the permission of a source, oldest first."""
    return [
        Record(moment(at), by, Change(change), reason, loads(data))
        for at, by, change, reason, data in statements.read("permissions", source_name=source)
    ]


def dumps(permission: Permission) -> str:
    """Write down a permission; the same one gives the same text."""
    return json.dumps(
        {
            "scope": permission.scope,
            "images": permission.images,
            "edits": permission.edits,
            "licence": permission.licence,
            "on_third_party": permission.on_third_party,
            "attribution": permission.attribution,
            "credit": permission.credit,
            "pixel": permission.pixel,
            "granted_by": permission.granted_by,
            "evidence": permission.evidence,
            "notes": permission.notes,
            "from": permission.starts and permission.starts.isoformat(),
            "until": permission.ends and permission.ends.isoformat(),
            "embargo": span(permission.embargo),
            "expiry": span(permission.expiry),
            "noindex": permission.noindex,
            "canonical": permission.canonical,
        }
    )


# Most sources have the same permission: reading it anew each time would cost a poll answered
# 304 a tenth of its CPU.
@lru_cache(maxsize=512)
def loads(text: str) -> Permission:
    """Read back what `dumps` wrote, now or in an earlier version."""
    kept = json.loads(text)
    words = ("licence", "attribution", "credit", "pixel", "granted_by", "evidence", "notes")
    flags = ("edits", "noindex", "canonical")
    return Permission(
        scope=Scope(kept["scope"]),
        images=Images(kept.get("images", Images.TEXT)),
        on_third_party=ThirdParty(kept.get("on_third_party", ThirdParty.EXCERPT)),
        starts=kept["from"] and date.fromisoformat(kept["from"]),
        ends=kept["until"] and date.fromisoformat(kept["until"]),
        embargo=timedelta(microseconds=kept["embargo"]),
        expiry=timedelta(microseconds=kept.get("expiry", 0)),
        **{name: kept[name] for name in (*words, *flags) if name in kept},
    )
