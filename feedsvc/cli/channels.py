"""`feedsvc channels`."""

from pathlib import Path

import click

from feedsvc.cli.output import as_json, facts, json_line, table
from feedsvc.model.channel import Channel
from feedsvc.publish.formats import Format, channel_document, channel_page
from feedsvc.publish.shown import as_plain
from feedsvc.wiring.house import open_house
from feedsvc.wiring.publishing import open_publisher


@click.group()
def channels() -> None:
    """The feeds that we publish."""


@channels.command("list")
@as_json
@click.pass_obj
def list_channels(folder: Path, *, as_json: bool) -> None:
    """List all channels with their addresses."""
    publisher = open_publisher(open_house(folder))
    rows = [_summary(channel, publisher.base_url) for channel in publisher.channels()]
    if as_json:
        for row in rows:
            json_line(row)
        return
    columns = ("name", "title", "sources", "tags", "limit", "page")
    table(columns, [[row[column] for column in columns] for row in rows])


@channels.command()
@click.argument("name")
@as_json
@click.pass_obj
def show(folder: Path, name: str, *, as_json: bool) -> None:
    """Show one channel: its addresses and what it holds now."""
    publisher = open_publisher(open_house(folder))
    view = publisher.view(name)
    entries = [
        {
            "id": showing.held.id,
            "title": as_plain(showing.held.entry.title) if showing.held.entry.title else "",
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


def _summary(channel: Channel, base_url: str) -> dict[str, object]:
    return {
        "name": channel.name,
        "title": channel.title,
        "description": channel.description,
        "sources": channel.sources,
        "tags": channel.tags,
        "limit": channel.limit,
        "page": channel_page(base_url, channel.name),
        **{form.value: channel_document(base_url, channel.name, form) for form in Format},
    }
