"""What is asked at a terminal, and the words that a shell completes."""

import os
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

import click

from feedsvc.errors import FeedsvcError
from feedsvc.settings import files, kept
from feedsvc.settings.files import Files
from feedsvc.store import channels, people, sources
from feedsvc.store.database import Database, Statements

_Words = Callable[[click.Context, click.Parameter, str], list[str]]


def confirm(question: str) -> None:
    """Ask whether to go on.

    Raises:
        FeedsvcError: The answer is no, or there is nobody to ask.
    """
    if not sys.stdin.isatty():
        msg = "nobody is there to ask; say --yes if it is meant"
        raise FeedsvcError(msg)
    if not click.confirm(question, err=True):
        msg = "nothing was changed"
        raise FeedsvcError(msg)


def _completing(read: Callable[[Statements, Files], Iterable[str]]) -> _Words:
    """Completes words that the database holds; whatever is wrong with that, there are none."""

    def complete(context: click.Context, _parameter: click.Parameter, begun: str) -> list[str]:
        try:
            folder = Path(context.find_root().params["folder"])
            found = files.read(folder, os.environ)
            database = Database(found.database_url() or "")
            if database.path is not None and not database.path.exists():
                return []
            words = read(database.statements(), found)
            return [word for word in words if word.startswith(begun)]
        except Exception:  # noqa: BLE001 - a shell shows what is said here amid its line
            return []

    return complete


def _sources(statements: Statements, _: Files) -> Iterable[str]:
    return (one.source.name for one in sources.everything(statements))


def _tags(statements: Statements, _: Files) -> Iterable[str]:
    return sorted({tag for one in sources.everything(statements) for tag in one.source.tags})


def _channels(statements: Statements, found: Files) -> Iterable[str]:
    text = statements.read("configuration")[0][1]
    settings = kept.loads(text, "", found.vault)
    declared = [*settings.channels, *channels.everything(statements)]
    return [channel.name for channel in declared]


def _users(statements: Statements, _: Files) -> Iterable[str]:
    return (user.name for user in people.users(statements))


source_names = _completing(_sources)
tag_names = _completing(_tags)
channel_names = _completing(_channels)
user_names = _completing(_users)
