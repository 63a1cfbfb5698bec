import pytest

from feedsvc.net.http import Request
from feedsvc.net.redirects import Chain, follow, headers_at

HERE = "https://a.example/feed"


@pytest.mark.parametrize(
    ("statuses", "permanent"),
    [
        ((301,), "https://a.example/1"),
        ((308, 301), "https://a.example/2"),
        ((301, 302), "https://a.example/1"),
        ((301, 302, 301), "https://a.example/1"),
        ((302, 301), ""),
        ((303,), ""),
        ((307, 308), ""),
    ],
)
def test_permanent_is_where_the_unbroken_run_led(statuses: tuple[int, ...], permanent: str) -> None:
    chain = Chain(HERE)
    for number, status in enumerate(statuses, 1):
        step = follow(chain, status, f"https://a.example/{number}", most=5)
        assert isinstance(step, Chain)
        chain = step
    assert chain == Chain(f"https://a.example/{len(statuses)}", len(statuses), permanent)


def test_the_last_redirect_that_is_followed() -> None:
    assert isinstance(follow(Chain(HERE, 4), 302, HERE, most=5), Chain)
    assert follow(Chain(HERE, 5), 302, HERE, most=5) == "too many redirects (more than 5)"


@pytest.mark.parametrize(
    ("start", "target", "reason"),
    [
        (HERE, "http://a.example/", "redirect not followed: it leads from https to http"),
        (HERE, "HTTP://a.example/", "redirect not followed: it leads from https to http"),
        (
            HERE,
            "file:///etc/hostname",
            "redirect not followed: address refused: only http and https are fetched, not 'file'",
        ),
    ],
)
def test_redirects_that_are_not_followed(start: str, target: str, reason: str) -> None:
    assert follow(Chain(start), 301, target, most=5) == reason


def test_http_may_become_https() -> None:
    step = follow(Chain("http://a.example/"), 301, "https://a.example/", most=5)
    assert step == Chain("https://a.example/", 1, "https://a.example/")


REQUEST = Request(
    HERE,
    (("Accept", "text/xml"), ("If-None-Match", '"e"'), ("X-Api-Key", "k"), ("Empty", "")),
)


@pytest.mark.parametrize(
    ("url", "lines"),
    [
        (HERE, [b"Accept: text/xml", b'If-None-Match: "e"', b"X-Api-Key: k"]),
        ("https://A.example/other", [b"Accept: text/xml", b"X-Api-Key: k"]),
        ("https://a.example:444/feed", [b"Accept: text/xml"]),
        ("http://a.example/feed", [b"Accept: text/xml"]),
        ("https://b.example/feed", [b"Accept: text/xml"]),
    ],
)
def test_what_goes_along(url: str, lines: list[bytes]) -> None:
    assert headers_at(REQUEST, url) == lines


def test_validators_of_another_address_wait_for_it() -> None:
    request = Request(HERE, (("If-Modified-Since", "x"),), "https://b.example/feed")
    assert headers_at(request, HERE) == []
    assert headers_at(request, "https://b.example/feed") == [b"If-Modified-Since: x"]


@pytest.mark.parametrize("value", ["a\r\nX: b", "a\nb", "a\rb", "a\0b"])
def test_a_value_with_a_line_break_is_not_sent(value: str) -> None:
    assert headers_at(Request(HERE, (("If-None-Match", value),)), HERE) == []


def test_a_validator_goes_out_with_the_bytes_it_came_with() -> None:
    request = Request(HERE, (("If-None-Match", b'"\xe9"'.decode("latin-1")),))
    assert headers_at(request, HERE) == [b'If-None-Match: "\xe9"']
