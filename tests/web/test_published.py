"""Real channels behind the real cache: what is sent in part is a document too."""

from collections.abc import Callable
from pathlib import Path

import pytest
from werkzeug.test import Client

from feedsvc.flows import curate
from feedsvc.model.source import Permission, Scope
from feedsvc.store import entries
from feedsvc.web.app import create_app
from feedsvc.web.cache import ByteCache
from tests.publish.conformance import atom_faults, json_faults
from tests.publish.rss_rows import rss_faults
from tests.rig import Rig, item, rss, source

FAULTS: dict[str, Callable[[bytes, str], list[str]]] = {
    "atom": atom_faults,
    "rss": rss_faults,
    "json": json_faults,
}
URL = "https://herald.example/feed.xml"


@pytest.fixture
def rig(tmp_path: Path) -> Rig:
    herald = source(permission=Permission(scope=Scope.FULL))
    rig = Rig(f"sqlite:///{tmp_path}/store.sqlite3", (herald,))
    rig.web.pages[URL] = rss(*map(item, (3, 2, 1)))
    rig.poll()
    return rig


@pytest.fixture
def client(rig: Rig) -> Client:
    service = rig.publisher()
    return Client(ByteCache(create_app(service), service, clock=lambda: rig.now().timestamp()))


@pytest.mark.parametrize("form", FAULTS)
def test_m16_a_part_is_a_valid_document_with_what_is_new_and_changed(
    rig: Rig, client: Client, form: str
) -> None:
    path = f"/channels/all.{form}"
    whole = client.get(path)
    changed = item(2, text="Text of story 2, corrected.")
    rig.web.pages[URL] = rss(*map(item, (5, 4, 3)), changed, item(1))
    rig.poll()
    part = client.get(path, headers={"If-None-Match": whole.headers["ETag"], "A-IM": "feed"})
    assert part.status_code == 226
    assert FAULTS[form](part.data, f"{rig.settings.site.url}{path}") == []
    assert [number for number in range(1, 6) if f"herald.example,2026:{number}" in part.text] == [
        2, 4, 5,
    ]  # fmt: skip
    assert len(part.data) < len(client.get(path).data)


def test_m16_what_was_withdrawn_is_told_in_part_too(rig: Rig, client: Client) -> None:
    whole = client.get("/channels/all.atom")
    held = entries.listed(rig.database.statements(), [], most=9)[0]
    curate.withdraw(rig.database, [held.id], "Asked for by the owner", rig.now(), "Ada")
    tag = {"If-None-Match": whole.headers["ETag"]}
    part = client.get("/channels/all.atom", headers={"A-IM": "feed", **tag})
    assert part.status_code == 226
    assert "<entry" not in part.text
    assert "deleted-entry" in part.text
    assert f'ref="{held.public_id}"' in part.text


def test_m11_a_channel_keeps_by_its_own_rhythm(client: Client) -> None:
    assert client.get("/channels/all.rss").cache_control.max_age == 900  # one entry an hour
    assert client.get("/channels/all").cache_control.max_age == 900
    assert client.get("/").cache_control.max_age == 300


def test_m18_what_is_not_published_is_unknown_as_if_it_were_not_there(rig: Rig) -> None:
    held = entries.published(rig.database.statements(), None, most=1, skip=0)[0]
    rig.provision((source(enabled=False),))
    service = rig.publisher()
    assert Client(create_app(service)).get(f"/entries/{held.id}").status_code == 404
    assert Client(create_app(service)).get("/channels/source-herald.rss").status_code == 404


@pytest.mark.parametrize("path", ["/channels/all.atom", "/channels/all.rss", "/channels.opml"])
def test_m19_the_charset_is_that_of_the_xml_declaration(client: Client, path: str) -> None:
    answer = client.get(path)
    assert answer.mimetype_params["charset"] == "utf-8"
    assert answer.data.startswith(b'<?xml version="1.0" encoding="UTF-8"?>\n')
