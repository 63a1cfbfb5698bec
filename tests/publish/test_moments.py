import locale
from datetime import UTC, datetime, timedelta, timezone
from email.utils import format_datetime

from hypothesis import given
from hypothesis import strategies as st

from feedsvc.publish.moments import rfc822, rfc3339

moments = st.datetimes(timezones=st.just(UTC))


@given(moments)
def test_rfc822_is_what_the_standard_library_writes(moment: datetime) -> None:
    assert rfc822(moment) == format_datetime(moment.replace(microsecond=0), usegmt=True)


@given(moments)
def test_rfc3339_reads_back_whole(moment: datetime) -> None:
    assert datetime.fromisoformat(rfc3339(moment)) == moment


def test_no_part_of_a_second_is_made_up() -> None:
    assert rfc3339(datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)) == "2026-01-02T03:04:05Z"


def test_both_are_in_utc() -> None:
    moment = datetime(2026, 1, 1, 1, 0, 0, 999999, tzinfo=timezone(timedelta(hours=2)))
    assert rfc3339(moment) == "2025-12-31T23:00:00.999999Z"
    assert rfc822(moment) == "Wed, 31 Dec 2025 23:00:00 GMT"


def test_no_locale_is_touched() -> None:
    before = locale.setlocale(locale.LC_ALL)
    rfc822(datetime(2026, 5, 4, tzinfo=UTC))
    assert locale.setlocale(locale.LC_ALL) == before
