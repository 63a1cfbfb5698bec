"""Who gets in, and what may be done there."""

from pathlib import Path

import pytest
from flask import Flask
from werkzeug.routing import Rule

from feedsvc.model.people import Role
from feedsvc.web.headers import CONSOLE_POLICY, DATA_POLICY
from tests.web.operator.house import Console

UNSAFE = {"POST", "PUT", "PATCH", "DELETE"}


def routes(app: Flask) -> list[tuple[str, str]]:
    """Every method and address of the console, its variables filled in."""
    found = []
    for rule in app.url_map.iter_rules():
        if rule.rule.startswith("/operator"):
            path = address(rule)
            found += [(method, path) for method in (rule.methods or set()) - {"OPTIONS"}]
    assert len(found) > 5
    return sorted(found)


def address(rule: Rule) -> str:
    values = dict.fromkeys(rule.arguments, 1 if "int:" in rule.rule else "herald")
    built = rule.build(values, append_unknown=False)
    assert built is not None
    return built[1]


def test_every_address_asks_strangers_to_sign_in(console: Console) -> None:
    browser = console.browser()
    for method, path in routes(console.app):
        answer = browser.client.open(path, method=method)
        if path == "/operator/sign-in":
            continue
        assert answer.status_code == 303, (method, path)
        assert answer.headers["Location"].startswith("/operator/sign-in")


def test_nothing_is_done_without_the_proof(console: Console) -> None:
    editor = console.browser("ida")
    right = editor.proof
    assert right
    for method, path in routes(console.app):
        if method not in UNSAFE:
            continue
        for proof, fields in (
            ("", {}),
            ("0" * 64, {}),
            (right, {"Sec-Fetch-Site": "cross-site"}),
            (right, {"Sec-Fetch-Site": "same-site"}),
        ):
            answer = editor.client.open(path, method=method, data={"proof": proof}, headers=fields)
            assert answer.status_code == 403, (method, path, fields)


def test_viewers_look_and_change_nothing(console: Console) -> None:
    viewer = console.browser("olu", Role.VIEWER)
    for method, path in routes(console.app):
        own = path.startswith(("/operator/account", "/operator/sign-"))
        if method in UNSAFE and not own:
            answer = viewer.post(path)
            assert answer.status_code == 403, path
            assert "This is for editors" in answer.text


def test_every_answer_is_guarded(console: Console) -> None:
    editor = console.browser("ida")
    stranger = console.browser()
    for method, path in [*routes(console.app), ("GET", "/operator/no-such"), ("PUT", "/operator/")]:
        for browser in (editor, stranger):
            answer = browser.client.open(path, method=method)
            fields = answer.headers
            is_page = (answer.content_type or "").startswith("text/html")
            wanted = CONSOLE_POLICY if is_page else DATA_POLICY
            assert fields["Content-Security-Policy"] == wanted, (method, path)
            assert fields["X-Content-Type-Options"] == "nosniff"
            assert fields["Referrer-Policy"] == "no-referrer"
            assert fields["Cache-Control"] == "no-store"


def test_public_pages_have_no_cookie_and_no_script(console: Console) -> None:
    editor = console.browser("ida")
    for path in ("/", "/channels/all", "/no-such"):
        answer = editor.get(path)
        assert "Set-Cookie" not in answer.headers
        assert "<script" not in answer.text
        assert "script-src" not in answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    "following",
    [
        "https://evil.example/",
        "//evil.example/operator",
        "/operator//evil.example",
        "/operator\\evil",
        "/operatorx",
        "/channels/all",
        "javascript:alert(1)",
        "/operator/\r\nSet-Cookie: x=y",
        "/operator/sign-out",
    ],
)
def test_nobody_is_sent_elsewhere(console: Console, following: str) -> None:
    console.add("ida")
    answer = console.browser().sign_in("ida", following=following)
    assert answer.headers["Location"] == "/operator/"


@pytest.mark.parametrize(
    "path", ["entries/%00", "sources/%00", "entries?q=%00", "held?source=a%00", "users/a%00/role"]
)
def test_what_holds_a_null_is_not_looked_for(console: Console, path: str) -> None:
    editor = console.browser("ida")
    answer = editor.client.open(f"/operator/{path}", method="POST" if "users" in path else "GET")
    assert answer.status_code == (400 if "?" in path else 404)
    assert editor.client.get("/entries/%00").status_code == 404


def test_a_program_that_asks_with_a_null_is_told_that_it_cannot_be_read(console: Console) -> None:
    answer = console.browser().client.post("/api/v1/sources?q=%00")
    assert (answer.status_code, answer.content_type) == (400, "application/problem+json")


def test_a_form_with_a_null_is_refused(console: Console) -> None:
    stranger = console.browser()
    stranger.get("/operator/sign-in")
    answer = stranger.post("/operator/sign-in", {"name": "a\0", "password": "x"})
    assert answer.status_code == 400
    editor = console.browser("ida")
    for path in ("sources/herald/revoke", "account/tokens", "held/publish"):
        answer = editor.post(f"/operator/{path}", {"reason": "a\0", "id": "\0", "label": "\0"})
        assert answer.status_code == 400, path
        assert "U+0000" in answer.text


@pytest.mark.parametrize("site", ["", "https://feeds.example/news"])
def test_the_address_without_its_slash_leads_to_the_overview(tmp_path: Path, site: str) -> None:
    console = Console(tmp_path, site_url=site)
    editor = console.browser() if site else console.browser("ida")
    answer = editor.get("/operator")
    assert answer.status_code == 303
    where = answer.headers["Location"].partition("?")[0]
    assert where == ("/news/operator/sign-in" if site else "/operator/")
    console.rig.database.close()


def test_whoever_signs_in_comes_to_what_they_asked_for(console: Console) -> None:
    console.add("ida")
    browser = console.browser()
    asked = browser.get("/operator/sources?health=failing&q=a+b")
    assert asked.headers["Location"] == (
        "/operator/sign-in?next=%2Foperator%2Fsources%3Fhealth%3Dfailing%26q%3Da%2Bb"
    )
    answer = browser.sign_in("ida", following="/operator/sources?health=failing&q=a+b")
    assert answer.headers["Location"] == "/operator/sources?health=failing&q=a+b"
    moved = console.browser().get("/operator/sources", HX_Request="true")
    assert moved.headers["HX-Redirect"] == "/operator/sign-in?next=%2Foperator%2Fsources"
