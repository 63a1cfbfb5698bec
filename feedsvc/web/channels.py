"""A channel: as a page for people, as a document in each format, and its archives."""

import re
from dataclasses import replace
from urllib.parse import quote, urlsplit

from flask import Blueprint, Response, request

from feedsvc.errors import NotFoundError
from feedsvc.publish.formats import Format, channel_document, channel_links
from feedsvc.publish.seal import max_age
from feedsvc.web.answers import HTML, documented, line, page
from feedsvc.web.articles import Article, article
from feedsvc.web.headers import shared
from feedsvc.web.negotiate import form as preferred
from feedsvc.web.service import Service

NOT_YET = 307

_NUMBER = re.compile(r"[1-9][0-9]{0,8}")


def channels(service: Service) -> Blueprint:
    """Return the routes below `/channels/`."""
    routes = Blueprint("channels", __name__)
    root = urlsplit(service.base_url).path.rstrip("/")

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

    @routes.get("/channels/<name>/archive/<number>.<any(atom, rss, json):form>")
    def archive(name: str, number: str, form: str) -> Response:
        """Answer with an archive; the next one, not sealed yet, is the channel itself by now."""
        if not _NUMBER.fullmatch(number):
            raise NotFoundError(number)
        document = service.archive(name, int(number), form)
        if document is not None:
            return documented(document)
        answer = line("Not sealed yet: what it will hold is in the channel.", NOT_YET)
        answer.headers["Location"] = f"{root}/channels/{quote(name, safe='')}.{form}"
        answer.headers["Cache-Control"] = "no-cache"
        answer.headers.extend(shared(answer.content_type or ""))
        return answer

    return routes


def _is_audible(one: Article) -> bool:
    return any((file.type or "").startswith("audio/") for file in one.shown.enclosures)
