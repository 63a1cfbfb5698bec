"""Who may sign in, at the command line."""

import pytest

from feedsvc.flows.people import verify
from feedsvc.flows.tokens import token_of
from feedsvc.model.people import TokenScope
from feedsvc.store.database import Database
from feedsvc.wiring.house import now
from tests.cli.program import Program

PASSWORD = "four words of mine"  # noqa: S105 - of nobody


@pytest.fixture
def peopled(program: Program) -> Program:
    program.write_samples()
    for name, role in (("eva", "editor"), ("ole", "viewer")):
        ended = program.here(
            "users", "add", name, "--role", role, "--password-stdin", said=f"{PASSWORD}\n"
        )
        assert (ended.code, ended.out) == (0, f"{name} is added as {role}.\n")
    return program


def database(program: Program) -> Database:
    return Database(program.environment["FEEDSVC_DATABASE__URL"])


def test_users_are_added_listed_and_removed(peopled: Program) -> None:
    assert verify(database(peopled), "eva", PASSWORD, "", now()) is None
    users = {row["name"]: row["role"] for row in peopled.here("users", "list", "--json").rows()}
    assert users == {"eva": "editor", "ole": "viewer"}
    assert "\nole\tviewer\t" in peopled.here("users", "list").out
    assert peopled.here("users", "remove", "ole").refused() == (
        "nobody is there to ask; say --yes if it is meant"
    )
    assert peopled.here("users", "remove", "ole", "--yes").out == "ole is removed.\n"
    assert [row["name"] for row in peopled.here("users", "list", "--json").rows()] == ["eva"]


def test_a_password_is_never_a_word_of_the_command(peopled: Program) -> None:
    ended = peopled.here("users", "add", "ida", "--role", "viewer", "--password", PASSWORD)
    assert ended.code == 2
    short = peopled.here("users", "add", "ida", "--role", "viewer", "--password-stdin", said="x\n")
    assert "choose one of at least 10" in short.refused()


def test_where_nobody_can_type_a_password_is_made_and_shown_once(peopled: Program) -> None:
    (told,) = peopled.here("users", "add", "ida", "--role", "viewer", "--json").rows()
    assert verify(database(peopled), "ida", str(told["password"]), "", now()) is None
    _, shown = peopled.here("users", "password", "ida").out.splitlines()
    assert verify(database(peopled), "ida", shown.rpartition(" ")[2], "", now()) is None


def test_password_and_role_are_changed(peopled: Program) -> None:
    other = "and four other words"
    peopled.here("users", "password", "eva", "--password-stdin", said=other)
    assert verify(database(peopled), "eva", other, "", now()) is None
    assert peopled.here("users", "role", "ole", "--role", "editor").out == "ole is now editor.\n"


def test_a_token_is_shown_once_listed_without_itself_and_revoked(peopled: Program) -> None:
    (made,) = peopled.here("users", "token", "eva", "--scope", "write", "--json").rows()
    found = token_of(database(peopled), made["token"], now())
    assert found is not None
    assert found.scopes == {TokenScope.READ, TokenScope.WRITE}
    plain = peopled.here("users", "token", "eva", "--label", "backup", "--days", "2")
    assert plain.err == "Keep it now: it is shown this once.\n"
    assert token_of(database(peopled), plain.out.strip(), now())
    rows = peopled.here("users", "tokens", "eva", "--json").rows()
    assert {row["label"] for row in rows} == {"", "backup"}
    assert made["token"] not in str(rows)
    assert peopled.here("users", "tokens", "ole", "--json").rows() == []
    ended = peopled.here("users", "revoke", made["id"])
    assert ended.out == f"The token {made['id']} is revoked.\n"
    assert token_of(database(peopled), made["token"], now()) is None


def test_a_viewer_gets_no_token_that_writes(peopled: Program) -> None:
    line = peopled.here("users", "token", "ole", "--scope", "write").refused()
    assert "'ole' is a viewer" in line


@pytest.mark.parametrize("words", [("token",), ("tokens",), ("remove", "--yes"), ("password",)])
def test_a_name_that_is_spelled_wrong(peopled: Program, words: tuple[str, ...]) -> None:
    line = peopled.here("users", words[0], "evaa", *words[1:]).refused()
    assert line == "there is no user 'evaa' (did you mean eva?); see feedsvc users list"


def test_at_a_terminal_the_password_is_typed_twice_and_not_shown(program: Program) -> None:
    program.write_samples()
    answers = [("Password", PASSWORD), ("Repeat", "another one, typed wrong")]
    answers += [("Password", PASSWORD), ("Repeat", PASSWORD)]
    shown = program.at_terminal("users", "add", "eva", "--role", "editor", answers=answers)
    assert shown.endswith("eva is added as editor.\n[0]")
    assert PASSWORD not in shown
    assert verify(database(program), "eva", PASSWORD, "", now()) is None
