import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedsvc.fetch.request import ACCEPT, request_for, user_agent
from feedsvc.model.source import Checkpoint, Source
from feedsvc.net.redirects import headers_at

SOURCE = Source(name="a", url="https://a.example/feed")


def test_the_first_request_is_unconditional() -> None:
    request = request_for(SOURCE, Checkpoint())
    assert request.url == "https://a.example/feed"
    assert headers_at(request, request.url) == [f"Accept: {ACCEPT}".encode()]


@pytest.mark.parametrize(
    "media_type",
    [
        "application/atom+xml",
        "application/rss+xml",
        "application/feed+json",
        "application/rdf+xml",
        "application/xml",
        "text/xml",
        "application/json",
        "*/*",
    ],
)
def test_every_type_of_feed_is_accepted(media_type: str) -> None:
    assert media_type in [part.split(";")[0].strip() for part in ACCEPT.split(",")]


@given(st.text(st.characters(min_codepoint=0x20, max_codepoint=0xFF), min_size=1))
def test_validators_go_out_exactly_as_they_came(value: str) -> None:
    checkpoint = Checkpoint(url=SOURCE.url, etag=value, last_modified=value)
    lines = headers_at(request_for(SOURCE, checkpoint), SOURCE.url)
    assert lines[1:] == [
        b"If-None-Match: " + value.encode("latin-1"),
        b"If-Modified-Since: " + value.encode("latin-1"),
    ]


def test_validators_go_to_the_address_they_came_from() -> None:
    checkpoint = Checkpoint(url="https://cdn.example/feed", etag='W/"a"')
    request = request_for(SOURCE, checkpoint)
    assert b'If-None-Match: W/"a"' not in headers_at(request, SOURCE.url)
    assert b'If-None-Match: W/"a"' in headers_at(request, "https://cdn.example/feed")
    assert b'If-None-Match: W/"a"' not in headers_at(request, "https://new.example/feed")


def test_validators_of_no_known_address_are_those_of_the_source() -> None:
    request = request_for(SOURCE, Checkpoint(etag='"a"'))
    assert b'If-None-Match: "a"' in headers_at(request, SOURCE.url)


def test_n06_a_source_that_moved_is_asked_where_it_is() -> None:
    moved = Checkpoint(
        address="https://new.example/feed", etag='"a"', url="https://new.example/feed"
    )
    request = request_for(SOURCE, moved)
    assert (request.url, request.validated_url) == ("https://new.example/feed",) * 2


@pytest.mark.parametrize(
    ("contact", "count", "agent"),
    [
        ("", 0, "feedsvc/1.2 (+https://feeds.example)"),
        ("ops@feeds.example", 0, "feedsvc/1.2 (+https://feeds.example; ops@feeds.example)"),
        ("", 1, "feedsvc/1.2 (+https://feeds.example; 1 subscriber)"),
        ("o@f.example", 70, "feedsvc/1.2 (+https://feeds.example; o@f.example; 70 subscribers)"),
    ],
)
def test_n09_who_asks_and_for_how_many(contact: str, count: int, agent: str) -> None:
    assert user_agent("1.2", "https://feeds.example", contact, count) == agent
    assert ("User-Agent", agent) in request_for(SOURCE, Checkpoint(), agent).headers
