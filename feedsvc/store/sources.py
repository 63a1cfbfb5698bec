"""Sources and what we remember of them between polls."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import lru_cache
from typing import NamedTuple

from feedsvc.errors import NotFoundError, meant
from feedsvc.model.source import Checkpoint, Origin, Pause, Retention, Source
from feedsvc.store import permissions
from feedsvc.store.checkpoints import checkpoint
from feedsvc.store.database import Row, Statements, Value
from feedsvc.store.moments import maybe_moment, micros, moment, span

_MOST = 500  # names in one statement
_CHECKPOINT = 19  # columns of a source before those of its checkpoint


class Stored(NamedTuple):
    """A source as it is stored.

    Attributes:
        id: Its row.
        host: Whose turn it takes when requests are spaced.
        feed: What its feed says of itself, as `encode` writes it; None before the first poll.
        width: The most entries that one of its documents held.
        generation: The generation of what is published in which it last changed.
    """

    id: int
    source: Source
    host: str
    feed: str | None
    width: int
    added_at: datetime
    generation: int
    checkpoint: Checkpoint


class Pollable(NamedTuple):
    """As much of an enabled source as choosing it for a poll takes."""

    row: int
    name: str
    host: str
    due_at: datetime | None
    paused: bool = False


def everything(statements: Statements) -> list[Stored]:
    """All sources, in the configured order."""
    return [_stored(row) for row in statements.read("sources")]


def named(statements: Statements, name: str) -> Stored:
    """The source of that name.

    Raises:
        NotFoundError: There is none.
    """
    rows = statements.read("source", source_name=name)
    if not rows:
        names = (one.source.name for one in everything(statements))
        msg = f"there is no source {name!r}{meant(name, names)}; see feedsvc sources list"
        raise NotFoundError(msg)
    return _stored(rows[0])


def changed(statements: Statements, generation: int) -> list[tuple[int, Stored]]:
    """Place and source of all that changed after that generation, without their checkpoints.

    -1 stands before the first generation.
    """
    rows = statements.read("changed_sources", generation=generation)
    return [(row[0], _stored(row[1:])) for row in rows]


def by_rows(statements: Statements, rows: Sequence[int]) -> list[Stored]:
    """The sources of these rows, in the configured order."""
    return [_stored(row) for row in statements.read("sources_by_row", rows=rows)]


def pollable(statements: Statements) -> list[Pollable]:
    """The enabled sources, in the configured order, as briefly as possible."""
    return [
        Pollable(row, name, host, maybe_moment(due_at), bool(paused))
        for row, name, host, due_at, paused in statements.read("pollable")
    ]


def due(statements: Statements, host: str, now: datetime) -> list[Stored]:
    """The enabled sources of a host that are due, longest overdue first."""
    return [_stored(row) for row in statements.read("due_of_host", host=host, now=micros(now))]


def due_hosts(statements: Statements, now: datetime, most: int) -> list[str]:
    """Hosts that have sources due and that may be asked now, longest overdue first."""
    return [host for (host,) in statements.read("due_hosts", now=micros(now), most=most)]


def provision(
    statements: Statements,
    declared: Iterable[Source],
    hosts: Mapping[str, str],
    now: datetime,
    by: str = "",
) -> bool:
    """Store the sources that the files declare.

    One that they declare no more is removed: it is disabled, its entries stay. What operators
    declared stays as it is, unless the files declare a source of the same name.

    Args:
        statements: A transaction.
        declared: In the configured order.
        hosts: Name of a source to the host that its URL names.
        now: When new ones are added.
        by: Who declared them.

    Returns:
        Whether anything changed; if so a new generation has begun.
    """
    kept = {stored.source.name: stored for stored in everything(statements)}
    wanted = {source.name: _kept_apart(source, kept.get(source.name)) for source in declared}
    gone = {
        name: replace(stored.source, enabled=False, origin=Origin.REMOVED)
        for name, stored in kept.items()
        if name not in wanted and stored.source.origin is Origin.FILE
    }
    same = [name for name in kept if name in wanted and kept[name].source == wanted[name]]
    if same == list(wanted) and not gone:
        return False
    number = next_generation(statements)
    rows = [
        _row(source) | {"place": place} for place, source in enumerate((wanted | gone).values())
    ]
    _put(statements, rows, wanted | gone, kept, hosts, now, by, number)
    return True


def declare(
    statements: Statements,
    declared: Iterable[tuple[Source, str]],
    hosts: Mapping[str, str],
    now: datetime,
    by: str,
) -> int:
    """Store sources as operators declare them, new ones and others, and begin a generation.

    Args:
        statements: A transaction.
        declared: Each with the table that says so in a file, as JSON.
        hosts: Name of a source to the host that its URL names.
        now: When new ones are added.
        by: Who declares them.

    Returns:
        The generation.
    """
    chosen = dict(declared)
    kept = {
        stored.source.name: stored
        for stored in by_names(statements, [source.name for source in chosen])
    }
    wanted = {source.name: _kept_apart(source, kept.get(source.name)) for source in chosen}
    number = next_generation(statements)
    place: int = statements.read("last_place")[0][0]
    places: dict[str, int] = dict(statements.read("places", names=list(kept)))
    rows = [
        _row(wanted[source.name])
        | {"place": places.get(source.name, place + count), "declared": text}
        for count, (source, text) in enumerate(chosen.items(), 1)
    ]
    _put(statements, rows, wanted, kept, hosts, now, by, number)
    return number


def by_names(statements: Statements, names: Sequence[str]) -> list[Stored]:
    """The sources of these names that there are."""
    return [
        _stored(row)
        for start in range(0, len(names), _MOST)
        for row in statements.read("sources_by_name", names=names[start : start + _MOST])
    ]


def declarations(statements: Statements) -> dict[str, str]:
    """The table of each source that operators declared, as JSON, in the configured order."""
    return dict(statements.read("declarations"))


def _kept_apart(source: Source, before: Stored | None) -> Source:
    """A source as declared, with what was decided of it apart from that."""
    if before is None:
        return source
    is_paused = source.paused is Pause.NO and before.source.paused is Pause.OPERATOR
    paused = Pause.OPERATOR if is_paused else source.paused
    return replace(source, revoked=before.source.revoked, paused=paused)


def _put(  # noqa: PLR0913, PLR0917 - the facts of a change of sources
    statements: Statements,
    rows: Sequence[dict[str, Value]],
    wanted: Mapping[str, Source],
    kept: Mapping[str, Stored],
    hosts: Mapping[str, str],
    now: datetime,
    by: str,
    generation: int,
) -> None:
    """Store rows, and what follows from them for checkpoints and permissions."""
    added = {"added_at": micros(now), "generation": generation}
    statements.many(
        "put_source",
        [row | added | {"host": _host(wanted[str(row["name"])], kept, hosts)} for row in rows],
    )
    statements.run("begin_checkpoints")
    for name in wanted.keys() & kept.keys():
        if kept[name].source.url != wanted[name].url:
            statements.run("restart_checkpoint", source=kept[name].id)
    for name, source in wanted.items():
        before = kept[name].source.permission if name in kept else None
        if before != source.permission:
            change = permissions.Change.CHANGED if before else permissions.Change.GIVEN
            permissions.record(statements, name, source.permission, change, at=now, by=by)


def _host(source: Source, kept: Mapping[str, Stored], hosts: Mapping[str, str]) -> str:
    """The host that is asked: another than its address names where that moved."""
    before = kept.get(source.name)
    if before and before.checkpoint.address and before.source.url == source.url:
        return before.host
    return hosts.get(source.name, "")


def house(statements: Statements, source: int, host: str) -> None:
    """Have a source take its turns at another host from now on."""
    statements.run("house_source", source=source, host=host)


def postpone(statements: Statements, moments: Mapping[int, datetime]) -> None:
    """Have sources, by their rows, polled at these moments."""
    rows = [{"source": row, "due_at": micros(at)} for row, at in moments.items()]
    statements.many("postpone", rows)


def next_generation(statements: Statements) -> int:
    """Begin a new generation of what is published and return its number."""
    number: int = statements.read("next_generation")[0][0]
    return number


def keep_feed(
    statements: Statements, stored: Stored, feed: str, width: int, generation: int
) -> None:
    """Begin a generation for a source with what its feed says of itself, and with its width."""
    statements.run("keep_feed", source=stored.id, feed=feed, width=width, generation=generation)


def touch(statements: Statements, source: int, generation: int) -> None:
    """Begin a generation for a source."""
    statements.run("touch_source", source=source, generation=generation)


def pause(statements: Statements, source: int, paused: Pause) -> None:
    """Leave a source alone, or poll it again, at once."""
    statements.run("pause_source", source=source, paused=int(paused))
    if paused is Pause.NO:
        hasten(statements, source)


def hasten(statements: Statements, source: int) -> None:
    """Have a source polled as soon as its host allows."""
    statements.run("postpone", source=source, due_at=0)


def remove(statements: Statements, source: int, generation: int) -> None:
    """Remove a source: it is disabled, its entries stay, and what it was is remembered."""
    statements.run("remove_source", source=source, generation=generation)


def revoke(statements: Statements, stored: Stored, generation: int, *, revoked: bool) -> None:
    """Say that the permission of a source was taken back, or that it holds again."""
    statements.run("revoke_source", source=stored.id, revoked=int(revoked), generation=generation)


def reread(statements: Statements, source: int) -> None:
    """Have every entry of a source read anew at its next poll."""
    statements.run("reread_source", source=source)
    statements.run("reread_window", source=source)


def _row(source: Source) -> dict[str, Value]:
    return {
        "name": source.name,
        "url": source.url,
        "title": source.title,
        "tags": json.dumps(source.tags),
        "enabled": int(source.enabled),
        "permission": permissions.dumps(source.permission),
        "retention": _retention_text(source.retention),
        "remove": json.dumps(source.remove),
        "origin": source.origin.value,
        "declared": "",
        "paused": int(source.paused),
        "private": int(source.private),
        "secret": int(source.secret),
    }


def _retention_text(retention: Retention) -> str:
    if retention == Retention():
        return ""
    return json.dumps([retention.entries, span(retention.age)])


@lru_cache(maxsize=64)
def retention_of(text: str) -> Retention:
    """Read back how much of a source is kept."""
    if not text:
        return Retention()
    most, age = json.loads(text)
    return Retention(entries=most, age=timedelta(microseconds=age))


def _stored(row: Row) -> Stored:
    (number, name, url, host, title, tags, enabled, permission, retention, feed, width,
     added_at, generation, remove, revoked, origin, paused, private,
     secret) = row[:_CHECKPOINT]  # fmt: skip
    return Stored(
        id=number,
        source=Source(
            name=name,
            url=url,
            title=title,
            tags=_words(tags),
            enabled=bool(enabled),
            permission=permissions.loads(permission),
            retention=retention_of(retention),
            remove=_words(remove),
            revoked=bool(revoked),
            origin=Origin(origin),
            paused=Pause(paused),
            private=bool(private),
            secret=bool(secret),
        ),
        host=host,
        feed=feed,
        width=width,
        added_at=moment(added_at),
        generation=generation,
        checkpoint=checkpoint(row[_CHECKPOINT:]) if row[_CHECKPOINT:] else Checkpoint(),
    )


# Most sources have the same: see `permissions.loads`.
@lru_cache(maxsize=512)
def _words(text: str) -> tuple[str, ...]:
    return tuple(json.loads(text))
