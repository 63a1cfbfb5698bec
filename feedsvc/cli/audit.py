"""`feedsvc audit`."""

from itertools import chain, islice
from pathlib import Path
from typing import Any

import click
import orjson

from feedsvc.cli.house import house_of
from feedsvc.cli.output import as_json, facts, json_line, table
from feedsvc.cli.words import source_names
from feedsvc.errors import StoreError
from feedsvc.store import audit as log
from feedsvc.store import entries as stored_entries
from feedsvc.store import sources as stored_sources
from feedsvc.store import tombstones
from feedsvc.store.audit import Logged
from feedsvc.store.chain import verify as verify_chain
from feedsvc.store.database import Statements


@click.group()
def audit() -> None:
    """The log of what was shown and why."""


@audit.command()
@click.option(
    "--noted",
    metavar="DIGEST",
    default="",
    help="The head that an earlier verify told: its row must still be there.",
)
@as_json
@click.pass_obj
def verify(folder: Path, noted: str, *, as_json: bool) -> None:
    """Check that no row of the log was changed, removed or added by hand.

    It tells the digest of the head. Write that down elsewhere: whoever can write to the database
    could write the whole log anew, and `--noted` finds even that.

    \b
    feedsvc audit verify
    """
    verdict = verify_chain(house_of(folder).database.statements(), _digest(noted))
    told = {
        "rows": verdict.rows,
        "from": verdict.since,
        "until": verdict.until,
        "head": verdict.head.hex(),
    }
    if as_json:
        broken = {"broken": verdict.broken or None, "problem": verdict.problem}
        json_line({"whole": not verdict.problem} | told | broken)
    if verdict.problem:
        raise StoreError(verdict.problem)
    if not as_json:
        facts(told.items())


@audit.command("list")
@click.option(
    "--source", metavar="NAME", default="", shell_complete=source_names,
    help="Only of this source.",
)  # fmt: skip
@click.option(
    "--entry", metavar="ID", default="", help="Only of this entry: id, original URL, upstream id."
)
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="At most N; else all.")
@as_json
@click.pass_obj
def list_rows(folder: Path, source: str, entry: str, limit: int | None, *, as_json: bool) -> None:
    """List what was shown of entries and why, newest first.

    A row says what was decided from that moment on; what showed no more than a link has none.

    \b
    feedsvc audit list --source sputnik --limit 50
    """
    statements = house_of(folder).database.statements()
    found = islice(_found(statements, source, entry), limit)
    if as_json:
        for logged in found:
            json_line(_row(logged))
        return
    columns = ("number", "at", "entry", "source", "level", "title", "reasons")
    rows = map(_row, found)
    empty = "nothing was shown yet"
    table(columns, [[row[column] for column in columns] for row in rows], empty)


def _found(statements: Statements, source: str, entry: str) -> chain[Logged]:
    """The rows; a source or entry of which there is none must be known at least."""
    if not entry:
        rows = log.newest(statements, source)
        first = list(islice(rows, 1))
        if source and not first:
            stored_sources.named(statements, source)
        return chain(first, rows)
    meant = [one.id for one in tombstones.named(statements, entry)] or [entry]
    rows = chain.from_iterable(log.newest(statements, source, one) for one in meant)
    first = list(islice(rows, 1))
    if not first:
        stored_entries.one(statements, meant[0])
    return chain(first, rows)


def _row(logged: Logged) -> dict[str, Any]:
    said = logged.decision
    return {
        "number": logged.number,
        "at": logged.at,
        "entry": said.entry,
        "source": said.source,
        "archive": said.archive or None,
        **orjson.loads(said.text),
        "digest": logged.digest.hex(),
    }


def _digest(text: str) -> bytes:
    try:
        return bytes.fromhex(text)
    except ValueError:
        msg = f"{text!r} is no digest: give the head as feedsvc audit verify told it"
        raise click.BadParameter(msg, param_hint="--noted") from None
