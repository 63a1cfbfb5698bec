"""Polls as they went, and their sums by hour."""

from sqlalchemy import bindparam, delete, insert, select

from feedsvc.store.schema import hours, polls, sources
from feedsvc.store.statements.kinds import Insert, Statements

_POLL = [column for column in polls.c if column.name not in {"id", "source_id"}]
_SUMS = ("polls", "new", "updated", "took")
_ALL = (*_SUMS, "documents", "reading")


def statements(upsert: Insert) -> Statements:
    """Name to statement; upserts are written the way of a dialect."""
    put = upsert(hours).values({column.name: bindparam(column.name) for column in hours.c})
    page = (
        select(polls.c.id, sources.c.name, *_POLL)
        .select_from(polls.join(sources))
        .where(polls.c.id < bindparam("before"), polls.c.at >= bindparam("since"))
        .order_by(polls.c.id.desc())
        .limit(bindparam("most"))
    )
    return {
        "polls_page": page,
        "polls_page_of": page.where(polls.c.source_id == bindparam("source")),
        "add_poll": insert(polls).values(
            source_id=bindparam("source"),
            **{column.name: bindparam(column.name) for column in _POLL},
        ),
        "polls": select(*_POLL)
        .where(polls.c.source_id == bindparam("source"))
        .order_by(polls.c.id.desc())
        .limit(bindparam("most")),
        "forget_polls": delete(polls).where(polls.c.at < bindparam("until")),
        "add_hour": put.on_conflict_do_update(
            index_elements=[hours.c.hour, hours.c.outcome],
            set_={name: hours.c[name] + put.excluded[name] for name in _ALL},
        ),
        "hours": select(hours.c.hour, hours.c.outcome, *(hours.c[name] for name in _SUMS))
        .where(hours.c.hour >= bindparam("since"))
        .order_by(hours.c.hour, hours.c.outcome),
    }
