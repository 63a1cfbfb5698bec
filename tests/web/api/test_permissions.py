from tests.web.api.desk import House

ADDED = {"name": "gull", "url": "https://gull.example/feed", "tags": ["birds"]}


def test_a_permission_is_replaced_and_remembered(house: House) -> None:
    house.editor("POST", "/sources", ADDED)
    given = {"scope": "full", "granted_by": "Desk", "evidence": "mail", "until": "2027-01-12"}
    changed = house.editor("PUT", "/sources/gull/permission", given)
    assert changed.status_code == 200
    shown = house.editor.get("/sources/gull/permission")
    assert shown == changed.json
    assert shown["permission"].items() >= given.items()
    told = [(one["change"], one["by"], one["permission"]["scope"]) for one in shown["history"]]
    assert told == [("given", "eva", "licence"), ("changed", "eva", "full")]
    assert house.editor.get("/sources/gull")["tags"] == ["birds"]


def test_what_is_wrong_is_named_by_its_key(house: House) -> None:
    house.editor("POST", "/sources", ADDED)
    answer = house.editor(
        "PUT", "/sources/gull/permission", {"from": "2027-01-01", "until": "2026-01-01"}
    )
    assert answer.status_code == 422
    assert [fault["key"] for fault in answer.json["errors"]] == ["until"]
    assert len(house.editor.get("/sources/gull/permission")["history"]) == 1


def test_that_of_a_source_of_the_files_is_changed_there(house: House) -> None:
    answer = house.editor("PUT", "/sources/herald/permission", {"scope": "link"})
    assert answer.status_code == 409
    assert house.editor("PUT", "/sources/nobody/permission", {}).status_code == 404
    assert house.editor("GET", "/sources/nobody/permission").status_code == 404
