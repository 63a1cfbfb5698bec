"""Private channels: who may read them, by a token that only its subscriber has."""

import re
import secrets
from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet
from contextlib import suppress
from datetime import datetime, timedelta
from hashlib import sha256
from hmac import compare_digest

from feedsvc.errors import FeedsvcError, NotFoundError, StoreUnavailableError
from feedsvc.flows.channels import unknown
from feedsvc.flows.waiting import Waiting
from feedsvc.model.channel import Channel
from feedsvc.store import sources, subscribers
from feedsvc.store.database import Database

BYTES = 32
"""Of chance in a token: nobody guesses 256 bits, so wrong tokens are not counted."""

NOTED = timedelta(hours=1)
"""The use of a token is written down no more often than this."""

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._@-]{0,63}")  # no colon: it ends a user's name in Basic


class Access:
    """Knows whose token is whose; a check costs microseconds. For many threads.

    Each change of subscribers begins a generation, so it holds from the next request on.
    """

    def __init__(
        self,
        database: Database,
        generation: Callable[[], int],
        now: Callable[[], datetime],
        waiting: Waiting | None = None,
    ) -> None:
        """Let in whom `database` names.

        Args:
            database: Where subscribers are.
            generation: Tells the present one, or raises while the database is away.
            now: The clock.
            waiting: Knows whether the database takes writes.
        """
        self._database = database
        self._generation = generation
        self._now = now
        self._waiting = waiting
        self._known: tuple[int, dict[bytes, tuple[str, frozenset[str]]]] | None = None
        self._noted: dict[str, datetime] = {}

    def admits(self, user: str | None, token: str, audience: AbstractSet[str]) -> bool:
        """Whether the token is of somebody who may read one of these channels.

        While the database is away, those may who could before.

        Args:
            user: The subscriber that it must be of; None if nobody said.
            token: As it was sent.
            audience: The channels.

        Raises:
            Exception: The database is away, and it was never known who may.
        """
        digest = digest_of(token)
        found = self._present().get(digest)
        if found is None:
            return False
        name, channels = found
        if user is not None and not compare_digest(user.encode(), name.encode()):
            return False
        if channels.isdisjoint(audience):
            return False
        self._note(name)
        return True

    def _present(self) -> dict[bytes, tuple[str, frozenset[str]]]:
        known = self._known
        try:
            generation = self._generation()
            if known is None or known[0] != generation:
                admitted = subscribers.admitted(self._database.statements())
                known = self._known = generation, admitted
        except Exception:
            if known is None:
                raise
        return known[1]

    def _note(self, name: str) -> None:
        """Write down, now and then, that a token was used; what cannot be written is let go."""
        now = self._now()
        last = self._noted.get(name)
        if (last and last <= now < last + NOTED) or (self._waiting and self._waiting.reason):
            return
        self._noted[name] = now
        with suppress(StoreUnavailableError), self._database.transaction() as statements:
            subscribers.used(statements, name, now)


def digest_of(token: str) -> bytes:
    """What is kept of a token: it is chance enough to need no slow hash."""
    return sha256(token.encode(errors="surrogateescape")).digest()


def subscribe(
    database: Database, name: str, wanted: Sequence[str], channels: Sequence[Channel], now: datetime
) -> str:
    """Add a subscriber, and return the token, which is told this once.

    Args:
        database: Where.
        name: What the subscriber is called.
        wanted: The channels to be read.
        channels: Every channel there is.
        now: The moment.

    Raises:
        NotFoundError: There is no such channel.
        FeedsvcError: The name cannot be used or is taken, or a channel is public.
    """
    if not _NAME.fullmatch(name):
        msg = f"{name!r} cannot be a subscriber's name; use letters, digits and . _ @ - alone"
        raise FeedsvcError(msg)
    chosen = _private(wanted, channels)
    token = secrets.token_urlsafe(BYTES)
    with database.transaction() as statements:
        if any(one.name == name for one in subscribers.everyone(statements)):
            msg = f"there is a subscriber {name!r} already; remove it, or choose another name"
            raise FeedsvcError(msg)
        subscribers.add(statements, name, chosen, digest_of(token), now)
        sources.next_generation(statements)
    return token


def resubscribe(
    database: Database, name: str, wanted: Sequence[str], channels: Sequence[Channel]
) -> None:
    """Have a subscriber read these channels and no others; the token stays.

    Raises:
        NotFoundError: There is no such subscriber or channel.
        FeedsvcError: A channel is public.
    """
    chosen = _private(wanted, channels)
    with database.transaction() as statements:
        if not subscribers.change(statements, name, chosen):
            raise _nobody(name)
        sources.next_generation(statements)


def unsubscribe(database: Database, name: str) -> None:
    """Remove a subscriber: the token opens nothing any more.

    Raises:
        NotFoundError: There is no such subscriber.
    """
    with database.transaction() as statements:
        if not subscribers.remove(statements, name):
            raise _nobody(name)
        sources.next_generation(statements)


def _nobody(name: str) -> NotFoundError:
    return NotFoundError(f"there is no subscriber {name!r}; see feedsvc subscribers list")


def _private(wanted: Sequence[str], channels: Sequence[Channel]) -> list[str]:
    """The names of channels, each once, that are all there and private."""
    known = {channel.name: channel for channel in channels}
    for name in wanted:
        if name not in known:
            raise unknown(name)
        if not known[name].private:
            msg = f"the channel {name!r} is public: anyone may read it without a token"
            raise FeedsvcError(msg)
    return list(dict.fromkeys(wanted))
