"""Every route, by every method, as everybody: what is refused, and what each answer carries."""

import json
from collections.abc import Iterator

import pytest

from tests.web.seeded import PASSWORD, Seeded
from tests.web.walking import API, CONSOLE, Visitor

UNSAFE = ("POST", "PUT", "PATCH", "DELETE")
METHODS = ("GET", "HEAD", "OPTIONS", *UNSAFE, "TRACE", "BREW")
OWN_BUSINESS = ("/operator/account", "/operator/sign-out")
"""What viewers may change: it concerns nobody but themselves."""


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Seeded]:
    made = Seeded(tmp_path_factory.mktemp("walk"), sources=8, entries=80)
    yield made
    made.rig.database.close()


def paths(house: Seeded) -> list[tuple[str, frozenset[str]]]:
    """Each address with the methods that are there."""
    found: dict[str, set[str]] = {}
    for _, method, path in house.addresses():
        found.setdefault(path, set()).add(method)
    return [(path, frozenset(methods)) for path, methods in sorted(found.items())]


def test_nobody_changes_anything(house: Seeded) -> None:
    before = rows(house)
    nobody = Visitor(house.app)
    for path, methods in paths(house):
        for method in METHODS:
            status = nobody.ask(method, path).status_code
            if method not in UNSAFE:
                assert status < 500, (method, path)
            elif path == "/operator/sign-in" and method in methods:
                assert status in {400, 401, 403}, (method, path)
            elif path.startswith(CONSOLE):
                assert status in {303, 405}, (method, path)
            elif path.startswith(API):
                assert status in ({401} if method in methods else {401, 405}), (method, path)
            else:
                assert status == 405, (method, path)
    assert rows(house) == before


def test_a_viewer_looks_at_everything_and_changes_nothing(house: Seeded) -> None:
    before = rows(house)
    viewer = Visitor(house.app).sign_in("vera", PASSWORD)
    for path, methods in paths(house):
        for method in methods:
            if path in OWN_BUSINESS or path.startswith("/operator/account/"):
                continue
            sent = {"proof": viewer.proof} if method in UNSAFE else None
            status = viewer.ask(method, path, data=sent).status_code
            if path.startswith(CONSOLE) and method in UNSAFE and not path.endswith("sign-in"):
                assert status == 403, (method, path)
            elif path.startswith(CONSOLE):
                assert status in {200, 303, 403, 404}, (method, path)
            elif path.startswith(API) and method in UNSAFE:
                assert status == 401, (method, path)  # the cookie is for the console alone
    assert rows(house) == before


def test_an_editor_changes_nothing_without_the_proof(house: Seeded) -> None:
    editor = Visitor(house.app).sign_in("eva", PASSWORD)
    before = rows(house)
    for path, methods in paths(house):
        if not path.startswith(CONSOLE):
            continue
        for method in sorted(methods.intersection(UNSAFE)):
            for proof in ("", "0" * 64):
                status = editor.ask(method, path, data={"proof": proof}).status_code
                assert status == 403, (method, path)
    assert rows(house) == before


@pytest.mark.parametrize("token", ["read", "wrong"])
def test_a_token_does_no_more_than_it_is_for(house: Seeded, token: str) -> None:
    before = rows(house)
    program = Visitor(house.app, house.tokens.get(token, "fsv_000000000000_nothing"))
    for path, methods in paths(house):
        for method in methods:
            body = json.dumps({}) if method in UNSAFE else None
            status = program.ask(method, path, data=body, content_type="application/json")
            code = status.status_code
            if path.startswith(API) and method in UNSAFE:
                assert code == {"read": 403, "wrong": 401}[token], (method, path)
            elif path.startswith(CONSOLE) and not path.endswith("sign-in"):
                assert code == 303, (method, path)
    assert rows(house) == before


def test_refusals_of_every_kind_are_guarded(house: Seeded) -> None:
    nobody, editor = Visitor(house.app), Visitor(house.app).sign_in("eva", PASSWORD)
    program = Visitor(house.app, house.tokens["everything"])
    large = b"x" * (11 << 20)
    refused = {
        "public": {
            401: nobody.ask("GET", "/channels/board.atom"),
            404: nobody.ask("GET", "/nowhere"),
            405: nobody.ask("POST", "/channels/all"),
            410: nobody.ask("GET", f"/entries/{house.withdrawn}"),
        },
        "console": {
            403: editor.ask("POST", "/operator/add"),
            404: editor.ask("GET", "/operator/nowhere"),
            405: editor.ask("DELETE", "/operator/add"),
            413: editor.ask("POST", "/operator/add", data=large),
        },
        "api": {
            400: program.ask("POST", "/api/v1/sources", data="{", content_type="application/json"),
            401: nobody.ask("GET", "/api/v1/sources"),
            404: program.ask("GET", "/api/v1/sources/nowhere"),
            405: program.ask("PATCH", "/api/v1/sources"),
            413: program.ask(
                "POST", "/api/v1/sources", data=large, content_type="application/json"
            ),
            415: program.ask("POST", "/api/v1/sources", data="x", content_type="text/plain"),
        },
    }
    told = {
        (where, status): answer.status_code
        for where, answers in refused.items()
        for status, answer in answers.items()
    }
    assert told == {key: key[1] for key in told}


def test_who_asks_too_often_is_told_so_and_guarded(house: Seeded) -> None:
    program = Visitor(house.app, house.tokens["read"])
    for _ in range(400):
        if 429 in program.statuses:
            break
        program.ask("GET", "/api/v1/sources/nowhere")
    assert 429 in program.statuses


def test_what_cannot_be_made_is_said_by_a_guarded_answer(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    house = Seeded(tmp_path_factory.mktemp("spoilt"), sources=2, entries=60)
    editor = Visitor(house.app).sign_in("eva", PASSWORD)
    program = Visitor(house.app, house.tokens["everything"])
    connection = house.rig.database.connection()
    for table in ("entries", "sources", "readers", "polls", "channels"):
        connection.execute(f"ALTER TABLE {table} RENAME TO {table}_gone")
    for who in (editor, program):
        for path, methods in paths(house):
            for method in ("GET", "HEAD"):
                if method in methods:
                    who.ask(method, path)
        assert who.statuses.intersection({500, 503})
    house.rig.database.close()


def test_an_editor_and_a_program_are_answered_whatever_they_look_at(house: Seeded) -> None:
    editor = Visitor(house.app).sign_in("eva", PASSWORD)
    program = Visitor(house.app, house.tokens["everything"])
    for path, methods in paths(house):
        who = program if path.startswith(API) else editor
        for method in methods.intersection(("GET", "HEAD")):
            assert who.ask(method, path).status_code < 500, (method, path)


def rows(house: Seeded) -> dict[str, list[tuple[object, ...]]]:
    """Everything that only a person may change."""
    tables = {
        "sources": "*", "channels": "*", "permissions": "*", "tombstones": "*", "subscribers": "*",
        "users": "name, role, password", "tokens": "id, scopes", "quarantine": "*",
        "entries": "id, state, revision", "generation": "*",
    }  # fmt: skip
    connection = house.rig.database.connection()
    return {
        table: sorted(connection.execute(f"SELECT {columns} FROM {table}").fetchall())  # noqa: S608 - ours
        for table, columns in tables.items()
    }
