"""`feedsvc alerts`."""

from pathlib import Path

import click

from feedsvc.cli.house import house_of
from feedsvc.cli.output import as_json, json_line, listed
from feedsvc.errors import FeedsvcError
from feedsvc.flows.alerts import trial
from feedsvc.store import alerts as stored_alerts
from feedsvc.store.alerts import Alert
from feedsvc.wiring.house import now


@click.group()
def alerts() -> None:
    """What operators are told of by webhook and mail."""


@alerts.command("list")
@click.option("--limit", type=click.IntRange(min=1), default=50, show_default=True, metavar="N",
              help="At most N.")  # fmt: skip
@as_json
@click.pass_obj
def list_alerts(folder: Path, limit: int, *, as_json: bool) -> None:
    """List what began and what is over, newest first.

    A kind is broken, flood, ends or ended (a permission), late (polling) or configuration.

    \b
    feedsvc alerts list
    """
    found = stored_alerts.latest(house_of(folder).database.statements(), limit)
    rows = list(map(_row, found))
    columns = ("began_at", "ended_at", "kind", "subject", "what", "told")
    empty = "nothing has happened that operators are told of"
    listed(rows, columns, empty, as_json=as_json)


@alerts.command()
@as_json
@click.pass_obj
def test(folder: Path, *, as_json: bool) -> None:
    """Send a test message by every way that [alerts] sets up.

    \b
    feedsvc alerts test
    """
    from feedsvc.wiring.alerting import ways  # noqa: PLC0415 - the list needs no network

    settings = house_of(folder).settings
    found = ways(settings)
    if not found:
        msg = "nobody is told of anything: set [alerts] webhook, or mail_to with mail_from and smtp"
        raise FeedsvcError(msg)
    message = trial(settings, now())
    failed = []
    for name, way in found.items():
        problem = way(message)
        if problem:
            failed.append(f"the {name} did not go out: {problem}; see [alerts] in feedsvc.toml")
        if as_json:
            json_line({"way": name, "sent": not problem, "error": problem})
        elif not problem:
            click.echo(f"The {name} went out.")
    if failed:
        raise FeedsvcError("\n".join(failed))


def _row(alert: Alert) -> dict[str, object]:
    what, _, cure = alert.text.partition("\n")
    return {
        "kind": alert.kind,
        "subject": alert.subject,
        "what": what,
        "cure": cure,
        "began_at": alert.began_at,
        "ended_at": alert.ended_at,
        "told": alert.is_told,
    }
