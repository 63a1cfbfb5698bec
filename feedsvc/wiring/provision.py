"""Checking the configuration files and bringing the database up to what they declare."""

import os
import sys
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from feedsvc.errors import StoreError
from feedsvc.rights.deeds import by_name
from feedsvc.settings import Settings, files, kept
from feedsvc.settings.check import check
from feedsvc.store import migrate, sources
from feedsvc.store.database import Database, Statements
from feedsvc.text.urls import host
from feedsvc.wiring.declared import added_by_operators, as_they_are_now, overruled
from feedsvc.wiring.person import person


def read_settings(folder: Path) -> Settings:
    """Check the whole configuration and return it.

    Raises:
        ConfigurationError: With a line for each thing that is wrong.
    """
    found = files.read(folder, os.environ)
    try:
        added = added_by_operators(found)
    except StoreError:  # that is for those to tell who need the database
        added = None
    return check(found, by_name, added)


def provision(found: files.Files, digest: bytes, now: datetime) -> tuple[Settings, Database]:
    """Check what was found, and store it: sources as rows, the rest as `kept` writes it.

    Args:
        found: The files.
        digest: By which the next start knows that they are the same.
        now: When new sources are added.

    Returns:
        The settings without the sources, and the database.

    Raises:
        ConfigurationError: With a line for each thing that is wrong; nothing was touched.
        StoreError: The database cannot be used.
    """
    settings = check(found, by_name, added_by_operators(found))
    database = Database(settings.database_url)
    migrate.require_current(database)
    with database.transaction() as statements:
        hosts = {source.name: host(source.url) for source in settings.sources}
        notes = overruled(statements, settings.sources)
        sources.provision(statements, settings.sources, hosts, now, person())
        notes += _anew(statements, settings, now)
        text = kept.dumps(settings)
        if [row[1] for row in statements.read("configuration")] not in ([], [text]):
            sources.next_generation(statements)
            statements.run("retry_failing")  # what was changed may be the cure
        statements.run("keep_configuration", digest=digest, settings=text)
    for note in notes:
        sys.stderr.write(f"{note}\n")
    return replace(settings, sources=()), database


def _anew(statements: Statements, settings: Settings, now: datetime) -> list[str]:
    """Bring what operators declared up to the settings; tells what is wrong with it by now."""
    others, complaints = as_they_are_now(statements, settings, os.environ)
    if others:
        hosts = {source.name: host(source.url) for source, _ in others}
        sources.declare(statements, others, hosts, now, person())
    return complaints
