"""Secrets are said nowhere: not in a log, a page, a document, a metric, an export or an error."""

from collections.abc import Iterator

import pytest

from tests.canaries import KEY, PLACES, Place, Upstream, World, heard


@pytest.fixture(scope="module")
def upstream() -> Iterator[Upstream]:
    with Upstream() as made:
        yield made


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory, upstream: Upstream) -> Iterator[World]:
    yield from World(tmp_path_factory.mktemp("canaries"), upstream).run()


@pytest.mark.timeout(180)
@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.__name__)
def test_no_place_tells_a_secret(world: World, place: Place) -> None:
    told = {name: found for name, body in place(world) if (found := heard(world, body))}
    assert not told


def test_the_upstream_was_asked_with_them(world: World, upstream: Upstream) -> None:
    assert world.secrets
    assert any(KEY.encode() in head for head in upstream.heads)
    assert any(b"Authorization: Basic" in head for head in upstream.heads)


def test_no_log_tells_a_secret(world: World) -> None:
    world.get(f"/channels/few.atom?token={world.subscriber}")
    world.get(f"/operator/?token={world.token}")
    world.get("/metrics", Authorization="Bearer wrong")
    world.stop()
    assert b"good" in world.log
    assert not heard(world, world.log), world.log.decode()
