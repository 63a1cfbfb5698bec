"""`feedsvc subscribers`."""

from collections.abc import Sequence
from pathlib import Path
from urllib.parse import quote

import click

from feedsvc.cli.house import house_of
from feedsvc.cli.output import as_json, facts, json_line, listed
from feedsvc.flows import access
from feedsvc.publish.formats import Format, channel_document
from feedsvc.store import subscribers as store
from feedsvc.wiring.house import House, now
from feedsvc.wiring.publishing import open_publisher


@click.group()
def subscribers() -> None:
    """Who may read private channels, each by a token of their own."""


@subscribers.command("list")
@as_json
@click.pass_obj
def list_subscribers(folder: Path, *, as_json: bool) -> None:
    """List all subscribers with their channels, and when their token was used last.

    \b
    feedsvc subscribers list
    """
    rows = [one._asdict() for one in store.everyone(house_of(folder).database.statements())]
    columns = ("name", "channels", "added_at", "used_at")
    empty = "no subscribers yet; add one with feedsvc subscribers add NAME --channel CHANNEL"
    listed(rows, columns, empty, as_json=as_json)


@subscribers.command()
@click.argument("name")
@click.option(
    "--channel", "channels", multiple=True, required=True, metavar="NAME",
    help="A private channel to be read; may be given again.",
)  # fmt: skip
@as_json
@click.pass_obj
def add(folder: Path, name: str, channels: Sequence[str], *, as_json: bool) -> None:
    """Add a subscriber, and show the token and the addresses to subscribe to, this once.

    The token goes at the end of an address, for readers that know no passwords, or is the
    password of the user NAME. Pages of entries and archives are linked without it: who reads them
    too uses name and password.

    \b
    feedsvc subscribers add agency --channel board --channel source-wire
    """
    house = house_of(folder)
    every = open_publisher(house).every_channel()
    token = access.subscribe(house.database, name, channels, every, now())
    addresses = {channel: _addresses(house, channel, token) for channel in channels}
    if as_json:
        json_line({"name": name, "token": token, "channels": addresses})
        return
    click.echo(f"{name} may read {', '.join(addresses)}. The token is not shown again.")
    facts([("user", name), ("password", token)])
    for found in addresses.values():
        for address in found.values():
            click.echo(address)


@subscribers.command()
@click.argument("name")
@as_json
@click.pass_obj
def remove(folder: Path, name: str, *, as_json: bool) -> None:
    """Remove a subscriber: from the next request on the token opens nothing.

    \b
    feedsvc subscribers remove agency
    """
    access.unsubscribe(house_of(folder).database, name)
    if as_json:
        json_line({"name": name, "channels": []})
    else:
        click.echo(f"{name} may read nothing private any more.")


@subscribers.command("channels")
@click.argument("name")
@click.argument("channels", nargs=-1, required=True, metavar="CHANNEL...")
@as_json
@click.pass_obj
def change(folder: Path, name: str, channels: Sequence[str], *, as_json: bool) -> None:
    """Have a subscriber read these private channels and no others; the token stays.

    \b
    feedsvc subscribers channels agency board
    """
    house = house_of(folder)
    access.resubscribe(house.database, name, channels, open_publisher(house).every_channel())
    kept = list(dict.fromkeys(channels))
    if as_json:
        json_line({"name": name, "channels": kept})
    else:
        click.echo(f"{name} may read {', '.join(kept)}.")


def _addresses(house: House, channel: str, token: str) -> dict[str, str]:
    base = house.settings.site.url
    return {
        form.value: f"{channel_document(base, channel, form)}?token={quote(token, safe='')}"
        for form in Format
    }
