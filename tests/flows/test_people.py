"""Users, passwords, sessions, tokens, and how failures are slowed down."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from feedsvc.errors import FeedsvcError, NotFoundError
from feedsvc.flows import people, tokens
from feedsvc.flows.people import Refused, sign_in
from feedsvc.flows.throttle import throttle
from feedsvc.model.people import Role, Session, TokenScope
from feedsvc.store.database import Database
from feedsvc.store.migrate import migrate

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
PASSWORD = "ebb and flow and ebb"  # noqa: S105 - of nobody
HOME, AWAY = "192.0.2.7", "198.51.100.1"


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    made = Database(f"sqlite:///{tmp_path}/feedsvc.sqlite3")
    migrate(made)
    people.add_user(made, "ida", Role.EDITOR, PASSWORD, NOW)
    people.add_user(made, "olu", Role.VIEWER, PASSWORD, NOW)
    yield made
    made.close()


def tried(
    database: Database,
    password: str,
    *,
    name: str = "ida",
    address: str = HOME,
    now: datetime = NOW,
) -> Session | Refused:
    return sign_in(database, name, password, "Firefox", address, now)


def signed_in(database: Database, now: datetime = NOW, name: str = "ida") -> Session:
    found = tried(database, PASSWORD, name=name, now=now)
    assert isinstance(found, Session)
    return found


def bytes_of(database: Database) -> bytes:
    database.connection().execute("PRAGMA wal_checkpoint(TRUNCATE)")
    assert database.path
    return database.path.read_bytes()


def test_a_session_goes_on_while_it_is_used_and_no_longer_than_a_month(database: Database) -> None:
    begun = signed_in(database)
    assert begun.secret
    assert begun.secret not in repr(begun)
    at = NOW
    for _ in range(4):
        at += timedelta(days=6)
        found = people.session_of(database, begun.secret, at)
        assert found is not None
        assert (found.user.name, found.proof) == ("ida", begun.proof)
    assert people.session_of(database, begun.secret, NOW + timedelta(days=31)) is None
    begun = signed_in(database)
    assert people.session_of(database, begun.secret, NOW + timedelta(days=7)) is None
    assert people.session_of(database, begun.secret, NOW) is None, "it is over for good"
    assert people.session_of(database, "", NOW) is None


def test_nothing_secret_is_kept(database: Database) -> None:
    begun = signed_in(database)
    _, text = tokens.make_token(database, "ida", "a", [TokenScope.WRITE], None, NOW)
    kept = bytes_of(database)
    for secret in (PASSWORD, begun.secret, begun.proof, text, text[-43:]):
        assert secret.encode() not in kept
    assert b"$argon2id$v=19$m=19456,t=2,p=1$" in kept


@pytest.mark.parametrize("change", ["password", "role", "removed", "one", "all"])
def test_sessions_end(database: Database, change: str) -> None:
    begun, other = signed_in(database), signed_in(database, name="olu")
    match change:
        case "password":
            people.set_password(database, "ida", "another long password")
        case "role":
            people.set_role(database, "ida", Role.VIEWER)
        case "removed":
            people.remove_user(database, "ida")
        case "one":
            people.end_session(database, "olu", begun.id)
            assert people.session_of(database, begun.secret, NOW), "it is not theirs to end"
            people.end_session(database, "ida", begun.id)
        case _:
            assert people.end_sessions(database, "ida") == 1
    assert people.session_of(database, begun.secret, NOW) is None
    assert people.session_of(database, other.secret, NOW) is not None


def test_all_sessions_but_this_one_end(database: Database) -> None:
    old, own = signed_in(database), signed_in(database)
    people.end_sessions(database, "ida", own.id)
    assert people.session_of(database, old.secret, NOW) is None
    assert people.session_of(database, own.secret, NOW) is not None


def test_wrong_names_and_passwords_are_refused_alike(database: Database) -> None:
    assert tried(database, PASSWORD + "x") == tried(database, PASSWORD, name="nobody") == Refused()
    assert tried(database, "x" * 100_000) == Refused()
    assert tried(database, "", name="") == Refused()
    assert people.verify(database, "ida", PASSWORD, HOME, NOW) is None
    assert people.verify(database, "ida", "another", HOME, NOW) == people.Refused()
    assert people.verify(database, "nobody", PASSWORD, HOME, NOW) == people.Refused()


def test_an_own_password_is_as_slow_to_guess_as_at_the_door(database: Database) -> None:
    tries = [people.verify(database, "ida", "another", HOME, NOW) for _ in range(6)]
    assert tries[0] == people.Refused()
    assert tries[5] == people.Refused(wait=2)


def test_a_password_is_the_same_on_every_keyboard(database: Database) -> None:
    people.set_password(database, "ida", "cafe\u0301 au lait")
    assert isinstance(tried(database, "caf\u00e9 au lait"), Session)


def test_waits_double_from_the_fifth_failure_and_end(database: Database) -> None:
    at = NOW
    waits: list[int] = []
    for _ in range(16):
        assert tried(database, "wrong", now=at) == Refused()
        wait = 0
        if len(waits) >= 4:
            told = tried(database, PASSWORD, now=at)
            assert isinstance(told, Refused)
            wait = told.wait
        waits.append(wait)
        at += timedelta(seconds=wait)
    assert waits == [0, 0, 0, 0, *(2**n for n in range(1, 10)), 900, 900, 900]
    assert isinstance(tried(database, PASSWORD, now=at), Session)


def test_an_honest_operator_is_never_kept_out_for_long(database: Database) -> None:
    signed_in(database, NOW - timedelta(days=3))
    at = NOW
    for count in range(300):
        tried(database, "wrong", address=f"203.0.113.{count % 250}", now=at)
    assert isinstance(tried(database, PASSWORD, address=AWAY, now=at), Refused)
    assert isinstance(tried(database, PASSWORD, now=at), Session), "known here"
    found = tried(database, PASSWORD, address=AWAY, now=at + timedelta(minutes=1))
    assert isinstance(found, Session), "elsewhere after a minute"


def test_one_client_is_slowed_down_whomever_it_tries(database: Database) -> None:
    refused = [tried(database, "wrong", name=f"user{n}", address=AWAY) for n in range(30)]
    assert refused[19] == Refused()
    assert refused[-1] != Refused()
    same_site = "2001:db8:1:2::%x"
    for number in range(30):
        found = tried(database, "wrong", name=f"u{number}", address=same_site % number)
    assert found != Refused()


def test_one_user_and_all_of_them_are_tried_from_everywhere_at_a_bounded_pace(
    database: Database,
) -> None:
    def waits(*, name: str = "", tries: int) -> timedelta:
        for number in range(tries):
            who, where = name or f"user{number}", f"198.51.{number}.1"
            found = throttle(who, where).wait(database, NOW)
        return found

    assert waits(name="ida", tries=22) == timedelta(seconds=2)
    assert waits(name="olu", tries=20) == timedelta(0)
    assert waits(tries=61) == timedelta(seconds=2), "one more than a hundred, whoever it was"


def test_of_many_at_once_no_more_are_heard(database: Database) -> None:
    def one(number: int) -> Session | Refused:
        return tried(database, f"wrong {number}")

    with ThreadPoolExecutor(8) as threads:
        found = list(threads.map(one, range(24)))
    assert sum(one == Refused() for one in found) == 5


def test_a_token_reads_and_writes_as_it_and_its_user_may(database: Database) -> None:
    made, text = tokens.make_token(database, "ida", " back\nup ", [TokenScope.WRITE], None, NOW)
    assert text.startswith(f"fsv_{made.id}_")
    found = tokens.token_of(database, text, NOW)
    assert found is not None
    assert found.label == "back up"
    assert found.may(TokenScope.READ)
    assert found.may(TokenScope.WRITE)
    assert not found.may(TokenScope.WITHDRAW)
    people.set_role(database, "ida", Role.VIEWER)
    found = tokens.token_of(database, text, NOW)
    assert found is not None
    assert found.may(TokenScope.READ)
    assert not found.may(TokenScope.WRITE)
    with pytest.raises(FeedsvcError, match="can only read"):
        tokens.make_token(database, "olu", "x", [TokenScope.WITHDRAW], None, NOW)


def test_a_token_ends(database: Database) -> None:
    day = timedelta(days=1)
    made, text = tokens.make_token(database, "ida", "x", [TokenScope.READ], NOW + day, NOW)
    assert tokens.token_of(database, text, NOW + day) is None
    assert tokens.token_of(database, text + "x", NOW) is None
    assert tokens.token_of(database, "", NOW) is None
    with pytest.raises(NotFoundError):
        tokens.revoke_token(database, made.id, "olu")
    tokens.revoke_token(database, made.id, "ida")
    assert tokens.token_of(database, text, NOW) is None
    with pytest.raises(FeedsvcError, match="over already"):
        tokens.make_token(database, "ida", "x", [], NOW, NOW)


def test_the_use_of_a_token_is_written_down_once_a_minute(database: Database) -> None:
    _, text = tokens.make_token(database, "ida", "x", [TokenScope.READ], None, NOW)
    seen = []
    for seconds in (0, 30, 59, 61, 62):
        tokens.token_of(database, text, NOW + timedelta(seconds=seconds))
        found = tokens.token_of(database, text, NOW + timedelta(seconds=seconds))
        assert found is not None
        assert found.used_at is not None
        seen.append((found.used_at - NOW).total_seconds())
    assert seen == [0, 0, 0, 61, 61]


@pytest.mark.parametrize(
    ("name", "password", "why"),
    [
        ("", PASSWORD, "cannot be the name"),
        ("a b", PASSWORD, "cannot be the name"),
        ("x" * 65, PASSWORD, "cannot be the name"),
        ("ida", PASSWORD, "already"),
        ("new", "short", "at least 10"),
        ("new", "x" * 1001, "at most 1000"),
    ],
)
def test_some_users_cannot_be(database: Database, name: str, password: str, why: str) -> None:
    with pytest.raises(FeedsvcError, match=why) as raised:
        people.add_user(database, name, Role.VIEWER, password, NOW)
    assert password not in str(raised.value)


def test_who_is_not_there_cannot_be_changed(database: Database) -> None:
    for change in (
        lambda: people.remove_user(database, "nobody"),
        lambda: people.set_role(database, "nobody", Role.VIEWER),
        lambda: people.set_password(database, "nobody", PASSWORD),
        lambda: tokens.make_token(database, "nobody", "", [], None, NOW),
    ):
        with pytest.raises(NotFoundError):
            change()
