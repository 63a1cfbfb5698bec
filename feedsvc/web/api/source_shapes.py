"""How sources are told of."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from pydantic import Field

from feedsvc.flows.due import due_at, why_due
from feedsvc.flows.known import feed_of
from feedsvc.model.source import Pause, Source
from feedsvc.publish.shown import as_plain
from feedsvc.settings import fields
from feedsvc.store.sources import Stored
from feedsvc.text.told import told
from feedsvc.web.api.permissions import PermissionShape, permission_of
from feedsvc.web.api.shapes import Moment, Next, Shape


class SourceHealth(StrEnum):
    """How a source fares."""

    NEW = "new"
    OK = "ok"
    DEGRADED = "degraded"
    FAILING = "failing"
    RESTING = "resting"
    GONE = "gone"
    REVOKED = "revoked"


class SourceOrigin(StrEnum):
    """Where a source is declared."""

    FILE = "file"
    OPERATOR = "operator"


class SourceShape(Shape):
    """A source, and how it fares."""

    name: str
    url: str = Field(description="Its address; no more than its host where that is a secret.")
    title: str = Field(description="The operator's title for it, else the feed's own.")
    tags: list[str]
    origin: SourceOrigin = Field(
        description="Where it is declared: in the files, or by an operator."
    )
    enabled: bool
    paused: bool
    revoked: bool
    private: bool = Field(description="Whether it is published in private channels alone.")
    health: SourceHealth
    problem: str = Field(description="What is wrong, in words; empty if nothing is.")
    status: int = Field(description="The HTTP status of the last poll; 0 if there was no answer.")
    failures: int = Field(description="Polls in a row that failed.")
    entries: int = Field(description="How many entries of it are kept.")
    added_at: Moment
    polled_at: Moment | None
    changed_at: Moment | None = Field(description="When a poll last brought something new.")
    due_at: Moment | None = Field(description="When it is polled next; null for never.")


class SourceDetail(SourceShape):
    """A source with what its owner permits and what is remembered of it."""

    home_url: str | None
    rights: str | None = Field(description="What its feed says of its rights.")
    licences: list[str] = Field(description="The addresses of the licences that it declares.")
    permission: PermissionShape
    remove: list[str] = Field(description="Paragraphs that are left out, as expressions.")
    interval: str | None = Field(description='The distance between two polls, such as "15m".')
    why_due: str = Field(description="Why it is polled when it is, or why it is not, in words.")
    moved_to: str | None = Field(description="Where permanent redirects lead.")


class SourceList(Shape):
    """Sources, by name."""

    items: list[SourceShape]
    next: Next


def told_url(source: Source) -> str:
    """The address of a source as it may be told."""
    return told(source.url, secret=source.secret)


def origin_of(source: Source) -> SourceOrigin:
    """Where it is declared."""
    return SourceOrigin(source.origin.value)


def health_of(stored: Stored) -> SourceHealth:
    """How it fares."""
    if stored.source.revoked:
        return SourceHealth.REVOKED
    return SourceHealth(stored.checkpoint.health.value)


def facts(stored: Stored, counts: dict[str, int]) -> dict[str, Any]:
    """What is told of every source."""
    source, checkpoint = stored.source, stored.checkpoint
    return {
        "name": source.name,
        "url": told_url(source),
        "title": feed_of(stored).title,
        "tags": list(source.tags),
        "origin": origin_of(source),
        "enabled": source.enabled,
        "paused": source.paused is not Pause.NO,
        "revoked": source.revoked,
        "private": source.private,
        "health": health_of(stored),
        "problem": checkpoint.problem,
        "status": checkpoint.status,
        "failures": checkpoint.failures,
        "entries": counts.get(source.name, 0),
        "added_at": stored.added_at,
        "polled_at": checkpoint.polled_at,
        "changed_at": checkpoint.changed_at,
        "due_at": due_at(stored),
    }


def details(stored: Stored, now: datetime) -> dict[str, Any]:
    """What is told of one besides."""
    feed, interval = feed_of(stored), stored.checkpoint.interval
    moved_to = stored.checkpoint.address
    return {
        "home_url": feed.home_url,
        "rights": as_plain(feed.rights) if feed.rights else None,
        "licences": list(feed.licences),
        "permission": permission_of(stored.source.permission),
        "remove": list(stored.source.remove),
        "interval": fields.spelled(interval) if interval else None,
        "why_due": why_due(stored, now),
        "moved_to": told(moved_to, secret=stored.source.secret) if moved_to else None,
    }
