"""The whole site as files, which any static web server answers with under the same addresses."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

from flask import Flask, request
from werkzeug.test import create_environ

from feedsvc.errors import FeedsvcError
from feedsvc.model.view import Document
from feedsvc.publish.formats import Format
from feedsvc.web.answers import STYLE
from feedsvc.web.app import GONE, NOT_FOUND, create_app
from feedsvc.web.cache import DOCUMENT
from feedsvc.web.catalogue import sheets
from feedsvc.web.folder import open_folder
from feedsvc.web.service import Service

_STATIC = "/static/"
_ASSETS = (STYLE.name, "icon.svg")  # the others are for the console

Watched = Callable[[list[str]], Iterable[str]]


class Published(NamedTuple):
    """What became of a folder.

    Attributes:
        written: Files that are new or hold other bytes than before.
        unchanged: Files that were left as they were.
        removed: Files that are not published any more.
        private: Channels that are left out, for files cannot ask who reads them.
        until: When something of it may be shown otherwise or not at all; None for never.
    """

    written: int
    unchanged: int
    removed: int
    private: int
    until: datetime | None


def publish(service: Service, path: Path, watched: Watched) -> Published:
    """Bring a folder up to what is published now.

    Args:
        service: What is published.
        path: The folder.
        watched: Hands on the files that are to be written, and may tell how far that is.

    Raises:
        FeedsvcError: The folder cannot be used, or something cannot be rendered; nothing
            that was there is removed then.
    """
    app = create_app(service)
    written, published, until = 0, set(), []
    with open_folder(path) as folder:
        addresses = files(service)
        folder.claim(addresses)
        for file in watched(list(addresses)):
            address = addresses[file]
            if address.startswith(_STATIC):
                body, modified = _asset(address)
            else:
                document = _rendered(app, address)
                if document is None:
                    continue
                body, modified = document.body, document.modified
                until += [document.until] if document.until else []
            written += folder.write(file, body, modified)
            published.add(file)
        removed = folder.keep(published)
    private = sum(channel.private for channel in service.every_channel())
    return Published(written, len(published) - written, removed, private, min(until, default=None))


def files(service: Service) -> dict[str, str]:
    """The files that the site consists of, each with the address that is answered with it.

    What others link to comes first: a reader who follows a link while they are written finds
    what is there.
    """
    found = {f"static/{name}": f"{_STATIC}{name}" for name in _ASSETS}
    channels: dict[str, str] = {}
    entries: dict[str, str] = {}
    for name in [channel.name for channel in service.channels()]:
        view = service.view(name)
        place = f"channels/{name}"
        own = f"/channels/{quote(name, safe='')}"
        views = [view]
        for number in range(1, view.older + 1):
            views += filter(None, [service.archive_view(name, number)])
            channels |= _forms(f"{place}/archive/{number}", f"{own}/archive/{number}")
            channels[f"{place}/archive/{number}/index.html"] = f"{own}/archive/{number}"
        if view.older:  # the newest links to the one to come, which is the channel by now
            channels |= _forms(f"{place}/archive/{view.older + 1}", own)
        channels |= _forms(place, own)
        channels[f"{place}/index.html"] = own
        ids = {showing.held.id for one in views for showing in one.showings}
        entries |= {f"entries/{id}/index.html": f"/entries/{id}" for id in sorted(ids)}  # noqa: A001 - the word of the addresses
    pages = range(2, sheets(len(service.channels())) + 1)
    more = {f"catalogue/{number}/index.html": f"/catalogue/{number}" for number in pages}
    lists = more | {f"{name}.opml": f"/{name}.opml" for name in ("channels", "sources")}
    return found | entries | channels | lists | {"index.html": "/"}


def _forms(place: str, address: str) -> dict[str, str]:
    return {f"{place}.{form}": f"{address}.{form}" for form in Format}


def _asset(address: str) -> tuple[bytes, datetime]:
    """The bytes of a file that pages need, and since when it has them."""
    file = STYLE.parent / address.removeprefix(_STATIC)
    return file.read_bytes(), datetime.fromtimestamp(file.stat().st_mtime, UTC)


def _rendered(app: Flask, address: str) -> Document | None:
    """What the web process answers with; None if it is gone since the files were listed."""
    with app.request_context(create_environ(address)):
        answer = app.full_dispatch_request()
        document = request.environ.get(DOCUMENT)
    if isinstance(document, Document):
        return document
    if answer.status_code in {NOT_FOUND, GONE}:
        return None
    msg = f"{address} cannot be rendered ({answer.status_code}); the reason stands above"
    raise FeedsvcError(msg)
