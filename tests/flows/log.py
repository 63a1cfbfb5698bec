"""The audit log, written by hand."""

import json
from datetime import datetime

from feedsvc.store import audit
from feedsvc.store.database import Database

DECISION = {
    "level": "full",
    "images": True,
    "licence": None,
    "reasons": ["the permission's scope is full"],
    "scope": "full",
    "granted_by": "Desk",
    "evidence": "mail of 2026-01-12",
    "revision": 1,
    "public_id": "tag:herald.example,2026:1",
    "url": "https://herald.example/1",
    "title": "Story 1",
    "attribution": "First published by The Harbour Herald.",
}


class Log:
    """Rows of the log, one after the other."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, at: datetime, entry: str, source: str = "herald", /, **changed: object) -> None:
        text = json.dumps(DECISION | changed, sort_keys=True)
        with self._database.transaction() as statements:
            audit.append(
                statements, audit.hold(statements), [audit.Decision(entry, source, text)], at
            )
