"""Writes of the API by the key that their client gave them."""

from sqlalchemy import bindparam, delete, select, update

from feedsvc.store.schema import idempotency
from feedsvc.store.statements.kinds import Insert, Statements


def statements(upsert: Insert) -> Statements:
    """Name to statement; upserts are written the way of a dialect."""
    ours = idempotency.c.key == bindparam("key")
    return {
        "claim_write": upsert(idempotency)
        .values(
            key=bindparam("key"),
            request=bindparam("request"),
            at=bindparam("at"),
            status=0,
            answer="",
        )
        .on_conflict_do_nothing(),
        "remembered_write": select(
            idempotency.c.request, idempotency.c.status, idempotency.c.answer
        ).where(ours, idempotency.c.at >= bindparam("since")),
        "remember_write": update(idempotency)
        .where(ours)
        .values(status=bindparam("status"), answer=bindparam("answer")),
        "forget_writes": delete(idempotency).where(idempotency.c.at < bindparam("until")),
    }
