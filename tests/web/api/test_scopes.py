"""Every operation of the description, with every kind of token."""

from collections.abc import Iterator
from itertools import combinations
from typing import Any

import pytest

from feedsvc.flows import people, tokens
from feedsvc.model.people import Role, TokenScope
from tests.web.api.desk import House, Program

UNKNOWN = {"name": "nobody", "entry": "0" * 20}


def operations(house: House) -> Iterator[tuple[str, str, dict[str, Any]]]:
    document = Program(house.app, "").get("/openapi.json")
    for path, methods in document["paths"].items():
        for method, one in methods.items():
            yield method.upper(), path.format(**UNKNOWN), one


def test_nobody_does_anything_without_a_token(house: House) -> None:
    good = house.editor.token
    wrong = ["", "fsv_none", good[:-1], f"{good}x", good.upper(), "Zm9vOmJhcg=="]
    tried = 0
    for method, path, _ in operations(house):
        for token in wrong:
            answer = Program(house.app, token)(method, path)
            assert answer.status_code == 401, (method, path, token)
            assert answer.mimetype == "application/problem+json"
            assert answer.headers["WWW-Authenticate"].startswith("Bearer ")
            tried += 1
        assert house.editor(method, path, Authorization=f"Basic {good}").status_code == 401
        assert house.editor(method, path, Authorization="").status_code == 401
    assert tried == 26 * len(wrong)


def test_cookies_let_nobody_in(house: House) -> None:
    for method, path, _ in operations(house):
        answer = Program(house.app, "")(method, path, Cookie=f"session={house.editor.token}")
        assert answer.status_code == 401
        assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize("scopes", [some for n in range(4) for some in combinations(TokenScope, n)])
def test_a_token_does_what_its_scopes_say_and_nothing_else(
    house: House, scopes: tuple[TokenScope, ...]
) -> None:
    program = house.program("eva", scopes)
    held = {*scopes, TokenScope.READ}
    for method, path, one in operations(house):
        answer = program(method, path)
        (needed,) = one["x-scopes"]
        assert one["security"] == [{"token": [needed]}]
        assert needed in one["description"]
        if needed in held:
            assert answer.status_code not in {401, 403}, (method, path)
        else:
            assert answer.status_code == 403, (method, path)
            assert needed in answer.json["detail"]
            assert f'scope="{needed}"' in answer.headers["WWW-Authenticate"]


def test_what_each_scope_is_for(house: House) -> None:
    found: dict[str, set[str]] = {"read": set(), "write": set(), "withdraw": set()}
    for method, path, one in operations(house):
        found[one["x-scopes"][0]].add(f"{method} {path}")
    assert {one.partition(" ")[0] for one in found["read"]} == {"GET"}
    assert not any(one.startswith("GET ") for one in found["write"] | found["withdraw"])
    entry = UNKNOWN["entry"]
    assert found["withdraw"] == {
        "POST /sources/nobody/revoke",
        "POST /sources/nobody/restore",
        f"POST /entries/{entry}/restore",
        "POST /withdrawals",
        f"DELETE /withdrawals/{entry}",
    }


def test_a_viewer_only_reads(house: House) -> None:
    program = house.program("vera", [TokenScope.READ])
    for method, path, _ in operations(house):
        forbidden = program(method, path).status_code == 403
        assert forbidden == (method != "GET"), (method, path)


def test_who_becomes_a_viewer_only_reads(house: House) -> None:
    people.set_role(house.rig.database, "eva", Role.VIEWER)
    answer = house.editor("POST", "/sources/herald/pause")
    assert answer.status_code == 403
    assert "viewer" in answer.json["detail"]
    assert house.editor("GET", "/sources").status_code == 200


def test_a_revoked_token_is_over(house: House) -> None:
    tokens.revoke_token(house.rig.database, house.editor.token.split("_")[1])
    assert house.editor("GET", "/sources").status_code == 401
