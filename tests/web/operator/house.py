"""A console over a real database, and a browser of ours that is signed in."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from flask import Flask
from werkzeug.test import Client, TestResponse

from feedsvc.errors import FeedsvcError
from feedsvc.flows import people
from feedsvc.model.people import Role
from feedsvc.model.source import Permission, Scope, Source
from feedsvc.settings import Settings
from feedsvc.web.app import create_app
from feedsvc.web.office import Office
from tests.rig import Rig, item, rss, source

PASSWORD = "ebb and flow and ebb"  # noqa: S105 - of nobody
HERALD = "https://herald.example/feed.xml"
FULL = Permission(scope=Scope.FULL, granted_by="The desk of the Herald")
_PROOF = re.compile(r'name="proof" value="([0-9a-f]+)"')


class Console:
    """The program of `rig`, with its console.

    `found` is what a look at an address tells, unless it raises what is in `trouble`;
    `complaints` is what is wrong with the files.
    """

    def __init__(
        self, folder: object, declared: tuple[Source, ...] = (), *, site_url: str = ""
    ) -> None:
        self.rig = Rig(
            f"sqlite:///{folder}/feedsvc.sqlite3", declared or (source(permission=FULL),)
        )
        if site_url:
            site = replace(self.rig.settings.site, url=site_url)
            self.rig.settings = replace(self.rig.settings, site=site)
        self.complaints: Sequence[str] = ()
        self.found: Mapping[str, Any] = {}
        self.looked: list[tuple[str, str]] = []
        self.trouble = ""
        self.office = Office(
            database=self.rig.database,
            settings=self.settings,
            now=self.rig.now,
            look=self._look,
            complaints=lambda: self.complaints,
        )
        self.app = create_app(self.rig.publisher(), office=self.office)

    def settings(self) -> Settings:
        return self.rig.settings

    def _look(self, what: str, scope: str) -> Mapping[str, Any]:
        self.looked.append((what, scope))
        if self.trouble:
            raise FeedsvcError(self.trouble)
        return self.found

    def add(self, name: str, role: Role = Role.EDITOR) -> None:
        people.add_user(self.rig.database, name, role, PASSWORD, self.rig.now())

    def polled(self, *numbers: int, title: str = "Herald") -> None:
        self.rig.web.pages[HERALD] = rss(*map(item, numbers), title=title)
        self.rig.poll()

    def browser(self, name: str = "", role: Role = Role.EDITOR) -> "Browser":
        """A browser; with a name, that of somebody who has signed in."""
        browser = Browser(self.app)
        if name:
            self.add(name, role)
            assert browser.sign_in(name).status_code == 303
        return browser


class Browser:
    """A browser without a window: it keeps cookies and sends forms with their proof."""

    def __init__(self, app: Flask) -> None:
        self.client: Client = app.test_client()
        self.proof = ""

    def get(self, path: str, **fields: str) -> TestResponse:
        answer = self.client.get(path, headers=_headers(fields))
        found = _PROOF.search(answer.text)
        self.proof = found[1] if found else self.proof
        return answer

    def post(self, path: str, data: Mapping[str, Any] | None = None, **fields: str) -> TestResponse:
        """Send a form with the proof of the last page."""
        sent = {"proof": self.proof, **(data or {})}
        return self.client.post(path, data=sent, headers=_headers(fields))

    def sign_in(
        self, name: str, password: str = PASSWORD, following: str = "", **fields: str
    ) -> TestResponse:
        self.get("/operator/sign-in")
        answer = self.post(
            "/operator/sign-in",
            {"name": name, "password": password, "next": following},
            **fields,
        )
        if answer.status_code == 303:
            self.get("/operator/")
        return answer


def _headers(fields: Mapping[str, str]) -> dict[str, str]:
    return {name.replace("_", "-"): value for name, value in fields.items()}
