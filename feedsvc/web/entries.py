"""One entry as a page."""

from dataclasses import replace

from flask import Blueprint, Response

from feedsvc.model.channel import SOURCE_CHANNEL, Channel
from feedsvc.web.answers import HTML, documented, page
from feedsvc.web.articles import article
from feedsvc.web.service import Service


def entries(service: Service) -> Blueprint:
    """Return the route of `/entries/<id>`."""
    routes = Blueprint("entries", __name__)

    @routes.get("/entries/<id>")
    def show(id: str) -> Response:  # noqa: A002  # the word of the address
        showing = service.entry(id)
        one = article(showing, service.base_url, heading=1)
        body = page(
            "entry.html",
            article=one,
            channel=_channel_of(service, showing.held.source),
            noindex=showing.noindex,
        )
        sealed = service.seal(one.path, HTML, body, showing.held.updated, showing.until)
        return documented(replace(sealed, noindex=showing.noindex))

    return routes


def _channel_of(service: Service, source: str) -> Channel | None:
    """The channel that a source has of its own, unless sources have none."""
    name = f"{SOURCE_CHANNEL}{source}"
    return next((channel for channel in service.channels() if channel.name == name), None)
