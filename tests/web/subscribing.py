"""A service with public and private sources and channels, and who subscribes to what.

Whatever a source or channel may give away holds its canary, in upper case.
"""

import gzip
from base64 import b64encode
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

import brotli
from werkzeug.test import Client, TestResponse

from feedsvc.flows import access
from feedsvc.model.channel import Channel
from feedsvc.model.source import Permission, Scope, Source
from feedsvc.store import subscribers
from feedsvc.web.cache import ByteCache
from feedsvc.web.office import Office
from tests.rig import Rig, item, rss, source
from tests.web.walking import whole

FULL = Permission(scope=Scope.FULL)
FORMS = ("", ".atom", ".rss", ".json")
SOURCES = ("herald", "hush", "whisper")


def canary(name: str) -> str:
    return f"{name}CANARY".upper()


def declared(name: str, *, private: bool = False, tags: Iterable[str] = ()) -> Source:
    return source(name, permission=FULL, private=private, tags=tuple(tags))


def channel(name: str, *, private: bool = False, **fields: object) -> Channel:
    """A channel that says its canary wherever a channel speaks."""
    made = Channel(name=name, title=f"T {canary(name)}", description=f"D {canary(name)}")
    return replace(made, private=private, **fields)  # type: ignore[arg-type]  # fields of Channel


def feed(name: str, numbers: Iterable[int]) -> bytes:
    """A feed in which every name, id, address and text holds the canary of its source."""
    mark = canary(name)
    items = [item(number, title=f"Story {mark}", text=f"Text {mark}") for number in numbers]
    written = rss(*items, title=f"Feed {mark}").decode()
    return written.replace("herald.example", f"{mark.lower()}.example").encode()


class House:
    """The service behind its byte cache, with tokens of who subscribes."""

    def __init__(
        self, folder: Path, sources: Iterable[Source], channels: Iterable[Channel]
    ) -> None:
        self.rig = Rig(f"sqlite:///{folder}/f.sqlite3", tuple(sources), tuple(channels))
        self.tokens: dict[str, str] = {}
        self.publisher = self.rig.publisher()
        office = Office(
            database=self.rig.database,
            settings=lambda: self.rig.settings,
            now=self.rig.now,
            look=lambda *_: {},
            complaints=tuple,
        )
        self.app = whole(self.publisher, office)
        cache = ByteCache(self.app, self.publisher, clock=lambda: self.rig.now().timestamp())
        self.client = Client(cache)

    def publish(self, feeds: Mapping[str, bytes]) -> None:
        for name, body in feeds.items():
            self.rig.web.pages[f"https://{name}.example/feed.xml"] = body
        self.rig.poll()

    def declare(self, sources: Iterable[Source], channels: Iterable[Channel]) -> None:
        """Have other sources and channels from now on."""
        self.rig.provision(tuple(sources))
        self.rig.settings = replace(self.rig.settings, channels=tuple(channels))
        self.publisher.follow(self.rig.settings)

    def subscribe(self, name: str, *channels: str) -> str:
        """Let somebody read these channels and no others; the token of who reads some."""
        database, every = self.rig.database, self.publisher.every_channel()
        if name in self.tokens:
            access.unsubscribe(database, name)
            del self.tokens[name]
        if not channels:
            return ""
        self.tokens[name] = access.subscribe(database, name, channels, every, self.rig.now())
        return self.tokens[name]

    def entries(self) -> dict[str, str]:
        """Our id of each entry to its source."""
        statement = "SELECT entries.id, name FROM entries JOIN sources ON sources.id = source_id"
        return dict(self.rig.database.connection().execute(statement).fetchall())

    def used(self) -> list[str]:
        statements = self.rig.database.statements()
        return [one.name for one in subscribers.everyone(statements) if one.used_at]

    def ask(
        self,
        address: str,
        who: str = "",
        fields: Mapping[str, str] | None = None,
        *,
        method: str = "GET",
        in_url: bool = False,
    ) -> TestResponse:
        """Ask as a subscriber, by Basic or by a token in the address; as nobody without a name."""
        sent = dict(fields or {})
        token = self.tokens.get(who, "")
        if token and in_url:
            address += f"?token={token}"
        elif token:
            sent["Authorization"] = basic(who, token)
        return self.client.open(address, method=method, headers=sent)


def basic(user: str, password: str) -> str:
    return "Basic " + b64encode(f"{user}:{password}".encode()).decode()


def told(answer: TestResponse) -> str:
    """All that an answer gives away, in upper case."""
    unpack = {"gzip": gzip.decompress, "br": brotli.decompress}
    body = answer.data
    answer.close()
    if body:
        body = unpack.get(answer.headers.get("Content-Encoding", ""), bytes)(body)
    return f"{answer.status}\n{answer.headers}\n{body.decode()}".upper()
