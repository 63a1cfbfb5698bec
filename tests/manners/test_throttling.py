"""429 and 503 with Retry-After hold for who said so (N3, DF24, DF25), redirects or not."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest

from feedsvc.model.source import Source
from feedsvc.net.client import Client
from tests.manners.crowd import Crowd, answering
from tests.manners.driven import Driven, driven
from tests.manners.exam import steady
from tests.manners.spacing import spacing
from tests.manners.upstream import Answer, Upstream, Visit
from tests.rig import NOON

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
BUSY, OTHER, DOOR = "127.0.3.1", "127.0.3.2", "127.0.3.3"
IN_SIX_HOURS = format_datetime(NOON + 6 * HOUR, usegmt=True)


class Busy:
    """Answers 429 or 503 with `Retry-After` at the host BUSY from its second request on, once."""

    def __init__(self, status: int, value: str) -> None:
        self.refused: Visit | None = None
        self._status = status
        self._value = value
        self._seen = 0

    def __call__(self, visit: Visit) -> Answer:
        if visit.host == DOOR:
            port = visit.headers["host"].rpartition(":")[2]
            return Answer(302, (("Location", f"http://{BUSY}:{port}/behind"),))
        if visit.host == BUSY:
            self._seen += 1
            if self._seen == 2:
                self.refused = visit
                return Answer(self._status, (("Retry-After", self._value),))
        return steady(visit, 0)


@contextmanager
def asking(folder: Path, busy: Busy, **places: str) -> Iterator[tuple[Driven, Upstream]]:
    """A service whose sources lie on these hosts."""
    client = Client("feedsvc", allow_networks=("127.0.0.0/8",))
    with Upstream(busy) as upstream:
        declared = tuple(Source(name=n, url=upstream.url(h, f"/{n}")) for n, h in places.items())
        with driven(folder, declared, lambda _: client) as work:
            upstream.now = work.rig.now
            yield work, upstream
    client.close()


def left_alone(busy: Busy, upstream: Upstream) -> timedelta:
    """How long nobody asked the busy host for anything after it had said that it is."""
    assert busy.refused
    after = [v.at for v in upstream.visits if v.host == BUSY and v.at > busy.refused.at]
    assert after, "it is never asked again"
    return after[0] - busy.refused.at


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize(
    ("value", "least", "most"),
    [
        ("21600", 6 * HOUR, 7 * HOUR),
        (IN_SIX_HOURS, 5 * HOUR, 7 * HOUR),
        ("1000000000", 2 * DAY, 2 * DAY + HOUR),
        ("99999999999999999999999", 2 * DAY, 2 * DAY + HOUR),
        ("Fri, 01 Jan 2100 00:00:00 GMT", 2 * DAY, 2 * DAY + HOUR),
    ],
)
def test_n3_df25_retry_after_holds_for_the_whole_host_and_no_other(
    tmp_path: Path, status: int, value: str, least: timedelta, most: timedelta
) -> None:
    busy = Busy(status, value)
    with asking(tmp_path, busy, one=BUSY, two=BUSY, three=BUSY, far=OTHER) as (work, upstream):
        work.run(6 * DAY)
        assert least - timedelta(seconds=1) <= left_alone(busy, upstream) <= most
        assert {v.target for v in upstream.visits if v.host == BUSY} == {"/one", "/two", "/three"}
        far = [visit.at for visit in upstream.visits if visit.host == OTHER]
    with asking(tmp_path / "alone", Busy(200, ""), far=OTHER) as (work, upstream):
        work.run(6 * DAY)
        assert [visit.at for visit in upstream.visits] == far


@pytest.mark.parametrize("value", ["-5", "soon", "", "1e9", "Sun, 01 Mar 2020 00:00:00 GMT", "0"])
def test_n3_df25_a_retry_after_of_no_use_neither_hurries_nor_silences(
    tmp_path: Path, value: str
) -> None:
    busy = Busy(429, value)
    with asking(tmp_path, busy, one=BUSY, two=BUSY) as (work, upstream):
        quarter = work.rig.fetch.min_interval
        work.run(3 * DAY)
        assert quarter <= left_alone(busy, upstream) <= DAY
        assert len(upstream.visits) >= 6


def test_df24_one_that_was_not_asked_has_not_failed(tmp_path: Path) -> None:
    busy = Busy(429, "7200")
    with asking(tmp_path, busy, one=BUSY, two=BUSY, three=BUSY) as (work, _):
        work.tick()
        failures = {name: work.checkpoint(name).failures for name in ("one", "two", "three")}
    assert sorted(failures.values()) == [0, 0, 1]


def test_df25_behind_a_redirect_it_holds_for_the_host_that_said_so(tmp_path: Path) -> None:
    busy = Busy(429, "21600")
    with asking(tmp_path, busy, near=BUSY, led=DOOR) as (work, upstream):
        work.run(DAY)
        assert left_alone(busy, upstream) >= 6 * HOUR


def test_df25_behind_a_redirect_it_does_not_hold_for_the_host_that_led_there(
    tmp_path: Path,
) -> None:
    def answer(visit: Visit) -> Answer:
        if visit.host == DOOR and visit.target == "/led":
            port = visit.headers["host"].rpartition(":")[2]
            return Answer(302, (("Location", f"http://{BUSY}:{port}/behind"),))
        return Answer(429, (("Retry-After", "21600"),)) if visit.host == BUSY else steady(visit, 0)

    busy = Busy(200, "")
    with asking(tmp_path, busy, led=DOOR, plain=DOOR) as (work, upstream):
        upstream.handler = answer
        work.run(HOUR * 5)
        plain = [visit for visit in upstream.visits if visit.target == "/plain"]
    assert len(plain) >= 3


@pytest.mark.xfail(strict=True, reason="a turn is that of the host which the source names")
def test_n8_many_that_lead_to_one_host_do_not_crowd_there(tmp_path: Path) -> None:
    plain = answering(0.05)

    def answer(visit: Visit) -> Answer:
        if visit.host == OTHER:
            return plain(visit)
        port = visit.headers["host"].rpartition(":")[2]
        name = visit.host.rpartition(".")[2]
        return Answer(302, (("Location", f"http://{OTHER}:{port}/{name}"),))

    with Crowd(tmp_path, 12, 1, host_gap=0.3, handler=answer) as crowd:
        with crowd.working(2):
            crowd.wait_for_all()
        there = [visit for visit in crowd.upstream.visits if visit.host == OTHER]
    assert len(there) == 12
    assert spacing(there, 0.3)[::3] == (0, 0)
