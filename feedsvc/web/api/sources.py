"""Sources."""

from collections.abc import Iterator
from typing import Annotated, Any

from pydantic import Field

from feedsvc.errors import FeedsvcError
from feedsvc.flows import curate
from feedsvc.flows.importing import Names
from feedsvc.flows.known import feed_of
from feedsvc.model.people import TokenScope
from feedsvc.model.source import Origin, Scope
from feedsvc.settings import fields
from feedsvc.settings.schema import SourceTable
from feedsvc.store import entries, sources
from feedsvc.store.sources import Stored
from feedsvc.web.api.operation import (
    ACCEPTED,
    CREATED,
    DELETE,
    DONE,
    GET,
    POST,
    PUT,
    Answer,
    Call,
    Resource,
)
from feedsvc.web.api.present import named_source, present
from feedsvc.web.api.problem import WRONG, Fault, Problem
from feedsvc.web.api.shapes import (
    NAME,
    Paged,
    Query,
    Reason,
    Shape,
    Truth,
    Words,
    named,
)
from feedsvc.web.api.source_shapes import (
    SourceDetail,
    SourceHealth,
    SourceList,
    SourceOrigin,
    SourceShape,
    details,
    facts,
    health_of,
    origin_of,
    told_url,
)

RESOURCE = Resource(
    "sources",
    "Feeds that others publish. What the files of the configuration declare is shown here and"
    " changed there; what operators add is changed here.",
)


class SourceQuery(Paged):
    """Which sources."""

    cursor: str = Field("", pattern=f"^$|{NAME}", description="`next` of the page before.")
    health: SourceHealth | None = Field(None, strict=False)
    tag: Words | None = None
    q: Words | None = Field(None, description="Is in the name, title or address, in any case.")
    origin: SourceOrigin | None = Field(None, strict=False)
    private: Truth | None = None


class AddingQuery(Query):
    """How a source is added."""

    discover: Truth = Field(
        default=False,
        description="Look at the address first: it may be that of a page with a feed.",
    )


class NewSource(SourceTable):
    """A source as it would stand in `sources.toml`, with its name."""

    name: Annotated[str, Field(pattern=NAME)] = Field(
        "", description="May be left out where the address is looked at: its title gives one."
    )


class Decision(Shape):
    """Why something is decided."""

    reason: Reason


class Changed(Shape):
    """What became of the entries of a source."""

    source: str
    entries: list[str] = Field(description="The ids of those that went or came back.")


@RESOURCE.operation(GET, "/sources", scope=TokenScope.READ, answers=SourceList, query=SourceQuery)
def list_sources(call: Call) -> Answer:
    """List sources, by name.

    All filters given must hold.
    """
    query: SourceQuery = call.query
    statements = call.statements
    counts = entries.counts(statements)
    found = sorted(_chosen(sources.everything(statements), query), key=_name)
    page = found[: query.limit]
    following = _name(page[-1]) if len(found) > len(page) else None
    items = [SourceShape(**facts(one, counts)) for one in page]
    return Answer(told=SourceList(items=items, next=following), following=following)


@RESOURCE.operation(GET, "/sources/{name}", scope=TokenScope.READ, answers=SourceDetail)
def show_source(call: Call) -> Answer:
    """Show a source.

    Its `ETag` changes with every poll, for it tells how that went.
    """
    return _shown(call, call.place["name"])


def _looked_at(call: Call) -> dict[str, Any]:
    """What was sent, with the address of the feed that is found at its address, and a name.

    Raises:
        Problem: There is no feed (422).
    """
    table: dict[str, Any] = call.body
    if not call.query.discover:
        return table
    permission, url = table.get("permission"), table.get("url")
    scope = permission.get("scope") if isinstance(permission, dict) else None
    try:
        address = fields.http_url(url) if isinstance(url, str) else ""
        known = scope if isinstance(scope, str) and scope in set(Scope) else Scope.LICENCE
        found = call.office.look(address, known) if address else {}
    except (ValueError, FeedsvcError) as error:
        raise Problem(WRONG, "no feed is found there", [Fault("url", str(error))]) from None
    if not found:
        detail = "is no address to look at; write one, such as https://news.example/"
        raise Problem(WRONG, "no feed is found there", [Fault("url", detail)])
    table = {**table, "url": found["address"]}
    if "name" not in table:
        taken = (one.source.name for one in sources.everything(call.statements))
        table["name"] = Names(taken).new(found["address"], found["title"] or "")
    return table


@RESOURCE.operation(
    POST,
    "/sources",
    scope=TokenScope.WRITE,
    answers=SourceDetail,
    status=CREATED,
    has_location=True,
    query=AddingQuery,
    body=NewSource,
    before=_looked_at,
    can_conflict=True,
)
def add_source(call: Call) -> Answer:
    """Add a source.

    It is polled as soon as its host allows. The body is the table that would stand in
    `sources.toml`, with its `name` in it; days are written as text, `"2026-01-12"`.

    With `discover` the address may be that of a site: it is fetched, which takes seconds, and the
    source is the feed that is found there; it is refused (422) where none is.
    """
    name = named(call.body)
    call.desk.add_sources({name: {k: v for k, v in call.body.items() if k != "name"}})
    return _shown(call, name, location=f"/sources/{name}")


@RESOURCE.operation(
    PUT,
    "/sources/{name}",
    scope=TokenScope.WRITE,
    answers=SourceDetail,
    body=SourceTable,
    can_conflict=True,
)
def replace_source(call: Call) -> Answer:
    """Replace a source that an operator added.

    It becomes what the body says; what that leaves out becomes what it is by default.
    """
    name = call.place["name"]
    call.desk.change_source(name, call.body)
    return _shown(call, name)


@RESOURCE.operation(
    DELETE, "/sources/{name}", scope=TokenScope.WRITE, status=DONE, can_conflict=True
)
def remove_source(call: Call) -> Answer:
    """Remove a source that an operator added.

    Nothing of it is published any more; what it was is remembered, so that the same source
    added again goes on where it stopped.
    """
    call.desk.remove_source(call.place["name"])
    return Answer(told=None)


@RESOURCE.operation(
    POST,
    "/sources/{name}/pause",
    scope=TokenScope.WRITE,
    answers=SourceDetail,
    can_conflict=True,
)
def pause_source(call: Call) -> Answer:
    """Poll a source no more until it is resumed.

    What it brought stays published.
    """
    present(call)
    call.desk.pause(call.place["name"])
    return _shown(call, call.place["name"])


@RESOURCE.operation(
    POST,
    "/sources/{name}/resume",
    scope=TokenScope.WRITE,
    answers=SourceDetail,
    can_conflict=True,
)
def resume_source(call: Call) -> Answer:
    """Poll a paused source again, at once."""
    present(call)
    call.desk.resume(call.place["name"])
    return _shown(call, call.place["name"])


@RESOURCE.operation(
    POST,
    "/sources/{name}/poll",
    scope=TokenScope.WRITE,
    answers=SourceDetail,
    status=ACCEPTED,
    can_conflict=True,
)
def poll_source(call: Call) -> Answer:
    """Have a source polled as soon as its host allows.

    How that went is told by its polls.
    """
    present(call)
    call.desk.poll_soon(call.place["name"])
    return _shown(call, call.place["name"])


@RESOURCE.operation(
    POST,
    "/sources/{name}/revoke",
    scope=TokenScope.WITHDRAW,
    answers=Changed,
    body=Decision,
)
def revoke_source(call: Call) -> Answer:
    """Obey that the owner of a source took the permission back.

    Nothing of it is published or polled from this moment on, whatever the configuration says.
    """
    office, name = call.office, present(call).source.name
    gone = curate.revoke(office.database, name, call.body.reason, office.now(), call.person)
    return Answer(told=Changed(source=name, entries=list(gone)))


@RESOURCE.operation(POST, "/sources/{name}/restore", scope=TokenScope.WITHDRAW, answers=Changed)
def restore_source(call: Call) -> Answer:
    """Undo that a source was revoked.

    What was withdrawn entry by entry stays withdrawn.
    """
    office, name = call.office, present(call).source.name
    back = curate.reinstate(office.database, name, office.now(), call.person)
    return Answer(told=Changed(source=name, entries=list(back)))


def _shown(call: Call, name: str, location: str | None = None) -> Answer:
    stored = named_source(call, name)
    known = facts(stored, entries.counts_of(call.statements, stored.id))
    return Answer(
        told=SourceDetail(**known, **details(stored, call.office.now())), location=location
    )


def _chosen(stored: list[Stored], query: SourceQuery) -> Iterator[Stored]:
    words = query.q.casefold() if query.q else ""
    for one in stored:
        source = one.source
        if (
            source.origin is not Origin.REMOVED
            and query.origin in {None, origin_of(source)}
            and source.name > query.cursor
            and query.health in {None, health_of(one)}
            and (query.tag is None or query.tag in source.tags)
            and query.private in {None, source.private}
            and (not words or words in _words(one))
        ):
            yield one


def _name(stored: Stored) -> str:
    return stored.source.name


def _words(stored: Stored) -> str:
    source = stored.source
    words = (source.name, source.title or "", feed_of(stored).title, told_url(source))
    return "\n".join(words).casefold()
