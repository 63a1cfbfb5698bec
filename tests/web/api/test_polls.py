from tests.web.api.desk import House


def test_polls_are_listed_newest_first(house: House) -> None:
    every = house.editor.get("/polls")["items"]
    assert sorted(one["source"] for one in every) == ["herald", "herald", "quay", "quay"]
    assert [one["id"] for one in every] == sorted((one["id"] for one in every), reverse=True)
    first, second = house.editor.get("/sources/herald/polls")["items"]
    assert (first["outcome"], first["updated"], first["unchanged"]) == ("fetched", 1, 2)
    assert (second["new"], second["status"], second["error"]) == (3, 200, "")


def test_since(house: House) -> None:
    assert len(house.editor.get("/polls?since=2026-03-01T14:00:00Z")["items"]) == 2
    assert house.editor.get("/polls?since=2026-03-01T14:00:01Z")["items"] == []
    assert len(house.editor.get("/sources/quay/polls?since=2026-03-01T14:00:00Z")["items"]) == 1


def test_those_of_no_source_are_404(house: House) -> None:
    assert house.editor("GET", "/sources/nobody/polls").status_code == 404
