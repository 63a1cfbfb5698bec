"""Lists of feeds: one that is dropped here becomes sources, and ours can be taken away.

Between the preview and the import the list travels in the form, packed: nothing is kept here for
a form that is never sent, and what is imported is judged anew.
"""

import base64
import binascii
import zlib
from datetime import timedelta

from flask import Blueprint, Response, request

from feedsvc.errors import FeedsvcError
from feedsvc.flows.exporting import Subscribed, listed, subscribed
from feedsvc.flows.importing import Plan, plan
from feedsvc.parse.opml import LONGEST
from feedsvc.store import sources
from feedsvc.web.office import Office
from feedsvc.web.operator.gate import for_editors
from feedsvc.web.operator.pages import back, person, show
from feedsvc.web.spelling import distance

OPML = "text/x-opml; charset=utf-8"
MOST = 200
"""Lines of each part of a plan that are shown."""

_SOON = timedelta(minutes=1)
_SCOPES = {"licence": None, "link": {"scope": "link"}}
"""What may be shown of new sources until somebody records what their owners permit."""


def opml(routes: Blueprint, office: Office) -> None:
    """Add `/operator/opml`."""

    @routes.get("/opml")
    def lists() -> Response:
        told, left = _ours(office)
        return show("opml.html", told=len(told), left=len(left), longest=LONGEST >> 20)

    @routes.get("/opml/export")
    def export_list() -> Response:
        body = listed(office.settings().site.title, _ours(office).told)
        answer = Response(body, content_type=OPML)
        answer.headers["Content-Disposition"] = 'attachment; filename="subscriptions.opml"'
        return answer

    @routes.post("/opml")
    @for_editors
    def preview_list() -> Response:
        sent = request.files.get("list")
        body = sent.read(LONGEST + 1) if sent else b""
        if sent:
            sent.close()
        if not body:
            msg = "no file came; go back and choose an OPML file"
            raise FeedsvcError(msg)
        found = _plan(office, body)
        return show(
            "opml_plan.html",
            plan=found,
            most=MOST,
            packed=base64.b64encode(zlib.compress(body, 9)).decode() if found.new else "",
            tags=request.form.get("tags", ""),
            scope=_scope(),
            file_name=(sent.filename or "")[:200] if sent else "",
            over=distance(found.over),
        )

    @routes.post("/opml/import")
    def import_list() -> Response:
        found = _plan(office, _unpacked(request.form.get("packed", "")))
        tables = found.tables(_SCOPES[_scope()])
        if not tables:
            return back("opml", "Nothing was added: all of it is here already.")
        added = office.desk(person()).add_sources(tables, found.over)
        number = "1 source is" if len(added) == 1 else f"{len(added):,} sources are"
        said = f"{number} added, to be polled within {distance(found.over + _SOON)}."
        return back("sources", said, health="new")


def _plan(office: Office, body: bytes) -> Plan:
    tags = [tag for part in request.form.get("tags", "").split(",") if (tag := part.strip())]
    stored = sources.everything(office.database.statements())
    return plan(body, stored, office.settings(), tags)


def _scope() -> str:
    asked = request.form.get("scope", "")
    return asked if asked in _SCOPES else "licence"


def _unpacked(packed: str) -> bytes:
    """A list as the form carries it; no more of it than a list may have.

    Raises:
        FeedsvcError: It is not what the preview made.
    """
    try:
        unpacking = zlib.decompressobj()
        body = unpacking.decompress(base64.b64decode(packed, validate=True), LONGEST)
    except (binascii.Error, ValueError, zlib.error):
        body = b""
    if not body or unpacking.unconsumed_tail:
        msg = "the list did not come whole; send the file again"
        raise FeedsvcError(msg)
    return body


def _ours(office: Office) -> Subscribed:
    return subscribed(sources.everything(office.database.statements()))
