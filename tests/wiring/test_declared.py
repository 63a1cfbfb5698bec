"""What operators added, when the files change."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from feedsvc.errors import ConfigurationError, FeedsvcError
from feedsvc.model.source import Origin, Retention
from feedsvc.store import sources
from feedsvc.store.sources import Stored
from feedsvc.wiring.desk import Desk
from feedsvc.wiring.house import House
from feedsvc.wiring.provision import read_settings
from tests.wiring.conftest import Home

NOW = datetime(2026, 5, 1, tzinfo=UTC)
ADDED = {"url": "https://added.example/feed", "tags": ["sea"]}
CHANNEL = '[channels.sea]\nsources = ["herald", "added"]\ntags = ["sea"]\n'


def add(house: House, **tables: Mapping[str, object]) -> None:
    Desk(database=house.database, settings=house.settings, person="eva", now=NOW).add_sources(
        tables
    )


def stored(house: House, name: str) -> Stored:
    return sources.named(house.database.statements(), name)


def test_a_channel_of_the_files_may_name_what_an_operator_added(home: Home) -> None:
    house = home.open()
    home.write(**{"channels.toml": CHANNEL})
    with pytest.raises(ConfigurationError, match="there is no source 'added'"):
        read_settings(home.folder)
    add(house, added=ADDED)
    assert read_settings(home.folder).channels[0].sources == ("herald", "added")
    house = home.open()
    desk = Desk(database=house.database, settings=house.settings, person="eva", now=NOW)
    with pytest.raises(FeedsvcError, match=r"'sea' in channels\.toml names the source 'added'"):
        desk.remove_source("added")


def test_a_file_overrules_an_operator_and_says_so_once(
    home: Home, capsys: pytest.CaptureFixture[str]
) -> None:
    add(home.open(), added=ADDED)
    text = (home.folder / "sources.toml").read_text()
    home.write(**{"sources.toml": f'{text}[sources.added]\nurl = "https://filed.example/"\n'})
    house = home.open()
    assert stored(house, "added").source.origin is Origin.FILE
    assert stored(house, "added").source.url == "https://filed.example/"
    said = "sources.toml:sources.added: an operator added a source of this name too; "
    assert capsys.readouterr().err.startswith(said)
    home.write(**{"channels.toml": '[channels.all]\nsources = ["*"]'})
    home.open()
    assert capsys.readouterr().err == ""


def test_an_address_in_a_variable_is_followed(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FEEDSVC_SECRET_FEED", "https://added.example/1?key=canary")
    add(home.open(), added=ADDED | {"url": {"env": "FEEDSVC_SECRET_FEED"}})
    monkeypatch.setenv("FEEDSVC_SECRET_FEED", "https://added.example/2?key=canary")
    one = stored(home.open(), "added")
    assert one.source.url == "https://added.example/2?key=canary"
    assert one.source.secret
    assert one.source.origin is Origin.OPERATOR


def test_a_variable_that_is_gone_is_told_and_changes_nothing(
    home: Home, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("FEEDSVC_SECRET_FEED", "https://added.example/1?key=canary")
    add(home.open(), added=ADDED | {"url": {"env": "FEEDSVC_SECRET_FEED"}})
    monkeypatch.delenv("FEEDSVC_SECRET_FEED")
    one = stored(home.open(), "added")
    assert one.source.url == "https://added.example/1?key=canary"
    assert capsys.readouterr().err == (
        "the source that an operator added, sources.added.url: the variable FEEDSVC_SECRET_FEED is"
        " not set; set it for the service, or name another\n"
    )


def test_what_is_kept_of_all_sources_is_kept_of_those_of_operators(home: Home) -> None:
    add(home.open(), added=ADDED, own=ADDED | {"retention": {"entries": 7}})
    main = (home.folder / "feedsvc.toml").read_text()
    home.write(**{"feedsvc.toml": f'{main}[retention]\nentries = 50\nage = "30d"\n'})
    house = home.open()
    age = timedelta(days=30)
    assert stored(house, "added").source.retention == Retention(entries=50, age=age)
    assert stored(house, "own").source.retention == Retention(entries=7, age=age)


def test_a_rotated_secret_of_a_file_is_in_force(home: Home, tmp_path: Path) -> None:
    secret = tmp_path / "config" / "feed.secret"
    secret.write_text("https://kept.example/1\n")
    home.write(**{"sources.toml": '[sources.kept]\nurl = { file = "feed.secret" }\n'})
    assert stored(home.open(), "kept").source.url == "https://kept.example/1"
    secret.write_text("https://kept.example/2\n")
    assert stored(home.open(), "kept").source.url == "https://kept.example/2"
