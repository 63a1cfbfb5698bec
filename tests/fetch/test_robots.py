import time
import tracemalloc

import pytest

from feedsvc.fetch import robots
from feedsvc.net.http import Response

PAGE = "https://news.example/blog/a?b=c"
ROBOTS = "https://news.example/robots.txt"


def refusal(rules: str | bytes, url: str = PAGE) -> str | None:
    body = rules.encode() if isinstance(rules, str) else rules
    return robots.refusal(Response(ROBOTS, 200, {}, body), url)


@pytest.mark.parametrize(
    ("url", "asked"),
    [
        (PAGE, ROBOTS),
        ("http://News.example:8080", "http://news.example:8080/robots.txt"),
        ("https://[2001:4860::1]/a#b", "https://[2001:4860::1]/robots.txt"),
    ],
)
def test_the_rules_of_a_host_stand_at_its_root(url: str, asked: str) -> None:
    assert robots.request_for(url).url == asked


@pytest.mark.parametrize(
    ("rules", "allowed"),
    [
        ("", True),
        ("User-agent: *\nDisallow:\n", True),
        ("User-agent: *\nDisallow: /", False),
        ("\ufeffUser-agent: *\r\nDisallow: /", False),
        ("User-agent: *\rDisallow: /", False),
        ("USER-AGENT : * # all\nDISALLOW :/ # of it", False),
        # The group that names us counts, and no other (RFC 9309 2.2.1).
        ("User-agent: *\nDisallow: /\n\nUser-agent: feedsvc\nAllow: /", True),
        ("User-agent: FeedSvc\nDisallow: /\n\nUser-agent: *\nAllow: /", False),
        ("User-agent: feedsvc/1.0 (+https://a.example)\nDisallow: /", False),
        ("User-agent: a\nUser-agent: feedsvc\nUser-agent: b\nDisallow: /", False),
        ("User-agent: feedsvc\nDisallow: /x\nUser-agent: feedsvc\nDisallow: /blog", False),
        ("User-agent: feed\nDisallow: /", True),
        ("User-agent: svc\nDisallow: /", True),
        ("User-agent: feedsvc-images\nDisallow: /", True),
        ("User-agent: others\nDisallow: /", True),
        ("Disallow: /", True),
        # The longest rule that fits counts, allow where they are equal (2.2.2).
        ("User-agent: *\nDisallow: /\nAllow: /blog", True),
        ("User-agent: *\nAllow: /\nDisallow: /blog", False),
        ("User-agent: *\nAllow: /blog\nDisallow: /blog", True),
        ("User-agent: *\nDisallow: /*/a", False),
        ("User-agent: *\nDisallow: /blog/a$", True),
        ("User-agent: *\nDisallow: /blog/a?b=c$", False),
        ("User-agent: *\nDisallow: /BLOG", True),
        ("User-agent: *\nDisallow: /%62log", False),
        ("User-agent: *\nCrawl-delay: 10\nSitemap: https://a.example/\nDisallow: /blog", False),
        ("<!doctype html><title>No such page</title>", True),
    ],
)
def test_what_the_rules_say(rules: str, *, allowed: bool) -> None:
    said = None if allowed else f"{ROBOTS} asks feedsvc not to read it"
    assert refusal(rules) == said


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 429, 451])
def test_a_host_without_rules_allows_everything(status: int) -> None:
    assert robots.refusal(Response(ROBOTS, status, {}, b"User-agent: *\nDisallow: /"), PAGE) is None


@pytest.mark.parametrize(
    ("response", "reason"),
    [
        (Response(ROBOTS, 500), "HTTP 500"),
        (Response(ROBOTS, 503), "HTTP 503"),
        (Response(ROBOTS, 304), "HTTP 304"),
        (Response(ROBOTS, 0, error="connection refused"), "connection refused"),
    ],
)
def test_a_host_that_does_not_say_allows_nothing(response: Response, reason: str) -> None:
    assert robots.refusal(response, PAGE) == f"{ROBOTS} cannot be read: {reason}"


def test_rules_beyond_500_kib_are_not_read() -> None:
    filler = b"# 456789\n" * (500 * 1024 // 9)
    assert refusal(filler[:-100] + b"\nUser-agent: *\nDisallow: /")
    assert not refusal(filler + b"# 45678901\nUser-agent: *\nDisallow: /")


@pytest.mark.parametrize(
    "rules",
    [
        b"".join(b"User-agent: a%d\n" % n for n in range(12_000)) + b"Disallow: /x\n" * 19_000,
        b"".join(b"user agent a%d\x0b" % n for n in range(12_000)) + b"Disallow: /x\n" * 19_000,
        b"User-agent: *\n" + b"Disallow: /*b*l*o*g*x\n" * 22_000,
        b"User-agent: *\nDisallow: /" + b"*a" * 249_000,
        b"User-agent: *\nDisallow: /" + b"*" * 499_000,
        b"User-agent: *\n" + b"Disallow: /%41$\n" * 30_000,
        b"User-agent: *\n" * 36_000,
        b"\n" * 500_000,
        bytes(500_000),
    ],
    ids=range(9),
)
def test_hostile_rules_take_no_longer_than_their_size(rules: bytes) -> None:
    tracemalloc.start()
    started = time.process_time()
    refusal(rules, PAGE + "a" * 2000)
    assert time.process_time() - started < 4
    assert tracemalloc.get_traced_memory()[1] < 64 << 20
    tracemalloc.stop()
