"""How a crowd of hosts is treated by four workers, of which one dies and one sleeps."""

import signal
import subprocess
import time
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple

from tests.manners.crowd import Crowd
from tests.manners.spacing import Spacing, spacing

WORKERS = 4


class Politeness(NamedTuple):
    """What the server saw.

    Attributes:
        requests: In all.
        spacing: Of all of them.
        orphans: Hosts that the worker which was killed had at its end.
        twice: Sources that were asked twice in the first round; of them `excused` are at hosts
            that the killed worker had: it had asked and not stored.
        wrong: Sources that were not asked exactly once in the second round, when nobody dies.
        conditional: Requests of the second round that brought their validators.
        seconds: Of both rounds.
        lag: As in `Upstream`.
    """

    requests: int
    spacing: Spacing
    orphans: int
    twice: int
    excused: int
    wrong: int
    conditional: int
    seconds: float
    lag: float


def politeness(  # noqa: PLR0913 - the size of it
    folder: Path, hosts: int, each: int, gap: float, *, url: str = "", longest: float = 100
) -> Politeness:
    """Two rounds over all sources: one with trouble, one without."""
    started = time.monotonic()
    with Crowd(folder, hosts, each, host_gap=gap, url=url) as crowd:
        visits, size = crowd.upstream.visits, hosts * each
        crowd.all_due(timedelta(hours=1))
        with crowd.working(WORKERS) as workers:
            crowd.all_due()
            orphans = _troubled_round(crowd, workers, size, longest)
            first = crowd.asked()
            second = len(visits)
            crowd.all_due()
            crowd.wait_for_all(longest)
        twice = [place for place, times in first.items() if times > 1]
        again = crowd.asked(second)
        return Politeness(
            requests=len(visits),
            spacing=spacing(visits, gap),
            orphans=len(orphans),
            twice=len(twice) + sum(place not in first for place in crowd.places),
            excused=sum(host in orphans and first[host, target] == 2 for host, target in twice),
            wrong=sum(again[place] != 1 for place in crowd.places),
            conditional=sum("if-none-match" in visit.headers for visit in visits[second:]),
            seconds=time.monotonic() - started,
            lag=crowd.upstream.lag,
        )


def _troubled_round(
    crowd: Crowd, workers: "list[subprocess.Popen[bytes]]", size: int, longest: float
) -> set[str]:
    """One is killed and one paused in the middle; the hosts that the dead one still had."""
    crowd.wait(lambda: max(map(crowd.told, workers)) > min(20, size // 8), longest)
    killed, paused, *_ = sorted(workers, key=crowd.told, reverse=True)
    killed.kill()
    killed.wait()
    paused.send_signal(signal.SIGSTOP)
    time.sleep(2)
    paused.send_signal(signal.SIGCONT)
    orphans = _left_alone(crowd, longest)
    crowd.let_leases_run_out()
    crowd.wait_for_all(longest)
    return orphans


def _left_alone(crowd: Crowd, longest: float) -> set[str]:
    """The hosts that stay taken while nobody asks anything any more."""
    deadline = time.monotonic() + longest
    before, taken = -1, set[str]()
    while before != len(crowd.upstream.visits) or taken != set(crowd.leased()):
        assert time.monotonic() < deadline, "it does not come to rest"
        before, taken = len(crowd.upstream.visits), set(crowd.leased())
        time.sleep(1.3)
    return taken
