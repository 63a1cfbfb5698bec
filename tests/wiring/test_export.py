import json
import random
import sqlite3
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import tomli_w
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from feedsvc.errors import ConfigurationError
from feedsvc.flows import curate
from feedsvc.model.channel import Channel
from feedsvc.model.source import Origin, Pause, Source
from feedsvc.settings import Settings
from feedsvc.store import channels, sources
from feedsvc.wiring.desk import Desk
from feedsvc.wiring.export import export
from feedsvc.wiring.house import House, open_house
from feedsvc.wiring.provision import read_settings
from tests.wiring.conftest import Home

NOW = datetime(2026, 5, 1, tzinfo=UTC)
FULL = {
    "scope": "full",
    "images": False,
    "granted_by": 'The "desk"',
    "attribution": "From {source}, by {permission}.",
    "from": date(2026, 1, 12),
    "until": date(2027, 1, 12),
    "embargo": "90m",
}

WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["C"]), min_size=1, max_size=12)
LINES = WORDS.filter(lambda word: bool(word.strip()))
TAGS = st.sampled_from(["port", "sea side", "ö", "world"])
DURATIONS = st.sampled_from(["0s", "1.5s", "15m", "24h", "30d", "0.25h"])
PERMISSIONS = st.fixed_dictionaries(
    {},
    optional={
        "scope": st.sampled_from(["full", "excerpt", "link", "licence"]),
        "images": st.sampled_from([True, False, "licence"]),
        "edits": st.booleans(),
        "licence": st.sampled_from(["CC-BY-4.0", "CC0-1.0", ""]),
        "on_third_party": st.sampled_from(["hold", "excerpt", "allow"]),
        "granted_by": WORDS,
        "attribution": st.sampled_from(["By {author}\n in {source}.", "{title}: „x“"]),
        "credit": st.sampled_from(["© {source}"]),
        "pixel": st.just("https://count.example/p.gif"),
        "evidence": WORDS,
        "notes": WORDS,
        "from": st.dates(date(2025, 1, 1), date(2025, 12, 31)),
        "until": st.dates(date(2026, 1, 1), date(2026, 12, 31)),
        "embargo": st.sampled_from(["0s", "30m"]),
        "expiry": st.sampled_from(["0s", "1h", "3.5d"]),
        "noindex": st.booleans(),
        "canonical": st.booleans(),
    },
)
RETENTION = st.fixed_dictionaries({}, optional={"entries": st.integers(1, 10**6), "age": DURATIONS})
URLS = st.one_of(
    st.integers(0, 99).map(lambda n: f"https://feeds.example/{n}?a=b&c=%20"),
    st.just("file:some feed.xml"),
    st.just({"env": "FEEDSVC_SECRET_FEED"}),
    st.just({"file": "feed.secret"}),
)
SOURCES = st.fixed_dictionaries(
    {"url": URLS},
    optional={
        "title": LINES,
        "tags": st.lists(TAGS, max_size=3),
        "enabled": st.booleans(),
        "paused": st.booleans(),
        "private": st.booleans(),
        "permission": PERMISSIONS,
        "retention": RETENTION,
    },
)
NAMES = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9_-]{0,6}", fullmatch=True)
HIDDEN = st.sampled_from(["", {"env": "FEEDSVC_SECRET_FEED"}, {"file": "feed.secret"}])
MAIN = st.fixed_dictionaries(
    {},
    optional={
        "site": st.fixed_dictionaries(
            {}, optional={"title": LINES, "per_source_channels": st.booleans()}
        ),
        "web": st.fixed_dictionaries(
            {"bind": st.sampled_from(["[::1]:9000", "localhost:80", "127.0.0.1:8000"])}
        ),
        "fetch": st.fixed_dictionaries(
            {},
            optional={
                "user_agent_contact": st.just("ops@example.org"),
                "allow_networks": st.just(["10.0.0.0/8"]),
                "min_interval": st.sampled_from(["15m", "90s", "0.5h"]),
                "host_gap": DURATIONS,
                "requests_per_second": st.integers(1, 100),
            },
        ),
        "entries": st.fixed_dictionaries({"revisions": st.integers(0, 9)}),
        "retention": RETENTION,
        "metrics": st.fixed_dictionaries(
            {}, optional={"token": HIDDEN, "bind": st.sampled_from(["", "127.0.0.1:9100"])}
        ),
        "logs": st.fixed_dictionaries(
            {"format": st.sampled_from(["text", "json"]), "level": st.just("debug")}
        ),
        "alerts": st.fixed_dictionaries(
            {"mail_from": st.just("a@b.example"), "smtp": st.just("mail.example:25")},
            optional={
                "webhook": HIDDEN,
                "smtp_password": HIDDEN,
                "mail_to": st.just(["ops@b.example"]),
                "smtp_tls": st.sampled_from(["starttls", "tls", "none"]),
                "permission_days": st.integers(0, 99),
            },
        ),
        "console": st.fixed_dictionaries({"session": DURATIONS}),
    },
)


class Place(Home):
    """A configuration folder that is filled from tables."""

    def fill(self, main: dict[str, Any], **others: dict[str, Any]) -> None:
        url = {"database": {"url": f"sqlite:///{self.database}"}}
        texts = {"feedsvc.toml": tomli_w.dumps(main | url)}
        (self.folder / "channels.toml").unlink(missing_ok=True)
        texts |= {f"{name}.toml": tomli_w.dumps({name: tables}) for name, tables in others.items()}
        self.write(**texts)

    def emptied(self) -> None:
        """Have the database forget every source and channel."""
        if self.database.exists():
            self.run("DELETE FROM sources", "DELETE FROM channels", "DELETE FROM configuration")

    def run(self, *statements: str) -> None:
        connection = sqlite3.connect(self.database)
        connection.execute("PRAGMA foreign_keys = ON")
        for statement in statements:
            connection.execute(statement)
        connection.commit()
        connection.close()


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Place, Place]]:
    made = Place(tmp_path_factory.mktemp("here")), Place(tmp_path_factory.mktemp("there"))
    (made[0].folder / "feed.secret").write_text("https://u:p@secret.example/feed?key=1\n")
    (made[0].folder / "some feed.xml").write_text("<rss/>")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FEEDSVC_SECRET_FEED", "https://secret.example/other/feed")
        yield made
    for one in made:
        one.close()


def state(house: House) -> tuple[Settings, list[Source], tuple[Channel, ...]]:
    """What is in force, whoever declared it and wherever its database lies."""
    statements = house.database.statements()
    stored = [
        replace(
            one.source,
            origin=Origin.FILE,
            paused=Pause.FILE if one.source.paused else Pause.NO,
            enabled=one.source.enabled and not one.source.revoked,
            revoked=False,
        )
        for one in sources.everything(statements)
        if one.source.origin is not Origin.REMOVED
    ]
    names = {one.name for one in house.settings.channels}
    added = [one for one in channels.everything(statements) if one.name not in names]
    every = (*house.settings.channels, *added)
    bare = replace(house.settings, channels=(), database_url="", secret_sources=())
    return replace(bare, database_said=Settings().database_said), stored, every


def moved(texts: dict[str, str], there: Place) -> House:
    """The exported files put in force elsewhere, where the database is an empty one."""
    there.emptied()
    main = tomllib.loads(texts["feedsvc.toml"])
    main["database"] = {"url": f"sqlite:///{there.database}"}
    there.write(**texts | {"feedsvc.toml": tomli_w.dumps(main)})
    read_settings(there.folder)
    return open_house(there.folder)


def absolute(settings: Settings, folder: Path) -> Settings:
    """The settings with the paths of secrets as an export writes them."""

    def placed(secret: Any) -> Any:  # noqa: ANN401
        reference = secret.reference
        if reference and reference.kind == "file":
            path = str(folder / reference.name)
            return type(secret)(type(reference)("file", path), secret.value())
        return secret

    alerts = replace(
        settings.alerts,
        webhook=placed(settings.alerts.webhook),
        smtp_password=placed(settings.alerts.smtp_password),
    )
    metrics = replace(settings.metrics, token=placed(settings.metrics.token))
    return replace(settings, alerts=alerts, metrics=metrics)


def as_toml(texts: dict[str, str]) -> dict[str, Any]:
    tables = {name: tomllib.loads(text) for name, text in texts.items()}
    del tables["feedsvc.toml"]["database"]
    return tables


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    main=MAIN,
    declared=st.dictionaries(NAMES, SOURCES, min_size=1, max_size=4),
    added=st.dictionaries(NAMES.map("op-{}".format), SOURCES, max_size=2),
    decided=st.randoms(use_true_random=False),
)
def test_an_export_comes_to_the_same_state(
    places: tuple[Place, Place],
    main: dict[str, Any],
    declared: dict[str, dict[str, Any]],
    added: dict[str, dict[str, Any]],
    decided: random.Random,
) -> None:
    here, there = places
    here.emptied()
    some = {"sources": [next(iter(declared))], "private": True}
    every = {"every": {"sources": ["*"], "limit": 7}, "some": some}
    here.fill(main, sources=declared, channels=every)
    try:
        house = open_house(here.folder)
    except ConfigurationError as error:
        pytest.fail(str(error))
    desk = Desk(database=house.database, settings=house.settings, person="eva", now=NOW)
    for name, table in added.items():
        text = json.dumps(table, default=date.isoformat)
        if "file:" not in text and '"file"' not in text:
            desk.add_sources({name: json.loads(text)})
            if table.get("enabled", True):
                desk.put_channel(f"{name}-alone", {"sources": [name], "private": True}, is_new=True)
    for name, table in declared.items():
        match decided.choice(["", "", "pause", "revoke"]):
            case "pause" if not table.get("paused"):
                desk.pause(name)
            case "revoke":
                curate.revoke(house.database, name, "a mail\nof May", NOW, "eva")
    texts = export(house, here.folder)
    again = moved(texts, there)
    mine, mine_sources, mine_channels = state(house)
    theirs, their_sources, their_channels = state(again)
    assert theirs == absolute(mine, here.folder)
    assert their_sources == mine_sources
    assert their_channels == mine_channels
    assert as_toml(export(again, there.folder)) == as_toml(texts)


def test_what_is_secret_is_written_as_its_reference(places: tuple[Place, Place]) -> None:
    here, _ = places
    here.emptied()
    here.fill(
        {"metrics": {"token": {"file": "feed.secret"}}},
        sources={"kept": {"url": {"file": "feed.secret"}}},
    )
    house = open_house(here.folder)
    Desk(database=house.database, settings=house.settings, person="eva", now=NOW).add_sources(
        {"added": {"url": {"env": "FEEDSVC_SECRET_FEED"}}}
    )
    texts = export(house, here.folder)
    assert "secret.example" not in str(texts)
    assert as_toml(texts)["sources.toml"]["sources"]["added"]["url"] == {
        "env": "FEEDSVC_SECRET_FEED"
    }
    assert as_toml(texts)["feedsvc.toml"]["metrics"]["token"] == {
        "file": str(here.folder / "feed.secret")
    }


def test_a_revoked_source_is_switched_off_and_says_why(places: tuple[Place, Place]) -> None:
    here, _ = places
    here.emptied()
    here.fill({}, sources={"herald": {"url": "https://herald.example/", "permission": FULL}})
    house = open_house(here.folder)
    curate.revoke(house.database, "herald", "a mail\n[x] of May", NOW, "eva")
    text = export(house, here.folder)["sources.toml"]
    assert "# Its permission was revoked on 2026-05-01 by eva: a mail [x] of May\n" in text
    assert tomllib.loads(text)["sources"]["herald"]["enabled"] is False


def test_what_a_channel_names_and_is_gone_is_left_out(places: tuple[Place, Place]) -> None:
    here, there = places
    here.emptied()
    here.fill({}, sources={"herald": {"url": "https://herald.example/"}})
    house = open_house(here.folder)
    desk = Desk(database=house.database, settings=house.settings, person="eva", now=NOW)
    desk.add_sources({"quay": {"url": "https://quay.example/", "tags": ["sea"]}})
    desk.put_channel("both", {"sources": ["herald", "quay"]}, is_new=True)
    desk.put_channel("sea", {"tags": ["sea"]}, is_new=True)
    desk.remove_source("quay")
    text = export(house, here.folder)["channels.toml"]
    assert tomllib.loads(text)["channels"]["both"]["sources"] == ["herald"]
    assert "sea" not in tomllib.loads(text)["channels"]
    assert "# channels.sea: the tag sea is gone or private by now" in text
    moved(export(house, here.folder), there)
