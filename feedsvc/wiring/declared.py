"""What operators declared, read back when the files change."""

import json
from collections.abc import Iterable, Mapping

from feedsvc.errors import ConfigurationError, StoreError
from feedsvc.model.source import Origin, Source
from feedsvc.rights.deeds import by_name
from feedsvc.settings import Settings, files, single
from feedsvc.settings.complaints import key_of
from feedsvc.settings.secret import Reference, reference_of
from feedsvc.store import migrate, sources
from feedsvc.store.database import Database, Statements


def reference_in(text: str) -> Reference | None:
    """Where the address of a source is kept that was declared so; None if it is no secret."""
    try:
        return reference_of(json.loads(text).get("url"))
    except (ValueError, AttributeError):
        return None


def added_by_operators(found: files.Files) -> dict[str, Source]:
    """The sources that operators added, by name; none while no database can be read.

    What cannot be read is said by whoever needs it: `feedsvc restore` does not.
    """
    url = found.database_url()
    if url is None:
        return {}
    database = Database(url)
    try:
        path = database.path
        if path is not None and not (path.exists() and path.stat().st_size):
            return {}
        if migrate.revision(database) != migrate.REVISION:
            return {}
        return {
            one.source.name: one.source
            for one in sources.everything(database.statements())
            if one.source.origin is Origin.OPERATOR
        }
    except StoreError:
        return {}
    finally:
        database.close()


def as_they_are_now(
    statements: Statements, settings: Settings, environment: Mapping[str, str]
) -> tuple[list[tuple[Source, str]], list[str]]:
    """The sources of operators that come to something else by now, and what is wrong with others.

    They do where a variable that holds an address is another one, or the settings are.

    Args:
        statements: A transaction.
        settings: In force from now on, with the sources of the files.
        environment: The variables.
    """
    names = {source.name for source in settings.sources}
    others: list[tuple[Source, str]] = []
    complaints: list[str] = []
    stored = {one.source.name: one.source for one in sources.everything(statements)}
    for name, text in sources.declarations(statements).items():
        if name in names:
            continue
        try:
            made = single.sources({name: json.loads(text)}, settings, by_name, environment)[0]
        except ConfigurationError as error:
            complaints += [f"the source that an operator added, {one}" for one in error.complaints]
            continue
        if _differs(made, stored[name]):
            others.append((made, text))
    return others, complaints


def _differs(made: Source, stored: Source) -> bool:
    return (made.url, made.retention) != (stored.url, stored.retention)


def overruled(statements: Statements, declared: Iterable[Source]) -> list[str]:
    """A line for each source of an operator whose name the files take."""
    theirs = sources.declarations(statements)
    return [
        f"{files.SOURCES}:{key_of(('sources', source.name))}: an operator added a source of this"
        " name too; what the file says holds from now on"
        for source in declared
        if source.name in theirs
    ]
