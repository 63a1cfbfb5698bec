"""How commands show what they found: tables for people, JSON for programs."""

import json
import re
import shutil
import sys
import textwrap
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any, TypeVar

import click

_Item = TypeVar("_Item")

_OBEYED = re.compile("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")
_COLOURS = {
    **dict.fromkeys(("failed", "failing", "gone", "revoked", "withdrawn", "nothing"), "red"),
    **dict.fromkeys(("degraded", "doubted", "held", "resting", "throttled", "link"), "yellow"),
    **dict.fromkeys(("ok", "full", "published", "fetched"), "green"),
    **dict.fromkeys(("not_modified", "paused", "unchanged", "removed", "disabled"), "dim"),
}
"""Of cells that are one of these words; the words tell all that the colours do."""

_WORDS = {None: "", True: "yes", False: "no"}
_WHOLE = 24  # letters of a column that are not broken, if the terminal has room
_BETWEEN = 2
_SPARE = (
    "unchanged",
    "seconds",
    "limit",
    "updated",
    "status",
    "entries",
    "tags",
    "polled",
    "sources",
)
"""Columns that a narrow terminal does without, the first ones first; `--json` has them all."""
_NARROWEST = 40  # columns of text beside the names of facts

as_json = click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")


def json_line(value: Mapping[str, Any]) -> None:
    """Write one JSON object on a line of standard output."""
    # ASCII alone: whatever the locale, and no separator of lines within the line.
    sys.stdout.write(json.dumps(value, default=_plain) + "\n")


def table(columns: Sequence[str], rows: Iterable[Sequence[object]], empty: str = "") -> None:
    """Write a table: drawn on a terminal, elsewhere a row a line with tabs between columns.

    Args:
        columns: Their names.
        rows: A cell for each column.
        empty: What to tell on a terminal where there are no rows.
    """
    cells = [[_cell(value) for value in row] for row in rows]
    if sys.stdout.isatty():
        if cells:
            _draw(columns, cells)
        elif empty:
            click.echo(empty)
        return
    lines = ["\t".join(row) for row in (columns, *cells)]
    sys.stdout.write("\n".join([*lines, ""]))


def listed(
    rows: Iterable[Mapping[str, Any]], columns: Sequence[str], empty: str = "", *, as_json: bool
) -> None:
    """Write a list: for programs all that is known of each row, for people these columns of it.

    Args:
        rows: Each by the names of its columns, and maybe of more.
        columns: Those that people are shown.
        empty: As for `table`.
        as_json: Whether it is for programs.
    """
    if not as_json:
        table(columns, [[row[column] for column in columns] for row in rows], empty)
        return
    for row in rows:
        json_line(row)


def facts(pairs: Iterable[tuple[str, object]]) -> None:
    """Write names and values, one a line; what is None or empty is left out."""
    shown = [(name, _cell(value)) for name, value in pairs if value not in (None, "", (), [])]
    width = max((len(name) for name, _ in shown), default=0)
    for name, value in shown:
        click.echo(f"{name:<{width}}  {_wrapped(value, width + 2)}")


def _wrapped(value: str, indent: int) -> str:
    """A value of a fact on as many lines as the terminal takes; elsewhere on one."""
    if not sys.stdout.isatty():
        return value
    room = max(shutil.get_terminal_size().columns - indent, _NARROWEST)
    lines = textwrap.wrap(value, room, break_long_words=False, break_on_hyphens=False)
    return f"\n{' ' * indent}".join(lines)


def progress(items: Sequence[_Item], said: str) -> Iterable[_Item]:
    """The items one after the other, with a bar on standard error where that is a terminal."""
    with counted(len(items), said) as count:
        for item in items:
            yield item
            count()


@contextmanager
def counted(total: int, said: str) -> Iterator[Callable[[], None]]:
    """A bar on standard error where that is a terminal; each call of what is given moves it on."""
    if not sys.stderr.isatty():
        yield _nothing
        return
    from rich.console import Console  # noqa: PLC0415 - 50 ms that only a terminal pays
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn  # noqa: PLC0415
    from rich.progress import TimeRemainingColumn as Remaining  # noqa: PLC0415

    drawn = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), Remaining())
    with Progress(*drawn, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(said, total=total)
        yield lambda: bar.advance(task)


def _nothing() -> None:
    """There is no terminal to show it on."""


def _draw(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    from rich import box  # noqa: PLC0415 - 50 ms that only a terminal pays
    from rich.cells import cell_len  # noqa: PLC0415
    from rich.console import Console  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    console = Console()
    widths = [
        min(max(map(cell_len, column)), _WHOLE) for column in zip(columns, *rows, strict=True)
    ]
    shown = _fitting(columns, widths, console.width)
    drawn = Table(box=box.SIMPLE_HEAD, show_edge=False, padding=(0, 1, 0, 0))
    for place in shown:
        drawn.add_column(columns[place], overflow="fold", min_width=widths[place])
    for row in rows:
        drawn.add_row(*(Text(row[place], style=_COLOURS.get(row[place], "")) for place in shown))
    console.print(drawn)


def _fitting(columns: Sequence[str], widths: Sequence[int], room: int) -> list[int]:
    """The places of the columns that are drawn: without those that can be spared for room."""
    shown = list(range(len(columns)))
    for spare in _SPARE:
        if sum(widths[place] + _BETWEEN for place in shown) <= room:
            break
        shown = [place for place in shown if columns[place] != spare]
    return shown


def printable(text: str) -> str:
    """Text of strangers on one line, without what a terminal would obey."""
    return " ".join(_OBEYED.sub(" ", text).split())


def _cell(value: object) -> str:
    if value is None or isinstance(value, bool):
        return _WORDS[value]
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, float):
        return f"{value:.2f}"
    if isinstance(value, dict):
        return " ".join(map(_cell, value.values()))
    if isinstance(value, list | tuple):
        return ", ".join(map(_cell, value))
    return printable(str(value))


def _plain(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    msg = f"{type(value).__name__} has no JSON form"
    raise TypeError(msg)
