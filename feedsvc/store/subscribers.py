"""Who may read private channels; of their tokens only hashes are kept."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from feedsvc.store.database import Statements
from feedsvc.store.moments import maybe_moment, micros, moment


class Subscriber(NamedTuple):
    """Somebody who may read private channels.

    Attributes:
        channels: Their names.
        used_at: When the token was used last, within an hour or so; None for never.
    """

    name: str
    channels: tuple[str, ...]
    added_at: datetime
    used_at: datetime | None


def everyone(statements: Statements) -> list[Subscriber]:
    """All of them, by name."""
    return [
        Subscriber(name, tuple(json.loads(channels)), moment(added_at), maybe_moment(used_at))
        for name, channels, _, added_at, used_at in statements.read("subscribers")
    ]


def admitted(statements: Statements) -> dict[bytes, tuple[str, frozenset[str]]]:
    """The hash of each token to its subscriber's name and channels."""
    return {
        bytes(digest): (name, frozenset(json.loads(channels)))
        for name, channels, digest, _, _ in statements.read("subscribers")
    }


def add(
    statements: Statements, name: str, channels: Sequence[str], digest: bytes, now: datetime
) -> None:
    """Add a subscriber, whose token has this hash."""
    statements.run(
        "add_subscriber",
        name=name,
        channels=json.dumps(channels),
        digest=digest,
        added_at=micros(now),
        used_at=None,
    )


def change(statements: Statements, name: str, channels: Sequence[str]) -> bool:
    """Have a subscriber read these channels from now on; whether there is one."""
    return bool(statements.run("change_subscriber", subscriber=name, channels=json.dumps(channels)))


def remove(statements: Statements, name: str) -> bool:
    """Remove a subscriber; whether there was one."""
    return bool(statements.run("remove_subscriber", subscriber=name))


def used(statements: Statements, name: str, now: datetime) -> None:
    """Remember that a subscriber's token was used."""
    statements.run("use_subscriber", subscriber=name, used_at=micros(now))
