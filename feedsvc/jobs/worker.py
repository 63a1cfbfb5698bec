"""Works on host jobs: one thread drives many requests, children read what came.

A job's sources are asked one after the other with a pause between them; other hosts go on
meanwhile. What the polls brought is stored some dozens at a time, so that a transaction
that is safe against a power cut costs little each (speed.md 6).
"""

import heapq
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import islice
from time import monotonic, sleep
from typing import Protocol

from feedsvc.errors import FeedsvcError
from feedsvc.fetch.outcome import Failed, Fetched, Outcome, Repeated, Throttled, outcome_of
from feedsvc.fetch.request import request_for
from feedsvc.fetch.schedule import Rhythm
from feedsvc.flows.conclude import Conclusion, conclude
from feedsvc.flows.pull import Polled
from feedsvc.jobs.queue import HostJob
from feedsvc.jobs.storing import store_all, unexpected
from feedsvc.model.window import Sent, Window
from feedsvc.net.http import Response, Transport
from feedsvc.settings import Settings
from feedsvc.store import leases
from feedsvc.store.database import Database
from feedsvc.store.leases import Lease
from feedsvc.store.sources import Stored

LEASE = timedelta(minutes=5)
"""How long a turn lasts if the worker that has it dies."""

HOSTS = 128
"""Hosts that one worker works on at a time."""

_BATCH = 64  # conclusions stored in one transaction
_PATIENCE = 0.2  # seconds that a conclusion waits for others to be stored with
_FRONT = 16  # documents being read that are looked at each time
_TOO_MANY = 429  # the one status that speaks for the whole host, with Retry-After or without
_GLANCE = 0.02  # seconds between looks at the children while requests are under way
_BLINK = 0.003  # the same while there are none
_LONGEST_WAIT = 0.5  # seconds until the worker looks up from its sockets
_LONGEST_REST = timedelta(minutes=1)  # that a host is waited for once its turn has come


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


@dataclass(slots=True, eq=False)
class _Turn:
    """A host job under way: the sources still to ask, and how many are not concluded."""

    lease: Lease
    left: deque[Stored]
    open: int
    free_at: datetime


@dataclass(slots=True, eq=False)
class _Poll:
    """One source being polled."""

    turn: _Turn
    stored: Stored
    started: float
    at: datetime
    window: Window = field(default_factory=Window)


class Worker:
    """Polls what it is given. For one thread."""

    def __init__(  # noqa: PLR0913 - what the world is to it
        self,
        database: Database,
        transport: Transport,
        read: Read,
        settings: Settings,
        *,
        now: Callable[[], datetime],
        told: Callable[[Polled], object],
    ) -> None:
        """Prepare.

        Args:
            database: Where conclusions go.
            transport: Carries the requests.
            read: Reads documents elsewhere.
            settings: Distances and pauses, and how entries are kept.
            now: The clock.
            told: Called with the account of each poll once it is stored.
        """
        self._database = database
        self._transport = transport
        self._read = read
        self._settings = settings
        self._now = now
        self._told = told
        self._turns: set[_Turn] = set()
        self._waiting: list[tuple[float, int, _Turn]] = []
        self._count = 0
        self._reading: dict[Task, tuple[_Poll, Fetched]] = {}
        self._concluded: list[tuple[_Turn, Conclusion]] = []
        self._oldest = 0.0
        self._extended = now()

    @property
    def idle(self) -> bool:
        """Whether nothing is under way."""
        return not self._turns

    def follow(self, settings: Settings) -> None:
        """Poll and store the way these settings say from now on."""
        self._settings = settings

    def room(self) -> int:
        """How many more hosts it takes."""
        return HOSTS - len(self._turns)

    def take(self, job: HostJob) -> None:
        """Begin a job."""
        turn = _Turn(job.lease, deque(job.sources), len(job.sources), job.lease.free_at)
        self._turns.add(turn)
        now = self._now()
        rest = turn.free_at - now
        if rest > max(self._settings.fetch.host_gap, _LONGEST_REST):
            until = f"{turn.free_at:%Y-%m-%d %H:%M} UTC"
            reason = f"{turn.lease.host} asked to be left alone until {until}"
            self._conclude_rest(turn, Throttled(retry_after=rest, reason=reason, status=0), now)
        else:
            self._later(turn)

    def step(self, longest: float = _LONGEST_WAIT) -> None:
        """Do what can be done now, waiting up to `longest` seconds for something to do."""
        self._ask()
        for token, response in self._transport.finished(self._timeout(longest)):
            if isinstance(token, _Poll):
                self._answered(token, response)
        self._gather()
        if self._concluded and (
            len(self._concluded) >= _BATCH or monotonic() - self._oldest > _PATIENCE
        ):
            self._store()
        self._keep_leases()

    def give_back(self) -> None:
        """Give back every turn at once, finished or not: the program is being ended."""
        with self._database.transaction() as statements:
            held = [(turn.lease, turn.free_at) for turn in self._turns]
            leases.release(statements, held)
        self._turns.clear()

    def drop(self) -> None:
        """Take up nothing more of the jobs under way; what was asked already is finished."""
        for _, _, turn in self._waiting:
            turn.open -= len(turn.left)
            turn.left.clear()
        self._waiting.clear()
        over = {turn for turn in self._turns if not turn.open}
        with self._database.transaction() as statements:
            leases.release(statements, [(turn.lease, turn.free_at) for turn in over])
        self._turns -= over

    def _later(self, turn: _Turn) -> None:
        """Have the turn's next source asked when its host is free."""
        wait = max((turn.free_at - self._now()).total_seconds(), 0)
        self._count += 1
        heapq.heappush(self._waiting, (monotonic() + wait, self._count, turn))

    def _ask(self) -> None:
        while self._waiting and self._waiting[0][0] <= monotonic():
            turn = heapq.heappop(self._waiting)[2]
            stored = turn.left.popleft()
            poll = _Poll(turn, stored, monotonic(), self._now())
            self._transport.start(poll, request_for(stored.source, stored.checkpoint))

    def _timeout(self, longest: float) -> float:
        """How long the sockets may be waited for; where there are none, wait here."""
        if self._waiting:
            longest = min(longest, max(self._waiting[0][0] - monotonic(), 0))
        if self._concluded:
            longest = min(longest, _PATIENCE)
        if self._transport.pending:
            return min(longest, _GLANCE) if self._reading else longest
        if self._reading:
            sleep(min(longest, _BLINK))
        elif self._concluded and not self._waiting:
            self._store()
        elif self._turns:
            sleep(longest)
        return 0

    def _answered(self, poll: _Poll, response: Response) -> None:
        turn, stored = poll.turn, poll.stored
        poll.at = self._now()
        outcome = outcome_of(response, stored.checkpoint, poll.at)
        is_file = stored.source.url.startswith("file:")
        gap = timedelta(0) if is_file else self._settings.fetch.host_gap
        if isinstance(outcome, Throttled):
            gap = max(gap, outcome.retry_after or timedelta(0))
            if outcome.retry_after or outcome.status == _TOO_MANY:
                unasked = replace(outcome, reason=f"not asked: {outcome.reason}", status=0)
                self._conclude_rest(turn, unasked, poll.at)
        turn.free_at = poll.at + gap
        if turn.left:
            self._later(turn)
        if isinstance(outcome, Fetched):
            # A poll that finds nothing new pays nothing for what a document takes.
            from feedsvc.flows.receive import is_repeated  # noqa: PLC0415
            from feedsvc.store import windows  # noqa: PLC0415

            poll.window = windows.window(self._database.statements(), stored.id)
            if not is_repeated(outcome, poll.window, stored.checkpoint, poll.at):
                task = self._read(outcome.body, outcome.sent, poll.window)
                self._reading[task] = (poll, outcome)
                return
            outcome = Repeated()
        self._conclude(poll, outcome, None)

    def _conclude_rest(self, turn: _Turn, outcome: Throttled, at: datetime) -> None:
        """A host that wants to be left alone is not asked for its other sources either."""
        while turn.left:
            self._conclude(_Poll(turn, turn.left.popleft(), monotonic(), at), outcome, None)

    def _gather(self) -> None:
        # Children take documents in their order: those that are read stand at the front.
        for task in [task for task in islice(self._reading, _FRONT) if task.done()]:
            poll, outcome = self._reading.pop(task)
            try:
                reading = task.result()
            except FeedsvcError as error:
                self._conclude(poll, Failed(reason=str(error), status=200), None)
            except Exception as error:  # noqa: BLE001 - what one document provokes costs no other
                reason = unexpected("reading it", poll.stored, error)
                self._conclude(poll, Failed(reason=reason, status=200), None)
            else:
                self._conclude(poll, outcome, self._without_ours(reading))

    def _without_ours(self, reading: object) -> object:
        # As `flows.receive`: nouns of entries that a poll without news must not pay for.
        from feedsvc.flows.returning import ours, without_returning  # noqa: PLC0415
        from feedsvc.model.reading import Reading  # noqa: PLC0415

        if not isinstance(reading, Reading):
            return reading
        return without_returning(reading, ours(self._settings))

    def _conclude(self, poll: _Poll, outcome: Outcome, reading: object) -> None:
        conclusion = conclude(
            poll.stored,
            poll.turn.lease,
            outcome,
            reading,
            self._rhythm(poll.stored),
            at=poll.at,
            seconds=monotonic() - poll.started,
            window=poll.window,
        )
        if not self._concluded:
            self._oldest = monotonic()
        self._concluded.append((poll.turn, conclusion))

    def _rhythm(self, stored: Stored) -> Rhythm:
        return Rhythm(
            name=stored.source.name,
            min_interval=self._settings.fetch.min_interval,
            max_interval=self._settings.fetch.max_interval,
        )

    def _store(self) -> None:
        concluded, self._concluded = self._concluded, []
        for turn, _ in concluded:
            turn.open -= 1
        over = {turn for turn, _ in concluded if not turn.open}
        conclusions = [conclusion for _, conclusion in concluded]
        released = [(turn.lease, turn.free_at) for turn in over]
        accounts = store_all(
            self._database, conclusions, self._settings.entries, released, self._rhythm
        )
        self._turns -= over
        for account in accounts:
            self._told(account)

    def _keep_leases(self) -> None:
        now = self._now()
        if self._turns and abs(now - self._extended) > LEASE / 5:  # a clock may be set back
            self._extended = now
            with self._database.transaction() as statements:
                held = [turn.lease for turn in self._turns]
                leases.extend(statements, held, now + LEASE)
