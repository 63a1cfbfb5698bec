"""Users, own sessions, tokens and passwords."""

import re

import pytest

from feedsvc.flows import tokens
from feedsvc.model.people import Role, TokenScope
from feedsvc.store import people as stored_people
from tests.web.operator.house import PASSWORD, Browser, Console

TOKEN = re.compile(r"fsv_[0-9a-f]{12}_[\w-]{43}")


def test_an_editor_lets_somebody_in_and_out_again(console: Console) -> None:
    ida = console.browser("ida")
    new = {"name": "olu", "role": "viewer", "password": PASSWORD}
    assert ida.post("/operator/users", new).status_code == 303
    assert "olu may sign in now, as viewer." in ida.get("/operator/users").text
    olu = console.browser()
    assert olu.sign_in("olu").status_code == 303
    assert olu.get("/operator/users").status_code == 403
    ida.post("/operator/users/olu/role", {"role": "editor"})
    assert olu.get("/operator/").status_code == 303, "the session has ended"
    olu.sign_in("olu")
    assert olu.get("/operator/users").status_code == 200
    ida.post("/operator/users/olu/remove")
    assert olu.get("/operator/").status_code == 303
    assert [one.name for one in stored_people.users(console.rig.database.statements())] == ["ida"]


def test_a_user_that_cannot_be_is_told_of(console: Console) -> None:
    ida = console.browser("ida")
    answer = ida.post("/operator/users", {"name": "o u", "role": "editor", "password": PASSWORD})
    assert answer.status_code == 422
    assert "cannot be the name" in answer.text
    assert PASSWORD not in answer.text
    answer = ida.post("/operator/users", {"name": "olu", "role": "admin", "password": "short"})
    assert answer.status_code == 422
    assert "at least 10" in answer.text


def test_nobody_shuts_themselves_out(console: Console) -> None:
    ida = console.browser("ida")
    for path in ("role", "remove"):
        answer = ida.post(f"/operator/users/ida/{path}", {"role": "viewer"})
        assert answer.status_code == 400
        assert "nobody changes their own" in answer.text


def test_a_token_is_shown_once(console: Console) -> None:
    ida = console.browser("ida")
    page = ida.post(
        "/operator/account/tokens",
        {"label": "nightly <b>", "scopes": ["write", "nonsense"], "until": "2026-12-31"},
    ).text
    (text,) = set(TOKEN.findall(page))
    page = ida.get("/operator/account").text
    assert text not in page
    assert "nightly &lt;b&gt;" in page
    database, now = console.rig.database, console.rig.now()
    token = tokens.token_of(database, text, now)
    assert token is not None
    assert token.scopes == {TokenScope.READ, TokenScope.WRITE}
    assert token.until is not None
    assert token.until.isoformat() == "2027-01-01T00:00:00+00:00"
    console.add("olu")
    with pytest.raises(Exception, match="no token"):
        tokens.revoke_token(database, token.id, "olu")
    assert ida.post(f"/operator/account/tokens/{token.id}/revoke").status_code == 303
    assert tokens.token_of(database, text, now) is None


def test_a_token_that_cannot_be_is_told_of(console: Console) -> None:
    ida = console.browser("ida")
    answer = ida.post("/operator/account/tokens", {"label": "x", "until": "tomorrow"})
    assert answer.status_code == 422
    assert "is no day" in answer.text
    answer = ida.post("/operator/account/tokens", {"label": "x", "until": "9999-12-31"})
    assert answer.status_code == 422
    viewer = console.browser("olu", Role.VIEWER)
    answer = viewer.post("/operator/account/tokens", {"label": "x", "scopes": "write"})
    assert answer.status_code == 422
    assert "can only read" in answer.text
    assert viewer.post("/operator/account/tokens", {"label": "x"}).status_code == 200


def test_sessions_are_ended_from_another_one(console: Console) -> None:
    ida = console.browser("ida")
    others = [console.browser() for _ in range(3)]
    for one in others:
        one.sign_in("ida", User_Agent="Mozilla/5.0 (X11; Linux) Firefox/140.0")
    page = ida.get("/operator/account").text
    assert page.count("Firefox on Linux") == 3
    chosen = re.findall(r'name="session" value="([0-9a-f]{64})"', page)[0]
    ida.post("/operator/account/sessions/end", {"session": chosen})
    assert in_force(others) == 2
    ida.post("/operator/account/sessions/end")
    assert in_force(others) == 0
    assert ida.get("/operator/account").status_code == 200
    ida.post("/operator/account/sessions/end", {"session": "zz"})


def in_force(browsers: list[Browser]) -> int:
    return sum(one.get("/operator/").status_code == 200 for one in browsers)


def test_a_password_is_changed_by_whoever_knows_it(console: Console) -> None:
    ida, other = console.browser("ida"), console.browser()
    other.sign_in("ida")
    new = "another four words"
    answer = ida.post("/operator/account/password", {"present": "wrong", "password": new})
    assert answer.status_code == 422
    assert "not your present password" in answer.text
    answer = ida.post("/operator/account/password", {"present": PASSWORD, "password": "short"})
    assert answer.status_code == 422
    answer = ida.post("/operator/account/password", {"present": PASSWORD, "password": new})
    assert answer.headers["Location"] == "/operator/sign-in"
    assert in_force([ida, other]) == 0
    assert "Your password is changed" in ida.get("/operator/sign-in").text
    assert ida.sign_in("ida").status_code == 401
    assert ida.sign_in("ida", new).status_code == 303
