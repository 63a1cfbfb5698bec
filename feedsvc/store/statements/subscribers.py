"""Who may read private channels."""

from typing import Any

from sqlalchemy import bindparam, delete, insert, select, update

from feedsvc.store.schema import subscribers
from feedsvc.store.statements.kinds import Insert, Statements


def statements(upsert: Insert) -> Statements:  # noqa: ARG001
    """Name to statement; upserts are written the way of a dialect."""
    named = subscribers.c.name == bindparam("subscriber")
    every: dict[str, Any] = {column.name: bindparam(column.name) for column in subscribers.c}
    return {
        "subscribers": select(*subscribers.c).order_by(subscribers.c.name),
        "add_subscriber": insert(subscribers).values(every),
        "remove_subscriber": delete(subscribers).where(named),
        "change_subscriber": update(subscribers)
        .where(named)
        .values(channels=bindparam("channels")),
        "use_subscriber": update(subscribers).where(named).values(used_at=bindparam("used_at")),
    }
