"""How polls went."""

from datetime import UTC, datetime

from pydantic import Field

from feedsvc.model.people import TokenScope
from feedsvc.store import polls
from feedsvc.store.polls import Past
from feedsvc.web.api.operation import GET, Answer, Call, Resource
from feedsvc.web.api.present import present
from feedsvc.web.api.shapes import POSITION, Moment, Next, Paged, Shape, Since

RESOURCE = Resource(
    "polls", f"How the polls of the last {polls.KEPT.days} days went, one by one, newest first."
)

_EVER = datetime.min.replace(tzinfo=UTC)
_LAST = 2**63 - 1


class PollShape(Shape):
    """How a poll of a source went."""

    id: int
    source: str
    at: Moment
    outcome: str = Field(description="In one word, as `feedsvc poll` says it.")
    status: int = Field(description="The HTTP status; 0 if there was no answer.")
    new: int = Field(description="Entries that were stored for the first time.")
    updated: int
    unchanged: int
    seconds: float
    error: str = Field(description="One line if it failed or its document was odd.")


class PollList(Shape):
    """Polls, newest first."""

    items: list[PollShape]
    next: Next


class PollQuery(Paged):
    """Which polls."""

    cursor: str = Field("", pattern=POSITION, description="`next` of the page before.")
    since: Since | None = Field(None, description="None that were earlier.")


@RESOURCE.operation(GET, "/polls", scope=TokenScope.READ, answers=PollList, query=PollQuery)
def list_polls(call: Call) -> Answer:
    """List the polls of all sources, newest first."""
    return _page(call, None)


@RESOURCE.operation(
    GET, "/sources/{name}/polls", scope=TokenScope.READ, answers=PollList, query=PollQuery
)
def list_polls_of_source(call: Call) -> Answer:
    """List the polls of a source, newest first."""
    return _page(call, present(call).id)


def _page(call: Call, source: int | None) -> Answer:
    query: PollQuery = call.query
    found = polls.page(
        call.statements,
        source,
        before=int(query.cursor) if query.cursor else _LAST,
        since=query.since or _EVER,
        most=query.limit + 1,
    )
    page = found[: query.limit]
    following = str(page[-1].id) if len(found) > len(page) else None
    return Answer(
        told=PollList(items=[_shape(one) for one in page], next=following), following=following
    )


def _shape(past: Past) -> PollShape:
    poll = past.poll
    return PollShape(
        id=past.id,
        source=past.source,
        at=poll.at,
        outcome=poll.outcome,
        status=poll.status,
        new=poll.new,
        updated=poll.updated,
        unchanged=poll.unchanged,
        seconds=poll.seconds,
        error=poll.error,
    )
