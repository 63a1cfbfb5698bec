"""The network, and the child processes that read what comes from it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from feedsvc import __version__
from feedsvc.fetch.outcome import Fetched
from feedsvc.flows.pull import Polled
from feedsvc.jobs.task import read_document
from feedsvc.jobs.worker import Task, Worker
from feedsvc.model.window import Sent, Window
from feedsvc.net.client import Client
from feedsvc.settings import Settings
from feedsvc.wiring.house import House, now


class Children:
    """The processes that documents are read in; they start with the first document."""

    def __init__(self) -> None:
        """Start none yet."""
        self._submit: Callable[..., Task] | None = None
        self._close: Callable[[], None] = _nothing

    def read(self, body: bytes, sent: Sent, last: Window) -> Task:
        """Begin `flows.read.read` in one of them."""
        if self._submit is None:
            # A poll that finds nothing new pays nothing for it.
            from feedsvc.parse.pool import Pool  # noqa: PLC0415

            pool = Pool()
            self._submit, self._close = pool.submit, pool.close
        return self._submit(read_document, body, sent, last)

    def read_now(self, fetched: Fetched) -> object:
        """Read a document of which nothing was known, and wait for it."""
        return self.read(fetched.body, fetched.sent, Window()).result()

    def close(self) -> None:
        """End them."""
        self._close()


@contextmanager
def open_network(settings: Settings) -> Iterator[tuple[Client, Children]]:
    """The real network, and child processes that read what comes from it."""
    client = Client(_user_agent(settings), allow_networks=settings.fetch.allow_networks)
    children = Children()
    try:
        yield client, children
    finally:
        client.close()
        children.close()


@contextmanager
def open_worker(house: House, told: Callable[[Polled], object]) -> Iterator[Worker]:
    """A worker on the real network; `told` hears of each poll once it is stored."""
    with open_network(house.settings) as (client, children):
        worker = Worker(house.database, client, children.read, house.settings, now=now, told=told)
        try:
            yield worker
        finally:
            if not worker.idle:
                worker.give_back()


def _nothing() -> None:
    """Nothing was started, nothing is to be ended."""


def _user_agent(settings: Settings) -> str:
    about = "; ".join(filter(None, [f"+{settings.site.url}", settings.fetch.user_agent_contact]))
    return f"feedsvc/{__version__} ({about})"
