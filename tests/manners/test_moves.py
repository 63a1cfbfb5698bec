"""Moves are believed once they last and lead to a feed; what is gone is asked no more (N6, N7)."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from feedsvc.model.source import Health, Source
from feedsvc.net.client import Client
from feedsvc.store import sources
from tests.manners.driven import Driven, driven
from tests.manners.exam import steady
from tests.manners.upstream import Answer, Upstream, Visit
from tests.rig import item, rss

DAY = timedelta(days=1)
OLD, NEW, NEWER = "127.0.4.1", "127.0.4.2", "127.0.4.3"
PAGE = Answer(200, (("Content-Type", "text/html"),), b"<html><h1>Back soon</h1></html>")

Servers = dict[str, Callable[[Visit], Answer]]
"""What each host answers; the dictionary may be changed on the way."""


def plain(visit: Visit) -> Answer:
    return steady(visit, 0)


def to(host: str, status: int = 301, path: str = "/feed") -> Callable[[Visit], Answer]:
    def answer(visit: Visit) -> Answer:
        port = visit.headers["host"].rpartition(":")[2]
        return Answer(status, (("Location", f"http://{host}:{port}{path}"),))

    return answer


@contextmanager
def asking(folder: Path, servers: Servers) -> Iterator[tuple[Driven, list[Visit]]]:
    """A service with one source, at OLD."""
    client = Client("feedsvc", allow_networks=("127.0.0.0/8",))
    with Upstream(lambda visit: servers[visit.host](visit)) as upstream:
        declared = (Source(name="herald", url=upstream.url(OLD)),)
        with driven(folder, declared, lambda _: client) as work:
            upstream.now = work.rig.now
            yield work, upstream.visits
    client.close()


def times(visits: list[Visit], host: str, since: int = 0) -> int:
    return sum(visit.host == host for visit in visits[since:])


@pytest.mark.parametrize("status", [301, 308])
def test_n6_a_move_that_lasts_is_believed_after_three_good_polls(
    tmp_path: Path, status: int
) -> None:
    with asking(tmp_path, {OLD: to(NEW, status), NEW: plain}) as (work, visits):
        work.run(4 * DAY)
        assert times(visits, OLD) == 3
        assert times(visits, NEW) > 4
        there = [visit for visit in visits if visit.host == NEW]
        assert [visit.status for visit in there[1:]] == [304] * (len(there) - 1)


@pytest.mark.parametrize("status", [302, 303, 307])
def test_n6_a_detour_is_taken_each_time(tmp_path: Path, status: int) -> None:
    with asking(tmp_path, {OLD: to(NEW, status), NEW: plain}) as (work, visits):
        work.run(4 * DAY)
        assert times(visits, OLD) == times(visits, NEW) > 4


def test_n6_a_detour_behind_a_move_is_no_part_of_it(tmp_path: Path) -> None:
    servers = {OLD: to(NEW), NEW: to(NEWER, 302), NEWER: plain}
    with asking(tmp_path, servers) as (work, visits):
        work.run(4 * DAY)
        assert times(visits, OLD) == 3
        assert times(visits, NEW) == times(visits, NEWER) > 4


def test_n6_validators_never_go_where_they_did_not_come_from(tmp_path: Path) -> None:
    servers: Servers = {OLD: to(NEW, 302), NEW: plain, NEWER: plain}
    with asking(tmp_path, servers) as (work, visits):
        work.run(DAY)
        before = len(visits)
        servers[OLD] = to(NEWER, 302)
        work.run(DAY)
        first, *rest = [visit for visit in visits[before:] if visit.host == NEWER]
        assert "if-none-match" not in first.headers
        assert {visit.status for visit in rest} == {304}
        assert not any("if-none-match" in v.headers for v in visits if v.host == OLD)


@pytest.mark.parametrize("dead_end", [lambda _: PAGE, lambda _: Answer(500)], ids=["page", "500"])
def test_df28_a_move_to_what_is_no_feed_is_never_believed(
    tmp_path: Path, dead_end: Callable[[Visit], Answer]
) -> None:
    servers: Servers = {OLD: plain, NEW: dead_end}
    with asking(tmp_path, servers) as (work, visits):
        work.run(DAY)
        servers[OLD] = to(NEW)
        work.run(6 * DAY)
        before = len(visits)
        servers[OLD] = plain
        work.run(4 * DAY)
        assert times(visits, OLD, before) == len(visits) - before > 2
        assert work.checkpoint("herald").health is Health.OK


def test_df28_a_move_to_a_private_network_is_refused(tmp_path: Path) -> None:
    servers: Servers = {OLD: to("10.0.0.1")}
    with asking(tmp_path, servers) as (work, visits):
        work.run(3 * DAY)
        assert times(visits, OLD) == len(visits) > 2
        assert "refused" in work.checkpoint("herald").problem


def test_df28_a_move_that_changes_its_mind_is_not_believed(tmp_path: Path) -> None:
    servers: Servers = {OLD: to(NEW), NEW: plain, NEWER: plain}
    with asking(tmp_path, servers) as (work, visits):
        for number in range(12):
            servers[OLD] = to(NEWER if number % 3 == 2 else NEW)
            work.rig.moment = max(work.next() or work.rig.moment, work.rig.moment)
            work.tick()
        assert times(visits, OLD) == 12


def test_n6_a_moved_source_that_fails_three_times_is_looked_for_where_it_was(
    tmp_path: Path,
) -> None:
    servers: Servers = {OLD: to(NEW), NEW: plain}
    with asking(tmp_path, servers) as (work, visits):
        work.run(3 * DAY)
        before = len(visits)
        servers |= {OLD: plain, NEW: lambda _: Answer(500)}
        work.run(5 * DAY)
        assert times(visits, NEW, before) == 3
        assert times(visits, OLD, before) > 0
        assert work.checkpoint("herald").health is Health.OK


def test_n7_410_ends_it_at_once(tmp_path: Path) -> None:
    servers: Servers = {OLD: plain}
    with asking(tmp_path, servers) as (work, visits):
        work.run(DAY)
        before = len(visits)
        servers[OLD] = lambda _: Answer(410)
        work.run(60 * DAY)
        assert len(visits) == before + 1
        assert work.checkpoint("herald").health is Health.GONE


def test_n7_404_is_asked_ever_less_and_after_four_weeks_no_more(tmp_path: Path) -> None:
    servers: Servers = {OLD: plain}
    with asking(tmp_path, servers) as (work, visits):
        work.run(DAY)
        since = work.rig.moment
        servers[OLD] = lambda _: Answer(404)
        work.run(90 * DAY)
        failed = [visit.at - since for visit in visits if visit.at > since]
        assert 10 <= len(failed) <= 45
        assert timedelta(weeks=4) - DAY <= failed[-1] <= timedelta(weeks=4) + 2 * DAY
        assert work.checkpoint("herald").health is Health.RESTING


@pytest.mark.parametrize("status", [226, 400, 401, 403, 404, 406, 451, 500, 502, 504])
def test_n7_df29_every_refusal_is_told_and_nobody_is_hammered(tmp_path: Path, status: int) -> None:
    with asking(tmp_path, {OLD: lambda _: Answer(status)}) as (work, visits):
        work.run(10 * DAY)
        checkpoint = work.checkpoint("herald")
        assert (checkpoint.status, checkpoint.health) == (status, Health.FAILING)
        assert f"HTTP {status}" in checkpoint.problem
        assert len(visits) <= 17


def test_n14_a_json_feed_that_has_ended_leaves_the_schedule(tmp_path: Path) -> None:
    ended = (
        b'{"version": "https://jsonfeed.org/version/1.1", "title": "Herald", "expired": true,'
        b' "items": [{"id": "1", "content_text": "The last one"}]}'
    )
    servers: Servers = {OLD: lambda _: Answer(200, (), ended)}
    with asking(tmp_path, servers) as (work, visits):
        work.run(30 * DAY)
        assert len(visits) == 1
        assert work.checkpoint("herald").health is Health.RESTING


def test_df26_a_document_that_cannot_be_read_leaves_the_validators(tmp_path: Path) -> None:
    tags = ['"good"', '"page"', '"cut"', '"good-again"']
    cut = rss(item(1), item(2))[:-80]
    bodies = [rss(item(1)), PAGE.body, cut, rss(item(1), item(2), item(3))]

    def answer(visit: Visit) -> Answer:
        number = min(len(visits) - 1, 3)
        del visit
        return Answer(200, (("ETag", tags[number]),), bodies[number])

    with asking(tmp_path, {OLD: answer}) as (work, visits):
        work.run(2 * DAY)
        sent = [visit.headers.get("if-none-match") for visit in visits]
        assert sent[:5] == [None, '"good"', '"good"', '"good"', '"good-again"']


def test_n6_a_moved_source_takes_its_turn_where_it_is_whatever_else_is_declared(
    tmp_path: Path,
) -> None:
    with asking(tmp_path, {OLD: to(NEW), NEW: plain}) as (work, visits):
        work.run(3 * DAY)
        (stored,) = sources.everything(work.rig.database.statements())
        assert (stored.host, visits[-1].host) == (NEW, NEW)
        work.rig.provision((stored.source, Source(name="quay", url="https://quay.example/")))
        moved = sources.named(work.rig.database.statements(), "herald")
        assert moved.host == NEW
