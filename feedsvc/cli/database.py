"""`feedsvc migrate`."""

from pathlib import Path

import click

from feedsvc.store.database import Database
from feedsvc.store.migrate import REVISION, revision
from feedsvc.store.migrate import migrate as run_migrations
from feedsvc.wiring.provision import read_settings


@click.command()
@click.pass_obj
def migrate(folder: Path) -> None:
    """Bring the database's tables up to date.

    An empty database gets its tables; one that is up to date stays as it is. Do this after
    an update of feedsvc, before it is started.
    """
    database = Database(read_settings(folder).database_url)
    before = revision(database)
    run_migrations(database)
    if before == REVISION:
        click.echo(f"The database is at revision {REVISION} already.")
    else:
        click.echo(f"The database is at revision {REVISION} now (before: {before or 'empty'}).")
