"""For machines: may this process serve."""

from flask import Blueprint, Response

from feedsvc.web.answers import line
from feedsvc.web.service import Service

UNHEALTHY = 503


def health(service: Service) -> Blueprint:
    """Return the route of `/healthz`."""
    routes = Blueprint("health", __name__)

    @routes.get("/healthz")
    def show() -> Response:
        if service.healthy():
            return line("ok")
        return line("the database does not answer", UNHEALTHY)

    return routes
