import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from feedsvc.flows.importing import Left, Names, Plan, Planned, plan
from feedsvc.model.source import Checkpoint, Origin, Source
from feedsvc.settings import Fetch, Settings, Site
from feedsvc.settings.fields import name as fitting
from feedsvc.store.sources import Stored

CORPUS = Path(__file__).resolve().parents[3] / "shared/corpus/opml"
NOW = datetime(2026, 5, 1, tzinfo=UTC)
OURS = Settings(site=Site(url="https://feeds.example.org"))


def listed(*outlines: str) -> bytes:
    return f'<opml version="2.0"><head/><body>{"".join(outlines)}</body></opml>'.encode()


def feed(url: str, title: str = "", more: str = "") -> str:
    return f'<outline type="rss" text="{title}" xmlUrl="{url}" {more}/>'


def stored(name: str, url: str, moved_to: str = "", origin: Origin = Origin.FILE) -> Stored:
    return Stored(
        id=1,
        source=Source(name=name, url=url, origin=origin, enabled=origin is not Origin.REMOVED),
        host="",
        feed=None,
        width=0,
        added_at=NOW,
        generation=0,
        checkpoint=Checkpoint(address=moved_to),
    )


def names(found: Plan) -> list[str]:
    return [one.name for one in found.new]


def test_folders_and_categories_become_tags() -> None:
    body = listed(
        feed("https://a.example/feed", "Harbour Herald"),
        '<outline text="News"><outline text="Local">',
        feed("https://b.example/feed", "Quay", 'category="sea"'),
        "</outline></outline>",
    )
    found = plan(body, (), OURS, tags=["mine"])
    assert found.new == (
        Planned("harbour-herald", "https://a.example/feed", "Harbour Herald", ("mine",)),
        Planned("quay", "https://b.example/feed", "Quay", ("News", "Local", "sea", "mine")),
    )
    assert found.tables({"scope": "full"})["quay"] == {
        "url": "https://b.example/feed",
        "title": "Quay",
        "tags": ["News", "Local", "sea", "mine"],
        "permission": {"scope": "full"},
    }


@pytest.mark.parametrize(
    ("title", "url", "name"),
    [
        ("Daring  Fireball!", "https://a.example/", "daring-fireball"),
        ("Söhne & Co", "https://a.example/", "sohne-co"),
        ("Reader's Digest", "https://a.example/", "readers-digest"),
        ("НетИнфо - Новини", "https://feeds.news.example/x", "news-example"),
        ("", "https://www.news.example/rss", "news-example"),
        ("灯台日誌 2", "http://灯台.example/", "example"),
        ("x" * 90, "https://a.example/", "x" * 40),
        ("word " * 20, "https://a.example/", "word-word-word-word-word-word-word-word"),
        ("..", "https://[2606:4700::1]/", "2606-4700-1"),
    ],
)
def test_a_name_comes_from_the_title_or_the_host(title: str, url: str, name: str) -> None:
    made = Names(()).new(url, title)
    assert fitting(made) == made
    if url.isascii():
        assert made == name


def test_a_name_that_is_taken_gets_a_number() -> None:
    known = [stored("blog", "https://x.example/"), stored("Blog-2", "https://y.example/")]
    body = listed(*(feed(f"https://{host}.example/", "Blog") for host in "abc"))
    assert names(plan(body, known, OURS)) == ["blog-3", "blog-4", "blog-5"]


def test_what_is_a_source_already_is_not_added_again() -> None:
    known = [
        stored("one", "http://a.example/feed/"),
        stored("two", "https://old.example/", moved_to="https://b.example/feed"),
    ]
    body = listed(
        feed("https://a.example/feed", "A"),
        feed("https://b.example/feed", "B"),
        feed("https://c.example/feed", "C"),
        feed("http://c.example/feed/", "C again"),
    )
    found = plan(body, known, OURS)
    assert names(found) == ["c"]
    assert set(found.duplicates) == {
        Left("A", "it is the source 'one' already", "one"),
        Left("B", "it is the source 'two' already", "two"),
        Left("C again", "it is listed before: https://c.example/feed"),
    }


def test_a_removed_source_comes_back_under_its_name() -> None:
    gone = stored("old", "https://a.example/feed", origin=Origin.REMOVED)
    (one,) = plan(listed(feed("https://a.example/feed", "New")), [gone], OURS).new
    assert (one.name, one.is_back) == ("old", True)


def test_what_was_private_comes_back_private() -> None:
    gone = stored("old", "https://a.example/feed", origin=Origin.REMOVED)
    gone = gone._replace(source=replace(gone.source, private=True))
    body = listed(feed("https://a.example/feed", "New"), feed("https://b.example/feed", "Quay"))
    old, quay = plan(body, [gone], OURS).tables().values()
    assert old["private"] is True
    assert "private" not in quay
    kept = stored("kept", "https://a.example/feed")
    for both in ([gone, kept], [kept, gone]):
        assert plan(listed(feed("https://a.example/feed")), both, OURS).new == ()


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("ftp://a.example/", "only http and https are fetched"),
        ("https://me:secret@a.example/", "it holds credentials"),
        ("https://feeds.example.org/channels/all.atom", "a channel of our own"),
        ("http://127.0.0.1:8000/channels/all.rss", "a channel of our own"),
        ("http://10.1.2.3/feed", "private network"),
        ("http://[::1]/feed", "loopback"),
        ("not a url", "only http and https are fetched"),
    ],
)
def test_what_cannot_be_a_feed_is_refused_with_a_reason(url: str, reason: str) -> None:
    found = plan(listed(feed(url, "T"), feed("https://b.example/")), (), OURS)
    assert names(found) == ["b-example"]
    (left,) = found.refused
    assert left.title == "T"
    assert reason in left.reason
    assert "secret" not in str(found)


def test_an_own_network_that_is_allowed_is_not_refused() -> None:
    allowed = replace(OURS, fetch=Fetch(allow_networks=("10.0.0.0/8",)))
    assert len(plan(listed(feed("http://10.1.2.3/feed")), (), allowed).new) == 1


def test_the_first_polls_are_spread_over_an_hour_at_most() -> None:
    assert Plan(new=(Planned("a", "", "", ()),) * 10).over == timedelta(seconds=3.6)
    assert Plan(new=(Planned("a", "", "", ()),) * 50_000).over == timedelta(hours=1)


def test_what_is_no_list_adds_nothing() -> None:
    assert plan(b"<html>", (), OURS) == Plan(
        problem="the document is not OPML; have a reader export its feeds as that"
    )


def test_the_work_grows_with_the_list_and_no_faster() -> None:
    def cost(number: int) -> float:
        body = listed(*(feed(f"https://a.example/{n}", "The same title") for n in range(number)))
        begun = time.process_time()
        found = plan(body, (), OURS)
        took = time.process_time() - begun
        assert len(set(names(found))) == number
        return took

    small = min(cost(1000) for _ in range(3))
    assert cost(10_000) < 25 * small


@pytest.mark.skipif(not CORPUS.exists(), reason="needs ../shared/corpus beside the project")
def test_every_list_of_others_is_imported() -> None:
    lists = sorted(CORPUS.iterdir())
    assert len(lists) == 12
    for path in lists:
        found = plan(path.read_bytes(), (), OURS)
        assert found.problem == "", path.name
        assert found.new, path.name
        assert [fitting(one.name) for one in found.new] == names(found)
        assert all(left.reason for left in (*found.duplicates, *found.refused))
