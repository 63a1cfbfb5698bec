from datetime import UTC, datetime, timedelta

from feedsvc.model.people import Role, Session, Token, TokenScope, User
from feedsvc.store import people
from feedsvc.store.database import Database

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
IDA = User(name="ida", role=Role.EDITOR, added_at=NOW)
DIGEST, OTHER = b"d" * 32, b"o" * 32
TOKEN = Token(
    id="a1",
    user=IDA,
    label="backup",
    scopes=frozenset({TokenScope.READ, TokenScope.WRITE}),
    added_at=NOW,
)


def session(digest: bytes, seen_at: datetime = NOW) -> Session:
    return Session(
        id=digest.hex(),
        user=IDA,
        began_at=NOW,
        seen_at=seen_at,
        until=NOW + timedelta(days=30),
        agent="Firefox",
    )


def test_what_is_known_of_a_user_comes_back_and_goes_with_them(database: Database) -> None:
    statements = database.statements()
    assert people.is_empty(statements)
    assert people.add_user(statements, IDA, "hash")
    assert not people.add_user(statements, IDA, "another")
    assert people.user(statements, "ida") == people.Known(IDA, "hash")
    people.add_session(statements, session(DIGEST), DIGEST)
    people.add_token(statements, TOKEN, DIGEST)
    assert people.session(statements, DIGEST) == session(DIGEST)
    assert people.token(statements, DIGEST) == TOKEN
    assert people.remove_user(statements, "ida")
    assert people.session(statements, DIGEST) is None
    assert people.token(statements, DIGEST) is None
    assert people.users(statements) == []


def test_sessions_end_one_by_one_and_but_one(database: Database) -> None:
    statements = database.statements()
    people.add_user(statements, IDA, "hash")
    for digest in (DIGEST, OTHER, b"x" * 32):
        people.add_session(statements, session(digest), digest)
    people.end_session(statements, b"x" * 32)
    assert people.end_sessions(statements, "ida", but=OTHER) == 1
    later = NOW + timedelta(days=2)
    people.see_session(statements, OTHER, later)
    assert people.sessions_of(statements, "ida") == [session(OTHER, seen_at=later)]
    people.forget_sessions(statements, NOW, later + timedelta(seconds=1))
    assert people.sessions_of(statements, "ida") == []


def test_failures_are_kept_by_subject(database: Database) -> None:
    statements = database.statements()
    first = people.Attempt("pair", 5, NOW, NOW + timedelta(seconds=2))
    people.put_attempts(statements, [first._replace(failures=4), first])
    assert people.attempts(statements, ["pair", "all"]) == {"pair": first}
    people.forget_attempts(statements, NOW)
    assert people.attempts(statements, ["pair"])
    people.forget_attempts(statements, NOW + timedelta(hours=1))
    assert not people.attempts(statements, ["pair"])
