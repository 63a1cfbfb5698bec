"""`feedsvc sources`."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

import click

from feedsvc.cli.house import house_of
from feedsvc.cli.output import as_json, facts, json_line, table
from feedsvc.cli.reason import reason_of
from feedsvc.errors import FeedsvcError
from feedsvc.flows import curate
from feedsvc.flows.known import feed_of
from feedsvc.flows.probe import probe
from feedsvc.model.source import Permission, Source
from feedsvc.publish.compose import Judged
from feedsvc.publish.shown import as_plain
from feedsvc.settings import fields
from feedsvc.store import entries as stored_entries
from feedsvc.store import permissions
from feedsvc.store import sources as stored_sources
from feedsvc.store.permissions import Record
from feedsvc.store.sources import Stored
from feedsvc.text.urls import without_credentials
from feedsvc.wiring.house import now
from feedsvc.wiring.person import person
from feedsvc.wiring.pulling import open_network

_KEYS = {"starts": "from", "ends": "until"}  # as the file has them


@click.group()
def sources() -> None:
    """The feeds that others publish."""


@sources.command("list")
@as_json
@click.pass_obj
def list_sources(folder: Path, *, as_json: bool) -> None:
    """List all sources with their health."""
    statements = house_of(folder).database.statements()
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
    statements = house_of(folder).database.statements()
    stored = stored_sources.named(statements, name)
    shown = _summary(stored, stored_entries.counts(statements)) | _details(stored)
    shown["permissions"] = list(_history(permissions.history(statements, name)))
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
    Where there is a page, the feeds that it announces are tried.
    Give the URL of a feed, or the NAME of a source to look with what its owner permits.
    """
    house = house_of(folder)
    stored = stored_sources.everything(house.database.statements())
    known = {one.source.name: one.source for one in stored}
    source = known.get(url) or _unknown(url)
    with open_network(house.settings) as (client, children):
        commercial = house.settings.site.commercial
        found = probe(source, client.send, children.read_now, now(), commercial=commercial)
    feed = {
        "page": found.page,
        "configure": found.address and f'url = "{found.address}"',
        "other_feeds": [other.url for other in found.others],
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


@sources.command()
@click.argument("name")
@reason_of("Why; readers of the Atom feed are told.")
@as_json
@click.pass_obj
def revoke(folder: Path, name: str, reason: str, *, as_json: bool) -> None:
    """Take everything of a source down: its owner has taken the permission back.

    Nothing of it is published or polled from this moment on, whatever the configuration says,
    until `feedsvc sources restore`.
    """
    gone = curate.revoke(house_of(folder).database, name, reason, now(), person())
    _told(name, "revoked", gone, as_json=as_json)


@sources.command()
@click.argument("name")
@as_json
@click.pass_obj
def restore(folder: Path, name: str, *, as_json: bool) -> None:
    """Publish a source again that was revoked, with the permission that the configuration states.

    What was withdrawn entry by entry stays withdrawn.
    """
    back = curate.reinstate(house_of(folder).database, name, now(), person())
    _told(name, "restored", back, as_json=as_json)


def _history(records: Sequence[Record]) -> Iterator[dict[str, object]]:
    """What changed of a permission, when, by whom and why."""
    before = asdict(Permission())
    for one in records:
        present = asdict(one.permission)
        changed = {key: value for key, value in present.items() if value != before[key]}
        before = present
        yield {
            "at": one.at,
            "by": one.by,
            "change": one.change.value,
            "to": [f"{_KEYS.get(key, key)} = {value}" for key, value in changed.items()],
            "reason": one.reason,
        }


def _told(name: str, change: str, changed: Sequence[str], *, as_json: bool) -> None:
    if as_json:
        json_line({"source": name, "change": change, "entries": list(changed)})
    else:
        click.echo(f"{name} is {change}; entries: {len(changed)}.")


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
        "health": "revoked" if stored.source.revoked else checkpoint.health.value,
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
    is_polled = stored.source.enabled and not stored.source.revoked
    return max(due_at, stored.added_at) if due_at and is_polled else None


def _details(stored: Stored) -> dict[str, object]:
    permission = stored.source.permission
    interval = stored.checkpoint.interval
    feed = feed_of(stored)
    return {
        "home_url": feed.home_url,
        "rights": feed.rights and as_plain(feed.rights),
        "licences": feed.licences,
        "scope": permission.scope.value,
        "revoked": stored.source.revoked,
        "images": permission.images.value,
        "edits": permission.edits,
        "licence": permission.licence,
        "on_third_party": permission.on_third_party.value,
        "attribution": permission.attribution,
        "credit": permission.credit,
        "pixel": permission.pixel,
        "granted_by": permission.granted_by,
        "evidence": permission.evidence,
        "notes": permission.notes,
        "from": permission.starts and permission.starts.isoformat(),
        "until": permission.ends and permission.ends.isoformat(),
        "embargo": fields.spelled(permission.embargo) if permission.embargo else None,
        "expiry": fields.spelled(permission.expiry) if permission.expiry else None,
        "remove": stored.source.remove,
        "noindex": permission.noindex,
        "canonical": permission.canonical,
        "interval": f"{interval.total_seconds() / 60:.0f}m" if interval else None,
        "moved_to": stored.checkpoint.address or None,
    }
