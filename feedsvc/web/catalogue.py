"""What we publish: the page of all channels, and the two OPML documents."""

from datetime import UTC, datetime

from flask import Blueprint, Response

from feedsvc.errors import NotFoundError
from feedsvc.model.channel import SOURCE_CHANNEL
from feedsvc.web.answers import HTML, documented, page
from feedsvc.web.channels import numbered
from feedsvc.web.service import Service

OPML = "text/x-opml; charset=utf-8"

LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
"""Nothing is known of when these pages changed but their bytes."""


EACH = 120
"""Channels on a page of the list: with a thousand on one, it would be half a megabyte."""


def sheets(channels: int) -> int:
    """How many pages the list of so many channels takes."""
    return max(1, -(-channels // EACH))


def catalogue(service: Service) -> Blueprint:
    """Return the routes of `/` and the pages after it, `/channels.opml` and `/sources.opml`."""
    routes = Blueprint("catalogue", __name__)

    @routes.get("/")
    def index() -> Response:
        return sheet("/", 1)

    @routes.get("/catalogue/<number>")
    def more(number: str) -> Response:
        """Go on with the list where it is long; its first page has one address."""
        if number == "1":
            raise NotFoundError(number)
        return sheet(f"/catalogue/{number}", numbered(number))

    def sheet(path: str, number: int) -> Response:
        channels = service.channels()
        last = sheets(len(channels))
        if number > last:
            raise NotFoundError(path)
        listed = channels[(number - 1) * EACH : number * EACH]
        body = page(
            "catalogue.html",
            channels=[one for one in listed if not one.name.startswith(SOURCE_CHANNEL)],
            sources=[one for one in listed if one.name.startswith(SOURCE_CHANNEL)],
            path=path,
            number=number,
            last=last,
        )
        return documented(service.seal(path, HTML, body, LONG_AGO, None))

    @routes.get("/channels.opml")
    def channels_opml() -> Response:
        body = service.opml_channels()
        return documented(service.seal("/channels.opml", OPML, body, LONG_AGO, None))

    @routes.get("/sources.opml")
    def sources_opml() -> Response:
        body = service.opml_sources()
        return documented(service.seal("/sources.opml", OPML, body, LONG_AGO, None))

    return routes
