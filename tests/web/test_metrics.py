"""What `/metrics` tells, held to the rules of `promtool check metrics`."""

import re
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from prometheus_client.metrics_core import Metric
from prometheus_client.parser import text_string_to_metric_families

from feedsvc.errors import StoreUnavailableError
from feedsvc.settings import Alerts, Metrics, Site
from feedsvc.settings.secret import Secret
from feedsvc.store.database import Database, Statements
from feedsvc.web.meter import Meter, Process
from feedsvc.web.metrics import CLOSED, Listener, metrics
from feedsvc.web.office import Office
from tests.cli.program import free_port
from tests.rig import NOON, Rig, item, rss, source

BASE = {"seconds", "bytes", "timestamp_seconds", "info", "total"}
FORBIDDEN = re.compile(
    "milliseconds|minutes|hours|days|kilobytes|percent|_(?:gauge|counter|summary|histogram)"
)


@pytest.fixture
def rig(tmp_path: Path) -> Iterator[Rig]:
    made = Rig(f"sqlite:///{tmp_path}/f.sqlite3", (source(), source("quay")))
    made.web.pages[source().url] = rss(item(1), item(2))
    yield made
    made.database.close()


def office(rig: Rig, database: Database | None = None) -> Office:
    return Office(
        database=database or rig.database,
        settings=lambda: rig.settings,
        now=rig.now,
        look=lambda _url, _scope: {},
        complaints=tuple,
    )


def process() -> Process:
    return Process(
        answers=lambda: {"200": 3, "304": 9},
        channels=lambda: {"all": [1, 7], 'odd"\n\\': [0, 1]},
        kept=lambda: (4, 4096),
        made=lambda: 6,
    )


def families(text: bytes) -> dict[str, Metric]:
    return {family.name: family for family in text_string_to_metric_families(text.decode())}


def told(rig: Rig) -> dict[str, Metric]:
    return families(Meter(office(rig), process()).text())


def value(found: Mapping[str, Metric], name: str, **labels: str) -> float:
    family = found[name.removesuffix("_total").removesuffix("_sum").removesuffix("_count")]
    (one,) = [
        sample.value for sample in family.samples if sample.name == name and sample.labels == labels
    ]
    return one


def test_polls_are_counted_and_never_forgotten(rig: Rig) -> None:
    rig.poll()
    rig.poll()
    found = told(rig)
    assert value(found, "feedsvc_polls_total", outcome="fetched") == 1
    assert value(found, "feedsvc_polls_total", outcome="not_modified") == 1
    assert value(found, "feedsvc_polls_total", outcome="failed") == 2
    assert value(found, "feedsvc_entries_new_total") == 2
    assert value(found, "feedsvc_entries", state="published") == 2
    assert value(found, "feedsvc_document_reading_seconds_count") == 1
    assert value(found, "feedsvc_document_reading_seconds_sum") > 0
    assert value(found, "feedsvc_sources", standing="ok") == 1
    assert value(found, "feedsvc_sources", standing="failing") == 1
    assert value(found, "feedsvc_source_up", source="herald") == 1
    assert value(found, "feedsvc_source_up", source="quay") == 0
    assert value(found, "feedsvc_last_poll_timestamp_seconds") == rig.moment.timestamp()
    assert value(found, "feedsvc_database_size_bytes") > 4096
    assert value(found, "feedsvc_build_info", version=_version()) == 1


def _version() -> str:
    from feedsvc import __version__  # noqa: PLC0415

    return __version__


def test_what_is_late_is_told(rig: Rig) -> None:
    rig.poll()
    rig.moment = NOON + timedelta(days=3)
    found = told(rig)
    assert value(found, "feedsvc_sources_due") == 2
    assert value(found, "feedsvc_hosts_due") == 2
    assert value(found, "feedsvc_poll_lag_seconds") > 86400
    assert value(found, "feedsvc_concerns", level="urgent") == 1


def test_this_process(rig: Rig) -> None:
    found = told(rig)
    assert value(found, "feedsvc_http_answers_total", status="304") == 9
    assert value(found, "feedsvc_channel_answers_total", channel="all", kind="unchanged") == 7
    assert value(found, "feedsvc_channel_answers_total", channel='odd"\n\\', kind="whole") == 0
    assert value(found, "feedsvc_documents_kept_bytes") == 4096
    assert value(found, "feedsvc_documents_rendered_total") == 6


def test_the_names_are_as_they_ought_to_be(rig: Rig) -> None:
    """What promtool checks: help, types, `_total`, base units, no series twice."""
    rig.poll()
    text = Meter(office(rig), process()).text().decode()
    assert text.endswith("\n")
    seen: set[tuple[str, tuple[tuple[str, str], ...]]] = set()
    for family in text_string_to_metric_families(text):
        assert family.documentation.endswith("."), family.name
        assert family.type in {"counter", "gauge", "summary"}, family.name
        assert re.fullmatch("feedsvc(?:_[a-z]+)+", family.name)
        assert not FORBIDDEN.search(family.name), family.name
        assert family.samples, family.name
        for sample in family.samples:
            is_counter = family.type == "counter"
            assert sample.name.endswith("_total") == is_counter, sample.name
            key = sample.name, tuple(sorted(sample.labels.items()))
            assert key not in seen
            seen.add(key)
    assert len(seen) > 50
    assert len(seen) < 100


def test_sources_are_told_apart_up_to_a_bound(rig: Rig) -> None:
    rig.provision(tuple(source(f"s{n}") for n in range(1001)))
    rig.database.connection().execute("UPDATE checkpoints SET health = 'ok'")
    found = told(rig)
    assert found["feedsvc_source_up"].samples == []
    assert value(found, "feedsvc_sources", standing="ok") == 1001


def test_what_was_measured_is_told_again_for_some_seconds(rig: Rig) -> None:
    meter = Meter(office(rig), process())
    before = families(meter.text())
    rig.poll()
    assert value(families(meter.text()), "feedsvc_entries", state="published") == 0
    assert value(before, "feedsvc_entries", state="published") == 0
    assert value(told(rig), "feedsvc_entries", state="published") == 2


class Away(Database):
    """A database that cannot be read."""

    def statements(self) -> Statements:
        msg = "the database is away"
        raise StoreUnavailableError(msg)


def test_without_the_database_the_process_is_told_all_the_same(rig: Rig) -> None:
    away = Away("sqlite:///nowhere")
    found = families(Meter(office(rig, away), process()).text())
    assert value(found, "feedsvc_database_up") == 0
    assert value(found, "feedsvc_http_answers_total", status="200") == 3
    assert "feedsvc_polls" not in found


def app(rig: Rig) -> Flask:
    made = Flask(__name__)
    work = office(rig)
    made.register_blueprint(metrics(work, Meter(work, process())))
    return made


@pytest.mark.parametrize(
    ("site", "address", "handed_on", "status"),
    [
        ("http://127.0.0.1:8000", "127.0.0.1", False, 200),
        ("http://localhost:8000", "::1", False, 200),
        ("http://127.0.0.1:8000", "127.0.0.1", True, 403),
        ("http://127.0.0.1:8000", "192.0.2.7", False, 403),
        ("https://feeds.example", "127.0.0.1", False, 403),
    ],
)
def test_without_a_token_it_is_open_on_a_machine_that_serves_nobody_else(
    rig: Rig, site: str, address: str, status: int, *, handed_on: bool
) -> None:
    rig.settings = replace(rig.settings, site=Site(url=site))
    fields = {"X-Forwarded-For": "192.0.2.7"} if handed_on else {}
    told_to = {"REMOTE_ADDR": address}
    answer = app(rig).test_client().get("/metrics", headers=fields, environ_overrides=told_to)
    assert answer.status_code == status
    assert (answer.text == CLOSED + "\n") == (status == 403)


def test_a_token_opens_it_and_nothing_else_does(rig: Rig) -> None:
    client = app(rig).test_client()
    rig.settings = replace(rig.settings, metrics=Metrics(token=Secret(value="canary")))
    refused = client.get("/metrics")
    assert refused.status_code == 401
    assert refused.headers["WWW-Authenticate"] == 'Bearer realm="metrics"'
    for wrong in ("Bearer nope", "Basic canary", "canary", "Bearer "):
        assert client.get("/metrics", headers={"Authorization": wrong}).status_code == 401
    good = client.get("/metrics", headers={"Authorization": "Bearer canary"})
    assert good.status_code == 200
    assert good.content_type == "text/plain; version=0.0.4; charset=utf-8"
    assert good.headers["Cache-Control"] == "no-store"
    assert "canary" not in good.text


def get(port: int, path: str, **fields: str) -> tuple[int, str]:
    asked = urllib.request.Request(f"http://127.0.0.1:{port}{path}", headers=fields)
    try:
        with urllib.request.urlopen(asked, timeout=5) as answer:  # noqa: S310
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode()
    except OSError:
        return 0, ""


def test_an_address_of_its_own(rig: Rig) -> None:
    port = free_port()
    rig.settings = replace(rig.settings, metrics=Metrics(host="127.0.0.1", port=port))
    work = office(rig)
    Listener(work, Meter(work, process())).start()
    deadline = time.monotonic() + 5
    while not get(port, "/metrics")[0] and time.monotonic() < deadline:
        time.sleep(0.02)
    status, text = get(port, "/metrics")
    assert status == 200
    assert "feedsvc_polls_total" in text or "feedsvc_polls" in text
    assert get(port, "/")[0] == 404
    rig.settings = replace(
        rig.settings, metrics=replace(rig.settings.metrics, token=Secret(value="canary"))
    )
    assert get(port, "/metrics")[0] == 401
    assert get(port, "/metrics", Authorization="Bearer canary")[0] == 200


def test_permissions_that_end(rig: Rig) -> None:
    rig.settings = replace(rig.settings, alerts=Alerts(permission_days=7))
    found = told(rig)
    assert value(found, "feedsvc_permissions_ending") == 0
    assert value(found, "feedsvc_permissions_ended") == 0
