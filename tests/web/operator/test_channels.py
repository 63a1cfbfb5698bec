"""Channels in the console: as readers see them, who reads them, and those declared there."""

import re
from datetime import timedelta

import pytest

from feedsvc.model.people import Role
from feedsvc.model.readership import Readership
from feedsvc.store import channels, readers, subscribers
from tests.web.operator.house import Browser, Console

NEW = {"name": "harbours", "title": "Harbours", "sources": "herald", "limit": "2"}


def declared(console: Console) -> dict[str, str]:
    return channels.declarations(console.rig.database.statements())


def test_every_channel_is_listed_with_where_it_comes_from(editor: Browser) -> None:
    page = editor.get("/operator/channels").text
    assert "All 2" in page
    assert "declared in channels.toml" in page
    assert "the channel of a source" in page
    assert "source-herald" not in editor.get("/operator/channels?q=all").text
    assert "No channel is called like that" in editor.get("/operator/channels?q=zzz").text


def test_a_channel_is_shown_as_readers_see_it(editor: Browser) -> None:
    page = editor.get("/operator/channels/all").text
    assert re.findall(r">(Story \d)<", page) == ["Story 3", "Story 2", "Story 1"]
    assert page.count("in full, with pictures") == 3
    for form in ("atom", "rss", "json"):
        assert f"/channels/all.{form}" in page
    assert "none yet" in page
    assert "Nobody has fetched it" in page
    assert "/edit" not in page


def test_looking_at_a_channel_writes_nothing(console: Console, editor: Browser) -> None:
    editor.get("/operator/channels/all")
    connection = console.rig.database.connection()
    for table in ("audit", "documents", "archive_states"):
        assert connection.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,)  # noqa: S608


def test_who_fetches_it_is_told(console: Console, editor: Browser) -> None:
    def row(back: int, reader: str, people: int) -> Readership:
        day = (console.rig.now() - timedelta(days=back)).date()
        return Readership(day=day, channel="all", reader=reader, requests=40, unchanged=30,
                          subscribers=people)  # fmt: skip

    readers.add(
        console.rig.database,
        [
            row(1, "Feedly", 1200),
            row(2, "Feedly", 1300),
            row(1, "<b>Own</b>", 0),
            row(31, "Old", 9),
        ],
    )
    page = editor.get("/operator/channels/all").text
    assert "at least 1,300" in page
    assert "120 in 30 days" in page
    assert "75 %, who had everything" in page
    assert "&lt;b&gt;Own" in page
    assert "Old" not in page
    assert "1,300" in editor.get("/operator/channels").text


def test_a_channel_that_is_not_there_is_said(editor: Browser) -> None:
    for path in ("/operator/channels/nothing", "/operator/channels/nothing/edit"):
        assert editor.get(path).status_code == 404
    assert editor.post("/operator/channels/nothing/remove").status_code == 404


def test_a_channel_is_declared_edited_and_removed(console: Console, editor: Browser) -> None:
    editor.get("/operator/add-channel")
    assert editor.post("/operator/add-channel", NEW).headers["Location"].endswith("/harbours")
    page = editor.get("/operator/channels/harbours").text
    assert "declared by an operator" in page
    assert re.findall(r">(Story \d)<", page)[:2] == ["Story 3", "Story 2"]
    assert b"Story 3" in console.rig.publisher().document("harbours", "rss").body
    form = editor.get("/operator/channels/harbours/edit").text
    assert 'value="Harbours"' in form
    editor.post("/operator/channels/harbours/edit", {**NEW, "title": "Ports", "private": "on"})
    assert '"title": "Ports"' in declared(console)["harbours"]
    assert '"private": true' in declared(console)["harbours"]
    page = editor.get("/operator/channels/harbours").text
    assert "Nobody yet." in page
    with console.rig.database.transaction() as statements:
        subscribers.add(statements, "agency", ["harbours"], b"7", console.rig.now())
        subscribers.add(statements, "guest", ["board"], b"8", console.rig.now())
    page = editor.get("/operator/channels/harbours").text
    assert re.findall(r"<bdi>(\w+)</bdi> <span class=\"quiet\">never read", page) == ["agency"]
    assert "Who may read it" not in editor.get("/operator/channels/all").text
    assert editor.post("/operator/channels/harbours/remove").status_code == 303
    assert declared(console) == {}
    assert editor.get("/operator/channels/harbours").status_code == 404


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"name": "all"}, "declared in channels.toml"),
        ({"name": "a/b"}, "cannot stand in an address"),
        ({"name": ""}, "name"),
        ({"name": "source-x"}, "choose another"),
        ({"sources": "nobody"}, "there is no source"),
        ({"sources": ""}, "selects nothing"),
        ({"tags": "unheard"}, "no source has the tag"),
        ({"limit": "many"}, "limit"),
        ({"limit": "99999"}, "at most 1000"),
    ],
)
def test_what_is_wrong_stands_beside_what_was_written(
    console: Console, editor: Browser, change: dict[str, str], told: str
) -> None:
    answer = editor.post("/operator/add-channel", {**NEW, **change})
    assert answer.status_code == 400
    assert told in answer.text.replace("&#39;", "'")
    assert 'class="wrong"' in answer.text
    assert 'value="Harbours"' in answer.text
    assert declared(console) == {}


def test_a_name_that_is_taken_is_said(editor: Browser) -> None:
    editor.post("/operator/add-channel", NEW)
    answer = editor.post("/operator/add-channel", NEW)
    assert answer.status_code == 400
    assert "choose another name" in answer.text


@pytest.mark.parametrize(("name", "cure"), [("all", "channels.toml"), ("source-herald", "source")])
def test_what_was_not_declared_here_is_not_changed_here(
    editor: Browser, name: str, cure: str
) -> None:
    for answer in (
        editor.get(f"/operator/channels/{name}/edit"),
        editor.post(f"/operator/channels/{name}/edit", NEW),
    ):
        assert answer.status_code == 400
        assert cure in answer.text
    assert editor.post(f"/operator/channels/{name}/remove").status_code in {400, 404}


def test_a_viewer_changes_no_channel(console: Console, editor: Browser) -> None:
    editor.post("/operator/add-channel", NEW)
    viewer = console.browser("vera", Role.VIEWER)
    assert "/edit" not in viewer.get("/operator/channels/harbours").text
    assert viewer.get("/operator/add-channel").status_code == 403
    assert viewer.get("/operator/channels/harbours/edit").status_code == 403
    for path in ("add-channel", "channels/harbours/edit", "channels/harbours/remove"):
        assert viewer.post(f"/operator/{path}", {**NEW, "title": "Mine"}).status_code == 403
    assert '"title": "Harbours"' in declared(console)["harbours"]
