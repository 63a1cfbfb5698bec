"""What is shown of entries, and what the audit log says of it."""

import json
import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from werkzeug.test import Client

from feedsvc.errors import NotFoundError
from feedsvc.flows import curate
from feedsvc.flows.audit import Log
from feedsvc.flows.known import known_again
from feedsvc.flows.serve import Publisher
from feedsvc.model.channel import Channel
from feedsvc.model.source import Images, Permission, Scope
from feedsvc.store import audit, sources
from feedsvc.store.audit import Logged
from feedsvc.store.chain import verify
from feedsvc.web.app import create_app
from tests.rig import FORMATS, Rig, item, rss, source

URL = "https://herald.example/feed.xml"
CHANNELS = (
    Channel(name="all", title="All", sources=("*",), limit=3),
    Channel(name="again", title="Again", sources=("*",), limit=3),
)
FULL = Permission(scope=Scope.FULL, granted_by="Desk", evidence="mail of 2026-01-12")


def store(url: str, *numbers: int) -> Rig:
    """A service that polled these articles."""
    made = Rig(url, (source(permission=FULL),), CHANNELS)
    made.web.pages[URL] = rss(*map(item, numbers))
    made.poll()
    return made


@pytest.fixture
def rig(tmp_path: Path) -> Iterator[Rig]:
    """Three articles, and channels of three entries a document."""
    made = store(f"sqlite:///{tmp_path}/f.sqlite3", 1, 2, 3)
    yield made
    made.database.close()


def permit(rig: Rig, **fields: object) -> None:
    rig.provision((source(permission=replace(FULL, **fields)),))  # type: ignore[arg-type] # of Permission


def logged(rig: Rig) -> list[Logged]:
    """Every row, oldest first, of a log that is whole."""
    assert verify(rig.database.statements()).problem == ""
    return list(audit.newest(rig.database.statements()))[::-1]


def told(rig: Rig) -> list[dict[str, Any]]:
    return [json.loads(one.decision.text) for one in logged(rig)]


def numbers(rig: Rig) -> list[int]:
    """Of the articles in the log, in order."""
    return sorted(int(one["public_id"].rpartition(":")[2]) for one in told(rig))


def held(rig: Rig, number: int) -> str:
    """Our id of an article."""
    (row,) = rig.database.statements().read(
        "entries_named", ref=f"tag:herald.example,2026:{number}", keys=[]
    )
    uid: str = row[0]
    return uid


# --- every way out ------------------------------------------------------------


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("channel", ["all", "source-herald"])
def test_a_document_is_logged(rig: Rig, channel: str, form: str) -> None:
    rig.publisher().document(channel, form)
    assert numbers(rig) == [1, 2, 3]


def test_the_page_of_an_entry_is_logged(rig: Rig) -> None:
    rig.publisher().entry(held(rig, 2))
    assert numbers(rig) == [2]


@pytest.mark.parametrize("form", FORMATS)
def test_an_archive_is_logged(rig: Rig, form: str) -> None:
    rig.web.pages[URL] = rss(*map(item, range(1, 8)))
    rig.poll()
    rig.publisher().view("all")
    assert numbers(rig) == [5, 6, 7]
    assert rig.publisher().archive("all", 1, form) is not None
    assert numbers(rig) == [1, 2, 3, 5, 6, 7]
    assert {one.decision.archive for one in logged(rig)} == {"", "all/1"}


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ("/channels/all", [5, 6, 7]),
        ("/channels/all.json", [5, 6, 7]),
        ("/channels/all/archive/1", [1, 2, 3]),
        ("/channels/all/archive/1.rss", [1, 2, 3]),
        ("/entries/{}", [7]),
        ("/", []),
        ("/channels.opml", []),
    ],
)
def test_whatever_a_reader_gets_is_in_the_log(tmp_path: Path, path: str, shown: list[int]) -> None:
    rig = store(f"sqlite:///{tmp_path}/f.sqlite3", *range(1, 8))
    sealing = Publisher(rig.database, rig.settings, rig.now)
    sealing.view("all")
    before = len(logged(rig))
    client = Client(create_app(rig.publisher()))
    body = client.get(path.format(held(rig, 7))).text
    assert sorted({int(one) for one in re.findall(r"Text of story (\d)", body)}) == shown
    assert set(numbers(rig)) == {5, 6, 7, *shown}
    assert len(logged(rig)) == before + len({*shown} - {5, 6, 7})
    rig.database.close()


# --- what a decision says -----------------------------------------------------


def test_a_decision_tells_what_a_reader_gets_and_why(rig: Rig) -> None:
    rig.moment += timedelta(minutes=5)
    publisher = rig.publisher()
    showing = publisher.view("all").showings[0]
    row = logged(rig)[0]
    assert (row.number, row.at) == (1, rig.moment)
    assert row.decision[:2] == (showing.held.id, "herald")
    assert json.loads(row.decision.text) == {
        "attribution": "First published by The Harbour Herald.",
        "evidence": "mail of 2026-01-12",
        "granted_by": "Desk",
        "images": True,
        "level": "full",
        "licence": None,
        "public_id": "tag:herald.example,2026:3",
        "reasons": ["the permission's scope is full"],
        "revision": 1,
        "scope": "full",
        "title": "Story 3",
        "url": "https://herald.example/3",
    }
    said = list(json.loads(row.decision.text))
    assert said == sorted(said)


def test_a_decision_tells_the_licence(rig: Rig) -> None:
    deed = "<cc:license>https://creativecommons.org/licenses/by/4.0/</cc:license>"
    permit(rig, scope=Scope.LICENCE)
    rig.web.pages[URL] = rss(item(4, more=deed))
    rig.poll()
    rig.publisher().view("all")
    licences = {one["public_id"][-1]: (one["licence"], one["level"]) for one in told(rig)}
    assert licences["4"] == ("CC-BY-4.0", "full")
    assert licences["2"] == (None, "excerpt")


# --- when it is logged --------------------------------------------------------


def everything(publisher: Publisher) -> None:
    """Every way out, twice."""
    for _ in range(2):
        for channel in publisher.channels():
            for form in FORMATS:
                publisher.document(channel.name, form)
        for showing in publisher.view("all").showings:
            publisher.entry(showing.held.id)


def test_nothing_is_logged_twice_even_after_a_restart(rig: Rig) -> None:
    publisher = rig.publisher()
    everything(publisher)
    before = logged(rig)
    assert len(before) == 3
    rig.moment += timedelta(days=1)
    everything(publisher)
    everything(rig.publisher())
    assert logged(rig) == before


def test_what_shows_nothing_new_does_not_ask_what_was_logged(rig: Rig) -> None:
    publisher = rig.publisher()
    asked: list[str] = []
    rig.database.connection().set_trace_callback(asked.append)

    def statements(show: Callable[[], object]) -> int:
        asked.clear()
        show()
        assert asked
        return sum("audit" in sql for sql in asked)

    uid = held(rig, 2)
    assert statements(lambda: publisher.view("all")) > 0
    assert statements(lambda: publisher.view("all")) == 0
    assert statements(lambda: publisher.document("source-herald", "rss")) == 0
    assert statements(lambda: publisher.entry(uid)) == 0
    assert statements(lambda: publisher.view("again")) == 0


def test_what_is_forgotten_is_looked_up(rig: Rig) -> None:
    publisher, log = rig.publisher(), Log(rig.database, room=2)
    known = {
        one.source.name: known_again(one, 0, None)
        for one in sources.everything(rig.database.statements())
    }
    asked: list[str] = []
    for showings in (publisher.view("all").showings, publisher.view("all").showings[1:]):
        log.write(showings, known, rig.now())
        rig.database.connection().set_trace_callback(asked.append)
    assert asked == []
    log.write(publisher.view("all").showings[:1], known, rig.now())
    assert "FROM audit" in " ".join(asked)
    assert numbers(rig) == [1, 2, 3]


def test_a_new_article_is_one_row(rig: Rig) -> None:
    publisher = rig.publisher()
    publisher.document("all", "atom")
    rig.web.pages[URL] = rss(*map(item, (1, 2, 3, 4)))
    rig.poll()
    publisher.document("all", "atom")
    assert numbers(rig) == [1, 2, 3, 4]


def test_a_new_revision_is_another_decision(rig: Rig) -> None:
    publisher = rig.publisher()
    publisher.document("all", "atom")
    rig.web.pages[URL] = rss(item(1, text="Corrected."), item(2), item(3))
    rig.poll()
    everything(publisher)
    (row,) = told(rig)[3:]
    assert (row["public_id"][-1], row["revision"]) == ("1", 2)


@pytest.mark.parametrize(
    ("fields", "changed"),
    [
        ({"scope": Scope.EXCERPT}, ("level", "excerpt")),
        ({"granted_by": "Editor"}, ("granted_by", "Editor")),
        ({"evidence": "call of 2026-02-02"}, ("evidence", "call of 2026-02-02")),
        ({"attribution": "By {source}."}, ("attribution", "By The Harbour Herald.")),
        ({"images": Images.NONE}, ("images", False)),
    ],
)
def test_a_permission_that_changes_makes_other_decisions(
    rig: Rig, fields: dict[str, object], changed: tuple[str, object]
) -> None:
    publisher = rig.publisher()
    everything(publisher)
    permit(rig, **fields)
    everything(publisher)
    everything(rig.publisher())
    rows = told(rig)
    assert [row[changed[0]] == changed[1] for row in rows] == [False] * 3 + [True] * 3


def test_a_permission_that_ends_makes_another_decision(rig: Rig) -> None:
    permit(rig, ends=date(2026, 3, 10))
    publisher = rig.publisher()
    publisher.view("all")
    rig.moment += timedelta(days=30)
    publisher.view("all")
    assert [row["level"] for row in told(rig)] == ["full"] * 3 + ["excerpt"] * 3
    assert told(rig)[3]["reasons"][0] == "the permission ended on 2026-03-10"


def test_what_was_permitted_again_is_logged_again(rig: Rig) -> None:
    publisher = rig.publisher()
    for scope in (Scope.FULL, Scope.EXCERPT, Scope.FULL):
        permit(rig, scope=scope)
        publisher.view("all")
    assert [row["level"] for row in told(rig)[::3]] == ["full", "excerpt", "full"]


def test_a_link_is_never_logged(rig: Rig) -> None:
    permit(rig, scope=Scope.LINK)
    publisher = rig.publisher()
    everything(publisher)
    assert len(publisher.view("all").showings) == 3
    assert logged(rig) == []
    permit(rig, scope=Scope.EXCERPT)
    everything(publisher)
    assert len(logged(rig)) == 3
    permit(rig, scope=Scope.LINK)
    everything(publisher)
    assert len(logged(rig)) == 3


def test_what_is_not_shown_is_never_logged(rig: Rig) -> None:
    permit(rig, embargo=timedelta(days=1))
    publisher = rig.publisher()
    everything(publisher)
    with pytest.raises(NotFoundError):
        publisher.entry(held(rig, 1))
    assert logged(rig) == []
    rig.moment += timedelta(days=1)
    curate.withdraw(rig.database, [held(rig, 2)], "", rig.now(), "Ada")
    everything(publisher)
    assert numbers(rig) == [1, 3]


# --- archives -----------------------------------------------------------------


def test_an_archive_that_shows_an_old_revision_does_not_alternate_with_the_new(rig: Rig) -> None:
    def shown(publisher: Publisher) -> None:
        for _ in range(2):
            for name in ("all", "again"):
                publisher.view(name)
                publisher.archive_view(name, 1)

    rig.web.pages[URL] = rss(*map(item, range(1, 8)))
    rig.poll()
    shown(rig.publisher())
    places = [one.decision.archive for one in logged(rig)]
    assert places == [""] * 3 + ["all/1"] * 3
    rig.web.pages[URL] = rss(*map(item, range(2, 8)), item(1, text="Corrected."))
    rig.poll()
    for _ in range(3):
        shown(rig.publisher())
    new = [(one.decision.archive, json.loads(one.decision.text)) for one in logged(rig)[6:]]
    assert [(place, said["revision"]) for place, said in new] == [("", 2), ("again/1", 1)]


def test_an_archive_is_logged_again_when_it_is_permitted_again(rig: Rig) -> None:
    publisher = rig.publisher()
    publisher.view("all")
    rig.web.pages[URL] = rss(*map(item, range(1, 8)))
    rig.poll()
    for scope in (Scope.FULL, Scope.EXCERPT, Scope.FULL):
        permit(rig, scope=scope)
        publisher.view("all")
        publisher.archive_view("all", 1)
    rows = [
        json.loads(one.decision.text)["level"] for one in logged(rig)
        if one.decision.entry == held(rig, 1)
    ]  # fmt: skip
    assert rows == ["full", "excerpt", "full"]


def test_an_archive_that_shows_what_the_document_showed_has_no_rows(rig: Rig) -> None:
    publisher = rig.publisher()
    publisher.view("all")
    rig.web.pages[URL] = rss(*map(item, range(1, 8)))
    rig.poll()
    publisher.view("all")
    before = len(logged(rig))
    assert publisher.archive_view("all", 1) is not None
    assert len(logged(rig)) == before


# --- more than one process, and none that can write ---------------------------


@pytest.fixture(params=["sqlite", "postgresql"])
def shared_store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[[], Rig]]:
    """Services on one database, each as in a process of its own."""
    url = f"sqlite:///{tmp_path}/f.sqlite3"
    if request.param == "postgresql":
        url = str(request.getfixturevalue("postgresql_url"))
    made = [store(url, *range(1, 8))]

    def another() -> Rig:
        made.append(Rig(url, (source(permission=FULL),), CHANNELS))
        return made[-1]

    yield another
    for rig in made:
        rig.database.close()


def test_processes_that_show_the_same_at_once_log_it_once(
    shared_store: Callable[[], Rig],
) -> None:
    rigs = [shared_store() for _ in range(4)]
    for scope in (Scope.FULL, Scope.EXCERPT, Scope.FULL):
        permit(rigs[0], scope=scope)
        with ThreadPoolExecutor(8) as threads:
            list(threads.map(lambda rig: rig.publisher().view("all"), rigs * 4))
    rows = [(one["public_id"][-1], one["level"]) for one in told(rigs[0])]
    assert sorted(rows[:3]) == sorted(rows[6:]) == [("5", "full"), ("6", "full"), ("7", "full")]
    assert sorted(rows[3:6]) == [("5", "excerpt"), ("6", "excerpt"), ("7", "excerpt")]


def test_what_cannot_be_logged_is_not_shown(rig: Rig) -> None:
    rig.database.connection().execute(
        "CREATE TRIGGER full BEFORE INSERT ON audit BEGIN SELECT RAISE(ABORT, 'disk is full'); END"
    )
    publisher = rig.publisher()
    uid = held(rig, 1)
    ways: list[Callable[[], object]] = [
        lambda: publisher.document("all", "atom"),
        lambda: publisher.view("all"),
        lambda: publisher.entry(uid),
    ]
    for way in ways * 2:
        with pytest.raises(Exception, match="disk is full"):
            way()
    rig.database.connection().execute("DROP TRIGGER full")
    publisher.view("all")
    assert numbers(rig) == [1, 2, 3]
