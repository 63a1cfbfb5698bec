"""Entries: all of them, each with its history, and withdrawn or restored."""

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, Response, request

from feedsvc.errors import FeedsvcError, NotFoundError
from feedsvc.flows import curate
from feedsvc.flows.diff import diff
from feedsvc.flows.survey import Survey
from feedsvc.model.entry import Entry
from feedsvc.model.held import Held, State
from feedsvc.model.rights import Level
from feedsvc.publish.compose import Judged
from feedsvc.publish.formats import Format, entry_page
from feedsvc.publish.plain import title_of as plain_title
from feedsvc.publish.shown import as_plain, shown
from feedsvc.store import entries as stored
from feedsvc.store import quarantine, sources, tombstones
from feedsvc.store.database import Statements
from feedsvc.store.entries import NEWEST, Page, Place
from feedsvc.web.office import Office
from feedsvc.web.operator import plots
from feedsvc.web.operator.pages import back, person, reason_given, show
from feedsvc.web.operator.telling import LEVELS, STATES, permitted, reasons, row, title_of
from feedsvc.web.report import WITHDRAWN_BY

EACH = 50
QUARANTINED = "quarantined"
"""What the list is asked for beside states: entries that some format lacks."""

_MOST_REFS = 200


def entries(routes: Blueprint, office: Office, survey: Survey) -> None:
    """Add `/operator/entries`."""

    @routes.get("/entries")
    def entries_list() -> Response:
        asked = {key: request.args.get(key, "").strip() for key in ("source", "state", "q")}
        statements = office.database.statements()
        found = _found(statements, asked, _place(request.args.get("after", "")))
        following = f"{found.rest.sort_at}.{found.rest.id}" if found.rest else ""
        is_later = bool(request.args.get("after"))
        return show(
            "entries.html",
            rows=[row(survey.judged(held)) for held in found.entries],
            asked=asked,
            states=[(state.value, words) for state, (words, _) in STATES.items()],
            sources=sorted(survey.known()),
            following=following,
            is_later=is_later,
            stretch=stored.STRETCH,
        )

    @routes.get("/entries/<id>")
    def entry(id: str) -> Response:  # noqa: A002 - the word of the addresses
        statements = office.database.statements()
        held = stored.one(statements, id)
        judged = survey.judged(held)
        site = office.settings().site
        permission = survey.known()[held.source].stored.source.permission
        return show(
            "entry.html",
            held=held,
            title=title_of(held),
            state=STATES.get(held.state, (held.state.value, "quiet")),
            level=LEVELS[judged.grant.level],
            grant=judged.grant,
            reasons=reasons(judged.grant),
            judged=judged,
            names=stored.names(statements, id),
            steps=plots.chain(
                judged, permitted(permission), LEVELS[judged.grant.level][0], site.title, site.url
            ),
            withdrawal=tombstones.withdrawal(statements, id),
            withdrawers=WITHDRAWN_BY,
            formats=_formats(statements, judged, site.url),
            page=entry_page(site.url, id),
            **_history(statements, held),
        )

    @routes.post("/entries/<id>/withdraw")
    def withdraw(id: str) -> Response:  # noqa: A002 - the word of the addresses
        gone = curate.withdraw(
            office.database, [_id(office, id)], reason_given(), office.now(), person()
        )
        others = f" {len(gone) - 1} that carry the same went with it." if len(gone) > 1 else ""
        return back(f"entries/{id}", f"Withdrawn: it is gone from everything we publish.{others}")

    @routes.post("/entries/<id>/restore")
    def restore_entry(id: str) -> Response:  # noqa: A002 - the word of the addresses
        curate.restore(office.database, [_id(office, id)], office.now())
        grant = survey.judged(stored.one(office.database.statements(), id)).grant
        if grant.level is Level.NOTHING:
            return back(f"entries/{id}", f"Restored, and still not shown: {grant.reasons[0]}.")
        return back(f"entries/{id}", "Restored: it is published again, under its old id and date.")


def chosen_ids(values: Sequence[str]) -> list[str]:
    """The entries that a form names, each once.

    Raises:
        FeedsvcError: None, or too many at once.
    """
    ids = list(dict.fromkeys(values))
    if not ids or len(ids) > _MOST_REFS:
        msg = f"tick the entries that are meant, up to {_MOST_REFS} at once"
        raise FeedsvcError(msg)
    return ids


def _id(office: Office, id: str) -> str:  # noqa: A002 - the word of the addresses
    return stored.one(office.database.statements(), id).id


def _place(text: str) -> Place:
    """Where the list goes on, from an address that anybody may have written."""
    moment, _, uid = text.partition(".")
    if moment.isascii() and moment.removeprefix("-").isdigit() and len(moment) < len(str(1 << 62)):
        return Place(int(moment), uid)
    return NEWEST


def _found(statements: Statements, asked: dict[str, str], after: Place) -> Page:
    words = asked["q"]
    if words:
        try:
            return Page([stored.one(statements, words)], None)
        except NotFoundError:
            pass
    source = sources.named(statements, asked["source"]).id if asked["source"] else None
    if asked["state"] == QUARANTINED:
        return _quarantined(statements, asked["source"], words)
    wanted = {state.value: state for state in STATES}.get(asked["state"])
    states = (wanted,) if wanted else tuple(STATES)
    if not words:
        return stored.page(statements, states=states, source=source, after=after, most=EACH)
    return stored.telling(
        statements,
        words,
        lambda held: _tells(held, words),
        states=states,
        source=source,
        after=after,
        most=EACH,
    )


def _quarantined(statements: Statements, source: str, words: str) -> Page:
    ids = dict.fromkeys(one.entry for one in quarantine.latest(statements, most=4 * EACH))
    found = [held for held, _ in stored.texts(statements, list(ids))]
    chosen = [one for one in found if source in {"", one.source} and _tells(one, words)]
    return Page(sorted(chosen, key=lambda one: one.sort_at, reverse=True)[:EACH], None)


def _tells(held: Held, words: str) -> bool:
    """Whether the title or the address of an entry holds these words, or its id is that."""
    told = f"{title_of(held)}\n{held.entry.url or ''}".casefold()
    return words == held.public_id or all(word in told for word in words.casefold().split())


def _history(statements: Statements, held: Held) -> dict[str, Any]:
    """The revisions of an entry, and what changed between the two that are asked for."""
    replaced = stored.revisions(statements, held.id)
    texts: dict[int, Entry] = {number: text for number, _, text in replaced}
    texts[held.revision] = held.entry
    listed = [(number, when, plain_title(text)) for number, when, text in replaced]
    if len(texts) == 1:
        return {"revisions": listed, "diff": None}
    numbers = sorted(texts)
    old = request.args.get("from", type=int, default=numbers[-2])
    new = request.args.get("to", type=int, default=numbers[-1])
    if old not in texts or new not in texts:
        msg = f"there is no such revision; there are {', '.join(map(str, numbers))}"
        raise NotFoundError(msg)
    told = diff(texts[old], texts[new])
    return {"revisions": listed, "numbers": numbers, "diff": told, "old": old, "new": new}


def _formats(statements: Statements, judged: Judged, base_url: str) -> list[tuple[str, str, str]]:
    """Each format, what it shows of an entry, and the tone of that."""
    broken = {one.format: one for one in quarantine.of_entries(statements, [judged.held.id])}
    told = _told(judged, base_url)
    rows = []
    for form, words in ((Format.ATOM, "Atom"), (Format.RSS, "RSS"), (Format.JSON, "JSON Feed")):
        one = broken.get(form.value)
        if judged.held.state is State.PUBLISHED and one:
            since = "" if one.revision == judged.held.revision else " (an older revision of it)"
            rows.append((words, f"It cannot be written{since}: {one.reason}", "bad"))
        else:
            rows.append(
                (words, told, "good" if judged.grant.level is not Level.NOTHING else "warn")
            )
    return [*rows, ("Its page", told, rows[0][2])]


def _told(judged: Judged, base_url: str) -> str:
    """What a reader gets of an entry."""
    if judged.grant.level is Level.NOTHING:
        return "Nothing"
    what = shown(judged.showing, base_url)
    text = what.content or what.summary
    parts = ["title and link"]
    if text:
        kind = "the whole text" if judged.grant.level is Level.FULL else "an excerpt"
        parts.append(f"{kind}, {len(as_plain(text)):,} characters")
        pictures = text.value.count("<img")
        parts += [f"{pictures} picture{'s' if pictures > 1 else ''}"] if pictures else []
    files = len(what.enclosures)
    parts += [f"{files} file{'s' if files > 1 else ''}"] if files else []
    parts += ["the attribution line"] if what.line else []
    return ", ".join(parts).capitalize()
