"""The whole application over a small house, and programs that use its API."""

import json
import secrets
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any, NamedTuple, Protocol, cast

from flask import Flask
from werkzeug.datastructures import Headers
from werkzeug.test import Client

from feedsvc.flows import people, tokens
from feedsvc.model.channel import Channel
from feedsvc.model.people import Role, TokenScope
from feedsvc.model.source import Permission, Scope
from feedsvc.settings import Settings, Site
from feedsvc.web.api.pace import Pace
from feedsvc.web.api.routes import api
from feedsvc.web.app import create_app
from feedsvc.web.office import Office
from tests.rig import NOON, Rig, item, rss, source

HERALD = "https://herald.example/feed.xml"
QUAY = "https://quay.example/feed.xml"
EVERYTHING = tuple(TokenScope)
FULL = Permission(scope=Scope.FULL, granted_by="Desk", evidence="mail of 2026-01-12")
CHANNELS = (
    Channel(name="all", title="All", sources=("*",)),
    Channel(name="sea", title="The sea", tags=("sea",)),
)
LATER = NOON + timedelta(hours=2)
PASSWORD = "four words of nothing"  # noqa: S105 - of nobody


def unbounded() -> Pace:
    """However often a token is used, it may be used again."""
    return Pace(lambda: 0.0, burst=10**9)


class Answer(Protocol):
    """What a program is answered."""

    status_code: int
    headers: Headers
    mimetype: str
    data: bytes
    text: str
    json: Any


@dataclass
class Program:
    """A program with a token."""

    app: Callable[..., Any]
    token: str = field(repr=False)

    def __call__(self, method: str, path: str, body: object = None, **fields: str) -> Answer:
        headers = {name.replace("_", "-"): value for name, value in fields.items()}
        if self.token:
            headers.setdefault("Authorization", f"Bearer {self.token}")
        text = body if isinstance(body, str) else json.dumps(body)
        if body is not None:
            headers.setdefault("Content-Type", "application/json")
        answer = Client(self.app).open(
            f"/api/v1{path}",
            method=method,
            headers=headers,
            buffered=True,
            data=None if body is None else text,
        )
        return cast("Answer", answer)

    def get(self, path: str) -> Any:  # noqa: ANN401 - what JSON holds
        answer = self("GET", path)
        assert answer.status_code == 200, answer.text
        return answer.json


class Built(NamedTuple):
    """A database as a house begins with it, and the token of its editor."""

    file: Path
    token: str


def rig(file: Path) -> Rig:
    """Two sources of the files, one of them with a tag."""
    declared = (source(permission=FULL), source("quay", tags=("sea",), permission=FULL))
    made = Rig(f"sqlite:///{file}", declared, CHANNELS)
    site = Site(title="Example", url="https://feeds.example.org")
    made.settings = Settings(site=site, fetch=made.fetch, channels=CHANNELS)
    return made


def build(folder: Path, articles: int = 3) -> Built:
    """The sources polled twice, with some articles; an editor and a viewer."""
    file = folder / "built.sqlite3"
    made = rig(file)
    made.web.pages[HERALD] = rss(*(item(n) for n in range(1, articles + 1)))
    made.web.pages[QUAY] = rss(item(8), title="Quay")
    made.poll()
    edited = item(1, text="Corrected.")
    made.web.pages[HERALD] = rss(edited, *(item(n) for n in range(2, articles + 1)))
    made.poll()
    for name, role in (("eva", Role.EDITOR), ("vera", Role.VIEWER)):
        people.add_user(made.database, name, role, PASSWORD, LATER)
    _, token = tokens.make_token(made.database, "eva", "test", EVERYTHING, None, LATER)
    made.database.close()
    return Built(file, token)


class House:
    """What was built, and the whole application over it."""

    def __init__(self, folder: Path, built: Built, pace: Pace | None = None) -> None:
        file = folder / "feedsvc.sqlite3"
        shutil.copyfile(built.file, file)
        self.rig = rig(file)
        self.rig.moment = LATER
        self.looked: list[tuple[str, str]] = []
        self.found: dict[str, Any] = {}
        self.office = Office(
            database=self.rig.database,
            settings=lambda: self.rig.settings,
            now=self.rig.now,
            look=self._look,
            complaints=list,
        )
        self.app = application(self, pace)
        self.editor = Program(self.app, built.token)

    def program(self, user: str, scopes: Sequence[TokenScope]) -> Program:
        _, text = tokens.make_token(self.rig.database, user, "test", scopes, None, self.rig.now())
        return Program(self.app, text)

    def _look(self, what: str, scope: str) -> dict[str, Any]:
        self.looked.append((what, scope))
        return self.found or {"address": what, "title": ""}


def copy_entries(house: House, many: int) -> None:
    """Store so many more entries, all newer than the others: copies of the newest."""
    connection = house.rig.database.connection()
    cursor = connection.execute("SELECT * FROM entries ORDER BY sort_at DESC LIMIT 1")
    columns = [column[0] for column in cursor.description]
    row = dict(zip(columns, cursor.fetchone(), strict=True))
    later = (
        {**row, "id": secrets.token_hex(10), "sort_at": row["sort_at"] + 1 + n} for n in range(many)
    )
    names, places = ", ".join(columns), ", ".join(f":{column}" for column in columns)
    with house.rig.database.transaction():
        connection.executemany(f"INSERT INTO entries ({names}) VALUES ({places})", later)  # noqa: S608


def application(house: House, pace: Pace | None) -> Flask:
    """The application; with a pace of its own, the API as it is mounted there."""
    if pace is None:
        return create_app(house.rig.publisher(), office=house.office)
    publisher = house.rig.publisher()
    app = create_app(publisher)
    app.register_blueprint(api(house.office, publisher, pace))
    return app
