"""What upstreams say of themselves survives in our Atom and RSS (standards T3)."""

from pathlib import Path

import pytest

from tests.fidelity.measure import Score, cases, published, scores

ASKED = {"atom": 0.92, "rss": 0.90}
LOST = {"atom": 32, "rss": 43}
"""Facts lost when this was measured last; there may be fewer, never more."""


@pytest.fixture(scope="module")
def measured(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Score]:
    found = cases(shared / "vectors" / "malformed" / "feedparser_wellformed_half.json")
    assert len(found) > 500
    folder = tmp_path_factory.mktemp("fidelity")
    return scores(found, published(found, f"sqlite:///{folder}/feedsvc.sqlite3"))


@pytest.mark.parametrize("form", ["atom", "rss"])
def test_facts_survive(measured: dict[str, Score], form: str) -> None:
    score = measured[form]
    assert score.share >= ASKED[form]
    assert len(score.lost) <= LOST[form], [case.name for case in score.lost]
