"""Every command, with its arguments and options, as `--help` tells them."""

import inspect
import re
from collections.abc import Iterator
from typing import NamedTuple

import click

from feedsvc.cli import feedsvc
from reference.markup import code, page, prose, table

PROGRAM = "feedsvc"


class Command(NamedTuple):
    """One command, or the program itself."""

    words: tuple[str, ...]
    command: click.Command
    context: click.Context


def commands() -> Iterator[Command]:
    """The program and all its commands, groups before what is in them."""
    yield from _walked((PROGRAM,), feedsvc, None)


def written() -> str:
    """The page."""
    blocks = [block for one in commands() for block in _told(one)]
    return page(
        "Commands",
        "What `feedsvc COMMAND --help` tells of each. A command ends with 0 when it did what was"
        " asked, 1 when that was refused or failed, and says why in a line; 2 means that it was"
        " called wrongly. With `--json` there is JSON on standard output and nothing else.",
        *blocks,
    )


def _walked(
    words: tuple[str, ...], command: click.Command, parent: click.Context | None
) -> Iterator[Command]:
    context = click.Context(command, parent=parent, info_name=words[-1])
    yield Command(words, command, context)
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            within = command.get_command(context, name)
            assert within is not None, name  # noqa: S101 - it is listed
            if not within.hidden:
                yield from _walked((*words, name), within, context)


def _told(one: Command) -> Iterator[str]:
    pieces = one.command.collect_usage_pieces(one.context)
    yield f"## `{' '.join(one.words)}`"
    yield f"```console\n$ {' '.join([*one.words, *pieces])}\n```"
    yield from _paragraphs(one.command.help or "")
    rows = [
        (code(", ".join([*record.opts, *record.secondary_opts])), _help(record, one.context))
        for record in one.command.params
        if isinstance(record, click.Option) and not record.hidden
    ]
    if rows:
        yield table(("option", "what it does"), rows)


def _help(option: click.Option, context: click.Context) -> str:
    """What stands beside an option in `--help`, its default and variable included."""
    record = option.get_help_record(context)
    name, said = record or ("", "")
    words = name.split()
    value = "" if option.is_flag or len(words) < 2 else f"{code(words[-1])}: "  # noqa: PLR2004
    return f"{value}{prose(said)}"


def _paragraphs(text: str) -> Iterator[str]:
    r"""Paragraphs of a help text; one that begins with `\b` keeps its lines, which are calls."""
    for paragraph in inspect.cleandoc(text).split("\n\n"):
        if paragraph.startswith("\b"):
            lines = inspect.cleandoc(paragraph.removeprefix("\b").lstrip("\n"))
            calls = re.sub(rf"^(?={PROGRAM} )", "$ ", lines, flags=re.MULTILINE)
            yield f"```console\n{calls}\n```"
        else:
            yield prose(" ".join(paragraph.split()))
