"""`feedsvc opml`."""

import sys
from pathlib import Path

import click

from feedsvc.cli.house import house_of
from feedsvc.cli.look import SCOPES
from feedsvc.cli.output import as_json, counted, json_line, table
from feedsvc.cli.tending import desk_of
from feedsvc.cli.words import tag_names
from feedsvc.errors import FeedsvcError, first_line
from feedsvc.flows.due import spoken
from feedsvc.flows.exporting import listed, subscribed
from feedsvc.flows.importing import Left, Plan, plan
from feedsvc.model.source import Scope, Source
from feedsvc.parse.opml import LONGEST
from feedsvc.store import sources as stored_sources

_STDIN = "-"
_STEPS = 3
_TOLD = 100


@click.command("import")
@click.argument("file", metavar="FILE|-")
@click.option(
    "--tag", "tags", multiple=True, metavar="TAG", shell_complete=tag_names,
    help="Tag all of them with this as well; may be repeated.",
)  # fmt: skip
@click.option(
    "--scope", type=click.Choice(SCOPES), default=Scope.LICENCE.value,
    help="What their owners permit; as their licences say by default.",
)  # fmt: skip
@click.option("--dry-run", is_flag=True, help="Tell what would be added; add nothing.")
@as_json
@click.pass_obj
def import_list(  # noqa: PLR0913 - its options
    folder: Path, file: str, tags: tuple[str, ...], scope: str, *, dry_run: bool, as_json: bool
) -> None:
    """Add the feeds of an OPML list as sources, all of them or none.

    Folders, nested ones too, and categories become tags. What is listed twice or is a source
    already is left out, and so is what cannot be a feed; all of that is told. Nothing is fetched
    now: the first polls are spread over up to an hour, and what turns out to be dead is then in
    `feedsvc sources list --failing`.

    \b
    feedsvc opml import subscriptions.opml
    feedsvc opml import subscriptions.opml --tag world --dry-run
    """
    with counted(_STEPS, "Importing") as count:
        body = _read(file)
        count()
        desk = desk_of(folder)
        stored = stored_sources.everything(desk.database.statements())
        planned = plan(body, stored, desk.settings, tags)
        if planned.problem and not planned.new:
            msg = f"{file}: {planned.problem}"
            raise FeedsvcError(msg)
        count()
        if planned.new and not dry_run:
            permission = {} if scope == Scope.LICENCE else {"scope": scope}
            desk.add_sources(planned.tables(permission), planned.over)
        count()
    if planned.problem:
        click.echo(f"{file}: {planned.problem}; what could be read of it is imported", err=True)
    if as_json:
        json_line(_told(planned, is_stored=not dry_run))
    else:
        _show(planned, is_stored=not dry_run)


def _read(file: str) -> bytes:
    try:
        if file == _STDIN:
            return sys.stdin.buffer.read(LONGEST + 1)
        with Path(file).open("rb") as opened:
            return opened.read(LONGEST + 1)
    except OSError as error:
        msg = f"{file}: cannot be read ({first_line(error)}); name a file, or - for standard input"
        raise FeedsvcError(msg) from None


def _told(planned: Plan, *, is_stored: bool) -> dict[str, object]:
    return {
        "title": planned.title,
        "problem": planned.problem,
        "outlines": planned.outlines,
        "stored": is_stored,
        "added": [one._asdict() for one in planned.new],
        "duplicates": [one._asdict() for one in planned.duplicates],
        "refused": [one._asdict() for one in planned.refused],
        "first_polls_within": planned.over.total_seconds(),
    }


def _show(planned: Plan, *, is_stored: bool) -> None:
    if planned.new and not is_stored:
        columns = ("name", "title", "tags", "url")
        table(columns, [(one.name, one.title, one.tags, one.url) for one in planned.new])
    left = [("refused", *one[:2]) for one in planned.refused]
    left += [("listed twice" if not one.source else "known", *_words(one))
             for one in planned.duplicates]  # fmt: skip
    if left:
        table(("left out", "title", "why"), left[:_TOLD])
    if len(left) > _TOLD:
        click.echo(f"… and {len(left) - _TOLD} more; --json tells all of them.")
    back = sum(one.is_back for one in planned.new)
    again = f" ({back} of them were removed before)" if back else ""
    word = "added" if is_stored else "to add"
    click.echo(
        f"{len(planned.new)} {word}{again}, {len(planned.duplicates)} duplicates,"
        f" {len(planned.refused)} refused."
    )
    if planned.new and is_stored:
        over = f" are spread over {spoken(planned.over)}" if planned.over else " begin at once"
        click.echo(
            f"Their first polls{over}; what does not answer then is in"
            " feedsvc sources list --failing."
        )


def _words(left: Left) -> tuple[str, str]:
    return left.title, left.reason


@click.command("export")
@click.option(
    "--tag", "tags", multiple=True, metavar="TAG", shell_complete=tag_names,
    help="Only sources with this tag; with one of them, if repeated.",
)  # fmt: skip
@click.pass_obj
def export_list(folder: Path, tags: tuple[str, ...]) -> None:
    """Write the sources as an OPML list to standard output.

    The first tag of each becomes its folder, the others its categories: any feed reader takes the
    list, and `feedsvc opml import` makes the same sources of it, under the same names. Permissions
    do not stand in it: `feedsvc export` writes those.

    \b
    feedsvc opml export > subscriptions.opml
    """
    house = house_of(folder)
    found = subscribed(stored_sources.everything(house.database.statements()), tags)
    for one in found.left:
        click.echo(f"{one.source.name} is left out: {_why(one.source)}", err=True)
    sys.stdout.buffer.write(listed(house.settings.site.title, found.told))
    sys.stdout.buffer.flush()


def _why(source: Source) -> str:
    return "it is a file" if source.url.startswith("file:") else "its address is a secret"
