"""The statements of the audit log."""

from typing import Any

from sqlalchemy import (
    BigInteger,
    ClauseElement,
    LargeBinary,
    Text,
    bindparam,
    case,
    cast,
    func,
    insert,
    select,
    true,
    tuple_,
    update,
)

from feedsvc.store.schema import audit, audit_head
from feedsvc.store.statements.kinds import Statements

_ROW = [
    audit.c[name]
    for name in ("number", "at", "entry_id", "archive", "source", "decision", "digest")
]
_HEAD = ("number", "digest")
_SIGNED = ("at", "entry_id", "archive", "source", "decision")


def statements(dialect: str) -> Statements:
    """Name to statement, written the way of `dialect` (sqlite, postgresql)."""
    head = select(audit_head.c.number, audit_head.c.digest).where(audit_head.c.id == 1)
    ours = audit.c.entry_id.in_(bindparam("entries", expanding=True))
    newest = (
        select(func.max(audit.c.number)).where(ours).group_by(audit.c.entry_id, audit.c.archive)
    )
    place = tuple_(audit.c.at, audit.c.number)
    mark = tuple_(bindparam("at", type_=audit.c.at.type), bindparam("number"))
    of_source = audit.c.source == bindparam("source_name")
    before = audit.c.number < bindparam("before")
    most: Any = bindparam("most")
    return {
        "audit_head": head,
        "hold_audit": head.with_for_update(),
        "logged": select(audit.c.entry_id, audit.c.archive, audit.c.decision)
        .where(audit.c.number.in_(newest))
        .order_by(audit.c.number),
        "add_audit": insert(audit).values(
            {column.name: bindparam(column.name) for column in audit.c}
        ),
        "keep_audit_head": update(audit_head)
        .where(audit_head.c.id == 1)
        .values(number=bindparam("number"), digest=bindparam("digest")),
        "whole_audit": select(*audit.c)
        .where(audit.c.number > bindparam("number"))
        .order_by(audit.c.number)
        .limit(most),
        "audit_digest": select(audit.c.digest).where(audit.c.number == bindparam("number")),
        "audit_page": _with_head(dialect),
        "audit_of_source": select(*_ROW)
        .where(of_source, place > mark, audit.c.at < bindparam("until"))
        .order_by(audit.c.at, audit.c.number)
        .limit(most),
        "audit_newest": select(*_ROW).where(before).order_by(audit.c.number.desc()).limit(most),
        "audit_newest_of_source": select(*_ROW)
        .where(of_source, place < mark)
        .order_by(audit.c.at.desc(), audit.c.number.desc())
        .limit(most),
        "audit_newest_of_entry": select(*_ROW)
        .where(audit.c.entry_id == bindparam("entry"), before)
        .order_by(audit.c.number.desc())
        .limit(most),
    }


def _with_head(dialect: str) -> ClauseElement:
    """Rows as bytes, whatever stands there, each with the head at the same moment.

    The head comes even where there are no rows. One statement sees one state of the database,
    so that nothing need be locked against who appends meanwhile.
    """
    page = (
        select(
            case((_is_sound(audit.c.number, dialect), audit.c.number), else_=0).label("number"),
            *(_as_bytes(audit.c[name], dialect).label(name) for name in _SIGNED),
            _sound(audit.c.digest, dialect).label("digest"),
        )
        .where(audit.c.number >= bindparam("start"))
        .order_by(audit.c.number)
        .limit(bindparam("most"))
        .subquery("page")
    )
    head = [_sound(audit_head.c[name], dialect).label(f"head_{name}") for name in _HEAD]
    return (
        select(*head, *page.c)
        .select_from(audit_head.outerjoin(page, true()))
        .where(audit_head.c.id == 1)
        .order_by(page.c.number)
    )


def _as_bytes(column: Any, dialect: str) -> Any:  # noqa: ANN401 - of any type
    if dialect == "sqlite":
        return case((_is_sound(column, dialect), cast(column, LargeBinary)))
    return func.convert_to(cast(column, Text), "UTF8")


def _sound(column: Any, dialect: str) -> Any:  # noqa: ANN401 - of any type
    return case((_is_sound(column, dialect), column))


def _is_sound(column: Any, dialect: str) -> Any:  # noqa: ANN401 - of any type
    """Whether the value is of the column's type: SQLite holds any in any column."""
    kinds = {Text: "text", LargeBinary: "blob", BigInteger: "integer"}
    if dialect == "sqlite":
        return func.typeof(column) == kinds[type(column.type)]
    return true()
