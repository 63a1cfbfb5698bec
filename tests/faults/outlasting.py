"""What befalls the database while it is served from and polled into, and is over again."""

import random
from collections.abc import Callable
from pathlib import Path

from tests.faults.oracle import Oracle
from tests.faults.program import Service, end, wait_for
from tests.faults.reading import Reader
from tests.faults.table import Row, row
from tests.faults.upstream import Upstream, move_on

Harm = Callable[[Service, Oracle], tuple[str, list[str]]]
"""Harms the database for a while; tells in words what it did, and what it found against us."""


def outlast(home: Path, what: str, harm: Harm, soon: float, database: str = "") -> list[Row]:
    """See that channels answer throughout, and that polling goes on afterwards.

    Args:
        home: A folder.
        what: Befalls it, for the table.
        harm: What befalls it.
        soon: Seconds after which polling goes on.
        database: Its URL; in `home` if empty.
    """
    chance = random.Random(1)  # noqa: S311 - it decides what is published
    wishes = {"database": database} if database else {}
    with Upstream([f"outlet{n}" for n in range(4)]) as upstream:
        service = Service.of(home, upstream, **wishes)
        service("poll")
        oracle = Oracle(upstream, service.url)
        upstream.on_request = lambda outlet: move_on(outlet, chance)
        with service.serving():
            worker = service.begin("work")
            wait_for(lambda: len(upstream.asked) > 8)
            with Reader(service) as reader:
                done, trouble = harm(service, oracle)
                asked = len(upstream.asked)
                goes_on = wait_for(lambda: len(upstream.asked) > asked + 4, soon)
            was_alive = worker.poll() is None
            end(worker)
        trouble += oracle.complaints()
        trouble += [] if was_alive else ["the worker has ended"]
        trouble += [] if goes_on else ["polling does not go on"]
        trouble += ["a traceback was printed"] if "Traceback" in service.said() else []
    return [
        row(f"{what}: channels answer 200", f"{done}{reader.measured()}", reader.trouble),
        row(
            f"{what}: nothing lost or partial, polling resumes by itself, integrity",
            f"worker alive: {was_alive}, polls go on: {goes_on},"
            f" {oracle.acknowledged} entries acknowledged",
            trouble,
        ),
    ]
