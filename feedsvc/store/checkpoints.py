"""What is remembered of sources between polls."""

from collections.abc import Iterable
from datetime import timedelta

from feedsvc.model.source import Checkpoint, Health, Hints
from feedsvc.store.database import Row, Statements, Value
from feedsvc.store.moments import maybe_micros, maybe_moment, span


def keep(statements: Statements, checkpoints: Iterable[tuple[int, Checkpoint]]) -> None:
    """Remember a checkpoint for each of these sources, by their rows."""
    statements.many("keep_checkpoint", [_row(*one) for one in checkpoints])


def _row(source: int, checkpoint: Checkpoint) -> dict[str, Value]:
    return {
        "source": source,
        "url": checkpoint.url,
        "etag": checkpoint.etag,
        "last_modified": checkpoint.last_modified,
        "body": checkpoint.body,
        "remark": checkpoint.remark,
        "health": checkpoint.health.value,
        "problem": checkpoint.problem,
        "status": checkpoint.status,
        "failures": checkpoint.failures,
        "polled_at": maybe_micros(checkpoint.polled_at),
        "good_at": maybe_micros(checkpoint.good_at),
        "changed_at": maybe_micros(checkpoint.changed_at),
        "due_at": maybe_micros(checkpoint.due_at),
        "interval": span(checkpoint.interval),
        "hint_seconds": checkpoint.hints.seconds,
        "skip_hours": checkpoint.hints.hours,
        "skip_days": checkpoint.hints.days,
        "deaths": checkpoint.deaths,
        "address": checkpoint.address,
        "bound": checkpoint.bound,
        "sightings": checkpoint.sightings,
    }


def checkpoint(row: Row) -> Checkpoint:
    """Read back the columns of a checkpoint, in the order of the table."""
    (url, etag, last_modified, body, remark, health, problem, status, failures,
     polled_at, good_at, changed_at, due_at, interval, seconds, hours, days, deaths,
     address, bound, sightings) = row  # fmt: skip
    return Checkpoint(
        url=url,
        etag=etag,
        last_modified=last_modified,
        body=body,
        remark=remark,
        health=Health(health),
        problem=problem,
        status=status,
        failures=failures,
        polled_at=maybe_moment(polled_at),
        good_at=maybe_moment(good_at),
        changed_at=maybe_moment(changed_at),
        due_at=maybe_moment(due_at),
        interval=timedelta(microseconds=interval),
        hints=Hints(seconds, hours, days),
        deaths=deaths,
        address=address,
        bound=bound,
        sightings=sightings,
    )
