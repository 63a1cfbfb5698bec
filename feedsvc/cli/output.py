"""How commands show what they found: tables for people, JSON for programs."""

import json
import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, TypeVar

import click

_Item = TypeVar("_Item")

_OBEYED = re.compile("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")

as_json = click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")


def json_line(value: Mapping[str, Any]) -> None:
    """Write one JSON object on a line of standard output."""
    # ASCII alone: whatever the locale, and no separator of lines within the line.
    sys.stdout.write(json.dumps(value, default=_plain) + "\n")


def table(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Write a table: drawn on a terminal, elsewhere a row a line with tabs between columns."""
    cells = [[_cell(value) for value in row] for row in rows]
    if sys.stdout.isatty():
        _draw(columns, cells)
        return
    lines = ["\t".join(row) for row in (columns, *cells)]
    sys.stdout.write("\n".join([*lines, ""]))


def facts(pairs: Iterable[tuple[str, object]]) -> None:
    """Write names and values, one a line; what is None or empty is left out."""
    shown = [(name, _cell(value)) for name, value in pairs if value not in (None, "", (), [])]
    width = max((len(name) for name, _ in shown), default=0)
    for name, value in shown:
        click.echo(f"{name:<{width}}  {value}")


def progress(items: Sequence[_Item], said: str) -> Iterable[_Item]:
    """The items one after the other, with a bar on standard error where that is a terminal."""
    if not sys.stderr.isatty():
        return items
    from rich.console import Console  # noqa: PLC0415 - 50 ms that only a terminal pays
    from rich.progress import track  # noqa: PLC0415

    return track(items, said, console=Console(stderr=True), transient=True)


def _draw(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    from rich import box  # noqa: PLC0415 - 50 ms that only a terminal pays
    from rich.console import Console  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    drawn = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for name in columns:
        drawn.add_column(name, overflow="fold")
    for row in rows:
        drawn.add_row(*map(Text, row))
    Console().print(drawn)


def printable(text: str) -> str:
    """Text of strangers on one line, without what a terminal would obey."""
    return " ".join(_OBEYED.sub(" ", text).split())


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
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
