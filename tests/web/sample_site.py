"""A site of a few channels, held in memory: what the web room asks, answered by a plain class."""

import gzip
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from hashlib import blake2b
from html import escape

from feedsvc.errors import NotFoundError, WithdrawnError
from feedsvc.model.channel import Channel
from feedsvc.model.entry import (
    Attribution,
    Category,
    Content,
    Enclosure,
    Entry,
    Hop,
    Person,
    Text,
    TextKind,
)
from feedsvc.model.held import Held, State
from feedsvc.model.rights import AttributionLine, Level, Licence
from feedsvc.model.view import ChannelView, Document, Parts, Showing
from feedsvc.publish import opml
from feedsvc.publish.formats import Format, channel_links
from tests.publish.showings import granted

BASE_URL = "https://feeds.example.org"
MODIFIED = datetime(2026, 11, 20, 8, 30, tzinfo=UTC)
TYPES = {
    "atom": "application/atom+xml; charset=utf-8",
    "rss": "application/rss+xml; charset=utf-8",
    "json": "application/feed+json; charset=utf-8",
}

HARBOUR = Hop(
    title="Harbour Gazette",
    id="tag:gazette.example,2019:feed",
    feed_url="https://gazette.example/feed.atom",
    home_url="https://gazette.example/",
    language="en",
)
DIGEST = Hop(
    title="Coast Digest",
    feed_url="https://digest.example/rss",
    home_url="https://digest.example/",
)
FARSI = Hop(
    title="روزنامهٔ بندر",
    feed_url="https://bandar.example/rss",
    home_url="https://bandar.example/",
    language="fa",
)
CC_BY = Licence(
    id="CC-BY-4.0",
    name="Creative Commons Attribution 4.0",
    url="https://creativecommons.org/licenses/by/4.0/",
    share=True,
    adapt=True,
    commercial=True,
)

FULL_TEXT = """
<p>For eleven years the lighthouse at Norderhaven has been dark. On Thursday evening, at
twenty past six, its lamp turned again, and half the town stood on the mole to see it.</p>
<p>The restoration cost less than a new lamp would have: volunteers cleaned
<a href="https://gazette.example/lens">each of the 312 prisms</a> by hand, and a retired
watchmaker found that the clockwork needed nothing but oil.</p>
<h2>What the keeper says</h2>
<blockquote><p>A light that nobody needs is still a light that somebody looks for.</p></blockquote>
<p>Ships have satellites now. The town has kept a list of what the beam has been good for
since it was lit in 1874:</p>
<ul><li>4,100 ships, or so the pilots' book says</li><li>nine weddings on the gallery</li>
<li>one lost cow, found at 3 a.m.</li></ul>
<table><thead><tr><th>Year</th><th>Lamp</th><th>Range in miles</th></tr></thead>
<tbody><tr><td>1874</td><td>Rapeseed oil</td><td>11</td></tr>
<tr><td>1921</td><td>Electric arc</td><td>19</td></tr>
<tr><td>2026</td><td>LED behind the old lens</td><td>18</td></tr></tbody></table>
<pre><code>Fl(3) W 15s  41m  18M   # its entry in the list of lights,
# and a line that is too long for a phone, as the code of others tends to be</code></pre>
<p>The lamp can be visited on Sundays from ten to four.</p>
"""


def held(id: str, entry: Entry, *, published: datetime, updated: datetime | None = None) -> Held:  # noqa: A002  # as in the model
    return Held(
        id=id,
        public_id=entry.id,
        source="gazette",
        key=entry.id,
        first_seen=published,
        published=published,
        updated=updated or published,
        sort_at=published,
        revision=1,
        state=State.PUBLISHED,
        entry=entry,
    )


def showing(one: Held, origin: Hop, level: Level, **more: object) -> Showing:
    url, title = one.entry.url or "", escape(origin.title)
    line = AttributionLine(
        text=f"First published by {origin.title}.",
        html=f'First published by <a href="{url}">{title}</a>.',
    )
    plain = Showing(
        held=one, attribution=Attribution(origin=origin), grant=granted(level), line=line
    )
    return replace(plain, **more)  # type: ignore[arg-type]  # fields by name, checked when made


LIGHTHOUSE = showing(
    held(
        "lighthouse",
        Entry(
            id="tag:gazette.example,2026:1",
            url="https://gazette.example/2026/lighthouse",
            title=Text(value="The lighthouse is lit again, and the town came to look"),
            contents=(Content(value=FULL_TEXT, language="en"),),
            authors=(Person(name="Maren Thode"), Person(name="Ivo Brandt")),
            categories=(Category(term="town", label="The town"), Category(term="history")),
            enclosures=(
                Enclosure(
                    url="https://gazette.example/lamp.mp3",
                    type="audio/mpeg",
                    length=4_812_000,
                    title="The clockwork, recorded on the gallery",
                ),
            ),
            rights=Text(value="© 2026 Harbour Gazette"),
            language="en",
        ),
        published=datetime(2026, 11, 19, 18, 42, tzinfo=UTC),
        updated=datetime(2026, 11, 20, 8, 30, tzinfo=UTC),
    ),
    HARBOUR,
    Level.FULL,
    licences=(CC_BY,),
    attribution=Attribution(origin=HARBOUR, via=(DIGEST,)),
)
EXCERPT = showing(
    held(
        "ferry",
        Entry(
            id="https://digest.example/ferry",
            url="https://digest.example/ferry",
            title=Text(value="Winter timetable: the <b>6:40 ferry</b> stays", kind=TextKind.HTML),
            summary=Text(
                value="<p>The early ferry will run through the winter after all, the harbour "
                "board said on Wednesday. The board had meant to drop it for want of "
                "passengers; then 214 of them turned up at the hearing, which began at 6:40 in "
                "the morning, and stayed until the last speaker had been heard. A new count is "
                "due in March.</p>",
                kind=TextKind.HTML,
            ),
        ),
        published=datetime(2026, 11, 18, 12, 0, tzinfo=UTC),
    ),
    DIGEST,
    Level.EXCERPT,
)
PERSIAN = showing(
    held(
        "bandar",
        Entry(
            id="https://bandar.example/1405/8/27",
            url="https://bandar.example/1405/8/27",
            title=Text(value="بازار ماهی پس از بازسازی دوباره باز شد"),
            contents=(
                Content(
                    value="<p>بازار ماهی شهر صبح امروز پس از دو سال بازسازی درهای خود را به روی "
                    "مردم گشود. سقف چوبی قدیمی حفظ شده و روشنایی تازه‌ای گرفته است.</p>"
                ),
            ),
            authors=(Person(name="نسرین کاظمی"),),
            language="fa",
        ),
        published=datetime(2026, 11, 18, 5, 15, tzinfo=UTC),
    ),
    FARSI,
    Level.FULL,
)
LINK_ONLY = showing(
    held(
        "tides",
        Entry(
            id="urn:uuid:5be6e7a4-6a1c-4b8c-9f5c-0a4f6f0a9e10",
            url="https://gazette.example/2026/tides",
            title=Text(value="Spring tide on Monday: park on the hill"),
            contents=(Content(value="<p>CANARY this must not be shown</p>"),),
        ),
        published=datetime(2026, 11, 17, 9, 5, tzinfo=UTC),
    ),
    HARBOUR,
    Level.LINK,
)
SHOWINGS = (LIGHTHOUSE, EXCERPT, PERSIAN, LINK_ONLY)

GROWING = "growing"
CHANNELS = (
    Channel(
        name="coast",
        title="The coast",
        description="Towns, tides and timetables from four papers along the shore.",
        sources=("*",),
    ),
    Channel(name="science", title="Science & sea", tags=("science",)),
    Channel(name=GROWING, title="One more each time it is asked for"),
    Channel(name="persian", title="اخبار بندر", description="خبرهای ساحل به فارسی"),
    Channel(name="source-gazette", title="Harbour Gazette", sources=("gazette",)),
    Channel(name="source-digest", title="Coast Digest", sources=("digest",)),
    Channel(name="source-bandar", title="روزنامهٔ بندر", sources=("bandar",)),
)


def document(
    body: bytes,
    content_type: str = TYPES["rss"],
    *,
    modified: datetime = MODIFIED,
    until: datetime | None = None,
) -> Document:
    digest = blake2b(body, digest_size=12).hexdigest()
    return Document(
        content_type=content_type,
        body=body,
        gzip=gzip.compress(body, mtime=0),
        etag=f'"{digest}"',
        gzip_etag=f'"{digest}.gz"',
        modified=modified,
        until=until,
    )


class OutOfOrderError(Exception):
    """What a database driver might raise."""


@dataclass
class SampleSite:
    """A service whose state the tests turn by hand.

    Attributes:
        number: The generation.
        broken: Everything raises.
        failing: All but the generation raises.
        locked: The database takes no writes.
        taken_back: The generation in which something was taken back.
        asked: What was asked for, in order.
        entries, text, began: What the documents of the channels say.
        archives: How many each channel has.
        hidden: The audience of each entry that has one.
        tokens: Each with its subscriber and the channels that it opens.
    """

    site_title: str = "Coastwise"
    base_url: str = BASE_URL
    number: int = 1
    broken: bool = False
    failing: bool = False
    locked: bool = False
    taken_back: int = 0
    until: datetime | None = None
    modified: datetime = MODIFIED
    text: str = "as first published"
    entries: tuple[str, ...] = ("third", "second", "first")
    began: int = 1874
    max_age: int = 600
    asked: list[str] = field(default_factory=list)
    listed: tuple[Channel, ...] = CHANNELS
    showings: tuple[Showing, ...] = SHOWINGS
    withdrawn: frozenset[str] = frozenset({"gone"})
    archives: int = 2
    hidden: dict[str, frozenset[str]] = field(default_factory=dict)
    tokens: dict[str, tuple[str, frozenset[str]]] = field(default_factory=dict)

    def generation(self) -> int:
        if self.broken:
            self._work("generation")
        return self.number

    def channels(self) -> Sequence[Channel]:
        self._work("channels")
        return [one for one in self.listed if not one.private]

    def every_channel(self) -> Sequence[Channel]:
        return self.listed

    def own_channel(self, source: str) -> Channel | None:
        return next((one for one in self.listed if one.name == f"source-{source}"), None)

    def audience(self, name: str) -> frozenset[str]:
        known = {one.name: one.private for one in self.listed}
        if self.broken or self.failing or name not in known:
            self._channel(name)
        return frozenset((name,)) if known[name] else frozenset()

    def audience_of_entry(self, id: str) -> frozenset[str]:  # noqa: A002  # as in the protocol
        return self.hidden.get(id, frozenset())

    def admits(self, user: str | None, token: str, audience: AbstractSet[str]) -> bool:
        name, channels = self.tokens.get(token, ("", frozenset[str]()))
        return user in {None, name} and not channels.isdisjoint(audience)

    def view(self, name: str) -> ChannelView:
        channel = self._channel(name)
        return ChannelView(
            channel=channel,
            site_title=self.site_title,
            base_url=self.base_url,
            updated=self.modified,
            showings=self.showings,
            until=self.until,
        )

    def document(self, name: str, format: str) -> Document:  # noqa: A002  # as in the protocol
        channel = self._channel(name)
        if name == GROWING:
            self.entries = (str(self.number), *self.entries)
            self.number += 1
        parts = Parts(
            head=f"{channel.name} {format} since {self.began}\n".encode(),
            entries=tuple(f"{one}: {self.text}\n".encode() * 10 for one in self.entries),
            between=b"--\n",
            tail=b"end\n",
        )
        body = parts.holding(parts.entries)
        plain = document(body, TYPES[format], modified=self.modified, until=self.until)
        links = channel_links(self.base_url, name, Format(format))
        return replace(plain, parts=parts, links=links, max_age=self.max_age)

    def archive(self, name: str, number: int, format: str) -> Document | None:  # noqa: A002  # as in the protocol
        channel = self._channel(name)
        if number > self.archives + 1:
            raise NotFoundError(name)
        if number == self.archives + 1:
            return None
        body = f"{channel.name} {number} {format}\n".encode() * 50
        return document(body, TYPES[format], modified=self.modified, until=self.until)

    def archive_view(self, name: str, number: int) -> ChannelView | None:
        if self.archive(name, number, "atom") is None:
            return None
        return replace(self.view(name), archive=number, older=number - 1)

    def seal(
        self,
        key: str,
        content_type: str,
        body: bytes,
        modified_floor: datetime,
        until: datetime | None,
    ) -> Document:
        self._work(f"seal {key}")
        modified = max(self.modified, modified_floor)
        return document(body, content_type, modified=modified, until=until)

    def entry(self, id: str) -> Showing:  # noqa: A002  # as in the protocol
        self._work(f"entry {id}")
        if id in self.withdrawn:
            raise WithdrawnError(id)
        found = next((one for one in self.showings if one.held.id == id), None)
        if found is None:
            raise NotFoundError(id)
        return found

    def opml_channels(self) -> bytes:
        self._work("opml channels")
        return opml.channels(self.site_title, self.base_url, self.channels())

    def opml_sources(self) -> bytes:
        self._work("opml sources")
        outlines = "".join(f'<outline text="Paper {number}" type="rss"/>' for number in range(30))
        return f"<opml version='2.0'><!-- sources -->{outlines}</opml>".encode()

    def readable(self) -> bool:
        return not self.broken

    def writable(self) -> bool:
        return not (self.broken or self.locked)

    def curbed(self) -> int:
        return self.taken_back

    def _channel(self, name: str) -> Channel:
        self._work(f"channel {name}")
        found = next((one for one in self.listed if one.name == name), None)
        if found is None:
            raise NotFoundError(name)
        return found

    def _work(self, what: str = "") -> None:
        if what:
            self.asked.append(what)
        if self.broken or self.failing:
            raise OutOfOrderError
