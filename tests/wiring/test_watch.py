"""What is in force while the files change."""

from collections.abc import Callable
from pathlib import Path

import pytest

from feedsvc.settings import Settings
from feedsvc.store import permissions, sources
from feedsvc.wiring.house import House, open_house
from feedsvc.wiring.watch import Watch

SOURCES = """
[sources.herald]
url = "https://herald.example/feed"
[sources.herald.permission]
scope = "full"
"""
Look = Callable[[], list[str]]


class Watched:
    """A configuration that is in force, and a watch on it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.house: House = open_house(folder)
        self.lines: list[str] = []
        self.followed: list[Settings] = []
        self.watch = Watch(folder, self.house.settings, self.followed.append, self.lines.append)

    def write(self, name: str, text: str) -> None:
        (self.folder / name).write_text(text)

    def look(self) -> list[str]:
        """What is told of until the files have stood."""
        before = len(self.lines)
        self.watch.look()
        self.watch.look()
        return self.lines[before:]

    def scope(self) -> str:
        return sources.named(
            self.house.database.statements(), "herald"
        ).source.permission.scope.value


@pytest.fixture
def watched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Watched:
    folder = tmp_path / "config"
    folder.mkdir()
    (folder / "sources.toml").write_text(SOURCES)
    monkeypatch.setenv("FEEDSVC_DATABASE__URL", f"sqlite:///{tmp_path}/f.sqlite3")
    return Watched(folder)


def test_nothing_is_done_while_nothing_changes(watched: Watched) -> None:
    assert watched.look() == []
    assert watched.followed == []


def test_a_good_change_is_in_force_once_it_has_stood(watched: Watched) -> None:
    watched.write("sources.toml", SOURCES.replace("full", "link"))
    watched.watch.look()
    assert watched.scope() == "full"
    watched.watch.look()
    assert watched.scope() == "link"
    assert watched.lines == ["the configuration was read anew and is in force"]
    assert watched.look() == []
    history = permissions.history(watched.house.database.statements(), "herald")
    assert [one.change for one in history] == ["given", "changed"]
    assert all(one.by for one in history)


def test_settings_are_handed_on(watched: Watched) -> None:
    watched.write("feedsvc.toml", '[site]\ntitle = "Anew"')
    watched.look()
    assert [one.site.title for one in watched.followed] == ["Anew"]


WRONG = {
    "licence": ('licence = "CC-BY-9"', "is no licence that feedsvc knows"),
    "until": ("from = 2026-02-01\nuntil = 2026-01-01", "lies before from"),
    "attribution": ('attribution = "{who}"', "unknown field {who}"),
    "scope": ('scope = "all"', "is 'all'"),
}


@pytest.mark.parametrize("key", WRONG)
def test_what_is_wrong_is_told_once_and_what_was_in_force_stays_so(
    watched: Watched, key: str
) -> None:
    text, said = WRONG[key]
    before = watched.house.database.statements().read("generation")
    good = SOURCES.replace('scope = "full"', "")
    watched.write("sources.toml", f"{good}{text}")
    complaint, rest = watched.look()
    assert complaint.startswith(f"sources.toml:sources.herald.permission.{key}: ")
    assert said in complaint
    assert rest == "the configuration was not read anew; what was in force stays so"
    assert watched.look() == []
    assert watched.scope() == "full"
    assert watched.house.database.statements().read("generation") == before
    watched.write("sources.toml", SOURCES.replace("full", "excerpt"))
    assert watched.look() == ["the configuration was read anew and is in force"]
    assert watched.scope() == "excerpt"


def test_evidence_that_the_site_demands(watched: Watched) -> None:
    watched.write("feedsvc.toml", "[site]\nrequire_evidence = true")
    complaint, _ = watched.look()
    assert complaint.startswith("sources.toml:sources.herald.permission.evidence: is missing")
    assert watched.followed == []


def test_a_file_that_is_gone_or_broken_changes_nothing(watched: Watched) -> None:
    (watched.folder / "sources.toml").unlink()
    assert "sources.toml: is missing" in watched.look()[0]
    watched.write("sources.toml", "[sources")
    assert "is not valid TOML" in watched.look()[0]
    watched.write("sources.toml", SOURCES)
    assert watched.look() == ["the configuration was read anew and is in force"]
    assert watched.scope() == "full"


def test_another_database_waits_for_a_restart(
    watched: Watched, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FEEDSVC_DATABASE__URL", f"sqlite:///{tmp_path}/other.sqlite3")
    assert watched.look() == [
        "feedsvc.toml:database.url: is another one; restart feedsvc, which uses it then"
    ]
    assert not (tmp_path / "other.sqlite3").exists()
