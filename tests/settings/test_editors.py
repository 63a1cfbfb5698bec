import json
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, ValidationError

from feedsvc.settings import editors
from tests.settings.folder import SCHEMAS

CONFIG = Path(__file__).parents[2] / "config"

WRONG = {
    "feedsvc.toml": (
        "[site]\ntitel = 'x'",
        "[sites]\ntitle = 'x'",
        "[site]\ntitle = 5",
        "[site]\ntitle = ' '",
        "[web]\nbind = 'here'",
        "[fetch]\nhost_gap = 5",
        "[fetch]\nhost_gap = '5 weeks'",
        "[fetch]\nrequests_per_second = 0",
        "[metrics]\ntoken = 'a token in the file'",
        "[metrics]\ntoken = { env = 'A', file = 'b' }",
        "[alerts]\nwebhook = { var = 'A' }",
        "[alerts]\nsmtp_tls = 'ssl'",
        "[logs]\nformat = 'xml'",
    ),
    "sources.toml": (
        "[sources.a]",
        "[sources.a]\nurl = 'ftp://herald.example'",
        "[sources.a]\nurl = { env = 5 }",
        "[sources.'a b']\nurl = 'https://herald.example'",
        "[sources.'a.rss']\nurl = 'https://herald.example'",
        "[sources.a]\nurl = 'https://herald.example'\ntag = ['x']",
        "[sources.a]\nurl = 'https://herald.example'\ntags = 'x'",
        "[sources.a]\nurl = 'https://herald.example'\npermission.scope = 'all'",
        "[sources.a]\nurl = 'https://herald.example'\npermission.images = 'some'",
        "[sources.a]\nurl = 'https://herald.example'\npermission.from = 2026",
    ),
    "channels.toml": (
        "[channels.a]\nlimit = 0",
        "[channels.a]\nlimit = true",
        "[channels.a]\nsource = ['x']",
    ),
}


def as_json(text: str) -> Any:  # noqa: ANN401
    return json.loads(json.dumps(tomllib.loads(text), default=date.isoformat))


def test_the_schemas_that_we_ship_are_those_of_this_program() -> None:
    shipped = {path.name: path.read_text("utf-8") for path in (CONFIG / "schema").iterdir()}
    assert shipped == editors.schemas(), "run make schema"


@pytest.mark.parametrize("name", SCHEMAS)
def test_a_file_that_we_ship_names_its_schema_and_fits_it(name: str) -> None:
    text = (CONFIG / name).read_text("utf-8")
    directive, _, _ = text.partition("\n")
    path = CONFIG / directive.removeprefix("#:schema ")
    schema = json.loads(path.read_text("utf-8"))
    Draft202012Validator.check_schema(schema)
    assert schema["title"] == name
    SCHEMAS[name].validate(as_json(text))


@pytest.mark.parametrize(
    ("name", "text"), [(name, text) for name, texts in WRONG.items() for text in texts]
)
def test_what_is_wrong_is_marked(name: str, text: str) -> None:
    with pytest.raises(ValidationError):
        SCHEMAS[name].validate(as_json(text))


def test_every_key_says_what_it_is_for() -> None:
    for text in editors.schemas().values():
        schema = json.loads(text)
        for table in (schema, *schema["$defs"].values()):
            assert table["description"]
            for key, value in table["properties"].items():
                assert value.get("description") or "$ref" in value, key
