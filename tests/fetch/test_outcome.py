from datetime import UTC, datetime, timedelta
from hashlib import blake2b

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedsvc.fetch.outcome import (
    LONGEST_RETRY_AFTER,
    Failed,
    Fetched,
    Gone,
    NotModified,
    Throttled,
    Unchanged,
    outcome_of,
)
from feedsvc.model.source import Checkpoint
from feedsvc.model.window import Sent
from feedsvc.net.http import Response

NOW = datetime(2026, 3, 1, 12, 0, 0, tzinfo=UTC)
URL = "https://a.example/feed"
BODY = b"<rss/>"
DIGEST = blake2b(BODY, digest_size=16).digest()
KNOWN = Checkpoint(url=URL, etag='"old"', body=DIGEST)


def _answered(status: int, body: bytes = b"", **fields: str) -> Response:
    return Response(URL, status, {key.replace("_", "-"): fields[key] for key in fields}, body)


def test_a_new_document() -> None:
    response = _answered(
        200,
        BODY,
        etag='W/"a"',
        last_modified="Sun, 01 Mar 2026 11:00:00 GMT",
        content_type="text/xml; charset=utf-8",
        cache_control="public, max-age=600",
    )
    assert outcome_of(response, Checkpoint(), NOW) == Fetched(
        body=BODY,
        sent=Sent(url=URL, content_type="text/xml; charset=utf-8"),
        etag='W/"a"',
        last_modified="Sun, 01 Mar 2026 11:00:00 GMT",
        digest=DIGEST,
        max_age=600,
    )


@pytest.mark.parametrize(
    ("place", "base"),
    [
        ("https://a.example/b/feed.xml", "https://a.example/b/feed.xml"),
        ("../b/feed.xml", "https://a.example/b/feed.xml"),
        ("https://u:p@b.example/feed", "https://b.example/feed"),
        *((unsafe, "") for unsafe in ("javascript:alert(1)", "file:///etc/passwd", "http://", "")),
    ],
)
def test_content_location_is_the_base_if_it_is_an_address(place: str, base: str) -> None:
    outcome = outcome_of(_answered(200, BODY, content_location=place), Checkpoint(), NOW)
    assert isinstance(outcome, Fetched)
    assert outcome.sent == Sent(url=URL, base=base)


def test_content_language_is_told() -> None:
    outcome = outcome_of(_answered(200, BODY, content_language="de"), Checkpoint(), NOW)
    assert isinstance(outcome, Fetched)
    assert outcome.sent == Sent(url=URL, language="de")


def test_the_same_bytes_bring_their_new_validators() -> None:
    response = _answered(200, BODY, etag='"new"')
    assert outcome_of(response, KNOWN, NOW) == Unchanged(url=URL, etag='"new"')


def test_a_document_without_validators() -> None:
    outcome = outcome_of(_answered(200, BODY, etag="", last_modified=""), Checkpoint(), NOW)
    assert isinstance(outcome, Fetched)
    assert (outcome.etag, outcome.last_modified, outcome.max_age) == ("", "", None)


def test_validators_of_absurd_length_are_not_kept() -> None:
    kept = outcome_of(_answered(200, BODY, etag="x" * 1024), Checkpoint(), NOW)
    dropped = outcome_of(_answered(200, BODY, etag="x" * 1025), Checkpoint(), NOW)
    assert isinstance(kept, Fetched)
    assert isinstance(dropped, Fetched)
    assert (len(kept.etag), dropped.etag) == (1024, "")


def test_not_modified() -> None:
    assert outcome_of(_answered(304), KNOWN, NOW) == NotModified()
    assert outcome_of(_answered(304), Checkpoint(last_modified="x"), NOW) == NotModified()
    fresh = _answered(304, cache_control="max-age=60")
    assert outcome_of(fresh, KNOWN, NOW) == NotModified(max_age=60)


def test_not_modified_without_a_condition_is_a_failure() -> None:
    outcome = outcome_of(_answered(304), Checkpoint(body=DIGEST), NOW)
    assert outcome == Failed(
        reason="HTTP 304 Not Modified, though no validators were sent", status=304
    )


def test_gone() -> None:
    assert outcome_of(_answered(410, b"gone"), KNOWN, NOW) == Gone()


def test_no_answer() -> None:
    response = Response(URL, 0, error="connection refused")
    assert outcome_of(response, KNOWN, NOW) == Failed(reason="connection refused", status=0)


@pytest.mark.parametrize("body", [b"", b" \r\n"])
def test_an_empty_document_is_a_failure(body: bytes) -> None:
    assert outcome_of(_answered(200, body), KNOWN, NOW) == Failed(
        reason="the answer is empty", status=200, degraded=True
    )


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        (204, "HTTP 204 No Content"),
        (206, "HTTP 206 Partial Content"),
        (226, "HTTP 226 IM Used"),
        (302, "HTTP 302 Found, without a place"),
        (401, "HTTP 401 Unauthorized"),
        (403, "HTTP 403 Forbidden"),
        (404, "HTTP 404 Not Found"),
        (500, "HTTP 500 Internal Server Error"),
        (599, "HTTP 599"),
        (999, "HTTP 999"),
    ],
)
def test_other_statuses_are_failures_even_with_a_body(status: int, reason: str) -> None:
    outcome = outcome_of(_answered(status, BODY), Checkpoint(), NOW)
    assert outcome == Failed(reason=reason, status=status, absent=status == 404)


@pytest.mark.parametrize(
    ("value", "retry_after"),
    [
        ("120", timedelta(seconds=120)),
        ("0", timedelta(0)),
        ("1000000000", LONGEST_RETRY_AFTER),
        ("9" * 5000, LONGEST_RETRY_AFTER),
        ("Sun, 01 Mar 2026 12:30:00 GMT", timedelta(minutes=30)),
        ("Sunday, 01-Mar-26 12:30:00 GMT", timedelta(minutes=30)),
        ("Sun Mar  1 12:30:00 2026", timedelta(minutes=30)),
        ("Sun, 01 Mar 2026 11:30:00 GMT", timedelta(0)),
        ("Fri, 31 Dec 9999 23:59:59 GMT", LONGEST_RETRY_AFTER),
        ("Sunday, 06-Nov-94 08:49:37 GMT", timedelta(0)),
        ("", None),
        ("-5", None),
        ("1.5", None),
        ("²", None),
        ("soon", None),
        ("Sun, 41 Mar 2026 12:30:00 GMT", None),
        ("Sun, 01 Foo 2026 12:30:00 GMT", None),
        ("Sun, 01 Mar 2026 12:30 GMT", None),
        ("Sun, 01 Mar 2026 12:30:00 CET", None),
    ],
)
@pytest.mark.parametrize(
    ("status", "reason"),
    [(429, "HTTP 429 Too Many Requests"), (503, "HTTP 503 Service Unavailable")],
)
def test_throttled(status: int, reason: str, value: str, retry_after: timedelta | None) -> None:
    assert outcome_of(_answered(status, retry_after=value), KNOWN, NOW) == Throttled(
        retry_after=retry_after, reason=reason, status=status
    )


@pytest.mark.parametrize(
    ("fields", "max_age"),
    [
        ({}, None),
        ({"cache_control": "max-age=60"}, 60),
        ({"cache_control": 'public, MAX-AGE="60"'}, 60),
        ({"cache_control": "s-maxage=9, x-max-age=5"}, None),
        ({"cache_control": "max-age=60", "age": "50"}, 10),
        ({"cache_control": "max-age=60", "age": "70"}, 0),
        ({"cache_control": "max-age=60", "age": "nonsense"}, 60),
        ({"cache_control": "max-age=nonsense"}, None),
        ({"cache_control": "max-age=-1"}, None),
        ({"cache_control": "max-age=" + "9" * 5000}, 999_999_999),
        ({"expires": "Sun, 01 Mar 2026 12:01:00 GMT"}, 60),
        ({"expires": "0"}, None),
        ({"expires": f"Sun, 01 Mar {'9' * 20} 12:01:00 GMT"}, None),
        ({"expires": f"Sun, {'9' * 20} Mar 2026 12:01:00 GMT"}, None),
        ({"expires": "Sun, 01 Mar 2026 11:00:00 GMT"}, 0),
        ({"cache_control": "max-age=5", "expires": "Sun, 01 Mar 2026 12:01:00 GMT"}, 5),
    ],
)
def test_how_long_an_answer_is_fresh(fields: dict[str, str], max_age: int | None) -> None:
    outcome = outcome_of(_answered(304, b"", **fields), KNOWN, NOW)
    assert outcome == NotModified(max_age=max_age)


@given(
    st.integers(100, 599),
    st.binary(max_size=8),
    st.fixed_dictionaries(
        {},
        optional={
            name: st.text(st.characters(max_codepoint=0xFF))
            for name in ("etag", "last-modified", "retry-after", "cache-control", "expires", "age")
        },
    ),
)
def test_every_answer_has_an_outcome(status: int, body: bytes, headers: dict[str, str]) -> None:
    outcome = outcome_of(Response(URL, status, headers, body), KNOWN, NOW)
    if isinstance(outcome, Throttled) and outcome.retry_after is not None:
        assert timedelta(0) <= outcome.retry_after <= LONGEST_RETRY_AFTER
    assert isinstance(outcome, Fetched) <= (status == 200)
