"""A channel: as a page for people, and as a document in each format."""

from dataclasses import replace
from urllib.parse import quote

from flask import Blueprint, Response, request

from feedsvc.publish.formats import Format, channel_document, channel_links
from feedsvc.publish.seal import max_age
from feedsvc.web.answers import HTML, documented, page
from feedsvc.web.articles import Article, article
from feedsvc.web.negotiate import form as preferred
from feedsvc.web.service import Service


def channels(service: Service) -> Blueprint:
    """Return the routes below `/channels/`."""
    routes = Blueprint("channels", __name__)

    @routes.get("/channels/<name>")
    def show(name: str) -> Response:
        suffix = preferred(request.environ.get("HTTP_ACCEPT", ""))
        if suffix:
            location = channel_document(service.base_url, name, Format(suffix))
            feed = service.document(name, suffix)
            return documented(replace(feed, variant=suffix, location=location))
        view = service.view(name)
        articles = [article(showing, service.base_url, heading=2) for showing in view.showings]
        body = page(
            "channel.html",
            channel=view.channel,
            updated=view.updated,
            articles=articles,
            podcast=0 < len(articles) <= 2 * sum(map(_is_audible, articles)),
            noindex=view.noindex,
        )
        key = f"/channels/{quote(name, safe='')}"
        sealed = service.seal(key, HTML, body, view.updated, view.until)
        links = channel_links(service.base_url, name)
        return documented(
            replace(sealed, variant="", max_age=max_age(view), links=links, noindex=view.noindex)
        )

    @routes.get("/channels/<name>.<any(atom, rss, json):form>")
    def document(name: str, form: str) -> Response:
        return documented(service.document(name, form))

    return routes


def _is_audible(one: Article) -> bool:
    return any((file.type or "").startswith("audio/") for file in one.shown.enclosures)
