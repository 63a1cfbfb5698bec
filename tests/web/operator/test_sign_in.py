"""Signing in, staying, and signing out."""

from datetime import timedelta
from pathlib import Path

import pytest

from feedsvc.flows import people
from feedsvc.model.people import Role
from feedsvc.web.operator.gate import client_address
from tests.web.operator.house import PASSWORD, Console


def test_the_page_tells_how_to_make_the_first_user(console: Console) -> None:
    page = console.browser().get("/operator/sign-in")
    assert "feedsvc users add NAME --role editor" in page.text
    console.add("ida")
    assert "users add" not in console.browser().get("/operator/sign-in").text


def test_a_cookie_is_for_the_console_alone(console: Console) -> None:
    console.add("ida")
    cookies = console.browser().sign_in("ida").headers.getlist("Set-Cookie")
    (own,) = [one for one in cookies if one.startswith("feedsvc=")]
    assert "HttpOnly" in own
    assert "Path=/operator" in own
    assert "SameSite=Lax" in own
    assert "Secure" not in own


def test_a_cookie_goes_over_tls_alone_where_the_site_does(tmp_path: Path) -> None:
    console = Console(tmp_path, site_url="https://feeds.example/republished")
    console.add("ida")
    client = console.app.test_client(use_cookies=False)
    page = client.get("/operator/sign-in")
    assert 'action="/republished/operator/sign-in"' in page.text
    cookie = page.headers["Set-Cookie"]
    assert "Secure" in cookie
    assert "Path=/republished/operator" in cookie
    door = cookie.partition("=")[2].partition(";")[0]
    answer = client.post(
        "/operator/sign-in",
        data={"name": "ida", "password": PASSWORD, "proof": people.proof_of(door)},
        headers={"Cookie": f"feedsvc_door={door}", "Origin": "https://feeds.example"},
    )
    assert answer.status_code == 303
    assert answer.headers["Location"] == "/republished/operator/"
    assert any(one.startswith("__Secure-feedsvc=") for one in answer.headers.getlist("Set-Cookie"))
    answer = client.post(
        "/operator/sign-in",
        data={"name": "ida", "password": PASSWORD, "proof": people.proof_of(door)},
        headers={"Cookie": f"feedsvc_door={door}", "Origin": "https://evil.example"},
    )
    assert answer.status_code == 403
    console.rig.database.close()


def test_wrong_names_and_passwords_look_the_same(console: Console) -> None:
    console.add("ida")
    pages = []
    for name, password in (("ida", "wrong"), ("nobody", "wrong")):
        answer = console.browser().sign_in(name, password)
        assert answer.status_code == 401
        assert "Name or password are wrong." in answer.text
        assert 'wrong"' not in answer.text
        pages.append(len(answer.text) - len(name))
    assert pages[0] == pages[1]


def test_failures_are_slowed_down_and_told(console: Console) -> None:
    console.add("ida")
    browser = console.browser()
    for _ in range(5):
        assert browser.sign_in("ida", "wrong").status_code == 401
    answer = browser.sign_in("ida")
    assert answer.status_code == 429
    assert answer.headers["Retry-After"] == "2"
    assert "Try again in 2 seconds" in answer.text
    console.rig.moment += timedelta(seconds=2)
    assert browser.sign_in("ida").status_code == 303


def test_a_proxy_on_this_machine_tells_clients_apart(console: Console) -> None:
    console.add("ida")
    bad, good = console.browser(), console.browser()
    for _ in range(6):
        bad.sign_in("ida", "wrong", X_Forwarded_For="10.9.9.9, 203.0.113.9")
    assert bad.sign_in("ida", X_Forwarded_For="203.0.113.9").status_code == 429
    assert good.sign_in("ida", X_Forwarded_For="203.0.113.9, 198.51.100.4").status_code == 303


@pytest.mark.parametrize(
    ("address", "said", "client"),
    [
        ("127.0.0.1", "203.0.113.9, 198.51.100.4", "198.51.100.4"),
        ("::1", "198.51.100.4", "198.51.100.4"),
        ("127.0.0.1", "", "127.0.0.1"),
        ("203.0.113.9", "198.51.100.4", "203.0.113.9"),
        ("unix:", "198.51.100.4", "unix:"),
    ],
)
def test_nobody_but_a_proxy_on_this_machine_says_who_somebody_is(
    console: Console, address: str, said: str, client: str
) -> None:
    fields, base = {"X-Forwarded-For": said}, {"REMOTE_ADDR": address}
    with console.app.test_request_context("/operator/", headers=fields, environ_base=base):
        assert client_address() == client


def test_a_form_without_its_cookie_is_asked_for_again(console: Console) -> None:
    console.add("ida")
    client = console.app.test_client()
    for proof in ("", people.proof_of("")):
        answer = client.post(
            "/operator/sign-in", data={"name": "ida", "password": PASSWORD, "proof": proof}
        )
        assert answer.status_code == 403
        assert "sign in again" in answer.text


def test_a_session_ends_by_signing_out_and_when_it_is_revoked(console: Console) -> None:
    ida = console.browser("ida")
    assert ida.get("/operator/").status_code == 200
    assert ida.get("/operator/sign-in").status_code == 303
    kept = ida.client.get_cookie("feedsvc", path="/operator")
    assert kept is not None
    assert ida.post("/operator/sign-out").status_code == 303
    ida.client.set_cookie("feedsvc", kept.value, path="/operator")
    assert ida.get("/operator/").status_code == 303
    olu = console.browser("olu")
    people.set_role(console.rig.database, "olu", Role.VIEWER)
    assert olu.get("/operator/").status_code == 303


def test_signing_in_ends_the_session_that_was_there(console: Console) -> None:
    before = console.browser("ida").client.get_cookie("feedsvc", path="/operator")
    assert before is not None
    again = console.browser()
    again.get("/operator/sign-in")
    again.client.set_cookie("feedsvc", before.value, path="/operator")
    assert again.post("/operator/sign-in", {"name": "ida", "password": PASSWORD}).status_code == 303
    assert again.get("/operator/").status_code == 200
    again.client.set_cookie("feedsvc", before.value, path="/operator")
    assert again.get("/operator/").status_code == 303


def test_a_session_that_is_not_used_ends(console: Console) -> None:
    ida = console.browser("ida")
    console.rig.moment += console.settings().console.session
    assert ida.get("/operator/").status_code == 303


def test_wrong_files_are_told_on_every_page(console: Console) -> None:
    ida = console.browser("ida")
    assert "configuration files are wrong" not in ida.get("/operator/").text
    console.complaints = ["sources.toml:sources.x.url: is <b>missing</b>; add it"]
    page = ida.get("/operator/").text
    assert "configuration files are wrong" in page
    assert "is &lt;b&gt;missing&lt;/b&gt;; add it" in page
    assert "configuration files" not in console.browser().get("/operator/sign-in").text
