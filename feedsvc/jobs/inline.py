"""The default dispatcher: jobs go to the worker of this very process."""

from collections.abc import Callable
from queue import Empty, SimpleQueue
from threading import Event
from time import monotonic

from feedsvc.jobs.queue import HostJob
from feedsvc.jobs.worker import Worker

STOP_SECONDS = 12.0
"""For answers under way when work stops: with all else that ends, 20 seconds (security R9)."""


class Inline:
    """Takes jobs from any thread and works on them in the one that calls `run`."""

    def __init__(self, worker: Worker) -> None:
        """Hand jobs to `worker`."""
        self._worker = worker
        self._jobs: SimpleQueue[HostJob] = SimpleQueue()

    def room(self) -> int:
        """How many more jobs it takes now."""
        return self._worker.room() - self._jobs.qsize()

    def dispatch(self, job: HostJob) -> None:
        """Hand over a job whose lease has been taken."""
        self._jobs.put(job)

    def run(self, stopping: Event, last_call: Callable[[], object]) -> None:
        """Work until `stopping` is set, then finish what has been asked already.

        Args:
            stopping: Set by another thread or a signal. What is not finished after
                `STOP_SECONDS` is given up; the source is asked again by whoever works next.
            last_call: Called when work stops; after it no more jobs are dispatched.
        """
        while not stopping.is_set():
            self._receive(wait=self._worker.idle)
            self._worker.step()
        last_call()
        self._receive(wait=False)
        until = monotonic() + STOP_SECONDS
        while not self._worker.idle and monotonic() < until:
            self._worker.drop()
            self._worker.step()

    def _receive(self, *, wait: bool) -> None:
        try:
            while True:
                self._worker.take(self._jobs.get(block=wait, timeout=0.5 if wait else None))
                wait = False
        except Empty:
            return
