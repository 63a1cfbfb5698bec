"""The overview, the list of all sources, and how each of them stands."""

import re
import time
from dataclasses import replace
from pathlib import Path

import pytest

from feedsvc.model.source import Checkpoint, Health, Origin, Pause, Source
from feedsvc.store import checkpoints, sources
from feedsvc.web.operator.standing import standing
from tests.rig import source
from tests.web.operator.house import Browser, Console

BAD = '"><script>alert(1)</script><b onmouseover=alert(1)>'


def failing(console: Console, name: str, problem: str, health: Health = Health.FAILING) -> None:
    with console.rig.database.transaction() as statements:
        stored = sources.named(statements, name)
        now = console.rig.now()
        kept = Checkpoint(health=health, problem=problem, failures=5, polled_at=now, due_at=now)
        checkpoints.keep(statements, [(stored.id, kept)])


@pytest.fixture
def many(tmp_path: Path) -> Console:
    named = [source(f"paper{n:03}", tags=("sea",) if n % 2 else ("land",)) for n in range(120)]
    return Console(tmp_path, (*named, replace(source("lost"), enabled=False)))


def rows(page: str) -> int:
    return page.count('<th scope="row">')


def test_a_list_is_paged_filtered_and_sorted(many: Console) -> None:
    failing(many, "paper007", "HTTP 404")
    ida = many.browser("ida")
    page = ida.get("/operator/sources").text
    assert rows(page) == 50
    assert "Page 1 of 3" in page
    assert "page=2" in page
    assert rows(ida.get("/operator/sources?page=3").text) == 21
    assert rows(ida.get("/operator/sources?page=99999").text) == 21
    assert rows(ida.get("/operator/sources?page=x").text) == 50
    page = ida.get("/operator/sources?tag=sea&q=PAPER00").text
    assert rows(page) == 5
    assert "5 of 121" in page
    page = ida.get("/operator/sources?health=failing").text
    assert rows(page) == 1
    assert "There is nothing at its address (HTTP 404)" in page
    page = ida.get("/operator/sources?sort=health").text
    assert page.index("paper007") < page.index("paper000")
    assert rows(ida.get("/operator/sources?health=disabled").text) == 1
    assert "No source is like that" in ida.get("/operator/sources?q=nothing").text


def test_what_is_removed_is_listed_only_when_asked_for(many: Console) -> None:
    many.rig.provision((source("paper000"),))
    ida = many.browser("ida")
    assert rows(ida.get("/operator/sources").text) == 1
    assert rows(ida.get("/operator/sources?health=removed").text) == 50


def test_the_overview_counts_and_says_what_to_do_first(console: Console) -> None:
    ida = console.browser("ida")
    assert "Nothing. All is well." in ida.get("/operator/").text
    failing(console, "herald", "connection refused")
    page = ida.get("/operator/").text
    assert '/operator/sources?health=failing" title=' in page
    assert "The server cannot be reached, 5 times in a row" in page
    assert "What needs attention" in page
    assert page.index("urgent") < page.index("What needs attention") + 600


def test_what_many_sources_have_in_common_is_one_line_of_the_overview(many: Console) -> None:
    for number in range(30):
        failing(many, f"paper{number:03}", "connection refused" if number else "HTTP 404")
    page = many.browser("ida").get("/operator/").text
    assert page.count('class="cure"') == 2
    assert re.search(r'paper001</a> and <a href="/operator/sources\?health=failing">28 more<', page)
    assert re.search(r"paper000</a></h3>", page)


def test_the_overview_lists_twenty_and_sums_up_the_rest(many: Console) -> None:
    for number in range(30):
        failing(many, f"paper{number:03}", f"HTTP {400 + number}")
    page = many.browser("ida").get("/operator/").text
    assert page.count('class="cure"') == 20
    assert "And more of these: 10 failing" in page


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"paused": Pause.FILE}, "paused"),
        ({"enabled": False}, "disabled"),
        ({}, "new"),
        ({"revoked": True}, "revoked"),
        ({"origin": Origin.REMOVED}, "removed"),
    ],
)
def test_how_a_source_stands_is_one_word(
    console: Console, change: dict[str, object], word: str
) -> None:
    stored = sources.named(console.rig.database.statements(), "herald")
    changed: Source = replace(stored.source, **change)  # type: ignore[arg-type] # its fields
    fresh = stored._replace(source=changed, checkpoint=Checkpoint())
    assert standing(fresh).word == word


def test_nothing_of_a_stranger_becomes_markup(console: Console) -> None:
    console.polled(4, title=BAD.replace("<", "&lt;").replace('"', "&quot;"))
    failing(console, "herald", f"odd: {BAD}", Health.DEGRADED)
    ida = console.browser("ida")
    for path in (
        "/operator/",
        "/operator/sources",
        f"/operator/sources?q={BAD}&tag={BAD}&health={BAD}&sort={BAD}",
        "/operator/sources/herald",
        f"/operator/sign-in?next={BAD}",
        f"/operator/add?address={BAD}",
    ):
        answer = ida.get(path)
        assert "<script>" not in answer.text, path
        assert "<b on" not in answer.text, path


def test_the_address_of_a_secret_source_is_shown_nowhere(tmp_path: Path) -> None:
    secret = replace(source(), url="https://herald.example/feed?key=c4n4ry", secret=True)
    console = Console(tmp_path, (secret,))
    ida: Browser = console.browser("ida")
    for path in ("/operator/", "/operator/sources", "/operator/sources/herald"):
        page = ida.get(path).text
        assert "c4n4ry" not in page
    assert "https://herald.example/…" in page


def test_a_thousand_sources_are_listed_at_once(tmp_path: Path) -> None:
    console = Console(tmp_path, tuple(source(f"paper{n}") for n in range(1000)))
    ida = console.browser("ida")
    for path in ("/operator/", "/operator/sources?sort=next"):
        ida.get(path)
        began = time.process_time()
        answer = ida.get(path)
        assert time.process_time() - began < 0.3
        assert len(answer.data) < 100_000
