"""Channels: all of them, each as readers see it and with who reads it; and those declared here."""

import json
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from flask import Blueprint, Response, request

from feedsvc.errors import ConfigurationError, FeedsvcError
from feedsvc.flows.report import totals
from feedsvc.flows.survey import Listed, Survey
from feedsvc.model.channel import DEFAULT_LIMIT, LONGEST
from feedsvc.model.report import ReaderTotal
from feedsvc.model.view import Showing
from feedsvc.publish.formats import Format, channel_document, channel_page
from feedsvc.store import archives, readers, subscribers
from feedsvc.store import channels as stored
from feedsvc.store.database import Statements
from feedsvc.store.subscribers import Subscriber
from feedsvc.web.office import Office
from feedsvc.web.operator import plots
from feedsvc.web.operator.gate import for_editors
from feedsvc.web.operator.pages import back, pager, person, show
from feedsvc.web.operator.telling import LEVELS, title_of

EACH = 50
PREVIEWED = 20
DAYS = 30
"""Over which it is told who reads a channel."""

_NAMED = {Format.ATOM: "Atom", Format.RSS: "RSS", Format.JSON: "JSON Feed"}
_READERS, _SOURCES, _DRAWN = 50, 60, 8
ORIGINS = {
    "file": "declared in channels.toml",
    "operator": "declared by an operator",
    "source": "the channel of a source",
}


class Audience(NamedTuple):
    """Who fetched a channel in `DAYS` days.

    Attributes:
        unchanged: The share of requests that were answered with nothing new, of 100.
        people: For how many people readers said they fetch, at least.
    """

    readers: tuple[ReaderTotal, ...]
    requests: int
    unchanged: int
    people: int


def channels(routes: Blueprint, office: Office, survey: Survey) -> None:
    """Add `/operator/channels`."""

    @routes.get("/channels")
    def channels_list() -> Response:
        words = request.args.get("q", "").strip()
        everything = survey.channels()
        found = [one for one in everything if _tells(one, words)]
        pages = pager("channels", len(found), EACH)
        start = (pages.number - 1) * EACH
        since = office.now() - timedelta(days=DAYS)
        people = readers.people(office.database.statements(), since)
        return show(
            "channels.html",
            rows=[
                (one, len(survey.members(one.channel)), people.get(one.channel.name, 0))
                for one in found[start : start + EACH]
            ],
            origins=ORIGINS,
            count=len(found),
            total=len(everything),
            words=words,
            days=DAYS,
            pager=pages,
        )

    @routes.get("/channels/<name>")
    def channel(name: str) -> Response:
        listed = survey.channel(name)
        statements = office.database.statements()
        members = survey.members(listed.channel)
        audience = _audience(statements, name, office.now())
        base_url = office.settings().site.url
        return show(
            "channel.html",
            listed=listed,
            channel=listed.channel,
            origin=ORIGINS[listed.origin],
            page=channel_page(base_url, name),
            addresses=[
                (_NAMED[form], channel_document(base_url, name, form)) for form in Format
            ],
            preview=list(map(_previewed, survey.preview(listed.channel, PREVIEWED))),
            audience=audience,
            shown_readers=_READERS,
            bars=plots.bars([(one.name, one.subscribers or one.requests)
                             for one in _drawn(audience)]),
            counted="subscribers" if audience.people else "requests",
            days=DAYS,
            subscribers=_subscribers(statements, name),
            archives=archives.progress(statements, name).newest,
            archived=channel_document(base_url, name, Format.ATOM),
            sources=[one.stored.source for one in members[:_SOURCES]],
            titles={one.stored.source.name: one.hop.title for one in members[:_SOURCES]},
            others=max(len(members) - _SOURCES, 0),
        )  # fmt: skip

    @routes.get("/add-channel")
    @for_editors
    def new_channel() -> Response:
        return _form("", {"limit": DEFAULT_LIMIT})

    @routes.post("/add-channel")
    def add_channel() -> Response:
        return _put(office, request.form.get("name", "").strip(), is_new=True)

    @routes.get("/channels/<name>/edit")
    @for_editors
    def edit_channel(name: str) -> Response:
        return _form(name, _declared(office, survey, name))

    @routes.post("/channels/<name>/edit")
    def change_channel(name: str) -> Response:
        _declared(office, survey, name)
        return _put(office, name, is_new=False)

    @routes.post("/channels/<name>/remove")
    def remove_channel(name: str) -> Response:
        office.desk(person()).remove_channel(name)
        return back("channels", f"The channel {name} is removed: who reads it is told it is gone.")


def _tells(listed: Listed, words: str) -> bool:
    told = f"{listed.channel.name}\n{listed.channel.title}".casefold()
    return all(word in told for word in words.casefold().split())


def _previewed(showing: Showing) -> dict[str, object]:
    held = showing.held
    return {
        "id": held.id,
        "title": title_of(held),
        "source": held.source,
        "published": held.published,
        "level": LEVELS[showing.level],
        "pictures": showing.grant.images,
    }


def _subscribers(statements: Statements, name: str) -> list[Subscriber]:
    """Who may read a channel, if it is a private one."""
    return [one for one in subscribers.everyone(statements) if name in one.channels]


def _audience(statements: Statements, name: str, now: datetime) -> Audience:
    days = [(now - timedelta(days=back)).date() for back in range(DAYS)]
    found = totals(readers.of_channel(statements, name, days))
    requests = sum(one.requests for one in found)
    unchanged = sum(one.unchanged for one in found)
    return Audience(
        readers=found,
        requests=requests,
        unchanged=round(100 * unchanged / requests) if requests else 0,
        people=sum(one.subscribers for one in found),
    )


def _drawn(audience: Audience) -> list[ReaderTotal]:
    """The readers that are drawn: those with the most people, else those that ask most."""
    told = [one for one in audience.readers if one.subscribers or not audience.people]
    return told[:_DRAWN]


def _declared(office: Office, survey: Survey, name: str) -> dict[str, Any]:
    """The table of a channel that an operator declared.

    Raises:
        NotFoundError: There is no such channel.
        FeedsvcError: It was not declared here.
    """
    listed = survey.channel(name)
    if listed.origin != "operator":
        where = {"file": "change it in channels.toml", "source": "change the source"}
        msg = f"the channel {name!r} is {ORIGINS[listed.origin]}; {where[listed.origin]}"
        raise FeedsvcError(msg)
    table: dict[str, Any] = json.loads(stored.declarations(office.database.statements())[name])
    return table


def _put(office: Office, name: str, *, is_new: bool) -> Response:
    table = _table()
    try:
        office.desk(person()).put_channel(name, table, is_new=is_new)
    except ConfigurationError as error:
        return _form("" if is_new else name, table, error.complaints, wanted=name)
    except FeedsvcError as error:
        if not is_new:
            raise
        return _form("", table, (f"name: {error}",), wanted=name)
    said = "It is published from now on." if is_new else "It is published like this from now on."
    return back(f"channels/{name}", said)


def _table() -> dict[str, Any]:
    """What a form declares, as it would stand in a file."""
    form = request.form
    limit = form.get("limit", "").strip()
    table: dict[str, Any] = {
        "title": form.get("title", "").strip(),
        "description": form.get("description", "").strip(),
        "sources": form.get("sources", "").replace(",", " ").split(),
        "tags": [tag for part in form.get("tags", "").split(",") if (tag := part.strip())],
    }
    table = {key: value for key, value in table.items() if value}
    if limit:
        table["limit"] = int(limit) if limit.isascii() and limit.isdigit() else limit
    if "private" in form:
        table["private"] = True
    return table


def _form(
    name: str, table: dict[str, Any], complaints: tuple[str, ...] = (), wanted: str = ""
) -> Response:
    return show(
        "channel_form.html",
        400 if complaints else 200,
        name=name,
        wanted=wanted,
        table=table,
        wrong=_by_field(complaints),
        longest=LONGEST,
    )


def _by_field(complaints: tuple[str, ...]) -> dict[str, list[str]]:
    """Complaints by the field that they are about; `name` is about the whole."""
    found: dict[str, list[str]] = {}
    for line in complaints:
        key, _, told = line.partition(": ")
        last = key.rpartition(".")[2].partition("[")[0]
        fields = ("title", "description", "sources", "tags", "limit", "private")
        if "selects nothing" in told:
            last = "sources"
        found.setdefault(last if last in fields else "name", []).append(told or line)
    return found
