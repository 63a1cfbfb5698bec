"""`feedsvc entries`."""

from collections.abc import Iterator
from dataclasses import asdict
from itertools import count, islice
from pathlib import Path

import click

from feedsvc.cli.house import house_of
from feedsvc.cli.output import as_json, facts, json_line, listed
from feedsvc.cli.reason import reason_of
from feedsvc.cli.words import source_names
from feedsvc.errors import FeedsvcError
from feedsvc.flows import curate
from feedsvc.flows.serve import Publisher
from feedsvc.model.held import Held
from feedsvc.publish.plain import text_of, title_of
from feedsvc.store import entries as stored_entries
from feedsvc.store import sources as stored_sources
from feedsvc.store import tombstones
from feedsvc.store.database import Statements
from feedsvc.wiring.house import now
from feedsvc.wiring.person import person
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
    shell_complete=source_names,
    help="Only of this source; may be repeated.",
)
@click.option("--held", is_flag=True, help="Only what is held back, and why.")
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="At most N; else all.")
@as_json
@click.pass_obj
def list_entries(
    folder: Path, sources: tuple[str, ...], limit: int | None, *, held: bool, as_json: bool
) -> None:
    """List entries, newest first.

    With --held those that wait for a decision or a cure: `feedsvc entries restore` publishes what
    a flood brought, the rest comes by itself once what is told there is put right.

    \b
    feedsvc entries list --source sputnik --limit 20
    feedsvc entries list --held
    """
    house = house_of(folder)
    statements = house.database.statements()
    for name in sources:
        stored_sources.named(statements, name)
    found: Iterator[dict[str, object]] = map(_summary, _all(statements, sources))
    columns = ["id", "source", "published", "state", "title"]
    if held:
        found = _held(open_publisher(house), _all(statements, sources))
        columns.append("why")
    chosen = islice(found, limit)
    empty = "nothing is held back" if held else "no entries yet; feedsvc poll gets some"
    listed(chosen, columns, empty, as_json=as_json)


def _all(statements: Statements, sources: tuple[str, ...]) -> Iterator[Held]:
    for skip in count(0, _PAGE):
        page = stored_entries.listed(statements, sources, most=_PAGE, skip=skip)
        yield from page
        if len(page) < _PAGE:
            return


def _held(publisher: Publisher, entries: Iterator[Held]) -> Iterator[dict[str, object]]:
    for one in entries:
        grant = publisher.judged(one).grant
        if grant.held:
            yield _summary(one) | {"state": "held", "why": "; ".join(grant.reasons)}


@entries.command()
@click.argument("id")
@as_json
@click.pass_obj
def show(folder: Path, id: str, *, as_json: bool) -> None:  # noqa: A002 - the word of the interface
    """Show one entry: ids, dates, revisions, rights.

    ID is that of `feedsvc entries list`, the entry's original URL, or the id that its source gave
    it. It tells how much of the entry is shown, and why.

    \b
    feedsvc entries show https://news.example/2026/story
    """
    house = house_of(folder)
    statements = house.database.statements()
    held = _meant(statements, id)
    withdrawal = tombstones.withdrawal(statements, held.id)
    judged = open_publisher(house).judged(held)
    shown = _summary(held) | {
        "key": held.key,
        "first_seen": held.first_seen,
        "revision": held.revision,
        "names": [
            {"name": name, "why": why, "since": since}
            for why, name, since in stored_entries.names(statements, held.id)
        ],
        "replaced_revisions": [
            {"number": number, "replaced_at": replaced_at, "title": title_of(old)}
            | ({"text": text_of(old)} if as_json else {})
            for number, replaced_at, old in stored_entries.revisions(statements, held.id)
        ],
        "withdrawn": withdrawal and withdrawal._asdict(),
        "shown": judged.grant.level.name.lower(),
        "why": judged.grant.reasons,
        "until": judged.grant.until,
        "attribution": judged.line.text,
        "origin": judged.attribution.origin.title,
        "via": [hop.title for hop in judged.attribution.via],
        "authors": [person.name for person in held.entry.authors],
        "rights": held.entry.rights.value if held.entry.rights else None,
        "licences": [licence.id for licence in judged.licences],
        "images": judged.grant.images,
        "edits": judged.grant.edits,
        "held": judged.grant.held,
        "claim": judged.claim and asdict(judged.claim),
        "url": held.entry.url,
    }
    if as_json:
        json_line(shown)
    else:
        facts(shown.items())


@entries.command()
@click.argument("ids", metavar="ID...", nargs=-1, required=True)
@reason_of("Why; readers of the Atom feed are told. Withdrawing again corrects it.")
@as_json
@click.pass_obj
def withdraw(folder: Path, ids: tuple[str, ...], reason: str, *, as_json: bool) -> None:
    """Take entries out of everything that is published, for good.

    ID is that of `feedsvc entries list`, the entry's original URL, or the id that its source
    gave it. What other sources carry under the same address or id goes with it. A withdrawn entry
    is never imported again, by no source and under no other name; `restore` brings it back.

    \b
    feedsvc entries withdraw https://news.example/2026/story --reason "Its author asked for it"
    """
    database = house_of(folder).database
    _report(curate.withdraw(database, ids, reason, now(), person()), as_json=as_json)


@entries.command()
@click.argument("ids", metavar="ID...", nargs=-1, required=True)
@as_json
@click.pass_obj
def restore(folder: Path, ids: tuple[str, ...], *, as_json: bool) -> None:
    """Publish withdrawn or held back entries again, under their old ids and dates.

    ID is that of `feedsvc entries list`, the entry's original URL, or the id that its source
    gave it.

    \b
    feedsvc entries restore https://news.example/2026/story
    """
    house = house_of(folder)
    back = curate.restore(house.database, ids, now())
    _report(back, as_json=as_json)
    publisher = open_publisher(house)
    for held in back:
        grant = publisher.judged(held).grant
        if grant.held:
            click.echo(f"{held.id} is still held back: {'; '.join(grant.reasons)}", err=True)


def _meant(statements: Statements, ref: str) -> Held:
    """The one entry that somebody named."""
    found = tombstones.named(statements, ref)
    if len(found) > 1:
        msg = f"{len(found)} entries go by {ref!r}; name one: {', '.join(one.id for one in found)}"
        raise FeedsvcError(msg)
    return stored_entries.one(statements, found[0].id if found else ref)


def _report(changed: list[Held], *, as_json: bool) -> None:
    """Show the entries that changed their state."""
    rows = [_summary(held) for held in changed]
    columns = ("id", "source", "published", "state", "title")
    listed(rows, columns, as_json=as_json)


def _summary(held: Held) -> dict[str, object]:
    return {
        "id": held.id,
        "public_id": held.public_id,
        "source": held.source,
        "title": title_of(held.entry),
        "url": held.entry.url,
        "published": held.published,
        "updated": held.updated,
        "state": held.state.value,
    }
