"""Who may sign in: users, their passwords and their sessions."""

import re
import secrets
import unicodedata
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache
from hashlib import blake2b
from math import ceil
from threading import BoundedSemaphore
from typing import NamedTuple

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from feedsvc.errors import FeedsvcError, NotFoundError, StoreUnavailableError
from feedsvc.flows.throttle import throttle
from feedsvc.model.people import Role, Session, User
from feedsvc.store import people
from feedsvc.store.database import Database

IDLE = timedelta(days=7)
"""A session not used for this long is over, unless `[console] session` says otherwise."""

LONGEST = timedelta(days=30)
"""A session is over after this, however much it is used."""

SEEN_EVERY = timedelta(minutes=1)
"""When a session or token was used last is written down no more often than this."""

BYTES = 32
"""Of chance in a secret."""

SHORTEST_PASSWORD, LONGEST_PASSWORD = 10, 1000
"""Characters."""

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._@-]{0,63}")
_LONGEST_AGENT = 200

# OWASP's for Argon2id: 20 ms; two at once take 38 MiB however many try to sign in.
_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
_room = BoundedSemaphore(2)
_PATIENCE = 5.0  # seconds


class Refused(NamedTuple):
    """Nobody was signed in.

    Attributes:
        wait: Seconds before the next try is heard; 0 if name or password were wrong.
    """

    wait: int = 0


def add_user(database: Database, name: str, role: Role, password: str, now: datetime) -> User:
    """Let somebody sign in.

    Raises:
        FeedsvcError: The name cannot be one or is taken, or the password is too short.
    """
    if not _NAME.fullmatch(name):
        msg = (
            f"{name[:80]!r} cannot be the name of a user; use up to 64 letters, digits,"
            " '.', '-', '_' and '@'"
        )
        raise FeedsvcError(msg)
    user = User(name=name, role=role, added_at=now)
    hashed = _hashed(password)
    if not people.add_user(database.statements(), user, hashed):
        msg = f"there is a user {name!r} already; choose another name"
        raise FeedsvcError(msg)
    return user


def remove_user(database: Database, name: str) -> None:
    """Let somebody sign in no more; their sessions and tokens end at once.

    Raises:
        NotFoundError: There is no such user.
    """
    _require(people.remove_user(database.statements(), name), name)


def set_password(database: Database, name: str, password: str) -> None:
    """Give somebody another password; their sessions end, their tokens stay.

    Raises:
        NotFoundError: There is no such user.
        FeedsvcError: The password is too short.
    """
    hashed = _hashed(password)
    with database.transaction() as statements:
        _require(people.set_password(statements, name, hashed), name)
        people.end_sessions(statements, name)


def set_role(database: Database, name: str, role: Role) -> None:
    """Give somebody another role; their sessions end.

    Raises:
        NotFoundError: There is no such user.
    """
    with database.transaction() as statements:
        _require(people.set_role(statements, name, role), name)
        people.end_sessions(statements, name)


def sign_in(  # noqa: PLR0913, PLR0917 - who, from where, and when
    database: Database, name: str, password: str, agent: str, address: str, now: datetime
) -> Session | Refused:
    """Begin a session for whoever knows the password.

    A name that nobody has costs as much work as a wrong password.

    Args:
        database: Where users are.
        name: As it was typed.
        password: As it was typed.
        agent: What the browser calls itself.
        address: Of the client.
        now: The moment.
    """
    found = _heard(database, name, password, address, now)
    return found if isinstance(found, Refused) else _begin(database, found, agent, now)


def verify(
    database: Database, name: str, password: str, address: str, now: datetime
) -> Refused | None:
    """See whether that is the password of somebody who is signed in already: None if it is.

    It is as slow to guess as at the door.
    """
    found = _heard(database, name, password, address, now)
    return found if isinstance(found, Refused) else None


def _heard(
    database: Database, name: str, password: str, address: str, now: datetime
) -> User | Refused:
    """Who has that name and password, if their turn to try has come."""
    gate = throttle(name[:200], address)
    wait = gate.wait(database, now)
    if wait:
        return Refused(max(1, ceil(wait.total_seconds())))
    known = people.user(database.statements(), name[:200])
    if not _room.acquire(timeout=_PATIENCE):
        return Refused(ceil(_PATIENCE))
    try:
        is_right = _verify(known.password if known else _nobody(), password)
    finally:
        _room.release()
    if known is None or not is_right:
        return Refused()
    gate.succeed(database, now)
    if _hasher.check_needs_rehash(known.password):
        people.set_password(database.statements(), name, _hashed(password, is_new=False))
    return known.user


def session_of(
    database: Database, secret: str, now: datetime, idle: timedelta = IDLE
) -> Session | None:
    """The session of a cookie, if it goes on; it is remembered when it was last used."""
    if not secret:
        return None
    digest = digest_of(secret)
    found = people.session(database.statements(), digest)
    if found is None:
        return None
    if found.until <= now or found.seen_at + idle <= now:
        people.end_session(database.statements(), digest)
        return None
    if found.seen_at + SEEN_EVERY <= now:
        with suppress(StoreUnavailableError):  # looking goes on while nothing can be written
            people.see_session(database.statements(), digest, now)
    return replace(found, proof=proof_of(secret))


def proof_of(secret: str) -> str:
    """What forms hold that are sent with a cookie of that secret, which no other site can know."""
    return blake2b(secret.encode(), digest_size=BYTES, person=b"feedsvc form").hexdigest()


def end_session(database: Database, user: str, session: str) -> None:
    """End a session of a user, by its id; one of somebody else is left alone."""
    with database.transaction() as statements:
        if session in {one.id for one in people.sessions_of(statements, user)}:
            people.end_session(statements, bytes.fromhex(session))


def end_session_of(database: Database, secret: str) -> None:
    """End the session of a cookie."""
    people.end_session(database.statements(), digest_of(secret))


def end_sessions(database: Database, user: str, but: str = "") -> int:
    """End all sessions of a user, but one by its id; how many those were."""
    return people.end_sessions(database.statements(), user, bytes.fromhex(but))


def _begin(database: Database, user: User, agent: str, now: datetime) -> Session:
    secret = secrets.token_urlsafe(BYTES)
    begun = Session(
        id=digest_of(secret).hex(),
        user=user,
        began_at=now,
        seen_at=now,
        until=now + LONGEST,
        agent=agent[:_LONGEST_AGENT],
        secret=secret,
        proof=proof_of(secret),
    )
    with database.transaction() as statements:
        people.forget_sessions(statements, now, now - LONGEST)
        people.add_session(statements, begun, digest_of(secret))
    return begun


def _hashed(password: str, *, is_new: bool = True) -> str:
    if is_new and not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        msg = (
            f"the password has {len(password)} characters; choose one of at least"
            f" {SHORTEST_PASSWORD}, such as four words, and at most {LONGEST_PASSWORD}"
        )
        raise FeedsvcError(msg)
    return _hasher.hash(_composed(password))


def _verify(hashed: str, password: str) -> bool:
    try:
        return _hasher.verify(hashed, _composed(password[:LONGEST_PASSWORD]))
    except (VerificationError, InvalidHashError):
        return False


def _composed(password: str) -> str:
    """One spelling of what keyboards send in several (RFC 8265)."""
    return unicodedata.normalize("NFC", password)


@cache
def _nobody() -> str:
    """A hash that no password has."""
    return _hasher.hash(secrets.token_urlsafe(BYTES))


def digest_of(secret: str) -> bytes:
    """What is kept of a secret: it is chance enough to need no slow hash."""
    return blake2b(secret.encode(), digest_size=BYTES).digest()


def _require(there: bool, name: str) -> None:  # noqa: FBT001 - what was found out
    if not there:
        raise nobody_named(name)


def nobody_named(name: str) -> NotFoundError:
    """What is raised where no user has that name."""
    return NotFoundError(f"there is no user {name[:80]!r}; see feedsvc users list")
