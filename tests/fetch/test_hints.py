from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedsvc.fetch.hints import LONGEST, LONGEST_SKIP, beyond_skipped, hints_of
from feedsvc.model.source import NO_HINTS, Hints

DAY = 86_400
FRIDAY = datetime(2026, 3, 6, 21, 17, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("said", "seconds"),
    [
        ({}, 0),
        ({"ttl": "60"}, 3600),
        ({"ttl": " 60 "}, 3600),
        ({"ttl": "0"}, 0),
        ({"ttl": "-5"}, 0),
        ({"ttl": "an hour"}, 0),
        ({"ttl": "1440"}, DAY),
        ({"ttl": "525600"}, DAY),
        ({"ttl": "9" * 40}, 0),
        ({"sy_updateperiod": "hourly"}, 3600),
        ({"sy_updateperiod": " Hourly\n", "sy_updatefrequency": "2"}, 1800),
        ({"sy_updateperiod": "daily", "sy_updatefrequency": "0"}, DAY),
        ({"sy_updateperiod": "yearly"}, DAY),
        ({"sy_updateperiod": "often"}, 0),
        ({"sy_updatefrequency": "3"}, 0),
        ({"ttl": "10", "sy_updateperiod": "hourly"}, 3600),
    ],
)
def test_n05_the_distance_that_a_feed_asks_for(said: dict[str, str], seconds: int) -> None:
    assert hints_of(said) == Hints(seconds)


@pytest.mark.parametrize(
    ("said", "hours", "days"),
    [
        ({"skiphours": "0 3"}, 0b1001, 0),
        ({"skiphours": "24 3"}, 0b1001, 0),  # RSS 0.91 counts them from 1 to 24
        ({"skiphours": "25 99 -1 x"}, 0, 0),
        ({"skiphours": " ".join(map(str, range(24)))}, 0, 0),
        ({"skipdays": "Saturday sunday, Someday"}, 0, 0b1100000),
        ({"skipdays": "Monday Tuesday Wednesday Thursday Friday Saturday Sunday"}, 0, 0),
    ],
)
def test_n05_the_hours_and_days_that_a_feed_skips(
    said: dict[str, str], hours: int, days: int
) -> None:
    assert hints_of(said) == Hints(0, hours, days)


def test_n05_what_is_due_in_an_hour_to_skip_waits_for_the_next_one() -> None:
    hints = hints_of({"skiphours": "21 22"})
    assert beyond_skipped(FRIDAY, hints) == FRIDAY + timedelta(hours=2)
    assert beyond_skipped(FRIDAY + timedelta(hours=2), hints) == FRIDAY + timedelta(hours=2)


def test_n05_a_weekend_is_skipped() -> None:
    hints = hints_of({"skipdays": "Saturday Sunday"})
    assert beyond_skipped(FRIDAY, hints) == FRIDAY
    saturday = FRIDAY + timedelta(hours=3)
    assert beyond_skipped(saturday, hints) == saturday + timedelta(days=2)


def test_n05_who_skips_more_than_that_is_asked_all_the_same() -> None:
    hints = hints_of({"skipdays": "Friday Saturday Sunday"})
    assert beyond_skipped(FRIDAY, hints) == FRIDAY


@given(
    st.dictionaries(
        st.sampled_from(["ttl", "sy_updateperiod", "sy_updatefrequency", "skiphours", "skipdays"]),
        st.text() | st.integers().map(str) | st.sampled_from(["daily", "Monday 7 8", "1 2 3"]),
    ),
    st.datetimes(datetime(1970, 1, 1), datetime(9000, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001 - Hypothesis wants them so
)
def test_n05_whatever_is_said_is_bounded(said: dict[str, str], due_at: datetime) -> None:
    hints = hints_of(said)
    assert 0 <= hints.seconds <= LONGEST.total_seconds()
    assert timedelta(0) <= beyond_skipped(due_at, hints) - due_at <= LONGEST_SKIP
    assert beyond_skipped(due_at, NO_HINTS) == due_at
