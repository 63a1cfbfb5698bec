import json
import sqlite3
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from feedsvc.errors import ConfigurationError, StoreError
from feedsvc.model.channel import Channel
from feedsvc.model.source import Checkpoint, Health, Scope
from feedsvc.settings import Site
from feedsvc.store import entries, migrate, sources
from feedsvc.store.sources import Stored
from feedsvc.wiring.house import Clock, House
from feedsvc.wiring.provision import read_settings
from tests.wiring.conftest import SOURCES, Home

COSTLY = ("pydantic", "sqlalchemy", "alembic", "feedparser", "nh3", "lxml", "flask", "rich")
OPEN = """
import json, sys
from pathlib import Path
from feedsvc.wiring.house import open_house
house = open_house(Path(sys.argv[1]))
json.dump([house.settings.site.title, sorted(sys.modules)], sys.stdout)
"""


def stored(house: House) -> dict[str, Stored]:
    return {one.source.name: one for one in sources.everything(house.database.statements())}


def titles(house: House) -> list[str]:
    listed = entries.listed(house.database.statements(), (), most=50, skip=0)
    return sorted(held.entry.title.value for held in listed if held.entry.title)


def generation(house: House) -> int:
    number: int = house.database.statements().read("generation")[0][0]
    return number


def contents(database: Path) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table."""
    connection = sqlite3.connect(database)
    tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    rows = {
        name: connection.execute(f"SELECT * FROM {name}").fetchall()  # noqa: S608 - names of tables
        for (name,) in tables
    }
    connection.close()
    return rows


def opened_elsewhere(home: Home) -> tuple[str, set[str]]:
    """The site's title and the costly libraries loaded, in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-c", OPEN, str(home.folder)], capture_output=True, check=True
    )
    title, modules = json.loads(done.stdout)
    return title, set(COSTLY) & set(modules)


def test_the_first_start_makes_the_database_and_the_sources(home: Home) -> None:
    house = home.open()
    assert home.database.is_file()
    assert list(stored(house)) == ["herald", "quay"]
    assert stored(house)["herald"].source == read_settings(home.folder).sources[0]
    assert house.settings == replace(read_settings(home.folder), sources=())


def test_the_second_start_reads_no_more_than_the_database(home: Home) -> None:
    assert opened_elsewhere(home) == ("Harbour", {"pydantic", "sqlalchemy", "alembic"})
    assert opened_elsewhere(home) == ("Harbour", set())


def test_the_second_start_changes_nothing_and_gives_the_same(home: Home) -> None:
    first = home.open()
    before = contents(home.database)
    second = home.open()
    assert contents(home.database) == before
    assert second.settings == first.settings
    assert generation(second) == generation(first)


def test_a_changed_file_is_read(home: Home) -> None:
    first = generation(home.open())
    home.write(**{"channels.toml": '[channels.port]\ntags = ["port"]'})
    house = home.open()
    assert house.settings.channels == (Channel(name="port", title="port", tags=("port",)),)
    assert generation(house) > first
    assert opened_elsewhere(home)[1] == set()


def test_a_changed_permission_is_stored(home: Home) -> None:
    first = generation(home.open())
    full = '[sources.herald.permission]\nscope = "full"\n'
    home.write(**{"sources.toml": SOURCES.replace("[sources.quay]", f"{full}[sources.quay]")})
    house = home.open()
    assert stored(house)["herald"].source.permission.scope is Scope.FULL
    assert stored(house)["quay"].source.permission.scope is Scope.LICENCE
    assert generation(house) > first


def test_a_comment_changes_nothing_that_is_published(home: Home) -> None:
    first = generation(home.open())
    home.write(**{"sources.toml": SOURCES + "\n# a remark\n"})
    assert generation(home.open()) == first


def test_a_variable_counts_like_a_file(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    home.open()
    monkeypatch.setenv("FEEDSVC_SITE__TITLE", "Elsewhere")
    assert home.open().settings.site == Site(title="Elsewhere")
    monkeypatch.delenv("FEEDSVC_SITE__TITLE")
    assert home.open().settings.site == Site(title="Harbour")


def test_a_broken_file_stops_the_start_and_touches_nothing(home: Home) -> None:
    home.poll(home.open())
    before = contents(home.database)
    assert before["entries"]
    home.write(**{"sources.toml": '[sources.herald]\nurl = "nonsense"'})
    with pytest.raises(ConfigurationError, match=r"^sources\.toml:sources\.herald\.url: is no "):
        home.open()
    assert contents(home.database) == before


def test_a_broken_file_makes_no_database(home: Home) -> None:
    home.write(**{"channels.toml": "[channels.x]"})
    with pytest.raises(ConfigurationError, match=r"^channels\.toml:channels\.x: selects nothing"):
        home.open()
    assert not home.database.parent.exists()


def test_an_address_that_is_no_database_is_said_by_the_check(home: Home) -> None:
    home.write(**{"feedsvc.toml": '[database]\nurl = "mysql://me:secret@db/feeds"'})
    with pytest.raises(ConfigurationError, match=r"^feedsvc\.toml:database\.url: ") as raised:
        home.open()
    assert "secret" not in str(raised.value)


def test_a_source_that_is_declared_no_more_is_switched_off_and_keeps_its_entries(
    home: Home,
) -> None:
    home.poll(home.open())
    herald, _, _ = SOURCES.partition("[sources.quay]")
    home.write(**{"sources.toml": herald})
    house = home.open()
    assert {name: one.source.enabled for name, one in stored(house).items()} == {
        "herald": True,
        "quay": False,
    }
    assert titles(house) == ["Story 1", "Story 2", "Story 3"]
    assert set(home.poll(house)) == {"herald"}
    home.write(**{"sources.toml": SOURCES})
    again = home.open()
    assert stored(again)["quay"].source.enabled
    account = home.poll(again)["quay"]
    assert (account.outcome, account.new) == ("not_modified", 0)


def test_a_source_at_another_address_is_begun_anew_and_keeps_its_entries(home: Home) -> None:
    home.poll(home.open())
    before = stored(home.open())["herald"].checkpoint
    assert before.body
    assert before.health is Health.OK
    home.write(**{"moved.xml": (home.folder / "herald.xml").read_text("utf-8")})
    home.write(**{"sources.toml": SOURCES.replace("file:herald.xml", "file:moved.xml")})
    house = home.open()
    after = stored(house)["herald"].checkpoint
    fresh = Checkpoint(
        due_at=after.due_at,
        polled_at=after.polled_at,
        good_at=after.good_at,
        changed_at=after.changed_at,
    )
    assert after == fresh
    assert after.due_at is not None
    assert before.due_at is not None
    assert after.due_at < before.due_at
    assert stored(house)["quay"].checkpoint.body
    accounts = home.poll(house)
    assert (accounts["herald"].outcome, accounts["herald"].new) == ("fetched", 0)
    assert titles(house) == ["Story 1", "Story 2", "Story 3"]


def test_a_source_whose_file_is_gone_is_a_complaint(home: Home) -> None:
    (home.folder / "quay.xml").unlink()
    with pytest.raises(ConfigurationError, match=r"^sources\.toml:sources\.quay\.url: there is no"):
        home.open()


@pytest.mark.parametrize("remembered", [True, False])
def test_a_database_of_another_revision_is_refused_in_one_line(
    home: Home, *, remembered: bool
) -> None:
    home.open().database.close()
    connection = sqlite3.connect(home.database)
    connection.execute("UPDATE alembic_version SET version_num = '9999'")
    if not remembered:
        connection.execute("DELETE FROM configuration")
    connection.commit()
    connection.close()
    before = contents(home.database)
    with pytest.raises(StoreError) as raised:
        home.open()
    assert str(raised.value) == (
        f"the database is at revision 9999, this program needs {migrate.REVISION};"
        " run feedsvc migrate, or use the program version that made it"
    )
    assert contents(home.database) == before


def test_a_file_that_is_no_database_is_refused_in_one_line(home: Home) -> None:
    home.database.parent.mkdir()
    home.database.write_text("These are no tables.")
    with pytest.raises(
        StoreError, match=r"^database /.* cannot be opened: .*; check the path"
    ) as e:
        home.open()
    assert str(e.value).isprintable()
    assert home.database.read_text() == "These are no tables."


def test_two_folders_that_share_a_database_take_turns(home: Home, tmp_path: Path) -> None:
    home.open()
    (tmp_path / "other").mkdir()
    other = Home(tmp_path / "other")
    other.write(
        **{
            "feedsvc.toml": (home.folder / "feedsvc.toml").read_text(),
            "sources.toml": '[sources.wire]\nurl = "https://wire.example/"',
        }
    )
    enabled = {name for name, one in stored(other.open()).items() if one.source.enabled}
    other.close()
    assert enabled == {"wire"}
    enabled = {name for name, one in stored(home.open()).items() if one.source.enabled}
    assert enabled == {"herald", "quay"}


def test_r5_a_clock_that_stands_still_goes_on() -> None:
    wall, counted = [1000.0], [5.0]
    clock = Clock(lambda: wall[0], lambda: counted[0])

    def told() -> float:
        return clock.now().timestamp()

    assert told() == 1000
    counted[0] += 0.5
    assert told() == 1000  # two looks within one tick of it
    counted[0] += 9.5
    assert told() == 1010
    wall[0] += 10
    assert told() == 1010
    wall[0] -= 300
    assert told() == 710
