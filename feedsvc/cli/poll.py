"""`feedsvc poll`."""

import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from types import FrameType
from typing import NoReturn

import click

from feedsvc.cli.output import as_json, counted, json_line, table
from feedsvc.cli.words import source_names
from feedsvc.errors import FeedsvcError, NotFoundError
from feedsvc.flows.pull import Polled
from feedsvc.jobs.once import poll_once
from feedsvc.model.source import Origin, Source
from feedsvc.store import sources
from feedsvc.store.database import Database
from feedsvc.store.sources import Pollable
from feedsvc.wiring.house import House, now, open_house
from feedsvc.wiring.pulling import open_worker

_WITHOUT = ("failed", "gone", "throttled", "doubted")  # outcomes that brought no document
_COLUMNS = ("source", "outcome", "status", "new", "updated", "unchanged", "seconds", "error")


@click.command()
@click.argument("names", metavar="[NAME]...", nargs=-1, shell_complete=source_names)
@click.option("--due", "only_due", is_flag=True, help="Only those of them that are due.")
@click.option("--fail", "strict", is_flag=True, help="Exit with 1 if one of them failed.")
@as_json
@click.pass_obj
def poll(
    folder: Path, names: tuple[str, ...], *, only_due: bool, strict: bool, as_json: bool
) -> None:
    """Poll the named or all active sources once, now, and show what came.

    Whether they are due does not matter. A source that fails is reported in its row and keeps
    what it gave before; the others are polled all the same. The exit code is 0 then, for what was
    asked is done; with --fail it is 1.

    \b
    feedsvc poll
    feedsvc poll sputnik --fail
    feedsvc poll --due --json
    """
    house = open_house(folder)
    accounts = poll_and_show(house, names, only_due=only_due, as_json=as_json)
    failed = sorted(one.source for one in accounts if one.outcome in _WITHOUT)
    if strict and failed:
        msg = f"{len(failed)} of {len(accounts)} sources failed: {', '.join(failed)}"
        raise FeedsvcError(msg)


def poll_and_show(
    house: House, names: Sequence[str], *, only_due: bool = False, as_json: bool
) -> list[Polled]:
    """Poll sources, all if none is named, and show what came.

    Raises:
        FeedsvcError: One of them is not polled, or another worker would not give up its host.
    """
    chosen = _chosen(house.database, names, only_due=only_due)
    accounts: list[Polled] = []
    signal.signal(signal.SIGTERM, _stopped)
    with counted(len(chosen), "Polling") as count:

        def told(account: Polled) -> None:
            accounts.append(account)
            count()
            if as_json:
                json_line(_row(account))

        with open_worker(house, told) as worker:
            busy = poll_once(house.database, worker, chosen, now)
    if not as_json:
        _show(accounts)
    if busy:
        hosts = ", ".join(sorted({one.host for one in busy}))
        msg = f"{len(busy)} sources were not polled: another worker polls {hosts}; try again later"
        raise FeedsvcError(msg)
    return accounts


def _chosen(database: Database, names: Sequence[str], *, only_due: bool) -> list[Pollable]:
    statements = database.statements()
    pollable = sources.pollable(statements)
    if names:
        known = {one.name: one for one in pollable}
        for name in names:
            if name not in known:
                raise NotFoundError(_why_not(sources.named(statements, name).source))
        pollable = [known[name] for name in dict.fromkeys(names)]
    else:
        pollable = [one for one in pollable if not one.paused]
    if only_due:
        moment = now()
        pollable = [one for one in pollable if one.due_at and one.due_at <= moment]
    return pollable


def _why_not(source: Source) -> str:
    """Why a source is not polled even if it is named."""
    if source.revoked:
        return f"the source {source.name!r} is revoked; see feedsvc sources restore"
    if source.origin is Origin.REMOVED:
        return f"the source {source.name!r} was removed; add it again"
    return f"the source {source.name!r} is not enabled; declare it so in sources.toml"


def _show(accounts: list[Polled]) -> None:
    rows = [_row(account) for account in sorted(accounts, key=lambda account: account.source)]
    table(_COLUMNS, [tuple(row.values()) for row in rows], empty="there is nothing to poll")
    new = sum(account.new for account in accounts)
    updated = sum(account.updated for account in accounts)
    failed = sum(account.outcome in _WITHOUT for account in accounts)
    click.echo(f"{len(accounts)} polled, {failed} failed: {new} new entries, {updated} updated.")


def _row(account: Polled) -> dict[str, object]:
    return {name: getattr(account, name) for name in _COLUMNS}


def _stopped(number: int, frame: FrameType | None) -> NoReturn:  # noqa: ARG001 - as signals call
    """End in order, so that the turns taken are given back."""
    sys.exit(128 + number)
