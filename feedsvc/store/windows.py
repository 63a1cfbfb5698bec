"""What is remembered of the documents of a source, read only when one is to be compared."""

from feedsvc.model.window import Window
from feedsvc.store.database import Statements


def window(statements: Statements, source: int) -> Window:
    """What is remembered; an empty `Window` before the first good document."""
    rows = statements.read("window", source=source)
    if not rows:
        return Window()
    records, head, context, bodies, updated, turnovers = rows[0]
    return Window(
        records=bytes(records),
        head=bytes(head),
        context=bytes(context),
        bodies=bytes(bodies),
        updated=updated,
        turnovers=turnovers,
    )


def keep(statements: Statements, source: int, window: Window) -> None:
    """Remember it instead of what was before."""
    statements.run(
        "keep_window",
        source=source,
        records=window.records,
        head=window.head,
        context=window.context,
        bodies=window.bodies,
        updated=window.updated,
        turnovers=window.turnovers,
    )
