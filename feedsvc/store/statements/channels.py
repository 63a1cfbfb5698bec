"""Channels that operators declared."""

from sqlalchemy import bindparam, delete, func, select

from feedsvc.store.schema import channels
from feedsvc.store.statements.kinds import Insert, Statements


def statements(upsert: Insert) -> Statements:
    """Name to statement; upserts are written the way of a dialect."""
    put = upsert(channels).values({column.name: bindparam(column.name) for column in channels.c})
    return {
        "declared_channels": select(channels.c.name, channels.c.declared).order_by(
            channels.c.place, channels.c.name
        ),
        "last_channel": select(func.coalesce(func.max(channels.c.place), 0)),
        "put_channel": put.on_conflict_do_update(
            index_elements=[channels.c.name], set_={"declared": put.excluded.declared}
        ),
        "remove_channel": delete(channels).where(channels.c.name == bindparam("name")),
    }
