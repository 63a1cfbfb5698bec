"""The same entries give the same bytes, whatever else there is (standards T4, M20)."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.judges import determine, service

ROOT = Path(__file__).resolve().parents[2]


def elsewhere(database: str, shared: Path, seed: str) -> list[dict[str, str]]:
    """What a process with this hash seed publishes: at once, and by a clock moved on."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.judges.determine", database, str(shared)],
        capture_output=True,
        check=True,
        cwd=ROOT,
        env=os.environ | {"PYTHONHASHSEED": seed},
    )
    both: list[dict[str, str]] = json.loads(done.stdout)
    return both


@pytest.fixture(scope="module")
def first(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What a process with the hash seed 0 publishes."""
    database = f"sqlite:///{tmp_path_factory.mktemp('seed')}/feedsvc.sqlite3"
    at_once, later = elsewhere(database, shared, "0")
    assert len(at_once) > 400
    assert later == at_once
    return at_once


@pytest.mark.parametrize("seed", ["1", "2"])
def test_another_process_with_another_hash_seed(
    first: dict[str, str], shared: Path, tmp_path: Path, seed: str
) -> None:
    at_once, later = elsewhere(f"sqlite:///{tmp_path}/feedsvc.sqlite3", shared, seed)
    assert at_once == first
    assert later == first


def test_another_database(first: dict[str, str], shared: Path, postgresql_url: str) -> None:
    with service.polled(postgresql_url, determine.sample(shared)) as (rig, _):
        assert determine.digests(rig) == first
