"""What an operation is: all that a request for it must be, and what it may be answered with."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from pydantic import BaseModel

from feedsvc.model.people import TokenScope
from feedsvc.store.database import Statements
from feedsvc.web.api.problem import (
    BAD,
    CONFLICT,
    FORBIDDEN,
    LATER,
    MISSING,
    TOO_LARGE,
    TOO_MANY,
    UNKNOWN,
    UNMET,
    UNREAD,
    WRONG,
)
from feedsvc.web.api.shapes import Query, Shape
from feedsvc.web.office import Office
from feedsvc.web.service import Service
from feedsvc.wiring.desk import Desk

GET, POST, PUT, DELETE = "GET", "POST", "PUT", "DELETE"
OK, CREATED, ACCEPTED, DONE, SAME = 200, 201, 202, 204, 304


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A request for an operation, understood.

    Attributes:
        office: What operators need.
        service: What is published.
        person: The user whose token it came with.
        place: What stands in the braces of the path.
        query: What stands behind the question mark.
        body: What was sent: checked if it is a `Shape`, else the object as it is.
    """

    office: Office
    service: Service
    person: str
    place: Mapping[str, str]
    query: Any
    body: Any

    def holding(self, body: object) -> "Call":
        """The same with what was sent."""
        return replace(self, body=body)

    @property
    def statements(self) -> Statements:
        """For reading."""
        return self.office.database.statements()

    @property
    def desk(self) -> Desk:
        """Where the operator works."""
        return self.office.desk(self.person)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What an operation says beside its status.

    Attributes:
        location: The path of what was made, below the API.
        following: The cursor with which a list goes on.
    """

    told: Shape | None
    location: str | None = None
    following: str | None = None


Handler = Callable[[Call], Answer]


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """An operation.

    Attributes:
        resource: Under which heading it stands in the documentation.
        path: Below the API, with names in braces.
        scope: What a token must allow.
        status: Of the answer if all is well.
        answers: What that holds; None for nothing.
        query: What may stand behind the question mark.
        body: What must be sent: a `Shape`, or a table of the configuration, which is judged as
            the files are. None for nothing.
        before: Called ahead of a write, outside its transaction; the body is what it returns.
        can_conflict: Whether the state of things can forbid it (409).
        has_location: Whether it makes something that has an address.
    """

    resource: str
    method: str
    path: str
    handler: Handler
    scope: TokenScope
    status: int = OK
    answers: type[Shape] | None = None
    query: type[Query] = Query
    body: type[BaseModel] | None = None
    before: Callable[[Call], Any] | None = None
    can_conflict: bool = False
    has_location: bool = False

    @property
    def id(self) -> str:
        """Its name in programs made from the description."""
        first, *others = self.handler.__name__.split("_")
        return first + "".join(word.capitalize() for word in others)

    @property
    def writes(self) -> bool:
        """Whether it changes anything."""
        return self.method != GET

    @property
    def is_one(self) -> bool:
        """Whether its address is that of one thing, which has a validator."""
        return "{" in self.path and self.method in (GET, PUT, DELETE) and not self.is_list

    @property
    def is_list(self) -> bool:
        """Whether it is asked for by pages."""
        return "cursor" in self.query.model_fields

    @property
    def has_key(self) -> bool:
        """Whether a client may give it a key, so that it is done once."""
        return self.method == POST

    @property
    def refusals(self) -> list[int]:
        """Every status that it may be refused with."""
        found = {BAD, UNKNOWN, FORBIDDEN, TOO_MANY, LATER}
        if "{" in self.path:
            found.add(MISSING)
        if self.body:
            found |= {TOO_LARGE, UNREAD, WRONG}
        if self.has_key:
            found.add(WRONG)
        if self.writes and self.is_one:
            found.add(UNMET)
        if self.can_conflict:
            found.add(CONFLICT)
        return sorted(found)


@dataclass(slots=True)
class Resource:
    """The operations of one resource."""

    name: str
    text: str
    operations: list[Operation] = field(default_factory=list)

    def operation(self, method: str, path: str, **more: Any) -> Callable[[Handler], Handler]:  # noqa: ANN401 - fields of `Operation`
        """Make a function an operation; its docstring is what people read of it."""

        def made(handler: Handler) -> Handler:
            self.operations.append(
                Operation(resource=self.name, method=method, path=path, handler=handler, **more)
            )
            return handler

        return made
