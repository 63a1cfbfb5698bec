"""How long whoever fails to sign in waits before the next try is heard.

Each failure is counted under four subjects: this user from this client, this client, this user,
and all. Where somebody has signed in before they are held only to their own failures there, so
that no flood of others' keeps an honest operator out.
"""

from datetime import datetime, timedelta
from hashlib import blake2b
from ipaddress import IPv6Address, ip_address
from typing import NamedTuple

from feedsvc.store import people
from feedsvc.store.database import Database
from feedsvc.store.people import Attempt

_KNOWN = timedelta(days=30)
_FORGOTTEN = timedelta(hours=1)
_V6_SITE = 64  # bits of an IPv6 address that one client may vary: it has all of them


class _Rule(NamedTuple):
    """How failures under one subject are counted.

    Attributes:
        free: As many cost nothing; each one more doubles the wait.
        longest: No wait is longer.
        memory: A failure after so long without one is the first again.
    """

    free: int
    longest: timedelta
    memory: timedelta


_PAIR = _Rule(4, timedelta(minutes=15), timedelta(hours=1))
_CLIENT = _Rule(20, timedelta(minutes=15), timedelta(hours=1))
_USER = _Rule(20, timedelta(minutes=1), timedelta(hours=1))
_ALL = _Rule(100, timedelta(seconds=2), timedelta(minutes=1))


class Throttle(NamedTuple):
    """Who tries to sign in, and from where: `pair` both, `known` that they did before."""

    pair: str
    known: str
    rules: dict[str, _Rule]

    def wait(self, database: Database, now: datetime) -> timedelta:
        """Count a try as failed until `succeed`, or tell how long it has to wait uncounted.

        It is counted before it is heard, so that of many at once no more are heard.
        """
        with database.transaction() as statements:
            kept = people.attempts(statements, [*self.rules, self.known])
            is_known = self.known in kept and kept[self.known].free_at > now
            rules = {self.pair: _PAIR} if is_known else self.rules
            waits = [kept[one].free_at - now for one in rules if one in kept]
            longest = max(waits, default=timedelta(0))
            if longest > timedelta(0):
                return longest
            people.put_attempts(
                statements,
                [_failed(one, kept.get(one), rule, now) for one, rule in rules.items()],
            )
            people.forget_attempts(statements, now - _FORGOTTEN)
        return timedelta(0)

    def succeed(self, database: Database, now: datetime) -> None:
        """Forget what failed here, and know them from now on."""
        with database.transaction() as statements:
            people.put_attempts(statements, [Attempt(self.known, 0, now, now + _KNOWN)])
            people.forget_attempt(statements, self.pair)


def throttle(name: str, address: str) -> Throttle:
    """The throttle for a user's name, there or not, and the address of a client."""
    client = _client(address)
    pair = _subject("pair", name, client)
    rules = {
        pair: _PAIR,
        _subject("client", client): _CLIENT,
        _subject("user", name): _USER,
        "all": _ALL,
    }
    return Throttle(pair, _subject("known", name, client), rules)


def _failed(subject: str, before: Attempt | None, rule: _Rule, now: datetime) -> Attempt:
    is_fresh = before is None or before.at + rule.memory < now
    failures = 1 if is_fresh or before is None else before.failures + 1
    over = failures - rule.free
    seconds = 2 ** min(over, 30) if over > 0 else 0
    return Attempt(subject, failures, now, now + min(timedelta(seconds=seconds), rule.longest))


def _subject(*parts: str) -> str:
    """A name of bounded length that says nothing of whom it is."""
    return blake2b("\0".join(parts).encode(), digest_size=16).hexdigest()


def _client(address: str) -> str:
    try:
        found = ip_address(address)
    except ValueError:
        return address
    if isinstance(found, IPv6Address) and found.ipv4_mapped is None:
        return str(int(found) >> (128 - _V6_SITE))
    return str(found)
