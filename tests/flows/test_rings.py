"""Instances that subscribe to each other (security D4): nothing grows, nothing is lost."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from feedsvc.model.entry import Entry
from feedsvc.model.source import Permission, Scope, Source, ThirdParty
from feedsvc.net.http import Request, Response, Send
from feedsvc.rights.chain import MOST_HOPS
from feedsvc.settings import Site
from feedsvc.store import entries, sources
from tests.rig import FORMATS, Rig, item, rss

ROUNDS = 50
PERMITTED = Permission(scope=Scope.FULL, on_third_party=ThirdParty.ALLOW)


def subscribing(name: str, url: str) -> Source:
    return Source(name=name, url=url, permission=PERMITTED)


class Ring:
    """Instances, each with an upstream of its own, each subscribed to the next one's `all`."""

    def __init__(self, folder: Path, names: str, form: str) -> None:
        self.form = form
        self.rigs = {name: Rig(f"sqlite:///{folder}/{name}.sqlite3", ()) for name in names}
        for name, after in zip(names, names[1:] + names[0], strict=True):
            rig = self.rigs[name]
            own = f"https://upstream-{name}.example/feed"
            rig.settings = replace(rig.settings, site=Site(url=f"https://{name}.example"))
            rig.provision((subscribing("own", own), subscribing("other", self.address(after))))
            rig.web.pages = {own: self.upstream(name, 3), self.address(after): self.channel(after)}

    def address(self, name: str) -> str:
        return f"https://{name}.example/channels/all.{self.form}"

    def upstream(self, name: str, newest: int) -> bytes:
        items = (item(n).replace("herald", f"upstream-{name}") for n in range(1, newest + 1))
        return rss(*items, title=f"Upstream {name.upper()}")

    def channel(self, name: str) -> Send:
        def send(request: Request) -> Response:
            document = self.rigs[name].publisher().document("all", self.form)
            return Response(
                request.url, 200, {"content-type": document.content_type}, document.body
            )

        return send

    def turn(self) -> None:
        for rig in self.rigs.values():
            rig.poll()

    def counts(self) -> dict[str, int]:
        return {
            name: len(entries.listed(rig.database.statements(), [], most=999))
            for name, rig in self.rigs.items()
        }

    def shown(self, name: str) -> dict[str, dict[str, Any]]:
        items = json.loads(self.rigs[name].publisher().document("all", "json").body)["items"]
        assert len({one["id"] for one in items}) == len(items)
        return {one["id"]: one for one in items}


def found(name: str, number: int) -> str:
    return f"tag:upstream-{name}.example,2026:{number}"


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("names", ["ab", "abc"])
def test_a_ring_of_instances_keeps_its_counts_its_chains_and_its_entries(
    tmp_path: Path, names: str, form: str
) -> None:
    ring = Ring(tmp_path, names, form)
    for _ in names:
        ring.turn()
    before = ring.counts()
    assert before == dict.fromkeys(names, 3 * len(names))
    written = {name: ring.rigs[name].documents() for name in names}
    for _ in range(ROUNDS):
        ring.turn()
    assert ring.counts() == before
    assert {name: ring.rigs[name].documents() for name in names} == written
    for place, name in enumerate(names):
        shown = ring.shown(name)
        assert shown.keys() == {found(one, number) for one in names for number in (1, 2, 3)}
        for away, origin in enumerate(names[place:] + names[:place]):
            one = shown[found(origin, 1)]
            told = one["_feedsvc"]
            assert told["source"]["title"] == f"Upstream {origin.upper()}"
            way = [hop["feed_url"] for hop in told["via"]]
            passed = (names[place:] + names[:place])[1 : away + 1]
            assert way == [ring.address(hop) for hop in reversed(passed)]
            assert one["url"] == f"https://upstream-{origin}.example/1"
            assert "Text of story 1." in one["content_html"]


def test_what_is_new_goes_round_once(tmp_path: Path) -> None:
    ring = Ring(tmp_path, "abc", "atom")
    for _ in range(4):
        ring.turn()
    ring.rigs["a"].web.pages["https://upstream-a.example/feed"] = ring.upstream("a", 4)
    for _ in range(4):
        ring.turn()
    assert ring.counts() == dict.fromkeys("abc", 10)
    assert all(found("a", 4) in ring.shown(name) for name in "abc")


def test_the_operator_is_told_what_came_back(tmp_path: Path) -> None:
    ring = Ring(tmp_path, "ab", "atom")
    ring.turn()
    ring.turn()
    stored = sources.named(ring.rigs["a"].database.statements(), "other")
    assert stored.checkpoint.problem == "3 entries came back to us through it and are left out"


@pytest.fixture
def passing(tmp_path: Path) -> Iterator[Rig]:
    rig = Rig(f"sqlite:///{tmp_path}/far.sqlite3", (subscribing("own", "https://x.example/f"),))
    yield rig
    rig.database.close()


@pytest.mark.parametrize(("length", "kept"), [(MOST_HOPS, 1), (MOST_HOPS + 1, 0)])
def test_what_came_through_too_many_feeds_is_left_out(passing: Rig, length: int, kept: int) -> None:
    links = "".join(
        f'<link rel="via" href="https://{n}.example/channels/all.atom"/>' for n in range(length)
    )
    passing.web.pages["https://x.example/f"] = (
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>Far</title><id>urn:x:f</id>'
        "<updated>2026-03-01T00:00:00Z</updated><entry><id>urn:x:1</id><title>One</title>"
        f'<updated>2026-03-01T00:00:00Z</updated><link href="https://x.example/1"/>{links}'
        "</entry></feed>"
    ).encode()
    polled = passing.poll()["own"]
    assert polled.new == kept
    assert ("came through more than" in polled.error) is not kept


def test_the_way_is_told_by_every_format(tmp_path: Path) -> None:
    """What one format loses of the chain the next instance does not know."""
    for form in FORMATS:
        folder = tmp_path / form
        folder.mkdir()
        ring = Ring(folder, "abc", form)
        for _ in range(3):
            ring.turn()
        held = entries.listed(ring.rigs["a"].database.statements(), ["other"], most=99)
        ways = {one.public_id: _way(one.entry) for one in held}
        assert ways[found("c", 1)] == ["https://c.example/channels/all." + form]


def _way(entry: Entry) -> list[str]:
    return [link.href for link in entry.links if link.rel == "via"]
