"""A configuration in force and the database that it names."""

import os
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from feedsvc import __version__
from feedsvc.errors import ConfigurationError
from feedsvc.settings import Settings, files, kept
from feedsvc.settings.secret import Vault
from feedsvc.store import migrate
from feedsvc.store.database import Database


class House(NamedTuple):
    """A configuration in force and the database it names.

    Attributes:
        settings: Without the sources, which are in the database.
        is_in_force: Whether the files say so; else they are wrong, and this was in force before.
    """

    settings: Settings
    database: Database
    is_in_force: bool = True


class Clock:
    """The clock on the wall; where that stands still, what the machine counted since goes on.

    When sources are due is told by it, so one that stood still would silence them (security R5).
    """

    def __init__(self, wall: Callable[[], float], counted: Callable[[], float]) -> None:
        """Read `wall`, seconds since 1970; `counted` are seconds that never stand still."""
        self._wall = wall
        self._counted = counted
        self._seen = (0.0, 0.0)

    def now(self) -> datetime:
        """The moment, in UTC."""
        wall, counted = self._wall(), self._counted()
        seen, since = self._seen
        if wall != seen:
            self._seen = wall, counted
        elif counted - since > _STILL:
            wall += counted - since
        return datetime.fromtimestamp(wall, UTC)


_STILL = 1.0  # seconds
now = Clock(time.time, time.monotonic).now
"""The clock of the program."""


def open_house(folder: Path) -> House:
    """Open the database that the configuration names and bring its sources up to date.

    Files that are the same as last time are not checked again: what they came to is kept in
    the database, which saves half of the CPU of a poll that finds nothing new.

    Raises:
        ConfigurationError: With a line for each thing that is wrong; nothing was touched.
        StoreError: The database cannot be used.
    """
    found = files.read(folder, os.environ)
    digest = found.digest(__version__)
    url = found.database_url()
    if url is not None:
        database = Database(url)
        settings = _as_last_time(database, url, found.vault, digest)
        if settings is not None:
            return House(settings, database)
        database.close()
    # pydantic, the check and Alembic cost more than all else in a poll without news.
    from feedsvc.wiring.provision import provision  # noqa: PLC0415

    settings, database = provision(found, digest, now())
    return House(settings, database)


def open_house_in_force(folder: Path, tell: Callable[[str], object]) -> House:
    """As `open_house`; with files that are wrong, what was last in force, after telling so.

    For what must not wait for a file to be mended, such as taking an entry down.

    Args:
        folder: The configuration folder.
        tell: Called with each line for the operator.

    Raises:
        ConfigurationError: The files are wrong, and nothing was in force before that.
        StoreError: The database cannot be used.
    """
    try:
        return open_house(folder)
    except ConfigurationError as error:
        found = files.read(folder, os.environ) if folder.is_dir() else None
        url = found.database_url() if found else None
        database = Database(url) if url else None
        if found is None or url is None or database is None:
            raise
        settings = _as_last_time(database, url, found.vault, None)
        if settings is None:
            raise
        for complaint in error.complaints:
            tell(complaint)
        tell("going on with the configuration that was last in force")
        return House(settings, database, is_in_force=False)


def _as_last_time(
    database: Database, url: str, vault: Vault, digest: bytes | None
) -> Settings | None:
    """The settings kept for these very files, or the last ones whatever the files; None if none."""
    if database.path is not None and not database.path.exists():
        return None
    if migrate.revision(database) != migrate.REVISION:
        return None
    rows = database.statements().read("configuration")
    if not rows or digest not in (None, bytes(rows[0][0])):
        return None
    try:
        return kept.loads(rows[0][1], url, vault)
    except (ValueError, KeyError, TypeError):  # written by another build of this version
        return None
