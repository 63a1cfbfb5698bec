"""How often a source is asked, over weeks: no entry is missed, and nobody is asked for nothing."""

from pathlib import Path

from tests.manners.rhythm import MINUTE, simulate


def test_n8_no_entry_leaves_a_window_unseen(tmp_path: Path) -> None:
    seen = simulate(tmp_path, 8, "bursty", "narrow", "office")
    assert {name: one.missed for name, one in seen.items()} == dict.fromkeys(seen, 0)
    assert seen["narrow"].published > 300
    assert seen["office"].published > 400
    assert all(one.polls <= 96 for one in seen.values())


def test_n8_a_longer_distance_is_kept_though_entries_are_missed(tmp_path: Path) -> None:
    seen = simulate(tmp_path, 5, "narrow", min_interval=360 * MINUTE)["narrow"]
    assert seen.polls <= 4.2
    assert seen.missed > 0


def test_n7_what_is_quiet_or_dead_is_asked_ever_less(tmp_path: Path) -> None:
    seen = simulate(tmp_path, 60, "quiet", "weekly", "dead")
    assert seen["quiet"].polls < 1.4
    assert seen["weekly"].polls < 2
    assert seen["weekly"].missed == 0
    assert seen["dead"].polls < 1.6
