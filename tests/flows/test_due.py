from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from feedsvc.fetch.schedule import News, Rhythm
from feedsvc.flows.due import due_at, spoken, why_due
from feedsvc.model.source import Checkpoint, Health, Hints, Origin, Pause, Source
from feedsvc.store.sources import Stored

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)
RHYTHM = Rhythm("herald", timedelta(minutes=15), timedelta(days=1))
GOOD = Checkpoint(
    status=200,
    etag='"a"',
    health=Health.OK,
    polled_at=NOW,
    good_at=NOW,
    interval=timedelta(hours=1),
)


def stored(
    checkpoint: Checkpoint,
    **source: Any,  # noqa: ANN401 - as `Source` has them
) -> Stored:
    return Stored(
        id=1,
        source=Source(name="herald", url="https://herald.example/feed", **source),
        host="herald.example",
        feed=None,
        width=0,
        added_at=NOW - timedelta(days=1),
        generation=0,
        checkpoint=checkpoint,
    )


def looked(
    news: News,
    before: Checkpoint,
    **answer: Any,  # noqa: ANN401 - as `Rhythm.after` has them
) -> Checkpoint:
    """The checkpoint after a look, as the schedule has it."""
    interval, due = RHYTHM.after(news, before, NOW, **answer)
    return replace(before, interval=interval, due_at=due)


@pytest.mark.parametrize(
    ("source", "line"),
    [
        ({"origin": Origin.REMOVED, "enabled": False}, "it was removed"),
        ({"revoked": True}, "its permission was taken back (feedsvc sources restore herald)"),
        ({"enabled": False}, "it is switched off (enabled = false)"),
        ({"paused": Pause.FILE}, "it is paused in sources.toml"),
        ({"paused": Pause.OPERATOR}, "it is paused (feedsvc sources resume herald)"),
    ],
)
def test_why_it_is_not_polled(source: dict[str, Any], line: str) -> None:
    one = stored(replace(GOOD, due_at=NOW), **source)
    assert why_due(one, NOW) == f"never: {line}"


@pytest.mark.parametrize(
    ("health", "problem", "line"),
    [
        (Health.GONE, "", "the server said that it is gone for good (HTTP 410)"),
        (Health.RESTING, "HTTP 404", "HTTP 404"),
        (Health.OK, "", "it ended"),
    ],
)
def test_why_it_is_never_polled_again(health: Health, problem: str, line: str) -> None:
    one = stored(replace(GOOD, due_at=None, health=health, problem=problem))
    assert why_due(one, NOW) == f"never: {line} (feedsvc poll herald tries all the same)"


def test_the_first_poll() -> None:
    new = Checkpoint(due_at=datetime.fromtimestamp(0, UTC))
    assert why_due(stored(new), NOW) == "its first poll"
    later = replace(new, due_at=NOW + timedelta(minutes=5))
    assert why_due(stored(later), NOW) == "its first poll, after others that were added with it"


def test_when_it_is_due() -> None:
    later, never = NOW + timedelta(hours=1), replace(GOOD, due_at=None)
    asked_for = replace(GOOD, due_at=datetime.fromtimestamp(0, UTC))
    assert due_at(stored(replace(GOOD, due_at=later))) == later
    assert due_at(stored(asked_for)) == NOW, "since its last poll"
    assert due_at(stored(replace(asked_for, polled_at=None))) == NOW - timedelta(days=1), "added"
    assert due_at(stored(never)) is None
    for source in ({"enabled": False}, {"revoked": True}, {"paused": Pause.OPERATOR}):
        assert due_at(stored(asked_for, **source)) is None


def test_what_is_due() -> None:
    asked_for = replace(GOOD, due_at=datetime.fromtimestamp(0, UTC))
    assert why_due(stored(asked_for), NOW).startswith("at once: ")
    assert why_due(stored(replace(GOOD, due_at=NOW)), NOW).startswith("now: ")


@pytest.mark.parametrize(
    ("before", "news", "answer", "line"),
    [
        (GOOD, News.SAME, {}, "every 1 h 18 min: news shortens that, none lengthens it"),
        (GOOD, News.CHANGED, {}, "every 42 min: "),
        (
            replace(GOOD, hints=Hints(seconds=6 * 3600)),
            News.CHANGED,
            {},
            "its feed asks for 6 h between two looks",
        ),
        (replace(GOOD, hints=Hints(hours=0b111 << 12)), News.CHANGED, {}, "its feed says that"),
        (replace(GOOD, etag=""), News.CHANGED, {}, "its server knows neither ETag nor"),
        (GOOD, News.CHANGED, {"max_age": 7200}, "its server calls the document fresh for 2 h "),
        (
            replace(GOOD, health=Health.FAILING, failures=3, status=404),
            News.FAILED,
            {},
            "it failed 3 times in a row: each failure doubles the wait",
        ),
        (
            replace(GOOD, health=Health.FAILING, failures=1, status=429),
            News.THROTTLED,
            {"retry_after": timedelta(hours=3)},
            "the server asked to be left alone (HTTP 429, once)",
        ),
        (
            replace(GOOD, health=Health.DEGRADED, failures=2),
            News.DEGRADED,
            {},
            "its document was not believable 2 times in a row",
        ),
        (
            replace(GOOD, health=Health.FAILING, failures=3, deaths=3),
            News.DEADLY,
            {},
            "its document ended the process that reads it 3 times in a row: it is read once a day",
        ),
        (
            replace(GOOD, status=0, problem="robots.txt forbids it"),
            News.THROTTLED,
            {},
            "it was not asked: robots.txt forbids it",
        ),
    ],
)
def test_why_it_is_polled_then(
    before: Checkpoint, news: News, answer: dict[str, Any], line: str
) -> None:
    after = looked(news, before, **answer)
    assert why_due(stored(after), NOW + timedelta(minutes=1)).startswith(line)


def test_where_it_moved() -> None:
    moved = replace(looked(News.SAME, GOOD), address="https://new.example/")
    assert why_due(stored(moved), NOW).endswith("; it is asked where permanent redirects lead")


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "0 s"),
        (59, "59 s"),
        (60, "1 min"),
        (4680, "1 h 18 min"),
        (86400, "1 d"),
        (90061, "1 d 1 h"),
    ],
)
def test_spans_are_spoken(seconds: int, words: str) -> None:
    assert spoken(timedelta(seconds=seconds)) == words
