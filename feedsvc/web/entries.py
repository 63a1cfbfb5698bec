"""One entry as a page."""

from flask import Blueprint, Response

from feedsvc.web.answers import HTML, documented, page
from feedsvc.web.articles import article
from feedsvc.web.service import Service


def entries(service: Service) -> Blueprint:
    """Return the route of `/entries/<id>`."""
    routes = Blueprint("entries", __name__)

    @routes.get("/entries/<id>")
    def show(id: str) -> Response:  # noqa: A002  # the word of the address
        showing = service.entry(id)
        one = article(showing, service.base_url)
        body = page("entry.html", article=one)
        return documented(service.seal(one.path, HTML, body, showing.held.updated, showing.until))

    return routes
