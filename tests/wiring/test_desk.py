from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from feedsvc.errors import ConfigurationError, FeedsvcError, NotFoundError
from feedsvc.flows.serve import Publisher
from feedsvc.model.source import Origin, Pause, Scope
from feedsvc.store import permissions, sources
from feedsvc.wiring.desk import Desk
from feedsvc.wiring.house import House, open_house

NOW = datetime(2026, 5, 1, tzinfo=UTC)
SOURCES = '[sources.filed]\nurl = "https://filed.example/feed"\ntags = ["a"]\n'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "config"
    made.mkdir()
    (made / "sources.toml").write_text(SOURCES)
    url = f"sqlite:///{tmp_path / 'feedsvc.sqlite3'}"
    (made / "feedsvc.toml").write_text(f'[database]\nurl = "{url}"\n')
    return made


@pytest.fixture
def house(folder: Path) -> House:
    return open_house(folder)


def desk(house: House) -> Desk:
    return Desk(database=house.database, settings=house.settings, person="eva", now=NOW)


def test_a_source_is_added_and_outlasts_a_change_of_the_files(house: House, folder: Path) -> None:
    table = {
        "url": "https://added.example/feed",
        "tags": ["b"],
        "permission": {"scope": "full", "from": "2026-01-12", "embargo": "24h"},
    }
    desk(house).add_sources({"added": table})
    (folder / "sources.toml").write_text(SOURCES + "# another\n")
    statements = open_house(folder).database.statements()
    one = sources.named(statements, "added")
    assert one.source.origin is Origin.OPERATOR
    assert one.source.enabled
    assert one.source.permission.scope is Scope.FULL
    assert [record.by for record in permissions.history(statements, "added")] == ["eva"]
    assert desk(house).declared("added") == table


def test_what_is_wrong_is_named_by_key_with_its_cure(house: House) -> None:
    table = {"url": "file:feed.xml", "permission": {"scop": "full"}}
    with pytest.raises(ConfigurationError) as caught:
        desk(house).add_sources({"added": table})
    assert "sources.added.permission.scop" in str(caught.value)
    assert not sources.by_names(house.database.statements(), ["added"])
    with pytest.raises(ConfigurationError, match="file: is for the files"):
        desk(house).add_sources({"added": {"url": "file:/etc/passwd"}})


def test_what_the_files_declare_is_changed_there(house: House) -> None:
    with pytest.raises(FeedsvcError, match=r"sources\.toml"):
        desk(house).remove_source("filed")
    with pytest.raises(FeedsvcError, match="already"):
        desk(house).add_sources({"filed": {"url": "https://other.example/feed"}})


def test_a_source_is_paused_and_resumed_whoever_declares_it(house: House, folder: Path) -> None:
    assert desk(house).pause("filed").source.paused is Pause.OPERATOR
    assert not sources.due_hosts(house.database.statements(), NOW, 10)
    (folder / "sources.toml").write_text(SOURCES.replace('"a"', '"c"'))
    house = open_house(folder)
    assert sources.named(house.database.statements(), "filed").source.paused is Pause.OPERATOR
    assert desk(house).resume("filed").source.paused is Pause.NO
    assert sources.due_hosts(house.database.statements(), NOW, 10) == ["filed.example"]


def test_a_file_that_pauses_is_obeyed(folder: Path) -> None:
    (folder / "sources.toml").write_text(SOURCES + "paused = true\n")
    house = open_house(folder)
    with pytest.raises(FeedsvcError, match=r"paused in sources\.toml"):
        desk(house).resume("filed")
    (folder / "sources.toml").write_text(SOURCES)
    house = open_house(folder)
    assert sources.named(house.database.statements(), "filed").source.paused is Pause.NO


def test_a_removed_source_can_be_added_again_under_its_row(house: House) -> None:
    table = {"url": "https://added.example/feed"}
    (first,) = desk(house).add_sources({"added": table})
    desk(house).remove_source("added")
    gone = sources.named(house.database.statements(), "added").source
    assert (gone.enabled, gone.origin) == (False, Origin.REMOVED)
    (again,) = desk(house).add_sources({"added": table})
    assert (again.id, again.source.enabled) == (first.id, True)


def test_a_channel_of_an_operator_is_published(house: House) -> None:
    publisher = Publisher(house.database, house.settings, lambda: NOW)
    desk(house).put_channel("mine", {"title": "Mine", "tags": ["a"]}, is_new=True)
    assert [channel.name for channel in publisher.channels()] == ["all", "mine", "source-filed"]
    assert publisher.view("mine").channel.title == "Mine"
    with pytest.raises(ConfigurationError, match="no source has the tag"):
        desk(house).put_channel("mine", {"tags": ["z"]}, is_new=False)
    desk(house).remove_channel("mine")
    with pytest.raises(NotFoundError):
        publisher.view("mine")


def test_a_public_channel_cannot_name_a_private_source(house: House) -> None:
    table = {"url": "https://hush.example/feed", "private": True}
    desk(house).add_sources({"hush": table})
    with pytest.raises(ConfigurationError, match="'hush' is private, and this channel is not"):
        desk(house).put_channel("mine", {"sources": ["hush"]}, is_new=True)
    desk(house).put_channel("mine", {"sources": ["hush"], "private": True}, is_new=True)


def test_the_first_polls_of_many_are_spread(house: House) -> None:
    tables = {f"s{number}": {"url": f"https://s{number}.example/"} for number in (3, 1, 2, 0)}
    added = desk(house).add_sources(tables, over=timedelta(minutes=4))
    due = {one.source.name: one.checkpoint.due_at for one in added}
    assert due == {name: NOW + timedelta(minutes=place) for place, name in enumerate(tables)}
    assert len(sources.due_hosts(house.database.statements(), NOW, 10)) == 2
