from dataclasses import replace
from datetime import timedelta

import pytest

from feedsvc.flows.known import Known, known_again
from feedsvc.flows.recall import Memory
from feedsvc.model.source import Permission, Scope
from feedsvc.publish.compose import Judged
from feedsvc.store import entries, sources
from tests.rig import Rig, item, rss, source

URL = "https://herald.example/feed.xml"


@pytest.fixture
def rig(rig: Rig) -> Rig:
    rig.web.pages[URL] = rss(*map(item, range(1, 5)))
    rig.poll()
    return rig


def known(rig: Rig, before: Known | None = None) -> Known:
    return known_again(sources.named(rig.database.statements(), "herald"), 0, before)


def judged(rig: Rig, memory: Memory, present: Known) -> list[Judged]:
    statements = rig.database.statements()
    page = entries.published(statements, None, most=9)
    return list(memory.judged(statements, [page], {present.stored.id: present}, rig.now()))


def same(ones: list[Judged], others: list[Judged]) -> list[bool]:
    return [one is other for one, other in zip(ones, others, strict=True)]


def test_what_stands_is_not_judged_again(rig: Rig) -> None:
    memory, before = Memory(), known(rig)
    first = judged(rig, memory, before)
    assert [one.held.public_id[-1] for one in first] == ["4", "3", "2", "1"]
    rig.web.pages[URL] = rss(*map(item, range(1, 6)))
    rig.poll()
    assert same(judged(rig, memory, known(rig, before))[1:], first) == [True] * 4
    rig.web.pages[URL] = rss(*map(item, range(2, 6)), item(1, text="Corrected."))
    rig.poll()
    assert same(judged(rig, memory, known(rig, before))[1:], first) == [True] * 3 + [False]


def test_another_permission_is_judged_anew(rig: Rig) -> None:
    memory, before = Memory(), known(rig)
    first = judged(rig, memory, before)
    rig.provision((source(permission=Permission(scope=Scope.LINK)),))
    second = judged(rig, memory, known(rig, before))
    assert same(first, second) == [False] * 4
    assert {one.grant.level.name for one in second} == {"LINK"}


def test_another_name_of_the_feed_is_judged_anew(rig: Rig) -> None:
    memory, before = Memory(), known(rig)
    first = judged(rig, memory, before)
    rig.web.pages[URL] = rss(*map(item, range(1, 5)), title="Another name")
    rig.poll()
    second = judged(rig, memory, known(rig, before))
    assert same(first, second) == [False] * 4
    assert {one.attribution.origin.title for one in second} == {"Another name"}


def test_what_held_until_now_is_judged_anew(rig: Rig) -> None:
    rig.provision((source(permission=Permission(embargo=timedelta(days=2))),))
    memory, present = Memory(), known(rig)
    first = judged(rig, memory, present)
    assert {one.grant.level.name for one in first} == {"NOTHING"}
    assert same(first, judged(rig, memory, present)) == [True] * 4
    until = first[-1].grant.until
    assert until is not None
    rig.moment = until
    second = judged(rig, memory, present)
    assert same(first, second) == [True] * 3 + [False]
    assert second[-1].grant.level.name == "EXCERPT"


def test_what_is_remembered_is_bounded(rig: Rig) -> None:
    memory, present = Memory(room=1), known(rig)
    first = judged(rig, memory, present)
    assert len(first) == 4
    assert sum(same(first, judged(rig, memory, present))) == 1


def test_a_text_that_is_let_go_meanwhile_is_passed_over(rig: Rig) -> None:
    memory, present = Memory(), known(rig)
    statements = rig.database.statements()
    page = entries.published(statements, None, most=9)
    statements.run("purge", entry=page[0].id)
    there = {present.stored.id: present}
    assert len(list(memory.judged(statements, [page], there, rig.now()))) == 3


def test_a_source_that_is_read_again_unchanged_is_the_same_object(rig: Rig) -> None:
    before = known(rig)
    again = known(rig, before)
    assert again.stored.source is before.stored.source
    assert again.hop is before.hop
    assert replace(again, stored=before.stored) == before
