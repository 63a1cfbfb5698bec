"""Archives of channels."""

from sqlalchemy import bindparam, insert, select, update

from feedsvc.store.schema import archive_states, archives
from feedsvc.store.statements.kinds import Insert, Statements


def statements(upsert: Insert) -> Statements:
    """Name to statement; upserts are written the way of a dialect."""
    state = [column for column in archive_states.c if column.name != "channel"]
    ours = archive_states.c.channel == bindparam("channel")
    begin = upsert(archive_states).values(
        channel=bindparam("channel"), generation=-1, newest=0, covered=b"", pending=b""
    )
    held = select(*state).where(ours)
    of_channel = archives.c.channel == bindparam("channel")
    return {
        "archive_state": held,
        "begin_archives": begin.on_conflict_do_nothing(),
        "hold_archive_state": held.with_for_update(),
        "keep_archive_state": update(archive_states)
        .where(ours)
        .values({column.name: bindparam(column.name) for column in state}),
        "add_archive": insert(archives).values(
            {column.name: bindparam(column.name) for column in archives.c}
        ),
        "archive": select(
            *(archives.c[name] for name in ("number", "sealed", "updated", "members", "said"))
        ).where(of_channel, archives.c.number == bindparam("number")),
        "archived": select(archives.c.members).where(of_channel),
    }
