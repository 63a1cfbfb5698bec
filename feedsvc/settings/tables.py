"""What the tables of all three files are made of, as pydantic models."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Annotated, cast

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    PlainValidator,
    ValidationInfo,
    WithJsonSchema,
)

from feedsvc.model.rights import Licence
from feedsvc.settings import fields
from feedsvc.settings.secret import NO_SECRET, Secret, Vault, reference_of

REFERENCE = {
    "type": "object",
    "description": "Where a secret is kept: a variable of the environment, or a file whose path"
    " counts from this folder.",
    "oneOf": [
        {
            "properties": {"env": {"type": "string", "pattern": "^[^= ]+$"}},
            "required": ["env"],
            "additionalProperties": False,
        },
        {
            "properties": {"file": {"type": "string", "minLength": 1}},
            "required": ["file"],
            "additionalProperties": False,
        },
    ],
}
"""JSON Schema of a reference to a secret."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """What the tables are read in.

    Attributes:
        folder: The configuration folder; None for what is declared elsewhere.
        licence: Tells the licence of a name or address, None for one that is not known.
        vault: Where references to secrets lead.
    """

    folder: Path | None
    licence: Callable[[str], Licence | None]
    vault: Vault = field(default_factory=Vault)


def around(info: ValidationInfo) -> Around:
    """What the table at hand is read in."""
    return cast("Around", info.context)


def referred(value: object, info: ValidationInfo) -> Secret | None:
    """The secret that a value is a reference to; None if it is none."""
    reference = reference_of(value)
    if reference is None:
        return None
    return Secret(reference, around(info).vault.value(reference))


def _secret(value: object, info: ValidationInfo) -> Secret:
    if isinstance(value, Secret):
        return value
    found = NO_SECRET if value == "" else referred(value, info)
    if found is None:
        msg = (
            "is a secret, which must not stand in a file; write where it is kept:"
            ' { env = "NAME" } or { file = "path" }'
        )
        raise ValueError(msg)
    return found


def _text_or_secret(value: object, info: ValidationInfo) -> str | Secret:
    found = value if isinstance(value, str | Secret) else referred(value, info)
    if found is None:
        msg = 'must be text; put it into quotes, such as "this"'
        raise ValueError(msg)
    return found


Duration = Annotated[
    timedelta,
    BeforeValidator(fields.duration),
    WithJsonSchema({"type": "string", "pattern": r"^[0-9]+(\.[0-9]+)?\s*[smhd]$"}),
]
Text = Annotated[str, AfterValidator(fields.text)]
Line = Annotated[
    str,
    AfterValidator(fields.line),
    WithJsonSchema({"type": "string", "pattern": r"\S"}),
]
Hidden = Annotated[
    Secret,
    BeforeValidator(_secret),
    WithJsonSchema({"oneOf": [{"const": ""}, REFERENCE]}),
]
Kept = Annotated[str | Secret, PlainValidator(_text_or_secret)]
"""Text as it stands in the file, or the secret that it is kept as."""
Name = Annotated[
    str,
    AfterValidator(fields.name),
    WithJsonSchema(
        {
            "type": "string",
            "pattern": r"^(?!.*\.(rss|atom|json)$)[A-Za-z0-9][A-Za-z0-9._-]{0,99}$",
        }
    ),
]


class Table(BaseModel):
    """A table that knows its keys."""

    model_config = ConfigDict(
        extra="forbid",
        strict=True,
        frozen=True,
        arbitrary_types_allowed=True,
        hide_input_in_errors=True,
    )
