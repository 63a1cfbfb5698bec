"""The twelve criteria of the feed-reader score: KR1 to KR12 (standards N)."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.manners.score import Seen, complaints
from tests.manners.sitting import sit_driven, sit_real

SITTINGS: dict[str, Callable[[Path], Seen]] = {"driven": sit_driven, "real": sit_real}


@pytest.fixture(scope="module", params=SITTINGS)
def seen(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Seen:
    """What the server saw: over three days with a driven clock, and of `feedsvc work` itself."""
    return SITTINGS[request.param](tmp_path_factory.mktemp("exam"))


def test_kr1_the_first_request_alone_is_unconditional(seen: Seen) -> None:
    assert complaints(seen, "KR1") == []


def test_kr2_if_modified_since_is_what_was_received(seen: Seen) -> None:
    assert complaints(seen, "KR2") == []


def test_kr3_if_none_match_is_what_was_received(seen: Seen) -> None:
    assert complaints(seen, "KR3") == []


def test_kr4_each_new_200_replaces_both_and_what_is_no_feed_none(seen: Seen) -> None:
    assert complaints(seen, "KR4") == []


def test_kr5_no_more_than_once_an_hour_nor_after_a_restart(seen: Seen) -> None:
    assert complaints(seen, "KR5") == []


def test_kr6_what_keeps_is_left_alone(seen: Seen) -> None:
    assert complaints(seen, "KR6") == []


def test_kr7_who_asks_to_be_left_alone_is(seen: Seen) -> None:
    assert complaints(seen, "KR7") == []


def test_kr8_nothing_is_sent_that_nobody_asked_for(seen: Seen) -> None:
    assert complaints(seen, "KR8") == []


def test_kr9_the_user_agent_tells_who_asks_and_for_how_many(seen: Seen) -> None:
    assert complaints(seen, "KR9") == []


def test_kr10_compressed_answers_are_taken(seen: Seen) -> None:
    assert complaints(seen, "KR10") == []


def test_kr11_moves_are_followed_for_good_and_410_ends_it(seen: Seen) -> None:
    assert complaints(seen, "KR11") == []


def test_kr12_304_is_the_normal_answer(seen: Seen) -> None:
    assert complaints(seen, "KR12") == []
