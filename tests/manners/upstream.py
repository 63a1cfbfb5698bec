"""One server for many hosts: it listens on all of 127.0.0.0/8 and notes who asks what, and when."""

import asyncio
import os
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from math import inf
from time import monotonic
from typing import Self


@dataclass(frozen=True, slots=True)
class Answer:
    """What a visitor gets.

    Attributes:
        headers: Beside Content-Length.
        seconds: How long the visitor waits for it.
    """

    status: int
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""
    seconds: float = 0.0


@dataclass(slots=True, kw_only=True)
class Visit:
    """One request.

    Attributes:
        host: The address that was connected to.
        target: As it stands in the request line.
        headers: By lower-case name; a repeated one joined by `, `.
        at: When it had come in, by the clock that schedules are made by.
        arrived: The same by the clock that distances are measured by, in seconds.
        ended: When the answer was given to the system, all at once; infinite before that. Noted
            just before: whatever keeps us from noting it makes no distance look shorter.
        answer: None while it is thought of.
    """

    host: str
    target: str
    headers: dict[str, str]
    at: datetime
    arrived: float
    ended: float = inf
    answer: Answer | None = field(default=None)

    @property
    def place(self) -> tuple[str, str]:
        return self.host, self.target

    @property
    def status(self) -> int:
        return self.answer.status if self.answer else 0

    def sent(self, name: str) -> str:
        """What our answer said under that name, empty if nothing."""
        headers = self.answer.headers if self.answer else ()
        return next((value for key, value in headers if key.lower() == name), "")


Handler = Callable[[Visit], Answer]


def real_now() -> datetime:
    return datetime.now(UTC)


class Upstream:
    """Answers while entered, from a thread of its own.

    Attributes:
        visits: In the order in which they came.
        lag: The longest that the thread was kept from looking at its sockets, in seconds: so
            much may an arrival be noted late.
    """

    def __init__(self, handler: Handler, now: Callable[[], datetime] = real_now) -> None:
        self.visits: list[Visit] = []
        self.lag = 0.0
        self.handler = handler
        self.now = now
        self.open: set[asyncio.Transport] = set()
        self._loop = asyncio.new_event_loop()
        self._started = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._stop: asyncio.Event
        self.port = 0

    def __enter__(self) -> Self:
        self._thread.start()
        assert self._started.wait(10)
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(10)

    def url(self, host: str, target: str = "/feed") -> str:
        return f"http://{host}:{self.port}{target}"

    def _run(self) -> None:
        try:
            self._loop.run_until_complete(self._serve())
        finally:
            self._loop.close()

    async def _serve(self) -> None:
        with suppress(OSError):  # where we may, so that a busy machine blurs no moment
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), -10)
        self._stop = asyncio.Event()
        server = await self._loop.create_server(
            lambda: _Connection(self, self._loop), "0.0.0.0", 0, backlog=4096
        )
        self.port = server.sockets[0].getsockname()[1]
        self._started.set()
        while not self._stop.is_set():
            before = monotonic()
            with suppress(TimeoutError):
                await asyncio.wait_for(self._stop.wait(), 0.05)
            self.lag = max(self.lag, monotonic() - before - 0.05)
        server.close()
        for transport in list(self.open):
            transport.abort()
        await server.wait_closed()
        await asyncio.sleep(0)


class _Connection(asyncio.Protocol):
    def __init__(self, upstream: Upstream, loop: asyncio.AbstractEventLoop) -> None:
        self._upstream = upstream
        self._loop = loop
        self._buffer = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._host: str = transport.get_extra_info("sockname")[0]
        self._upstream.open.add(transport)

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002 - as asyncio calls
        self._upstream.open.discard(self._transport)

    def data_received(self, data: bytes) -> None:
        arrived = monotonic()
        self._buffer += data
        while b"\r\n\r\n" in self._buffer:
            head, _, self._buffer = self._buffer.partition(b"\r\n\r\n")
            self._visited(head.decode("latin-1"), arrived)

    def _visited(self, head: str, arrived: float) -> None:
        first, *lines = head.split("\r\n")
        headers: dict[str, str] = {}
        for line in lines:
            name, _, value = line.partition(":")
            key = name.strip().lower()
            text = value.strip()
            headers[key] = f"{headers[key]}, {text}" if key in headers else text
        visit = Visit(
            host=self._host,
            target=first.split(" ")[1],
            headers=headers,
            at=self._upstream.now(),
            arrived=arrived,
        )
        self._upstream.visits.append(visit)
        answer = self._upstream.handler(visit)
        if answer.seconds:
            self._loop.call_later(answer.seconds, self._end, visit, answer)
        else:
            self._end(visit, answer)

    def _end(self, visit: Visit, answer: Answer) -> None:
        lines = [f"HTTP/1.1 {answer.status} x", *(f"{k}: {v}" for k, v in answer.headers)]
        if answer.status != 304:
            lines.append(f"Content-Length: {len(answer.body)}")
        whole = "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + answer.body
        visit.answer = answer
        visit.ended = monotonic()
        if not self._transport.is_closing():
            self._transport.write(whole)
