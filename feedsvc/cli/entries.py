"""`feedsvc entries`."""

from pathlib import Path

import click

from feedsvc.cli.output import as_json, facts, json_line, table
from feedsvc.model.entry import Entry
from feedsvc.model.held import Held
from feedsvc.store import entries as stored_entries
from feedsvc.store import sources as stored_sources
from feedsvc.wiring.house import open_house
from feedsvc.wiring.publishing import open_publisher

_PAGE = 500


@click.group()
def entries() -> None:
    """The articles that are kept."""


@entries.command("list")
@click.option(
    "--source",
    "sources",
    multiple=True,
    metavar="NAME",
    help="Only of this source; may be repeated.",
)
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="At most N; else all.")
@as_json
@click.pass_obj
def list_entries(
    folder: Path, sources: tuple[str, ...], limit: int | None, *, as_json: bool
) -> None:
    """List entries, newest first."""
    statements = open_house(folder).database.statements()
    for name in sources:
        stored_sources.named(statements, name)
    rows = []
    skip = 0
    while limit is None or skip < limit:
        most = min(_PAGE, limit - skip) if limit else _PAGE
        page = stored_entries.listed(statements, sources, most=most, skip=skip)
        for held in page:
            if as_json:
                json_line(_summary(held))
            else:
                rows.append(_summary(held))
        skip += most
        if len(page) < most:
            break
    if not as_json:
        columns = ("id", "source", "published", "state", "title")
        table(columns, [[row[column] for column in columns] for row in rows])


@entries.command()
@click.argument("id")
@as_json
@click.pass_obj
def show(folder: Path, id: str, *, as_json: bool) -> None:  # noqa: A002 - the word of the interface
    """Show one entry: ids, dates, revisions, rights.

    ID is that of `feedsvc entries list`. It tells how much of the entry is shown, and why.
    """
    house = open_house(folder)
    statements = house.database.statements()
    held = stored_entries.one(statements, id)
    judged = open_publisher(house).judged(held)
    shown = _summary(held) | {
        "key": held.key,
        "first_seen": held.first_seen,
        "revision": held.revision,
        "replaced_revisions": [
            {"number": number, "replaced_at": replaced_at, "title": _title(old)}
            for number, replaced_at, old in stored_entries.revisions(statements, held.id)
        ],
        "shown": judged.grant.level.name.lower(),
        "why": judged.grant.reasons,
        "until": judged.grant.until,
        "attribution": judged.line.text,
        "origin": judged.attribution.origin.title,
        "via": [hop.title for hop in judged.attribution.via],
        "authors": [person.name for person in held.entry.authors],
        "rights": held.entry.rights.value if held.entry.rights else None,
        "licences": [licence.id for licence in judged.licences],
        "url": held.entry.url,
    }
    if as_json:
        json_line(shown)
    else:
        facts(shown.items())


def _summary(held: Held) -> dict[str, object]:
    return {
        "id": held.id,
        "public_id": held.public_id,
        "source": held.source,
        "title": _title(held.entry),
        "url": held.entry.url,
        "published": held.published,
        "updated": held.updated,
        "state": held.state.value,
    }


def _title(entry: Entry) -> str:
    return entry.title.value if entry.title else ""
