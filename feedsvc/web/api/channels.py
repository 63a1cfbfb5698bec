"""Channels."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from enum import StrEnum
from typing import Annotated, Any

from pydantic import Field

from feedsvc.flows.channels import unknown
from feedsvc.model.channel import Channel
from feedsvc.model.people import TokenScope
from feedsvc.model.readership import Readership
from feedsvc.publish.formats import Format, channel_document, channel_page
from feedsvc.settings.schema import ChannelTable
from feedsvc.store import channels, readers
from feedsvc.web.api.operation import CREATED, DELETE, DONE, GET, POST, PUT, Answer, Call, Resource
from feedsvc.web.api.shapes import NAME, Next, Paged, Shape, named

RESOURCE = Resource(
    "channels",
    "Feeds that we publish. What the files of the configuration declare is shown here and changed"
    " there; what operators add is changed here. Each source has a channel of its own besides.",
)

DAYS = 7
"""Days that readership is told of."""


class ChannelOrigin(StrEnum):
    """Where a channel comes from."""

    FILE = "file"
    OPERATOR = "operator"
    SOURCE = "source"


class ChannelShape(Shape):
    """A channel."""

    name: str
    title: str
    description: str
    sources: list[str] = Field(description='Names of sources; "*" is every source.')
    tags: list[str] = Field(description="Every source with one of them belongs to it too.")
    limit: int
    private: bool
    origin: ChannelOrigin = Field(
        description="Declared in the files, added by an operator, or the channel of a source."
    )
    page: str = Field(description="Its address for people.")


class ChannelList(Shape):
    """Channels, by name."""

    items: list[ChannelShape]
    next: Next


class ReaderShape(Shape):
    """What one reader, a program that fetches, fetched."""

    reader: str
    requests: int
    unchanged: int = Field(description="Those of them that were answered with nothing new (304).")
    subscribers: int = Field(description="For how many people it said it fetches; 0 if never.")


class ReadershipShape(Shape):
    """How often a channel was fetched in the last days, and by whom."""

    days: int
    requests: int
    unchanged: int
    subscribers: int = Field(description="Of all readers, those that say nothing counting as one.")
    readers: list[ReaderShape] = Field(description="Who fetched most often first.")


class DocumentsShape(Shape):
    """The addresses of the documents of a channel."""

    atom: str
    rss: str
    json_feed: str = Field(alias="json")


class ChannelDetail(ChannelShape):
    """A channel with its addresses and its readers."""

    documents: DocumentsShape
    readership: ReadershipShape


class ChannelQuery(Paged):
    """Which channels."""

    cursor: str = Field("", pattern=f"^$|{NAME}", description="`next` of the page before.")
    origin: ChannelOrigin | None = Field(None, strict=False)


class NewChannel(ChannelTable):
    """A channel as it would stand in `channels.toml`, with its name."""

    name: Annotated[str, Field(pattern=NAME)]


@RESOURCE.operation(
    GET, "/channels", scope=TokenScope.READ, answers=ChannelList, query=ChannelQuery
)
def list_channels(call: Call) -> Answer:
    """List channels, by name."""
    query: ChannelQuery = call.query
    base = call.office.settings().site.url
    known = _every(call)
    found = sorted(
        name
        for name, (_, origin) in known.items()
        if name > query.cursor and query.origin in {None, origin}
    )
    page = found[: query.limit]
    following = page[-1] if len(found) > len(page) else None
    items = [ChannelShape(**_facts(*known[name], base)) for name in page]
    return Answer(told=ChannelList(items=items, next=following), following=following)


@RESOURCE.operation(GET, "/channels/{name}", scope=TokenScope.READ, answers=ChannelDetail)
def show_channel(call: Call) -> Answer:
    """Show a channel, with its addresses and who read it in the last days."""
    return _shown(call, call.place["name"])


@RESOURCE.operation(
    POST,
    "/channels",
    scope=TokenScope.WRITE,
    answers=ChannelDetail,
    status=CREATED,
    has_location=True,
    body=NewChannel,
    can_conflict=True,
)
def add_channel(call: Call) -> Answer:
    """Add a channel.

    The body is the table that would stand in `channels.toml`, with its `name` in it.
    """
    name = named(call.body)
    table = {key: value for key, value in call.body.items() if key != "name"}
    call.desk.put_channel(name, table, is_new=True)
    return _shown(call, name, location=f"/channels/{name}")


@RESOURCE.operation(
    PUT,
    "/channels/{name}",
    scope=TokenScope.WRITE,
    answers=ChannelDetail,
    body=ChannelTable,
    can_conflict=True,
)
def replace_channel(call: Call) -> Answer:
    """Replace a channel that an operator added.

    It becomes what the body says; what that leaves out becomes what it is by default.
    """
    call.desk.put_channel(call.place["name"], call.body, is_new=False)
    return _shown(call, call.place["name"])


@RESOURCE.operation(
    DELETE, "/channels/{name}", scope=TokenScope.WRITE, status=DONE, can_conflict=True
)
def remove_channel(call: Call) -> Answer:
    """Remove a channel that an operator added."""
    call.desk.remove_channel(call.place["name"])
    return Answer(told=None)


def _every(call: Call) -> Mapping[str, tuple[Channel, ChannelOrigin]]:
    """All channels by name; what the files declare goes before what operators added."""
    own = {one.name: (one, ChannelOrigin.SOURCE) for one in call.service.every_channel()}
    added = {
        one.name: (one, ChannelOrigin.OPERATOR) for one in channels.everything(call.statements)
    }
    filed = {one.name: (one, ChannelOrigin.FILE) for one in call.office.settings().channels}
    return own | added | filed


def _shown(call: Call, name: str, location: str | None = None) -> Answer:
    found = _every(call).get(name)
    if found is None:
        raise unknown(name)
    base = call.office.settings().site.url
    today = call.office.now().date()
    days = [today - timedelta(days=back) for back in range(DAYS)]
    told = ChannelDetail(
        **_facts(*found, base),
        documents=DocumentsShape(
            **{form.value: channel_document(base, name, form) for form in Format}
        ),
        readership=_readership(readers.of_channel(call.statements, name, days), days),
    )
    return Answer(told=told, location=location)


def _facts(channel: Channel, origin: ChannelOrigin, base: str) -> dict[str, Any]:
    return {
        "name": channel.name,
        "title": channel.title,
        "description": channel.description,
        "sources": list(channel.sources),
        "tags": list(channel.tags),
        "limit": channel.limit,
        "private": channel.private,
        "origin": origin,
        "page": channel_page(base, channel.name),
    }


def _readership(counted: Sequence[Readership], days: Sequence[date]) -> ReadershipShape:
    by_reader: dict[str, list[Readership]] = {}
    for one in counted:
        by_reader.setdefault(one.reader, []).append(one)
    told = [
        ReaderShape(
            reader=reader,
            requests=sum(one.requests for one in those),
            unchanged=sum(one.unchanged for one in those),
            subscribers=max(one.subscribers for one in those),
        )
        for reader, those in by_reader.items()
    ]
    told.sort(key=lambda one: (-one.requests, one.reader))
    return ReadershipShape(
        days=len(days),
        requests=sum(one.requests for one in told),
        unchanged=sum(one.unchanged for one in told),
        subscribers=sum(max(one.subscribers, 1) for one in told),
        readers=told,
    )
