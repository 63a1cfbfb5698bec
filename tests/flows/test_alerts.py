from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from feedsvc.flows.alerts import MOST, decide, message, trial
from feedsvc.model.source import Checkpoint, Health, Pause, Permission, Scope, Source
from feedsvc.settings import Settings, Site
from feedsvc.store.alerts import Alert
from feedsvc.store.sources import Stored
from tests.rig import NOON, source

DAY = timedelta(days=1)
SETTINGS = Settings(site=Site(title="Quay", url="https://quay.example"))
GOOD = Checkpoint(health=Health.OK, polled_at=NOON, good_at=NOON, due_at=NOON + DAY)
FAILING = replace(GOOD, health=Health.FAILING, problem="HTTP 404 Not Found", failures=3)


def stored(checkpoint: Checkpoint = GOOD, one: Source | None = None) -> Stored:
    return Stored(1, one or source(), "herald.example", None, 0, NOON - DAY, 0, checkpoint)


def alert(kind: str = "broken", subject: str = "herald", number: int = 1) -> Alert:
    return Alert(number, kind, subject, "It fails\nmend it", NOON, None, is_told=True)


def begun(one: Stored, *lasting: Alert) -> list[str]:
    return [kind for kind, _, _ in decide([one], lasting, SETTINGS, NOON).begin]


def over(one: Stored | None, *lasting: Alert) -> list[tuple[int, bool]]:
    return list(decide([one] if one else [], lasting, SETTINGS, NOON).end)


def test_a_source_breaks_after_some_failures_and_once(tmp_path: Path) -> None:  # noqa: ARG001
    assert begun(stored(replace(FAILING, failures=2))) == []
    assert begun(stored(FAILING)) == ["broken"]
    assert begun(stored(replace(FAILING, failures=9)), alert()) == []
    ((_, subject, text),) = decide([stored(FAILING)], [], SETTINGS, NOON).begin
    assert subject == "herald"
    assert text.startswith("There is nothing at its address (HTTP 404), 3 times in a row\n")


@pytest.mark.parametrize(
    "checkpoint",
    [
        replace(GOOD, health=Health.GONE, problem="HTTP 410 Gone: not polled", failures=1),
        replace(GOOD, health=Health.DEGRADED, problem="the answer is empty", failures=3),
        replace(GOOD, health=Health.RESTING, problem="HTTP 404; it rests, and is polled no more"),
    ],
)
def test_other_ways_to_break(checkpoint: Checkpoint) -> None:
    assert begun(stored(checkpoint)) == ["broken"]


def test_a_feed_that_ends_is_not_broken() -> None:
    ended = replace(GOOD, health=Health.RESTING, problem="the feed says that it has ended")
    assert begun(stored(ended)) == []


def test_it_recovers_with_the_first_good_poll_and_not_before() -> None:
    assert over(stored(replace(FAILING, failures=1)), alert()) == []
    assert over(stored(FAILING), alert()) == []
    assert over(stored(), alert()) == [(1, False)]


@pytest.mark.parametrize(
    "one", [source(enabled=False), source(revoked=True), source(paused=Pause.FILE)]
)
def test_what_is_polled_no_more_is_over_without_a_word(one: Source) -> None:
    assert over(stored(FAILING, one), alert()) == [(1, True)]
    assert over(None, alert()) == [(1, True)]


def test_a_flood_is_not_over_while_the_source_fails() -> None:
    flood = replace(GOOD, health=Health.DEGRADED, problem="a flood: 3 documents in a row")
    assert begun(stored(flood)) == ["flood"]
    lasting = alert("flood")
    assert over(stored(flood), lasting) == []
    assert over(stored(replace(FAILING, failures=1)), lasting) == []
    assert over(stored(), lasting) == [(1, False)]


def test_the_end_of_a_permission_is_told_before_and_once_it_is_there() -> None:
    def permitted(days: int) -> Stored:
        ends = NOON.date() + timedelta(days=days)
        return stored(one=source(permission=Permission(scope=Scope.FULL, ends=ends)))

    assert begun(permitted(20)) == []
    assert begun(permitted(13)) == ["ends"]
    lasting = alert("ends")
    assert begun(permitted(1), lasting) == []
    assert begun(permitted(-1), lasting) == ["ended"]
    assert over(permitted(-1), lasting) == [(1, True)]
    assert over(permitted(400), lasting) == [(1, True)]


def test_the_service_itself() -> None:
    late = stored(replace(GOOD, due_at=NOON - timedelta(hours=2), polled_at=NOON - 2 * DAY))
    assert begun(late) == ["late"]
    half = stored(replace(GOOD, due_at=NOON - timedelta(minutes=40), polled_at=NOON - DAY))
    assert over(half, alert("late", "service")) == []
    assert over(stored(), alert("late", "service")) == [(1, False)]
    wrong = decide([], [], SETTINGS, NOON, ["feedsvc.toml:site: is wrong; write it"])
    assert [kind for kind, _, _ in wrong.begin] == ["configuration"]


def test_one_thing_is_told_in_the_title() -> None:
    told = message([alert()], SETTINGS)
    assert told.title == "Quay: herald: It fails"
    assert "What to do: mend it." in told.text
    assert "https://quay.example/operator/sources/herald" in told.text
    assert told.body["alerts"] == [
        {
            "kind": "broken",
            "subject": "herald",
            "state": "began",
            "since": "2026-03-01T12:00Z",
            "text": "It fails",
            "cure": "mend it",
            "link": "https://quay.example/operator/sources/herald",
        }
    ]


def test_many_things_are_one_message() -> None:
    began = [alert(subject=f"s{n}", number=n) for n in range(30)]
    healed = alert(subject="quay", number=99)._replace(ended_at=NOON + DAY)
    told = message([healed, *began], SETTINGS)
    assert told.title == "Quay: 30 things need attention, 1 is over"
    assert len(told.body["alerts"]) == MOST  # type: ignore[arg-type]
    assert told.body["more"] == 11
    assert "… and 11 more" in told.text


def test_a_recovery() -> None:
    told = message([alert()._replace(ended_at=NOON + DAY)], SETTINGS)
    assert told.title == "Quay: herald: It works again"
    assert "It began at 2026-03-01 12:00 UTC: It fails." in told.text


def test_a_chat_is_not_told_to_call_everybody() -> None:
    told = message([alert()._replace(text="<!channel> @all <https://evil.example|x>\n.")], SETTINGS)
    assert not set("<>") & set(str(told.body["text"]))
    assert "@all" not in str(told.body["text"])


def test_a_trial_tells_of_nothing() -> None:
    told = trial(SETTINGS, NOON)
    assert "a test" in told.title
    assert told.body["alerts"] == []
