"""The real web process, as those who run it see it."""

import json
from pathlib import Path

from prometheus_client.parser import text_string_to_metric_families

from tests.web.house import House

SETTINGS = '[metrics]\ntoken = { env = "SCRAPER" }\n[logs]\nformat = "json"\n'


def test_metrics_numbers_and_the_log_of_a_process(tmp_path: Path) -> None:
    house = House(tmp_path, sources=2)
    house.poll()
    house.program.write(feedsvc=SETTINGS)
    with house.serving(SCRAPER="canary"):
        first = house.get("/channels/all.atom", {"X-Request-Id": "from-the-proxy-1"})
        assert first.fields["X-Request-Id"] == "from-the-proxy-1"
        again = house.get("/channels/all.atom", {"If-None-Match": first.fields["ETag"]})
        assert again.status == 304
        assert again.fields["X-Request-Id"] != first.fields["X-Request-Id"]
        assert house.get("/metrics").status == 401
        assert house.get("/metrics?token=canary").status == 401
        answer = house.get("/metrics", {"Authorization": "Bearer canary"})
        assert answer.status == 200
        assert answer.fields["X-Content-Type-Options"] == "nosniff"
        told = {
            (sample.name, *sample.labels.values()): sample.value
            for family in text_string_to_metric_families(answer.body.decode())
            for sample in family.samples
        }
        assert told["feedsvc_http_answers_total", "304"] == 1
        assert told["feedsvc_documents_rendered_total",] == 1
        assert told["feedsvc_documents_kept",] == 1
        assert told["feedsvc_polls_total", "fetched"] == 2
        assert told["feedsvc_entries", "published"] == 8
        assert told["feedsvc_document_reading_seconds_count",] == 2
        assert "polling: ok" in house.get("/readyz").body.decode()
    assert "canary" not in house.said
    lines = [json.loads(line) for line in house.said.splitlines()]
    assert lines
    assert all({"time", "level", "logger", "message"} <= line.keys() for line in lines)


def test_metrics_are_closed_until_somebody_opens_them(tmp_path: Path) -> None:
    house = House(tmp_path, sources=1)
    house.poll()
    with house.serving(FEEDSVC_SITE__URL="https://feeds.example"):
        answer = house.get("/metrics")
        assert answer.status == 403
        assert b"[metrics] token" in answer.body
    with house.serving():  # a site that nobody but this machine can find
        assert house.get("/metrics").status == 200
        assert house.get("/metrics", {"X-Forwarded-For": "192.0.2.7"}).status == 403
