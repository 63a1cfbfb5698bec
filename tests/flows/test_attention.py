from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from feedsvc.flows.attention import SERVICE, Around, Concern, Level, attention, of_one, spelled
from feedsvc.model.source import Checkpoint, Health, Pause, Permission, Scope, Source
from feedsvc.settings import Alerts, Site
from feedsvc.store import checkpoints, sources
from tests.rig import NOON, Rig, item, rss, source

DAY = timedelta(days=1)
GOOD = Checkpoint(health=Health.OK, polled_at=NOON, good_at=NOON, due_at=NOON + DAY)


@pytest.fixture
def rig(tmp_path: Path) -> Iterator[Rig]:
    made = Rig(f"sqlite:///{tmp_path}/f.sqlite3", (source(), source("quay")))
    for name in ("herald", "quay"):
        keep(made, name, GOOD)
    yield made
    made.database.close()


def keep(rig: Rig, name: str, checkpoint: Checkpoint) -> None:
    with rig.database.transaction() as statements:
        row = sources.named(statements, name).id
        checkpoints.keep(statements, [(row, checkpoint)])


def found(rig: Rig, around: Around | None = None) -> list[Concern]:
    statements = rig.database.statements()
    return attention(statements, rig.settings, rig.moment, around or Around())


def only(rig: Rig) -> Concern:
    (one,) = found(rig)
    return one


def declared(rig: Rig, one: Source) -> None:
    rig.provision((one, source("quay")))


def test_where_all_is_well_nothing_needs_attention(rig: Rig) -> None:
    assert found(rig) == []


def test_a_source_that_fails_is_a_notice_at_first_and_urgent_once_it_is_broken(rig: Rig) -> None:
    failing = replace(
        GOOD, health=Health.FAILING, problem="HTTP 404 Not Found", failures=1, good_at=NOON - DAY
    )
    keep(rig, "herald", failing)
    once = only(rig)
    assert (once.kind, once.cause, once.subject) == ("failing", "http-404", "herald")
    assert once.level is Level.NOTICE
    assert once.since == NOON - DAY
    assert once.place == "sources/herald"
    keep(rig, "herald", replace(failing, failures=3))
    thrice = only(rig)
    assert thrice.level is Level.URGENT
    assert "3 times in a row" in thrice.what
    assert "correct its url" in thrice.cure


@pytest.mark.parametrize(
    ("health", "problem", "kind", "cause"),
    [
        (Health.GONE, "HTTP 410 Gone: the source is not polled any more", "gone", "gone"),
        (Health.RESTING, ("HTTP 404 Not Found; nothing was there for four weeks: it rests, and is"
         " polled no more until feedsvc poll asks for it by name"), "resting", "nothing-there"),
        (Health.RESTING, "the feed says that it has ended; it is not polled any more",
         "resting", "ended"),
        (Health.DEGRADED, "the document is HTML, not a feed", "degraded", "page"),
        (Health.DEGRADED, "a flood: 3 documents in a row had almost only new entries",
         "flood", "flood"),
    ],
)  # fmt: skip
def test_kinds(rig: Rig, health: Health, problem: str, kind: str, cause: str) -> None:
    keep(rig, "herald", replace(GOOD, health=health, problem=problem))
    one = only(rig)
    assert (one.kind, one.cause) == (kind if kind != "gone" else "gone", cause)


def test_a_source_that_moved_tells_its_new_address_unless_that_is_a_secret(rig: Rig) -> None:
    keep(rig, "herald", replace(GOOD, address="https://new.example/feed?key=canary"))
    assert only(rig).what.endswith("to https://new.example/feed")
    declared(rig, source(secret=True))
    keep(rig, "herald", replace(GOOD, address="https://new.example/feed?key=canary"))
    assert "canary" not in only(rig).what
    assert "new.example" in only(rig).what


def test_a_permission_until_the_last_of_all_days_never_ends(rig: Rig) -> None:
    declared(rig, source(permission=Permission(scope=Scope.FULL, ends=date.max)))
    keep(rig, "herald", GOOD)
    assert found(rig) == []


@pytest.mark.parametrize(("days", "kind"), [(-1, "ended"), (0, "ends"), (13, "ends"), (15, None)])
def test_a_permission_that_ends(rig: Rig, days: int, kind: str | None) -> None:
    ends = NOON.date() + timedelta(days=days)
    declared(rig, source(permission=Permission(scope=Scope.FULL, ends=ends)))
    keep(rig, "herald", GOOD)
    assert [one.kind for one in found(rig)] == ([kind] if kind else [])


def test_it_is_spoken_of_when_it_is_told_of(rig: Rig) -> None:
    ends = NOON.date() + timedelta(days=15)
    declared(rig, source(permission=Permission(scope=Scope.FULL, ends=ends)))
    assert not found(rig)
    rig.settings = replace(rig.settings, alerts=Alerts(permission_days=20))
    assert only(rig).kind == "ends"


def test_of_a_permission_that_ends_it_is_told_when_and_not_since_when(rig: Rig) -> None:
    ends = NOON.date() + timedelta(days=13)
    declared(rig, source(permission=Permission(scope=Scope.FULL, ends=ends)))
    keep(rig, "herald", GOOD)
    assert (only(rig).what, only(rig).since) == (f"Its permission ends on {ends}, in 13 days", None)


def test_a_permission_without_the_evidence_that_is_required(rig: Rig) -> None:
    declared(rig, source(permission=Permission(scope=Scope.FULL)))
    keep(rig, "herald", GOOD)
    assert found(rig) == []
    rig.settings = replace(rig.settings, site=Site(require_evidence=True))
    assert only(rig).kind == "evidence"


def test_what_is_held_back_waits_for_a_decision(rig: Rig) -> None:
    rig.web.pages[source().url] = rss(item(1), item(2))
    rig.poll("herald")
    connection = rig.database.connection()
    connection.execute("UPDATE entries SET state = 'held-back'")
    concerns = [one for one in found(rig) if one.kind == "held"]
    assert [one.subject for one in concerns] == ["herald"]
    assert "2 entries" in concerns[0].what
    assert concerns[0].place == "held"
    came = concerns[0].since
    assert came
    assert rig.moment - came < timedelta(seconds=1), "their own dates are of no account here"
    connection.execute(
        "INSERT INTO quarantine SELECT id, 'atom', 1, 7, 'odd' FROM entries UNION"
        " SELECT id, 'rss', 1, 7, 'odd' FROM entries"
    )
    (aside,) = [one for one in found(rig) if one.kind == "quarantined"]
    assert "2 entries" in aside.what
    stored = sources.named(rig.database.statements(), "herald")
    alone = of_one(rig.database.statements(), stored, rig.settings, rig.moment)
    assert {one.kind for one in alone} >= {"held", "quarantined"}


def test_a_source_that_is_silent_for_much_longer_than_usual(rig: Rig) -> None:
    rig.web.pages[source().url] = rss(*(item(n) for n in range(1, 8)))
    rig.poll("herald")
    keep(rig, "herald", replace(GOOD, due_at=NOON + 900 * DAY))
    keep(rig, "quay", replace(GOOD, due_at=NOON + 900 * DAY))
    assert found(rig) == []
    rig.moment = NOON + 200 * DAY
    assert only(rig).kind == "silent"


def test_a_file_is_not_silent(rig: Rig) -> None:
    rig.web.pages[source().url] = rss(*(item(n) for n in range(1, 8)))
    rig.poll("herald")
    declared(rig, replace(source(), url="file:herald.xml"))
    keep(rig, "herald", replace(GOOD, due_at=NOON + 900 * DAY))
    keep(rig, "quay", replace(GOOD, due_at=NOON + 900 * DAY))
    rig.moment = NOON + 200 * DAY
    assert found(rig) == []


def test_a_source_that_is_paused_for_long_is_told_and_its_failures_are_not(rig: Rig) -> None:
    declared(rig, source(paused=Pause.FILE))
    failing = replace(GOOD, health=Health.FAILING, problem="HTTP 404 Not Found", failures=9)
    keep(rig, "herald", failing)
    assert found(rig) == []
    keep(rig, "herald", replace(failing, polled_at=NOON - 15 * DAY))
    assert only(rig).kind == "paused"
    assert "sources.toml" in only(rig).cure


@pytest.mark.parametrize("change", [{"enabled": False}, {"revoked": True}])
def test_nothing_is_told_of_a_source_that_is_out_of_service(
    rig: Rig, change: dict[str, bool]
) -> None:
    declared(rig, source(permission=Permission(ends=date(2020, 1, 1)), enabled=False))
    if "revoked" in change:
        rig.database.connection().execute("UPDATE sources SET enabled = 1, revoked = 1")
    keep(rig, "herald", replace(GOOD, health=Health.GONE))
    assert found(rig) == []


def test_nobody_polls(rig: Rig) -> None:
    for name in ("herald", "quay"):
        keep(rig, name, replace(GOOD, due_at=NOON + timedelta(minutes=5)))
    rig.moment = NOON + timedelta(minutes=14)
    assert found(rig) == []
    rig.moment = NOON + timedelta(minutes=40)
    one = only(rig)
    assert (one.kind, one.subject, one.level) == ("polling", SERVICE, Level.URGENT)
    assert "40 minutes" in one.what
    assert "feedsvc work" in one.cure


def test_polling_that_falls_behind(rig: Rig) -> None:
    keep(rig, "herald", replace(GOOD, due_at=NOON))
    rig.moment = NOON + timedelta(hours=3)
    keep(rig, "quay", replace(GOOD, polled_at=rig.moment, due_at=rig.moment + DAY))
    one = only(rig)
    assert (one.kind, one.level) == ("polling", Level.WARNING)
    assert "3 hours late" in one.what


def test_the_service_itself_comes_first(rig: Rig) -> None:
    keep(rig, "herald", replace(GOOD, health=Health.GONE))
    around = Around(complaints=("feedsvc.toml:site.url: is wrong; write it",), writable=False)
    kinds = [one.kind for one in found(rig, around)]
    assert set(kinds[:2]) == {"database", "configuration"}
    assert kinds[2:] == ["gone"]
    assert [one.place for one in found(rig, around)] == ["", "", "sources/herald"]


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(5, "less than a minute"), (60, "1 minute"), (7200, "2 hours"), (200_000, "2 days")],
)
def test_durations(seconds: int, words: str) -> None:
    assert spelled(timedelta(seconds=seconds)) == words
