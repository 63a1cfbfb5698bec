"""The Flask application: routes, errors, and the fields that every answer carries."""

import logging
import time
from collections.abc import Callable, Iterable
from wsgiref.types import StartResponse, WSGIEnvironment

from flask import Flask, Response, request
from werkzeug.exceptions import HTTPException

from feedsvc.errors import NotFoundError, StoreUnavailableError, WithdrawnError
from feedsvc.web.admission import StrangerError, challenge
from feedsvc.web.answers import HTML, STATIC, line, page, site
from feedsvc.web.api.problem import refused
from feedsvc.web.api.routes import api
from feedsvc.web.catalogue import catalogue
from feedsvc.web.channels import channels
from feedsvc.web.entries import entries
from feedsvc.web.headers import PREFLIGHT, PROGRAMS, guards
from feedsvc.web.health import health
from feedsvc.web.office import Office
from feedsvc.web.operator.console import console
from feedsvc.web.service import Service
from feedsvc.web.spelling import direction, file_name, moment, utc

OK, BAD_REQUEST, UNAUTHORIZED, NOT_FOUND, GONE, UNAVAILABLE = 200, 400, 401, 404, 410, 503
RETRY_AFTER = "60"

TOLD_EVERY = 60.0
"""Seconds between two lines that tell the operator that the database is away."""

DOCUMENTS = (".atom", ".rss", ".json", ".opml")
FOR_MACHINES = (*DOCUMENTS, "/healthz", "/readyz", "/metrics")

WORDS = {
    400: ("Bad request", "The request cannot be understood."),
    404: ("Not found", "There is nothing at this address."),
    405: ("Not allowed", "This address can only be read."),
    410: ("Withdrawn", "This entry was here and has been withdrawn."),
    429: ("Too many requests", "You ask too often; ask again later."),
    503: ("Unavailable", "This cannot be shown at the moment; try again in a minute."),
}
"""Heading and line for each status; an error page repeats nothing of the request."""

_log = logging.getLogger(__name__)


class _Hostless(Flask):
    """An application to which every request comes by the same name (security O3)."""

    def wsgi_app(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        environ["HTTP_HOST"] = "localhost"
        return super().wsgi_app(environ, start_response)


def _always() -> bool:
    return True


def create_app(
    service: Service,
    is_in_force: Callable[[], bool] = _always,
    office: Office | None = None,
) -> Flask:
    """Make the application that shows what `service` has.

    What is for readers keeps no sessions and no secret, and redirects nobody but who asks for
    the archive that is to come; nothing reads the Host field (security O3).

    Args:
        service: What is shown.
        is_in_force: Whether the configuration in force is what its files say.
        office: Where operators work; without it there is nothing for them.
    """
    app = _Hostless(__name__)
    app.url_map.merge_slashes = False
    app.config["SEND_FILE_MAX_AGE_DEFAULT"] = 86400
    app.jinja_options = {"trim_blocks": True, "lstrip_blocks": True}
    app.jinja_env.globals.update(STATIC)
    app.context_processor(lambda: site(service))
    app.jinja_env.filters.update(moment=moment, utc=utc, direction=direction, file_name=file_name)
    for routes in (catalogue, channels, entries):
        app.register_blueprint(routes(service))
    app.register_blueprint(health(service, is_in_force, office))
    if office:
        app.register_blueprint(console(app, service, office))
        app.register_blueprint(api(office, service))
    app.register_error_handler(NotFoundError, lambda _: _refusal(NOT_FOUND))
    app.register_error_handler(WithdrawnError, lambda _: _refusal(GONE))
    app.register_error_handler(StoreUnavailableError, _Outage())
    app.register_error_handler(StrangerError, _unauthorized)
    app.register_error_handler(HTTPException, _refused)
    app.register_error_handler(Exception, _failed)
    app.before_request(_one_address)
    app.after_request(_guarded)
    return app


def _one_address() -> Response | None:
    """Refuse the spellings with more slashes, so that the cache holds a document once.

    And U+0000: nothing has it in its name, and PostgreSQL cannot even be asked for it.
    """
    path, query = request.environ["PATH_INFO"], request.environ["QUERY_STRING"]
    if path.startswith("//") or "\0" in path:
        return _refusal(NOT_FOUND)
    return _refusal(BAD_REQUEST) if "%00" in query else None


def _refusal(status: int) -> Response:
    """Say in one line why there is nothing else to see."""
    heading, text = WORDS.get(status, WORDS[400])
    if request.path.startswith(PROGRAMS):
        return refused(status)
    if request.path.endswith(FOR_MACHINES):
        return line(text, status)
    answer = Response(page("error.html", heading=heading, text=text), status, content_type=HTML)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _refused(error: HTTPException) -> Response:
    """Answer what Flask refuses, and who may what or when (standards M13, M14)."""
    answer = _refusal(error.code or 400)
    told = {"Allow", "Retry-After"}
    answer.headers.extend((name, value) for name, value in error.get_headers() if name in told)
    return answer


def _unauthorized(_: StrangerError) -> Response:
    """Ask for the credentials of a subscriber, in the words of the byte cache."""
    fields, body = challenge(request.method)
    return Response(body, UNAUTHORIZED, fields)


def _failed(error: Exception) -> Response:
    """Answer when the service failed: it may be back soon."""
    _log.error("%s %r failed", request.method, request.path, exc_info=error)
    return _later()


class _Outage:
    """Answers while the database is away, and tells so: once a minute, for all requests."""

    def __init__(self) -> None:
        self._told_at = float("-inf")

    def __call__(self, error: StoreUnavailableError) -> Response:
        now = time.monotonic()
        if now - self._told_at >= TOLD_EVERY:
            self._told_at = now
            _log.warning("%s; what cannot be made is answered with 503", error)
        return _later()


def _later() -> Response:
    answer = _refusal(UNAVAILABLE)
    answer.headers["Retry-After"] = RETRY_AFTER
    return answer


def _guarded(answer: Response) -> Response:
    """Guard each answer, and let a browser ask what scripts of other sites may (M19)."""
    path = request.path
    feed = path.startswith("/channels/") or path.endswith(DOCUMENTS)
    feed = feed and not path.startswith(PROGRAMS)
    if request.method == "OPTIONS" and answer.status_code == OK and feed:
        answer.headers.extend(PREFLIGHT)
    for name, value in guards(answer.content_type or "", request.path):
        answer.headers[name] = value
    answer.headers.pop("Expires", None)  # `Cache-Control` says it (standards M12)
    answer.cache_control.public = False
    return answer
