"""Entries that are not shown, or not everywhere, with what can be decided of each."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from flask import Blueprint, Response, request

from feedsvc.flows import curate
from feedsvc.flows.survey import Survey
from feedsvc.model.held import Held, State
from feedsvc.model.rights import Level
from feedsvc.publish.compose import Judged
from feedsvc.store import entries as stored
from feedsvc.store import quarantine, sources
from feedsvc.store.database import Statements
from feedsvc.web.office import Office
from feedsvc.web.operator.entries import chosen_ids
from feedsvc.web.operator.pages import back, person, reason_given, show
from feedsvc.web.operator.telling import Row, row

FIRST, MOST = 12, 40
"""Entries of a kind on the page of all kinds, and on the page of that kind alone."""

AT_ONCE = 200
"""Entries of a source that are published or withdrawn by one press."""

_LOOKED_AT = 1_000
"""Of those in quarantine, to find the ones of a source."""

KINDS = ("back", "terms", "quarantined", "embargo")


class Group(NamedTuple):
    """Entries of one source that wait.

    Attributes:
        total: How many of it do, on this page or not.
    """

    source: str
    title: str
    rows: list[Row]
    total: int


class Broken(NamedTuple):
    """An entry that some formats lack, each with the reason."""

    row: Row
    formats: list[tuple[str, str]]
    since: datetime
    is_older: bool


def held(routes: Blueprint, office: Office, survey: Survey) -> None:
    """Add `/operator/held`."""

    @routes.get("/held")
    def held_entries() -> Response:
        kind = request.args.get("kind", "")
        kind = kind if kind in KINDS else ""
        source = request.args.get("source", "").strip()
        statements = office.database.statements()
        most = MOST if kind else FIRST
        only = sources.named(statements, source).id if source else None
        stuck = survey.stuck(source)
        broken = _broken(statements, survey, source)
        return show(
            "held.html",
            kind=kind,
            source=source,
            back=_groups(statements, survey, survey.held_back(most, only)),
            terms=_by_source(survey, stuck.held[:most]),
            waiting=[(row(one), one.grant.until) for one in stuck.waiting[:most]],
            broken=broken[:most],
            counts={
                "back": stored.count_held_back(statements, only),
                "terms": len(stuck.held),
                "embargo": len(stuck.waiting),
                "quarantined": len(broken) if source else quarantine.count(statements),
            },
            looked_at=0 if stuck.is_all else stuck.looked_at,
            most=most,
            at_once=AT_ONCE,
        )

    @routes.post("/held/publish")
    def publish_held() -> Response:
        ids = _meant(office)
        back_again = curate.restore(office.database, ids, office.now())
        still = sum(survey.judged(one).grant.level is Level.NOTHING for one in back_again)
        said = "1 entry published." if len(ids) == 1 else f"{len(ids)} entries published."
        if still:
            said += f" {still} of them are still not shown; below is why."
        return back("held", said)

    @routes.post("/held/withdraw")
    def withdraw_held() -> Response:
        gone = curate.withdraw(
            office.database, _meant(office), reason_given(), office.now(), person()
        )
        return back("held", f"Withdrawn: {len(gone)}. Each can be restored on its own page.")


def _meant(office: Office) -> list[str]:
    """The entries that a form means: those that are ticked, or all that are held of a source."""
    source = request.form.get("all", "")
    if not source:
        return chosen_ids(request.form.getlist("id"))
    statements = office.database.statements()
    only = sources.named(statements, source).id
    page = stored.page(statements, states=(State.HELD_BACK,), source=only, most=AT_ONCE)
    return chosen_ids([one.id for one in page.entries])


def _groups(statements: Statements, survey: Survey, waiting: Iterable[Held]) -> list[Group]:
    """Entries that wait for a decision, by source."""
    groups = _by_source(survey, [survey.judged(one) for one in waiting])
    known = survey.known()
    return [
        one._replace(total=stored.count_held_back(statements, known[one.source].stored.id))
        for one in groups
    ]


def _by_source(survey: Survey, found: Sequence[Judged]) -> list[Group]:
    known = survey.known()
    rows: dict[str, list[Row]] = {}
    for one in found:
        rows.setdefault(one.held.source, []).append(row(one))
    return [Group(name, known[name].hop.title, ours, len(ours)) for name, ours in rows.items()]


def _broken(statements: Statements, survey: Survey, source: str) -> list[Broken]:
    """Entries that some format cannot express, the last found first."""
    found: dict[str, list[quarantine.Quarantined]] = {}
    for one in quarantine.latest(statements, most=_LOOKED_AT if source else 3 * MOST):
        found.setdefault(one.entry, []).append(one)
    texts = {held.id: held for held, _ in stored.texts(statements, list(found))}
    return [
        Broken(
            row(survey.judged(texts[entry])),
            [(one.format, one.reason) for one in ours],
            ours[0].at,
            all(one.revision < texts[entry].revision for one in ours),
        )
        for entry, ours in found.items()
        if entry in texts and source in {"", texts[entry].source}
    ]
