"""A series polled by the real program over loopback."""

import json
import re
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import blake2b
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from werkzeug.test import Client

from feedsvc.flows.pull import Polled
from feedsvc.flows.serve import Publisher
from feedsvc.jobs.once import poll_once
from feedsvc.publish.formats import Format
from feedsvc.store import sources
from feedsvc.web.app import create_app
from feedsvc.web.cache import ByteCache
from feedsvc.wiring.house import House, now, open_house
from feedsvc.wiring.publishing import open_publisher
from feedsvc.wiring.pulling import open_worker

CHANNEL = "series"
_TYPES = {".atom": "application/atom+xml", ".json": "application/feed+json"}
_CREDIT = re.compile(r'<p class="attribution">.*?</p>', re.DOTALL)


@dataclass(frozen=True, slots=True)
class Item:
    """An item of the published JSON Feed."""

    id: str
    url: str
    title: str
    text: str
    published: str
    modified: str


@dataclass(frozen=True, slots=True)
class Poll:
    """What is published after one capture was polled.

    Attributes:
        documents: Per format the validator and a hash of the body.
        answers: Per format the status that a conditional client gets.
    """

    capture: str
    account: Polled
    health: str
    items: tuple[Item, ...]
    documents: Mapping[str, tuple[str, bytes]]
    answers: Mapping[str, int]


class Subscriber:
    """Asks for every format after every poll, and says each time what it has."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._had: dict[Format, dict[str, str]] = {form: {} for form in Format}

    def ask(self, service: Publisher) -> dict[str, int]:
        """Status of the answer for each format."""
        client = Client(ByteCache(create_app(service), service))
        answers = {}
        for form, fields in self._had.items():
            answer = client.get(f"/channels/{CHANNEL}.{form}", headers=fields)
            fields["If-None-Match"] = answer.headers["ETag"]
            answers[str(form)] = answer.status_code
        return answers


class Upstream:
    """A server on loopback that serves whatever document is put into it."""

    def __init__(self, *, validators: bool) -> None:
        """Start serving nothing.

        Args:
            validators: Send an ETag with each document, and 304 to whoever has it.
        """
        self.body = b""
        self.kind = ""
        self.validators = validators

    @contextmanager
    def open(self) -> Iterator[str]:
        """Serve, under the address that is given."""
        upstream = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                etag = f'"{blake2b(upstream.body, digest_size=8).hexdigest()}"'
                known = upstream.validators and self.headers.get("If-None-Match") == etag
                self.send_response(304 if known else 200)
                if upstream.validators:
                    self.send_header("ETag", etag)
                if not known:
                    self.send_header("Content-Type", upstream.kind)
                    self.send_header("Content-Length", str(len(upstream.body)))
                self.end_headers()
                if not known:
                    self.wfile.write(upstream.body)

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base's name
                """Say nothing."""

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/feed"
        finally:
            server.shutdown()
            server.server_close()
            thread.join()


def replay(folder: Path, workplace: Path, *, validators: bool = True) -> tuple[Poll, ...]:
    """Poll the captures of a series one after the other, with a restart in the middle.

    Args:
        folder: Of the series.
        workplace: An empty folder for the configuration and the database.
        validators: Whether the upstream sends an ETag.
    """
    paths = sorted(folder.glob("[0-9]*"))
    upstream = Upstream(validators=validators)
    polls: list[Poll] = []
    with upstream.open() as url:
        _configure(workplace, url)
        middle = len(paths) // 2
        subscriber = Subscriber()
        for half in (paths[:middle], paths[middle:]):
            with _service(workplace, subscriber) as poll:
                for path in half:
                    upstream.body = path.read_bytes()
                    upstream.kind = _TYPES.get(path.suffix, "application/xml")
                    polls.append(poll(path.stem))
    return tuple(polls)


def _configure(workplace: Path, url: str) -> None:
    (workplace / "feedsvc.toml").write_text(
        f'[database]\nurl = "sqlite:///{workplace}/feedsvc.sqlite3"\n'
        '[fetch]\nallow_networks = ["127.0.0.0/8"]\nhost_gap = "0s"\n'
    )
    (workplace / "sources.toml").write_text(
        f'[sources.s]\nurl = "{url}"\n[sources.s.permission]\nscope = "full"\n'
    )
    # So many that nothing that was announced falls off the end.
    (workplace / "channels.toml").write_text(
        f'[channels.{CHANNEL}]\nsources = ["s"]\nlimit = 1000\n'
    )


@contextmanager
def _service(workplace: Path, subscriber: Subscriber) -> Iterator[Callable[[str], Poll]]:
    """The service from its start to its end; it polls and publishes when it is called."""
    house = open_house(workplace)
    publisher = open_publisher(house)
    accounts: list[Polled] = []
    try:
        with open_worker(house, accounts.append) as worker:

            def poll(capture: str) -> Poll:
                chosen = sources.pollable(house.database.statements())
                if poll_once(house.database, worker, chosen, now):
                    msg = "the source was not polled"
                    raise AssertionError(msg)
                return _published(capture, accounts[-1], house, publisher, subscriber)

            yield poll
    finally:
        house.database.close()


def _published(
    capture: str, account: Polled, house: House, publisher: Publisher, subscriber: Subscriber
) -> Poll:
    health = sources.named(house.database.statements(), "s").checkpoint.health
    documents = {str(form): publisher.document(CHANNEL, form) for form in Format}
    listed = json.loads(documents[Format.JSON].body)["items"]
    return Poll(
        capture=capture,
        account=account,
        health=health.value,
        items=tuple(map(_item, listed)),
        documents={
            form: (document.etag, blake2b(document.body).digest())
            for form, document in documents.items()
        },
        answers=subscriber.ask(publisher),
    )


def _item(listed: Mapping[str, str]) -> Item:
    return Item(
        id=listed["id"],
        url=listed.get("url", ""),
        title=listed.get("title", ""),
        text=_CREDIT.sub("", listed["content_html"]),
        published=listed["date_published"],
        modified=listed["date_modified"],
    )


# --- the judgement ----------------------------------------------------------------
