from calendar import timegm
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedsvc.web.keep import http_date
from feedsvc.web.negotiate import LONGEST_REMEMBERED, Coding, coding, moment, tags

ASKED = timegm((1994, 11, 6, 8, 49, 37))


@pytest.mark.parametrize(
    ("value", "choice"),
    [
        ("gzip", Coding.GZIP),
        ("GZip", Coding.GZIP),
        ("x-gzip", Coding.GZIP),
        ("gzip, deflate, br", Coding.BROTLI),
        ("gzip;q=0.5, identity;q=0.5", Coding.GZIP),
        ("gzip ; q=0.001", Coding.GZIP),
        ("*", Coding.GZIP),
        ("br;q=1.0, *;q=0.1", Coding.BROTLI),
        ("identity;q=0, *", Coding.GZIP),
        ("gzip;q=1, *;q=0", Coding.GZIP),
        ("", Coding.IDENTITY),
        ("br", Coding.BROTLI),
        ("gzip, br", Coding.BROTLI),
        ("br;q=0.5, gzip;q=0.6", Coding.GZIP),
        ("br;q=0, *", Coding.GZIP),
        ("br;q=0.5, identity", Coding.IDENTITY),
        ("deflate, zstd", Coding.IDENTITY),
        ("identity", Coding.IDENTITY),
        ("gzip;q=0", Coding.IDENTITY),
        ("gzip;q=0.000, *", Coding.IDENTITY),
        ("gzip;q=0.5, identity", Coding.IDENTITY),
        ("identity;q=0.6, *;q=0.5", Coding.IDENTITY),
        ("gzip;q=2", Coding.IDENTITY),
        ("gzip;q=", Coding.IDENTITY),
        ("gzip;level=9", Coding.IDENTITY),
        ("identity;q=0", Coding.NONE),
        ("*;q=0", Coding.NONE),
        ("br, *;q=0", Coding.BROTLI),
        ("zstd, *;q=0", Coding.NONE),
        ("gzip;q=0, identity;q=0", Coding.NONE),
    ],
)
def test_m10_chooses_the_coding_by_weight(value: str, choice: Coding) -> None:
    assert coding(value) is choice


@given(st.text(max_size=60))
def test_m10_reads_any_accept_encoding(value: str) -> None:
    assert coding(value) in Coding


@pytest.mark.parametrize(
    ("value", "named"),
    [
        ('"a"', {'"a"'}),
        ('W/"a"', {'"a"'}),
        ('"a", W/"b" ,"c"', {'"a"', '"b"', '"c"'}),
        (', ,"a",', {'"a"'}),
        ('"a,b"', {'"a,b"'}),
        ('""', {'""'}),
        (" * ", {"*"}),
        ('"*"', {'"*"'}),
        ("a", set()),
        ("", set()),
    ],
)
def test_m03_reads_lists_of_tags_weak_or_strong(value: str, named: set[str]) -> None:
    assert tags(value) == named


def test_m03_reads_lists_longer_than_what_is_remembered() -> None:
    many = [f'"{number}"' for number in range(LONGEST_REMEMBERED)]
    assert tags(", ".join(many)) == set(many)


@pytest.mark.parametrize(
    "date",
    [
        "Sun, 06 Nov 1994 08:49:37 GMT",
        "Sunday, 06-Nov-94 08:49:37 GMT",
        "Sun Nov  6 08:49:37 1994",
    ],
)
def test_m05_reads_the_three_spellings_of_a_date(date: str) -> None:
    assert moment(date) == ASKED


@pytest.mark.parametrize(
    "date",
    [
        "",
        "yesterday",
        "0",
        "784111777",
        "1994-11-06T08:49:37Z",
        "Sun, 06 Nov 1994 08:49:37",
        "Sun, 06 Nov 1994 08:49:37 +0000",
        "Sun, 6 Nov 1994 08:49:37 GMT",
        "Sun, 31 Feb 1994 08:49:37 GMT",
        "Sun, 06 Nov 1994 25:49:37 GMT",
        "Sun, 06 Nov 0000 08:49:37 GMT",
        "Sun, 06 Nov 1994 08:49:37 GMT, Sun, 06 Nov 1994 08:49:37 GMT",
    ],
)
def test_m05_takes_nothing_else_for_a_date(date: str) -> None:
    assert moment(date) is None


def test_m05_a_year_of_two_digits_is_near() -> None:
    assert moment("Friday, 20-Nov-26 08:30:00 GMT") == timegm((2026, 11, 20, 8, 30, 0))


@given(st.integers(0, timegm((9999, 12, 31, 23, 59, 59))))
def test_m05_reads_what_we_write(seconds: int) -> None:
    assert moment(http_date(seconds)) == seconds
    assert datetime.fromtimestamp(seconds, UTC).strftime("%H:%M:%S GMT") in http_date(seconds)
