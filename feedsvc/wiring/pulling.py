"""The network, and the child processes that read what comes from it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial

from feedsvc import __version__
from feedsvc.errors import StoreUnavailableError
from feedsvc.fetch.outcome import Fetched
from feedsvc.fetch.request import user_agent
from feedsvc.flows.pull import Polled
from feedsvc.jobs.outage import Outage
from feedsvc.jobs.pace import Pace
from feedsvc.jobs.reading import Task
from feedsvc.jobs.task import read_document
from feedsvc.jobs.worker import Worker
from feedsvc.model.window import Sent, Window
from feedsvc.net.client import Client
from feedsvc.net.gate import Own
from feedsvc.settings import Settings
from feedsvc.store.database import Database
from feedsvc.wiring.house import House, now

PATIENCE = 5.0
"""Seconds that a service waits for a locked database before it says so."""


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
    networks = settings.fetch.allow_networks
    client = Client(_agent(settings), allow_networks=networks, own=_own(settings))
    children = Children()
    try:
        yield client, children
    finally:
        client.close()
        children.close()


@contextmanager
def open_worker(
    house: House, told: Callable[[Polled], object], outage: Outage | None = None
) -> Iterator[Worker]:
    """A worker on the real network.

    Args:
        house: What it polls, and how.
        told: Hears of each poll once it is stored.
        outage: Of a service that goes on when its database comes back, and keeps its pace
            meanwhile as always; None for what is to be done at once or fails.
    """
    settings = house.settings
    hasty = Database(house.database.url, lasting=False, patience=PATIENCE)
    rate = settings.fetch.requests_per_second
    with open_network(settings) as (client, children):
        worker = Worker(
            house.database,
            client,
            children.read,
            settings,
            now=now,
            told=told,
            agent=_agent,
            followed=partial(follow, client),
            outage=outage,
            pace=Pace(hasty, now, rate) if outage else None,
        )
        try:
            yield worker
        finally:
            if not worker.idle:
                with suppress(StoreUnavailableError):  # the turns end by themselves
                    worker.give_back()


def follow(client: Client, settings: Settings) -> None:
    """Have a client go by a configuration that has changed."""
    client.follow(_agent(settings), settings.fetch.allow_networks, own=_own(settings))


def _nothing() -> None:
    """Nothing was started, nothing is to be ended."""


def _agent(settings: Settings, subscribers: int = 0) -> str:
    contact = settings.fetch.user_agent_contact
    return user_agent(__version__, settings.site.url, contact, subscribers)


def _own(settings: Settings) -> Own:
    return Own(settings.site.url, settings.web.host, settings.web.port)
