from datetime import timedelta

from feedsvc.model.readership import Readership
from feedsvc.store import readers
from tests.web.api.desk import House


def test_a_channel_is_added_shown_replaced_and_removed(house: House) -> None:
    table = {"title": "Boats", "tags": ["sea"], "limit": 7}
    made = house.editor("POST", "/channels", {"name": "boats", **table})
    assert made.status_code == 201
    assert made.headers["Location"] == "https://feeds.example.org/api/v1/channels/boats"
    assert made.json["origin"] == "operator"
    assert made.json["documents"]["rss"] == "https://feeds.example.org/channels/boats.rss"
    assert house.editor("POST", "/channels", {"name": "boats", **table}).status_code == 409
    replaced = house.editor("PUT", "/channels/boats", {"sources": ["herald"]})
    assert replaced.status_code == 200
    assert house.editor.get("/channels/boats")["sources"] == ["herald"]
    assert house.editor("DELETE", "/channels/boats").status_code == 204
    assert house.editor("GET", "/channels/boats").status_code == 404
    assert house.editor("DELETE", "/channels/boats").status_code == 404
    assert house.editor("PUT", "/channels/boats", {"tags": ["sea"]}).status_code == 404


def test_those_of_the_files_and_of_sources_are_shown(house: House) -> None:
    listed = house.editor.get("/channels")["items"]
    assert [(one["name"], one["origin"]) for one in listed] == [
        ("all", "file"),
        ("sea", "file"),
        ("source-herald", "source"),
        ("source-quay", "source"),
    ]
    filed = house.editor.get("/channels?origin=file")["items"]
    assert [one["name"] for one in filed] == ["all", "sea"]
    assert house.editor("DELETE", "/channels/all").status_code == 409
    assert house.editor("PUT", "/channels/all", {"tags": ["sea"]}).status_code == 409


def test_what_is_wrong_is_named_by_its_key(house: House) -> None:
    answer = house.editor("POST", "/channels", {"name": "boats", "tags": ["see"]})
    assert answer.status_code == 422
    assert [fault["key"] for fault in answer.json["errors"]] == ["tags"]
    answer = house.editor("POST", "/channels", {"name": "boats"})
    assert [fault["key"] for fault in answer.json["errors"]] == [""]
    answer = house.editor("POST", "/channels", {"name": "boats.rss", "tags": ["sea"]})
    assert [fault["key"] for fault in answer.json["errors"]] == ["name"]


def test_who_read_it_in_the_last_days(house: House) -> None:
    today = house.rig.now().date()

    def read(days: int, reader: str, subscribers: int = 0) -> Readership:
        return Readership(
            day=today - timedelta(days=days),
            channel="all",
            reader=reader,
            requests=4,
            unchanged=3,
            subscribers=subscribers,
        )

    counted = [read(0, "Lens", 12), read(6, "Lens", 10), read(1, "Kite"), read(7, "Kite")]
    readers.add(house.rig.database, counted)
    assert house.editor.get("/channels/all")["readership"] == {
        "days": 7,
        "requests": 12,
        "unchanged": 9,
        "subscribers": 13,
        "readers": [
            {"reader": "Lens", "requests": 8, "unchanged": 6, "subscribers": 12},
            {"reader": "Kite", "requests": 4, "unchanged": 3, "subscribers": 0},
        ],
    }
