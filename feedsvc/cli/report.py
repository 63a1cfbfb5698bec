"""`feedsvc report`."""

import csv
import io
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from feedsvc.cli.house import house_of
from feedsvc.cli.output import json_line, printable
from feedsvc.cli.words import source_names
from feedsvc.flows.report import report as account
from feedsvc.model.report import Account, ChannelTotal, Month, Report, Term
from feedsvc.model.rights import Level
from feedsvc.wiring.house import now

_MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")
_FORMULA = "=+-@\t\r\n＝＋－＠"  # noqa: RUF001 - those that spreadsheets take for the others

_CELL = re.compile(rf"([;,\t])\s*([{re.escape(_FORMULA)}])")

ENTRIES = (
    "id", "title", "url", "page", "first_shown", "from", "shown", "images", "licence", "scope",
    "granted_by", "evidence", "reasons", "attribution", "withdrawn", "withdrawn_by",
    "withdrawn_reason", "restored",
)  # fmt: skip
READERS = ("channel", "reader", "requests", "unchanged", "subscribers")


def _month(_context: click.Context, _option: click.Parameter, value: str | None) -> Month:
    if value is None:
        return Month.of(now())
    found = _MONTH.fullmatch(value)
    if not found or int(found[1]) == 0:
        msg = f"{value!r} is no month; write it as 2026-03"
        raise click.BadParameter(msg)
    month = Month.of(datetime(int(found[1]), int(found[2]), 1, tzinfo=UTC))
    if month.begins > now():
        msg = f"{value} has not begun yet (in UTC)"
        raise click.BadParameter(msg)
    return month


@click.command()
@click.option(
    "--source", "name", required=True, metavar="NAME", shell_complete=source_names,
    help="Whose account it is.",
)  # fmt: skip
@click.option(
    "--month", callback=_month, metavar="YYYY-MM", help="A month in UTC; the present one if absent."
)
@click.option("--csv", "as_csv", is_flag=True, help="A table of the entries, a row for each grant.")
@click.option("--readers", "of_readers", is_flag=True, help="With --csv: a table of the readers.")
@click.option("--html", "as_html", is_flag=True, help="A page that stands alone.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document.")
@click.pass_obj
def report(  # noqa: PLR0913 - its options
    folder: Path,
    name: str,
    month: Month,
    *,
    as_csv: bool,
    of_readers: bool,
    as_html: bool,
    as_json: bool,
) -> None:
    """Write the account to the owner of a source to standard output.

    It tells what of theirs was published in a month, when and under which grant, how often each
    channel with it was fetched, by which readers and for how many subscribers. As text that can
    be sent by mail, or as --csv, --html or --json.

    \b
    feedsvc report --source sputnik
    feedsvc report --source sputnik --month 2026-03 --html > march.html
    """
    if as_csv + as_html + as_json > 1:
        msg = "--csv, --html and --json exclude each other; choose one"
        raise click.UsageError(msg)
    if of_readers and not as_csv:
        msg = "--readers is the other table of --csv; give both"
        raise click.UsageError(msg)
    house = house_of(folder)
    made = account(house.database, house.settings, name, month, now())
    if as_json:
        json_line(_document(made))
    elif as_csv:
        columns, rows = (READERS, _readers(made)) if of_readers else (ENTRIES, _entries(made))
        _write(_table(columns, rows))
    elif as_html:
        from feedsvc.web.report import page  # noqa: PLC0415 - Jinja is for the page alone

        _write(page(made))
    else:
        from feedsvc.cli.letter import letter  # noqa: PLC0415 - likewise

        click.echo(letter(made), nl=False)


def _write(text: str) -> None:
    """Write what has an encoding and line ends of its own."""
    sys.stdout.flush()
    sys.stdout.buffer.write(text.encode())


def _table(columns: Iterable[str], rows: Iterable[Mapping[str, object]]) -> str:
    """A table by RFC 4180, of which no spreadsheet computes a cell."""
    names = list(columns)
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow(names)
    writer.writerows([_cell(row[name]) for name in names] for row in rows)
    return written.getvalue()


def _cell(value: object) -> object:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, datetime):
        return _utc(value)
    text = printable("" if value is None else str(value))
    text = _CELL.sub(r"\1 '\2", text)  # where `;` or a tab parts the cells
    return f"'{text}" if text.startswith(tuple(_FORMULA)) else text


def _entries(made: Report) -> Iterator[dict[str, object]]:
    for entry in made.entries:
        told = _account(entry)
        gone = told["withdrawn"] or {}
        for grant in told["grants"]:
            yield {
                **told,
                **grant,
                "reasons": "; ".join(grant["reasons"]),
                "images": "yes" if grant["images"] else "no",
                "withdrawn": gone.get("at"),
                "withdrawn_by": gone.get("by"),
                "withdrawn_reason": gone.get("reason"),
                "restored": gone.get("restored"),
            }


def _readers(made: Report) -> Iterator[dict[str, object]]:
    for channel in _channels(made.channels):
        for reader in channel["readers"]:
            yield {**reader, "channel": channel["name"], "reader": reader["name"]}


def _document(made: Report) -> dict[str, object]:
    levels = (Level.FULL, Level.EXCERPT, Level.LINK)
    return {
        "site": {"title": made.site_title, "url": made.site_url},
        "source": {"name": made.source, "title": made.title, "url": made.url},
        "month": f"{made.month.begins:%Y-%m}",
        "made": _utc(made.made_at),
        "totals": {
            "published": len(made.entries),
            **{level.name.lower(): made.at_level(level) for level in levels},
            "new": made.new,
            "withdrawn": made.withdrawn,
            "shown_on": made.shown_on,
        },
        "permissions": [_term(one) for one in made.terms],
        "channels": list(_channels(made.channels)),
        "entries": [_account(one) for one in made.entries],
    }


def _account(entry: Account) -> dict[str, Any]:
    gone = entry.withdrawn
    return {
        "id": entry.id,
        "title": entry.latest.title,
        "url": entry.latest.url,
        "page": entry.page,
        "attribution": entry.latest.attribution,
        "first_shown": _utc(entry.first_shown),
        "grants": [
            {
                "from": _utc(one.at),
                "shown": one.level.name.lower(),
                "images": one.images,
                "licence": one.licence,
                "scope": one.scope,
                "granted_by": one.granted_by,
                "evidence": one.evidence,
                "reasons": one.reasons,
            }
            for one in entry.decisions
        ],
        "withdrawn": gone
        and {
            "at": _utc(gone.at),
            "by": gone.by,
            "reason": gone.reason,
            "restored": gone.restored_at and _utc(gone.restored_at),
        },
    }


def _term(term: Term) -> dict[str, object]:
    permission = term.permission
    return {
        "since": _utc(term.since),
        "until": term.until and _utc(term.until),
        "revoked": term.revoked,
        "reason": term.reason,
        "scope": permission.scope.value,
        "images": permission.images.value,
        "licence": permission.licence,
        "granted_by": permission.granted_by,
        "evidence": permission.evidence,
        "first_day": permission.starts and permission.starts.isoformat(),
        "last_day": permission.ends and permission.ends.isoformat(),
        "attribution": permission.attribution,
    }


def _channels(channels: Iterable[ChannelTotal]) -> Iterator[dict[str, Any]]:
    for one in channels:
        yield {
            "name": one.name,
            "title": one.title,
            "page": one.page,
            "requests": one.requests,
            "unchanged": one.unchanged,
            "subscribers": one.subscribers,
            "readers": [
                {
                    "name": reader.name,
                    "requests": reader.requests,
                    "unchanged": reader.unchanged,
                    "subscribers": reader.subscribers,
                }
                for reader in one.readers
            ],
        }


def _utc(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds").replace("+00:00", "Z")
