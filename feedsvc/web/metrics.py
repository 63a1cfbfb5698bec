"""Who is told what is measured: at `/metrics` of the web, or at an address of its own."""

import logging
import threading
import time
from collections.abc import Callable
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from urllib.parse import urlsplit

from flask import Blueprint, Response, request

from feedsvc.errors import first_line
from feedsvc.settings import Metrics
from feedsvc.web.answers import line
from feedsvc.web.meter import Meter
from feedsvc.web.office import Office

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
PATH = "/metrics"
OK, UNAUTHORIZED, FORBIDDEN, NOT_FOUND = 200, 401, 403, 404
CLOSED = (
    "/metrics is not open: set [metrics] token, which a scraper sends as Authorization: Bearer, or"
    " [metrics] bind, an address of its own"
)
_BIND_AGAIN = 1.0  # seconds
_log = logging.getLogger(__name__)


def metrics(office: Office, meter: Meter) -> Blueprint:
    """Return the route of `/metrics` at the address of the web: for who has the token alone.

    Without a token it is open on the machine itself, as long as nobody else is served: a site
    whose address is that of this machine has no public.
    """
    routes = Blueprint("metrics", __name__)

    @routes.get(PATH)
    def all_metrics() -> Response:
        """Tell everything, or how that is opened."""
        settings = office.settings()
        said = settings.metrics
        if not said.token and not _is_among_us(settings.site.url):
            return line(CLOSED, FORBIDDEN)
        if said.token and not _may(said, request.headers.get("Authorization", "")):
            answer = line("This needs the token of [metrics].", UNAUTHORIZED)
            answer.headers["WWW-Authenticate"] = 'Bearer realm="metrics"'
            return answer
        answer = Response(meter.text(), content_type=CONTENT_TYPE)
        answer.headers["Cache-Control"] = "no-store"
        return answer

    return routes


def _is_among_us(url: str) -> bool:
    """Whether this request comes from this machine, and the site's address leads nobody else to it.

    A proxy on it would hand on the requests of others.
    """
    host = urlsplit(url).hostname or ""
    is_handed_on = "X-Forwarded-For" in request.headers or "Forwarded" in request.headers
    is_here = host == "localhost" or _is_ours(host)
    return is_here and _is_ours(request.remote_addr) and not is_handed_on


def _is_ours(address: str | None) -> bool:
    """Whether an address is this machine's own for itself."""
    try:
        return ip_address(address or "").is_loopback
    except ValueError:
        return False


def _may(said: Metrics, authorization: str) -> bool:
    kind, _, token = authorization.partition(" ")
    return kind.lower() == "bearer" and said.token.matches(token.strip())


class Listener:
    """Tells the metrics at an address of their own, to everybody there unless there is a token."""

    def __init__(self, office: Office, meter: Meter) -> None:
        """Prepare; nothing listens yet."""
        self._office = office
        self._meter = meter
        self._told = ""

    def start(self) -> "Listener":
        """Listen in a thread of its own, if [metrics] bind names an address."""
        if self._office.settings().metrics.port:
            threading.Thread(target=self._run, name="metrics", daemon=True).start()
        return self

    def _run(self) -> None:
        said = self._office.settings().metrics
        while True:
            try:
                server = ThreadingHTTPServer((said.host, said.port), partial(_Scraped, self.answer))
            except OSError as error:
                # The process before this one may not have let go of it yet.
                reason = first_line(error)
                if reason != self._told:
                    _log.warning("[metrics] bind cannot be listened on: %s; trying again", reason)
                self._told = reason
                time.sleep(_BIND_AGAIN)
            else:
                server.daemon_threads = True
                server.serve_forever()

    def answer(self, path: str, authorization: str) -> tuple[int, bytes]:
        """Status and body for a request."""
        said = self._office.settings().metrics
        if path.partition("?")[0] != PATH:
            return NOT_FOUND, b"There is /metrics here, and nothing else.\n"
        if said.token and not _may(said, authorization):
            return UNAUTHORIZED, b"This needs the token of [metrics].\n"
        return OK, self._meter.text()


class _Scraped(BaseHTTPRequestHandler):
    """One connection of a scraper."""

    timeout = 10

    def __init__(
        self,
        answer: Callable[[str, str], tuple[int, bytes]],
        *args: object,
    ) -> None:
        self._answer = answer
        super().__init__(*args)  # type: ignore[arg-type] # as the server calls it

    def do_GET(self) -> None:
        status, body = self._answer(self.path, self.headers.get("Authorization", ""))
        self.send_response(status)
        self.send_header("Content-Type", CONTENT_TYPE)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("X-Content-Type-Options", "nosniff")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing: what is asked is no news."""
