"""Who reads us, and the account to the owner of a source."""

from sqlalchemy import and_, bindparam, case, func, not_, select

from feedsvc.store.schema import readers
from feedsvc.store.statements.kinds import Insert, Statements
from feedsvc.text.user_agents import BROWSER, OTHERS, OURSELVES


def statements(upsert: Insert) -> Statements:
    """Name to statement; upserts are written the way of a dialect."""
    return {
        **_readers(upsert),
    }


def _readers(upsert: Insert) -> Statements:
    put = upsert(readers).values({column.name: bindparam(column.name) for column in readers.c})
    more = put.excluded.subscribers > readers.c.subscribers
    in_channel = readers.c.channel == bindparam("channel")
    # What another instance says holds what we say to it where each republishes the other.
    is_told = and_(readers.c.subscribers > 0, not_(readers.c.reader.startswith(OURSELVES)))
    return {
        "count_readers": put.on_conflict_do_update(
            index_elements=[readers.c.day, readers.c.channel, readers.c.reader],
            set_={
                "requests": readers.c.requests + put.excluded.requests,
                "unchanged": readers.c.unchanged + put.excluded.unchanged,
                "subscribers": case((more, put.excluded.subscribers), else_=readers.c.subscribers),
            },
        ),
        "all_readers": select(*readers.c),
        "carry_readers": put.on_conflict_do_update(
            index_elements=[readers.c.day, readers.c.channel, readers.c.reader],
            set_={name: put.excluded[name] for name in ("requests", "unchanged", "subscribers")},
        ),
        "readers_of_day": select(readers.c.reader).where(
            readers.c.day == bindparam("day"), in_channel
        ),
        "people": select(
            readers.c.channel,
            readers.c.day,
            func.sum(case((is_told, readers.c.subscribers), else_=1)),
        )
        .where(
            readers.c.day >= bindparam("since"),
            readers.c.reader != BROWSER,
            readers.c.reader != OTHERS,
        )
        .group_by(readers.c.channel, readers.c.day),
        "readers_of": select(*readers.c)
        .where(readers.c.day.in_(bindparam("days", expanding=True)), in_channel)
        .order_by(readers.c.reader, readers.c.day),
    }
