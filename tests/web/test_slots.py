"""Bursts wait, floods are turned away (security R10)."""

import threading
import time
from collections.abc import Iterable
from wsgiref.types import StartResponse, WSGIEnvironment

from werkzeug.test import Client

from feedsvc.web.app import create_app
from feedsvc.web.cache import ByteCache
from feedsvc.web.slots import Slots
from tests.web.sample_site import SampleSite

FEED = "/channels/coast.rss"


class Hand:
    """A clock that is turned by hand."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def entering(slots: Slots, path: str) -> threading.Event:
    """Try to enter in another thread; set once that is within."""
    entered = threading.Event()

    def enter() -> None:
        if slots.enter(path):
            entered.set()

    threading.Thread(target=enter).start()
    return entered


def test_a_burst_waits_for_its_turn() -> None:
    slots = Slots(1, 10.0)
    assert slots.enter("a")
    entered = entering(slots, "b")
    assert not entered.wait(0.05)
    slots.leave("a")
    assert entered.wait(5)


def test_who_comes_when_it_has_been_full_for_long_is_turned_away_at_once() -> None:
    clock = Hand()
    slots = Slots(4, 0.5, clock=clock)
    assert all(map(slots.enter, "abcd"))
    clock.now += 0.5
    started = time.monotonic()
    assert not slots.enter("e")
    assert time.monotonic() - started < 0.2


def test_one_that_becomes_free_in_a_flood_is_taken_but_ends_no_flood() -> None:
    clock = Hand()
    slots = Slots(4, 0.5, clock=clock)
    assert all(map(slots.enter, "abcd"))
    clock.now += 0.4
    slots.leave("a")
    assert slots.enter("e")
    clock.now += 0.1
    assert not slots.enter("f")
    slots.leave("b")
    slots.leave("c")
    assert slots.enter("f")
    assert slots.enter("g")
    entered = entering(slots, "h")
    assert not entered.wait(0.05)
    slots.leave("d")
    assert entered.wait(5)


def test_a_crowd_that_wants_one_document_is_no_flood() -> None:
    clock = Hand()
    slots = Slots(3, 0.01, clock=clock)
    assert all(map(slots.enter, "aab"))
    clock.now += 5
    entered = entering(slots, "a")
    assert not entered.wait(0.1)
    slots.leave("b")
    assert entered.wait(5)


class Jam:
    """The application of a site, in which pages of channels stick until they are let go."""

    def __init__(self, site: SampleSite) -> None:
        self._app = create_app(site)
        self.let_go = threading.Event()
        self.sticking = threading.Semaphore(0)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if environ["PATH_INFO"].startswith("/stuck"):
            self.sticking.release()
            self.let_go.wait(10)
        return self._app(environ, start_response)


def test_what_is_kept_and_health_are_answered_in_a_flood() -> None:
    site = SampleSite()
    jam = Jam(site)
    client = Client(ByteCache(jam, site, slots=Slots(3, 0.0)))
    before = client.get(FEED).data
    stuck = [threading.Thread(target=client.get, args=[f"/stuck/{n}"]) for n in range(3)]
    for one in stuck:
        one.start()
        assert jam.sticking.acquire(timeout=5)
    assert client.get(FEED).data == before
    assert client.get("/healthz").status_code == 200
    assert client.get("/readyz").status_code == 200
    refused = client.get("/channels/coast.atom")
    assert refused.status_code == 503
    assert int(refused.headers["Retry-After"]) > 0
    assert refused.headers["Cache-Control"] == "no-store"
    site.number += 1  # something new is published, and nothing was taken back
    old = client.get(FEED)
    assert (old.status_code, old.data) == (200, before)
    assert old.headers["Warning"].startswith("110 ")
    site.number += 1
    site.taken_back = site.number
    assert client.get(FEED).status_code == 503
    jam.let_go.set()
    for one in stuck:
        one.join(10)
    assert client.get(FEED).status_code == 200
    assert client.get("/channels/coast.atom").status_code == 200
