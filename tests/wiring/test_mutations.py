"""Whatever becomes of the files, what was in force last stays so, and a line says what to do."""

import shutil
from pathlib import Path

import pytest

from feedsvc.jobs.once import poll_once
from feedsvc.publish.formats import Format
from feedsvc.store import sources
from feedsvc.wiring.house import now, open_house
from feedsvc.wiring.publishing import open_serving
from feedsvc.wiring.pulling import open_worker
from feedsvc.wiring.watch import Watch
from tests.rig import item, rss
from tests.wiring import mutations

MOST = "the configuration was not read anew; what was in force stays so"
AGAIN = "the configuration was read anew and is in force"
CANARY = "canary"


class Running:
    """A service over a folder: what a web process has, and a watch on the files."""

    def __init__(self, tmp_path: Path) -> None:
        self.folder, self.good = tmp_path / "config", tmp_path / "good"
        for folder in (self.folder, self.good):
            mutations.write(folder, tmp_path / "feedsvc.sqlite3")
            (folder / "herald.xml").write_bytes(rss(item(1), item(2)))
        house = open_house(self.folder)
        with open_worker(house, lambda _: None) as worker:
            poll_once(house.database, worker, sources.pollable(house.database.statements()), now)
        self.publisher, _ = open_serving(house)
        self.lines: list[str] = []
        self.watch = Watch(self.folder, house.settings, self.publisher.follow, self.lines.append)

    def told(self) -> list[str]:
        """The lines of two looks."""
        del self.lines[:]
        self.watch.look()
        self.watch.look()
        return list(self.lines)

    def documents(self) -> dict[tuple[str, Format], bytes]:
        return {
            (channel.name, form): self.publisher.document(channel.name, form).body
            for channel in self.publisher.channels()
            for form in Format
        }

    def mend(self) -> None:
        for folder in (self.folder, self.folder.with_name("away")):
            shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(self.good, self.folder)


@pytest.fixture
def running(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Running:
    for name, value in mutations.ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
    return Running(tmp_path)


def test_the_last_good_configuration_stays_in_force(running: Running, tmp_path: Path) -> None:
    every = mutations.every(tmp_path / "feedsvc.sqlite3")
    assert len(every) >= 200
    before = running.documents()
    assert b"Story 1" in before["world", Format.ATOM]
    failures = []
    for mutation in every:
        mutation.change(running.folder)
        told = running.told()
        place = mutation.place or str(running.folder)
        is_named = any(line.startswith(place) and "; " in line for line in running.watch.complaints)
        is_kept = told[-1:] == [MOST] or told == list(running.watch.complaints)
        is_kept = is_kept and not running.watch.is_in_force
        is_quiet = CANARY not in "".join(told) and all(map(str.isprintable, told))
        is_listed = list(running.watch.complaints) in (told, told[:-1])
        is_served = running.documents() == before
        running.mend()
        is_mended = running.told() == [AGAIN] and running.watch.is_in_force
        if not (is_named and is_kept and is_quiet and is_listed and is_served and is_mended):
            failures.append((mutation.name, place, told, is_kept, is_quiet, is_served, is_mended))
    assert not failures, f"{len(failures)}: {failures[:12]}"
    assert running.documents() == before
