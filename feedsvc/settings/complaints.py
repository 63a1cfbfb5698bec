"""How a problem that pydantic found is said: what is wrong; what to do."""

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

from pydantic import BaseModel

from feedsvc.errors import meant
from feedsvc.settings.fields import shown

_BARE = re.compile(r"[A-Za-z0-9_-]+")
_TYPES = {
    "string_type": 'must be text; put it into quotes, such as "this"',
    "bool_type": "is neither true nor false; write one of them, without quotes",
    "int_type": "must be a whole number; write it without quotes",
    "int_from_float": "must be a whole number; write it without a fraction",
    "list_type": 'must be a list; write it in brackets, such as ["this", "that"]',
    "dict_type": "must hold tables; write each as [{key}.NAME] with its keys below",
    "model_type": "must be a table; write it as [{key}] with its keys below",
    "missing": "is missing; add it",
}


def key_of(path: Iterable[str | int]) -> str:
    """A path as TOML writes it: `sources."a b".tags`; places in a list in brackets, from 0."""
    written = ""
    for part in path:
        if isinstance(part, int):
            written += f"[{part}]"
        elif _BARE.fullmatch(part):
            written += f".{part}"
        else:
            written += f".{json.dumps(part, ensure_ascii=not part.isprintable())}"
    return written.removeprefix(".")


def phrase(problem: Mapping[str, Any], model: type[BaseModel]) -> str:
    """Say one of pydantic's error details in our words."""
    kind = problem["type"]
    path = problem["loc"]
    if kind == "value_error":
        return str(problem["ctx"]["error"])
    if kind == "extra_forbidden":
        known = _keys(model, path[:-1])
        return (
            f"is not a key that feedsvc knows{meant(str(path[-1]), known)};"
            f" correct or remove it (known here: {', '.join(known)})"
        )
    if kind in _TYPES:
        return _TYPES[kind].replace("{key}", key_of(path))
    return f"is {shown(problem['input'])}; {_cure(problem)}"


def _cure(problem: Mapping[str, Any]) -> str:
    """What to write instead of a value of the right type."""
    limits = problem.get("ctx", {})
    match problem["type"]:
        case "literal_error":
            return f"write one of {limits['expected']}"
        case "greater_than_equal":
            return f"write at least {limits['ge']}"
        case "less_than_equal":
            return f"write at most {limits['le']}"
        case _:
            message: str = problem["msg"]
            return f"correct it: {message[:1].lower()}{message[1:]}"


def _keys(model: type[BaseModel], path: tuple[str | int, ...]) -> list[str]:
    """The keys that the table at `path` may have."""
    here: Any = model
    for part in path:
        field = here.model_fields.get(part) if hasattr(here, "model_fields") else None
        here = field.annotation if field else getattr(here, "__args__", (here, here))[-1]
    return [field.alias or name for name, field in here.model_fields.items()]
