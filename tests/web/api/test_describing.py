"""The description of the API is exactly true."""

import re
import warnings
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from feedsvc.web.api.routes import RESOURCES
from tests.web.api.desk import Built, House, Program, unbounded

LARGEST_PAGE = 100_000


@pytest.fixture
def document(house: House) -> dict[str, Any]:
    found: dict[str, Any] = Program(house.app, "").get("/openapi.json")
    return found


def test_schemathesis_finds_nothing(tmp_path: Path, built: Built) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of its own making: sockets, and what it imports
        from tests.web.api.trying import try_all  # noqa: PLC0415

        house = House(tmp_path, built, unbounded())
        tried = try_all(house, examples=5, seed=7, steps=4)
        house.rig.database.close()
    assert tried.failures == []
    assert tried.cases > 1000
    assert {200, 201, 204, 400, 401, 404, 409, 412, 415, 422} <= tried.statuses.keys()


def test_it_describes_every_operation(document: dict[str, Any]) -> None:
    described = {
        (method.upper(), path) for path, one in document["paths"].items() for method in one
    }
    assert described == {(one.method, one.path) for r in RESOURCES for one in r.operations}
    assert len(described) == 26
    ids = [one["operationId"] for path in document["paths"].values() for one in path.values()]
    assert len(set(ids)) == len(ids)
    assert document["openapi"] == "3.1.0"
    assert document["servers"] == [{"url": "https://feeds.example.org/api/v1"}]


def test_every_schema_is_one_and_every_example_fits(document: dict[str, Any]) -> None:
    for schema in document["components"]["schemas"].values():
        Draft202012Validator.check_schema(schema)
    examples = 0
    for path in document["paths"].values():
        for one in path.values():
            for content in one.get("requestBody", {}).get("content", {}).values():
                schema = content["schema"] | {"components": document["components"]}
                Draft202012Validator(schema).validate(content["example"])
                examples += 1
    assert examples == 7


def test_every_reference_leads_somewhere(document: dict[str, Any]) -> None:
    for reference in re.findall(r'"\$ref": "#/([^"]+)"', str(document).replace("'", '"')):
        here: Any = document
        for part in reference.split("/"):
            here = here[part]
        assert here


class Page(HTMLParser):
    """What is on a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        self.tags.append(tag)
        self.ids += [told["id"] or ""] if "id" in told else []
        self.links += [told["href"] or ""] if "href" in told else []


def test_people_read_it_as_a_page(house: House, document: dict[str, Any]) -> None:
    for path in ("/", ""):
        answer = Program(house.app, "")("GET", path)
        assert answer.status_code == 200
    assert answer.mimetype == "text/html"
    assert len(answer.data) < LARGEST_PAGE
    assert "script-src" not in answer.headers["Content-Security-Policy"]
    page = Page(answer.text)
    assert not {"script", "style", "iframe", "object"} & set(page.tags)
    assert len(set(page.ids)) == len(page.ids)
    within = {link[1:] for link in page.links if link.startswith("#")}
    assert within <= set(page.ids)
    for where, methods in document["paths"].items():
        for method, one in methods.items():
            assert one["operationId"] in within
            assert f"{method.upper()} {where}" in answer.text
    assert answer.text.count("Authorization: Bearer") >= 26


def test_both_are_open_to_all_and_tell_nothing(house: House) -> None:
    for path in ("/", "/openapi.json"):
        answer = Program(house.app, "")("GET", path)
        assert "herald" not in answer.text.lower()
        assert "eva" not in answer.text.split()
        assert answer.headers["Cache-Control"] == "no-store"
