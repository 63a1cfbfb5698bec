"""The whole path from an upstream to the published channels, within one process.

The network is a function from request to response, children are plain calls; store,
worker, parsers and publisher are the real ones.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import blake2b

from feedsvc.errors import FeedsvcError
from feedsvc.flows.pull import Polled
from feedsvc.flows.read import read
from feedsvc.flows.serve import Publisher
from feedsvc.jobs.once import poll_once
from feedsvc.jobs.worker import Worker
from feedsvc.model.channel import Channel
from feedsvc.model.reading import Reading
from feedsvc.model.source import Source
from feedsvc.model.window import Sent, Window
from feedsvc.net.http import Request, Response, Send
from feedsvc.settings import Fetch, Settings
from feedsvc.store import sources
from feedsvc.store.database import Database
from feedsvc.store.migrate import migrate
from feedsvc.text.urls import host

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
FORMATS = ("atom", "rss", "json")


class Instant:
    """A transport whose answers are there at once."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._started: list[tuple[object, Request]] = []
        self.requests: list[Request] = []

    @property
    def pending(self) -> int:
        return len(self._started)

    def start(self, token: object, request: Request) -> None:
        self._started.append((token, request))
        self.requests.append(request)

    def finished(self, timeout: float) -> list[tuple[object, Response]]:  # noqa: ARG002 - never waits
        started, self._started = self._started, []
        return [(token, self._send(request)) for token, request in started]


class Done:
    """A document that was read at once."""

    def __init__(self, call: Callable[[], Reading]) -> None:
        self._call = call

    def done(self) -> bool:
        return True

    def result(self) -> Reading:
        return self._call()


def read_here(body: bytes, sent: Sent, last: Window) -> Done:
    return Done(lambda: read(body, sent, last))


def read_never(body: bytes, sent: Sent, last: Window) -> Done:  # noqa: ARG001
    def refuse() -> Reading:
        msg = "reading it took more than 5 s of CPU"
        raise FeedsvcError(msg)

    return Done(refuse)


@dataclass
class Web:
    """What the upstreams answer: a body (304 for its ETag), a whole response, or a `Send`."""

    pages: dict[str, bytes | Response | Send] = field(default_factory=dict)

    def __call__(self, request: Request) -> Response:
        page = self.pages.get(request.url)
        if page is None:
            return Response(request.url, 404)
        if isinstance(page, Response):
            return page
        if not isinstance(page, bytes):
            return page(request)
        etag = f'"{blake2b(page, digest_size=8).hexdigest()}"'
        if dict(request.headers).get("If-None-Match") == etag:
            return Response(request.url, 304, {"etag": etag})
        headers = {"etag": etag, "content-type": "application/xml"}
        return Response(request.url, 200, headers, page)


class Rig:
    """A service with its clock in our hands."""

    def __init__(
        self,
        url: str,
        declared: tuple[Source, ...],
        channels: tuple[Channel, ...] = (Channel(name="all", title="All", sources=("*",)),),
    ) -> None:
        self.database = Database(url)
        migrate(self.database)
        self.moment = NOON
        self.web = Web()
        self.fetch = Fetch(host_gap=timedelta(0))
        self.settings = Settings(fetch=self.fetch, channels=channels)
        self.read = read_here
        self.provision(declared)

    def now(self) -> datetime:
        return self.moment

    def provision(self, declared: tuple[Source, ...]) -> None:
        with self.database.transaction() as statements:
            hosts = {source.name: host(source.url) for source in declared}
            sources.provision(statements, declared, hosts, self.moment)

    def poll(self, *names: str) -> dict[str, Polled]:
        """Poll the named or all enabled sources; the clock moves on by an hour before."""
        self.moment += timedelta(hours=1)
        accounts: list[Polled] = []
        transport = Instant(self.web)
        worker = Worker(
            self.database, transport, self.read, self.settings, now=self.now, told=accounts.append
        )
        pollable = sources.pollable(self.database.statements())
        chosen = [one for one in pollable if not names or one.name in names]
        assert not poll_once(self.database, worker, chosen, self.now)
        self.requests = transport.requests
        return {account.source: account for account in accounts}

    def publisher(self) -> Publisher:
        return Publisher(self.database, self.settings, self.now)

    def documents(self) -> dict[str, bytes]:
        """The bytes of every channel in every format."""
        publisher = self.publisher()
        return {
            f"{channel.name}.{form}": publisher.document(channel.name, form).body
            for channel in publisher.channels()
            for form in FORMATS
        }

    def rows(self) -> dict[str, list[tuple[object, ...]]]:
        """Every row but those of the schedule."""
        tables = ("sources", "entries", "entry_keys", "revisions", "generation")
        connection = self.database.connection()
        return {
            table: sorted(connection.execute(f"SELECT * FROM {table}").fetchall(), key=repr)  # noqa: S608 - our own names
            for table in tables
        }


def rss(*items: str, title: str = "The Harbour Herald", more: str = "") -> bytes:
    """An RSS 2.0 document of these items."""
    inner = "".join(items)
    return (
        '<?xml version="1.0" encoding="utf-8"?>'
        '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"'
        ' xmlns:cc="http://backend.userland.com/creativeCommonsRssModule">'
        f"<channel><title>{title}</title><link>https://herald.example/</link>"
        f"<description>News of the harbour</description>{more}{inner}</channel></rss>"
    ).encode()


def item(number: int, *, title: str = "", text: str = "", more: str = "") -> str:
    """An RSS item; equal arguments give equal bytes."""
    return (
        f"<item><title>{title or f'Story {number}'}</title>"
        f"<link>https://herald.example/{number}</link>"
        f'<guid isPermaLink="false">tag:herald.example,2026:{number}</guid>'
        f"<pubDate>Sun, 01 Mar 2026 0{number % 10}:00:00 GMT</pubDate>"
        f"<description>&lt;p&gt;{text or f'Text of story {number}.'}&lt;/p&gt;</description>"
        f"{more}</item>"
    )


def source(name: str = "herald", **fields: object) -> Source:
    """A source on a host of its own."""
    return Source(name=name, url=f"https://{name}.example/feed.xml", **fields)  # type: ignore[arg-type] # fields of Source
