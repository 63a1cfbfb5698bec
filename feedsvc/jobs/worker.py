"""Works on host jobs: one thread drives many requests, children read what came.

A job's sources are asked one after the other with a pause between them; other hosts go on
meanwhile. What the polls brought is stored some dozens at a time, so that a transaction
that is safe against a power cut costs little each (speed.md 6).
"""

from collections import deque
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from time import monotonic, sleep

from feedsvc.errors import StoreUnavailableError
from feedsvc.fetch.outcome import Failed, Fetched, Outcome, Repeated, Throttled, outcome_of
from feedsvc.fetch.request import request_for
from feedsvc.fetch.schedule import Rhythm
from feedsvc.flows.conclude import conclude
from feedsvc.flows.pull import Polled
from feedsvc.jobs.outage import Outage
from feedsvc.jobs.pace import Pace
from feedsvc.jobs.queue import HostJob
from feedsvc.jobs.reading import Read, Readings
from feedsvc.jobs.storing import GATHERING, Batch, unexpected
from feedsvc.jobs.turns import Line, Poll, Turn, is_file
from feedsvc.net.http import Response, Transport
from feedsvc.settings import Settings
from feedsvc.store import leases
from feedsvc.store.database import Database
from feedsvc.store.sources import Stored
from feedsvc.text.told import hidden
from feedsvc.text.urls import host

LEASE = timedelta(minutes=5)
"""How long a turn lasts if the worker that has it dies."""

HOSTS = 128
"""Hosts that one worker works on at a time."""

_TOO_MANY = 429  # the one status that speaks for the whole host, with Retry-After or without
_GLANCE = 0.02  # seconds between looks at the children while requests are under way
_BLINK = 0.003  # the same while there are none
_LONGEST_WAIT = 0.5  # seconds until the worker looks up from its sockets
_LONGEST_PAUSE = timedelta(minutes=1)  # that a host is waited for once its turn has come


def _unnamed(_: Settings, __: int) -> str:
    """Leave it to the transport how we name ourselves."""
    return ""


def _alone(_: Settings) -> None:
    """Nobody else goes by the settings."""


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
        agent: Callable[[Settings, int], str] = _unnamed,
        followed: Callable[[Settings], object] = _alone,
        outage: Outage | None = None,
        pace: Pace | None = None,
    ) -> None:
        """Prepare.

        Args:
            database: Where conclusions go.
            transport: Carries the requests.
            read: Reads documents elsewhere.
            settings: Distances and pauses, and how entries are kept.
            now: The clock.
            told: Called with the account of each poll once it is stored.
            agent: How we name ourselves where so many people read a source with us.
            followed: Told of settings that are in force from then on, as the transport may be.
            outage: Told when the database cannot be used, which then is waited for; if None,
                that ends the work.
            pace: Kept by the requests; None for as fast as the hosts allow.
        """
        self._database = database
        self._transport = transport
        self.settings = settings
        self._now = now
        self._told = told
        self._agent = agent
        self._followed = followed
        self._outage = outage
        self._pace = pace
        self.subscribers: Mapping[str, int] = {}
        self._turns: set[Turn] = set()
        self._line = Line(pace)
        self._readings = Readings(read)
        self._batch = Batch(database)
        self._extended = now()

    @property
    def idle(self) -> bool:
        """Whether nothing is under way."""
        return not self._turns

    def follow(self, settings: Settings) -> None:
        """Poll and store the way these settings say from now on."""
        self.settings = settings
        self._followed(settings)
        if self._pace:
            self._pace.follow(settings.fetch.requests_per_second)

    def room(self) -> int:
        """How many more hosts it takes."""
        return HOSTS - len(self._turns)

    def take(self, job: HostJob) -> None:
        """Begin a job."""
        turn = Turn(job.lease, deque(job.sources), len(job.sources), job.lease.free_at)
        self._turns.add(turn)
        now = self._now()
        pause = turn.free_at - now
        if pause > max(self.settings.fetch.host_gap, _LONGEST_PAUSE):
            until = f"{turn.free_at:%Y-%m-%d %H:%M} UTC"
            reason = f"{turn.lease.host} asked to be left alone until {until}"
            self._spare(turn, Throttled(retry_after=pause, reason=reason, status=0), now)
        else:
            self._later(turn)

    def step(self, longest: float = _LONGEST_WAIT) -> None:
        """Do what can be done now, waiting up to `longest` seconds for something to do.

        While the database cannot be used nothing more is asked. What came is kept, and stored
        once it can be, so that nobody was asked in vain.

        Raises:
            StoreUnavailableError: The database cannot be used, and nobody waits for that.
        """
        rests = self._outage is not None and self._outage.rests
        with self._minding():
            if not rests:
                self._let_go()
                self._ask()
        for token, response in self._transport.finished(self._timeout(longest, rests=rests)):
            if isinstance(token, Poll):
                with self._minding():
                    self._answered(token, response)
        self._gather()
        with self._minding():
            if not rests:
                self._finish()

    def _finish(self) -> None:
        if self._batch.is_ripe:
            self._store()
        self._keep_leases()

    @contextmanager
    def _minding(self) -> Iterator[None]:
        """Wait for a database that cannot be used, if anybody does."""
        try:
            yield
        except StoreUnavailableError as error:
            if self._outage is None:
                raise
            self._outage.began(error)

    def give_back(self) -> None:
        """Give back every turn at once, finished or not: the program is being ended."""
        with self._database.transaction() as statements:
            held = [(turn.lease, turn.free_at) for turn in self._turns]
            leases.release(statements, held)
        self._turns.clear()

    def drop(self) -> None:
        """Take up nothing more of the jobs under way; what was asked already is finished."""
        self._line.drop()
        over = {turn for turn in self._turns if not turn.open}
        with self._minding():
            with self._database.transaction() as statements:
                leases.release(statements, [(turn.lease, turn.free_at) for turn in over])
            self._turns -= over

    def _later(self, turn: Turn) -> None:
        """Have the turn's next source asked when its host is free."""
        self._line.add(turn, (turn.free_at - self._now()).total_seconds())

    def _let_go(self) -> None:
        """Leave the hosts that others have by now to them: we slept through our leases."""
        if not self._turns or self._now() - self._extended < LEASE:
            return
        held = [turn.lease for turn in self._turns]
        standing = leases.standing(self._database.statements(), held)
        lost = {turn for turn in self._turns if turn.lease[:2] not in standing}
        self._line.forget(lost)
        self._turns -= {turn for turn in lost if not turn.open}

    def _ask(self) -> None:
        while turn := self._line.next_turn():
            stored = turn.left.popleft()
            poll = Poll(turn, stored, monotonic(), self._now())
            readers = self.subscribers.get(stored.source.name, 0)
            agent = self._agent(self.settings, readers) if readers else ""
            self._transport.start(poll, request_for(stored.source, stored.checkpoint, agent))

    def _timeout(self, longest: float, *, rests: bool) -> float:
        """How long the sockets may be waited for; where there are none, wait here."""
        if self._line and not rests:
            longest = min(longest, self._line.seconds())
        if self._batch and not rests:
            longest = min(longest, GATHERING)
        if self._transport.pending:
            return min(longest, _GLANCE) if self._readings else longest
        if self._readings:
            sleep(min(longest, _BLINK))
        elif self._batch and not self._line and not rests:
            with self._minding():
                self._store()
        elif self._turns:
            sleep(longest)
        return 0

    def _answered(self, poll: Poll, response: Response) -> None:
        turn, stored = poll.turn, poll.stored
        poll.at = self._now()
        outcome = self._told_by(response, poll)
        gap = timedelta(0) if is_file(stored) else self.settings.fetch.host_gap
        if isinstance(outcome, Throttled):
            gap = self._throttled(turn, outcome, host(response.url), poll.at, gap)
        turn.free_at = poll.at + gap
        if turn.left:
            self._later(turn)
        if isinstance(outcome, Fetched):
            # A poll that finds nothing new pays nothing for what a document takes.
            from feedsvc.flows.receive import is_repeated  # noqa: PLC0415
            from feedsvc.store import windows  # noqa: PLC0415

            try:
                poll.window = windows.window(self._database.statements(), stored.id)
            except StoreUnavailableError:
                self._again(poll)
                raise
            if not is_repeated(outcome, poll.window, stored.checkpoint, poll.at):
                self._readings.begin(poll, outcome)
                return
            outcome = Repeated()
        self._conclude(poll, outcome, None)

    def _told_by(self, response: Response, poll: Poll) -> Outcome:
        """What an answer means, whatever stands in it."""
        source = poll.stored.source
        if source.secret and response.error:
            secrets = (source.url, response.url)
            response = response._replace(error=hidden(response.error, secrets))
        try:
            return outcome_of(response, poll.stored.checkpoint, poll.at)
        except Exception as error:  # noqa: BLE001 - what one answer provokes costs no other
            reason = unexpected("understanding its answer", poll.stored, error)
            return Failed(reason=reason, status=response.status)

    def _throttled(
        self, turn: Turn, outcome: Throttled, there: str, at: datetime, gap: timedelta
    ) -> timedelta:
        """Leave the host that answered alone; the gap to keep at that whose turn it is.

        A redirect may have led to another: then that is spared, and nobody else (defects DF25).
        """
        wanted = outcome.retry_after or timedelta(0)
        if there not in {"", turn.lease.host}:
            with self._minding(), self._database.transaction() as statements:
                leases.spare(statements, {there: at + wanted})
            return gap
        if outcome.retry_after or outcome.status == _TOO_MANY:
            unasked = replace(outcome, reason=f"not asked: {outcome.reason}", status=0)
            self._spare(turn, unasked, at)
        return max(gap, wanted)

    def _again(self, poll: Poll) -> None:
        """Have a source asked once more in its turn: what came could not be read."""
        poll.turn.left.append(poll.stored)
        if len(poll.turn.left) == 1:
            self._later(poll.turn)

    def _spare(self, turn: Turn, outcome: Throttled, at: datetime) -> None:
        """A host that wants to be left alone is not asked for its other sources either."""
        while turn.left:
            self._conclude(Poll(turn, turn.left.popleft(), monotonic(), at), outcome, None)

    def _gather(self) -> None:
        for poll, outcome, reading in self._readings.ended():
            try:
                self._conclude(poll, outcome, self._without_ours(reading))
            except Exception as error:  # noqa: BLE001 - what one document provokes costs no other
                reason = unexpected("judging it", poll.stored, error)
                self._conclude(poll, Failed(reason=reason, status=200), None)

    def _without_ours(self, reading: object) -> object:
        # As `flows.receive`: nouns of entries that a poll without news must not pay for.
        from feedsvc.flows.returning import ours, without_returning  # noqa: PLC0415
        from feedsvc.model.reading import Reading  # noqa: PLC0415

        if not isinstance(reading, Reading):
            return reading
        return without_returning(reading, ours(self.settings))

    def _conclude(self, poll: Poll, outcome: Outcome, reading: object) -> None:
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
        self._batch.add(poll.turn, conclusion._replace(read_in=poll.reading))

    def _rhythm(self, stored: Stored) -> Rhythm:
        return Rhythm(
            name=stored.source.name,
            min_interval=self.settings.fetch.min_interval,
            max_interval=self.settings.fetch.max_interval,
        )

    def _store(self) -> None:
        accounts, over = self._batch.store(self.settings.entries, self._rhythm)
        self._turns -= over
        if self._outage is not None:
            self._outage.over()
        for account in accounts:
            self._told(account)

    def _keep_leases(self) -> None:
        now = self._now()
        if self._turns and abs(now - self._extended) > LEASE / 5:  # a clock may be set back
            with self._database.transaction() as statements:
                held = [turn.lease for turn in self._turns]
                leases.extend(statements, held, now + LEASE)
            self._extended = now
