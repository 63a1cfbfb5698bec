"""Documents being read elsewhere, and what becomes of their polls."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from time import monotonic
from typing import Protocol

from feedsvc.errors import FeedsvcError, ParsingError
from feedsvc.fetch.outcome import Failed, Fetched, Outcome
from feedsvc.jobs.storing import unexpected
from feedsvc.jobs.turns import Poll
from feedsvc.model.window import Sent, Window


class Task(Protocol):
    """A document being read elsewhere."""

    def done(self) -> bool:
        """Whether `result` answers without waiting."""
        ...

    def result(self) -> object:
        """The `Reading` that came of it; raises a `FeedsvcError` if it could not be read."""
        ...


Read = Callable[[bytes, Sent, Window], Task]
"""Begins `flows.read.read`, in another process."""


class Readings:
    """Documents being read. For one thread."""

    def __init__(self, read: Read) -> None:
        """Read none yet; `read` begins with one."""
        self._read = read
        self._begun: dict[Task, tuple[Poll, Fetched, float]] = {}

    def __bool__(self) -> bool:
        """Whether any is being read."""
        return bool(self._begun)

    def begin(self, poll: Poll, outcome: Fetched) -> None:
        """Have the document read that a poll brought."""
        source, sent = poll.stored.source, outcome.sent
        if source.secret:
            sent = sent._replace(secrets=(source.url, sent.url))
        task = self._read(outcome.body, sent, poll.window)
        # The body is the task's alone: it goes as soon as a child has it.
        self._begun[task] = (poll, replace(outcome, body=b""), monotonic())

    def ended(self) -> Iterator[tuple[Poll, Outcome, object]]:
        """The polls whose documents are read: what came of each, and its `Reading` if one did."""
        for task in [task for task in self._begun if task.done()]:
            poll, outcome, since = self._begun.pop(task)
            poll.reading = monotonic() - since
            try:
                reading = task.result()
            except ParsingError as error:
                yield poll, Failed(reason=str(error), status=200, deadly=True), None
            except FeedsvcError as error:
                yield poll, Failed(reason=str(error), status=200), None
            except Exception as error:  # noqa: BLE001 - what one document provokes costs no other
                reason = unexpected("reading it", poll.stored, error)
                yield poll, Failed(reason=reason, status=200), None
            else:
                yield poll, outcome, reading
