"""What is decided of a source goes before how its polls went, and the stronger decision first."""

from datetime import UTC, datetime
from typing import Any

import pytest

from feedsvc.flows.standing import STANDINGS, standing
from feedsvc.model.source import Checkpoint, Health, Origin, Pause, Source
from feedsvc.store.sources import Stored


@pytest.mark.parametrize(
    ("source", "word"),
    [
        ({}, "failing"),
        ({"paused": Pause.FILE}, "paused"),
        ({"paused": Pause.OPERATOR, "enabled": False}, "disabled"),
        ({"enabled": False, "revoked": True}, "revoked"),
        ({"revoked": True, "enabled": False, "origin": Origin.REMOVED}, "removed"),
    ],
)
def test_how_a_source_stands(source: dict[str, Any], word: str) -> None:
    stored = Stored(
        id=1,
        source=Source(name="herald", url="https://herald.example/feed", **source),
        host="herald.example",
        feed=None,
        width=0,
        added_at=datetime(2026, 5, 1, tzinfo=UTC),
        generation=0,
        checkpoint=Checkpoint(health=Health.FAILING),
    )
    assert standing(stored) == word
    assert word in STANDINGS
