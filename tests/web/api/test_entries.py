from typing import Any

from feedsvc.web.api import entries
from tests.web.api.desk import HERALD, House, copy_entries


def listed(house: House, asked: str = "") -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = house.editor.get(f"/entries{asked}")["items"]
    return found


def titles(house: House, asked: str = "") -> list[str]:
    return [one["title"] for one in listed(house, asked)]


def test_entries_are_listed_newest_first_and_filtered(house: House) -> None:
    assert titles(house) == ["Story 8", "Story 3", "Story 2", "Story 1"]
    assert titles(house, "?source=quay") == ["Story 8"]
    assert titles(house, "?source=nobody") == []
    assert titles(house, "?q=STORY%203") == ["Story 3"]
    assert titles(house, "?q=herald.example/2") == ["Story 2"]
    assert titles(house, "?since=2026-03-01T03:00:00Z") == ["Story 8", "Story 3"]
    assert titles(house, "?since=2026-03-01T05:00:00%2B02:00") == ["Story 8", "Story 3"]
    house.editor("POST", "/withdrawals", {"entries": [listed(house)[0]["id"]], "reason": "So."})
    assert titles(house, "?state=withdrawn") == ["Story 8"]
    assert titles(house, "?state=published") == ["Story 3", "Story 2", "Story 1"]


def test_an_entry_is_shown_with_what_decides_it(house: House) -> None:
    (one,) = listed(house, "?q=Story%201")
    shown = house.editor.get(f"/entries/{one['id']}")
    assert shown.items() >= one.items()
    assert shown["text"] == "<p>Corrected.</p>"
    assert shown["grant"]["level"] == "full"
    assert shown["grant"]["reasons"] == ["the permission's scope is full"]
    assert [hop["feed_url"] for hop in shown["chain"]] == [HERALD]
    (before,) = shown["revisions"]
    assert before["number"] == 1
    assert before["text"] == "<p>Text of story 1.</p>"
    assert shown["withdrawal"] is None
    assert shown["attribution"] == "First published by The Harbour Herald."


def test_what_a_flood_brought_is_held_back_until_it_is_restored(house: House) -> None:
    one = listed(house)[0]["id"]
    statements = house.rig.database.statements()
    statements.run("set_state", entry=one, state="held-back")
    shown = house.editor.get(f"/entries/{one}")
    assert (shown["state"], shown["grant"]["level"]) == ("held-back", "nothing")
    assert titles(house, "?state=held-back") == ["Story 8"]
    answer = house.editor("POST", f"/entries/{one}/restore")
    assert (answer.status_code, answer.json["state"]) == (200, "published")


def test_what_is_not_there_is_404(house: House) -> None:
    unknown = "0" * 20
    assert house.editor("GET", f"/entries/{unknown}").status_code == 404
    assert house.editor("POST", f"/entries/{unknown}/restore").status_code == 404
    assert house.editor("GET", "/entries/https://herald.example/1").status_code == 404


def test_nothing_of_a_revoked_source_is_restored(house: House) -> None:
    house.editor("POST", "/sources/herald/revoke", {"reason": "They took it back."})
    one = listed(house, "?state=withdrawn")[0]["id"]
    answer = house.editor("POST", f"/entries/{one}/restore")
    assert answer.status_code == 409
    assert "revoked" in answer.json["detail"]


def test_a_page_looks_through_so_many_at_most(house: House) -> None:
    copy_entries(house, entries.LOOKED_AT)
    first = house.editor.get("/entries?q=Story%202")
    assert first["items"] == []
    assert first["next"]
    second = house.editor.get(f"/entries?q=Story%202&cursor={first['next']}")
    assert [one["title"] for one in second["items"]] == ["Story 2"]
    assert second["next"] is None
