"""What was decided about the entries of a source, read from the audit log."""

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from feedsvc.model.report import Decision, Withdrawn
from feedsvc.model.rights import Level
from feedsvc.store import audit
from feedsvc.store.database import Statements
from feedsvc.store.moments import maybe_moment, micros, moment


def of_source(
    statements: Statements, source: str, since: datetime | None, until: datetime
) -> Iterator[tuple[str, Decision]]:
    """Our id of each entry and what was decided about it, oldest first.

    Args:
        statements: Where.
        source: Its name.
        since: None for all from the beginning.
        until: Exclusive.
    """
    for logged in audit.of_source(statements, source, since, until):
        decision = logged.decision
        yield decision.entry, _decision(logged.at, json.loads(decision.text))


def withdrawn(statements: Statements, source: str, until: datetime) -> dict[str, Withdrawn]:
    """The last withdrawal of each entry of a source that had one before a moment, by our id."""
    rows = statements.read("withdrawn_of", source_name=source, until=micros(until))
    return {
        entry: Withdrawn(at=moment(at), by=by, reason=reason, restored_at=maybe_moment(restored))
        for entry, at, by, reason, restored in rows
    }


def _decision(at: datetime, kept: dict[str, Any]) -> Decision:
    words = ("licence", "scope", "granted_by", "evidence", "title", "url", "attribution")
    level = kept["level"]
    return Decision(
        at=at,
        level=Level[level.upper()] if isinstance(level, str) else Level(level),
        images=bool(kept.get("images")),
        reasons=tuple(kept.get("reasons") or ()),
        **{word: str(kept.get(word) or "") for word in words},
    )
