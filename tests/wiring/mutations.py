"""A good configuration in which every key stands, and every way in which it is made a bad one."""

import re
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import tomli_w

MAIN = """
[site]
title = "Harbour"
url = "https://feeds.example"
per_source_channels = true
commercial = false
require_evidence = true
[database]
url = "sqlite:///{database}"
[web]
bind = "127.0.0.1:8000"
[fetch]
user_agent_contact = "ops@example.org"
allow_networks = ["127.0.0.0/8"]
min_interval = "15m"
max_interval = "24h"
host_gap = "1s"
requests_per_second = 20
[entries]
revisions = 20
update_interval = "1h"
[retention]
entries = 1000
age = "730d"
[metrics]
token = { env = "METRICS" }
bind = "127.0.0.1:9100"
[logs]
format = "json"
level = "info"
[alerts]
webhook = { file = "webhook.secret" }
mail_from = "feeds@example.org"
smtp = "mail.example.org:587"
mail_to = ["ops@example.org"]
smtp_user = "feeds"
smtp_password = { env = "MAIL" }
smtp_tls = "tls"
permission_days = 14
after_failures = 3
[console]
session = "7d"
"""
SOURCES = """
[sources.herald]
url = "file:herald.xml"
title = "The Herald"
tags = ["port"]
enabled = true
paused = false
private = false
[sources.herald.permission]
scope = "full"
images = true
edits = true
licence = "CC-BY-4.0"
on_third_party = "hold"
granted_by = "The desk"
attribution = "First published by {source}, by {permission}."
credit = "© {source}"
pixel = "https://count.example/p.gif"
evidence = "mail of May"
notes = "for us"
from = 2026-01-12
until = 2099-01-12
embargo = "1s"
expiry = "36500h"
noindex = false
canonical = true
[sources.herald.retention]
entries = 100
age = "3000d"
[sources.herald.rewrite]
remove = ["Read more.*"]
[sources.kept]
url = { file = "feed.secret" }
enabled = false
"""
CHANNELS = """
[channels.world]
title = "World"
description = "All of it."
sources = ["herald"]
tags = ["port"]
limit = 50
private = false
"""
SECRETS = {
    "webhook.secret": "https://hooks.example/canary-webhook\n",
    "feed.secret": "https://feeds.example/canary-feed\n",
}
ENVIRONMENT = {"METRICS": "canary-metrics", "MAIL": "canary-mail"}
FILES = ("feedsvc.toml", "sources.toml", "channels.toml")

Change = Callable[[Path], None]


@dataclass(frozen=True)
class Mutation:
    """A change that makes a configuration bad.

    Attributes:
        name: In words.
        place: How the line that tells of it has to begin.
        change: Makes it.
    """

    name: str
    place: str
    change: Change


WRONG_VALUES: dict[str, tuple[object, ...]] = {
    "feedsvc.toml:site.url": ("feeds.example", "https://u:p@feeds.example", "https://f.example?a=b"),
    "feedsvc.toml:site.title": ("", " \n", "x" * 301, "a\x07"),
    "feedsvc.toml:database.url": ("mysql://db/feeds", "sqlite:///", {"env": "NOWHERE"}),
    "feedsvc.toml:web.bind": ("8000", "feeds.example:80", "127.0.0.1:70000"),
    "feedsvc.toml:fetch.user_agent_contact": ("über@example.org",),
    "feedsvc.toml:fetch.allow_networks[0]": (["10.0.0.1/8"], ["here"]),
    "feedsvc.toml:fetch.max_interval": ("1s", "9999999d"),
    "feedsvc.toml:fetch.min_interval": ("15", "fortnight", "-1s"),
    "feedsvc.toml:fetch.requests_per_second": (0, 1_000_000),
    "feedsvc.toml:entries.revisions": (-1, 1001),
    "feedsvc.toml:retention.entries": (0,),
    "feedsvc.toml:metrics.token": ("canary-literal", {"env": "NOWHERE"}, {"var": "METRICS"}, {}),
    "feedsvc.toml:metrics.bind": ("9100", "*:9100"),
    "feedsvc.toml:logs.format": ("xml",),
    "feedsvc.toml:logs.level": ("loud",),
    "feedsvc.toml:alerts.webhook": ("https://hooks.example/canary", {"file": "nowhere"}),
    "feedsvc.toml:alerts.mail_to[0]": (["nobody"], ["a@b.example, c@d.example"]),
    "feedsvc.toml:alerts.mail_from": ("nobody",),
    "feedsvc.toml:alerts.smtp": ("mail.example.org", "mail.example.org:0"),
    "feedsvc.toml:alerts.smtp_password": ("canary-literal", {"env": "A", "file": "b"}),
    "feedsvc.toml:alerts.smtp_tls": ("ssl",),
    "feedsvc.toml:alerts.after_failures": (0,),
    "feedsvc.toml:console.session": ("a week",),
    "sources.toml:sources.herald.url": (
        "file:nowhere.xml",
        "ftp://herald.example",
        "https://u:canary@herald.example/",
        "https://feeds.example/channels/world.rss",
        {"env": "NOWHERE"},
        {"file": "."},
        {"file": "herald.xml"},
    ),
    "sources.toml:sources.herald.title": ("", "x" * 301),
    "sources.toml:sources.herald.tags[0]": ([""], [" "]),
    "sources.toml:sources.herald.permission.scope": ("all",),
    "sources.toml:sources.herald.permission.images": ("some",),
    "sources.toml:sources.herald.permission.licence": ("CC-BY-9.0",),
    "sources.toml:sources.herald.permission.on_third_party": ("deny",),
    "sources.toml:sources.herald.permission.attribution": ("", "By {name}.", "By {source.", "}"),
    "sources.toml:sources.herald.permission.credit": ("{nobody}",),
    "sources.toml:sources.herald.permission.pixel": ("p.gif", "https://c.example/{id}"),
    "sources.toml:sources.herald.permission.evidence": ("",),
    "sources.toml:sources.herald.permission.from": ("2026-01-12", 2026),
    "sources.toml:sources.herald.permission.until": ("next year",),
    "sources.toml:sources.herald.permission.embargo": ("1 day",),
    "sources.toml:sources.herald.permission.expiry": ("1s", "soon"),
    "sources.toml:sources.herald.retention.entries": (0,),
    "sources.toml:sources.herald.rewrite.remove[0]": (["("], [".*"]),
    "channels.toml:channels.world.title": ("",),
    "channels.toml:channels.world.sources": (["heral"], ["nobody"]),
    "channels.toml:channels.world.tags": (["prt"],),
    "channels.toml:channels.world.limit": (0, 100_000),
}  # fmt: skip


def write(folder: Path, database: Path) -> None:
    """Write the good one."""
    folder.mkdir(exist_ok=True)
    texts = dict(zip(FILES, (MAIN.replace("{database}", str(database)), SOURCES, CHANNELS)))  # noqa: B905
    for name, text in (texts | SECRETS).items():
        (folder / name).write_text(text)


def every(database: Path) -> list[Mutation]:
    """Every way."""
    texts = dict(zip(FILES, (MAIN.replace("{database}", str(database)), SOURCES, CHANNELS)))  # noqa: B905
    found: list[Mutation] = []
    for file, text in texts.items():
        found += _of_keys(file, text)
        found += _of_tables(file, text)
        found += _of_bytes(file, text)
    return [*found, *_of_values(texts), *_of_secrets(), *_of_fitting()]


def _leaves(table: dict[str, Any], path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    for key, value in table.items():
        if isinstance(value, dict) and not value.keys() & {"env", "file"}:
            yield from _leaves(value, (*path, key))
        else:
            yield (*path, key)


def _inner(table: dict[str, Any], path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    for key, value in table.items():
        if isinstance(value, dict) and not value.keys() & {"env", "file"}:
            yield (*path, key)
            yield from _inner(value, (*path, key))


def _with(text: str, path: tuple[str, ...], change: Callable[[dict[str, Any], str], None]) -> str:
    table = tomllib.loads(text)
    here = table
    for key in path[:-1]:
        here = here[key]
    change(here, path[-1])
    return tomli_w.dumps(table)


def _of_keys(file: str, text: str) -> Iterator[Mutation]:
    """Each key misspelled, and with a value of another type."""
    for path in _leaves(tomllib.loads(text)):

        def misspelled(here: dict[str, Any], key: str) -> None:
            here[f"{key[:-1]}q"] = here.pop(key)

        def mistyped(here: dict[str, Any], key: str) -> None:
            here[key] = ["x"] if not isinstance(here[key], list) else "x"

        where = ".".join(path)
        wrong = f"{file}:{where[:-1]}q"
        yield Mutation(f"{where} misspelled", wrong, _writing(file, _with(text, path, misspelled)))
        yield Mutation(
            f"{where} mistyped", f"{file}:{where}", _writing(file, _with(text, path, mistyped))
        )


def _of_tables(file: str, text: str) -> Iterator[Mutation]:
    """Each table turned into something else, declared twice, or holding what nobody knows."""
    for path in _inner(tomllib.loads(text)):

        def flattened(here: dict[str, Any], key: str) -> None:
            here[key] = 5

        def surplus(here: dict[str, Any], key: str) -> None:
            here[key]["unknown-key"] = True

        where = ".".join(path)
        yield Mutation(f"[{where}] a number", f"{file}:{where}",
                       _writing(file, _with(text, path, flattened)))  # fmt: skip
        if len(path) > 1 or file == FILES[0]:
            yield Mutation(f"[{where}] with a key too many", f"{file}:{where}.unknown-key",
                           _writing(file, _with(text, path, surplus)))  # fmt: skip
        if f"[{where}]" in text:
            yield Mutation(f"[{where}] twice", f"{file}:{where}",
                           _writing(file, f"{text}\n[{where}]\n"))  # fmt: skip


def _of_bytes(file: str, text: str) -> Iterator[Mutation]:
    """The file cut off, not UTF-8, not TOML, empty, gone."""
    raw = text.encode()
    for at in [found.end() for found in re.finditer(r'= "', text)][::3]:
        yield Mutation(f"{file} cut off at {at}", file, _writing(file, raw[:at]))
    for at in (0, len(raw) // 3, len(raw) - 1):
        yield Mutation(f"{file} no UTF-8 at {at}", file,
                       _writing(file, raw[:at] + b"\xe9\xff" + raw[at:]))  # fmt: skip
    for name, wrong in {
        "empty": b"",
        "blank": b"\n \n",
        "UTF-16": text.encode("utf-16"),
        "nulls": b"\0" * 500,
        "JSON": b'{"sources": {}}',
        "deep": b"x = " + b"[" * 2000,
        "no number": b"x = 1" + b"0" * 5000,
        "no quotes": re.sub(rb'"', b"", raw),
        "merge conflict": b"<<<<<<< ours\n" + raw,
        "brackets": raw.replace(b"]\n", b"\n", 1),
    }.items():
        yield Mutation(f"{file}: {name}", file, _writing(file, wrong))

    def into_a_folder(folder: Path) -> None:
        (folder / file).unlink()
        (folder / file).mkdir()

    yield Mutation(f"{file} a folder", file, into_a_folder)


def _of_values(texts: dict[str, str]) -> Iterator[Mutation]:
    for place, wrong in WRONG_VALUES.items():
        file, _, key = place.partition(":")
        path = tuple(key.partition("[")[0].split("."))
        for value in wrong:

            def changed(here: dict[str, Any], key: str, value: object = value) -> None:
                here[key] = value

            yield Mutation(f"{place} = {value!r}", place,
                           _writing(file, _with(texts[file], path, changed)))  # fmt: skip


def _of_secrets() -> Iterator[Mutation]:
    """What a reference names is gone, or holds nothing that can be used."""
    kept = {
        "webhook.secret": "feedsvc.toml:alerts.webhook",
        "feed.secret": "sources.toml:sources.kept.url",
    }
    for file, place in kept.items():
        yield Mutation(f"{file} gone", place, _removing(file))
        for name, raw in {
            "empty": b"\n",
            "no UTF-8": b"\xff\xfe",
            "of two lines": b"https://a.example/\nhttps://b.example/\n",
            "no address": b"canary-address",
            "too large": b"x" * 70_000,
        }.items():
            yield Mutation(f"{file} {name}", place, _writing(file, raw))


def _of_fitting() -> Iterator[Mutation]:
    sources = "sources.toml"
    yield Mutation("no sources.toml", sources, _removing(sources))
    yield Mutation("herald renamed", "channels.toml:channels.world.sources",
                   _writing(sources, SOURCES.replace("herald", "gazette").replace(
                       "file:gazette", "file:herald")))  # fmt: skip
    private = SOURCES.replace("private = false", "private = true")
    yield Mutation("herald private", "channels.toml:channels.world.sources",
                   _writing(sources, private))  # fmt: skip
    yield Mutation("no edits", "sources.toml:sources.herald.rewrite.remove",
                   _writing(sources, SOURCES.replace("edits = true", "edits = false")))  # fmt: skip
    yield Mutation("nothing chosen", "channels.toml:channels.world",
                   _writing("channels.toml", '[channels.world]\ntitle = "World"\n'))  # fmt: skip
    own = '[channels.source-herald]\nsources = ["*"]\n'
    yield Mutation("the name of a source's own channel", "channels.toml:channels.source-herald",
                   _writing("channels.toml", own))  # fmt: skip
    yield Mutation("no folder", "", lambda folder: void(folder.rename(folder.with_name("away"))))


def _writing(file: str, wrong: str | bytes) -> Change:
    raw = wrong if isinstance(wrong, bytes) else wrong.encode()
    return lambda folder: void((folder / file).write_bytes(raw))


def _removing(file: str) -> Change:
    return lambda folder: (folder / file).unlink()


def void(_: object) -> None:
    """Nothing."""
