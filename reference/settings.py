"""Every key of the three files: what it may hold, what it is without, what it does."""

import json
import re
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from types import NoneType
from typing import Any, Literal, NamedTuple, get_args, get_origin

from annotated_types import Ge, Le
from pydantic import BaseModel, WithJsonSchema
from pydantic.fields import FieldInfo

from feedsvc.settings import fields
from feedsvc.settings.main import MainTable
from feedsvc.settings.schema import ChannelsTable, SourcesTable
from feedsvc.settings.secret import Secret
from reference.markup import code, page, prose, table

FILES: Mapping[str, type[BaseModel]] = {
    "feedsvc.toml": MainTable,
    "sources.toml": SourcesTable,
    "channels.toml": ChannelsTable,
}


class Key(NamedTuple):
    """One line of a table of a file."""

    name: str
    holds: str
    default: str
    does: str


class Section(NamedTuple):
    """One table of a file, such as `[sources.NAME.permission]`."""

    file: str
    name: str
    does: str
    keys: tuple[Key, ...]


def sections() -> Iterator[Section]:
    """Every table of every file, in the order in which the files are read."""
    for file, model in FILES.items():
        yield from _sections(file, "", model)


def written() -> str:
    """The page."""
    blocks: list[str] = []
    before = ""
    for section in sections():
        if section.file != before:
            blocks.append(f"## {section.file}")
            before = section.file
        rows = [(code(one.name), one.holds, code(one.default), one.does) for one in section.keys]
        blocks += [
            f"### `[{section.name}]`",
            prose(section.does),
            table(("key", "holds", "default", "what it does"), rows),
        ]
    return page(
        "Settings",
        "Every key of the three files of the configuration. [Configure](../configure.md) tells how"
        " to use them, [Permissions](../permissions.md) what those of a permission mean.",
        "A key of `feedsvc.toml` can be set from the environment instead, as"
        " `FEEDSVC_<SECTION>__<KEY>`: `FEEDSVC_WEB__BIND=127.0.0.1:9000`. A duration is a number"
        " and a unit, `s`, `m`, `h` or `d`. A day is written without quotes. A secret stands"
        ' elsewhere; what is written is where: `{ env = "NAME" }` or `{ file = "path" }`.',
        *blocks,
    )


def _sections(file: str, name: str, model: type[BaseModel]) -> Iterator[Section]:
    inner = list(_inner(name, model))
    below = {key for key, _, _ in inner}
    keys = tuple(
        Key(field.alias or key, _holds(field), _default(field), prose(field.description or ""))
        for key, field in model.model_fields.items()
        if key not in below
    )
    if keys:
        yield Section(file, name, _does(model), keys)
    for _, place, table_of_it in inner:
        yield from _sections(file, place, table_of_it)


def _does(model: type[BaseModel]) -> str:
    """What a table is for: what its model says, but for its name, which is the heading."""
    said = re.sub(r"^`\[[^`]+`[:.]? ?", "", " ".join((model.__doc__ or "").split()))
    return said[:1].upper() + said[1:]


def _inner(name: str, model: type[BaseModel]) -> Iterator[tuple[str, str, type[BaseModel]]]:
    """The tables within a table: the field, the name of the table, its model."""
    for key, field in model.model_fields.items():
        place = f"{name}.{key}" if name else key
        kind = field.annotation
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            yield key, place, kind
        elif get_origin(kind) is dict:
            yield key, f"{place}.NAME", get_args(kind)[1]


def _holds(field: FieldInfo) -> str:
    """What a key may hold, in words."""
    written = next((one for one in field.metadata if isinstance(one, WithJsonSchema)), None)
    choices = (written.json_schema or {}).get("enum") if written else None
    if choices:
        return ", ".join(code(json.dumps(one)) for one in choices)
    return _kind(field.annotation, field.metadata)


def _kind(kind: Any, bounds: list[Any]) -> str:  # noqa: ANN401 - an annotation
    while get_origin(kind) not in {None, list, Literal} and get_args(kind):
        first, *others = [one for one in get_args(kind) if one is not NoneType]
        if others and isinstance(others[0], type):
            return f"{_kind(first, [])} or {_kind(others[0], [])}"
        kind, bounds = first, [*bounds, *getattr(kind, "__metadata__", ())]
    if get_origin(kind) is Literal:
        return ", ".join(code(json.dumps(one)) for one in get_args(kind))
    if get_origin(kind) is list:
        return f"a list of {_MANY.get(_plain(get_args(kind)[0]), 'texts')}"
    return _ONE.get(kind, "text") + _bounded(bounds)


def _plain(kind: Any) -> Any:  # noqa: ANN401 - an annotation
    return get_args(kind)[0] if get_args(kind) else kind


_ONE = {
    bool: "`true` or `false`",
    int: "a number",
    timedelta: "a duration",
    date: "a day",
    Secret: "where a secret is kept",
}
_MANY = {int: "numbers"}


def _bounded(metadata: list[Any]) -> str:
    bounds = [bound for one in metadata for bound in getattr(one, "metadata", [one])]
    least = next((one.ge for one in bounds if isinstance(one, Ge)), None)
    most = next((one.le for one in bounds if isinstance(one, Le)), None)
    if least is None and most is None:
        return ""
    return f", {least} to {most}" if most is not None else f", {least} or more"


def _default(field: FieldInfo) -> str:
    """What a key is without being written, as it would be written; empty where it is nothing."""
    value = field.get_default(call_default_factory=True)
    match value:
        case _ if field.is_required():
            return ""
        case timedelta():
            return json.dumps(fields.spelled(value))
        case bool() | str() | int() | list():
            return json.dumps(value, ensure_ascii=False)
        case _:
            return ""
