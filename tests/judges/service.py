"""The whole service after its first poll of every document, and what it then publishes."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from typing import NamedTuple

from feedsvc.errors import FeedsvcError
from feedsvc.flows.pull import Polled
from feedsvc.model.channel import LONGEST, SOURCE_CHANNEL, Channel
from feedsvc.model.source import Permission, Scope, Source, ThirdParty
from feedsvc.net.http import Response
from feedsvc.publish.formats import Format, channel_document
from feedsvc.settings import Site
from feedsvc.wiring.pulling import Children
from tests.judges.upstream import Document
from tests.rig import Rig

SITE = Site(url="https://us.example")
FULL = Permission(scope=Scope.FULL, on_third_party=ThirdParty.ALLOW)
MERGED = Channel(name="all", title="Everything & more", sources=("*",), limit=LONGEST)


class Published(NamedTuple):
    """One document that we publish."""

    channel: str
    form: Format
    url: str
    body: bytes
    content_type: str


@contextmanager
def polled(
    database: str, documents: Iterable[Document], site: Site = SITE, *, day: int = 0
) -> Iterator[tuple[Rig, dict[str, Polled]]]:
    """A service whose sources are these documents, and the account of its poll of each."""
    documents = tuple(documents)
    declared = tuple(Source(name=one.name, url=one.url, permission=FULL) for one in documents)
    rig = Rig(database, declared, (MERGED,))
    rig.moment += timedelta(days=day)
    rig.settings = replace(rig.settings, site=site)
    rig.web.pages = {one.url: Response(one.url, 200, one.headers, one.body) for one in documents}
    children = Children()  # with the limits that keep one document from all memory and time
    rig.read = children.read  # type: ignore[assignment] # of the same shape
    try:
        yield rig, rig.poll()
    finally:
        children.close()
        rig.database.close()


def published(rig: Rig) -> Iterator[Published]:
    """Every channel in every format."""
    publisher = rig.publisher()
    for channel in publisher.channels():
        for form in Format:
            try:
                document = publisher.document(channel.name, form)
            except FeedsvcError as error:
                message = f"{channel.name}.{form}: {error}"
                raise AssertionError(message) from error
            url = channel_document(publisher.base_url, channel.name, form)
            yield Published(channel.name, form, url, document.body, document.content_type)


def source_of(channel: str) -> str:
    """The source whose own channel it is."""
    return channel.removeprefix(SOURCE_CHANNEL)
