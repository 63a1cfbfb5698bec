from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask

from feedsvc.errors import StoreUnavailableError
from feedsvc.store.database import Database, Statements
from feedsvc.web import health as room
from feedsvc.web.health import health
from feedsvc.web.office import Office
from tests.rig import NOON, Rig, item, rss, source


@pytest.fixture
def rig(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Rig]:
    monkeypatch.setattr(room, "LATENESS_FRESH", 0.0)
    made = Rig(f"sqlite:///{tmp_path}/f.sqlite3", (source(),))
    made.web.pages[source().url] = rss(item(1))
    yield made
    made.database.close()


def told(rig: Rig, database: Database | None = None, *complaints: str) -> list[str]:
    office = Office(
        database=database or rig.database,
        settings=lambda: rig.settings,
        now=rig.now,
        look=lambda _url, _scope: {},
        complaints=lambda: complaints,
    )
    app = Flask(__name__)
    app.register_blueprint(health(rig.publisher(), lambda: not complaints, office))
    answer = app.test_client().get("/readyz")
    assert answer.status_code == 200
    return answer.text.splitlines()


def test_polling_that_goes_well(rig: Rig) -> None:
    assert told(rig) == ["database: ok", "writing: ok", "configuration: ok", "polling: ok"]
    rig.poll()
    assert told(rig)[3] == "polling: ok"


def test_nobody_polls(rig: Rig) -> None:
    rig.moment = NOON + timedelta(minutes=40)
    assert told(rig)[3] == "polling: nothing polled yet; is feedsvc work running?"
    rig.poll()
    rig.moment += timedelta(days=2)
    assert told(rig)[3] == "polling: nothing polled for 2 days; is feedsvc work running?"


def test_polling_falls_behind(rig: Rig) -> None:
    rig.provision((source(), source("quay")))
    rig.poll()
    rig.moment += timedelta(days=2)
    rig.poll("quay")
    assert told(rig)[3].startswith("polling: up to 1 day late")


def test_files_that_are_wrong(rig: Rig) -> None:
    lines = told(rig, None, "feedsvc.toml:site: is wrong", "sources.toml: is missing")
    assert lines[2] == "configuration: the files are not in force"
    assert lines[4] == "complaints: 2 about the files; feedsvc check tells them"


class Away(Database):
    """A database that cannot be read."""

    def statements(self) -> Statements:
        msg = "the database is away"
        raise StoreUnavailableError(msg)


def test_what_is_not_known_is_told(rig: Rig) -> None:
    away = Away("sqlite:///nowhere")
    assert told(rig, away)[3] == "polling: not known while the database cannot be read"
