"""Channels that operators declared."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from feedsvc.model.channel import DEFAULT_LIMIT, Channel
from feedsvc.store.database import Statements
from feedsvc.store.moments import micros


def everything(statements: Statements) -> tuple[Channel, ...]:
    """All of them, in the order in which they were added."""
    return tuple(
        _channel(name, json.loads(text)) for name, text in statements.read("declared_channels")
    )


def declarations(statements: Statements) -> dict[str, str]:
    """The table of each, as JSON, in the same order."""
    return dict(statements.read("declared_channels"))


def declare(
    statements: Statements, declared: Sequence[tuple[str, str]], now: datetime, by: str
) -> None:
    """Store channels as operators declare them, new ones and others.

    Args:
        statements: A transaction, in which a generation begins.
        declared: The name of each, and the table that says so in a file, as JSON.
        now: When new ones are added.
        by: Who declares them.
    """
    place: int = statements.read("last_channel")[0][0]
    statements.many(
        "put_channel",
        [
            {"name": name, "place": place + count, "declared": text, "added_at": micros(now),
             "by": by}
            for count, (name, text) in enumerate(declared, 1)
        ],
    )  # fmt: skip


def remove(statements: Statements, name: str) -> bool:
    """Remove a channel; whether there was one."""
    return bool(statements.run("remove_channel", name=name))


def _channel(name: str, table: dict[str, Any]) -> Channel:
    return Channel(
        name=name,
        title=table.get("title") or name,
        description=table.get("description", ""),
        sources=tuple(table.get("sources", ())),
        tags=tuple(table.get("tags", ())),
        limit=table.get("limit", DEFAULT_LIMIT),
        private=table.get("private", False),
    )
