"""Pieces of work as values, and what hands them to a worker."""

from typing import NamedTuple, Protocol

from feedsvc.store.leases import Lease
from feedsvc.store.sources import Stored


class HostJob(NamedTuple):
    """All due sources of one host, to be polled one after the other in one turn."""

    lease: Lease
    sources: tuple[Stored, ...]


class Dispatcher(Protocol):
    """Hands jobs to whoever works on them."""

    def room(self) -> int:
        """How many more jobs it takes now."""
        ...

    def dispatch(self, job: HostJob) -> None:
        """Hand over a job whose lease has been taken."""
        ...
