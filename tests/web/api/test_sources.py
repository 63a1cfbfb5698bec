from dataclasses import replace
from typing import Any

import pytest

from feedsvc.errors import FeedsvcError
from feedsvc.model.people import TokenScope
from feedsvc.store import sources
from tests.rig import item, rss, source
from tests.web.api.desk import HERALD, House

TABLE = {
    "url": "https://gull.example/feed",
    "tags": ["sea", "birds"],
    "permission": {"scope": "excerpt", "from": "2026-01-12", "embargo": "24h"},
}


def names(house: House, asked: str = "") -> list[str]:
    return [one["name"] for one in house.editor.get(f"/sources{asked}")["items"]]


def test_a_source_is_added_shown_replaced_and_removed(house: House) -> None:
    made = house.editor("POST", "/sources", {"name": "gull", **TABLE})
    assert made.status_code == 201
    assert made.headers["Location"] == "https://feeds.example.org/api/v1/sources/gull"
    shown = house.editor.get("/sources/gull")
    assert shown == made.json
    assert shown["origin"] == "operator"
    assert shown["tags"] == ["sea", "birds"]
    assert shown["permission"]["embargo"] == "24h"
    assert shown["permission"]["from"] == "2026-01-12"
    other = {"url": "https://gull.example/other"}
    replaced = house.editor("PUT", "/sources/gull", other)
    assert replaced.status_code == 200
    assert house.editor.get("/sources/gull")["tags"] == []
    assert house.editor("DELETE", "/sources/gull").status_code == 204
    for method, path in (("GET", ""), ("DELETE", ""), ("POST", "/pause"), ("POST", "/poll")):
        assert house.editor(method, f"/sources/gull{path}").status_code == 404
    assert house.editor("PUT", "/sources/gull", other).status_code == 404
    assert "gull" not in names(house)
    assert house.editor("POST", "/sources", {"name": "gull", **TABLE}).status_code == 201


def test_the_name_beside_it_is_that_of_the_tokens_user(house: House) -> None:
    house.editor("POST", "/sources", {"name": "gull", **TABLE})
    history = house.editor.get("/sources/gull/permission")["history"]
    assert [one["by"] for one in history] == ["eva"]


def test_what_the_files_declare_is_changed_there(house: House) -> None:
    for method, body in (("PUT", {"url": HERALD}), ("DELETE", None)):
        answer = house.editor(method, "/sources/herald", body)
        assert answer.status_code == 409
        assert "sources.toml" in answer.json["detail"]
    taken = house.editor("POST", "/sources", {"name": "herald", "url": HERALD})
    assert taken.status_code == 409


@pytest.mark.parametrize("place", ["/etc/passwd", "///etc/passwd", "/no/such/file", "/", "x", ""])
def test_nobody_learns_what_files_there_are(house: House, place: str) -> None:
    answer = house.editor("POST", "/sources", {"name": "gull", "url": f"file:{place}"})
    assert answer.status_code == 422
    told = "file: is for the files of the configuration alone; write an http or https URL"
    assert answer.json["errors"] == [{"key": "url", "detail": told}]


@pytest.mark.parametrize(
    ("table", "key"),
    [
        ({"url": "file:/etc/passwd"}, "url"),
        ({"url": "https://gull.example/f", "permission": {"scop": "full"}}, "permission.scop"),
        ({"url": "https://gull.example/f", "permission": {"embargo": 3}}, "permission.embargo"),
        ({"url": "https://gull.example/f", "tags": ["", "a"]}, "tags[0]"),
        ({"url": "https://gull.example/f", "title": None}, "title"),
        ({}, "url"),
    ],
)
def test_what_is_wrong_is_named_by_its_key(house: House, table: dict[str, Any], key: str) -> None:
    for method, path, body in (
        ("POST", "/sources", {"name": "g.ull", **table}),
        ("POST", "/sources", {"name": "gull", **table}),
    ):
        answer = house.editor(method, path, body)
        assert answer.status_code == 422
        assert answer.mimetype == "application/problem+json"
        assert [fault["key"] for fault in answer.json["errors"]] == [key]
        assert answer.json["errors"][0]["detail"]
    assert names(house) == ["herald", "quay"]


def test_filters(house: House) -> None:
    house.editor("POST", "/sources", {"name": "gull", **TABLE, "private": True})
    house.editor("POST", "/sources/herald/revoke", {"reason": "They took it back."})
    assert names(house) == ["gull", "herald", "quay"]
    assert names(house, "?tag=sea") == ["gull", "quay"]
    assert names(house, "?tag=sea&origin=operator") == ["gull"]
    assert names(house, "?origin=file") == ["herald", "quay"]
    assert names(house, "?private=true") == ["gull"]
    assert names(house, "?private=false") == ["herald", "quay"]
    assert names(house, "?health=new") == ["gull"]
    assert names(house, "?health=revoked") == ["herald"]
    assert names(house, "?q=HARBOUR") == ["herald"]
    assert names(house, "?q=gull.example") == ["gull"]


def test_it_is_paused_resumed_and_polled_soon(house: House) -> None:
    assert house.editor("POST", "/sources/herald/pause").json["paused"]
    assert house.editor.get("/sources/herald")["due_at"] is None
    assert house.editor("POST", "/sources/herald/poll").status_code == 409
    assert not house.editor("POST", "/sources/herald/resume").json["paused"]
    assert not sources.due_hosts(house.rig.database.statements(), house.rig.now(), 1)[1:]
    assert house.editor("POST", "/sources/quay/poll").status_code == 202
    assert "quay.example" in sources.due_hosts(house.rig.database.statements(), house.rig.now(), 10)


def test_it_is_revoked_and_restored(house: House) -> None:
    legal = house.program("eva", [TokenScope.WITHDRAW])
    gone = legal("POST", "/sources/herald/revoke", {"reason": "They took it back."})
    assert gone.status_code == 200
    assert len(gone.json["entries"]) == 3
    assert house.editor.get("/sources/herald")["health"] == "revoked"
    back = legal("POST", "/sources/herald/restore")
    assert back.json == gone.json
    assert house.editor.get("/sources/herald")["health"] == "ok"
    changes = [one["change"] for one in house.editor.get("/sources/herald/permission")["history"]]
    assert changes == ["given", "revoked", "restored"]


def test_the_feed_of_a_site_is_found_and_named(house: House) -> None:
    house.found = {"address": "https://gull.example/feed.xml", "title": "The Gull & Tern"}
    body: dict[str, Any] = {"url": "https://gull.example/", "permission": {"scope": "link"}}
    made = house.editor("POST", "/sources?discover=true", body)
    assert made.status_code == 201
    assert made.json["name"] == "the-gull-tern"
    assert made.json["url"] == "https://gull.example/feed.xml"
    assert house.looked == [("https://gull.example/", "link")]
    body["permission"] = {"scope": ["link"]}
    odd = house.editor("POST", "/sources?discover=true", body)
    assert (odd.status_code, odd.json["errors"][0]["key"]) == (422, "permission.scope")
    body["permission"] = {}
    again = house.editor("POST", "/sources?discover=true", {"name": "gull", **body})
    assert again.json["name"] == "gull"


@pytest.mark.parametrize("url", ["herald", "file:/etc/passwd", "", 7, None])
def test_what_is_no_address_is_not_looked_at(house: House, url: object) -> None:
    answer = house.editor("POST", "/sources?discover=true", {"url": url})
    assert answer.status_code == 422
    assert answer.json["errors"][0]["key"] == "url"
    assert not house.looked


def test_where_no_feed_is_found_that_is_said(house: House) -> None:
    def look(what: str, scope: str) -> dict[str, Any]:
        msg = f"{what}: there is no feed ({scope})"
        raise FeedsvcError(msg)

    object.__setattr__(house.office, "look", look)
    answer = house.editor("POST", "/sources?discover=true", {"url": "https://gull.example/"})
    assert answer.status_code == 422
    assert answer.json["errors"] == [
        {"key": "url", "detail": "https://gull.example/: there is no feed (licence)"}
    ]


def test_an_address_that_is_a_secret_is_told_nowhere(house: House) -> None:
    canary = "kanarienvogel"
    secret = replace(source("gull"), url=f"https://gull.example/{canary}.xml", secret=True)
    with house.rig.database.transaction() as statements:
        sources.declare(
            statements, [(secret, "{}")], {"gull": "gull.example"}, house.rig.now(), "eva"
        )
    house.rig.web.pages[secret.url] = rss(item(7), title="Gull").replace(
        b"</channel>", f"<link>{secret.url}</link></channel>".encode()
    )
    house.rig.poll("gull")
    assert house.editor.get("/sources/gull")["url"] == "https://gull.example/…"
    entry = house.editor.get("/entries?source=gull")["items"][0]["id"]
    asked = ["/sources", "/sources/gull", "/sources/gull/permission", "/sources/gull/polls"]
    asked += ["/channels/source-gull", f"/entries/{entry}", "/entries", "/polls"]
    for path in asked:
        answer = house.editor("GET", path)
        assert answer.status_code == 200
        assert canary not in answer.text, path
    assert house.editor.get(f"/sources?q={canary}")["items"] == []


def test_why_it_is_polled_when_it_is(house: House) -> None:
    assert "every" in house.editor.get("/sources/herald")["why_due"]
    paused = house.editor("POST", "/sources/herald/pause").json
    assert "paused" in paused["why_due"]
    assert paused["due_at"] is None
