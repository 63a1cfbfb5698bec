"""One entry as a page."""

from dataclasses import replace
from functools import partial

from flask import Blueprint, Response

from feedsvc.web.answers import HTML, documented, enter, page
from feedsvc.web.articles import article
from feedsvc.web.service import Service


def entries(service: Service) -> Blueprint:
    """Return the route of `/entries/<id>`."""
    routes = Blueprint("entries", __name__)

    @routes.get("/entries/<id>")
    def show(id: str) -> Response:  # noqa: A002  # the word of the address
        audience = enter(service, partial(service.audience_of_entry, id))
        showing = service.entry(id)
        one = article(showing, service.base_url, heading=1)
        body = page(
            "entry.html",
            article=one,
            channel=service.own_channel(showing.held.source),
            noindex=showing.noindex or bool(audience),
        )
        sealed = service.seal(one.path, HTML, body, showing.held.updated, showing.until)
        return documented(replace(sealed, noindex=showing.noindex))

    return routes
