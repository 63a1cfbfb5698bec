"""A channel: as a page for people, and as a document in each format."""

from urllib.parse import quote

from flask import Blueprint, Response

from feedsvc.web.answers import HTML, documented, page
from feedsvc.web.articles import article
from feedsvc.web.service import Service


def channels(service: Service) -> Blueprint:
    """Return the routes below `/channels/`."""
    routes = Blueprint("channels", __name__)

    @routes.get("/channels/<name>")
    def show(name: str) -> Response:
        view = service.view(name)
        articles = [article(showing, service.base_url) for showing in view.showings]
        body = page("channel.html", channel=view.channel, updated=view.updated, articles=articles)
        key = f"/channels/{quote(name, safe='')}"
        return documented(service.seal(key, HTML, body, view.updated, view.until))

    @routes.get("/channels/<name>.<any(atom, rss, json):form>")
    def document(name: str, form: str) -> Response:
        return documented(service.document(name, form))

    return routes
