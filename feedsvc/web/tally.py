"""Who fetches which channel, and how often: counted in memory, stored once a minute.

Counting is paid for by every answer, so it adds one to one number; whatever can wait is done
when the numbers are stored. Only what a reader says of itself is kept of it, no address.
"""

import logging
import re
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from itertools import repeat
from multiprocessing.util import Finalize

from feedsvc.errors import first_line
from feedsvc.model.readership import Readership
from feedsvc.text.user_agents import OTHERS, reader

Counts = defaultdict[str, int]
"""By the value of User-Agent."""

EVERY = 60.0
"""Seconds between two times of storing what was counted."""

ROOM = 10_000
"""User-Agent values that are told apart until the numbers are stored, which is then at once."""

PAUSE, RETRY = 1.0, 5.0
"""Seconds that lie between two times of storing at least; and after one that failed."""

_DAY = 86_400
_FIRST = date(1970, 1, 1)
_CHANNEL = re.compile(r"/channels/([^/]+?)(?:/archive/[^/]+?)?(?:\.(?:atom|rss|json))?", re.DOTALL)

_log = logging.getLogger(__name__)


def channel_of(path: str) -> str:
    """The channel that an address is a document, page or archive of; empty if of none."""
    found = _CHANNEL.fullmatch(path)
    return found[1] if found else ""


class _Sum:
    """What was counted of one reader."""

    __slots__ = ("requests", "subscribers", "unchanged")

    def __init__(self) -> None:
        self.requests = self.unchanged = self.subscribers = 0


class Answers:
    """What was answered of one channel.

    Adding one to a number needs no lock: nothing in `answers.whole[agent] += 1` runs Python
    code, so CPython lets no other thread in between reading and writing. Where there is no room
    for another agent it raises StopIteration, and `crowded` is to be called instead.

    Attributes:
        whole: Answers with something in them.
        unchanged: Answers that nothing changed (304).
    """

    __slots__ = ("_wake", "unchanged", "whole")

    def __init__(self, room: Callable[[], int], wake: Callable[[], object]) -> None:
        """Count from nothing.

        Args:
            room: Gives the nought that an agent begins with, as long as there is room.
            wake: Called when there is none.
        """
        self._wake = wake
        self.whole, self.unchanged = _nothing(room), _nothing(room)

    def crowded(self, *, unchanged: bool) -> None:
        """Count an answer to somebody whom there is no room to tell apart."""
        (self.unchanged if unchanged else self.whole)[OTHERS] += 1
        self._wake()

    def take(self, room: Callable[[], int]) -> tuple[Counts, Counts]:
        """Return what was counted whole and unchanged, and count from nothing again."""
        whole, unchanged = _nothing(room), _nothing(room)
        whole, self.whole = self.whole, whole
        unchanged, self.unchanged = self.unchanged, unchanged
        return whole, unchanged


def _nothing(room: Callable[[], int]) -> Counts:
    return defaultdict(room, {OTHERS: 0})


def _room() -> Callable[[], int]:
    return repeat(0, ROOM).__next__  # of C, so that it lets no other thread in


class Tally:
    """Counts answers, and stores the numbers. For many threads.

    Attributes:
        totals: What was counted of each channel up to the last time of storing: answers with
            something in them, and those that nothing changed (304).
    """

    def __init__(
        self,
        store: Callable[[Sequence[Readership]], object],
        *,
        clock: Callable[[], float] = time.time,
    ) -> None:
        """Count for `store`, which adds numbers to those that it has.

        Args:
            store: Stores all that it is given, or raises and stores nothing of it.
            clock: Seconds since 1970.
        """
        self._store = store
        self._clock = clock
        self._room = _room()
        self._answers: dict[str, Answers] = {}
        self._since = clock()
        self._waiting: dict[tuple[int, str, str], _Sum] = {}
        self._storing = threading.Lock()
        self._has_failed = False
        self._wake = threading.Event()
        self.totals: dict[str, list[int]] = {}

    def of(self, channel: str) -> Answers:
        """Where the answers of a channel are counted."""
        found = self._answers.get(channel)
        return found or self._answers.setdefault(channel, Answers(self._room, self._wake.set))

    def start(self) -> None:
        """Store from now on, in a thread of its own, and once more when this process ends."""
        threading.Thread(target=self._run, name="tally", daemon=True).start()
        # `atexit` is not asked in the processes that the server starts.
        Finalize(None, self.flush, exitpriority=0)

    def stopping(self) -> None:
        """Store soon: this process was told to end, and may be ended if it takes too long."""
        self._wake.set()

    def flush(self) -> bool:
        """Store what was counted, on the day on which that began; keep it if that fails.

        Returns:
            Whether nothing is left to be stored.
        """
        with self._storing:
            since, self._since = self._since, self._clock()
            day, self._room = int(since // _DAY), _room()
            for channel, answers in list(self._answers.items()):
                whole, unchanged = answers.take(self._room)
                self._gather(day, channel, whole, 0)
                self._gather(day, channel, unchanged, 1)
            if not self._waiting:
                return True
            try:
                self._store([_readership(*key, one) for key, one in self._waiting.items()])
            except Exception as error:  # noqa: BLE001 - whatever it is, serving goes on
                first = first_line(error)
                if not self._has_failed:
                    _log.warning("who fetched what is not stored yet, and kept: %s", first)
                self._has_failed = True
                return False
            self._waiting.clear()
            self._has_failed = False
            return True

    def _gather(self, day: int, channel: str, counts: Counts, unchanged: int) -> None:
        self.totals.setdefault(channel, [0, 0])[unchanged] += sum(counts.values())
        for agent, number in counts.items():
            if not number:
                continue
            told = reader(agent)
            key = day, channel, told.subscription
            if key not in self._waiting and len(self._waiting) >= 2 * ROOM:
                key = day, channel, OTHERS
            one = self._waiting.setdefault(key, _Sum())
            one.requests += number
            one.unchanged += number * unchanged
            one.subscribers = max(one.subscribers, told.subscribers)

    def _run(self) -> None:
        while True:
            # Midnight is not slept through, so that each day gets what is its own.
            self._wake.wait(min(EVERY, _DAY - self._clock() % _DAY))
            self._wake.clear()
            time.sleep(PAUSE if self.flush() else RETRY)


def _readership(day: int, channel: str, subscription: str, one: _Sum) -> Readership:
    return Readership(
        day=_FIRST + timedelta(days=day),
        channel=channel,
        reader=subscription,
        requests=one.requests,
        unchanged=one.unchanged,
        subscribers=one.subscribers,
    )
