"""Carrying operations out."""

from collections.abc import Callable, Sequence
from hashlib import blake2b
from urllib.parse import urlencode

from flask import Blueprint, Response, request

from feedsvc.errors import (
    ConfigurationError,
    FeedsvcError,
    NotFoundError,
    StoreError,
    WithdrawnError,
)
from feedsvc.web.api import asking
from feedsvc.web.api.once import FIELD, Once, Written
from feedsvc.web.api.operation import DONE, GET, SAME, Answer, Call, Operation
from feedsvc.web.api.pace import Pace
from feedsvc.web.api.problem import CONFLICT, MISSING, TOO_MANY, UNMET, WRONG, Problem
from feedsvc.web.office import Office
from feedsvc.web.service import Service

JSON = "application/json"


class Door:
    """Lets requests in to the operations that they are for."""

    def __init__(
        self, office: Office, service: Service, operations: Sequence[Operation], pace: Pace
    ) -> None:
        """Stand before these operations.

        Args:
            office: What operators need.
            service: What is published.
            operations: All that there are.
            pace: How often each token may be used.
        """
        self._office = office
        self._service = service
        self._pace = pace
        self._operations = operations
        self._shown = {one.path: one for one in operations if one.method == GET}

    def open(self, routes: Blueprint) -> None:
        """Add a route for each operation."""
        for one in self._operations:
            rule = one.path.replace("{", "<").replace("}", ">")
            view = self._view(one)
            routes.add_url_rule(rule, one.id, view, methods=[one.method])

    def _view(self, operation: Operation) -> Callable[..., Response]:
        def answered(**place: str) -> Response:
            try:
                return self._answered(operation, place)
            except Problem as problem:
                return problem.answer()
            except StoreError:
                raise
            except FeedsvcError as error:
                return problem_of(error).answer()

        return answered

    def _answered(self, operation: Operation, place: dict[str, str]) -> Response:
        token = asking.holder(request, self._office, operation.scope)
        wait = self._pace.wait(token.id)
        if wait:
            raise Problem(
                TOO_MANY, "you ask too often; ask again later", fields={"Retry-After": str(wait)}
            )
        call = Call(
            office=self._office,
            service=self._service,
            person=token.user.name,
            place=place,
            query=asking.query(request, operation.query),
            body=None,
        )
        if not operation.writes:
            return self._read(operation, call)
        sent = asking.sent(request) if operation.body else b""
        is_keyed = operation.has_key and FIELD in request.headers
        once = Once(self._office, call.person, request, sent) if is_keyed else None
        written = once.known() if once else None
        if written is None:
            if operation.body:
                call = call.holding(asking.body(sent, operation.body))
            written = self._written(operation, call, once)
        return self._sent(*written)

    def _read(self, operation: Operation, call: Call) -> Response:
        answer = operation.handler(call)
        text = _text(answer)
        made = Response(text, operation.status, content_type=JSON)
        if answer.following is not None:
            made.headers["Link"] = f'<{_next(answer.following)}>; rel="next"'
        if operation.is_one:
            tag = etag(text)
            made.set_etag(tag)
            if request.if_none_match.contains_weak(tag):
                made.status_code = SAME
                made.set_data(b"")
        return made

    def _written(self, operation: Operation, call: Call, once: Once | None) -> Written:
        """Write, in one transaction with what it depends on and with what is remembered of it."""
        if operation.before:
            call = call.holding(operation.before(call))
        with self._office.database.transaction() as statements:

            def write() -> Written:
                self._require_match(operation, call)
                answer = operation.handler(call)
                return operation.status, _remembered(answer)

            return once.done(statements, write) if once else write()

    def _require_match(self, operation: Operation, call: Call) -> None:
        """See that what is written over is what the client knows, where it says what that is."""
        if not request.headers.get("If-Match") or not operation.is_one:
            return
        shown = self._shown[operation.path]
        present = etag(_text(shown.handler(call)))
        if not request.if_match.contains(present):
            raise Problem(UNMET, "it is not what If-Match names any more; read it again")

    def _sent(self, status: int, text: str) -> Response:
        location, _, told = text.partition("\n")
        made = Response(told, status, content_type=JSON)
        if status == DONE:
            del made.headers["Content-Type"]
        if location:
            made.headers["Location"] = f"{self._office.settings().site.url}/api/v1{location}"
        return made


def problem_of(error: FeedsvcError) -> Problem:
    """What the rest of the program refuses, as a problem."""
    if isinstance(error, ConfigurationError):
        faults = [asking.within(line) for line in error.complaints]
        return Problem(WRONG, "what was sent is not what the configuration may hold", faults)
    if isinstance(error, NotFoundError | WithdrawnError):
        return Problem(MISSING, str(error))
    return Problem(CONFLICT, str(error))


def etag(text: str) -> str:
    """The validator of what is answered, without its quotes."""
    return blake2b(text.encode(), digest_size=12).hexdigest()


def _text(answer: Answer) -> str:
    return answer.told.model_dump_json(by_alias=True) + "\n" if answer.told else ""


def _remembered(answer: Answer) -> str:
    """The path of what was made on the first line, then what is told."""
    return f"{answer.location or ''}\n{_text(answer)}"


def _next(cursor: str) -> str:
    asked = {**request.args.to_dict(), "cursor": cursor}
    return f"?{urlencode(asked)}"
