"""From the address of a site to a source: looked at, named, permitted, added, polled."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, request

from feedsvc.errors import ConfigurationError, FeedsvcError
from feedsvc.flows.importing import Names
from feedsvc.model.source import Scope
from feedsvc.store import sources
from feedsvc.store.moments import micros
from feedsvc.text.urls import loose_form
from feedsvc.web.office import Office
from feedsvc.web.operator.change import GROUPS, UNFIT
from feedsvc.web.operator.fields import Form, form_of, judged, table_of
from feedsvc.web.operator.gate import for_editors
from feedsvc.web.operator.pages import back, person, show

BAD_REQUEST = 400
_SCHEMES = ("http://", "https://")
_LONGEST_ADDRESS = 2000


def wizard(routes: Blueprint, office: Office) -> None:
    """Add `/operator/add`."""

    @routes.get("/add")
    @for_editors
    def add_form() -> Response:
        return show("add.html", address=request.args.get("address", ""), wrong="")

    @routes.post("/add/look")
    def add_look() -> Response:
        """Show what is at an address, and ask for what has to be known of it."""
        said = table_of(request.form, {}) if "url" in request.form else {}
        address = _whole(str(said.get("url") or request.form.get("address", "")))
        scope = request.form.get("permission.scope", Scope.LICENCE.value)
        scope = scope if scope in set(Scope) else Scope.LICENCE.value
        try:
            found = office.look(address, scope)
        except FeedsvcError as error:
            return show("add.html", BAD_REQUEST, address=address, wrong=str(error))
        url = str(found.get("address") or found.get("url") or address)
        name = request.form.get("name", "").strip() or _new_name(office, url, found)
        return _choose(office, found, form_of(said | {"url": url}), name)

    @routes.post("/add")
    def add_now() -> Response:
        name, table = request.form.get("name", "").strip(), table_of(request.form, {})
        begun = micros(office.now())
        try:
            office.desk(person()).add_sources({name: table})
        except ConfigurationError as error:
            return _choose(office, {}, judged(form_of(table), name, error), name, UNFIT)
        except FeedsvcError as error:
            form = form_of(table)
            return _choose(office, {}, Form(fields=form.fields, wrong=(str(error),)), name, UNFIT)
        return back(f"sources/{name}", "It is added. This is its page.", since=str(begun))


def _choose(
    office: Office, found: Mapping[str, Any], form: Form, name: str, status: int = 200
) -> Response:
    url = str(form.fields["url"].value)
    known = [
        one.source.name
        for one in sources.everything(office.database.statements())
        if loose_form(one.source.url) == loose_form(url) and one.source.enabled
    ]
    return show("choose.html", status, found=found, form=form, name=name, known=known[:1], **GROUPS)


def _new_name(office: Office, url: str, found: Mapping[str, Any]) -> str:
    taken = (one.source.name for one in sources.everything(office.database.statements()))
    return Names(taken).new(url, str(found.get("title") or ""))


def _whole(address: str) -> str:
    """An address as people write it, with its scheme."""
    text = "".join(address.split())[:_LONGEST_ADDRESS]
    return text if text.lower().startswith(_SCHEMES) else f"https://{text}"
