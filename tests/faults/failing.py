"""Upstreams that fail in every way: what is published stays, and it is told (security R3)."""

import json
from pathlib import Path

from tests.faults.failures import FAILURES
from tests.faults.oracle import Oracle
from tests.faults.program import Service, get
from tests.faults.proxy import Proxy
from tests.faults.table import Row, row
from tests.faults.upstream import Upstream

FULL, SMALL = 20, 2


def run(home: Path, polls: int, *, slow: bool) -> list[Row]:
    """Poll so often through each failure."""
    chosen = {name: one for name, one in FAILURES.items() if slow or not one.slow}
    with Upstream(list(chosen)) as upstream, Proxy(upstream) as proxy:
        for name, one in chosen.items():
            upstream.outlets[name].has_validators = one.validators
        service = Service(home, {name: proxy.url(name) for name in chosen}, limit=1000)
        oracle = Oracle(upstream, service.url)
        service("migrate")
        for _ in range(2):
            _polled(service)
            for outlet in upstream.outlets.values():
                outlet.publish()
        good = _polled(service)
        trouble = [f"not good before: {one}" for one in good if one["error"]]
        proxy.faults = {name: one.fault for name, one in chosen.items()}
        silent: set[str] = set()
        alarmed: set[str] = set()
        with service.serving():
            before = _published(service)
            for _ in range(polls):
                said = {str(one["source"]): str(one["error"]) for one in _polled(service)}
                shown = {str(one["name"]): str(one["problem"]) for one in _listed(service)}
                silent |= {name for name, one in chosen.items() if one.told and not shown[name]}
                alarmed |= {
                    f"{name}: {said.get(name) or shown[name]}"
                    for name, one in chosen.items()
                    if one.told is False and (said.get(name) or shown[name])
                }
                service.let_leases_end()
                trouble += _changed(before, _published(service))
        with service.serving():  # written anew, by a process that remembers nothing
            trouble += _changed(before, _published(service))
        wrong = oracle.complaints()
        count = len(chosen)
        return [
            row(
                f"{count} ways to fail x {polls} polls: every document of every channel unchanged",
                f"{len(before)} documents compared {polls + 1} times, {len(trouble)} differences",
                trouble,
            ),
            row(
                "the source's failure is told",
                f"{len(silent)} failures untold, {len(alarmed)} false alarms",
                [*sorted(silent), *sorted(alarmed)],
            ),
            row("the oracle agrees", f"{oracle.acknowledged} entries acknowledged", wrong),
        ]


def _polled(service: Service) -> list[dict[str, object]]:
    return [json.loads(line) for line in service("poll", "--json").out.splitlines()]


def _listed(service: Service) -> list[dict[str, object]]:
    return service("sources", "list", "--json").rows()


def _published(service: Service) -> dict[str, tuple[int, str, bytes]]:
    return {address: get(service.port, address) for address in service.addresses()}


def _changed(
    before: dict[str, tuple[int, str, bytes]], now: dict[str, tuple[int, str, bytes]]
) -> list[str]:
    return [
        f"{address}: {before[address][:2]} is {answer[:2]}"
        for address, answer in now.items()
        if answer != before[address] or answer[0] != 200
    ]
