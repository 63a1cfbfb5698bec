"""No thundering start: however much is due, requests go out at the configured rate (N8)."""

from pathlib import Path

import pytest

from tests.manners.start import start

RATE = 40  # a second


@pytest.mark.parametrize(
    ("hosts", "each", "workers", "restart"),
    [(140, 1, 1, False), (40, 4, 4, True)],
    ids=["one worker, many hosts", "four workers, few hosts, started anew"],
)
def test_n8_no_second_has_more_requests_than_configured(
    tmp_path: Path, hosts: int, each: int, workers: int, *, restart: bool
) -> None:
    seen = start(tmp_path, hosts, each, RATE, workers, restart=restart)
    assert seen.busiest <= seen.allowed
    assert seen.wrong == 0
    assert seen.mean >= 0.25 * RATE
