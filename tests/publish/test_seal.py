import gzip
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import brotli
import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedsvc.model.view import MAX_AGE
from feedsvc.publish.seal import LONGEST, SHORTEST, brotlied, max_age, pack, seal
from tests.publish.showings import ARTICLE, MORNING, showing, view

BODY = b"<feed>and so on</feed>" * 50


def paced(*pauses: timedelta) -> int:
    """What holds for a channel whose entries came with these pauses between them."""
    moments = [MORNING]
    for pause in pauses:
        moments.append(moments[-1] - pause)
    one = showing(ARTICLE)
    return max_age(view(*(replace(one, held=replace(one.held, published=at)) for at in moments)))


@pytest.mark.parametrize(
    ("pause", "seconds"),
    [
        (timedelta(minutes=1), SHORTEST),
        (timedelta(minutes=20), 300),
        (timedelta(minutes=40), 600),
        (timedelta(days=1), LONGEST),
    ],
)
def test_m11_a_quarter_of_the_time_between_entries(pause: timedelta, seconds: int) -> None:
    assert paced(pause) == paced(*[pause] * 9) == seconds


def test_m11_the_latest_entries_show_the_rhythm_whatever_their_order() -> None:
    hourly, yearly = timedelta(hours=1), timedelta(days=365)
    assert paced(*[hourly] * 9, yearly) == 900
    assert paced(*[timedelta(0)] * 12, yearly) == SHORTEST
    assert paced(-hourly, -hourly) == paced(hourly, hourly)


def test_m11_without_a_rhythm_it_is_what_pages_have() -> None:
    assert max_age(view()) == paced() == MAX_AGE


@given(st.lists(st.timedeltas(timedelta(0), timedelta(days=40000)), max_size=12))
def test_m11_it_is_bounded(pauses: list[timedelta]) -> None:
    assert SHORTEST <= paced(*pauses) <= LONGEST


def test_m01_m02_m20_the_same_bytes_have_the_same_tags_and_each_encoding_its_own() -> None:
    moment = datetime(2026, 3, 1, tzinfo=UTC)
    one, two = (
        seal("text/plain", pack(BODY), at, None) for at in (moment, moment + timedelta(days=1))
    )
    assert (one.etag, one.gzip, one.gzip_etag) == (two.etag, two.gzip, two.gzip_etag)
    assert one.etag != one.gzip_etag
    assert one.etag[0] == one.etag[-1] == '"'
    assert gzip.decompress(one.gzip) == brotli.decompress(brotlied(BODY)) == BODY
    assert brotlied(BODY) == brotlied(BODY)
    assert len(brotlied(BODY)) < len(one.gzip)
