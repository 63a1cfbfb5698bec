"""The page of a source, and what editors do there."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from feedsvc.model.people import Role
from feedsvc.model.source import Pause, Scope
from feedsvc.store import checkpoints, permissions, sources
from feedsvc.store.sources import Stored
from tests.rig import item, rss
from tests.web.operator.house import HERALD, Browser, Console

PAGE = "/operator/sources/herald"
OWN = "/operator/sources/quay"
TABLE: Mapping[str, Any] = {
    "url": "https://quay.example/feed.xml",
    "tags": ["sea"],
    "permission": {"scope": "excerpt", "granted_by": "The desk", "until": "2026-12-31"},
    "rewrite": {"remove": ["Read more.*"]},
}


def stored(console: Console, name: str = "herald") -> Stored:
    return sources.named(console.rig.database.statements(), name)


@pytest.fixture
def own(console: Console) -> Console:
    """A console with a source `quay` that an operator added."""
    office = console.office.desk("ida")
    office.add_sources({"quay": TABLE})
    return console


def values(page: str) -> dict[str, str]:
    """What a browser would send of the form on an edit page."""
    sent = dict(
        re.findall(r'<input id="[^"]*" name="([^"]+)" type="text"[^>]* value="([^"]*)"', page)
    )
    sent |= dict(re.findall(r'name="([^"]+)" type="date" value="([^"]*)"', page))
    sent |= dict(re.findall(r'<textarea [^>]*name="([^"]+)"[^>]*>([^<]*)</textarea>', page))
    sent |= dict(re.findall(r'type="radio" name="([^"]+)" value="([^"]+)" checked', page))
    sent |= dict(re.findall(r'type="checkbox" name="([^"]+)" value="([^"]+)" checked', page))
    return sent


def test_a_page_tells_how_a_source_fares(console: Console) -> None:
    page = console.browser("ida").get(PAGE).text
    assert "1 poll: something new 1" in page
    assert "every 60 min" in page or "every 1 h" in page or "its server" in page
    assert 'href="/operator/entries/' in page
    assert "in full" in page
    assert "The desk of the Herald" in page
    assert "<strong>given</strong>" in page
    assert "[sources.herald]" in page
    assert "/edit" not in page


def test_a_page_of_no_source_is_not_found(console: Console) -> None:
    ida = console.browser("ida")
    for path in (
        "/operator/sources/no",
        "/operator/sources/no/edit",
        "/operator/sources/no/awaited",
    ):
        answer = ida.get(path)
        assert answer.status_code == 404
        assert "there is no source" in answer.text
    for action in ("poll", "pause", "resume", "test", "revoke", "restore", "remove", "edit"):
        assert ida.post(f"/operator/sources/no/{action}").status_code == 404, action


def test_viewers_are_shown_no_buttons(console: Console) -> None:
    viewer = console.browser("olu", Role.VIEWER)
    for path in ("/operator/", "/operator/sources", PAGE):
        page = viewer.get(path).text
        assert page.count("<form") - page.count('role="search"') == 1, "to sign out alone"
        assert "/operator/add" not in page
    assert viewer.get("/operator/add").status_code == 403
    assert viewer.get("/operator/users").status_code == 403
    assert '"/operator/users"' not in page


def test_a_poll_is_asked_for_and_awaited(console: Console) -> None:
    ida = console.browser("ida")
    answer = ida.post(f"{PAGE}/poll")
    assert answer.status_code == 303
    where = answer.headers["Location"]
    page = ida.get(where).text
    assert 'hx-trigger="load delay' in page
    assert '<noscript><meta http-equiv="refresh"' in page
    waiting = ida.get(where.replace("?", "/awaited?"), HX_Request="true")
    assert "hx-trigger" in waiting.text
    assert "<html" not in waiting.text
    console.rig.moment += timedelta(minutes=4)
    assert ida.get(where.replace("?", "/awaited?")).headers["HX-Redirect"] == where
    assert "feedsvc work" in ida.get(where).text
    console.polled(1, 2, 3, 4)
    assert ida.get(where.replace("?", "/awaited?")).headers["HX-Redirect"] == where
    page = ida.get(where).text
    assert (
        "Polled a moment ago: something new, 1 new, 0 edited" in page or "1 new, 0 edited" in page
    )
    assert "hx-trigger" not in page


@pytest.mark.parametrize("since", ["x", "-1", "9" * 30, "١٢"])
def test_nothing_is_awaited_at_a_moment_that_is_none(console: Console, since: str) -> None:
    answer = console.browser("ida").get(f"{PAGE}?since={since}")
    assert answer.status_code == 200
    assert "working" not in answer.text


@pytest.mark.parametrize("since", ["", "x", "1%0d%0aX-Evil: 1", "%E2%98%83", "1%26next=x"])
def test_a_moment_that_is_none_is_not_sent_on(console: Console, since: str) -> None:
    answer = console.browser("ida").get(f"{PAGE}/awaited?since={since}")
    assert answer.status_code == 200
    assert answer.headers["HX-Redirect"] == f"{PAGE}?since="
    assert "X-Evil" not in answer.headers


def test_endless_titles_do_not_make_endless_pages(console: Console) -> None:
    endless = "".join(map(str, range(12_000)))
    items = [item(number, title=f"{number} {endless}") for number in (7, 8, 9)]
    console.rig.web.pages[HERALD] = rss(*items, title=f"Herald {endless}")
    console.rig.moment += timedelta(days=1)
    console.rig.poll()
    ida = console.browser("ida")
    page = ida.get(PAGE).text
    (entry, *_) = re.findall(r'/operator/entries/([0-9a-f]+)"', page)
    for path in ("", "sources", "sources/herald", f"entries/{entry}", "channels/source-herald"):
        assert len(ida.get(f"/operator/{path}").text) < 30_000, path


def test_where_a_source_moved_is_told_without_what_opens_it(console: Console) -> None:
    one = stored(console)
    moved = replace(one.checkpoint, address="https://new.example/feed?token=canary")
    with console.rig.database.transaction() as statements:
        checkpoints.keep(statements, [(one.id, moved)])
    for page in (PAGE, "/operator/"):
        told = console.browser("ida" if page == PAGE else "eva").get(page).text
        assert "https://new.example/feed" in told
        assert "canary" not in told


def test_a_source_is_paused_and_resumed(console: Console) -> None:
    ida = console.browser("ida")
    assert ida.post(f"{PAGE}/pause").headers["Location"] == PAGE
    assert stored(console).source.paused is Pause.OPERATOR
    page = ida.get(PAGE).text
    assert "It is paused" in page
    assert "It is paused: polled no more" not in ida.get(PAGE).text, "it is said once"
    answer = ida.post(f"{PAGE}/poll")
    assert answer.status_code == 400
    assert "is not polled" in answer.text
    ida.post(f"{PAGE}/resume")
    assert stored(console).source.paused is Pause.NO


def test_a_permission_is_taken_back_and_holds_again(console: Console) -> None:
    ida = console.browser("ida")
    assert ida.post(f"{PAGE}/revoke", {"reason": " "}).status_code == 400
    assert not stored(console).source.revoked
    ida.post(f"{PAGE}/revoke", {"reason": "The contract ended <early>"})
    assert stored(console).source.revoked
    page = ida.get(PAGE).text
    assert "taken down: 3 entries" in page
    assert "The contract ended &lt;early&gt;" in page
    assert "by <bdi>ida</bdi>" in page
    ida.post(f"{PAGE}/restore")
    assert not stored(console).source.revoked
    assert "shown again: 3 entries" in ida.get(PAGE).text


def test_a_look_at_a_source_stores_nothing_and_is_shown(console: Console) -> None:
    ida = console.browser("ida")
    console.found = FOUND
    page = ida.post(f"{PAGE}/test").text
    assert console.looked == [("herald", "full")]
    assert "Tide tables &amp; &lt;b&gt;more&lt;/b&gt;" in page
    assert "CC BY 4.0" in page
    keyed = "https://herald.example/feed?key=canary"
    console.found = {**FOUND, "address": keyed, "url": keyed, "page": keyed}
    page = ida.post(f"{PAGE}/test").text
    assert "https://herald.example/feed" in page
    assert "canary" not in page
    console.trouble = "name not found"
    assert "name not found" in ida.post(f"{PAGE}/test").text


def test_what_the_files_declare_is_edited_there(console: Console) -> None:
    ida = console.browser("ida")
    assert ida.get(f"{PAGE}/edit").status_code == 303
    assert (
        "declared in sources.toml" in ida.post(f"{PAGE}/edit", {"url": "https://x.example/"}).text
    )
    assert ida.post(f"{PAGE}/remove").status_code == 400


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"enabled": True, "paused": True},
        {"private": False},
        {"url": {"env": "FEEDSVC_SECRET_QUAY"}},
    ],
    ids=["usual", "unasked", "said to be as usual", "secret"],
)
def test_a_form_sent_as_it_came_changes_nothing(
    own: Console, said: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FEEDSVC_SECRET_QUAY", "https://quay.example/feed.xml?key=0123456789")
    own.office.desk("ida").change_source("quay", {**TABLE, **said})
    ida = own.browser("ida")
    sent = values(ida.get(f"{OWN}/edit").text)
    assert sent["permission.until"] == "2026-12-31"
    before = own.office.desk("ida").declared("quay")
    assert ida.post(f"{OWN}/edit", sent).status_code == 303
    assert own.office.desk("ida").declared("quay") == before


def test_a_permission_is_edited_and_its_history_kept(own: Console) -> None:
    ida = own.browser("ida")
    sent = values(ida.get(f"{OWN}/edit").text)
    sent |= {"permission.scope": "full", "permission.embargo": "24h", "tags": "sea, ice , sea",
             "permission.noindex": "yes", "permission.granted_by": ""}  # fmt: skip
    del sent["permission.canonical"]
    assert ida.post(f"{OWN}/edit", sent).status_code == 303
    source = stored(own, "quay").source
    assert source.tags == ("sea", "ice")
    assert source.permission.scope is Scope.FULL
    assert source.permission.embargo == timedelta(hours=24)
    assert source.permission.noindex
    assert not source.permission.canonical
    assert not source.permission.granted_by
    assert source.remove == ("Read more.*",)
    *_, last = permissions.history(own.rig.database.statements(), "quay")
    assert (last.by, last.change) == ("ida", "changed")
    page = ida.get(OWN).text
    assert '<del dir="auto">excerpt</del> <ins dir="auto">full</ins>' in page


def test_what_is_wrong_stands_beside_its_field_and_nothing_is_lost(own: Console) -> None:
    ida = own.browser("ida")
    sent = values(ida.get(f"{OWN}/edit").text)
    sent |= {
        "permission.until": "2020-01-01",
        "permission.from": "2026-01-01",
        "permission.embargo": "soon",
        "permission.licence": "CC-BY-<9>",
        "permission.notes": "kept",
        "retention.entries": "many",
        "rewrite.remove": "(",
    }
    answer = ida.post(f"{OWN}/edit", sent)
    assert answer.status_code == 422
    for key in ("until", "embargo", "licence"):
        assert f'id="permission-{key}-wrong"' in answer.text, key
    assert 'id="retention-entries-wrong"' in answer.text
    assert 'id="rewrite-remove-wrong"' in answer.text
    assert 'value="CC-BY-&lt;9&gt;"' in answer.text
    assert ">kept</textarea>" in answer.text
    assert "5 things to correct" in answer.text
    assert '<details class="more" open>' in answer.text
    assert stored(own, "quay").source.permission.embargo == timedelta(0)


def test_an_own_source_is_removed(own: Console) -> None:
    ida = own.browser("ida")
    assert ida.post(f"{OWN}/remove").headers["Location"] == "/operator/sources"
    assert "quay is removed." in ida.get("/operator/sources").text
    page = ida.get(OWN).text
    assert "removed" in page
    assert "<button" not in page.partition("<main")[2]


FOUND = {
    "page": "https://quay.example/",
    "address": "https://quay.example/new.xml",
    "others": [{"url": "https://quay.example/comments.xml", "title": "<i>Comments</i>"}],
    "url": "https://quay.example/new.xml",
    "title": "The Quay",
    "rights": None,
    "licences_found": [{"id": "CC-BY-4.0", "name": "CC BY 4.0", "url": "", "entries": 2}],
    "remark": "",
    "total": 2,
    "entries": [
        {
            "title": "Tide tables & <b>more</b>",
            "published": "2026-03-01 08:00:00+00:00",
            "shown": "full",
            "why": "the licence CC BY 4.0 allows it",
            "attribution": "First published by The Quay.",
        }
    ],
}


def look(console: Console, ida: Browser) -> str:
    console.found = FOUND
    ida.get("/operator/add")
    return ida.post("/operator/add/look", {"address": " quay.example "}).text


def test_a_source_is_added_from_the_address_of_its_site(console: Console) -> None:
    ida = console.browser("ida")
    page = look(console, ida)
    assert console.looked == [("https://quay.example", "licence")]
    assert "&lt;i&gt;Comments&lt;/i&gt;" in page
    assert "“First published by The Quay.”" in page
    assert 'value="the-quay"' in page
    sent = {"name": "the-quay", **values(page), "permission.scope": "link", "tags": "sea"}
    assert sent["url"] == "https://quay.example/new.xml"
    answer = ida.post("/operator/add", sent)
    assert answer.status_code == 303
    where = answer.headers["Location"]
    assert where.startswith("/operator/sources/the-quay?since=")
    assert "hx-trigger" in ida.get(where).text
    added = stored(console, "the-quay").source
    assert (added.url, added.permission.scope) == ("https://quay.example/new.xml", Scope.LINK)
    assert "is a source already" in look(console, ida)


def test_what_another_permission_would_publish_is_shown_before_anything_is_stored(
    console: Console,
) -> None:
    ida = console.browser("ida")
    sent = values(look(console, ida))
    assert sent["permission.edits"] == sent["permission.canonical"] == "yes"
    sent |= {"permission.scope": "full", "tags": "sea", "name": "mine"}
    page = ida.post("/operator/add/look", sent).text
    assert console.looked[1] == ("https://quay.example/new.xml", "full")
    assert values(page)["permission.scope"] == "full"
    assert values(page)["tags"] == "sea"
    assert 'name="name" required value="mine"' in page
    with pytest.raises(Exception, match="there is no source"):
        stored(console, "mine")


def test_what_is_wrong_with_a_new_source_is_told(console: Console) -> None:
    ida = console.browser("ida")
    sent = {"name": "herald", **values(look(console, ida))}
    answer = ida.post("/operator/add", sent)
    assert answer.status_code == 422
    assert "there is a source &#39;herald&#39; already" in answer.text
    answer = ida.post("/operator/add", sent | {"name": "a b", "url": "ftp://quay.example"})
    assert answer.status_code == 422
    assert "cannot stand in an address" in answer.text
    console.trouble = "https://nowhere.example: name not found"
    answer = ida.post("/operator/add/look", {"address": "nowhere.example"})
    assert answer.status_code == 400
    assert "name not found" in answer.text
    assert 'value="https://nowhere.example"' in answer.text
