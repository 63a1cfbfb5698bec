"""The command line: one file for each noun.

A command's module is imported when the command is called: `feedsvc poll` needs neither the
web server nor the tables of `rich`.
"""

import os
import sys
from io import TextIOWrapper
from pathlib import Path
from typing import NoReturn

import click

from feedsvc import __version__
from feedsvc.cli.lazy import Lazy
from feedsvc.cli.output import printable
from feedsvc.errors import FeedsvcError, first_line

_COMMANDS = {
    "check": ("configuration.check", "Validate the configuration; change nothing."),
    "run": ("run.run", "Serve and poll, until stopped: web and work in one go."),
    "web": ("run.web", "Serve the channels, until stopped."),
    "work": ("run.work", "Poll sources whenever they are due, until stopped."),
    "poll": ("poll.poll", "Poll sources once, now, and show what came."),
    "sources": (
        "groups.sources",
        "The feeds that others publish: list, show, add, pause, remove …",
    ),
    "channels": ("channels.channels", "The feeds that we publish: list, show, add, remove."),
    "entries": ("entries.entries", "The articles that are kept: list, show, withdraw, restore."),
    "subscribers": (
        "subscribers.subscribers",
        "Who may read private channels: list, add, remove, channels.",
    ),
    "opml": ("groups.opml", "Lists of feeds, as readers have them: import, export."),
    "users": ("groups.users", "Who may sign in and use the API: list, add, token …"),
    "publish": ("publish.publish", "Write everything that is published as static files."),
    "alerts": ("alerts.alerts", "What operators are told of: list, test."),
    "audit": ("audit.audit", "The log of what was shown and why: verify, list."),
    "report": ("report.report", "The account to a source's owner: what was published, and read."),
    "migrate": ("database.migrate", "Bring the database's tables up to date."),
    "backup": ("database.backup", "Copy the database into a file, while feedsvc runs."),
    "restore": ("database.restore", "Put a backup in the place of the database."),
    "export": ("export.export", "Write all that is configured as configuration files."),
    "completion": ("completion.completion", "Write what a shell completes commands by."),
}


@click.group(cls=Lazy, known=_COMMANDS, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--config",
    "folder",
    type=click.Path(path_type=Path, file_okay=True),
    default="config",
    envvar="FEEDSVC_CONFIG",
    show_default=True,
    show_envvar=True,
    metavar="DIR",
    help="Folder with sources.toml, channels.toml and feedsvc.toml.",
)
@click.option("-v", "verbose", is_flag=True, help="Say more about what is going on.")
@click.version_option(__version__, prog_name="feedsvc")
@click.pass_context
def feedsvc(context: click.Context, folder: Path, *, verbose: bool) -> None:
    """Pull feeds, keep their articles, publish them again with credit.

    Say what to pull in sources.toml and what to publish in channels.toml, see that `feedsvc
    check` finds nothing wrong, then `feedsvc run`. `feedsvc COMMAND --help` tells more.
    """
    context.obj = folder
    if verbose:
        import logging  # noqa: PLC0415 - needed only here

        logging.basicConfig(level=logging.INFO, format="%(asctime)s %(name)s: %(message)s")


def main() -> None:
    """Run the command line: exit 0 done, 1 refused or failed, 2 wrong usage."""
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # a locale may know fewer letters than feeds
    try:
        feedsvc(prog_name="feedsvc")
    except FeedsvcError as error:
        for line in str(error).splitlines():
            sys.stderr.write(f"{printable(line)}\n")
        _end(1)
    except Exception as error:
        if type(error).__module__.partition(".")[0] not in {"sqlite3", "psycopg"}:
            raise
        first = first_line(error)
        sys.stderr.write(f"the database failed: {printable(first)}; try again, or look after it\n")
        _end(1)
    except SystemExit as end:
        _end(end.code if isinstance(end.code, int) else 0)


def _end(code: int) -> NoReturn:
    """End without taking the interpreter apart: 13 ms of CPU for what the kernel frees anyway.

    Commands have closed by then what they opened. Where children were started, multiprocessing
    has to put away what it shared with them, so the interpreter ends as usual.
    """
    if "multiprocessing" in sys.modules:
        sys.exit(code)
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        code = code or 1
    sys.stderr.flush()
    os._exit(code)
