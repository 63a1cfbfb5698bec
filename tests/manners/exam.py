"""The sources that the twelve criteria of the feed-reader score are judged by.

The score is Rachel Kroll's (https://rachelbythebay.com/fs/help.html and /w/feed/): a server that
gives every reader a feed of its own and tells what the reader's requests look like. Here each
criterion has feeds that lay a trap for it; `score` judges the visits.
"""

import gzip
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from email.utils import format_datetime

from tests.manners.upstream import Answer, Visit
from tests.rig import item, rss

XML = ("Content-Type", "application/rss+xml")
ETAG, DATE = '"5f3c-61a0"', "Sun, 01 Mar 2026 11:58:07 GMT"
ODD_DATES = (
    "Sun, 01 Mar 2026 11:58:07 GMT",
    "Sunday, 01-Mar-26 11:58:08 GMT",
    "Sun Mar  1 11:58:09 2026",
    "2026-03-01T11:58:10Z",
    "sun,  1 mar 2026 11:58:11 +0000",
    "0",
    "Thu, 01 Jan 1970 00:00:00 GMT",
    "Wed, 21 Oct 2093 07:28:00 GMT",
    "yesterday; about noon",
)
ODD_TAGS = (
    '"33a64df5"',
    'W/"33a64df5"',
    'w/"lower"',
    "unquoted",
    '"open',
    '""',
    '"a,b", "c"',
    '"with space and \\"quotes\\""',
    '"caf\xe9"',
    '"5f3c-gzip"',
    "*",
)
JUNK = (("Set-Cookie", "reader=1; Path=/; Max-Age=9999999"), ("Set-Cookie", "s=2"))

Feed = Callable[[Visit, int], Answer]
"""Answers the n-th visit to it, counted from 0."""


def page(number: int = 1) -> bytes:
    return rss(item(number))


def good(*headers: tuple[str, str], body: bytes = b"") -> Answer:
    return Answer(200, (XML, *headers), body or page())


def steady(visit: Visit, number: int) -> Answer:  # noqa: ARG001 - a Feed
    """What a well-kept server does."""
    known = (visit.headers.get("if-none-match"), visit.headers.get("if-modified-since"))
    if known == (ETAG, DATE):
        return Answer(304, (("ETag", ETAG), ("Last-Modified", DATE)))
    return good(("ETag", ETAG), ("Last-Modified", DATE))


def each_time(*values: tuple[tuple[str, str], ...], body: bytes = b"") -> Feed:
    """Always 200, each time with the next validators, with a new document or the same `body`."""

    def feed(visit: Visit, number: int) -> Answer:  # noqa: ARG001 - a Feed
        return good(*values[number % len(values)], body=body or page(number + 1))

    return feed


def broken_now_and_then(visit: Visit, number: int) -> Answer:
    """Every second answer is no feed, with validators that must not be kept."""
    bad = (("ETag", '"of-no-feed"'), ("Last-Modified", "Mon, 02 Mar 2026 00:00:00 GMT"))
    match number % 8:
        case 1:
            return Answer(200, (("Content-Type", "text/html"), *bad), b"<html><p>Soon</p></html>")
        case 3:
            return Answer(200, (XML, *bad), b"<rss><channel><title>cut")
        case 5:
            return Answer(500, bad, b"<p>oops</p>")
        case 7:
            return Answer(200, (XML, *bad))
        case _:
            return steady(visit, number)


def keeps(*headers: tuple[str, str]) -> Feed:
    """Steady, and says for how long an answer keeps."""

    def feed(visit: Visit, number: int) -> Answer:
        answer = steady(visit, number)
        return Answer(answer.status, (*answer.headers, *headers), answer.body)

    return feed


def throttles(status: int, hours: float, hour: timedelta, *, as_date: bool) -> Feed:
    """Every third answer asks to be left alone."""

    def feed(visit: Visit, number: int) -> Answer:
        if number % 3 != 1:
            return steady(visit, number)
        rest = hour * hours
        value = str(int(rest.total_seconds()))
        if as_date:
            value = format_datetime(visit.at + rest, usegmt=True)
        return Answer(status, (("Retry-After", value),))

    return feed


def littered(visit: Visit, number: int) -> Answer:
    answer = steady(visit, number)
    return Answer(answer.status, (*answer.headers, *JUNK), answer.body)


def leads(status: int, target: Callable[[], str]) -> Feed:
    return lambda visit, number: Answer(status, (("Location", target()), *JUNK))  # noqa: ARG005


def zipped(visit: Visit, number: int) -> Answer:
    """Compressed where the visitor takes it, else not at all to be read."""
    if "gzip" not in visit.headers.get("accept-encoding", ""):
        return Answer(406)
    return good(("Content-Encoding", "gzip"), body=gzip.compress(page(number + 1)))


def ends(visit: Visit, number: int) -> Answer:
    return Answer(410) if number == 2 else steady(visit, number)


class Exam:
    """All feeds, each on a host of its own; `hour` is what an hour lasts."""

    def __init__(self, hour: timedelta) -> None:
        self.hour = hour
        self.asked = Counter[tuple[str, str]]()
        self.port = 0
        self.feeds = self._feeds()

    def __call__(self, visit: Visit) -> Answer:
        number = self.asked[visit.place]
        self.asked[visit.place] += 1
        feed = self.feeds.get(visit.place)
        return feed(visit, number) if feed else Answer(404)

    def url(self, host: str, target: str) -> str:
        return f"http://{host}:{self.port}{target}"

    def declared(self) -> dict[str, str]:
        """Name of each source to its address; what is only led to is none."""
        return {
            f"{target.partition('?')[0].strip('/')}-{host[8:]}": self.url(host, target)
            for host, target in self.feeds
            if not target.startswith("/new")
        }

    def _feeds(self) -> dict[tuple[str, str], Feed]:
        def to(host: str) -> Callable[[], str]:
            return lambda: self.url(host, "/new")

        seconds = int(4 * self.hour.total_seconds())
        dates = [(("Last-Modified", text),) for text in ODD_DATES]
        tags = [(("ETag", text),) for text in ODD_TAGS]
        both = [(("ETag", f'"{n}"'), ("Last-Modified", ODD_DATES[n % 9])) for n in range(90)]
        same_date = [(("ETag", f'"{n}"'), ("Last-Modified", DATE)) for n in range(90)]
        rest = self.hour
        return {
            ("127.0.2.1", "/steady"): steady,
            ("127.0.2.2", "/dates"): each_time(*dates),
            ("127.0.2.3", "/tags"): each_time(*tags),
            ("127.0.2.4", "/restamped"): each_time(*both, body=page()),
            ("127.0.2.5", "/same-date"): each_time(*same_date, body=page()),
            ("127.0.2.6", "/comes-and-goes"): each_time(
                (("ETag", '"1"'), ("Last-Modified", DATE)), (("ETag", '"2"'),), (), body=page()
            ),
            ("127.0.2.7", "/broken"): broken_now_and_then,
            ("127.0.2.8", "/quiet"): keeps(("Cache-Control", "no-cache, max-age=0")),
            ("127.0.2.9", "/keeps"): keeps(("Cache-Control", f"public, max-age={seconds}")),
            ("127.0.2.10", "/aged"): keeps(
                ("Cache-Control", f'max-age="{seconds + 600}"'), ("Age", "600")
            ),
            ("127.0.2.11", "/busy"): throttles(429, 3, rest, as_date=False),
            ("127.0.2.11", "/beside"): steady,
            ("127.0.2.12", "/busy-till"): throttles(429, 4, rest, as_date=True),
            ("127.0.2.13", "/down"): throttles(503, 3, rest, as_date=False),
            ("127.0.2.14", "/littered?of=ours&of=ours"): littered,
            ("127.0.2.15", "/old"): leads(301, to("127.0.2.16")),
            ("127.0.2.16", "/new"): littered,
            ("127.0.2.17", "/older"): leads(308, to("127.0.2.18")),
            ("127.0.2.18", "/new"): steady,
            ("127.0.2.19", "/found"): leads(302, to("127.0.2.20")),
            ("127.0.2.20", "/new"): steady,
            ("127.0.2.21", "/for-now"): leads(307, to("127.0.2.22")),
            ("127.0.2.22", "/new"): steady,
            ("127.0.2.23", "/gone"): ends,
            ("127.0.2.24", "/zipped"): zipped,
        }
