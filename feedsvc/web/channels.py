"""A channel: as a page for people, as a document in each format, and its archives."""

import re
from dataclasses import replace
from functools import partial
from urllib.parse import quote, urlsplit

from flask import Blueprint, Response, request

from feedsvc.errors import NotFoundError
from feedsvc.model.view import ChannelView, Document
from feedsvc.publish.formats import Format, channel_document, channel_links
from feedsvc.publish.seal import max_age
from feedsvc.web.answers import HTML, documented, enter, line, page
from feedsvc.web.articles import Article, article
from feedsvc.web.headers import Fields, shared
from feedsvc.web.negotiate import form as preferred
from feedsvc.web.service import Service

NOT_YET = 307
READING = frozenset(("GET", "HEAD"))

_NUMBER = re.compile(r"[1-9][0-9]{0,8}")


def channels(service: Service) -> Blueprint:
    """Return the routes below `/channels/`."""
    routes = Blueprint("channels", __name__)
    root = urlsplit(service.base_url).path.rstrip("/")

    routes.before_request(partial(_admit, service))

    @routes.get("/channels/<name>")
    def show(name: str) -> Response:
        suffix = preferred(request.environ.get("HTTP_ACCEPT", ""))
        if suffix:
            location = channel_document(service.base_url, name, Format(suffix))
            feed = service.document(name, suffix)
            return documented(replace(feed, variant=suffix, location=location))
        view = service.view(name)
        sealed = sheet(view, f"/channels/{quote(name, safe='')}")
        links = channel_links(service.base_url, name)
        return documented(replace(sealed, variant="", links=links))

    @routes.get("/channels/<name>/archive/<number>")
    def show_archive(name: str, number: str) -> Response:
        view = service.archive_view(name, numbered(number))
        if view is None:
            return not_yet(name, "")
        return documented(sheet(view, f"/channels/{quote(name, safe='')}/archive/{number}"))

    def sheet(view: ChannelView, path: str) -> Document:
        """The page of a channel or of one of its archives."""
        articles = [article(showing, service.base_url, heading=2) for showing in view.showings]
        within = f"{root}/channels/{quote(view.channel.name, safe='')}/archive"
        body = page(
            "channel.html",
            channel=view.channel,
            updated=view.updated,
            articles=articles,
            podcast=0 < len(articles) <= 2 * sum(map(_is_audible, articles)),
            noindex=view.noindex or view.channel.private,
            path=path,
            archive=view.archive,
            older=f"{within}/{view.older}" if view.older else None,
        )
        sealed = service.seal(path, HTML, body, view.updated, view.until)
        return replace(sealed, max_age=max_age(view), noindex=view.noindex)

    @routes.get("/channels/<name>.<any(atom, rss, json):form>")
    def document(name: str, form: str) -> Response:
        return documented(service.document(name, form))

    @routes.get("/channels/<name>/archive/<number>.<any(atom, rss, json):form>")
    def archive(name: str, number: str, form: str) -> Response:
        """Answer with an archive; the next one, not sealed yet, is the channel itself by now."""
        document = service.archive(name, numbered(number), form)
        return not_yet(name, f".{form}") if document is None else documented(document)

    def not_yet(name: str, suffix: str) -> Response:
        answer = line("Not sealed yet: what it will hold is in the channel.", NOT_YET)
        answer.headers["Location"] = f"{root}/channels/{quote(name, safe='')}{suffix}"
        answer.headers.update(_passing(answer, is_private=bool(service.audience(name))))
        return answer

    return routes


def _admit(service: Service) -> None:
    """Ask first, so that of a private channel nobody learns what it holds or how much."""
    if request.method in READING:  # what may be asked here at all is told to everyone
        enter(service, partial(service.audience, (request.view_args or {})["name"]))


def _passing(answer: Response, *, is_private: bool) -> Fields:
    """The fields of an answer that soon is another one."""
    if is_private:
        return [("Cache-Control", "private, no-cache"), ("Vary", "Authorization")]
    return [("Cache-Control", "no-cache"), *shared(answer.content_type or "")]


def numbered(number: str) -> int:
    """The number of an archive, which has one spelling.

    Raises:
        NotFoundError: It is none.
    """
    if not _NUMBER.fullmatch(number):
        raise NotFoundError(number)
    return int(number)


def _is_audible(one: Article) -> bool:
    return any((file.type or "").startswith("audio/") for file in one.shown.enclosures)
