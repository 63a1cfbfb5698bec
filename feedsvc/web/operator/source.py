"""One source: how it fares, what it brought, what its owner permits, and what can be done."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import timedelta
from typing import NamedTuple

from flask import Blueprint, Response, request

from feedsvc.flows.attention import of_one
from feedsvc.flows.due import due_at, spoken, why_due
from feedsvc.flows.judge import judge
from feedsvc.flows.known import Known, credit_of, feed_of
from feedsvc.model.source import Origin, Permission
from feedsvc.settings import fields as spelling
from feedsvc.store import entries, figures, permissions, polls, sources
from feedsvc.store.database import Statements
from feedsvc.store.moments import micros
from feedsvc.store.permissions import Record
from feedsvc.store.sources import Stored
from feedsvc.text.told import told as told_address
from feedsvc.web.office import Office
from feedsvc.web.operator.fields import EVERY
from feedsvc.web.operator.pages import home, piece, show
from feedsvc.web.operator.plots import OUTCOMES, strip
from feedsvc.web.operator.standing import address_of, standing, title_of
from feedsvc.web.operator.telling import Row, row

STRIP = 100
ENTRIES = 20
PATIENCE = timedelta(minutes=3)
"""How long a page waits for a poll that was asked for."""

_NAMES = {"starts": "from", "ends": "until"}  # as the files have them
_LABELS = {one.key.removeprefix("permission."): one.label for one in EVERY}


class Changed(NamedTuple):
    """A change of the permission: what was said before and after, by key."""

    record: Record
    changes: Sequence[tuple[str, str, str]]


def source(routes: Blueprint, office: Office) -> None:
    """Add `/operator/sources/NAME`."""

    @routes.get("/sources/<name>")
    def source_page(name: str) -> Response:
        statements, now = office.database.statements(), office.now()
        stored = sources.named(statements, name)
        figure = figures.by_source(statements, stored.id).get(stored.id, figures.NONE)
        return show(
            "source.html",
            now=now,
            stored=stored,
            source=stored.source,
            title=title_of(stored),
            address=address_of(stored.source),
            moved_to=told_address(stored.checkpoint.address, secret=stored.source.secret),
            feed=feed_of(stored),
            standing=standing(stored),
            concerns=of_one(statements, stored, office.settings(), now),
            due_at=due_at(stored),
            why_due=why_due(stored, now),
            interval=spoken(stored.checkpoint.interval),
            plot=strip(polls.latest(statements, stored.id, STRIP)),
            figure=figure,
            entries=_entries(statements, stored, office),
            permission=told(stored.source.permission),
            history=history(permissions.history(statements, name)),
            is_ours=stored.source.origin is Origin.OPERATOR,
            is_removed=stored.source.origin is Origin.REMOVED,
            **_awaited(office, statements, stored),
        )

    @routes.get("/sources/<name>/awaited")
    def source_awaited(name: str) -> Response:
        """Tell htmx whether the poll that was asked for is there; then the page comes anew."""
        statements = office.database.statements()
        stored = sources.named(statements, name)
        found = _awaited(office, statements, stored)
        if found["awaited"] != "coming":
            address = f"{home()}/sources/{name}?since={found['since']}"
            return Response(headers={"HX-Redirect": address})
        return piece("awaited.html", source=stored.source, **found)


def told(permission: Permission) -> list[tuple[str, str]]:
    """What a permission says, in the words of the form; the usual is left out but for the scope."""
    usual = _spelled(Permission())
    return [
        (_LABELS[key], value)
        for key, value in _spelled(permission).items()
        if key == "scope" or value != usual[key]
    ]


def history(records: Sequence[Record]) -> list[Changed]:
    """What changed of a permission, newest first."""
    before = _spelled(Permission())
    found = []
    for one in records:
        after = _spelled(one.permission)
        changes = [
            (_LABELS[key], before[key], value)
            for key, value in after.items()
            if value != before[key]
        ]
        found.append(Changed(one, changes))
        before = after
    return found[::-1]


def _spelled(permission: Permission) -> dict[str, str]:
    """Each key with its value in words."""
    found = {}
    for key, value in asdict(permission).items():
        if isinstance(value, bool):
            words = "yes" if value else "no"
        elif isinstance(value, timedelta):
            words = spelling.spelled(value) if value else "none"
        else:
            words = str(value) if value else "none"
        found[_NAMES.get(key, key)] = words
    return found


def _entries(statements: Statements, stored: Stored, office: Office) -> list[Row]:
    feed = feed_of(stored)
    known = Known(stored, 0, feed, credit_of(feed))
    commercial, now = office.settings().site.commercial, office.now()
    held = entries.listed(statements, [stored.source.name], most=ENTRIES)
    return [row(judge(one, known, now, commercial=commercial)) for one in held]


def _awaited(office: Office, statements: Statements, stored: Stored) -> dict[str, object]:
    """Where a poll stands that was asked for: coming, come, late or, if none was, empty."""
    since = request.args.get("since", "")
    if not since.isascii() or not since.isdigit() or len(since) > 18:  # noqa: PLR2004 - 64 bits
        return {"awaited": "", "since": ""}
    begun = int(since)
    polled_at = stored.checkpoint.polled_at
    if polled_at and micros(polled_at) > begun:
        (poll, *_) = polls.latest(statements, stored.id, 1) or (None,)
        words = OUTCOMES.get(poll.outcome, poll.outcome) if poll else ""
        return {"awaited": "come", "poll": poll, "words": words, "since": since}
    is_late = micros(office.now()) - begun > PATIENCE // timedelta(microseconds=1)
    return {"awaited": "late" if is_late else "coming", "since": since}
