"""Entries in the console: found, understood, compared, withdrawn and restored."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from feedsvc.model.people import Role
from feedsvc.model.source import Permission, Scope, ThirdParty
from feedsvc.store import quarantine, sources
from feedsvc.store.quarantine import Quarantined
from tests.rig import FORMATS, item, rss, source
from tests.web.operator.house import FULL, HERALD, Browser, Console

ELSEWHERE = (
    '<p>This article first appeared on <a href="https://gazette.example/1">Gazette</a>'
    " and is republished here with permission.</p>"
)


def ids(console: Console) -> dict[str, str]:
    """Our id of each entry by the last letter of its address."""
    rows = console.rig.database.connection().execute("SELECT id, url FROM entries").fetchall()
    return {url[-1]: uid for uid, url in rows}


def published(console: Console, words: str) -> set[str]:
    """The formats that say so."""
    publisher = console.rig.publisher()
    return {form for form in FORMATS if words.encode() in publisher.document("all", form).body}


def test_the_list_tells_what_is_shown_of_each(console: Console, editor: Browser) -> None:
    page = editor.get("/operator/entries").text
    assert page.count("<tr>") == 4
    assert "Story 3" in page
    assert "in full" in page
    uid = ids(console)["3"]
    assert f'href="/operator/entries/{uid}"' in page


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=story+2", {"2"}),
        ("q=STORY", {"1", "2", "3"}),
        ("q=herald.example/3", {"3"}),
        ("q=nothing", set()),
        ("q=%25", set()),
        ("source=herald", {"1", "2", "3"}),
        ("state=withdrawn", set()),
        ("state=published", {"1", "2", "3"}),
        ("state=nonsense", {"1", "2", "3"}),
        ("after=0.x", set()),
        ("after=nonsense", {"1", "2", "3"}),
        ("after=" + "9" * 40, {"1", "2", "3"}),
    ],
)
def test_the_list_is_filtered(
    console: Console, editor: Browser, query: str, found: set[str]
) -> None:
    page = editor.get(f"/operator/entries?{query}").text
    assert {letter for letter, uid in ids(console).items() if uid in page} == found


def test_an_id_is_found_at_once(console: Console, editor: Browser) -> None:
    uid = ids(console)["2"]
    assert re.findall(r"Story (\d)", editor.get(f"/operator/entries?q={uid}").text) == ["2"]


def test_the_list_goes_on_where_a_page_ended(console: Console, editor: Browser) -> None:
    console.rig.web.pages[HERALD] = rss(*(item(n, title=f"Story no {n}") for n in range(10, 80)))
    console.rig.poll()
    database = console.rig.database.connection()
    database.execute("UPDATE entries SET state = 'published'")
    seen: list[str] = []
    address = "/operator/entries"
    while address:
        page = editor.get(address).text
        seen += re.findall(r'href="/operator/entries/([0-9a-z]{20})"', page)
        following = re.search(r'rel="next" href="([^"]+)"', page)
        address = following[1].replace("&amp;", "&") if following else ""
    assert len(seen) == len(set(seen)) == 73


def test_a_source_that_is_not_there_is_said(editor: Browser) -> None:
    answer = editor.get("/operator/entries?source=nobody")
    assert answer.status_code == 404
    assert "nobody" in answer.text


def test_the_page_of_an_entry_tells_all_of_it(console: Console, editor: Browser) -> None:
    uid = ids(console)["1"]
    page = editor.get(f"/operator/entries/{uid}").text
    assert "The permission&#39;s scope is full." in page
    assert "granted by The desk of the Herald" in page
    assert "First published by Herald." in page
    assert "tag:herald.example,2026:1" in page
    assert page.count("the whole text, 16 characters, the attribution line") == 4
    assert "It never changed." in page


def test_an_entry_that_is_not_there_is_said(editor: Browser) -> None:
    for path in ("/operator/entries/nothing", "/operator/entries/%3Cscript%3E"):
        answer = editor.get(path)
        assert answer.status_code == 404
        assert "<script>" not in answer.text.replace('<script src="', "")


def test_revisions_are_compared(console: Console, editor: Browser) -> None:
    uid = ids(console)["1"]
    for text in ("The river rose by two metres.", "The river rose by three metres."):
        console.rig.web.pages[HERALD] = rss(item(1, text=text), item(2), item(3), title="Herald")
        console.rig.poll()
    page = editor.get(f"/operator/entries/{uid}").text
    assert re.search(r"<del>.{0,60}two", page)
    assert re.search(r"<ins>.{0,60}three", page)
    older = editor.get(f"/operator/entries/{uid}?from=1&to=3").text
    assert "Text of story" in older
    assert editor.get(f"/operator/entries/{uid}?from=1&to=9").status_code == 404


def test_what_others_wrote_stays_text(console: Console, editor: Browser) -> None:
    wrote = "<img src=x onerror=alert(1)>"
    console.rig.provision((source(title=wrote, permission=FULL),))
    uid = ids(console)["1"]
    connection = console.rig.database.connection()
    connection.execute("UPDATE entries SET data = replace(data, 'Story 1', ?)", (wrote,))
    old = "INSERT INTO revisions SELECT id, 0, 0, replace(data, '<img', '<svg') FROM entries"
    connection.execute(old)
    for path in (
        f"/operator/entries/{uid}", "/operator/entries", "/operator/channels/source-herald",
        "/operator/channels",
    ):  # fmt: skip
        page = editor.get(path).text
        assert "<img" not in page, path
        assert "<svg src" not in page, path
        assert "onerror" in page, path


def test_withdrawn_in_the_console_is_gone_from_the_feeds_and_back_once_restored(
    console: Console, editor: Browser
) -> None:
    uid = ids(console)["2"]
    assert published(console, "Story 2") == set(FORMATS)
    editor.get(f"/operator/entries/{uid}")
    answer = editor.post(f"/operator/entries/{uid}/withdraw", {"reason": "Its author <b>asked</b>"})
    assert answer.status_code == 303
    assert published(console, "Story 2") == set()
    page = editor.get(f"/operator/entries/{uid}").text
    assert "Its author &lt;b&gt;asked&lt;/b&gt;" in page
    assert "we withdrew it" in page
    assert "<bdi>ida</bdi>" in page
    assert editor.post(f"/operator/entries/{uid}/restore").status_code == 303
    assert published(console, "Story 2") == set(FORMATS)
    assert "Restored " in editor.get(f"/operator/entries/{uid}").text


def test_withdrawing_needs_a_reason(console: Console, editor: Browser) -> None:
    uid = ids(console)["2"]
    for reason in ({}, {"reason": "  "}):
        answer = editor.post(f"/operator/entries/{uid}/withdraw", reason)
        assert answer.status_code == 400
        assert "needs a reason" in answer.text
    assert published(console, "Story 2") == set(FORMATS)


def test_withdrawing_what_is_not_there_is_refused(editor: Browser) -> None:
    for deed in ("withdraw", "restore"):
        answer = editor.post(f"/operator/entries/nothing/{deed}", {"reason": "x"})
        assert answer.status_code == 404


@pytest.fixture
def viewer(console: Console) -> Browser:
    return console.browser("vera", Role.VIEWER)


def test_a_viewer_reads_and_changes_nothing(console: Console, viewer: Browser) -> None:
    uid = ids(console)["2"]
    page = viewer.get(f"/operator/entries/{uid}").text
    assert "/withdraw" not in page
    for deed in (
        f"entries/{uid}/withdraw",
        f"entries/{uid}/restore",
        "held/publish",
        "held/withdraw",
    ):
        answer = viewer.post(f"/operator/{deed}", {"reason": "x", "id": uid})
        assert answer.status_code == 403
    assert published(console, "Story 2") == set(FORMATS)


def test_nothing_is_done_without_the_proof_of_a_form(console: Console, editor: Browser) -> None:
    uid = ids(console)["2"]
    for deed in (f"entries/{uid}/withdraw", "held/withdraw"):
        answer = editor.post(f"/operator/{deed}", {"reason": "x", "id": uid, "proof": ""})
        assert answer.status_code == 403
    assert published(console, "Story 2") == set(FORMATS)


def hold_back(console: Console, *letters: str) -> list[str]:
    known = ids(console)
    chosen = [known[letter] for letter in letters]
    with console.rig.database.transaction() as statements:
        for uid in chosen:
            statements.run("set_state", entry=uid, state="held-back")
        sources.next_generation(statements)
    return chosen


def test_nothing_held_is_said(editor: Browser) -> None:
    assert "Nothing waits for you" in editor.get("/operator/held").text


def test_what_is_held_back_is_published_by_a_press(console: Console, editor: Browser) -> None:
    chosen = hold_back(console, "1", "2", "3")
    page = editor.get("/operator/held").text
    assert all(uid in page for uid in chosen)
    assert "3 held back" in page
    assert editor.post("/operator/held/publish", {"id": chosen[:1]}).status_code == 303
    assert published(console, "Story 1") == set(FORMATS)
    assert published(console, "Story 2") == set()
    editor.get("/operator/held")
    assert editor.post("/operator/held/publish", {"all": "herald"}).status_code == 303
    assert published(console, "Story 2") == set(FORMATS)
    assert "Nothing waits" in editor.get("/operator/held").text


def test_what_is_held_back_is_withdrawn_by_source(console: Console, editor: Browser) -> None:
    hold_back(console, "1", "2")
    assert editor.post("/operator/held/withdraw", {"all": "herald"}).status_code == 400
    answer = editor.post("/operator/held/withdraw", {"all": "herald", "reason": "A flood"})
    assert answer.status_code == 303
    assert published(console, "Story 1") == set()
    assert published(console, "Story 3") == set(FORMATS)
    assert "A flood" in editor.get(f"/operator/entries/{ids(console)['1']}").text


@pytest.mark.parametrize("form", [{}, {"id": [str(n) for n in range(300)]}, {"all": "nobody"}])
def test_what_names_no_entries_is_refused(editor: Browser, form: dict[str, object]) -> None:
    assert editor.post("/operator/held/publish", form).status_code in {400, 404}


def test_what_a_format_lacks_is_told_with_its_reason(console: Console, editor: Browser) -> None:
    uid = ids(console)["2"]
    with console.rig.database.transaction() as statements:
        reason = "<b>no such letter</b>"
        quarantine.put(statements, [Quarantined(uid, "rss", 1, console.rig.now(), reason)])
    for path in ("/operator/held", f"/operator/entries/{uid}", "/operator/held?kind=quarantined"):
        page = editor.get(path).text
        assert "&lt;b&gt;no such letter" in page
        assert "<b>no" not in page
    assert uid in editor.get("/operator/entries?state=quarantined").text
    assert uid not in editor.get("/operator/entries?state=quarantined&source=other").text


@pytest.fixture
def strict(tmp_path: Path) -> Iterator[Console]:
    """A console over a source that must not pass on what first appeared elsewhere."""
    permission = replace(FULL, on_third_party=ThirdParty.HOLD)
    made = Console(tmp_path, (source(permission=permission),))
    text = ELSEWHERE.replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
    made.rig.web.pages[HERALD] = rss(item(1), item(2, text=text), title="Herald")
    made.rig.poll()
    yield made
    made.rig.database.close()


def test_what_the_terms_hold_is_told_with_its_cure_and_its_way(strict: Console) -> None:
    editor = strict.browser("ida")
    uid = ids(strict)["2"]
    page = editor.get("/operator/held").text
    assert uid in page
    assert ids(strict)["1"] not in page
    assert "it first appeared on Gazette" in page
    assert 'href="/operator/sources/herald#permission"' in page
    entry = editor.get(f"/operator/entries/{uid}").text
    assert re.search(
        r"First appeared in.*Gazette.*Pulled from.*Herald.*Shown by us", entry, re.DOTALL
    )
    assert "So it is shown: nothing" in entry
    assert entry.count(">Nothing<") == 4


def test_what_is_restored_and_still_not_shown_says_why(strict: Console) -> None:
    editor = strict.browser("ida")
    uid = ids(strict)["2"]
    editor.post(f"/operator/entries/{uid}/withdraw", {"reason": "x"})
    editor.post(f"/operator/entries/{uid}/restore")
    assert "Restored, and still not shown: it first appeared" in editor.get("/operator/").text


def test_a_licence_is_named_where_nobody_granted_anything(tmp_path: Path) -> None:
    made = Console(tmp_path, (source(permission=Permission(scope=Scope.LICENCE)),))
    made.polled(1)
    page = made.browser("ida").get(f"/operator/entries/{ids(made)['1']}").text
    assert "Neither a permission nor a licence is on record" in page
    assert "an excerpt" in page
    made.rig.database.close()


def test_what_waits_of_one_source_is_shown_alone(console: Console, editor: Browser) -> None:
    uid = ids(console)["2"]
    console.rig.provision((source(permission=FULL), source("quay")))
    with console.rig.database.transaction() as statements:
        quarantine.put(statements, [Quarantined(uid, "rss", 1, console.rig.now(), "no letter")])
    assert uid in editor.get("/operator/held?source=herald").text
    assert "Nothing waits for you" in editor.get("/operator/held?source=quay").text
    assert editor.get("/operator/held?source=nobody").status_code == 404
