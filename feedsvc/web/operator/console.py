"""All of the console, from its parts."""

from urllib.parse import urlsplit

from flask import Blueprint, Flask, Response

from feedsvc.errors import FeedsvcError, NotFoundError, StoreUnavailableError
from feedsvc.flows.survey import Survey
from feedsvc.web.office import Office
from feedsvc.web.operator.change import change
from feedsvc.web.operator.channels import channels
from feedsvc.web.operator.entries import entries
from feedsvc.web.operator.gate import Gate, origin_of, refusal
from feedsvc.web.operator.held import held
from feedsvc.web.operator.opml import opml
from feedsvc.web.operator.overview import overview
from feedsvc.web.operator.pages import back
from feedsvc.web.operator.people import account, users
from feedsvc.web.operator.plots import OUTCOMES
from feedsvc.web.operator.sign_in import sign_in
from feedsvc.web.operator.source import source
from feedsvc.web.operator.sources import all_sources
from feedsvc.web.operator.wizard import wizard
from feedsvc.web.service import Service
from feedsvc.web.spelling import browser, distance, since

_PARTS = (sign_in, overview, all_sources, source, change, wizard, opml, users, account)
BAD_REQUEST, NOT_FOUND, UNAVAILABLE = 400, 404, 503


def console(app: Flask, service: Service, office: Office) -> Blueprint:
    """Return the routes below `/operator/`."""
    app.config["ROOT"] = urlsplit(service.base_url).path.rstrip("/")
    app.config["SECURE"] = service.base_url.startswith("https:")
    app.config["ORIGIN"] = origin_of(service.base_url)
    app.config["COMPLAINTS"] = office.complaints
    app.config["MAX_CONTENT_LENGTH"] = 10 * 1024 * 1024
    app.config["MAX_FORM_MEMORY_SIZE"] = 4 * 1024 * 1024  # a form may carry a list of feeds
    app.jinja_env.filters["since"] = lambda when: since(when, office.now())
    app.jinja_env.filters["browser"] = browser
    app.jinja_env.filters["distance"] = distance
    app.jinja_env.globals["outcomes"] = OUTCOMES
    routes = Blueprint("operator", __name__, url_prefix="/operator")
    routes.before_request(Gate(office).check)
    for part in _PARTS:
        part(routes, office)
    survey = Survey(office.database, office.settings, office.now)
    for look in (entries, held, channels):
        look(routes, office, survey)
    routes.add_url_rule("", "bare", _bare)
    routes.add_url_rule("/<path:rest>", "nowhere", _nowhere)
    routes.register_error_handler(FeedsvcError, _told)
    return routes


def _bare() -> Response:
    """Lead on ourselves: Flask would name a host, which it knows nothing of."""
    return back("")


def _nowhere(rest: str) -> Response:
    msg = f"there is no page {rest[:200]!r} in the console"
    raise NotFoundError(msg)


def _told(error: FeedsvcError) -> Response:
    """Show what went wrong, which is one clear line."""
    match error:
        case NotFoundError():
            return refusal("Not found", f"{error}.", NOT_FOUND)
        case StoreUnavailableError():
            told = "The database cannot be used at the moment. Try again in a minute."
            answer = refusal("Unavailable", told, UNAVAILABLE)
            answer.headers["Retry-After"] = "60"
            return answer
        case _:
            return refusal("That cannot be done", f"{error}.", BAD_REQUEST)
