"""Why nothing was done, for programs (RFC 9457)."""

import json
from collections.abc import Iterable, Mapping
from http import HTTPStatus
from typing import NamedTuple

from flask import Response
from pydantic import BaseModel, ConfigDict, Field

PROBLEM = "application/problem+json"

NOT_ALLOWED = 405
BAD, UNKNOWN, FORBIDDEN, MISSING, CONFLICT, UNMET, TOO_LARGE, UNREAD, WRONG, TOO_MANY, LATER = (
    400, 401, 403, 404, 409, 412, 413, 415, 422, 429, 503
)  # fmt: skip


class Fault(NamedTuple):
    """One thing that is wrong in what was sent.

    Attributes:
        key: Where, as in a configuration file: `permission.from`, `tags[0]`; empty for all of it.
        detail: What is wrong; what to do.
    """

    key: str
    detail: str


class ProblemError(BaseModel):
    """One thing that is wrong in what was sent."""

    model_config = ConfigDict(extra="forbid")
    key: str = Field(description="Where, as in a configuration file: `permission.from`, `tags[0]`.")
    detail: str = Field(description="What is wrong, and what to do.")


class ProblemDetail(BaseModel):
    """Why nothing was done (RFC 9457)."""

    model_config = ConfigDict(extra="forbid")
    type: str = Field(description="Always `about:blank`: the status says which kind it is.")
    title: str = Field(description="The name of the status.")
    status: int = Field(ge=400, le=599)
    detail: str = Field(description="What is wrong, and what to do.")
    errors: list[ProblemError] = Field(
        default=[], description="Each thing that is wrong in what was sent."
    )


class Problem(Exception):  # noqa: N818 - the word of the standard
    """Ends an operation with nothing done.

    Attributes:
        status: Of the answer; `detail`: one line; `faults`: each thing that is wrong.
        fields: More header fields of the answer.
    """

    def __init__(
        self,
        status: int,
        detail: str,
        faults: Iterable[Fault] = (),
        fields: Mapping[str, str] | None = None,
    ) -> None:
        """Say why."""
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.faults = tuple(faults)
        self.fields = dict(fields or {})

    def answer(self) -> Response:
        """It as an answer."""
        told: dict[str, object] = {
            "type": "about:blank",
            "title": HTTPStatus(self.status).phrase,
            "status": self.status,
            "detail": self.detail,
        }
        if self.faults:
            told["errors"] = [fault._asdict() for fault in self.faults]
        made = Response(json.dumps(told) + "\n", self.status, content_type=PROBLEM)
        made.headers.extend(self.fields)
        return made


_SAID = {
    MISSING: "there is nothing at this address; /api/v1/openapi.json tells what there is",
    NOT_ALLOWED: "this address takes other methods; Allow names them",
    LATER: "this cannot be done at the moment; try again in a minute",
}


def refused(status: int) -> Response:
    """The answer to what never became an operation, or failed in one."""
    return Problem(status, _SAID.get(status, "the request cannot be understood")).answer()
