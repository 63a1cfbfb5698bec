"""Every series of ../shared/corpus, polled by the real program: see `tests.series`."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.series.captures import captures
from tests.series.judge import AGAIN, MERGED, MOVED, NEVER, RESTLESS, STRAY, Judgement, judge
from tests.series.replay import replay
from tests.series.truth import truth

NAMES = (
    "bbc-news",
    "frontpagemag-latin1",
    "latimes-403",
    "medium-sameid-atom",
    "microblog-jsonfeed",
    "nzherald",
    "osmosfeed-ja-atom",
    "pentitugua-zh",
    "planet-softver-mk-rdf",
    "podcast-103fm-he",
    "scripting-linkblog-hijack",
    "youtube-channel-bp",
)
EMPTIES = {
    "medium-sameid-atom": ("0010", "0012", "0018", "0024", "0028", "0032"),
    "youtube-channel-bp": ("0002",),
}
FAILURES = {
    "bbc-news": ("0020",),
    "latimes-403": tuple(f"{number:04}" for number in range(14, 20)),
    "nzherald": ("0024",),
    "scripting-linkblog-hijack": tuple(f"{number:04}" for number in range(10, 36)),
}


@cache
def judged(folder: Path) -> Judgement:
    """A replay takes seconds, so that each is done once for all tests."""
    # An upstream without validators must make no difference; half of them have none.
    validators = NAMES.index(folder.name) % 2 == 0
    with TemporaryDirectory() as workplace:
        polls = replay(folder, Path(workplace), validators=validators)
    return judge(truth(captures(folder)), polls)


@pytest.fixture
def series(shared: Path) -> Path:
    return shared / "corpus" / "series"


def before(went: Judgement, capture: str) -> Mapping[str, tuple[str, bytes]]:
    """The documents as they were published until that capture."""
    return went.polls[went.polls.index(went.after(capture)) - 1].documents


def test_every_series_is_named(series: Path) -> None:
    assert tuple(sorted(folder.name for folder in series.iterdir())) == NAMES


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("kind", [MERGED, MOVED, STRAY, RESTLESS])
def test_nothing_is_mixed_up(series: Path, name: str, kind: str) -> None:
    assert judged(series / name).of(kind) == []


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("kind", [AGAIN, NEVER])
def test_hardly_anything_is_repeated_or_lost(series: Path, name: str, kind: str) -> None:
    went = judged(series / name)
    assert len(went.of(kind)) <= 0.01 * len(went.truth.articles), went.of(kind)


@pytest.mark.parametrize(("kind", "share"), [(AGAIN, 0.002), (NEVER, 0.001)])
def test_hardly_anything_at_all_is_repeated_or_lost(series: Path, kind: str, share: float) -> None:
    all_of_them = [judged(series / name) for name in NAMES]
    deviations = [one for went in all_of_them for one in went.of(kind)]
    articles = sum(len(went.truth.articles) for went in all_of_them)
    assert len(deviations) <= share * articles, deviations


@pytest.mark.parametrize(
    ("name", "capture"), [(name, capture) for name in FAILURES for capture in FAILURES[name]]
)
def test_what_is_no_feed_is_a_failed_poll_that_changes_nothing(
    series: Path, name: str, capture: str
) -> None:
    went = judged(series / name)
    poll = went.after(capture)
    assert poll.account.outcome == "failed"
    assert poll.account.error
    assert poll.health == "degraded"
    assert poll.documents == before(went, capture)


@pytest.mark.parametrize(
    ("name", "capture"), [(name, capture) for name in EMPTIES for capture in EMPTIES[name]]
)
def test_an_empty_feed_changes_nothing(series: Path, name: str, capture: str) -> None:
    went = judged(series / name)
    poll = went.after(capture)
    assert poll.health == "degraded"
    assert poll.documents == before(went, capture)


@pytest.mark.parametrize("name", NAMES)
def test_m20_a_conditional_client_gets_a_304_for_every_poll_without_a_change(
    series: Path, name: str
) -> None:
    first, *rest = judged(series / name).polls
    assert set(first.answers.values()) == {200}
    for poll in rest:
        quiet = poll.account.new == poll.account.updated == 0
        assert set(poll.answers.values()) == {304 if quiet else 200}, poll.capture


def test_a_hijacked_feed_neither_loses_nor_wins_an_item(series: Path) -> None:
    went = judged(series / "scripting-linkblog-hijack")
    assert went.after("0009").items
    assert all(poll.items == went.after("0009").items for poll in went.polls[9:])


def test_bbc_news_announces_only_what_is_new_after_an_empty_answer(series: Path) -> None:
    went = judged(series / "bbc-news")
    assert set(went.new("0021").values()) == went.step("0021").new


def test_bbc_news_has_one_item_for_each_article_however_often_it_is_reordered(
    series: Path,
) -> None:
    went = judged(series / "bbc-news")
    for poll, announced, step in zip(went.polls, went.announced, went.truth.steps, strict=True):
        assert len({item.id for item in poll.items}) == len(poll.items)
        assert set(announced.values()) == step.new
    assert len(went.polls[-1].items) == len(went.truth.articles)


def test_nzherald_announces_nothing_again_when_a_cut_document_spoils_all_links(
    series: Path,
) -> None:
    went = judged(series / "nzherald")
    seen = {number for announced in went.announced[:22] for number in announced.values()}
    new = {**went.new("0023"), **went.new("0024"), **went.new("0025")}
    assert None not in new.values()
    assert not seen & set(new.values())
    assert len(new) == len(set(new.values()))
    assert set(went.new("0023").values()) <= went.step("0023").new
    assert set(new.values()) == went.step("0023").new | went.step("0025").new


def test_medium_has_ten_items_that_share_one_upstream_id_and_are_never_updated_in_vain(
    series: Path,
) -> None:
    went = judged(series / "medium-sameid-atom")
    assert [len(poll.items) for poll in went.polls] == [10] * len(went.polls)
    assert len({item.id for poll in went.polls for item in poll.items}) == 10
    for step, poll in zip(went.truth.steps, went.polls, strict=True):
        assert poll.account.updated <= len(step.edited)


def test_microblog_announces_only_what_is_new_when_all_ids_change(series: Path) -> None:
    went = judged(series / "microblog-jsonfeed")
    assert set(went.new("0007").values()) == went.step("0007").new
    assert len(went.new("0007")) == 3
    assert len(went.polls[-1].items) == len(went.truth.articles)


def test_microblog_takes_up_the_new_addresses(series: Path) -> None:
    went = judged(series / "microblog-jsonfeed")
    shown = {item.url for item in went.after("0007").items}
    assert {entry.link for entry in went.step("0007").articles.values()} <= shown


def test_youtube_publishes_the_same_bytes_while_only_views_are_counted(series: Path) -> None:
    went = judged(series / "youtube-channel-bp")
    documents = [poll.documents for poll in went.polls]
    assert documents[1:6] == [documents[0]] * 5
    assert documents[7:] == [documents[6]] * 33
    assert len(went.polls[-1].items) == len(went.truth.articles)
