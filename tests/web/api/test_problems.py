"""What is refused, and how that is said."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from io import BytesIO

import pytest
from werkzeug.test import Client

from feedsvc.web.api.asking import LARGEST
from tests.web.api.desk import Answer, House

NEW = {"name": "gull", "url": "https://gull.example/feed"}


def assert_problem(answer: Answer, status: int) -> None:
    assert answer.status_code == status, answer.text
    assert answer.mimetype == "application/problem+json"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    told = answer.json
    assert (told["type"], told["status"]) == ("about:blank", status)
    assert told["title"]
    assert told["detail"]


def test_an_unknown_address(house: House) -> None:
    for path in ("/nowhere", "/sources/herald/nothing", "/sources/", "//sources", "/../v2/x"):
        assert_problem(house.editor("GET", path), 404)


def test_a_method_that_an_address_does_not_take(house: House) -> None:
    answer = house.editor("PATCH", "/sources/herald")
    assert_problem(answer, 405)
    assert {"GET", "PUT", "DELETE"} <= set(answer.headers["Allow"].split(", "))


@pytest.mark.parametrize(
    "text",
    ["", "{", "[1,]", '{"name": NaN}', '{"a": 1e}', '{"name": "\\ud800"}', "[" * 100_000,
     '{"a":' * 40 + "1" + "}" * 40, "1" * 5000],
)  # fmt: skip
def test_what_is_no_json(house: House, text: str) -> None:
    assert_problem(house.editor("POST", "/sources", text), 400)


@pytest.mark.parametrize("text", ["[]", '"a"', "1", "null"])
def test_what_is_no_object(house: House, text: str) -> None:
    assert_problem(house.editor("POST", "/sources", text), 422)


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", ""])
def test_what_is_not_called_json(house: House, kind: str) -> None:
    assert_problem(house.editor("POST", "/sources", json.dumps(NEW), Content_Type=kind), 415)


def test_what_is_called_json_with_its_charset(house: House) -> None:
    kind = "application/json; charset=utf-8"
    answer = house.editor("POST", "/sources", json.dumps(NEW), Content_Type=kind)
    assert answer.status_code == 201


def test_what_is_too_large(house: House) -> None:
    most = {**NEW, "permission": {"notes": ""}}
    room = LARGEST - len(json.dumps(most))
    most["permission"] = {"notes": "n" * room}
    assert house.editor("POST", "/sources", most).status_code == 201
    most["permission"] = {"notes": "n" * (room + 1)}
    assert_problem(house.editor("POST", "/sources", most), 413)
    answer = Client(house.editor.app).open(
        "/api/v1/sources",
        method="POST",
        headers={
            "Authorization": f"Bearer {house.editor.token}",
            "Content-Type": "application/json",
            "Transfer-Encoding": "chunked",
        },
        input_stream=BytesIO(json.dumps(most).encode()),
        environ_overrides={"wsgi.input_terminated": True},
        buffered=True,
    )
    assert answer.status_code == 413, "its length was not told before"


@pytest.mark.parametrize(
    ("query", "key"),
    [
        ("limit=0", "limit"),
        ("limit=201", "limit"),
        ("limit=1.0", "limit"),
        ("limit=1&limit=2", "limit"),
        ("private=yes", "private"),
        ("health=well", "health"),
        ("cursor=%20", "cursor"),
        ("colour=red", "colour"),
    ],
)
def test_what_stands_behind_the_question_mark(house: House, query: str, key: str) -> None:
    answer = house.editor("GET", f"/sources?{query}")
    assert_problem(answer, 400)
    assert [fault["key"] for fault in answer.json["errors"]] == [key]


@pytest.mark.parametrize("since", ["2026-01-12", "2026-13-01T00:00:00Z", "now", "1"])
def test_what_is_no_moment(house: House, since: str) -> None:
    assert_problem(house.editor("GET", f"/polls?since={since}"), 400)


@pytest.fixture
def locked(house: House) -> Iterator[None]:
    """Another program holds the write lock; who waits for it loses patience soon."""
    object.__setattr__(
        house.office, "database", type(house.rig.database)(house.rig.database.url, patience=0.05)
    )
    with closing(sqlite3.connect(house.rig.database.path or "", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
    house.office.database.close()


@pytest.mark.usefixtures("locked")  # though when the token was used cannot be written either
def test_what_cannot_be_written_now(house: House) -> None:
    answer = house.editor("POST", "/sources", NEW)
    assert_problem(answer, 503)
    assert int(answer.headers["Retry-After"]) > 0
    assert house.editor("GET", "/sources").status_code == 200


def test_if_match_keeps_two_from_writing_over_each_other(house: House) -> None:
    house.editor("POST", "/sources", NEW)
    tag = house.editor("GET", "/sources/gull/permission").headers["ETag"]
    path, first, second = "/sources/gull/permission", {"scope": "link"}, {"scope": "excerpt"}
    assert house.editor("PUT", path, first, If_Match=tag).status_code == 200
    assert_problem(house.editor("PUT", path, second, If_Match=tag), 412)
    assert_problem(house.editor("DELETE", "/sources/gull", If_Match='"another"'), 412)
    assert house.editor.get(path)["permission"]["scope"] == "link"
    tag = house.editor("GET", path).headers["ETag"]
    assert house.editor("PUT", path, second, If_Match=f'"old", {tag}').status_code == 200
    assert house.editor("PUT", path, second, If_Match="*").status_code == 200


def test_what_is_known_is_not_sent_again(house: House) -> None:
    for path in ("/sources/herald", "/channels/all", "/sources/herald/permission"):
        answer = house.editor("GET", path)
        assert answer.headers["Cache-Control"] == "no-store"
        tag = answer.headers["ETag"]
        same = house.editor("GET", path, If_None_Match=tag)
        assert (same.status_code, same.data) == (304, b"")
        assert same.headers["ETag"] == tag
        assert house.editor("GET", path, If_None_Match='"x"').status_code == 200
    assert "ETag" not in house.editor("GET", "/sources").headers
