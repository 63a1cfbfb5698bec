"""What operators are to be told of."""

from sqlalchemy import bindparam, case, delete, insert, select, update

from feedsvc.store.schema import alerts
from feedsvc.store.statements.kinds import Insert, Statements

TOLD, OVER = 1, 2
"""What of an alert was told: that it began; and that it is over, or that nobody need hear it."""


def statements(upsert: Insert) -> Statements:  # noqa: ARG001 - rows are added and changed
    """Name to statement."""
    one = alerts.c.id == bindparam("alert")
    ended = alerts.c.ended_at.is_not(None)
    return {
        "open_alerts": select(*alerts.c).where(alerts.c.ended_at.is_(None)).order_by(alerts.c.id),
        "untold_alerts": select(*alerts.c)
        .where(alerts.c.told < case((ended, OVER), else_=TOLD))
        .order_by(alerts.c.id),
        "latest_alerts": select(*alerts.c).order_by(alerts.c.id.desc()).limit(bindparam("most")),
        "begin_alert": insert(alerts).values(
            {name: bindparam(name) for name in ("kind", "subject", "text", "began_at")}
            | {"told": 0}
        ),
        # Of what nobody was told, nobody is told that it is over.
        "end_alert": update(alerts)
        .where(one, alerts.c.ended_at.is_(None))
        .values(
            ended_at=bindparam("ended_at"),
            told=case((alerts.c.told == 0, OVER), else_=bindparam("silent") + TOLD),
        ),
        "tell_alert": update(alerts)
        .where(one, alerts.c.told < bindparam("told"))
        .values(told=bindparam("told")),
        "forget_alerts": delete(alerts).where(alerts.c.ended_at < bindparam("until")),
    }
