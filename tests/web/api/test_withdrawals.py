from feedsvc.model.people import TokenScope
from tests.web.api.desk import House

URL = "https://herald.example/1"


def test_entries_are_withdrawn_and_come_back(house: House) -> None:
    legal = house.program("eva", [TokenScope.WITHDRAW])
    made = legal("POST", "/withdrawals", {"entries": [URL], "reason": " Asked  for. "})
    assert made.status_code == 201
    (one,) = made.json["items"]
    assert (one["source"], one["by"], one["person"]) == ("herald", "operator", "eva")
    assert (one["reason"], one["restored_at"]) == ("Asked for.", None)
    assert legal.get("/withdrawals")["items"] == [one]
    assert legal.get(f"/withdrawals/{one['entry']}") == one
    assert legal.get(f"/entries/{one['entry']}")["withdrawal"] == one
    assert legal("DELETE", f"/withdrawals/{one['entry']}").status_code == 204
    assert legal.get(f"/entries/{one['entry']}")["state"] == "published"
    assert legal.get(f"/withdrawals/{one['entry']}")["restored_at"] is not None
    assert legal("DELETE", f"/withdrawals/{one['entry']}").status_code == 404


def test_all_or_none_is_withdrawn(house: House) -> None:
    body = {"entries": [URL, "https://herald.example/none"], "reason": "Asked for."}
    answer = house.editor("POST", "/withdrawals", body)
    assert answer.status_code == 422
    assert [fault["key"] for fault in answer.json["errors"]] == ["entries[1]"]
    assert house.editor.get("/withdrawals")["items"] == []


def test_why_must_be_said(house: House) -> None:
    for body in (
        {"entries": [URL]},
        {"entries": [URL], "reason": ""},
        {"entries": [URL], "reason": "  "},
        {"entries": [], "reason": "So."},
        {"entries": [URL], "reason": "So.", "more": 1},
    ):
        answer = house.editor("POST", "/withdrawals", body)
        assert answer.status_code == 422, body
        assert answer.json["errors"]


def test_what_is_not_withdrawn_is_404(house: House) -> None:
    assert house.editor("GET", f"/withdrawals/{'0' * 20}").status_code == 404
    assert house.editor("DELETE", f"/withdrawals/{'0' * 20}").status_code == 404


def test_nothing_of_a_revoked_source_comes_back(house: House) -> None:
    gone = house.editor("POST", "/sources/herald/revoke", {"reason": "Taken back."}).json
    answer = house.editor("DELETE", f"/withdrawals/{gone['entries'][0]}")
    assert answer.status_code == 409
