"""`feedsvc migrate`, `feedsvc backup`, `feedsvc restore`."""

import os
from pathlib import Path

import click

from feedsvc.cli.house import house_of
from feedsvc.errors import ConfigurationError, FeedsvcError
from feedsvc.settings import files
from feedsvc.store.backup import back_up
from feedsvc.store.database import Database
from feedsvc.store.migrate import REVISION, revision
from feedsvc.store.migrate import migrate as run_migrations
from feedsvc.wiring.house import now
from feedsvc.wiring.provision import read_settings


@click.command()
@click.pass_obj
def migrate(folder: Path) -> None:
    """Bring the database's tables up to date.

    An empty database gets its tables; one that is up to date stays as it is. Do this after
    an update of feedsvc, before it is started.

    \b
    feedsvc migrate
    """
    database, before = _to_migrate(folder)
    run_migrations(database)
    if before == REVISION:
        click.echo(f"The database is at revision {REVISION} already.")
    else:
        click.echo(f"The database is at revision {REVISION} now (before: {before or 'empty'}).")


def _to_migrate(folder: Path) -> tuple[Database, str | None]:
    """The database and its revision; though other files are wrong, if it was in use before."""
    try:
        database = Database(read_settings(folder).database_url)
    except ConfigurationError as error:
        used = _in_use(folder)
        if used is None:
            raise
        for complaint in error.complaints:
            click.echo(complaint, err=True)
        return used
    return database, revision(database)


def _in_use(folder: Path) -> tuple[Database, str] | None:
    """The database that the files name, if it has our tables."""
    url = files.read(folder, os.environ).database_url() if folder.is_dir() else None
    if url is None:
        return None
    database = Database(url)
    is_there = database.path is None or database.path.exists()
    before = revision(database) if is_there else None
    return (database, before) if before else None


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--force", is_flag=True, help="Replace FILE if it is there.")
@click.pass_obj
def backup(folder: Path, file: Path, *, force: bool) -> None:
    """Copy the database into FILE, while feedsvc runs.

    FILE holds the database as it was at one moment, checked for damage. The configuration
    is files, and not in it. `feedsvc restore` puts it back.

    \b
    feedsvc backup /var/backups/feedsvc.sqlite3
    """
    if file.exists() and not force:
        msg = f"{file} is there already; name another file, or replace it with --force"
        raise FeedsvcError(msg)
    try:
        database = Database(read_settings(folder).database_url)
    except ConfigurationError:
        database = house_of(folder).database
    back_up(database, file)
    click.echo(f"The database is backed up to {file} ({file.stat().st_size:,} bytes).")


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.pass_obj
def restore(folder: Path, file: Path) -> None:
    """Put a backup in the place of the database.

    Stop feedsvc first: run, web and work. FILE is checked before anything is touched, and
    brought up to date if an older version made it. The database that is replaced stays beside
    the new one, as its name with .before-restore- and the time.

    What was withdrawn since the backup stays withdrawn. What was brought back since is withdrawn
    again if FILE has it so: look at it, and bring it back with `feedsvc entries restore`.

    \b
    feedsvc restore /var/backups/feedsvc.sqlite3
    """
    from feedsvc.store.restore import restore as put_back  # noqa: PLC0415 - all of SQLAlchemy

    done = put_back(Database(read_settings(folder).database_url), file, now())
    if done.unread:
        click.echo(
            f"Nothing could be carried over from the database before: {done.unread}; withdraw"
            " again what was withdrawn since the backup, before feedsvc is started.",
            err=True,
        )
    click.echo(f"The database is that of {file} now.")
    if done.replaced:
        click.echo(f"The one before is {done.replaced}.")
    if done.carried.withdrawn:
        click.echo(f"{done.carried.withdrawn} withdrawn since the backup stay withdrawn.")
    if not done.carried.logged:
        click.echo(
            "Its audit log is that of FILE: the one before has grown apart from it.", err=True
        )
    if done.carried.left:
        click.echo(
            f"{done.carried.left} restored since the backup are withdrawn again, as FILE has them."
        )
