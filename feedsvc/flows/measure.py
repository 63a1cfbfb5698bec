"""What is measured of the service: everything that the database knows, for `/metrics`.

Nothing is counted while it happens: what polls came to is summed up in their own transaction, so
that no counter falls when a process is started again.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from feedsvc.flows.alerts import KINDS
from feedsvc.flows.attention import Around, Level, lag, weighed
from feedsvc.flows.due import due_at
from feedsvc.flows.standing import STANDINGS, standing
from feedsvc.model.held import State
from feedsvc.model.source import Health
from feedsvc.settings import Settings
from feedsvc.store import figures, sources
from feedsvc.store.database import Statements
from feedsvc.store.figures import Sums
from feedsvc.store.sources import Stored

MOST = 1000
"""Sources that are told apart; of more only the sums are told."""

OUTCOMES = ("fetched", "unchanged", "not_modified", "doubted", "failed", "throttled", "gone")
_NONE_YET = dict.fromkeys(OUTCOMES, Sums(0, 0, 0, 0.0, 0, 0.0))
STATES = tuple(state.value for state in State)


class Measures(NamedTuple):
    """The service at a moment.

    Attributes:
        polls: Sums of all polls ever, by how they ended.
        entries: How many there are in each state.
        quarantined: Those that could not be written into a document.
        sources: How many there are of each standing, one of `flows.standing.STANDINGS`.
        up: Whether the last poll of each active source was good; empty if they are too many.
        due: Sources that should have been polled by now, on so many `hosts`.
        late: How late the latest of them is, in seconds.
        leased: Hosts that workers are at.
        polled_at: When any source was polled last; `good_at` when well.
        ending: Permissions that end soon; `ended` those that did.
        concerns: How much needs attention, by how urgent it is.
        alerts: Alerts that last, by kind.
        size: Bytes of the database.
    """

    polls: Mapping[str, Sums]
    entries: Mapping[str, int]
    quarantined: int
    sources: Mapping[str, int]
    up: Mapping[str, bool]
    due: int
    hosts: int
    late: float
    leased: int
    polled_at: datetime | None
    good_at: datetime | None
    ending: int
    ended: int
    concerns: Mapping[str, int]
    alerts: Mapping[str, int]
    sessions: int
    generation: int
    size: int


def measure(
    statements: Statements, settings: Settings, now: datetime, complaints: Sequence[str] = ()
) -> Measures:
    """Measure the service.

    Args:
        statements: To read by.
        settings: In force.
        now: The moment.
        complaints: Of the configuration files, if they are wrong.
    """
    stored = sources.everything(statements)
    kept = figures.by_source(statements)
    concerns = weighed(stored, kept, settings, now, Around(complaints))
    kinds = Counter(concern.kind for concern in concerns)
    levels = Counter(concern.level for concern in concerns)
    states: Counter[str] = Counter()
    for figure in kept.values():
        states.update(figure.states)
    late, polled_at = lag(stored, now)
    overdue = [one for one in stored if (at := due_at(one)) and at <= now]
    good = [one.checkpoint.good_at for one in stored if one.checkpoint.good_at]
    standings = Counter(map(standing, stored))
    return Measures(
        polls=_NONE_YET | figures.by_outcome(statements),
        entries={state: states[state] for state in STATES},
        quarantined=sum(figure.quarantined for figure in kept.values()),
        sources={word: standings[word] for word in STANDINGS},
        up=_up(stored),
        due=len(overdue),
        hosts=len({one.host for one in overdue}),
        late=late.total_seconds(),
        leased=figures.leased(statements, now),
        polled_at=polled_at,
        good_at=max(good, default=None),
        ending=kinds["ends"],
        ended=kinds["ended"],
        concerns={level.name.lower(): levels[level] for level in Level},
        alerts=dict.fromkeys(KINDS, 0) | figures.alerts(statements),
        sessions=figures.sessions(statements, now),
        generation=statements.read("generation")[0][0],
        size=figures.size(statements),
    )


def _up(stored: Sequence[Stored]) -> dict[str, bool]:
    active = [one for one in stored if one.source.is_polled]
    if len(active) > MOST:
        return {}
    down = {Health.FAILING, Health.GONE, Health.RESTING}
    return {
        one.source.name: one.checkpoint.health not in down and not one.checkpoint.failures
        for one in active
        if one.checkpoint.health is not Health.NEW
    }
