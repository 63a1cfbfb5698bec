"""How many requests a second go out when everything is due at once."""

from pathlib import Path
from typing import NamedTuple

from tests.manners.crowd import Crowd
from tests.manners.spacing import busiest


class Start(NamedTuple):
    """What the server saw.

    Attributes:
        requests: In all.
        busiest: The most that came within one second, wherever that second begins.
        rate: What is configured.
        mean: Requests a second from the first to the last, without the time of the restart.
        wrong: Sources that were not asked exactly once.
        lag: As in `Upstream`.
    """

    requests: int
    busiest: int
    rate: int
    mean: float
    wrong: int
    lag: float

    @property
    def allowed(self) -> float:
        """The rate, one more for two that fall on the ends of a second, and what came late.

        An arrival may be noted `lag` late, which moves so many into a second that is not theirs.
        """
        return self.rate + 1 + self.rate * self.lag


def start(  # noqa: PLR0913 - the size of it
    folder: Path, hosts: int, each: int, rate: int, workers: int, *, restart: bool = False
) -> Start:
    """Start so many workers where every source is due; with `restart` once more half-way."""
    size = hosts * each
    longest = 3 * size / rate + 30
    with Crowd(folder, hosts, each, rate=rate, seconds=0.0) as crowd:
        visits, pause = crowd.upstream.visits, 0.0
        with crowd.working(workers):
            if restart:
                crowd.wait(lambda: len(visits) >= size // 2, longest)
            else:
                crowd.wait_for_all(longest)
        if restart:
            before = len(visits)
            with crowd.working(workers):
                crowd.wait_for_all(longest)
            pause = visits[before].arrived - visits[before - 1].arrived
        asked = crowd.asked()
        span = visits[-1].arrived - visits[0].arrived - pause
        return Start(
            requests=len(visits),
            busiest=busiest(visits),
            rate=rate,
            mean=round((len(visits) - 1) / span, 1),
            wrong=sum(asked[place] != 1 for place in crowd.places),
            lag=crowd.upstream.lag,
        )
