"""A proxy that spoils what passes: each address of it leads to one outlet, and fails in its way."""

import asyncio
import gzip
import random
import socket
import struct
from collections.abc import Awaitable, Callable
from typing import NamedTuple, Self

from tests.faults.upstream import Loop, Outlet, Upstream, free_port, head_of

_NOTHING = struct.pack("ii", 1, 0)


class Answer(NamedTuple):
    """What the outlet would answer, and where it goes.

    Attributes:
        body: The present document; `old` the one before.
        chance: Where a fault strikes.
    """

    writer: asyncio.StreamWriter
    outlet: Outlet
    body: bytes
    old: bytes
    url: str
    chance: random.Random

    async def send(self, *pieces: bytes) -> None:
        """Send raw bytes, each piece for itself."""
        for piece in pieces:
            self.writer.write(piece)
            await self.writer.drain()

    async def say(
        self,
        body: bytes | None = None,
        *,
        status: str = "200 OK",
        length: int | None = None,
        **fields: str,
    ) -> None:
        """Answer like an honest server, but for what is given; `content_type` is a field."""
        body = self.body if body is None else body
        said = {"Content-Type": "application/atom+xml"}
        said |= {name.replace("_", "-").title(): value for name, value in fields.items()}
        await self.send(head(status, len(body) if length is None else length, said) + body)

    def place(self) -> int:
        """Somewhere in the document, but not at its ends."""
        return self.chance.randint(len(self.body) // 4, len(self.body) * 3 // 4)

    def reset(self) -> None:
        """Break the connection off with RST."""
        raw: socket.socket = self.writer.get_extra_info("socket")
        raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _NOTHING)
        self.writer.transport.abort()


Fault = Callable[[Answer], Awaitable[None]]


def head(status: str, length: int, fields: dict[str, str]) -> bytes:
    """The head of an answer after which the connection ends."""
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {length}", "Connection: close"]
    lines += [f"{name}: {value}" for name, value in fields.items()]
    return "\r\n".join(lines).encode() + b"\r\n\r\n"


def packed(body: bytes) -> bytes:
    """Compressed with gzip, always alike."""
    return gzip.compress(body, mtime=0)


class Proxy:
    """Stands before an upstream, under addresses of its own.

    Attributes:
        faults: What is wrong with each outlet; the others are passed on.
    """

    def __init__(self, upstream: Upstream, seed: int = 1) -> None:
        self.faults: dict[str, Fault] = {}
        self._upstream = upstream
        self._port = free_port()
        self._hosts = {name: f"127.1{host[5:]}" for name, host in upstream.hosts.items()}
        self._chance = random.Random(seed)  # noqa: S311 - it decides where to break
        self._loop = Loop()

    def url(self, name: str) -> str:
        """Where an outlet is found through the proxy."""
        return f"http://{self._hosts[name]}:{self._port}/{name}"

    def __enter__(self) -> Self:
        self._loop.start()
        self._loop.listen(self._serve, list(self._hosts.values()), self._port)
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.stop()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        path, fields = await head_of(reader)
        name = path.split("/")[1]
        fault = self.faults.get(name)
        if fault is None:
            await self._pass_on(name, fields, writer)
            return
        outlet = self._upstream.outlets[name]
        last = outlet.version
        answer = Answer(
            writer,
            outlet,
            outlet.document(last),
            outlet.document(last - 1),
            self.url(name),
            self._chance,
        )
        await fault(answer)

    async def _pass_on(
        self, name: str, fields: dict[str, str], writer: asyncio.StreamWriter
    ) -> None:
        host, port = self._upstream.hosts[name], self._upstream.port
        theirs, ours = await asyncio.open_connection(host, port)
        known = f"If-None-Match: {fields['if-none-match']}\r\n" if "if-none-match" in fields else ""
        ours.write(f"GET /{name} HTTP/1.1\r\n{known}Connection: close\r\n\r\n".encode())
        ours.write_eof()
        while piece := await theirs.read(65536):
            writer.write(piece)
            await writer.drain()
        ours.close()
