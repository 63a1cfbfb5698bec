from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from time import sleep

import pytest

from feedsvc.flows.pull import Polled
from feedsvc.jobs.reading import Read
from feedsvc.jobs.worker import Worker
from feedsvc.model.source import Source
from feedsvc.net.http import Request, Response, Send, Transport
from feedsvc.settings import Fetch, Settings
from tests.rig import Rig, read_here

Declare = Callable[..., Rig]


class Later:
    """A transport that answers each request when `answer` is told to."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._answered: list[tuple[object, Response]] = []
        self.open: dict[str, tuple[object, Request]] = {}
        self.asked: list[str] = []

    @property
    def pending(self) -> int:
        return len(self.open) + len(self._answered)

    def start(self, token: object, request: Request) -> None:
        self.open[request.url] = (token, request)
        self.asked.append(request.url)

    def answer(self, url: str) -> None:
        token, request = self.open.pop(url)
        self._answered.append((token, self._send(request)))

    def finished(self, timeout: float) -> list[tuple[object, Response]]:
        if not self._answered:
            sleep(min(timeout, 0.01))
        answered, self._answered = self._answered, []
        return answered


class Work:
    """A worker whose answers, clock and reader are in our hands."""

    def __init__(self, rig: Rig, transport: Transport, read: Read, host_gap: timedelta) -> None:
        self.accounts: list[Polled] = []
        self.worker = Worker(
            rig.database,
            transport,
            read,
            Settings(fetch=Fetch(host_gap=host_gap)),
            now=rig.now,
            told=self.accounts.append,
        )

    def steps(self, until: Callable[[], bool]) -> None:
        """Work until that holds, which it does soon or never."""
        for _ in range(500):
            if until():
                return
            self.worker.step(0.02)
        pytest.fail("what the worker was to do it never did")

    def outcomes(self) -> dict[str, str]:
        return {account.source: account.outcome for account in self.accounts}


def working(
    rig: Rig,
    transport: Transport,
    read: Read = read_here,
    host_gap: timedelta = timedelta(0),
) -> Work:
    return Work(rig, transport, read, host_gap)


@pytest.fixture
def declare(tmp_path: Path) -> Iterator[Declare]:
    """Makes a service with sources, each given as `name` or `name@host`."""
    made = []

    def declared(*wanted: str) -> Rig:
        sources = []
        for one in wanted:
            name, _, host = one.partition("@")
            url = f"https://{host or f'{name}.example'}/{name}"
            sources.append(Source(name=name, url=url))
        rig = Rig(f"sqlite:///{tmp_path / 'feedsvc.sqlite3'}", tuple(sources))
        made.append(rig)
        return rig

    yield declared
    for rig in made:
        rig.database.close()
