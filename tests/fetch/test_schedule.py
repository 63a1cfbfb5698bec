from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedsvc.fetch.hints import LONGEST_SKIP
from feedsvc.fetch.schedule import News, Renewed, Rhythm
from feedsvc.model.source import Checkpoint, Hints

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
QUARTER, HOUR, DAY = timedelta(minutes=15), timedelta(hours=1), timedelta(days=1)
RHYTHM = Rhythm(name="a", min_interval=QUARTER, max_interval=DAY)

rhythms = st.builds(
    lambda name, least, more: Rhythm(name=name, min_interval=least, max_interval=least + more),
    st.text(st.characters(codec="utf-8")),
    st.timedeltas(timedelta(seconds=1), timedelta(days=2)),
    st.timedeltas(timedelta(0), timedelta(days=9999)),
)
checkpoints = st.builds(
    Checkpoint,
    interval=st.timedeltas(timedelta(0), timedelta(days=99999)),
    failures=st.integers(0, 10**6),
    deaths=st.integers(0, 10**6),
    etag=st.sampled_from(["", '"a"']),
    hints=st.builds(
        Hints, st.integers(0, 86_400), st.integers(0, 2**24 - 2), st.integers(0, 2**7 - 2)
    ),
)
max_ages = st.none() | st.integers(0, 999_999_999)
retry_afters = st.none() | st.timedeltas(timedelta(0), timedelta(days=9999))


@given(rhythms, st.sampled_from(News), checkpoints, max_ages, retry_afters)
def test_what_holds_for_every_look(
    rhythm: Rhythm,
    news: News,
    checkpoint: Checkpoint,
    max_age: int | None,
    retry_after: timedelta | None,
) -> None:
    interval, due_at = rhythm.after(news, checkpoint, NOW, max_age=max_age, retry_after=retry_after)
    assert rhythm.min_interval <= interval <= rhythm.max_interval
    assert (due_at is None) == (news is News.GONE)
    if due_at is not None:
        wait = due_at - NOW
        assert wait >= rhythm.min_interval
        assert wait <= max(rhythm.max_interval, timedelta(days=2)) + LONGEST_SKIP
    again = rhythm.after(news, checkpoint, NOW, max_age=max_age, retry_after=retry_after)
    assert again == (interval, due_at)


def _wait(news: News, checkpoint: Checkpoint, **asked: int) -> timedelta:
    _, due_at = RHYTHM.after(news, checkpoint, NOW, max_age=asked.get("max_age"))
    assert due_at is not None
    return due_at - NOW


def test_news_shortens_and_none_lengthens() -> None:
    checkpoint = Checkpoint(interval=2 * HOUR)
    assert RHYTHM.after(News.CHANGED, checkpoint, NOW)[0] == 0.7 * 2 * HOUR
    assert RHYTHM.after(News.SAME, checkpoint, NOW)[0] == 1.3 * 2 * HOUR


def test_the_first_interval_is_an_hour_within_the_bounds() -> None:
    assert RHYTHM.after(News.FAILED, Checkpoint(), NOW)[0] == HOUR
    slow = Rhythm(name="a", min_interval=DAY, max_interval=2 * DAY)
    assert slow.after(News.FAILED, Checkpoint(), NOW)[0] == DAY


@pytest.mark.parametrize("news", [News.CHANGED, News.SAME])
def test_a_regular_look_is_a_tenth_late_at_most(news: News) -> None:
    moves = []
    for number in range(100):
        rhythm = Rhythm(name=f"source-{number}", min_interval=QUARTER, max_interval=DAY)
        interval, due_at = rhythm.after(news, Checkpoint(interval=4 * HOUR), NOW)
        assert due_at is not None
        moves.append((due_at - NOW) / interval)
    assert 1 <= min(moves) < 1.01
    assert 1.09 < max(moves) <= 1.1


def test_sources_added_together_drift_apart() -> None:
    names = [f"source-{number}" for number in range(100)]
    waits = {
        Rhythm(name=name, min_interval=QUARTER, max_interval=DAY).after(
            News.SAME, Checkpoint(), NOW
        )[1]
        for name in names
    }
    assert len(waits) == 100


def test_failures_back_off_to_the_greatest_distance_and_keep_the_interval() -> None:
    waits = []
    for failures in range(12):
        checkpoint = Checkpoint(interval=QUARTER, failures=failures)
        interval, due_at = RHYTHM.after(News.FAILED, checkpoint, NOW)
        assert interval == QUARTER
        assert due_at is not None
        waits.append(due_at - NOW)
    for failures, wait in enumerate(waits):
        expected = min(QUARTER * 2**failures, DAY)
        assert max(0.75 * expected, QUARTER) <= wait <= min(1.25 * expected, DAY)


def test_max_age_is_a_lower_bound_up_to_a_day() -> None:
    checkpoint = Checkpoint(interval=HOUR)
    plain = _wait(News.SAME, checkpoint)
    assert _wait(News.SAME, checkpoint, max_age=60) == plain
    assert _wait(News.SAME, checkpoint, max_age=3 * 3600) == 3 * HOUR
    assert _wait(News.SAME, checkpoint, max_age=999_999_999) == DAY


def test_retry_after_wins() -> None:
    checkpoint = Checkpoint(interval=DAY, failures=9)
    for asked, wait in (
        (timedelta(hours=2), timedelta(hours=2)),
        (timedelta(0), QUARTER),
        (timedelta(days=2), timedelta(days=2)),
        (timedelta(days=400), timedelta(days=2)),
    ):
        _, due_at = RHYTHM.after(News.THROTTLED, checkpoint, NOW, retry_after=asked)
        assert due_at == NOW + wait


def test_throttled_without_a_time_backs_off_like_a_failure() -> None:
    checkpoint = Checkpoint(interval=HOUR, failures=2)
    assert RHYTHM.after(News.THROTTLED, checkpoint, NOW) == RHYTHM.after(
        News.FAILED, checkpoint, NOW
    )


def test_a_degraded_document_is_looked_at_again_soon() -> None:
    checkpoint = Checkpoint(interval=5 * HOUR)
    assert RHYTHM.after(News.DEGRADED, checkpoint, NOW) == (5 * HOUR, NOW + QUARTER)


def test_a_source_that_is_gone_is_not_looked_at_again() -> None:
    assert RHYTHM.after(News.GONE, Checkpoint(interval=HOUR), NOW) == (HOUR, None)


def test_a_source_settles() -> None:
    checkpoint = Checkpoint()
    for look in range(60):
        news = News.CHANGED if look % 10 < 4 else News.SAME
        checkpoint = Checkpoint(interval=RHYTHM.after(news, checkpoint, NOW)[0])
    assert QUARTER < checkpoint.interval < 4 * HOUR


def test_kr5_who_knows_no_validators_is_asked_once_an_hour_at_most() -> None:
    often = Checkpoint(interval=QUARTER)
    assert _wait(News.CHANGED, often) == HOUR
    assert _wait(News.CHANGED, replace(often, etag='"a"')) < HOUR
    assert _wait(News.SAME, replace(often, last_modified="yesterday")) < HOUR
    hasty = Rhythm(name="a", min_interval=QUARTER / 3, max_interval=QUARTER)
    assert hasty.after(News.SAME, often, NOW)[1] == NOW + QUARTER


@pytest.mark.parametrize(
    ("since", "new", "total", "due"),
    [
        (8 * HOUR, 4, 4, 4 * HOUR),  # all of it: half the time
        (8 * HOUR, 2, 4, 8 * HOUR),
        (8 * HOUR, 1, 4, 10 * HOUR),  # as planned
        (8 * HOUR, 0, 4, 10 * HOUR),
        (1 * HOUR, 50, 50, HOUR / 2),
        (timedelta(minutes=1), 50, 50, QUARTER),
        (timedelta(0), 4, 4, 10 * HOUR),
        (-8 * HOUR, 4, 4, 10 * HOUR),  # the clock was set back
        (9999 * DAY, 1, 1, 10 * HOUR),
    ],
)
def test_no_more_than_half_of_a_document_is_replaced_between_two_looks(
    since: timedelta, new: int, total: int, due: timedelta
) -> None:
    planned = (10 * HOUR, NOW + 10 * HOUR)
    interval, due_at = RHYTHM.before_missed(planned, Renewed(new, total, since, None), NOW)
    assert due_at == NOW + due
    assert interval == due


def test_n04_a_document_that_is_called_fresh_is_not_asked_for_however_it_turns_over() -> None:
    planned = (10 * HOUR, NOW + 10 * HOUR)
    renewed = Renewed(4, 4, HOUR, 3 * 3600)
    assert RHYTHM.before_missed(planned, renewed, NOW) == (HOUR / 2, NOW + 3 * HOUR)


def test_p2_documents_that_kill_back_off_and_break_for_a_day_from_the_third_on() -> None:
    waits = []
    for deaths in range(5):
        checkpoint = Checkpoint(interval=QUARTER, failures=deaths, deaths=deaths)
        _, due_at = RHYTHM.after(News.DEADLY, checkpoint, NOW)
        assert due_at is not None
        waits.append(due_at - NOW)
    assert waits[0] <= waits[1] < 3 * HOUR
    assert waits[2:] == [DAY] * 3
