"""Who walks through the application, and sees of every answer that it is guarded."""

import re
from wsgiref.types import WSGIApplication

from flask import Flask
from werkzeug.test import Client, TestResponse

from feedsvc.web.app import create_app
from feedsvc.web.headers import CONSOLE_POLICY, DATA_POLICY, PAGE_POLICY
from feedsvc.web.meter import Meter, Process
from feedsvc.web.metrics import metrics
from feedsvc.web.office import Office
from feedsvc.web.service import Service

CONSOLE, API = "/operator", "/api/"

_PROOF = re.compile(r'name="proof" value="([0-9a-f]+)"')


def whole(service: Service, office: Office) -> Flask:
    """The application with all that the web process answers."""
    app = create_app(service, office=office)
    process = Process(answers=dict, channels=dict, kept=lambda: (0, 0), made=lambda: 0)
    app.register_blueprint(metrics(office, Meter(office, process)))
    return app


class Visitor:
    """Somebody with a browser or a program; of every answer it is seen that it is guarded."""

    def __init__(self, app: WSGIApplication, token: str = "") -> None:
        self.client = Client(app)
        self.fields = {"Authorization": f"Bearer {token}"} if token else {}
        self.proof = ""
        self.statuses: set[int] = set()

    def sign_in(self, name: str, password: str) -> "Visitor":
        self.see("/operator/sign-in")
        sent = {"name": name, "password": password, "proof": self.proof}
        assert self.ask("POST", "/operator/sign-in", data=sent).status_code == 303
        self.see("/operator/")
        return self

    def see(self, path: str) -> None:
        found = _PROOF.search(self.ask("GET", path).text)
        self.proof = found[1] if found else self.proof

    def ask(self, method: str, path: str, **sent: object) -> TestResponse:
        answer = self.client.open(
            path,
            method=method,
            headers=self.fields,
            buffered=True,
            **sent,  # type: ignore[arg-type]  # what the client takes
        )
        self.statuses.add(answer.status_code)
        guarded(method, path, answer)
        return answer


def guarded(method: str, path: str, answer: TestResponse) -> None:
    """Every answer says what a browser may do with it, and what may be kept (security H4, O2)."""
    where, fields = (method, path, answer.status_code), answer.headers
    html = answer.headers.get("Content-Type", "").startswith("text/html")
    policy = DATA_POLICY
    if html:
        policy = CONSOLE_POLICY if path.startswith(CONSOLE) else PAGE_POLICY
    assert fields.getlist("Content-Security-Policy") == [policy], where
    assert fields.getlist("X-Content-Type-Options") == ["nosniff"], where
    assert fields.getlist("Referrer-Policy") == ["no-referrer"], where
    assert not {"Server", "X-Powered-By", "Expires", "Pragma"} & set(fields.keys()), where
    if not path.startswith(CONSOLE):
        assert "Set-Cookie" not in fields, where
    for cookie in fields.getlist("Set-Cookie"):
        is_kept = "HttpOnly" in cookie and "SameSite=" in cookie
        assert is_kept or "Max-Age=0" in cookie, where
        assert f"Path={CONSOLE}" in cookie, where
    if path.startswith((CONSOLE, API)):
        assert fields["Cache-Control"] == "no-store", where
        assert "Access-Control-Allow-Origin" not in fields, where
    elif answer.status_code >= 400:
        assert fields["Cache-Control"] == "no-store", where
