"""Writes with a key happen once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest

from feedsvc.flows import people
from feedsvc.model.people import Role
from tests.web.api.desk import EVERYTHING, PASSWORD, House

NEW = {"name": "gull", "url": "https://gull.example/feed"}
KEY = "8e03978e-40d5-43e8-bc93-6894a57f9324"


def test_a_repeated_write_is_told_what_was_answered(house: House) -> None:
    first = house.editor("POST", "/sources", NEW, Idempotency_Key=KEY)
    assert first.status_code == 201
    house.editor("DELETE", "/sources/gull")
    again = house.editor("POST", "/sources", NEW, Idempotency_Key=KEY)
    assert (again.status_code, again.data) == (201, first.data)
    assert again.headers["Location"] == first.headers["Location"]
    assert house.editor("GET", "/sources/gull").status_code == 404


def test_without_a_key_it_happens_again(house: House) -> None:
    assert house.editor("POST", "/sources", NEW).status_code == 201
    assert house.editor("POST", "/sources", NEW).status_code == 409


def test_another_request_needs_another_key(house: House) -> None:
    house.editor("POST", "/sources", NEW, Idempotency_Key=KEY)
    for path, body in (
        ("/sources", {**NEW, "title": "G"}),
        ("/sources?discover=true", NEW),
        ("/sources/herald/pause", None),
    ):
        answer = house.editor("POST", path, body, Idempotency_Key=KEY)
        assert answer.status_code == 422
        assert "Idempotency-Key" in answer.json["detail"]
    assert not house.editor.get("/sources/herald")["paused"]


def test_a_key_is_its_users_own(house: House) -> None:
    people.add_user(house.rig.database, "otto", Role.EDITOR, PASSWORD, house.rig.now())
    other = house.program("otto", EVERYTHING)
    house.editor("POST", "/sources", NEW, Idempotency_Key=KEY)
    answer = other("POST", "/sources", NEW, Idempotency_Key=KEY)
    assert answer.status_code == 409


def test_what_was_refused_may_be_tried_again(house: House) -> None:
    body = {"name": "gull", "tags": ["sea"]}
    assert house.editor("POST", "/channels", body | {"tags": ["x"]}, Idempotency_Key=KEY)
    assert house.editor("POST", "/channels", body, Idempotency_Key=KEY).status_code == 201


def test_a_key_is_free_after_a_day(house: House) -> None:
    house.editor("POST", "/sources/herald/pause", Idempotency_Key=KEY)
    house.editor("POST", "/sources/herald/resume")
    house.rig.moment += timedelta(hours=23)
    house.editor("POST", "/sources/herald/pause", Idempotency_Key=KEY)
    assert not house.editor.get("/sources/herald")["paused"]
    house.rig.moment += timedelta(hours=2)
    house.editor("POST", "/sources/herald/pause", Idempotency_Key=KEY)
    assert house.editor.get("/sources/herald")["paused"]


@pytest.mark.parametrize("key", ["", " ", "a b", "é", "k" * 256])
def test_what_is_no_key(house: House, key: str) -> None:
    answer = house.editor("POST", "/sources", NEW, Idempotency_Key=key)
    assert answer.status_code == 400
    assert house.editor("GET", "/sources/gull").status_code == 404


def test_two_at_once_with_one_key_write_once(house: House) -> None:
    both = Barrier(2)

    def write(round_: int) -> tuple[int, bytes]:
        both.wait()
        body = {"name": f"gull-{round_}", "url": f"https://gull.example/{round_}"}
        answer = house.editor("POST", "/sources", body, Idempotency_Key=f"{KEY}-{round_}")
        return answer.status_code, answer.data

    with ThreadPoolExecutor(2) as threads:
        for round_ in range(5):
            first, second = threads.map(write, (round_, round_))
            assert first == second
            assert first[0] == 201


def test_the_write_and_its_memory_are_one(house: House) -> None:
    connection = house.rig.database.connection()
    connection.execute(
        "CREATE TRIGGER full BEFORE UPDATE ON idempotency BEGIN SELECT RAISE(ABORT, 'full'); END"
    )
    assert house.editor("POST", "/sources", NEW, Idempotency_Key=KEY).status_code == 503
    assert house.editor("GET", "/sources/gull").status_code == 404
    connection.execute("DROP TRIGGER full")
    assert house.editor("POST", "/sources", NEW, Idempotency_Key=KEY).status_code == 201
