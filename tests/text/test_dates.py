from datetime import UTC, datetime, timedelta, timezone
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedsvc.text.dates import parse_date

ZONES = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
MOMENTS = st.builds(
    datetime.replace,
    st.datetimes(timezones=st.just(UTC)).filter(lambda moment: 1 < moment.year < 9999),
    tzinfo=ZONES,
)
PIECES = st.lists(
    st.sampled_from(
        [
            *(
                "2024",
                "24",
                "03",
                "6",
                "31",
                "0",
                "99999",
                "Mar",
                "März",
                "3月",
                "年",
                "日",
                "Wed,",
                "of",
            ),
            *(
                "10:00",
                "25:61",
                ":",
                "-",
                "/",
                ".",
                "T",
                "Z",
                "+0100",
                "+99:99",
                "EST",
                "pm",
                "(x)",
                " ",
            ),
            *("W10", "066", "1709633400", "de", "th", "٣", "\u2212", "午後", "\ud800", "\x00"),
        ]
    )
).map("".join)


def at(year: int, month: int, day: int, *clock: int) -> datetime:
    units = ("hours", "minutes", "seconds", "microseconds")
    return datetime(year, month, day, tzinfo=UTC) + timedelta(
        **dict(zip(units, clock, strict=False))
    )


@given(st.text() | PIECES)
def test_any_text_is_a_utc_date_or_none(value: str) -> None:
    moment = parse_date(value)
    assert moment is None or moment.tzinfo is UTC


@given(MOMENTS)
def test_rfc_3339_is_read_exactly(moment: datetime) -> None:
    assert parse_date(moment.isoformat()) == moment


@given(MOMENTS)
def test_rfc_5322_is_read_to_the_second(moment: datetime) -> None:
    assert parse_date(format_datetime(moment)) == moment.replace(microsecond=0)


@given(MOMENTS)
def test_asctime_is_read(moment: datetime) -> None:
    assert parse_date(moment.ctime()) == moment.replace(tzinfo=UTC, microsecond=0)


@given(st.integers(10**8, 10**10 - 1))
def test_seconds_milliseconds_and_microseconds_since_1970(seconds: int) -> None:
    expected = at(1970, 1, 1) + timedelta(seconds=seconds)
    assert parse_date(str(seconds)) == expected
    if seconds >= 10**9:
        assert parse_date(f"{seconds}000") == expected
        assert parse_date(f"{seconds}000000") == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("Wed, 06 Mar 2024 10:00:00 GMT", at(2024, 3, 6, 10)),
        ("6 Mar 2024 10:00 +0100", at(2024, 3, 6, 9)),
        ("06 Mar 24 10:00:00 EST", at(2024, 3, 6, 15)),
        ("06 Mar 98 10:00:00 PDT", at(1998, 3, 6, 17)),
        ("Wed, 06 Mar 2024 10:00:00 CEST", at(2024, 3, 6, 8)),
        ("Wed, 06 Mar 2024 10:00:00 AEST", at(2024, 3, 6)),
        ("Wed, 06 Mar 2024 10:00:00 IST", at(2024, 3, 6, 4, 30)),
        ("Wed, 06 Mar 2024 10:00:00 JST", at(2024, 3, 6, 1)),
        ("Wed, 06 Mar 2024 10:00:00 BST", at(2024, 3, 6, 9)),
        ("Wed, 06 Mar 2024 10:00:00 XYZ", at(2024, 3, 6, 10)),
        ("Wed, 06 Mar 2024 24:00:00 GMT", at(2024, 3, 7)),
        ("Sat, 31 Dec 2016 23:59:60 GMT", at(2016, 12, 31, 23, 59, 59)),
        ("Wed, 6 March 2024 1:2:3 +01:00", at(2024, 3, 6, 0, 2, 3)),
        ("Wed Mar  6 10:00:00 CET 2024", at(2024, 3, 6, 9)),
        ("Wed Mar 06 2024 10:00:00 GMT+0100 (Central European Time)", at(2024, 3, 6, 9)),
        ("2024", at(2024, 1, 1)),
        ("2024-03", at(2024, 3, 1)),
        ("2024-03-06", at(2024, 3, 6)),
        ("2024-03-06T10:00Z", at(2024, 3, 6, 10)),
        ("2024-03-06 10:00:00", at(2024, 3, 6, 10)),
        ("2024-03-06T10:00:00.5+05:30", at(2024, 3, 6, 4, 30, 0, 500_000)),
        ("2024-03-06T10:00:00-0800", at(2024, 3, 6, 18)),
        ("20240306T100000Z", at(2024, 3, 6, 10)),
        ("20240306", at(2024, 3, 6)),
        ("2024-W10-3", at(2024, 3, 6)),
        ("2024-066", at(2024, 3, 6)),
        ("1709633400", at(2024, 3, 5, 10, 10)),
        ("2020/1/10 14:33:00", at(2020, 1, 10, 14, 33)),
        ("06/03/2024", at(2024, 3, 6)),
        ("03/16/2024", at(2024, 3, 16)),
        ("10:30 06/03/2024", at(2024, 3, 6, 10, 30)),
        ("3/6/2024 1:00:00 PM", at(2024, 3, 6, 13)),
        ("3/6/2024 12:00 AM", at(2024, 3, 6)),
        ("06.03.2024, 10.30 Uhr", at(2024, 3, 6, 10, 30)),
        ("2024年3月6日", at(2024, 3, 6)),
        ("2024年3月6日(水) 10時30分15秒", at(2024, 3, 6, 10, 30, 15)),
        ("2024年3月6日 下午2:30", at(2024, 3, 6, 14, 30)),
        ("2024년 3월 6일 오후 2시 30분", at(2024, 3, 6, 14, 30)),
        ("March 6th, 2024 at 10:30 pm", at(2024, 3, 6, 22, 30)),
        ("Sept 6, 2024", at(2024, 9, 6)),
        ("Mittwoch, 6. März 2024 10:00 Uhr", at(2024, 3, 6, 10)),
        ("jeu. 1er août 2024 10h30", at(2024, 8, 1, 10, 30)),
        ("miércoles, 6 de marzo de 2024", at(2024, 3, 6)),
        ("6 de março de 2024", at(2024, 3, 6)),
        ("6 gennaio 2024", at(2024, 1, 6)),
        ("6 maart 2024", at(2024, 3, 6)),
        ("6 października 2024", at(2024, 10, 6)),
        ("6 Kasım 2024 Çarşamba", at(2024, 11, 6)),
        ("Ср, 06 мар 2024 10:00:00 +0300", at(2024, 3, 6, 7)),
        ("0001-01-01T00:00:00Z", at(1, 1, 1)),
    ],
)
def test_dates_as_feeds_write_them(value: str, expected: datetime) -> None:
    assert parse_date(value) == expected
    assert parse_date(f" \n{value}\t") == expected


@pytest.mark.parametrize(
    "value",
    [
        *(
            "",
            "N/A",
            "yesterday",
            "123",
            "12345678901234567890",
            "12 angry men",
            "6 March",
            "12:30",
        ),
        *("2024-02-30", "Fri, 30 Feb 2024 10:00:00 GMT", "2024-13-13", "31/04/2024", "2024-366-1"),
        *(
            "Wed, 06 Mar 2024 25:00:00 GMT",
            "2024-03-06T10:61:00Z",
            "2023-366",
            "0000-00-00 00:00:00",
        ),
        *("0001-01-01T00:00:00+05:00", "9999-12-31T23:59:59-05:00", "6 Mar 2024 10:00 +9999"),
        *("2024年13月6日", "first seen on 6 March 2024 by many people here", "6 Mar 2024 " * 99),
    ],
)
def test_what_is_no_date(value: str) -> None:
    assert parse_date(value) is None
