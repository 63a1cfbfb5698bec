"""What we publish: the page of all channels, and the two OPML documents."""

from datetime import UTC, datetime

from flask import Blueprint, Response

from feedsvc.model.channel import SOURCE_CHANNEL
from feedsvc.web.answers import HTML, documented, page
from feedsvc.web.service import Service

OPML = "text/x-opml; charset=utf-8"

LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
"""Nothing is known of when these pages changed but their bytes."""


def catalogue(service: Service) -> Blueprint:
    """Return the routes of `/`, `/channels.opml` and `/sources.opml`."""
    routes = Blueprint("catalogue", __name__)

    @routes.get("/")
    def index() -> Response:
        channels = service.channels()
        body = page(
            "catalogue.html",
            channels=[one for one in channels if not one.name.startswith(SOURCE_CHANNEL)],
            sources=[one for one in channels if one.name.startswith(SOURCE_CHANNEL)],
        )
        return documented(service.seal("/", HTML, body, LONG_AGO, None))

    @routes.get("/channels.opml")
    def channels_opml() -> Response:
        body = service.opml_channels()
        return documented(service.seal("/channels.opml", OPML, body, LONG_AGO, None))

    @routes.get("/sources.opml")
    def sources_opml() -> Response:
        body = service.opml_sources()
        return documented(service.seal("/sources.opml", OPML, body, LONG_AGO, None))

    return routes
