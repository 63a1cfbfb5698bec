from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedsvc.settings import fields


@pytest.mark.parametrize(
    ("written", "seconds"),
    [("0s", 0), ("90s", 90), ("1.5m", 90), ("15 m", 900), ("24h", 86400), ("3650d", 315360000)],
)
def test_durations(written: str, seconds: float) -> None:
    assert fields.duration(written) == timedelta(seconds=seconds)


@pytest.mark.parametrize(
    ("span", "written"),
    [
        (timedelta(0), "0s"),
        (timedelta(seconds=1.5), "1.5s"),
        (timedelta(seconds=90), "90s"),
        (timedelta(minutes=15), "15m"),
        (timedelta(hours=48), "48h"),
    ],
)
def test_durations_are_said_as_they_are_written(span: timedelta, written: str) -> None:
    assert fields.spelled(span) == written


@given(st.integers(0, 3650 * 86400))
def test_what_is_said_of_a_duration_reads_back(seconds: int) -> None:
    span = timedelta(seconds=seconds)
    assert fields.duration(fields.spelled(span)) == span


@given(st.text() | st.integers() | st.lists(st.text()) | st.dates())
def test_what_is_shown_of_a_value_fits_on_a_line(value: object) -> None:
    assert fields.shown(value).isprintable()
    assert len(fields.shown(value)) <= 81


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("127.0.0.1:8000", ("127.0.0.1", 8000)),
        ("localhost:8000", ("127.0.0.1", 8000)),
        ("0.0.0.0:80", ("0.0.0.0", 80)),
        ("[::1]:65535", ("::1", 65535)),
        ("[::]:8000", ("::", 8000)),
    ],
)
def test_addresses_to_listen_on(written: str, address: tuple[str, int]) -> None:
    assert fields.bind(written) == address
