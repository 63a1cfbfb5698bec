"""`feedsvc sources test`, and how what a look at a feed found is shown."""

import os
import sys
from pathlib import Path
from typing import Any

import click

from feedsvc.cli.house import house_of
from feedsvc.cli.output import as_json, facts, json_line, table
from feedsvc.errors import FeedsvcError
from feedsvc.flows.probe import Probe, probe
from feedsvc.model.source import Permission, Scope, Source
from feedsvc.publish.compose import Judged
from feedsvc.publish.plain import title_of
from feedsvc.publish.shown import as_plain
from feedsvc.settings import Settings, fields
from feedsvc.settings.secret import ENV, Reference, Secret, Vault
from feedsvc.store import sources as stored_sources
from feedsvc.text.urls import without_credentials
from feedsvc.wiring.house import now
from feedsvc.wiring.pulling import open_network

SCOPES = [scope.value for scope in Scope]
_STDIN = "-"
_SHOWN = 10  # entries, on a terminal


@click.command()
@click.argument("url", metavar="URL|NAME")
@click.option(
    "--scope",
    type=click.Choice(SCOPES),
    default=Scope.LICENCE.value,
    help="Of a URL: what its owner permits; as its licence says by default.",
)
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="At most N entries.")
@as_json
@click.pass_obj
def test(folder: Path, url: str, scope: str, limit: int | None, *, as_json: bool) -> None:
    """Fetch and read a feed, show what would be stored.

    Each entry is shown with how much of it would be published, and why. Nothing is stored.
    Where there is a page, the feeds that it announces are tried.
    Give the URL of a feed, or the NAME of a source to look with what its owner permits; with - it
    is read from standard input. A URL that is a secret is given as env: and the name of the
    variable that holds it.

    \b
    feedsvc sources test https://news.example/
    feedsvc sources test https://news.example/rss --scope full
    feedsvc sources test sputnik --json
    """
    what = sys.stdin.readline().strip() if url == _STDIN else url
    house = house_of(folder)
    stored = stored_sources.by_names(house.database.statements(), [what])
    source = stored[0].source if stored else asked(what, Permission(scope=Scope(scope)))
    found = look(house.settings, source)
    if as_json:
        json_line(told(found, limit))
    else:
        show(told(found, limit or _SHOWN))


def asked(url: str, permission: Permission) -> Source:
    """A source for a look, of which no more than its address is known.

    Args:
        url: Its address, or `env:` and the name of a variable that holds it as a secret.
        permission: What its owner permits.

    Raises:
        FeedsvcError: That is no address.
    """
    kind, _, name = url.partition(":")
    is_secret = kind == ENV
    try:
        if is_secret:
            vault, reference = Vault(environment=os.environ, is_open=False), Reference(ENV, name)
            held = fields.secret_http_url(Secret(reference, vault.value(reference)))
        address = held.value() if is_secret else fields.http_url(url)
    except ValueError as error:
        msg = f"{without_credentials(url)}: is no source, and {error}"
        raise FeedsvcError(msg) from None
    return Source(name="test", url=address, permission=permission, secret=is_secret)


def look(settings: Settings, source: Source) -> Probe:
    """Look at a source's feed; store nothing."""
    with open_network(settings) as (client, children):
        commercial = settings.site.commercial
        return probe(source, client.send, children.read_now, now(), commercial=commercial)


def told(found: Probe, limit: int | None) -> dict[str, Any]:
    """What a look found, of at most `limit` entries, the newest first."""
    newest = sorted(found.judged, key=lambda one: one.held.published, reverse=True)
    return {
        "page": found.page,
        "address": found.address or found.url,
        "configure": found.address and f'url = "{found.address}"',
        "other_feeds": [other.url for other in found.others],
        "others": [other._asdict() for other in found.others],
        "url": found.url,
        "title": found.feed.title,
        "home_url": found.feed.home_url,
        "rights": found.feed.rights and as_plain(found.feed.rights),
        "licences": found.feed.licences,
        "licences_found": _licences(found),
        "remark": found.remark,
        "total": len(found.judged),
        "entries": [_entry(one) for one in newest[:limit]],
    }


def show(told: dict[str, Any]) -> None:
    """Show for people what a look found."""
    shown = ("page", "configure", "other_feeds", "url", "title", "home_url", "rights", "remark")
    licences = [
        f"{one['name']} (entries: {one['entries']})" for one in told["licences_found"]
    ] or "none found"
    facts([*((key, told[key]) for key in shown), ("licences", licences)])
    columns = ("title", "published", "shown", "why")
    table(columns, [[entry[column] for column in columns] for entry in told["entries"]])
    line = next((one["attribution"] for one in told["entries"] if one["attribution"]), "")
    facts([("credit", line)])
    left = told["total"] - len(told["entries"])
    if left:
        click.echo(f"… and {left} older entries")


def _licences(found: Probe) -> list[dict[str, object]]:
    """The licences that entries are under, by themselves or by their feed's, the usual first."""
    counts: dict[tuple[str, str, str], int] = {}
    for one in found.judged:
        for licence in one.licences:
            key = licence.id, licence.name, licence.url
            counts[key] = counts.get(key, 0) + 1
    ordered = sorted(counts.items(), key=lambda item: -item[1])
    return [
        {"id": id_, "name": name, "url": url, "entries": count}
        for (id_, name, url), count in ordered
    ]


def _entry(one: Judged) -> dict[str, object]:
    return {
        "id": one.held.public_id,
        "title": title_of(one.held.entry),
        "url": one.held.entry.url,
        "published": one.held.published,
        "shown": one.grant.level.name.lower(),
        "images": one.grant.images,
        "why": "; ".join(one.grant.reasons),
        "licences": [licence.name for licence in one.licences],
        "attribution": one.line.text,
    }
