"""Entries."""

from collections.abc import Iterator
from enum import StrEnum
from typing import Any

from pydantic import Field

from feedsvc.flows import curate
from feedsvc.flows.judge import judge
from feedsvc.flows.known import known_again
from feedsvc.model.entry import Hop
from feedsvc.model.held import Held, State
from feedsvc.model.people import TokenScope
from feedsvc.model.rights import Grant
from feedsvc.publish.compose import Judged
from feedsvc.publish.plain import text_of, title_of
from feedsvc.publish.shown import as_plain
from feedsvc.store import entries, sources, tombstones
from feedsvc.store.entries import Place
from feedsvc.store.moments import micros
from feedsvc.web.api.operation import GET, POST, Answer, Call, Resource
from feedsvc.web.api.shapes import (
    FIRST,
    PLACE,
    Moment,
    Next,
    Paged,
    Shape,
    Since,
    Words,
    place_of,
    placed,
)
from feedsvc.web.api.withdrawals import WithdrawalShape, withdrawal_of

RESOURCE = Resource("entries", "Articles of the sources: what is kept of them, and what is shown.")

LOOKED_AT = 2000
"""Entries that one request looks through at most for words."""

_AT_ONCE = 500


class EntryState(StrEnum):
    """Where an entry stands."""

    PUBLISHED = "published"
    HELD_BACK = "held-back"
    WITHDRAWN = "withdrawn"


class LevelName(StrEnum):
    """How much of an entry is shown."""

    NOTHING = "nothing"
    LINK = "link"
    EXCERPT = "excerpt"
    FULL = "full"


class EntryShape(Shape):
    """An entry."""

    id: str
    public_id: str = Field(description="The id that it is published under.")
    source: str
    title: str
    url: str | None = Field(description="Its original address.")
    published: Moment
    updated: Moment
    first_seen: Moment
    state: EntryState
    revision: int = Field(description="1 for the first, one more with each change.")


class EntryList(Shape):
    """Entries, newest first."""

    items: list[EntryShape]
    next: Next


class GrantShape(Shape):
    """What may be shown of an entry now, and why."""

    level: LevelName
    images: bool
    edits: bool = Field(description="Whether passages may be left out.")
    held: bool = Field(description="Whether it waits for a decision or a cure.")
    licence: str | None = Field(description="The SPDX identifier of the licence that allows it.")
    reasons: list[str] = Field(description="The deciding one first.")
    until: Moment | None = Field(description="When the answer may be another.")


class HopShape(Shape):
    """A feed that the entry appeared in."""

    title: str
    feed_url: str | None
    home_url: str | None


class RevisionShape(Shape):
    """What an entry was before it was edited."""

    number: int
    replaced_at: Moment
    title: str
    text: str


class EntryDetail(EntryShape):
    """An entry with all that decides how it is shown."""

    text: str = Field(description="Its text as it is kept: HTML that is safe.")
    authors: list[str]
    rights: str | None
    licences: list[str] = Field(description="The licences that are known of it.")
    attribution: str = Field(description="The line that credits the source.")
    grant: GrantShape
    chain: list[HopShape] = Field(
        description="The way it came: where it first appeared, then each feed, our source last."
    )
    revisions: list[RevisionShape] = Field(description="Those that were replaced, oldest first.")
    withdrawal: WithdrawalShape | None = Field(description="The last one, even if undone.")


class EntryQuery(Paged):
    """Which entries."""

    cursor: str = Field("", pattern=PLACE, description="`next` of the page before.")
    source: Words | None = Field(None, description="The name of the source that they came from.")
    state: EntryState | None = Field(None, strict=False)
    since: Since | None = Field(None, description="None that are listed as older.")
    q: Words | None = Field(None, description="Is in the title or address, in any case.")


@RESOURCE.operation(GET, "/entries", scope=TokenScope.READ, answers=EntryList, query=EntryQuery)
def list_entries(call: Call) -> Answer:
    """List entries, newest first.

    With `q`, a page looks through so many entries at most, and may hold fewer than `limit`, or
    none: the list is at its end where `next` is null.
    """
    query: EntryQuery = call.query
    found: list[Held] = []
    words = query.q.casefold() if query.q else ""
    last, following = FIRST, None
    for looked_at, one in enumerate(_older(call, query)):
        if len(found) == query.limit or looked_at == LOOKED_AT:
            following = place_of(*last)
            break
        last = (one.sort_at, one.id)
        if words in f"{title_of(one.entry)}\n{one.entry.url or ''}".casefold():
            found.append(one)
    told = EntryList(items=[EntryShape(**_facts(one)) for one in found], next=following)
    return Answer(told=told, following=following)


@RESOURCE.operation(GET, "/entries/{entry}", scope=TokenScope.READ, answers=EntryDetail)
def show_entry(call: Call) -> Answer:
    """Show an entry: what may be shown of it and why, the way it came, how it was edited."""
    return _shown(call)


@RESOURCE.operation(
    POST,
    "/entries/{entry}/restore",
    scope=TokenScope.WITHDRAW,
    answers=EntryDetail,
    can_conflict=True,
)
def restore_entry(call: Call) -> Answer:
    """Publish an entry that is withdrawn or held back, under its old id and dates.

    So are the copies that went with it. It cannot be done while its source is revoked.
    """
    entries.one(call.statements, call.place["entry"])
    curate.restore(call.office.database, [call.place["entry"]], call.office.now())
    return _shown(call)


def _older(call: Call, query: EntryQuery) -> Iterator[Held]:
    """What follows the cursor, newest first, read as far as it is asked for."""
    statements = call.statements
    at, last = placed(query.cursor) if query.cursor else FIRST
    place: Place | None = Place(micros(at), last)
    states = [State(query.state)] if query.state else [State(state) for state in EntryState]
    source = _row(call, query.source) if query.source is not None else None
    most = _AT_ONCE if query.q else query.limit + 1
    while place is not None:
        page = entries.page(
            statements, states=states, source=source, after=place, since=query.since, most=most
        )
        yield from page.entries
        place = page.rest


def _row(call: Call, name: str) -> int:
    found = sources.by_names(call.statements, [name])
    return found[0].id if found else -1


def _shown(call: Call) -> Answer:
    statements, uid = call.statements, call.place["entry"]
    held = entries.one(statements, uid)
    known = known_again(sources.named(statements, held.source), 0, None)
    site = call.office.settings().site
    judged = judge(held, known, call.office.now(), commercial=site.commercial)
    withdrawn = tombstones.among(statements, [uid])
    entry = held.entry
    told = EntryDetail(
        **_facts(held),
        text=text_of(entry),
        authors=[person.name for person in entry.authors],
        rights=as_plain(entry.rights) if entry.rights else None,
        licences=[licence.id for licence in judged.licences],
        attribution=judged.line.text,
        grant=_grant(judged.grant),
        chain=_chain(judged),
        revisions=[
            RevisionShape(number=number, replaced_at=at, title=title_of(old), text=text_of(old))
            for number, at, old in entries.revisions(statements, uid)
        ],
        withdrawal=withdrawal_of(withdrawn[0]) if withdrawn else None,
    )
    return Answer(told=told)


def _facts(held: Held) -> dict[str, Any]:
    return {
        "id": held.id,
        "public_id": held.public_id,
        "source": held.source,
        "title": title_of(held.entry),
        "url": held.entry.url,
        "published": held.published,
        "updated": held.updated,
        "first_seen": held.first_seen,
        "state": EntryState(held.state.value),
        "revision": held.revision,
    }


def _grant(grant: Grant) -> GrantShape:
    return GrantShape(
        level=LevelName(grant.level.name.lower()),
        images=grant.images,
        edits=grant.edits,
        held=grant.held,
        licence=grant.licence.id if grant.licence else None,
        reasons=list(grant.reasons),
        until=grant.until,
    )


def _chain(judged: Judged) -> list[HopShape]:
    return [_hop(hop) for hop in (judged.attribution.origin, *judged.attribution.via)]


def _hop(hop: Hop) -> HopShape:
    return HopShape(title=hop.title, feed_url=hop.feed_url, home_url=hop.home_url)
