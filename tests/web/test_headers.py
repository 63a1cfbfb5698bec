"""What every answer carries, whoever makes it: view, Flask or byte cache (security H4, O2)."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.exceptions import TooManyRequests
from werkzeug.test import Client, TestResponse

from feedsvc.model.source import Permission, Scope
from feedsvc.web.app import create_app
from feedsvc.web.cache import ByteCache
from tests.rig import Rig, item, rss, source
from tests.web.test_app import assert_guarded

URL = "https://herald.example/feed.xml"
FORMS = ("atom", "rss", "json")
BROKEN = '"&#13;&#10;Set-Cookie: x=y&#13;&#10;&#13;&#10;&lt;script>'


@pytest.fixture
def rig(tmp_path: Path) -> Rig:
    """A service whose only source writes line breaks wherever it may."""
    rig = Rig(
        f"sqlite:///{tmp_path}/db.sqlite3", (source(permission=Permission(scope=Scope.FULL)),)
    )
    rig.web.pages[URL] = document(1, 2)
    rig.poll()
    return rig


def document(*numbers: int) -> bytes:
    more = (
        f'<category domain="{BROKEN}">{BROKEN}</category><author>{BROKEN}</author>'
        f'<enclosure url="https://herald.example/{BROKEN}" type="{BROKEN}" length="1"/>'
    )
    items = (item(number, title=BROKEN, text=BROKEN, more=more) for number in numbers)
    return rss(*items, title=BROKEN, more=f"<language>{BROKEN}</language>")


@pytest.fixture
def app(rig: Rig) -> Flask:
    app = create_app(rig.publisher())

    @app.get("/often.<form>")
    def often(form: str) -> str:  # noqa: ARG001
        raise TooManyRequests(retry_after=30)

    @app.get("/broken.<form>")
    def broken(form: str) -> str:
        raise RuntimeError(form)

    return app


@pytest.fixture
def client(rig: Rig, app: Flask) -> Client:
    return Client(ByteCache(app, rig.publisher(), clock=lambda: rig.now().timestamp()))


def answers(client: Client, rig: Rig) -> Iterator[TestResponse]:
    """One of each status that there is, by each method that is answered."""
    paths = ["/channels/all", *(f"/channels/all.{form}" for form in FORMS)]
    paths += [f"/channels/source-herald.{form}" for form in FORMS]
    first = {path: client.get(path) for path in paths}
    yield from first.values()
    for path, answer in first.items():
        yield client.get(path, headers={"If-None-Match": answer.headers["ETag"]})
        yield client.get(path, headers={"Range": "bytes=0-9"})
        yield client.get(path, headers={"Accept-Encoding": "gzip"})
        yield client.get(path, headers={"Accept-Encoding": "*;q=0"})
        yield client.head(path)
        yield client.options(path)
        yield client.post(path)
    rig.web.pages[URL] = document(3)
    rig.poll()
    for path in paths[1:]:
        had = {"A-IM": "feed", "If-None-Match": first[path].headers["ETag"]}
        yield client.get(path, headers=had)
        yield client.head(path, headers=had)
    for kind in ("html", "json"):
        for path in (f"/often.{kind}", f"/broken.{kind}", f"/no-such.{kind}"):
            yield from (client.get(path), client.head(path))
    yield client.get("/channels/all/archive/1")
    yield client.get("/channels/all/archive/1.atom")


def test_h4_o2_each_answer_is_guarded_and_holds_no_line_of_a_stranger(
    rig: Rig, client: Client
) -> None:
    statuses: set[int] = set()
    for answer in answers(client, rig):
        assert_guarded(answer)
        statuses.add(answer.status_code)
        for name, value in answer.headers:
            assert name != "Set-Cookie"
            assert "script" not in value
            assert value.isascii()
            assert value.isprintable()
    assert statuses == {200, 226, 304, 307, 404, 405, 406, 429, 503}
