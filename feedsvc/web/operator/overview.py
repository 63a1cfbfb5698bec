"""The overview: how all of it fares, and what needs attention first."""

from collections import Counter
from collections.abc import Iterable
from datetime import timedelta
from typing import NamedTuple

from flask import Blueprint, Response

from feedsvc.flows.attention import SERVICE, Around, Concern, attention
from feedsvc.store import polls, sources
from feedsvc.web.office import Office
from feedsvc.web.operator.pages import show
from feedsvc.web.operator.plots import series
from feedsvc.web.operator.standing import STANDINGS, standing, title_of

SHOWN = timedelta(days=2)
MOST = 20
"""Concerns that the overview lists; the rest is counted by what it is."""

FEW = 3
"""Sources with the same concern that are listed one by one; more of them are one line."""

_BY_HEALTH = frozenset({"failing", "gone", "resting", "degraded", "paused"})
"""Kinds of concerns by which the list of sources can be filtered."""


class Line(NamedTuple):
    """A line of the overview: a concern, and how many more sources have the same.

    Attributes:
        listed: Where those are listed, a path below `/operator/`.
    """

    concern: Concern
    others: int
    listed: str


def overview(routes: Blueprint, office: Office) -> None:
    """Add `/operator/`."""

    @routes.get("/")
    def index() -> Response:
        statements, now = office.database.statements(), office.now()
        stored = sources.everything(statements)
        counted = Counter(standing(one).word for one in stored)
        concerns = attention(statements, office.settings(), now, Around(office.complaints()))
        titles = {one.source.name: title_of(one) for one in stored}
        lines = gathered(concerns)
        return show(
            "overview.html",
            counts=[(one, counted[word]) for word, one in STANDINGS.items() if counted[word]],
            total=len(stored) - counted["removed"],
            lines=lines[:MOST],
            others=_summed(lines[MOST:]),
            titles=titles,
            service=SERVICE,
            plot=series(polls.by_hour(statements, now - SHOWN), now),
        )


def gathered(concerns: Iterable[Concern]) -> list[Line]:
    """Concerns in their order, what many sources have in common in one line."""
    alike: dict[tuple[int, str, str], list[Concern]] = {}
    for one in concerns:
        alike.setdefault((one.level, one.kind, one.cause), []).append(one)
    lines: list[Line] = []
    for same in alike.values():
        if len(same) > FEW:
            lines.append(Line(same[0], len(same) - 1, _listed(same[0])))
        else:
            lines.extend(Line(one, 0, "") for one in same)
    return lines


def _listed(concern: Concern) -> str:
    if not concern.place.startswith("sources/"):
        return concern.place
    health = "degraded" if concern.kind == "flood" else concern.kind
    return f"sources?health={health}" if health in _BY_HEALTH else "sources?sort=health"


def _summed(lines: list[Line]) -> list[tuple[str, int]]:
    """Kinds of concerns with how many there are of each, most first."""
    counted: Counter[str] = Counter()
    for one in lines:
        counted[one.concern.kind] += 1 + one.others
    return counted.most_common()
