"""`feedsvc channels`."""

from pathlib import Path

import click

from feedsvc.cli.house import house_of
from feedsvc.cli.output import as_json, facts, json_line, listed, table
from feedsvc.cli.tending import desk_of
from feedsvc.cli.words import channel_names, confirm, source_names, tag_names
from feedsvc.errors import NotFoundError, meant
from feedsvc.flows.serve import Publisher
from feedsvc.model.channel import Channel
from feedsvc.model.view import ChannelView
from feedsvc.publish.formats import Format, channel_document, channel_page
from feedsvc.publish.plain import title_of
from feedsvc.wiring.publishing import open_publisher


@click.group()
def channels() -> None:
    """The feeds that we publish."""


@channels.command("list")
@as_json
@click.pass_obj
def list_channels(folder: Path, *, as_json: bool) -> None:
    """List all channels with their addresses.

    \b
    feedsvc channels list
    """
    publisher = open_publisher(house_of(folder))
    rows = [_summary(channel, publisher.base_url) for channel in publisher.every_channel()]
    columns = ("name", "title", "sources", "tags", "limit", "private", "page")
    listed(rows, columns, as_json=as_json)


@channels.command()
@click.argument("name", shell_complete=channel_names)
@as_json
@click.pass_obj
def show(folder: Path, name: str, *, as_json: bool) -> None:
    """Show one channel: its addresses and what it holds now.

    \b
    feedsvc channels show world
    """
    publisher = open_publisher(house_of(folder))
    view = _named(publisher, name)
    entries = [
        {
            "id": showing.held.id,
            "title": title_of(showing.held.entry),
            "source": showing.held.source,
            "published": showing.held.published,
            "shown": showing.level.name.lower(),
        }
        for showing in view.showings
    ]
    shown = _summary(view.channel, view.base_url) | {"updated": view.updated}
    if as_json:
        json_line(shown | {"entries": entries})
        return
    facts(shown.items())
    table(
        ("id", "title", "source", "published", "shown"),
        [tuple(entry.values()) for entry in entries],
    )


@channels.command()
@click.argument("name")
@click.option("--title", metavar="TEXT", help="Its title; its name by default.")
@click.option("--description", metavar="TEXT", help="What it is about.")
@click.option(
    "--source", "sources", multiple=True, metavar="NAME", shell_complete=source_names,
    help='A source that is in it; may be repeated; "*" is every source.',
)  # fmt: skip
@click.option(
    "--tag", "tags", multiple=True, metavar="TAG", shell_complete=tag_names,
    help="Every source with this tag is in it; may be repeated.",
)  # fmt: skip
@click.option("--limit", type=int, metavar="N", help="At most N entries; 50 by default.")
@click.option("--private", is_flag=True, help="For subscribers alone.")
@as_json
@click.pass_obj
def add(folder: Path, /, name: str, *, as_json: bool, **said: object) -> None:
    """Add a channel: a feed made of sources.

    \b
    feedsvc channels add world --title "World news" --tag world
    feedsvc channels add desk --source sputnik --source herald --limit 20
    """
    table = {key: _plain(value) for key, value in said.items() if value}
    desk_of(folder).put_channel(name, table, is_new=True)
    house = house_of(folder)
    page = channel_page(house.settings.site.url, name)
    if as_json:
        json_line({"channel": name, "change": "added", "page": page})
    else:
        click.echo(f"{name} is added: {page}")


@channels.command()
@click.argument("name", shell_complete=channel_names)
@click.option("--yes", is_flag=True, help="Do not ask.")
@as_json
@click.pass_obj
def remove(folder: Path, name: str, *, yes: bool, as_json: bool) -> None:
    """Remove a channel that operators added; its sources stay.

    One that channels.toml declares is removed there.

    \b
    feedsvc channels remove world --yes
    """
    desk = desk_of(folder)
    if not yes:
        confirm(f"Remove the channel {name}? Whoever reads it gets nothing any more.")
    desk.remove_channel(name)
    if as_json:
        json_line({"channel": name, "change": "removed"})
    else:
        click.echo(f"{name} is removed.")


def _plain(value: object) -> object:
    """A value as it would stand in a file."""
    return list(value) if isinstance(value, tuple) else value


def _named(publisher: Publisher, name: str) -> ChannelView:
    """What a channel holds now; one that is not there is told with what is spelled alike."""
    try:
        return publisher.view(name)
    except NotFoundError as error:
        names = [channel.name for channel in publisher.every_channel()]
        start, mark, cure = str(error).partition(";")
        msg = f"{start}{meant(name, names)}{mark}{cure}"
        raise NotFoundError(msg) from None


def _summary(channel: Channel, base_url: str) -> dict[str, object]:
    return {
        "name": channel.name,
        "title": channel.title,
        "description": channel.description,
        "sources": channel.sources,
        "tags": channel.tags,
        "limit": channel.limit,
        "private": channel.private,
        "page": channel_page(base_url, channel.name),
        **{form.value: channel_document(base_url, channel.name, form) for form in Format},
    }
