"""What a list of visits says about the distance that was kept."""

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from tests.manners.upstream import Visit


class Spacing(NamedTuple):
    """How the requests to each host lay in time.

    Attributes:
        overlaps: Requests that came before the answer to the one before, at the same host, had
            been given.
        pairs: Requests that followed another one at the same host.
        shortest: Least time in seconds from the end of an answer to the next request at the same
            host; infinite if none followed.
        narrow: How many followed after less than was demanded.
    """

    overlaps: int
    pairs: int
    shortest: float
    narrow: int


def spacing(visits: Iterable[Visit], gap: float) -> Spacing:
    """Measure at each host, as the server saw it, against `gap` seconds."""
    by_host = defaultdict(list)
    for visit in visits:
        by_host[visit.host].append(visit)
    overlaps, gaps = 0, []
    for there in by_host.values():
        there.sort(key=lambda visit: visit.arrived)
        ended = there[0].ended
        for visit in there[1:]:
            if visit.arrived < ended:
                overlaps += 1
            else:
                gaps.append(visit.arrived - ended)
            ended = max(ended, visit.ended)
    narrow = sum(one < gap for one in gaps)
    return Spacing(overlaps, overlaps + len(gaps), min(gaps, default=float("inf")), narrow)


def busiest(visits: Iterable[Visit], seconds: float = 1.0) -> int:
    """The most requests that came within any `seconds`, wherever that stretch begins.

    Each arrival begins a stretch: no other stretch of that length holds more.
    """
    times = sorted(visit.arrived for visit in visits)
    most, first = 0, 0
    for last, time in enumerate(times):
        while time - times[first] >= seconds:
            first += 1
        most = max(most, last - first + 1)
    return most
