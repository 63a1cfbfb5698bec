from datetime import UTC, datetime, timedelta, timezone

import pytest

from feedsvc.web.spelling import direction, file_name, moment, utc

WHEN = datetime(2026, 3, 1, 0, 5, 9, tzinfo=timezone(timedelta(hours=2)))


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("fa", "rtl"),
        ("ar-EG", "rtl"),
        ("he", "rtl"),
        ("ur_PK", "rtl"),
        ("KU-Arab", "rtl"),
        ("az-Arab-IR", "rtl"),
        ("ku", "ltr"),
        ("uz-Latn", "ltr"),
        ("ar-Latn", "ltr"),
        ("en", "ltr"),
        ("arn", "ltr"),
        ("zh-Hant-TW", "ltr"),
        ("", "auto"),
        (None, "auto"),
    ],
)
def test_languages_run_as_they_are_written(language: str | None, expected: str) -> None:
    assert direction(language) == expected


def test_moments_are_spelt_in_utc_for_people_and_for_machines() -> None:
    assert moment(WHEN) == "28 February 2026, 22:05 UTC"
    assert utc(WHEN) == "2026-02-28T22:05:09Z"
    assert utc(datetime(2026, 12, 31, 23, 59, 59, 999_999, tzinfo=UTC)) == "2026-12-31T23:59:59Z"


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://x.example/a/b.mp3?c=/d.mp3#e", "b.mp3"),
        ("https://x.example/a/%C3%BC%20b.mp3", "ü b.mp3"),
        ("https://x.example/a/", "x.example"),
        ("https://x.example", "x.example"),
    ],
)
def test_files_are_called_by_their_names(url: str, expected: str) -> None:
    assert file_name(url) == expected
