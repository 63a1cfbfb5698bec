"""Turning what the views make into answers."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from hashlib import blake2b
from pathlib import Path
from urllib.parse import urlsplit

from flask import Response, g, render_template, request

from feedsvc.model.view import Document
from feedsvc.publish.formats import Format
from feedsvc.web.admission import StrangerError, admitted
from feedsvc.web.cache import DOCUMENT
from feedsvc.web.service import Service

HTML = "text/html; charset=utf-8"
PLAIN = "text/plain; charset=utf-8"

STYLE = Path(__file__).with_name("static") / "style.css"


def enter(service: Service, audience: Callable[[], frozenset[str]]) -> frozenset[str]:
    """Let nobody on but those for whom what follows is.

    Args:
        service: Knows who may.
        audience: Tells the private channels one of which who asks must subscribe to. It is asked
            again once a document is made, for what is shown may have become private meanwhile.

    Returns:
        What it told.

    Raises:
        StrangerError: It is private, and who asks is no subscriber of it.
    """
    g.enter = partial(enter, service, audience)
    wanted = audience()
    if wanted and not admitted(service, request.environ, wanted):
        raise StrangerError
    return wanted


def documented(document: Document) -> Response:
    """Answer with a document and leave it for the byte cache, which sends it."""
    audience = g.enter() if "enter" in g else frozenset()
    if audience:
        document = replace(document, audience=audience, noindex=True)
    request.environ[DOCUMENT] = document
    return Response(document.body, content_type=document.content_type)


def line(text: str, status: int = 200) -> Response:
    """Answer a machine with one line that nobody may keep."""
    answer = Response(text + "\n", status, content_type=PLAIN)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def page(template: str, **values: object) -> bytes:
    """Render a page."""
    return render_template(template, **values).encode()


STATIC = {
    "media_types": {form.value: form.media_type for form in Format},
    "style": blake2b(STYLE.read_bytes(), digest_size=6).hexdigest(),
}
"""What every page knows whatever the site is called."""


def site(service: Service) -> dict[str, object]:
    """Return what every page knows of the site.

    `root` is the path that our own addresses start with: links between pages keep to the
    host that the reader came by, while `base` is the one we are known under.
    """
    return {
        "site_title": service.site_title,
        "base": service.base_url,
        "root": urlsplit(service.base_url).path.rstrip("/"),
    }
