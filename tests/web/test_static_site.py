"""Real channels as files: what they hold is what the web process answers."""

import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from werkzeug.test import Client

from feedsvc.flows import curate
from feedsvc.model.channel import Channel
from feedsvc.model.source import Permission, Scope
from feedsvc.store import entries
from feedsvc.web.app import create_app
from feedsvc.web.cache import ByteCache
from feedsvc.web.folder import MANIFEST
from feedsvc.web.static_site import Published, publish
from tests.rig import FORMATS, Rig, item, rss, source

URL = "https://herald.example/feed.xml"
FULL = Permission(scope=Scope.FULL)
LINK = re.compile(r'(?:(?:href|src|url|xmlUrl|htmlUrl)=|(?:url|feed_url|next_url)":)"([^"]+)"')
ODD = "a.-_Z." + "x" * 90
CHANNELS = (
    Channel(name="all", title="All <all> & ümlaut", sources=("*",), limit=3),
    Channel(name=ODD, title="Odd", sources=("herald",), limit=3),
    Channel(name="index.html", title="A name like that of a file", sources=("quay",)),
)


@pytest.fixture
def rig(tmp_path: Path) -> Rig:
    made = Rig(
        f"sqlite:///{tmp_path}/f.sqlite3", (source(permission=FULL), source("quay")), CHANNELS
    )
    made.web.pages[URL] = rss(*map(item, range(1, 9)))
    made.web.pages["https://quay.example/feed.xml"] = rss(item(9), title="Quay")
    made.poll()
    return made


def published(rig: Rig, path: Path) -> Published:
    return publish(rig.publisher(), path, list)


def held(path: Path) -> dict[str, bytes]:
    return {
        str(one.relative_to(path)): one.read_bytes()
        for one in path.rglob("*")
        if one.is_file() and one.name != MANIFEST
    }


def client_of(rig: Rig) -> Client:
    service = rig.publisher()
    return Client(ByteCache(create_app(service), service, clock=lambda: rig.now().timestamp()))


def test_every_file_is_what_the_web_process_answers(rig: Rig, tmp_path: Path) -> None:
    site = tmp_path / "site"
    told = published(rig, site)
    client = client_of(rig)
    files = held(site)
    assert told == (len(files), 0, 0, 0, None)
    for file, body in files.items():
        answer = client.get(
            f"/{file.removesuffix('/index.html')}".replace("//", "/"), buffered=True
        )
        if file == "index.html":
            answer = client.get("/")
        if answer.status_code == 307:
            answer = client.get(answer.headers["Location"])
        assert (answer.status_code, answer.data) == (200, body), file
        assert answer.last_modified is not None
        assert (site / file).stat().st_mtime // 1 == answer.last_modified.timestamp(), file


def test_everything_that_a_file_links_to_on_the_site_is_a_file(rig: Rig, tmp_path: Path) -> None:
    published(rig, tmp_path / "site")
    files = held(tmp_path / "site")
    base = rig.settings.site.url
    wanted = {f"channels/{name}/archive/{number}.{form}" for name in ("all", ODD)
              for number in (1, 2) for form in FORMATS}  # fmt: skip
    assert wanted <= files.keys()
    for file, body in files.items():
        for link in LINK.findall(body.decode()):
            if link.startswith((f"{base}/", "/")):
                path = link.removeprefix(base).partition("?")[0].removeprefix("/")
                assert {path, f"{path}/index.html", path + "index.html"} & files.keys(), (
                    file,
                    link,
                )


def test_a_second_run_writes_nothing(rig: Rig, tmp_path: Path) -> None:
    first = published(rig, tmp_path / "site")
    rig.poll()
    assert published(rig, tmp_path / "site") == (0, first.written, 0, 0, None)


def test_what_is_withdrawn_is_in_no_file_after_the_next_run(rig: Rig, tmp_path: Path) -> None:
    site = tmp_path / "site"
    published(rig, site)
    for held_entry in entries.listed(rig.database.statements(), ["herald"], most=99):
        word = f"Text of story {held_entry.public_id.rpartition(':')[2]}."
        page = f"entries/{held_entry.id}/index.html"
        before = held(site)
        assert page in before
        assert any(word.encode() in body for body in before.values())
        curate.withdraw(rig.database, [held_entry.id], "Asked for", rig.now(), "Ada")
        assert published(rig, site).removed >= 1
        after = held(site)
        assert page not in after
        assert not [file for file, body in after.items() if word.encode() in body]
        assert not [file for file, body in after.items() if held_entry.id.encode() in body]


def test_a_channel_that_is_gone_is_removed(rig: Rig, tmp_path: Path) -> None:
    site = tmp_path / "site"
    published(rig, site)
    rig.provision((source(permission=FULL),))
    published(rig, site)
    files = held(site)
    assert not [file for file in files if "source-quay" in file]
    assert "channels/source-herald.atom" in files
    assert not (site / "channels" / "source-quay").exists()


def test_when_to_publish_again_is_told(rig: Rig, tmp_path: Path) -> None:
    ends = (rig.now() + timedelta(days=9)).date()
    rig.provision((source(permission=Permission(scope=Scope.FULL, ends=ends)), source("quay")))
    told = published(rig, tmp_path / "site")
    assert told.until is not None
    assert told.until.date() == ends + timedelta(days=1)
    assert published(rig, tmp_path / "site").written == 0
    rig.moment = told.until
    again = published(rig, tmp_path / "site")
    assert again.written >= 8
    assert again.until is None


def test_an_entry_that_only_an_archive_shows_has_its_page(rig: Rig, tmp_path: Path) -> None:
    alone = replace(rig.settings.site, per_source_channels=False)
    rig.settings = replace(rig.settings, site=alone)
    published(rig, tmp_path / "site")
    files = held(tmp_path / "site")
    for one in entries.listed(rig.database.statements(), [], most=99):
        assert f"entries/{one.id}/index.html" in files


def test_what_is_withdrawn_while_files_are_written_is_left_out(rig: Rig, tmp_path: Path) -> None:
    site = tmp_path / "site"
    published(rig, site)
    one = entries.listed(rig.database.statements(), ["herald"], most=1)[0]

    def withdrawn_first(files: list[str]) -> list[str]:
        curate.withdraw(rig.database, [one.id], "Asked for", rig.now(), "Ada")
        return files

    assert publish(rig.publisher(), site, withdrawn_first).removed == 1
    assert not [file for file, body in held(site).items() if one.id.encode() in body]
    assert f"entries/{one.id}/index.html" not in held(site)
