"""DF1 to DF9 and DF11: what is one article, what is another, and what is no news."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from feedsvc.model.source import Health
from tests.cli.program import Program
from tests.flows.subscriber import at, everywhere, ids, only, seen, state, story, titles
from tests.rig import Rig, item, rss, source

URL = "https://herald.example/feed.xml"
QUAY = "https://quay.example/feed.xml"
PLANET = "https://planet.example/feed.xml"
MORNING = "Sun, 01 Mar 2026 08:00:00 GMT"
DATES = [f"Sun, 01 Mar 2026 0{hour}:00:00 GMT" for hour in range(10)]


def permalinks(base: str, *numbers: int) -> bytes:
    """A feed whose guids are the addresses of its articles, under `base`."""
    pages = [(number, f"{base}/{number}") for number in numbers]
    return rss(*(story(f"Story {n}", page, page, DATES[n]) for n, page in pages))


OLD, SECURE = "http://herald.example", "https://herald.example"
MOVED = "https://news.harbour.example/articles"


@pytest.mark.parametrize("moved", [SECURE, MOVED])
def test_df01_scheme_flip_and_host_change_of_guids_is_no_news(rig: Rig, moved: str) -> None:
    rig.web.pages[URL] = permalinks(OLD, 1, 2, 3)
    rig.poll()
    before = everywhere(rig)
    rig.web.pages[URL] = permalinks(moved, 1, 2, 3)
    assert rig.poll()["herald"].new == 0
    after = everywhere(rig)
    assert [(one.id, one.published) for one in after] == [(one.id, one.published) for one in before]


def test_df01_scheme_flip_moves_no_updated(rig: Rig) -> None:
    rig.web.pages[URL] = permalinks(OLD, 1, 2)
    rig.poll()
    before = [one.updated for one in everywhere(rig)]
    rig.web.pages[URL] = permalinks(SECURE, 1, 2)
    rig.poll()
    assert [one.updated for one in everywhere(rig)] == before


def test_df01_after_a_host_change_the_links_lead_to_the_new_host(rig: Rig) -> None:
    rig.web.pages[URL] = permalinks(OLD, 1, 2)
    rig.poll()
    rig.web.pages[URL] = permalinks(MOVED, 1, 2)
    rig.poll()
    assert [one.link for one in everywhere(rig)] == [f"{MOVED}/2", f"{MOVED}/1"]


def test_df01_news_that_comes_with_a_host_change_is_the_only_news(rig: Rig) -> None:
    rig.web.pages[URL] = permalinks(OLD, 1, 2, 3)
    rig.poll()
    rig.web.pages[URL] = permalinks(MOVED, 1, 2, 3, 4)
    assert rig.poll()["herald"].new == 1
    assert ids(everywhere(rig)) == [f"{MOVED}/4", f"{OLD}/3", f"{OLD}/2", f"{OLD}/1"]


def test_df01_flipping_to_and_fro_is_no_news(rig: Rig) -> None:
    rig.web.pages[URL] = permalinks(OLD, 1, 2)
    rig.poll()
    before = ids(everywhere(rig))
    for base in (SECURE, OLD, SECURE):
        rig.web.pages[URL] = permalinks(base, 1, 2)
        assert rig.poll()["herald"].new == 0
    assert ids(everywhere(rig)) == before


@pytest.mark.parametrize("guid", ["", "N/A", "post"])
def test_df02_an_empty_or_repeated_guid_loses_no_item(rig: Rig, guid: str) -> None:
    items = [story(f"Story {n}", f"{SECURE}/{n}", guid, DATES[n]) for n in (3, 2, 1)]
    rig.web.pages[URL] = rss(*items)
    assert rig.poll()["herald"].new == 3
    before = everywhere(rig)
    assert titles(before) == ["Story 3", "Story 2", "Story 1"]
    assert len(set(ids(before))) == 3
    rig.web.pages[URL] = rss(*items, more="<ttl>60</ttl>")
    assert rig.poll()["herald"].new == 0
    assert everywhere(rig) == before


@pytest.mark.parametrize("text", ["", "Corrected."])
def test_df02_a_guid_that_turns_out_to_be_repeated_doubles_nothing(rig: Rig, text: str) -> None:
    rig.web.pages[URL] = rss(story("Story 1", f"{SECURE}/1", "N/A", DATES[1]))
    rig.poll()
    first = only(rig)
    later = [story(f"Story {n}", f"{SECURE}/{n}", "N/A", DATES[n]) for n in (2, 3)]
    rig.web.pages[URL] = rss(story("Story 1", f"{SECURE}/1", "N/A", DATES[1], text), *later)
    assert rig.poll()["herald"].new == 2
    assert ids(everywhere(rig)).count(first.id) == 1
    assert titles(everywhere(rig)) == ["Story 3", "Story 2", "Story 1"]


def test_df03_neither_guid_nor_link_is_rendered_under_a_stable_id(rig: Rig, tmp_path: Path) -> None:
    document = rss(story("Tide tables", text="High water at noon."), story(text="A note."))
    rig.web.pages[URL] = document
    assert rig.poll()["herald"].new == 2
    before = everywhere(rig)
    assert titles(before) == ["Tide tables", ""]
    assert all(one.id.startswith("urn:uuid:") for one in before)
    rig.web.pages[URL] = document.replace(b"<channel>", b"<channel><ttl>60</ttl>")
    assert rig.poll()["herald"].new == 0
    other = Rig(f"sqlite:///{tmp_path}/other.sqlite3", (source(),))
    other.web.pages[URL] = document
    other.poll()
    assert ids(everywhere(rig)) == ids(everywhere(other)) == ids(before)
    other.database.close()


def two_papers(rig: Rig, guid: str) -> None:
    """Two sources, each with an article of its own under one guid."""
    rig.provision((source(), source("quay")))
    rig.web.pages[URL] = rss(story("Tides", f"{SECURE}/t", guid, DATES[1]))
    rig.web.pages[QUAY] = rss(
        story("Nets", "https://quay.example/n", guid, DATES[2]), title="The Quay"
    )


@pytest.mark.parametrize("guid", ["42", "tag:example.org,2026:42"])
def test_df04_the_same_guid_in_two_feeds_leaves_each_its_own(rig: Rig, guid: str) -> None:
    two_papers(rig, guid)
    rig.poll("herald")
    before = rig.documents()["source-herald.atom"]
    assert rig.poll("quay")["quay"].new == 1
    assert rig.documents()["source-herald.atom"] == before
    assert titles(everywhere(rig, "source-quay")) == ["Nets"]


def test_df04_a_guid_that_two_feeds_count_alike_hides_neither(rig: Rig) -> None:
    two_papers(rig, "42")
    rig.poll()
    assert titles(everywhere(rig)) == ["Nets", "Tides"]


def test_df04_an_iri_that_two_feeds_claim_stays_with_the_first_configured(rig: Rig) -> None:
    two_papers(rig, "tag:example.org,2026:42")
    rig.poll("quay")
    rig.poll("herald")
    assert titles(everywhere(rig)) == ["Tides"]


def rebuilt(build: int) -> bytes:
    """A feed whose generator gives every item another guid each time."""
    return rss(*(story(f"Story {n}", f"{SECURE}/{n}", f"{build}-{n}", DATES[n]) for n in (3, 2, 1)))


def test_df05_a_new_guid_at_each_poll_is_no_news(rig: Rig) -> None:
    rig.web.pages[URL] = rebuilt(0)
    rig.poll()
    before = everywhere(rig)
    for build in range(1, 5):
        rig.web.pages[URL] = rebuilt(build)
        assert rig.poll()["herald"].new == 0
    assert everywhere(rig) == before


def test_df05_a_source_with_a_new_guid_at_each_poll_is_flagged(rig: Rig) -> None:
    for build in range(5):
        rig.web.pages[URL] = rebuilt(build)
        rig.poll()
    assert state(rig).health is Health.DEGRADED
    assert state(rig).problem


def test_df05_own_ids_are_the_same_under_every_hash_seed(tmp_path: Path) -> None:
    document = rss(
        story("Linked", f"{SECURE}/1"), story("Titled"), story(text="Bare."), item(4)
    ).decode()
    told = []
    for seed in ("1", "2"):
        home = tmp_path / seed
        home.mkdir()
        program = Program(home)
        program.write(sources='[sources.herald]\nurl = "file:herald.xml"', herald_xml=document)
        assert program("poll", PYTHONHASHSEED=seed).code == 0
        rows = program("entries", "list", "--json", PYTHONHASHSEED=seed).rows()
        told.append(sorted((row["id"], row["public_id"]) for row in rows))
    assert len(told[0]) == 4
    assert told[0] == told[1]


@pytest.mark.parametrize(
    ("title", "link"),
    [("Story 1, corrected", f"{SECURE}/1"), ("Story 1", f"{SECURE}/2026/story-one")],
)
def test_df06_a_title_or_permalink_edit_is_an_update(rig: Rig, title: str, link: str) -> None:
    rig.web.pages[URL] = rss(story("Story 1", f"{SECURE}/1", "tag:herald.example,2026:1", MORNING))
    rig.poll()
    before = only(rig)
    rig.web.pages[URL] = rss(story(title, link, "tag:herald.example,2026:1", MORNING))
    account = rig.poll()["herald"]
    assert (account.new, account.updated) == (0, 1)
    after = only(rig)
    assert after[:4] == (before.id, title, link, before.published)
    assert (after.updated == rig.now()) is (title != before.title)


COPIES = {
    "same id": story("Story 1", f"{SECURE}/1", "tag:herald.example,2026:1", MORNING),
    "own id": story("Story 1", f"{SECURE}/1", "planet-777", MORNING),
    "own id, an IRI": story("Story 1", f"{SECURE}/1", "tag:planet.example,2026:777", MORNING),
}


@pytest.mark.parametrize("copy", COPIES)
@pytest.mark.parametrize("order", [("herald", "planet"), ("planet", "herald")])
def test_df07_an_article_and_its_copy_via_a_planet_are_one_item(
    rig: Rig, copy: str, order: tuple[str, str]
) -> None:
    rig.provision((source(), source("planet")))
    rig.web.pages[URL] = rss(item(1))
    rig.web.pages[PLANET] = rss(
        COPIES[copy], story("Planet notes", "https://planet.example/1"), title="Planet Harbour"
    )
    for name in order:
        rig.poll(name)
    assert sorted(titles(everywhere(rig))) == ["Planet notes", "Story 1"]
    assert titles(everywhere(rig, "source-herald")) == ["Story 1"]
    assert sorted(titles(everywhere(rig, "source-planet"))) == ["Planet notes", "Story 1"]


def test_df07_a_copy_whose_title_came_as_markup_is_the_same_item(rig: Rig) -> None:
    rig.provision((source(), source("planet")))
    link = f"{SECURE}/1"
    rig.web.pages[URL] = rss(story("Tom &amp; Jerry", link, "1", MORNING))
    rig.web.pages[PLANET] = rss(story("Tom &amp;amp; Jerry", link, "777", MORNING))
    rig.poll()
    assert titles(everywhere(rig)) == ["Tom & Jerry"]


@pytest.mark.parametrize("copy", COPIES)
def test_df07_of_an_article_and_its_copy_the_origin_is_shown(rig: Rig, copy: str) -> None:
    rig.provision((source(), source("planet")))
    rig.web.pages |= {URL: rss(item(1)), PLANET: rss(COPIES[copy], title="Planet Harbour")}
    rig.poll("planet")
    rig.poll("herald")
    (shown,) = json.loads(rig.documents()["all.json"])["items"]
    assert shown["_feedsvc"]["source"]["title"] == "The Harbour Herald"


@pytest.mark.parametrize(
    ("main", "url"),
    [
        (
            '[site]\nurl = "https://feeds.example.org"',
            "https://feeds.example.org/channels/all.rss",
        ),
        (
            '[site]\nurl = "https://example.org/feeds"',
            "https://example.org/feeds/channels/all.atom",
        ),
        (
            '[site]\nurl = "https://feeds.example.org"\n[web]\nbind = "127.0.0.1:9000"',
            "http://127.0.0.1:9000/channels/source-quay.json",
        ),
    ],
    ids=["site", "site with a path", "bind"],
)
def test_df08_a_channel_of_our_own_is_refused_as_a_source(
    tmp_path: Path, main: str, url: str
) -> None:
    program = Program(tmp_path)
    program.write(feedsvc=main, sources=f'[sources.loop]\nurl = "{url}"')
    assert program("check").refused().startswith("sources.toml:sources.loop.url: ")


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org/feed.xml",
        "https://example.org/feedsmith/channels/all.rss",
        "https://example.org.herald.example/feeds/channels/all.rss",
        "http://127.0.0.1:9001/channels/all.rss",
    ],
)
def test_df08_a_neighbour_of_ours_is_a_source_like_any(tmp_path: Path, url: str) -> None:
    program = Program(tmp_path)
    program.write(
        feedsvc='[site]\nurl = "https://example.org/feeds"\n[web]\nbind = "127.0.0.1:9000"',
        sources=f'[sources.near]\nurl = "{url}"',
    )
    assert program("check").code == 0


# Pending: `[sources.NAME.retention] entries = N` is planned; the name of the key may still change.
RETAINING = '[sources.herald]\nurl = "file:herald.xml"\n[sources.herald.retention]\nentries = 2\n'


def retained(program: Program) -> list[str]:
    return [row["title"] for row in program("entries", "list", "--json").rows()]


def test_df09_what_retention_purged_comes_back_with_no_poll(tmp_path: Path) -> None:
    program = Program(tmp_path)
    items = [item(number) for number in (5, 4, 3, 2, 1)]
    program.write(sources=RETAINING, herald_xml=rss(*items).decode())
    (first,) = program("poll", "--json").rows()
    assert first["new"] == 5
    assert retained(program) == ["Story 5", "Story 4"]
    for minutes in (30, 60):
        changed = rss(*items, more=f"<ttl>{minutes}</ttl>").decode()
        program.write(herald_xml=changed)
        (again,) = program("poll", "--json").rows()
        assert (again["outcome"], again["new"]) == ("fetched", 0)
        assert retained(program) == ["Story 5", "Story 4"]


def test_df09_an_edit_of_what_was_purged_does_not_bring_it_back(tmp_path: Path) -> None:
    program = Program(tmp_path)
    program.write(sources=RETAINING, herald_xml=rss(item(3), item(2), item(1)).decode())
    program("poll")
    edited = rss(item(3), item(2), item(1, text="Corrected."))
    program.write(herald_xml=edited.decode())
    (again,) = program("poll", "--json").rows()
    assert again["new"] == 0
    assert retained(program) == ["Story 3", "Story 2"]


def test_df11_equal_titles_of_different_outlets_are_both_shown(rig: Rig) -> None:
    rig.provision((source(), source("quay")))
    title = "Morning briefing"
    rig.web.pages[URL] = rss(story(title, f"{SECURE}/mb", "1", MORNING))
    rig.web.pages[QUAY] = rss(story(title, "https://quay.example/mb", "2", MORNING), title="Quay")
    rig.poll()
    links = sorted(one.link for one in everywhere(rig))
    assert links == [f"{SECURE}/mb", "https://quay.example/mb"]


def test_df11_equal_titles_of_different_days_are_both_shown(rig: Rig) -> None:
    days = [story("Morning briefing", f"{SECURE}/{n}", f"mb-{n}", DATES[n]) for n in (1, 2)]
    for day in days:
        rig.web.pages[URL] = rss(day)
        assert rig.poll()["herald"].new == 1
    assert [one.link for one in everywhere(rig)] == [f"{SECURE}/2", f"{SECURE}/1"]


def test_df11_two_papers_on_one_host_are_two_papers(rig: Rig) -> None:
    second = at("second", "https://herald.example/second.xml")
    rig.provision((source(), replace(second, title="Second edition")))
    rig.web.pages[URL] = rss(story("Morning briefing", f"{SECURE}/a", "1", MORNING))
    rig.web.pages[second.url] = rss(story("Morning briefing", f"{SECURE}/b", "1", MORNING))
    rig.poll()
    assert sorted(one.link for one in seen(rig)) == [f"{SECURE}/a", f"{SECURE}/b"]
