"""Schemathesis over the description of the API, against the application on a loopback socket.

`python -m tests.web.api.trying` tries more than the tests have time for.
"""

import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from typing import NamedTuple

import schemathesis
from schemathesis.config import SchemathesisConfig
from schemathesis.engine import events, from_schema
from schemathesis.schemas import BaseSchema
from werkzeug.serving import WSGIRequestHandler, make_server

from tests.web.api.desk import House, build, unbounded

# What fits its schema may still be refused for what no schema can say: that a name is taken, a
# day lies before another, a licence is unknown (422), a validator is an old one (412).
JUDGED = ["2xx", "3xx", "401", "403", "404", "409", "412", "422"]
# What does not fit is refused; by If-Match before anything else is looked at (RFC 9110 13.2.1).
REFUSED = ["400", "401", "403", "404", "405", "409", "412", "415", "422"]


class Tried(NamedTuple):
    """What was tried and found.

    Attributes:
        statuses: How often each was answered.
    """

    cases: int
    statuses: Counter[int]
    failures: list[str]


def try_all(house: House, *, examples: int, seed: int, steps: int) -> Tried:
    """Every operation by examples, at its bounds, by chance, and one after the other."""
    config = SchemathesisConfig.from_dict(
        {
            "seed": seed,
            "continue-on-failure": True,
            "auth": {"openapi": {"token": {"bearer": house.editor.token}}},
            "checks": {
                "positive_data_acceptance": {"expected-statuses": JUDGED},
                "negative_data_rejection": {"expected-statuses": REFUSED},
            },
            "generation": {"max-examples": examples, "no-shrink": True, "database": "none"},
            "phases": {"stateful": {"max-steps": steps}},
        }
    )
    with _serving(house) as address:
        config.projects.override.update(base_url=f"{address}/api/v1")
        url = f"{address}/api/v1/openapi.json"
        return _told(schemathesis.openapi.from_url(url, config=config))


@contextmanager
def _serving(house: House) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, house.app, request_handler=_Silent)
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class _Silent(WSGIRequestHandler):
    """Lets a client keep its connection, and logs nothing."""

    protocol_version = "HTTP/1.1"

    def log(self, type: str, message: str, *args: object) -> None:  # noqa: A002 - werkzeug's name
        pass


def _told(schema: BaseSchema) -> Tried:
    cases, failures, statuses = 0, set(), Counter[int]()
    for event in from_schema(schema).execute():
        if isinstance(event, events.ScenarioFinished):
            recorder = event.recorder
            cases += len(recorder.interactions)
            for one in recorder.interactions.values():
                if one.response is not None:
                    statuses[one.response.status_code] += 1
            for checks in recorder.checks.values():
                failures |= {
                    f"{event.label} {check.name}: {check.failure_info.failure.message}"
                    f" [{check.failure_info.code_sample}]"
                    for check in checks
                    if check.failure_info
                }
        elif isinstance(event, events.NonFatalError):
            failures.add(f"{event.label}: {event.value!r}")
        elif isinstance(event, events.FatalError):
            failures.add(repr(event.exception))
    return Tried(cases, statuses, sorted(failures))


def main() -> None:
    """Try for minutes, and tell."""
    with tempfile.TemporaryDirectory() as folder:
        house = House(Path(folder), build(Path(folder)), unbounded())
        examples, seed = int(sys.argv[1]), int(sys.argv[2])
        tried = try_all(house, examples=examples, seed=seed, steps=8)
        house.rig.database.close()
    for failure in tried.failures:
        sys.stdout.write(f"{failure}\n\n")
    sys.stdout.write(
        f"{tried.cases} cases, {dict(tried.statuses)}, {len(tried.failures)} findings\n"
    )


if __name__ == "__main__":
    main()
