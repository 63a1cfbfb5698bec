from collections.abc import Iterator
from pathlib import Path

import pytest

from feedsvc.flows.pull import Polled
from feedsvc.jobs.once import poll_once
from feedsvc.store import sources
from feedsvc.wiring.house import House, now, open_house
from feedsvc.wiring.pulling import open_worker
from tests.rig import item, rss

MAIN = '[site]\ntitle = "Harbour"\n[database]\nurl = "sqlite:///{}"\n'
SOURCES = """
[sources.herald]
url = "file:herald.xml"
tags = ["port"]

[sources.quay]
url = "file:quay.xml"
"""


class Home:
    """A configuration folder with two sources that are files, and the database beside it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "config"
        self.folder.mkdir()
        self.database = folder / "var" / "feedsvc.sqlite3"
        self._opened: list[House] = []
        self.write(
            **{
                "feedsvc.toml": MAIN.format(self.database),
                "sources.toml": SOURCES,
                "herald.xml": rss(item(1), item(2)).decode(),
                "quay.xml": rss(item(3), title="The Quay").decode(),
            }
        )

    def write(self, **texts: str) -> None:
        for name, text in texts.items():
            (self.folder / name).write_text(text, "utf-8")

    def open(self) -> House:
        house = open_house(self.folder)
        self._opened.append(house)
        return house

    def poll(self, house: House) -> dict[str, Polled]:
        accounts: list[Polled] = []
        with open_worker(house, accounts.append) as worker:
            chosen = sources.pollable(house.database.statements())
            assert not poll_once(house.database, worker, chosen, now)
        return {account.source: account for account in accounts}

    def close(self) -> None:
        for house in self._opened:
            house.database.close()


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Home]:
    for variable in ("FEEDSVC_DATABASE__URL", "FEEDSVC_WEB__BIND", "FEEDSVC_SITE__TITLE"):
        monkeypatch.delenv(variable, raising=False)
    made = Home(tmp_path)
    yield made
    made.close()
