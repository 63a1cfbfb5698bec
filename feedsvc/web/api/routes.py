"""The addresses of the API."""

import json
import time
from functools import lru_cache
from typing import Any

from flask import Blueprint, Response
from markupsafe import Markup

from feedsvc.web.answers import HTML, page
from feedsvc.web.api import channels, entries, permissions, polls, sources, withdrawals
from feedsvc.web.api.answering import JSON, Door
from feedsvc.web.api.describing import describe
from feedsvc.web.api.manual import chapters, objects, refusals
from feedsvc.web.api.pace import Pace
from feedsvc.web.office import Office
from feedsvc.web.service import Service

ROOT = "/api/v1"

RESOURCES = tuple(
    room.RESOURCE for room in (sources, channels, entries, permissions, polls, withdrawals)
)


def api(office: Office, service: Service, pace: Pace | None = None) -> Blueprint:
    """Return the routes of the API, of its description and of its manual.

    Both tell nothing of what is here, and are open to all.

    Args:
        office: What operators need.
        service: What is published.
        pace: How often each token may be used; the usual if None.
    """
    routes = Blueprint("api", __name__, url_prefix=ROOT)
    operations = [one for resource in RESOURCES for one in resource.operations]
    Door(office, service, operations, pace or Pace(time.monotonic)).open(routes)

    @lru_cache(maxsize=1)
    def told(base_url: str) -> dict[str, Any]:
        """The description, and what the manual shows of it: the same until we move."""
        described = describe(RESOURCES, base_url)
        return {
            "text": json.dumps(described),
            "api": described,
            "chapters": chapters(described),
            "refusals": refusals(described),
            "objects": objects(described),
        }

    routes.add_app_template_filter(coded)

    @routes.get("/openapi.json")
    def document() -> Response:
        """Describe the API for programs."""
        text = told(office.settings().site.url)["text"]
        return Response(f"{text}\n", content_type=JSON)

    @routes.get("/", strict_slashes=False)
    def manual() -> Response:
        """Describe the API for people."""
        text = page("api.html", **told(office.settings().site.url))
        return Response(text, content_type=HTML)

    return routes


def coded(text: str) -> Markup:
    """A text with what stands in backticks as code."""
    parts = text.split("`")
    return Markup("").join(
        Markup("<code>{}</code>").format(part) if place % 2 else Markup.escape(part)
        for place, part in enumerate(parts)
    )
