"""What questions and answers of the API are made of."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Annotated

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    WithJsonSchema,
)

from feedsvc.settings import fields
from feedsvc.store.moments import micros
from feedsvc.store.moments import moment as moment_of
from feedsvc.web.api.problem import WRONG, Fault, Problem

MOST, USUAL = 200, 50
"""Items in one answer at most, and where nothing is said."""

NAME = r"^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$"
ENTRY = r"^[0-9a-f]{20}$"

Words = Annotated[str, Field(pattern=r"^[^\x00]*$")]
"""Text that is looked for: U+0000 is in no name and no title."""


class Shape(BaseModel):
    """An object of which every key is known."""

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        strict=True,
        populate_by_name=True,
        json_schema_serialization_defaults_required=True,
    )


def _spelled(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


Moment = Annotated[
    datetime,
    PlainSerializer(_spelled, return_type=str, when_used="json"),
    WithJsonSchema({"type": "string", "format": "date-time"}),
]
"""A moment in UTC, as RFC 3339 writes it."""


def _whole(value: object) -> object:
    if not isinstance(value, str) or not re.fullmatch(r"[0-9]{1,18}", value):
        msg = "is no whole number"
        raise ValueError(msg)
    return int(value)


def _truth(value: object) -> object:
    known = {"true": True, "false": False}
    if value not in known:
        msg = "is neither true nor false"
        raise ValueError(msg)
    return known[str(value)]


_RFC_3339 = re.compile(
    r"(\d{4}-\d\d-\d\d)[Tt ](\d\d:\d\d:)(\d\d)(\.\d+)?([Zz]|[+-]\d\d:\d\d)", re.ASCII
)
_LEAP = "60"


def _moment(value: object) -> object:
    """A moment of RFC 3339; a leap second is the one before it."""
    found = _RFC_3339.fullmatch(str(value))
    msg = "is no moment; write it like 2026-01-12T08:00:00Z"
    if not found:
        raise ValueError(msg)
    day, minute, second, part, zone = found.groups()
    written = f"{day}T{minute}{'59' if second == _LEAP else second}{(part or '')[:7]}"
    try:
        return datetime.fromisoformat(f"{written}{'+00:00' if zone in 'zZ' else zone}")
    except ValueError:
        raise ValueError(msg) from None


Truth = Annotated[bool, BeforeValidator(_truth)]
Since = Annotated[
    AwareDatetime,
    BeforeValidator(_moment),
    WithJsonSchema({"type": "string", "format": "date-time"}),
]


class Query(Shape):
    """What may stand behind the question mark: nothing."""


class Paged(Query):
    """What every list can be asked."""

    limit: Annotated[int, Field(ge=1, le=MOST), BeforeValidator(_whole)] = Field(
        USUAL, description="Items in the answer at most."
    )


Next = Annotated[
    str | None,
    Field(description="The `cursor` that the list goes on with; null at its end."),
]


Reason = Annotated[
    str,
    Field(
        min_length=1,
        max_length=300,
        description="Why, in one line; readers of the Atom feed are told.",
    ),
    AfterValidator(fields.line),
]


def named(body: Mapping[str, object]) -> str:
    """The name that something new is given.

    Raises:
        Problem: There is none, or it can be no name (422).
    """
    name = body.get("name")
    try:
        if isinstance(name, str):
            return fields.name(name)
        detail = "is missing; add it" if name is None else "must be text"
    except ValueError as error:
        detail = str(error)
    raise Problem(WRONG, "what was sent has no good name", [Fault("name", detail)])


POSITION = r"^([0-9]{1,18})?$"
PLACE = r"^(-?[0-9]{1,16}\.[0-9a-f]{20})?$"
FIRST = (datetime.max.replace(tzinfo=UTC), "")
"""Before all that are listed newest first."""


def place_of(moment: datetime, entry: str) -> str:
    """The cursor after what has this moment and id."""
    return f"{micros(moment)}.{entry}"


def placed(cursor: str) -> tuple[datetime, str]:
    """The moment and id of a cursor; one beyond the calendar is as late as can be."""
    number, _, entry = cursor.partition(".")
    try:
        return moment_of(int(number)), entry
    except OverflowError:
        return FIRST
