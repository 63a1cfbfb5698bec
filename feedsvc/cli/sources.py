"""`feedsvc sources`."""

from datetime import datetime
from pathlib import Path

import click

from feedsvc.cli.output import as_json, facts, json_line, table
from feedsvc.errors import FeedsvcError
from feedsvc.flows.probe import probe
from feedsvc.flows.recall import feed_of
from feedsvc.model.source import Source
from feedsvc.publish.compose import Judged
from feedsvc.publish.shown import as_plain
from feedsvc.settings import fields
from feedsvc.store import entries as stored_entries
from feedsvc.store import sources as stored_sources
from feedsvc.store.sources import Stored
from feedsvc.text.urls import without_credentials
from feedsvc.wiring.house import now, open_house
from feedsvc.wiring.pulling import open_network


@click.group()
def sources() -> None:
    """The feeds that others publish."""


@sources.command("list")
@as_json
@click.pass_obj
def list_sources(folder: Path, *, as_json: bool) -> None:
    """List all sources with their health."""
    statements = open_house(folder).database.statements()
    counts = stored_entries.counts(statements)
    rows = [_summary(stored, counts) for stored in stored_sources.everything(statements)]
    if as_json:
        for row in rows:
            json_line(row)
        return
    columns = ("name", "enabled", "health", "entries", "polled_at", "due_at", "url", "problem")
    table(columns, [[row[column] for column in columns] for row in rows])


@sources.command()
@click.argument("name")
@as_json
@click.pass_obj
def show(folder: Path, name: str, *, as_json: bool) -> None:
    """Show one source: what it is, what its owner permits, how it fares."""
    statements = open_house(folder).database.statements()
    stored = stored_sources.named(statements, name)
    shown = _summary(stored, stored_entries.counts(statements)) | _details(stored)
    if as_json:
        json_line(shown)
    else:
        facts(shown.items())


@sources.command()
@click.argument("url", metavar="URL|NAME")
@as_json
@click.pass_obj
def test(folder: Path, url: str, *, as_json: bool) -> None:
    """Fetch and read a feed, show what would be stored.

    Each entry is shown with how much of it would be published, and why. Nothing is stored.
    Give the URL of a feed, or the NAME of a source to look with what its owner permits.
    """
    house = open_house(folder)
    stored = stored_sources.everything(house.database.statements())
    known = {one.source.name: one.source for one in stored}
    source = known.get(url) or _unknown(url)
    with open_network(house.settings) as (client, children):
        found = probe(source, client.send, children.read_now, now())
    feed = {
        "url": found.url,
        "title": found.feed.title,
        "home_url": found.feed.home_url,
        "rights": found.feed.rights and as_plain(found.feed.rights),
        "licences": found.feed.licences,
        "remark": found.remark,
    }
    entries = [_judged(one) for one in found.judged]
    if as_json:
        json_line(feed | {"entries": entries})
        return
    facts([*feed.items(), ("entries", len(entries))])
    columns = ("title", "published", "shown", "why", "id")
    table(columns, [[entry[column] for column in columns] for entry in entries])


def _unknown(url: str) -> Source:
    try:
        return Source(name="test", url=fields.http_url(url))
    except ValueError as error:
        msg = f"{without_credentials(url)}: is no source, and {error}"
        raise FeedsvcError(msg) from None


def _judged(one: Judged) -> dict[str, object]:
    title = one.held.entry.title
    return {
        "id": one.held.public_id,
        "title": as_plain(title) if title else "",
        "url": one.held.entry.url,
        "published": one.held.published,
        "shown": one.grant.level.name.lower(),
        "why": "; ".join(one.grant.reasons),
        "attribution": one.line.text,
    }


def _summary(stored: Stored, counts: dict[str, int]) -> dict[str, object]:
    checkpoint = stored.checkpoint
    return {
        "name": stored.source.name,
        "url": stored.source.url,
        "title": feed_of(stored).title,
        "tags": stored.source.tags,
        "enabled": stored.source.enabled,
        "health": checkpoint.health.value,
        "problem": checkpoint.problem,
        "status": checkpoint.status,
        "failures": checkpoint.failures,
        "entries": counts.get(stored.source.name, 0),
        "polled_at": checkpoint.polled_at,
        "changed_at": checkpoint.changed_at,
        "due_at": _due_at(stored),
    }


def _due_at(stored: Stored) -> datetime | None:
    """When it is to be polled; one that never was is due since it was added."""
    due_at = stored.checkpoint.due_at
    return max(due_at, stored.added_at) if due_at and stored.source.enabled else None


def _details(stored: Stored) -> dict[str, object]:
    permission = stored.source.permission
    interval = stored.checkpoint.interval
    feed = feed_of(stored)
    return {
        "home_url": feed.home_url,
        "rights": feed.rights and as_plain(feed.rights),
        "licences": feed.licences,
        "scope": permission.scope.value,
        "attribution": permission.attribution,
        "granted_by": permission.granted_by,
        "evidence": permission.evidence,
        "from": permission.starts and permission.starts.isoformat(),
        "until": permission.ends and permission.ends.isoformat(),
        "embargo": fields.spelled(permission.embargo) if permission.embargo else None,
        "noindex": permission.noindex,
        "canonical": permission.canonical,
        "interval": f"{interval.total_seconds() / 60:.0f}m" if interval else None,
    }
