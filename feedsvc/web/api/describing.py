"""The description of the API for programs: OpenAPI 3.1, made from the operations themselves."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from http import HTTPStatus
from inspect import cleandoc
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaMode, models_json_schema

from feedsvc import __version__
from feedsvc.settings import fields
from feedsvc.web.api.answering import JSON
from feedsvc.web.api.asking import DEEPEST, LARGEST
from feedsvc.web.api.examples import BODIES, example_of
from feedsvc.web.api.once import FIELD, KEY
from feedsvc.web.api.operation import GET, SAME, Operation, Resource
from feedsvc.web.api.pace import BURST, EACH_SECOND
from feedsvc.web.api.problem import (
    BAD,
    CONFLICT,
    FORBIDDEN,
    LATER,
    MISSING,
    PROBLEM,
    TOO_LARGE,
    TOO_MANY,
    UNKNOWN,
    UNMET,
    UNREAD,
    WRONG,
    ProblemDetail,
)
from feedsvc.web.api.shapes import ENTRY, NAME

Written = dict[str, Any]

_SCHEMAS = "#/components/schemas/"
_RESPONSES = "#/components/responses/"
_REFUSALS = {
    BAD: "The request cannot be understood.",
    UNKNOWN: "It came without a token, or with one that is not good.",
    FORBIDDEN: "The token allows too little; `detail` names the scope that it lacks.",
    MISSING: "There is nothing of that name.",
    CONFLICT: "It cannot be done as things are, such as to change here what the files declare.",
    UNMET: "It is not what `If-Match` names any more.",
    TOO_LARGE: f"More than {LARGEST} bytes were sent.",
    UNREAD: f"What was sent is not `{JSON}`.",
    WRONG: "What was sent can be read, and is not what is wanted; `errors` names each key.",
    TOO_MANY: "The token is used too often; `Retry-After` says when it may be again.",
    LATER: "It cannot be done now; `Retry-After` says when to try again.",
}
_PLACES = {
    "name": ("The name of it.", NAME),
    "entry": ("Our id of the entry.", ENTRY),
}
_TEXT = f"""\
What an operator may do with feedsvc, for programs. Show a token as `Authorization: Bearer fsv_…`;
`feedsvc users token NAME` makes one, with the scopes `read`, `write` (sources, channels,
permissions, polls) and `withdraw` (what is published of entries). Tokens of viewers only read.

A request sends at most {LARGEST} bytes of JSON, at most {DEEPEST} levels deep. A token may be used
{BURST} times at once and {EACH_SECOND:.0f} times a second from then on. Answers are never kept by
caches; those of a single thing carry an `ETag` for `If-None-Match` and `If-Match`.

Lists are read by pages: `next` is the `cursor` of the page that follows, and the address of that
is in the `Link` field (RFC 8288). What comes or goes meanwhile shifts nothing: no page repeats or
loses what was there all the time.

A POST with an `Idempotency-Key` is done once: whoever repeats it within 24 hours is told what was
answered the first time. What was refused did nothing, and may be repeated with the same key. PUT
and DELETE can be repeated as they are.

Errors are problem details (RFC 9457)."""


class _Words(GenerateJsonSchema):
    """JSON Schema of what the configuration may hold, in its own words."""

    def encode_default(self, dft: Any) -> Any:  # noqa: ANN401 - whatever a key may be
        return fields.spelled(dft) if isinstance(dft, timedelta) else super().encode_default(dft)

    def field_title_should_be_set(self, schema: object) -> bool:  # noqa: ARG002 - its key says it
        return False


def describe(resources: Sequence[Resource], base_url: str) -> Written:
    """The OpenAPI document of these resources."""
    operations = [one for resource in resources for one in resource.operations]
    paths: dict[str, Written] = {}
    for one in operations:
        paths.setdefault(one.path, {})[one.method.lower()] = _operation(one)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "feedsvc",
            "version": __version__,
            "description": _TEXT,
            "license": {"name": "MIT", "identifier": "MIT"},
        },
        "servers": [{"url": f"{base_url}/api/v1"}],
        "tags": [{"name": one.name, "description": one.text} for one in resources],
        "paths": paths,
        "components": {
            "schemas": _schemas(operations),
            "responses": {_named(status): _refusal(status) for status in _REFUSALS},
            "securitySchemes": {
                "token": {
                    "type": "http",
                    "scheme": "bearer",
                    "bearerFormat": "fsv_…",
                    "description": "A token of a user; each operation names the scope it needs.",
                }
            },
        },
    }


def _schemas(operations: Iterable[Operation]) -> Written:
    answers: set[type[BaseModel]] = {ProblemDetail}
    answers |= {one.answers for one in operations if one.answers}
    bodies = {one.body for one in operations if one.body}
    sent = {name: _without_null(one) for name, one in _defined(bodies, "validation").items()}
    return dict(sorted((sent | _defined(answers, "serialization")).items()))


def _defined(models: Iterable[type[BaseModel]], mode: JsonSchemaMode) -> Written:
    _, made = models_json_schema(
        [(one, mode) for one in models],
        by_alias=True,
        ref_template=_SCHEMAS + "{model}",
        schema_generator=_Words,
    )
    defined: Written = made["$defs"]
    return defined


def _operation(one: Operation) -> Written:
    summary, _, more = cleandoc(one.handler.__doc__ or "").partition("\n")
    needs = f"Needs a token with the scope `{one.scope.value}`."
    told: Written = {
        "operationId": one.id,
        "tags": [one.resource],
        "summary": summary.removesuffix("."),
        "description": f"{summary}\n{more}\n\n{needs}" if more else f"{summary}\n\n{needs}",
        "security": [{"token": [one.scope.value]}],
        "x-scopes": [one.scope.value],
        "parameters": [*_places(one), *_query(one), *_fields(one)],
        "responses": _responses(one),
    }
    if one.body:
        schema = {"$ref": _SCHEMAS + one.body.__name__}
        content = {"schema": schema, "example": BODIES[one.body.__name__]}
        told["requestBody"] = {"required": True, "content": {JSON: content}}
    return told


def _places(one: Operation) -> list[Written]:
    return [
        _parameter("path", name, text, {"type": "string", "pattern": pattern})
        | {"example": example_of(one.path)}
        for name, (text, pattern) in _PLACES.items()
        if f"{{{name}}}" in one.path
    ]


def _query(one: Operation) -> list[Written]:
    schema = one.query.model_json_schema(by_alias=True, schema_generator=_Words)
    found = []
    for name, told in schema.get("properties", {}).items():
        flat = _without_null(_resolved(told, schema.get("$defs", {})))
        text = flat.pop("description", "")
        found.append(_parameter("query", name, text, flat))
    return found


def _fields(one: Operation) -> list[Written]:
    text: Written = {"type": "string"}
    found = []
    if one.has_key:
        found.append(
            _parameter("header", FIELD, "With which it is done once.", text | {"pattern": KEY})
        )
    if one.is_one and one.method == GET:
        found.append(_parameter("header", "If-None-Match", "An `ETag` that is known.", text))
    if one.is_one and one.method != GET:
        found.append(_parameter("header", "If-Match", "The `ETag` of what is written over.", text))
    return found


def _parameter(place: str, name: str, text: str, schema: Written) -> Written:
    made: Written = {"name": name, "in": place, "required": place == "path", "schema": schema}
    return made | ({"description": text} if text else {})


def _responses(one: Operation) -> Written:
    good: Written = {"description": "Done."}
    headers: Written = {}
    if one.answers:
        schema = {"$ref": _SCHEMAS + one.answers.__name__}
        good = {
            "description": cleandoc(one.answers.__doc__ or ""),
            "content": {JSON: {"schema": schema}},
        }
    if one.is_list:
        headers["Link"] = _header("The page that follows, `rel=next`, where there is one.")
    if one.is_one and one.method == GET:
        headers["ETag"] = _header("By which this answer is known again.", required=True)
    if one.has_location:
        headers["Location"] = _header("Where it is from now on.", required=True)
    if headers:
        good["headers"] = headers
    found = {str(one.status): good}
    if "ETag" in headers:
        same = {"description": "It is what `If-None-Match` names.", "headers": headers}
        found[str(SAME)] = same
    return found | {str(n): {"$ref": f"{_RESPONSES}{_named(n)}"} for n in one.refusals}


def _refusal(status: int) -> Written:
    schema = {"$ref": _SCHEMAS + ProblemDetail.__name__}
    told: Written = {
        "description": _REFUSALS[status], "content": {PROBLEM: {"schema": schema}}
    }  # fmt: skip
    if status in (TOO_MANY, LATER):
        told["headers"] = {"Retry-After": _header("Seconds.", required=True)}
    if status in (UNKNOWN, FORBIDDEN):
        field = _header("What is wanted (RFC 6750 3).", required=True)
        told["headers"] = {"WWW-Authenticate": field}
    return told


def _named(status: int) -> str:
    return "".join(HTTPStatus(status).phrase.split())


def _header(text: str, *, required: bool = False) -> Written:
    return {"description": text, "required": required, "schema": {"type": "string"}}


def _resolved(schema: Written, known: Mapping[str, Written]) -> Written:
    """A schema with what it refers to in its place."""
    if "$ref" in schema:
        named = known[schema["$ref"].rpartition("/")[2]]
        return {**named, **{key: one for key, one in schema.items() if key != "$ref"}}
    if "anyOf" in schema:
        return schema | {"anyOf": [_resolved(one, known) for one in schema["anyOf"]]}
    return schema


def _without_null(schema: Written) -> Written:
    """A schema of what is sent: it leaves out what it has not, and is never null."""
    told = {**schema}
    if told.get("default") is None or isinstance(told["default"], dict):
        told.pop("default", None)
    found = {key: _each(one) for key, one in told.items()}
    wanted = [one for one in found.get("anyOf", ()) if one != {"type": "null"}]
    if len(wanted) == 1:
        del found["anyOf"]
        only: Written = wanted[0]
        return only | found
    return found


def _each(value: Any) -> Any:  # noqa: ANN401 - what JSON holds
    if isinstance(value, dict):
        return _without_null(value)
    return [_each(one) for one in value] if isinstance(value, list) else value
