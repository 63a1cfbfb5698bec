from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedsvc.fetch.schedule import News, Rhythm
from feedsvc.model.source import Checkpoint

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
        assert wait <= max(rhythm.max_interval, timedelta(days=2))
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
def test_a_regular_look_is_moved_by_a_twentieth_at_most(news: News) -> None:
    moves = []
    for number in range(100):
        rhythm = Rhythm(name=f"source-{number}", min_interval=QUARTER, max_interval=DAY)
        interval, due_at = rhythm.after(news, Checkpoint(interval=4 * HOUR), NOW)
        assert due_at is not None
        moves.append((due_at - NOW) / interval)
    assert 0.95 <= min(moves) < 0.96
    assert 1.04 < max(moves) <= 1.05


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
