"""Who fetched what we publish, and how often."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime
from itertools import groupby
from operator import attrgetter

from feedsvc.model.readership import Readership
from feedsvc.store.database import Database, Statements
from feedsvc.store.moments import day, days
from feedsvc.text.user_agents import OTHERS

MOST = 1000
"""Readers of a channel on a day that are told apart; who comes later is among the others."""

_place = attrgetter("day", "channel", "reader")


def add(database: Database, counted: Iterable[Readership]) -> None:
    """Add to what is known of those days: all of it, or nothing if it fails.

    Several processes may do that at once; on PostgreSQL each may then have told `MOST` readers
    apart that the others know nothing of.
    """
    # In one order for all, so that two who add the same rows never wait for each other.
    ordered = sorted(counted, key=_place)
    with database.transaction() as statements:
        for (when, channel), group in groupby(ordered, key=attrgetter("day", "channel")):
            told_apart = _bounded(statements, when, channel, list(group))
            statements.many("count_readers", [_row(one) for one in told_apart])


def of_channel(statements: Statements, channel: str, among: Iterable[date]) -> list[Readership]:
    """What was fetched of a channel on these days, by reader, then by day."""
    rows = statements.read("readers_of", channel=channel, days=[days(one) for one in among])
    return [
        Readership(
            day=day(when),
            channel=channel,
            reader=reader,
            requests=requests,
            unchanged=unchanged,
            subscribers=subscribers,
        )
        for when, channel, reader, requests, unchanged, subscribers in rows
    ]


def people(statements: Statements, since: datetime) -> dict[str, int]:
    """Name of a channel to those who fetched it on the day since then that had most."""
    most: dict[str, int] = {}
    for channel, _, count in statements.read("people", since=days(since.date())):
        most[channel] = max(most.get(channel, 0), int(count))
    return most


def _bounded(
    statements: Statements, when: date, channel: str, counted: Sequence[Readership]
) -> list[Readership]:
    """The same with those among the others for whom there is no room."""
    rows = statements.read("readers_of_day", day=days(when), channel=channel)
    known = {OTHERS, *(reader for (reader,) in rows)}
    told_apart = []
    for one in counted:
        if one.reader in known or len(known) <= MOST:
            known.add(one.reader)
            told_apart.append(one)
        else:
            told_apart.append(replace(one, reader=OTHERS, subscribers=0))
    return sorted(told_apart, key=_place)


def _row(one: Readership) -> dict[str, str | int]:
    return {
        "day": days(one.day),
        "channel": one.channel,
        "reader": one.reader,
        "requests": one.requests,
        "unchanged": one.unchanged,
        "subscribers": one.subscribers,
    }
