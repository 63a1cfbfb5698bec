"""What editors do to a source."""

from collections.abc import Callable, Sequence

from flask import Blueprint, Response, request

from feedsvc.errors import ConfigurationError, FeedsvcError
from feedsvc.flows import curate
from feedsvc.model.source import Origin
from feedsvc.store import sources
from feedsvc.store.moments import micros
from feedsvc.text.told import told
from feedsvc.web.office import Office
from feedsvc.web.operator.fields import MORE, PERMISSION, form_of, judged, table_of
from feedsvc.web.operator.gate import for_editors
from feedsvc.web.operator.pages import back, person, reason_given, show
from feedsvc.web.operator.standing import title_of
from feedsvc.wiring.desk import Desk

UNFIT = 422

GROUPS = {
    "usual": frozenset(one.key for one in PERMISSION),
    "more": frozenset(one.key for one in MORE),
}
"""Which fields of the form of a source stand where."""


def change(routes: Blueprint, office: Office) -> None:
    """Add what is done at `/operator/sources/NAME/…`."""

    @routes.post("/sources/<name>/pause")
    def pause(name: str) -> Response:
        office.desk(person()).pause(name)
        return back(f"sources/{name}", "It is paused: polled no more until you resume it.")

    @routes.post("/sources/<name>/poll")
    def poll_now(name: str) -> Response:
        return _polled_soon(office, name, Desk.poll_soon)

    @routes.post("/sources/<name>/resume")
    def resume(name: str) -> Response:
        return _polled_soon(office, name, Desk.resume)

    @routes.post("/sources/<name>/test")
    def test(name: str) -> Response:
        stored = sources.named(office.database.statements(), name)
        scope = stored.source.permission.scope.value
        wrong, found = "", None
        try:
            found = dict(office.look(name, scope))
            for key in ("address", "url", "page"):  # which lead to what its key opens
                found[key] = told(str(found.get(key) or ""), secret=False)
        except FeedsvcError as error:
            wrong = str(error)
        return show("test.html", source=stored.source, title=title_of(stored), found=found,
                    wrong=wrong)  # fmt: skip

    @routes.post("/sources/<name>/remove")
    def remove(name: str) -> Response:
        office.desk(person()).remove_source(name)
        return back("sources", f"{name} is removed.")

    _take_back(routes, office)
    _edit(routes, office)


def _take_back(routes: Blueprint, office: Office) -> None:
    @routes.post("/sources/<name>/revoke")
    def revoke(name: str) -> Response:
        sources.named(office.database.statements(), name)  # there is one, whatever the reason
        gone = curate.revoke(office.database, name, reason_given(), office.now(), person())
        return back(f"sources/{name}", f"Everything of it is taken down: {_entries(gone)}.")

    @routes.post("/sources/<name>/restore")
    def restore(name: str) -> Response:
        back_again = curate.reinstate(office.database, name, office.now(), person())
        return back(f"sources/{name}", f"It is shown again: {_entries(back_again)}.")


def _edit(routes: Blueprint, office: Office) -> None:
    @routes.get("/sources/<name>/edit")
    @for_editors
    def edit(name: str) -> Response:
        stored = sources.named(office.database.statements(), name)
        if stored.source.origin is Origin.FILE:
            return back(f"sources/{name}", "It is declared in sources.toml: change it there.")
        form = form_of(office.desk(person()).declared(name))
        return show("edit.html", source=stored.source, title=title_of(stored), form=form, **GROUPS)

    @routes.post("/sources/<name>/edit")
    def save(name: str) -> Response:
        desk = office.desk(person())
        table = table_of(request.form, desk.declared(name))
        try:
            stored = desk.change_source(name, table)
        except ConfigurationError as error:
            stored = sources.named(office.database.statements(), name)
            form = judged(form_of(table), name, error)
            return show("edit.html", UNFIT, source=stored.source, title=title_of(stored),
                        form=form, **GROUPS)  # fmt: skip
        return back(f"sources/{name}", "It is saved.")


def _polled_soon(office: Office, name: str, act: Callable[[Desk, str], object]) -> Response:
    begun = micros(office.now())
    act(office.desk(person()), name)
    return back(f"sources/{name}", since=str(begun))


def _entries(ids: Sequence[str]) -> str:
    count = len(ids)
    return "1 entry" if count == 1 else f"{count} entries"
