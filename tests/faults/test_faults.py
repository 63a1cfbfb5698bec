"""The fault bench at the size that every run of the tests can afford."""

from pathlib import Path

import pytest

from tests.faults import clocks, disk, failing, keeping, killing, locked, stopping
from tests.faults.table import broken


def test_r1_polls_that_are_killed_lose_and_double_nothing(tmp_path: Path) -> None:
    assert not broken(killing.run(tmp_path / "a", killing.SMALL))


def test_r1_publishing_that_is_killed_leaves_nothing_half_done(tmp_path: Path) -> None:
    assert not broken(killing.run_publishing(tmp_path / "a", killing.SMALL))


def test_r1_on_postgresql_likewise(tmp_path: Path, postgresql_url: str) -> None:
    size = killing.Size(random=2, named=2, publishing=0, turns=1)
    assert not broken(killing.run(tmp_path / "a", size, database=postgresql_url))


def test_r1_the_oracle_finds_what_is_lost_without_transactions(tmp_path: Path) -> None:
    assert not broken(killing.run_piecemeal(tmp_path / "a"))


def test_r3_upstreams_that_fail_change_nothing(tmp_path: Path) -> None:
    assert not broken(failing.run(tmp_path / "a", failing.SMALL, slow=False))


def test_r5_clocks_that_jump_cause_neither_storm_nor_silence(tmp_path: Path) -> None:
    assert not broken(clocks.run(tmp_path / "a", clocks.SMALL, clocks.ON))


@pytest.mark.skipif(not disk.may_mount(), reason="needs mounts of its own: Linux with unshare")
def test_r6_a_full_disk_stops_no_reader(tmp_path: Path) -> None:
    assert not broken(disk.run(tmp_path / "a", disk.SMALL))


@pytest.mark.skipif(not disk.may_inject(), reason="needs strace: apt-get install strace")
def test_r6_calls_that_fail_leave_nothing_partial(tmp_path: Path) -> None:
    assert not broken(disk.run_injected(tmp_path / "a", disk.SOME))


def test_r7_a_locked_database_stops_no_reader(tmp_path: Path) -> None:
    assert not broken(locked.run(tmp_path / "a", locked.SMALL))


def test_r9_it_stops_in_order_and_repeats_no_poll(tmp_path: Path) -> None:
    assert not broken(stopping.run(tmp_path / "a", stopping.SMALL))


def test_r12_a_worker_that_slept_through_its_lease_is_refused(tmp_path: Path) -> None:
    assert not broken(stopping.run_sleeper(tmp_path / "a"))


def test_r14_r15_migrations_backups_and_restores_are_whole(tmp_path: Path) -> None:
    assert not broken(keeping.run(tmp_path / "a", keeping.SMALL))
