"""The description of the API for people: the same document, told by chapters."""

import json
from collections.abc import Iterator, Mapping, Sequence
from http import HTTPStatus
from typing import Any, NamedTuple
from urllib.parse import urlencode

Told = Mapping[str, Any]

_ASKED = {"since": "2026-01-12T08:00:00Z"}


class Row(NamedTuple):
    """A parameter, or a key of an object.

    Attributes:
        name: Of it.
        kind: What it may hold, in few words.
        text: What it is, in words; may be empty.
        needed: Whether it may not be left out.
        refers: The object that it holds or lists; empty if none.
    """

    name: str
    kind: str
    text: str
    needed: bool
    refers: str = ""


class Part(NamedTuple):
    """An operation, as people read of it."""

    id: str
    method: str
    path: str
    heading: str
    paragraphs: tuple[str, ...]
    scope: str
    parameters: tuple[Row, ...]
    body: str
    answers: tuple[tuple[str, str, str], ...]
    refusals: tuple[str, ...]
    example: str


class Chapter(NamedTuple):
    """A resource with its operations."""

    name: str
    text: str
    parts: tuple[Part, ...]


def chapters(document: Told) -> list[Chapter]:
    """The operations by resource."""
    parts: dict[str, list[Part]] = {}
    for path, methods in document["paths"].items():
        for method, one in methods.items():
            parts.setdefault(one["tags"][0], []).append(_part(document, method.upper(), path, one))
    return [
        Chapter(tag["name"], tag["description"], tuple(parts[tag["name"]]))
        for tag in document["tags"]
    ]


def objects(document: Told) -> list[tuple[str, str, tuple[Row, ...]]]:
    """Each object that is sent or answered: its name, what it is, its keys."""
    schemas = document["components"]["schemas"]
    return [
        (name, one.get("description", ""), tuple(_rows(one, schemas)))
        for name, one in schemas.items()
        if "properties" in one
    ]


def refusals(document: Told) -> list[tuple[int, str, str]]:
    """Each status that something is refused with: its number, its name, and what it says."""
    numbers = {"".join(one.phrase.split()): one for one in HTTPStatus}
    return [
        (numbers[name].value, numbers[name].phrase, one["description"])
        for name, one in document["components"]["responses"].items()
    ]


def _part(document: Told, method: str, path: str, one: Told) -> Part:
    parameters = tuple(
        Row(told["name"], _kind(told["schema"]), told.get("description", ""), told["required"])
        for told in one["parameters"]
    )
    sent = one["requestBody"]["content"]["application/json"] if "requestBody" in one else {}
    body = sent.get("schema", {})
    return Part(
        id=one["operationId"],
        method=method,
        path=path,
        heading=one["summary"],
        paragraphs=tuple(one["description"].split("\n\n")[1:-1]),
        scope=one["x-scopes"][0],
        parameters=parameters,
        body=_refers(body),
        answers=tuple(_answers(one["responses"])),
        refusals=tuple(status for status, told in one["responses"].items() if "$ref" in told),
        example=_example(document["servers"][0]["url"], method, path, one, sent.get("example")),
    )


def _answers(responses: Told) -> Iterator[tuple[str, str, str]]:
    for status, told in responses.items():
        if "$ref" not in told:
            schemas = [content["schema"] for content in told.get("content", {}).values()]
            yield status, told["description"], _refers(schemas[0]) if schemas else ""


def _example(base: str, method: str, path: str, one: Told, sent: object) -> str:
    """How `curl` asks for it."""
    places = {told["name"]: told["example"] for told in one["parameters"] if told["in"] == "path"}
    names = {told["name"] for told in one["parameters"] if told["in"] == "query"}
    asked = urlencode({name: value for name, value in _ASKED.items() if name in names}, safe=":")
    address = f"{base}{path.format(**places)}{'?' if asked else ''}{asked}"
    how = "" if method == "GET" else f"-X {method} "
    lines = [f"curl {how}'{address}'"]
    lines.append('-H "Authorization: Bearer $FEEDSVC_TOKEN"')
    if any(told["name"] == "Idempotency-Key" for told in one["parameters"]):
        lines.append('-H "Idempotency-Key: $(uuidgen)"')
    if sent is not None:
        lines.append("-H 'Content-Type: application/json'")
        lines.append(f"-d '{json.dumps(sent)}'")
    return " \\\n  ".join(lines)


def _rows(schema: Told, known: Told) -> Iterator[Row]:
    needed: Sequence[str] = schema.get("required", ())
    for name, one in schema["properties"].items():
        refers = _refers(one)
        if "enum" in known.get(refers, ()):
            yield Row(name, _kind(known[refers]), one.get("description", ""), name in needed)
        else:
            yield Row(name, _kind(one), one.get("description", ""), name in needed, refers)


def _refers(schema: Told) -> str:
    for one in (schema, schema.get("items", {}), *schema.get("anyOf", ())):
        if "$ref" in one:
            return str(one["$ref"].rpartition("/")[2])
    return ""


def _kind(schema: Told) -> str:
    """What a value may be, in few words."""
    if "anyOf" in schema:
        return " or ".join(_kind(one) for one in schema["anyOf"])
    if "enum" in schema:
        return " | ".join(map(str, schema["enum"]))
    if "$ref" in schema:
        return ""
    kind = str(schema.get("format") or schema.get("type", ""))
    if kind == "array":
        return f"list of {_kind(schema['items'])}".removesuffix(" of ")
    bounds = [f"{schema[key]}" for key in ("minimum", "maximum") if key in schema]
    kind += f" {' to '.join(bounds)}" if bounds else ""
    if schema.get("default") not in (None, "", []):
        kind += f", else {json.dumps(schema['default'], ensure_ascii=False)}"
    return kind
