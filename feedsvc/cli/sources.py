"""`feedsvc sources list` and `feedsvc sources show`."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import click

from feedsvc.cli.house import house_of
from feedsvc.cli.output import as_json, facts, json_line, table
from feedsvc.cli.words import source_names, tag_names
from feedsvc.flows.attention import Concern, attention, of_one
from feedsvc.flows.due import due_at, spoken, why_due
from feedsvc.flows.known import feed_of
from feedsvc.flows.standing import DISABLED, PAUSED, REMOVED, REVOKED, standing
from feedsvc.model.source import Health, Origin, Permission
from feedsvc.publish.shown import as_plain
from feedsvc.settings import fields
from feedsvc.store import entries as stored_entries
from feedsvc.store import permissions, polls
from feedsvc.store import sources as stored_sources
from feedsvc.store.permissions import Record
from feedsvc.store.polls import Poll
from feedsvc.store.sources import Stored
from feedsvc.text.told import told
from feedsvc.wiring.house import now

_KEYS = {"starts": "from", "ends": "until"}  # as the file has them
_GIVES_NOTHING = (Health.FAILING, Health.RESTING, Health.GONE)
_POLLS = 10
_NONE = (
    "no sources yet; add one with feedsvc sources add URL, or many with feedsvc opml import FILE"
)


class Filters(NamedTuple):
    """Which sources are listed; programs are told of removed ones in any case."""

    health: tuple[str, ...]
    tags: tuple[str, ...]
    failing: bool
    paused: bool
    removed: bool
    as_json: bool

    def __call__(self, stored: Stored) -> bool:
        """Whether a source is listed."""
        source, health = stored.source, stored.checkpoint.health
        is_removed = source.origin is Origin.REMOVED
        return (
            (is_removed or not self.removed)
            and (not is_removed or self.removed or self.as_json)
            and (not self.health or health.value in self.health)
            and set(self.tags) <= set(source.tags)
            and (not self.failing or (source.is_polled and health in _GIVES_NOTHING))
            and (not self.paused or bool(source.paused))
        )


@click.command("list")
@click.option(
    "--health",
    multiple=True,
    type=click.Choice([health.value for health in Health]),
    help="Only of this health; may be repeated.",
)
@click.option(
    "--tag", "tags", multiple=True, metavar="TAG", shell_complete=tag_names,
    help="Only with this tag; with all of them, if repeated.",
)  # fmt: skip
@click.option("--failing", is_flag=True, help="Only those that give nothing: dead or broken.")
@click.option("--paused", is_flag=True, help="Only those that are paused.")
@click.option(
    "--removed", is_flag=True, help="Only those that were removed, whose entries are kept."
)
@as_json
@click.pass_obj
def list_sources(folder: Path, /, *, as_json: bool, **filters: object) -> None:
    """List sources with how they fare, in plain words.

    Removed ones are left out, but with --json, where their state says so.

    \b
    feedsvc sources list --failing
    feedsvc sources list --tag world --health degraded
    """
    house = house_of(folder)
    statements = house.database.statements()
    counts = stored_entries.counts(statements)
    moment = now()
    concerns = attention(statements, house.settings, moment)
    wanted = Filters(as_json=as_json, **filters)  # type: ignore[arg-type] # as click read them
    everything = stored_sources.everything(statements)
    rows = [_summary(one, counts, concerns) for one in everything if wanted(one)]
    if as_json:
        for row in rows:
            json_line(row)
        return
    columns = ("name", "state", "entries", "polled", "next", "says")
    table(
        columns,
        [
            (row["name"], row["state"], row["entries"], _ago(row["polled_at"], moment),
             _ahead(row["due_at"], moment), row["says"])
            for row in rows
        ],
        empty=_NONE if not everything else "no source is like that",
    )  # fmt: skip


@click.command()
@click.argument("name", shell_complete=source_names)
@as_json
@click.pass_obj
def show(folder: Path, name: str, *, as_json: bool) -> None:
    """Show one source: what it is, what its owner permits, how it fares.

    It tells when it is polled next and why just then, how its last polls went, and what became of
    its permission.

    \b
    feedsvc sources show sputnik
    """
    house = house_of(folder)
    statements = house.database.statements()
    stored = stored_sources.named(statements, name)
    concerns = of_one(statements, stored, house.settings, now())
    shown = _summary(stored, stored_entries.counts(statements), concerns) | _details(stored)
    history = list(_history(permissions.history(statements, name)))
    latest = polls.latest(statements, stored.id, _POLLS)
    if as_json:
        said = [{"kind": one.kind, "what": one.what, "cure": one.cure} for one in concerns]
        looks = [one._asdict() for one in latest]
        json_line(shown | {"permissions": history, "concerns": said, "polls": looks})
        return
    facts((key, value) for key, value in shown.items() if value is not False)
    for one in concerns:
        click.echo()
        facts([("attention", one.what), ("what to do", one.cure)])
    click.echo("\nIts permission:")
    table(("at", "by", "change", "to", "reason"), [tuple(one.values()) for one in history])
    if latest:
        click.echo("\nIts last polls:")
        table(Poll._fields, latest)


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


def _summary(
    stored: Stored, counts: Mapping[str, int], concerns: Iterable[Concern]
) -> dict[str, object]:
    checkpoint, source = stored.checkpoint, stored.source
    return {
        "name": source.name,
        "url": told(source.url, secret=source.secret),
        "title": feed_of(stored).title,
        "tags": source.tags,
        "enabled": source.enabled,
        "state": standing(stored),
        "says": _says(stored, concerns),
        "health": "revoked" if source.revoked else checkpoint.health.value,
        "problem": checkpoint.problem,
        "status": checkpoint.status,
        "failures": checkpoint.failures,
        "entries": counts.get(source.name, 0),
        "polled_at": checkpoint.polled_at,
        "changed_at": checkpoint.changed_at,
        "due_at": due_at(stored),
    }


def _says(stored: Stored, concerns: Iterable[Concern]) -> str:
    """How a source fares, in plain words."""
    words = {
        REMOVED: "removed; its entries are kept, and not shown",
        REVOKED: "its permission was taken back; nothing of it is shown",
        DISABLED: "switched off; nothing of it is shown",
        PAUSED: "not polled; what it brought stays published",
        Health.NEW.value: "not polled yet",
    }
    concern = next((one for one in concerns if one.subject == stored.source.name), None)
    return words.get(standing(stored)) or (concern.what if concern else "fine")


def _details(stored: Stored) -> dict[str, object]:
    permission, source = stored.source.permission, stored.source
    interval, moved = stored.checkpoint.interval, stored.checkpoint.address or None
    feed = feed_of(stored)
    return {
        "due_reason": why_due(stored, now()),
        "origin": source.origin.value,
        "paused": bool(source.paused),
        "private": source.private,
        "secret": source.secret,
        "home_url": feed.home_url,
        "rights": feed.rights and as_plain(feed.rights),
        "licences": feed.licences,
        "scope": permission.scope.value,
        "revoked": source.revoked,
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
        "remove": source.remove,
        "noindex": permission.noindex,
        "canonical": permission.canonical,
        "interval": f"{interval.total_seconds() / 60:.0f}m" if interval else None,
        "moved_to": moved and told(moved, secret=source.secret),
    }


def _ago(at: object, moment: datetime) -> str:
    return f"{spoken(moment - at)} ago" if isinstance(at, datetime) else "never"


def _ahead(at: object, moment: datetime) -> str:
    if not isinstance(at, datetime):
        return "never"
    return f"in {spoken(at - moment)}" if at - moment > timedelta(0) else "now"
