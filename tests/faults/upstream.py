"""Publishers that know exactly what they published, and what was acknowledged of it."""

import asyncio
import random
import socket
import threading
from collections.abc import Callable, Coroutine
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple, Self

_BEGINNING = datetime(2026, 1, 1, tzinfo=UTC)
_STEP = timedelta(minutes=15)
WIDTH = 5


class Asked(NamedTuple):
    """One request: what it acknowledged, and what was answered."""

    outlet: str
    known: int | None
    status: int
    version: int


class Outlet:
    """A publisher with a small window over what it has published.

    Attributes:
        versions: Every document there was: number and edition of each entry in it.
        delay: Seconds that an answer takes.
        gate: An answer waits until it is set.
        has_validators: Whether answers bear an ETag.
    """

    def __init__(self, name: str, width: int = WIDTH) -> None:
        self.name = name
        self.width = width
        self.count = 0
        self.editions: dict[int, int] = {}
        self.versions: list[tuple[tuple[int, int], ...]] = [()]
        self.delay = 0.0
        self.gate = threading.Event()
        self.gate.set()
        self.has_validators = True
        self._lock = threading.Lock()
        self.publish(width)

    def publish(self, count: int = 1) -> None:
        """Publish so many new entries."""
        with self._lock:
            for _ in range(count):
                self.count += 1
                self.editions[self.count] = 1
            self._note()

    def edit(self, number: int) -> None:
        """Write an entry anew."""
        with self._lock:
            self.editions[number] += 1
            self._note()

    def _note(self) -> None:
        first = max(self.count - self.width, 0) + 1
        self.versions.append(
            tuple((number, self.editions[number]) for number in range(self.count, first - 1, -1))
        )

    @property
    def version(self) -> int:
        """The number of the present document."""
        return len(self.versions) - 1

    def etag(self, version: int) -> str:
        return f'"{self.name}.{version}"'

    def known(self, etag: str) -> int | None:
        """The version that a validator belongs to; None if it is none of ours."""
        name, _, version = etag.strip('"').rpartition(".")
        return int(version) if name == self.name and version.isdigit() else None

    def guid(self, number: int) -> str:
        return f"tag:{self.name}.example,2026:{number}"

    def title(self, number: int, edition: int) -> str:
        return f"{self.name} {number}, edition {edition}"

    def text(self, number: int, edition: int) -> str:
        return f"<p>Story {number} of {self.name} as of edition {edition}.</p>"

    def published(self, number: int) -> datetime:
        return _BEGINNING + number * _STEP

    def document(self, version: int) -> bytes:
        """One of the documents, as Atom."""
        entries = "".join(self._entry(*one) for one in self.versions[version])
        newest = self.published(self.versions[version][0][0])
        return (
            '<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom">'
            f"<id>tag:{self.name}.example,2026:feed</id><title>{self.name}</title>"
            f'<link href="https://{self.name}.example/"/><updated>{newest.isoformat()}</updated>'
            f"<author><name>Desk</name></author>{entries}</feed>\n"
        ).encode()

    def _entry(self, number: int, edition: int) -> str:
        moment = self.published(number)
        text = self.text(number, edition).replace("<", "&lt;")
        return (
            f"<entry><id>{self.guid(number)}</id><title>{self.title(number, edition)}</title>"
            f'<link href="https://{self.name}.example/{number}"/>'
            f"<published>{moment.isoformat()}</published>"
            f"<updated>{(moment + timedelta(minutes=edition)).isoformat()}</updated>"
            f'<content type="html">{text}</content></entry>'
        )


class Upstream:
    """A server of outlets, so many on each address.

    Attributes:
        asked: Every request, in order.
        on_request: Called with each outlet before it answers.
    """

    def __init__(self, names: list[str], *, per_host: int = 1) -> None:
        self.outlets = {name: Outlet(name) for name in names}
        self.hosts = {name: f"127.0.77.{1 + n // per_host}" for n, name in enumerate(names)}
        self.asked: list[Asked] = []
        self.on_request: Callable[[Outlet], object] = lambda _: None
        self.first = threading.Event()
        self.port = free_port()
        self._loop = Loop()

    def url(self, name: str) -> str:
        return f"http://{self.hosts[name]}:{self.port}/{name}"

    def __enter__(self) -> Self:
        self._loop.start()
        self._loop.listen(self._serve, list(dict.fromkeys(self.hosts.values())), self.port)
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.stop()

    def go_on(self, chance: random.Random, *, share: float = 0.5) -> None:
        """Publish and edit a little at some of the outlets."""
        for outlet in self.outlets.values():
            if chance.random() < share:
                move_on(outlet, chance)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while True:
            path, fields = await head_of(reader)
            outlet = self.outlets[path.lstrip("/")]
            self.first.set()
            self.on_request(outlet)
            known = outlet.known(fields.get("if-none-match", ""))
            version = outlet.version
            await self._wait(outlet)
            status = 304 if known == version else 200
            self.asked.append(Asked(outlet.name, known, status, version))
            body = outlet.document(version) if status != 304 else b""
            validator = f"ETag: {outlet.etag(version)}\r\n" if outlet.has_validators else ""
            writer.write(
                f"HTTP/1.1 {status} Answer\r\nContent-Type: application/atom+xml\r\n"
                f"{validator}Content-Length: {len(body)}\r\n\r\n".encode()
                + body
            )
            await writer.drain()

    async def _wait(self, outlet: Outlet) -> None:
        if outlet.delay:
            await asyncio.sleep(outlet.delay)
        while not outlet.gate.is_set():  # noqa: ASYNC110 - set by another thread
            await asyncio.sleep(0.01)


def move_on(outlet: Outlet, chance: random.Random) -> None:
    """One or two new entries, or an edit of one that still stands."""
    if chance.random() < 0.3:
        outlet.edit(chance.choice(outlet.versions[-1])[0])
    else:
        outlet.publish(chance.randint(1, 2))


async def head_of(reader: asyncio.StreamReader) -> tuple[str, dict[str, str]]:
    """Path and fields of the next request.

    Raises:
        ConnectionError: There is none.
    """
    try:
        raw = await reader.readuntil(b"\r\n\r\n")
    except asyncio.IncompleteReadError as error:
        raise ConnectionResetError from error
    first, *lines = raw.decode("latin-1").split("\r\n")
    pairs = (line.partition(":") for line in lines if line)
    return first.split()[1], {name.lower(): value.strip() for name, _, value in pairs}


Serve = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Coroutine[Any, Any, None]]


class Loop:
    """An event loop in a thread of its own."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._servers: list[asyncio.Server] = []
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)

    def start(self) -> None:
        self._thread.start()

    def listen(self, serve: Serve, hosts: list[str], port: int) -> None:
        """Serve connections to these addresses; those that break off are no matter."""

        async def quietly(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            try:
                with suppress(OSError, asyncio.CancelledError):
                    await serve(reader, writer)
            finally:
                writer.close()

        async def begin() -> None:
            self._servers.append(await asyncio.start_server(quietly, hosts, port, backlog=256))

        asyncio.run_coroutine_threadsafe(begin(), self._loop).result(10)

    def stop(self) -> None:
        """Cut all connections."""

        async def end() -> None:
            for server in self._servers:
                server.close()
            others = asyncio.all_tasks() - {asyncio.current_task()}
            for task in others:
                task.cancel()
            await asyncio.gather(*others, return_exceptions=True)
            await asyncio.sleep(0.1)  # what they had to say goes out, then they are closed

        asyncio.run_coroutine_threadsafe(end(), self._loop).result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()


def free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        port: int = trial.getsockname()[1]
        return port
