"""Reading a request: who asks, for what, with what."""

import json
import re
from collections.abc import Mapping
from typing import Any, NoReturn

from flask import Request
from pydantic import BaseModel, ValidationError

from feedsvc.flows import tokens
from feedsvc.model.people import Token, TokenScope
from feedsvc.settings.complaints import key_of, phrase
from feedsvc.web.api.problem import (
    BAD,
    FORBIDDEN,
    TOO_LARGE,
    UNKNOWN,
    UNREAD,
    WRONG,
    Fault,
    Problem,
)
from feedsvc.web.api.shapes import Query, Shape
from feedsvc.web.office import Office

LARGEST = 256 * 1024
"""Bytes that may be sent."""

DEEPEST = 32
"""Objects and lists that may stand within each other."""

_PART = r'(?:[A-Za-z0-9_-]+|"(?:[^"\\]|\\.)*")'
_COMPLAINT = re.compile(
    rf"(?:sources|channels)\.{_PART}\.?(?P<key>(?:\.?{_PART}|\[\d+\])*): (?P<detail>.*)", re.DOTALL
)

_CHALLENGE = 'Bearer realm="feedsvc"'
_NO_TOKEN = "show a token: Authorization: Bearer fsv_…; feedsvc users token makes one"  # noqa: S105
_NOT_GOOD = "the token is unknown, revoked or over; feedsvc users token makes another"


def holder(request: Request, office: Office, scope: TokenScope) -> Token:
    """Whose token the request came with, which must allow `scope`.

    Raises:
        Problem: There is none (401), or it allows too little (403).
    """
    token = _token(request, office)
    if not token.may(scope):
        said = f"this needs a token with the scope {scope.value!r}"
        if scope in token.scopes:
            said += " of an editor; its user is a viewer"
        fields = {
            "WWW-Authenticate": f'{_CHALLENGE}, error="insufficient_scope", scope="{scope.value}"'
        }
        raise Problem(FORBIDDEN, said, fields=fields)
    return token


def _token(request: Request, office: Office) -> Token:
    kind, _, text = request.headers.get("Authorization", "").partition(" ")
    if kind.lower() != "bearer" or not text:
        raise Problem(UNKNOWN, _NO_TOKEN, fields={"WWW-Authenticate": _CHALLENGE})
    token = tokens.token_of(office.database, text.strip(), office.now())
    if token is None:
        fields = {"WWW-Authenticate": f'{_CHALLENGE}, error="invalid_token"'}
        raise Problem(UNKNOWN, _NOT_GOOD, fields=fields)
    return token


def query(request: Request, kind: type[Query]) -> Query:
    """What stands behind the question mark.

    Raises:
        Problem: It is not what may stand there (400).
    """
    said = dict(request.args.items(multi=False))
    twice = [key for key, values in request.args.lists() if len(values) > 1]
    faults = [Fault(key[:80], "is there twice; write it once") for key in twice]
    if not faults:
        try:
            return kind.model_validate(said)
        except ValidationError as error:
            faults = [_of_query(problem, kind) for problem in error.errors(include_url=False)]
    raise Problem(BAD, "what stands behind the question mark cannot be understood", faults)


def _of_query(problem: Mapping[str, Any], kind: type[Query]) -> Fault:
    key = str(problem["loc"][0])[:80]
    if problem["type"] == "value_error":
        return Fault(key, str(problem["ctx"]["error"]))
    if problem["type"] == "string_pattern_mismatch":
        return Fault(key, "is not of the form that the description of the API tells")
    return Fault(key, phrase(problem, kind))


def sent(request: Request) -> bytes:
    """What was sent, which must be JSON by its name (415) and not too large (413)."""
    if request.mimetype != "application/json":
        raise Problem(UNREAD, "send it as application/json, and say so in Content-Type")
    length = request.content_length
    if length is None or length <= LARGEST:
        found = request.stream.read(LARGEST + 1)
        if len(found) <= LARGEST:
            return found
    raise Problem(TOO_LARGE, f"that is too much; send at most {LARGEST} bytes")


def body(sent: bytes, kind: type[BaseModel]) -> Any:  # noqa: ANN401 - a `Shape`, or what JSON holds
    """What was sent: checked if a `Shape` is wanted, else the object as it is.

    Raises:
        Problem: It is no JSON (400), or not what is wanted (422).
    """
    told = _json(sent)
    if not isinstance(told, dict):
        raise Problem(WRONG, "send a JSON object", [Fault("", "is no JSON object; send one")])
    if not issubclass(kind, Shape):
        _require_no_null(told)
        return told
    try:
        return kind.model_validate(told)
    except ValidationError as error:
        faults = [
            Fault(key_of(problem["loc"]), phrase(problem, kind))
            for problem in error.errors(include_url=False)
        ]
    raise Problem(WRONG, "what was sent is not what is wanted here", faults)


def _json(sent: bytes) -> object:
    try:
        told: object = json.loads(sent.decode(), parse_constant=_no_number)
        json.dumps(told, ensure_ascii=False).encode()  # no halves of surrogates
    except (ValueError, RecursionError):
        raise Problem(BAD, "that is no JSON in UTF-8; correct it") from None
    if _is_deeper(told, DEEPEST):
        raise Problem(BAD, f"that is nested too deeply; send at most {DEEPEST} levels")
    return told


def within(complaint: str) -> Fault:
    """A complaint `sources.NAME.key: what is wrong; what to do`, by the key that was sent."""
    found = _COMPLAINT.fullmatch(complaint)
    return Fault(found["key"] or "", found["detail"]) if found else Fault("", complaint)


def _no_number(name: str) -> NoReturn:
    msg = f"{name} is no number of JSON"
    raise ValueError(msg)


def _is_deeper(told: object, levels: int) -> bool:
    if not isinstance(told, dict | list):
        return False
    within = told.values() if isinstance(told, dict) else told
    return levels == 0 or any(_is_deeper(one, levels - 1) for one in within)


def _require_no_null(told: Mapping[str, object]) -> None:
    """See that nothing is null: a table of the configuration leaves out what it has not."""
    faults = [Fault(key_of(path), "is null; leave it out") for path in _nulls(told, ())]
    if faults:
        raise Problem(WRONG, "what was sent is not what is wanted here", faults)


def _nulls(told: object, path: tuple[str | int, ...]) -> list[tuple[str | int, ...]]:
    if told is None:
        return [path]
    if isinstance(told, dict):
        return [found for key, one in told.items() for found in _nulls(one, (*path, key))]
    if isinstance(told, list):
        return [found for place, one in enumerate(told) for found in _nulls(one, (*path, place))]
    return []
