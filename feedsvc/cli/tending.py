"""`feedsvc sources pause`, `resume`, `remove`, `revoke` and `restore`."""

from collections.abc import Callable, Sequence
from pathlib import Path

import click

from feedsvc.cli.house import house_of
from feedsvc.cli.output import as_json, json_line
from feedsvc.cli.reason import reason_of
from feedsvc.cli.words import confirm, source_names
from feedsvc.flows import curate
from feedsvc.store import entries as stored_entries
from feedsvc.store import sources as stored_sources
from feedsvc.wiring.desk import Desk
from feedsvc.wiring.house import now
from feedsvc.wiring.person import person

_names = click.argument(
    "names", metavar="NAME...", nargs=-1, required=True, shell_complete=source_names
)


@click.command()
@_names
@as_json
@click.pass_obj
def pause(folder: Path, names: tuple[str, ...], *, as_json: bool) -> None:
    """Poll sources no more until they are resumed; what they brought stays published.

    \b
    feedsvc sources pause sputnik
    """
    desk = desk_of(folder)
    _each(desk, names, desk.pause, "paused", as_json=as_json)


@click.command()
@_names
@as_json
@click.pass_obj
def resume(folder: Path, names: tuple[str, ...], *, as_json: bool) -> None:
    """Poll paused sources again, at once.

    \b
    feedsvc sources resume sputnik
    """
    desk = desk_of(folder)
    _each(desk, names, desk.resume, "resumed", as_json=as_json)


@click.command()
@_names
@click.option("--yes", is_flag=True, help="Do not ask.")
@as_json
@click.pass_obj
def remove(folder: Path, names: tuple[str, ...], *, yes: bool, as_json: bool) -> None:
    """Remove sources that operators added: their entries stay, and are shown no more.

    One that sources.toml declares is removed there. Adding a removed one again brings it back
    with all that is remembered of it.

    \b
    feedsvc sources remove sputnik --yes
    """
    desk = desk_of(folder)
    statements = desk.database.statements()
    for name in names:
        desk.declared(name)
    if not yes:
        counts = stored_entries.counts(statements)
        entries = sum(counts.get(name, 0) for name in names)
        confirm(f"Remove {', '.join(names)}? Entries that are shown no more: {entries}.")
    _each(desk, names, desk.remove_source, "removed", as_json=as_json)


@click.command()
@click.argument("name", shell_complete=source_names)
@reason_of("Why; readers of the Atom feed are told.")
@as_json
@click.pass_obj
def revoke(folder: Path, name: str, reason: str, *, as_json: bool) -> None:
    """Take everything of a source down: its owner has taken the permission back.

    Nothing of it is published or polled from this moment on, whatever the configuration says,
    until `feedsvc sources restore`.

    \b
    feedsvc sources revoke sputnik --reason "The contract ended"
    """
    gone = curate.revoke(house_of(folder).database, name, reason, now(), person())
    _told(name, "revoked", gone, as_json=as_json)


@click.command()
@click.argument("name", shell_complete=source_names)
@as_json
@click.pass_obj
def restore(folder: Path, name: str, *, as_json: bool) -> None:
    """Publish a source again that was revoked, with the permission that the configuration states.

    What was withdrawn entry by entry stays withdrawn.

    \b
    feedsvc sources restore sputnik
    """
    back = curate.reinstate(house_of(folder).database, name, now(), person())
    _told(name, "restored", back, as_json=as_json)


def desk_of(folder: Path) -> Desk:
    """Where whoever calls the command declares by hand."""
    house = house_of(folder)
    return Desk(database=house.database, settings=house.settings, person=person(), now=now())


def _each(
    desk: Desk, names: Sequence[str], do: Callable[[str], object], change: str, *, as_json: bool
) -> None:
    """Do it to each; to none if one of them is not there."""
    statements = desk.database.statements()
    for name in names:
        stored_sources.named(statements, name)
    for name in dict.fromkeys(names):
        do(name)
        if as_json:
            json_line({"source": name, "change": change})
        else:
            click.echo(f"{name} is {change}.")


def _told(name: str, change: str, changed: Sequence[str], *, as_json: bool) -> None:
    if as_json:
        json_line({"source": name, "change": change, "entries": list(changed)})
    else:
        click.echo(f"{name} is {change}; entries: {len(changed)}.")
