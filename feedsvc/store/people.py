"""Users, their sessions and tokens, and failures to sign in: of what is secret, only a hash."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from feedsvc.model.people import Role, Session, Token, TokenScope, User
from feedsvc.store.database import Row, Statements
from feedsvc.store.moments import maybe_micros, maybe_moment, micros, moment

_USER = 3  # columns of a user before those of a session or token


class Known(NamedTuple):
    """A user and the hash of their password."""

    user: User
    password: str


class Attempt(NamedTuple):
    """Failures to sign in, of one kind.

    Attributes:
        subject: Who failed, or from where.
        at: The last time.
        free_at: When the next try is heard.
    """

    subject: str
    failures: int
    at: datetime
    free_at: datetime


def users(statements: Statements) -> list[User]:
    """All users, by name."""
    return [_user(row) for row in statements.read("users")]


def user(statements: Statements, name: str) -> Known | None:
    """The user of that name."""
    rows = statements.read("user", user_name=name)
    return Known(_user(rows[0]), rows[0][3]) if rows else None


def is_empty(statements: Statements) -> bool:
    """Whether there is no user."""
    return not statements.read("count_users")[0][0]


def add_user(statements: Statements, one: User, password: str) -> bool:
    """Store a user with the hash of their password; whether the name was free."""
    return bool(
        statements.run(
            "add_user",
            name=one.name,
            role=one.role.value,
            password=password,
            added_at=micros(one.added_at),
        )
    )


def set_password(statements: Statements, name: str, password: str) -> bool:
    """Store the hash of another password; whether there is such a user."""
    return bool(statements.run("set_password", user_name=name, hash=password))


def set_role(statements: Statements, name: str, role: Role) -> bool:
    """Store another role; whether there is such a user."""
    return bool(statements.run("set_role", user_name=name, new_role=role.value))


def remove_user(statements: Statements, name: str) -> bool:
    """Remove a user with their sessions and tokens; whether there was one."""
    return bool(statements.run("remove_user", user_name=name))


def add_session(statements: Statements, one: Session, digest: bytes) -> None:
    """Store a session under the hash of its secret."""
    statements.run(
        "add_session",
        digest=digest,
        user=one.user.name,
        began_at=micros(one.began_at),
        seen_at=micros(one.seen_at),
        until=micros(one.until),
        agent=one.agent,
    )


def session(statements: Statements, digest: bytes) -> Session | None:
    """The session of that hash."""
    rows = statements.read("session", digest=digest)
    return _session(rows[0]) if rows else None


def sessions_of(statements: Statements, name: str) -> list[Session]:
    """The sessions of a user, the last seen first."""
    return [_session(row) for row in statements.read("sessions_of", user_name=name)]


def see_session(statements: Statements, digest: bytes, now: datetime) -> None:
    """Remember when a session was last used."""
    statements.run("see_session", of=digest, now=micros(now))


def end_session(statements: Statements, digest: bytes) -> None:
    """End a session."""
    statements.run("end_session", of=digest)


def end_sessions(statements: Statements, name: str, but: bytes = b"") -> int:
    """End all sessions of a user but one; how many those were."""
    return statements.run("end_sessions", user_name=name, but=but)


def forget_sessions(statements: Statements, now: datetime, idle_since: datetime) -> None:
    """Let go of sessions that are over, and of those not used since a moment."""
    statements.run("forget_sessions", now=micros(now), idle_since=micros(idle_since))


def add_token(statements: Statements, one: Token, digest: bytes) -> None:
    """Store a token under its hash."""
    statements.run(
        "add_token",
        id=one.id,
        user=one.user.name,
        label=one.label,
        digest=digest,
        scopes=" ".join(sorted(one.scopes)),
        added_at=micros(one.added_at),
        used_at=None,
        until=maybe_micros(one.until),
    )


def token(statements: Statements, digest: bytes) -> Token | None:
    """The token of that hash."""
    rows = statements.read("token", digest=digest)
    return _token(rows[0]) if rows else None


def tokens(statements: Statements) -> list[Token]:
    """All tokens, by user, the newest first."""
    return [_token(row) for row in statements.read("tokens")]


def use_token(statements: Statements, one: str, now: datetime) -> None:
    """Remember when a token was last used."""
    statements.run("use_token", token_id=one, now=micros(now))


def revoke_token(statements: Statements, one: str) -> bool:
    """Let a token be used no more; whether there was one."""
    return bool(statements.run("revoke_token", token_id=one))


def attempts(statements: Statements, subjects: Sequence[str]) -> dict[str, Attempt]:
    """What is remembered of these subjects, by subject."""
    return {
        subject: Attempt(subject, failures, moment(at), moment(free_at))
        for subject, failures, at, free_at in statements.read("attempts", subjects=subjects)
    }


def put_attempts(statements: Statements, made: Iterable[Attempt]) -> None:
    """Remember failures, in place of what was remembered of the same subjects."""
    statements.many(
        "put_attempt",
        [
            {
                "subject": one.subject,
                "failures": one.failures,
                "at": micros(one.at),
                "free_at": micros(one.free_at),
            }
            for one in made
        ],
    )


def forget_attempt(statements: Statements, subject: str) -> None:
    """Let go of what is remembered of a subject."""
    statements.run("forget_attempt", of=subject)


def forget_attempts(statements: Statements, before: datetime) -> None:
    """Let go of what made nobody wait since a moment."""
    statements.run("forget_attempts", before=micros(before))


def _user(row: Row) -> User:
    return User(name=row[0], role=Role(row[1]), added_at=moment(row[2]))


def _session(row: Row) -> Session:
    digest, began_at, seen_at, until, agent = row[_USER:]
    return Session(
        id=bytes(digest).hex(),
        user=_user(row),
        began_at=moment(began_at),
        seen_at=moment(seen_at),
        until=moment(until),
        agent=agent,
    )


def _token(row: Row) -> Token:
    one, label, scopes, added_at, used_at, until = row[_USER:]
    return Token(
        id=one,
        user=_user(row),
        label=label,
        scopes=frozenset(map(TokenScope, scopes.split())),
        added_at=moment(added_at),
        used_at=maybe_moment(used_at),
        until=maybe_moment(until),
    )
