"""JSON Schema of the three files, by which editors complete keys and mark mistakes.

`make schema` writes it: `python -m feedsvc.settings.editors FOLDER`.
"""

import json
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema

from feedsvc.settings.fields import spelled
from feedsvc.settings.files import CHANNELS, MAIN, SOURCES
from feedsvc.settings.main import MainTable
from feedsvc.settings.schema import ChannelsTable, SourcesTable
from feedsvc.settings.secret import Secret

_TABLES: dict[str, type[BaseModel]] = {
    MAIN: MainTable,
    SOURCES: SourcesTable,
    CHANNELS: ChannelsTable,
}


class _AsToml(GenerateJsonSchema):
    """Defaults as the files have them."""

    def encode_default(self, dft: Any) -> Any:  # noqa: ANN401 - as pydantic has it
        """A default as it would stand in a file."""
        if isinstance(dft, timedelta):
            return spelled(dft)
        if isinstance(dft, BaseModel):  # a table that is not there: its keys have their own
            return None
        return "" if isinstance(dft, Secret) else super().encode_default(dft)


def schemas() -> dict[str, str]:
    """The schema of each file, as JSON, under the name of the file that holds it."""
    return {
        f"{name.removesuffix('.toml')}.schema.json": _text(name, table)
        for name, table in _TABLES.items()
    }


def _text(name: str, table: type[BaseModel]) -> str:
    made = _plain(table.model_json_schema(schema_generator=_AsToml))
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": name}
    return json.dumps(head | made, indent=2, ensure_ascii=False) + "\n"


def _plain(value: Any, *, is_map: bool = False) -> Any:  # noqa: ANN401 - any JSON
    """Without titles made of names, and without null, which TOML does not have."""
    if isinstance(value, list):
        return [_plain(one) for one in value]
    if not isinstance(value, dict):
        return value
    kept = {
        key: _plain(one, is_map=key in {"properties", "$defs"})
        for key, one in value.items()
        if is_map or key != "title"
    }
    if is_map:
        return kept
    if "patternProperties" in kept:
        kept["additionalProperties"] = False
    if "$ref" in kept or kept.get("default", ...) is None:
        kept.pop("default", None)
    some = [one for one in kept.get("anyOf", ()) if one != {"type": "null"}]
    if "anyOf" in kept and len(some) == 1:
        del kept["anyOf"]
        kept = some[0] | kept
    return kept


if __name__ == "__main__":
    for file, text in schemas().items():
        (Path(sys.argv[1]) / file).write_text(text, "utf-8")
