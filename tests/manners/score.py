"""The twelve criteria of the feed-reader score (standards KR1 to KR12), judged from visits.

Each judge returns what it has to complain of. It also complains of too little to judge by.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from email.utils import parsedate_to_datetime
from itertools import pairwise

from tests.manners.upstream import Visit

TICK = timedelta(seconds=1)
"""How much later than it is due a source may be asked: the clock looks once a second."""

AGENT = re.compile(
    r"feedsvc/\d+\.\d+\.\d+ \(\+https?://[^\s;]+; [^\s;]+@[^\s;]+"
    r"(; 1 subscriber|; \d+ subscribers)?\)"
)
CONDITIONS = {"if-none-match": "etag", "if-modified-since": "last-modified"}


class Seen:
    """What was asked of each feed, in order.

    Attributes:
        hour: How long an hour lasted.
        visits: In the order in which they came.
        declared: Request targets as the sources name them.
        restarts: How many visits had been made when the service was started anew.
    """

    def __init__(
        self,
        visits: Sequence[Visit],
        hour: timedelta,
        declared: set[str],
        restarts: Sequence[int] = (),
    ) -> None:
        self.visits = visits
        self.hour = hour
        self.declared = declared
        self.restarts = restarts
        self._of = defaultdict(list)
        for visit in visits:
            self._of[visit.target.partition("?")[0].strip("/"), visit.host[8:]].append(visit)

    def of(self, name: str, least: int = 3) -> list[Visit]:
        """The visits to `name-host`; there must be so many."""
        path, _, host = name.rpartition("-")
        found = self._of[path, host]
        assert len(found) >= least, f"{name} was asked {len(found)} times, too few to judge"
        return found

    def distances(self, name: str) -> list[timedelta]:
        return [after.at - before.at for before, after in pairwise(self.of(name))]


Judge = Callable[[Seen], Iterator[str]]


def _conditions(visit: Visit) -> dict[str, str]:
    return {name: visit.headers[name] for name in CONDITIONS if name in visit.headers}


def _offered(visit: Visit) -> dict[str, str]:
    """The conditions that a reader owes after this answer."""
    return {name: said for name, field in CONDITIONS.items() if (said := visit.sent(field))}


def _echoes(seen: Seen, name: str) -> Iterator[str]:
    """Every request carries what the newest good answer offered, exactly."""
    owed: dict[str, str] = {}
    for number, visit in enumerate(seen.of(name)):
        if _conditions(visit) != owed:
            yield f"{name}, request {number}: {_conditions(visit)} instead of {owed}"
        if visit.status == 200:
            owed = _offered(visit)


def kr1(seen: Seen) -> Iterator[str]:
    """The first request is unconditional, every later one conditional."""
    for name in ("steady-1", "quiet-8", "keeps-9", "beside-11"):
        first, *later = seen.of(name)
        if _conditions(first):
            yield f"{name}: the first request is conditional"
        bare = sum(not _conditions(visit) for visit in later)
        if bare:
            yield f"{name}: {bare} of {len(later)} later requests are unconditional"


def kr2(seen: Seen) -> Iterator[str]:
    """If-Modified-Since is the exact string of Last-Modified."""
    yield from _echoes(seen, "dates-2")


def kr3(seen: Seen) -> Iterator[str]:
    """If-None-Match is the exact ETag, with quotes and W/."""
    yield from _echoes(seen, "tags-3")


def kr4(seen: Seen) -> Iterator[str]:
    """Both are replaced on each new 200, also with an equal body; never by what is no feed."""
    for name in ("restamped-4", "same-date-5", "comes-and-goes-6"):
        yield from _echoes(seen, name)
    first, *later = seen.of("broken-7")
    for number, visit in enumerate(later, 1):
        if _conditions(visit) != _offered(first):
            yield f"broken-7, request {number}: {_conditions(visit)}"


def kr5(seen: Seen) -> Iterator[str]:
    """No more than once an hour, also after a restart."""
    for name in ("steady-1", "quiet-8"):
        short = [distance for distance in seen.distances(name) if distance < seen.hour]
        if short:
            yield f"{name}: {len(short)} times sooner than after an hour, once after {min(short)}"
    for restart in seen.restarts:
        yield from _anew(seen, restart)


def _anew(seen: Seen, restart: int) -> Iterator[str]:
    """A start brings no request that would not have come without it."""
    started = seen.visits[restart].at
    for name in ("steady-1", "quiet-8", "keeps-9", "aged-10"):
        pairs = list(pairwise(seen.of(name)))
        usual = min(b.at - a.at for a, b in pairs if not a.at < started <= b.at)
        for before, after in pairs:
            if before.at < started <= after.at and after.at - before.at < 0.9 * usual - TICK:
                yield f"{name} was asked again {after.at - before.at} later, after a restart"


def kr6(seen: Seen) -> Iterator[str]:
    """What keeps for four hours is left alone for that long."""
    for name in ("keeps-9", "aged-10"):
        short = [one for one in seen.distances(name) if one < 4 * seen.hour]
        if short:
            yield f"{name}: {len(short)} times sooner, once after {min(short)}"


def kr7(seen: Seen) -> Iterator[str]:
    """Whoever says 429 or 503 with Retry-After is left alone until then; others are not."""
    for name in ("busy-11", "busy-till-12", "down-13"):
        asked = seen.of(name)
        throttled = [visit for visit in asked[:-1] if visit.sent("retry-after")]
        if not throttled:
            yield f"{name}: was never asked again"
        for visit in throttled:
            said = visit.sent("retry-after")
            until = (
                visit.at + timedelta(seconds=int(said))
                if said.isdigit()
                else parsedate_to_datetime(said)
            )
            for other in seen.visits:
                if other.host == visit.host and visit.at < other.at < until:
                    yield f"{name}: {other.target} was asked {until - other.at} before that"


def kr8(seen: Seen) -> Iterator[str]:
    """No cookies, no Referer, nothing added to the address."""
    seen.of("littered-14")
    for visit in seen.visits:
        extra = {"cookie", "cookie2", "referer", "referrer", "origin", "authorization"}
        for name in extra & visit.headers.keys():
            yield f"{visit.target}: {name}: {visit.headers[name]}"
        if visit.target not in seen.declared | {"/new"}:
            yield f"{visit.target} was asked, which nobody named"


def kr9(seen: Seen) -> Iterator[str]:
    """Who asks, where that is explained, how the operator is reached, for how many readers."""
    for agent in sorted({visit.headers.get("user-agent", "") for visit in seen.visits}):
        if not AGENT.fullmatch(agent):
            yield f"User-Agent: {agent}"


def kr10(seen: Seen) -> Iterator[str]:
    """Compressed answers are asked for, and understood."""
    for visit in seen.visits:
        if "gzip" not in visit.headers.get("accept-encoding", ""):
            yield f"{visit.target}: Accept-Encoding: {visit.headers.get('accept-encoding')}"
    if any(visit.status != 200 for visit in seen.of("zipped-24")):
        yield "zipped-24: it was not sent compressed"


def kr11(seen: Seen) -> Iterator[str]:
    """301 and 308 change the address after three good polls, 302 and 307 never; 410 ends it."""
    for old, new in (("old-15", "new-16"), ("older-17", "new-18")):
        if len(seen.of(old)) != 3:
            yield f"{old}: was asked {len(seen.of(old))} times, not 3"
        seen.of(new, 4)
    for old, new in (("found-19", "new-20"), ("for-now-21", "new-22")):
        if len(seen.of(old, 4)) != len(seen.of(new, 4)):
            yield f"{old}: {len(seen.of(old))} times, where it led to {len(seen.of(new))} times"
    if len(seen.of("gone-23")) != 3:
        yield f"gone-23: was asked {len(seen.of('gone-23')) - 3} times after 410"


def kr12(seen: Seen) -> Iterator[str]:
    """304 is the normal result, also behind redirects."""
    for name in ("steady-1", "quiet-8", "keeps-9", "new-16", "new-18", "new-20", "new-22"):
        _, *later = seen.of(name)
        other = sum(visit.status != 304 for visit in later)
        if other:
            yield f"{name}: {other} of {len(later)} later answers are no 304"


JUDGES: dict[str, Judge] = {
    judge.__name__.upper(): judge
    for judge in (kr1, kr2, kr3, kr4, kr5, kr6, kr7, kr8, kr9, kr10, kr11, kr12)
}


def complaints(seen: Seen, criterion: str) -> list[str]:
    """What one criterion has to complain of."""
    try:
        return list(JUDGES[criterion](seen))
    except AssertionError as error:
        return [str(error)]
