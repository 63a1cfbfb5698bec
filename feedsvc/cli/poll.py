"""`feedsvc poll`."""

import signal
import sys
from pathlib import Path
from types import FrameType
from typing import NoReturn

import click

from feedsvc.cli.output import as_json, json_line, table
from feedsvc.errors import FeedsvcError, NotFoundError
from feedsvc.flows.pull import Polled
from feedsvc.jobs.once import poll_once
from feedsvc.store import sources
from feedsvc.store.database import Database
from feedsvc.store.sources import Pollable
from feedsvc.wiring.house import now, open_house
from feedsvc.wiring.pulling import open_worker

_WITHOUT = ("failed", "gone", "throttled", "doubted")  # outcomes that brought no document
_COLUMNS = ("source", "outcome", "status", "new", "updated", "unchanged", "seconds", "error")


@click.command()
@click.argument("names", metavar="[NAME]...", nargs=-1)
@click.option("--due", "only_due", is_flag=True, help="Only those of them that are due.")
@as_json
@click.pass_obj
def poll(folder: Path, names: tuple[str, ...], *, only_due: bool, as_json: bool) -> None:
    """Poll the named or all enabled sources once, now, and show what came.

    Whether they are due does not matter. A source that fails is reported in its row and keeps
    what it gave before; the others are polled all the same.
    """
    house = open_house(folder)
    chosen = _chosen(house.database, names, only_due=only_due)
    accounts: list[Polled] = []

    def told(account: Polled) -> None:
        accounts.append(account)
        if as_json:
            json_line(_row(account))
        elif sys.stderr.isatty():
            click.echo(f"\r{len(accounts)} of {len(chosen)} polled", err=True, nl=False)

    signal.signal(signal.SIGTERM, _stopped)
    with open_worker(house, told) as worker:
        busy = poll_once(house.database, worker, chosen, now)
    if not as_json:
        if sys.stderr.isatty():
            click.echo("\r\033[K", err=True, nl=False)
        _show(accounts)
    if busy:
        hosts = ", ".join(sorted({one.host for one in busy}))
        msg = f"{len(busy)} sources were not polled: another worker polls {hosts}; try again later"
        raise FeedsvcError(msg)


def _chosen(database: Database, names: tuple[str, ...], *, only_due: bool) -> list[Pollable]:
    statements = database.statements()
    pollable = sources.pollable(statements)
    if names:
        known = {one.name: one for one in pollable}
        for name in names:
            if name not in known:
                is_revoked = sources.named(statements, name).source.revoked
                msg = f"the source {name!r} is not enabled; declare it so in sources.toml"
                if is_revoked:
                    msg = f"the source {name!r} is revoked; see feedsvc sources restore"
                raise NotFoundError(msg)
        pollable = [known[name] for name in dict.fromkeys(names)]
    if only_due:
        moment = now()
        pollable = [one for one in pollable if one.due_at and one.due_at <= moment]
    return pollable


def _show(accounts: list[Polled]) -> None:
    rows = [_row(account) for account in sorted(accounts, key=lambda account: account.source)]
    table(_COLUMNS, [tuple(row.values()) for row in rows])
    new = sum(account.new for account in accounts)
    updated = sum(account.updated for account in accounts)
    failed = sum(account.outcome in _WITHOUT for account in accounts)
    click.echo(f"{len(accounts)} polled, {failed} failed: {new} new entries, {updated} updated.")


def _row(account: Polled) -> dict[str, object]:
    return {name: getattr(account, name) for name in _COLUMNS}


def _stopped(number: int, frame: FrameType | None) -> NoReturn:  # noqa: ARG001 - as signals call
    """End in order, so that the turns taken are given back."""
    sys.exit(128 + number)
