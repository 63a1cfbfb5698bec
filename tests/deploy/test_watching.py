"""The dashboard and the alert rules, held to what `/metrics` tells."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import promql_parser
import pytest
import yaml
from prometheus_client.parser import text_string_to_metric_families

from feedsvc.web.meter import Meter, Process
from feedsvc.web.office import Office
from tests.rig import Rig, item, rss, source

DEPLOY = Path(__file__).resolve().parents[2] / "deploy"
RULES = yaml.safe_load((DEPLOY / "prometheus" / "feedsvc.rules.yml").read_text("utf-8"))
DASHBOARD = json.loads((DEPLOY / "grafana" / "feedsvc.json").read_text("utf-8"))

_TEXT = {"type": "string", "minLength": 1}
RULE = {
    "type": "object",
    "required": ["alert", "expr", "labels", "annotations"],
    "additionalProperties": False,
    "properties": {
        "alert": {"type": "string", "pattern": "^Feedsvc[A-Za-z]+$"},
        "expr": _TEXT,
        "for": {"type": "string", "pattern": "^[0-9]+[smhd]$"},
        "labels": {
            "type": "object",
            "properties": {"severity": {"enum": ["warning", "critical"]}},
            "required": ["severity"],
            "additionalProperties": False,
        },
        "annotations": {
            "type": "object",
            "properties": {"summary": _TEXT, "description": _TEXT},
            "required": ["summary", "description"],
            "additionalProperties": False,
        },
    },
}
GROUPS = {
    "type": "object",
    "required": ["groups"],
    "additionalProperties": False,
    "properties": {
        "groups": {
            "type": "array",
            "minItems": 1,
            "items": {
                "type": "object",
                "required": ["name", "rules"],
                "additionalProperties": False,
                "properties": {"name": _TEXT, "rules": {"type": "array", "items": RULE}},
            },
        }
    },
}
_PLACE = {"type": "integer", "minimum": 0, "maximum": 24}
PANEL = {
    "type": "object",
    "required": ["id", "type", "title", "description", "gridPos", "targets", "datasource"],
    "properties": {
        "type": {"enum": ["stat", "timeseries", "table"]},
        "title": _TEXT,
        "description": _TEXT,
        "gridPos": {
            "type": "object",
            "required": ["x", "y", "w", "h"],
            "properties": {"x": _PLACE, "w": _PLACE, "h": _PLACE},
        },
        "targets": {
            "type": "array",
            "minItems": 1,
            "items": {"type": "object", "required": ["refId", "expr", "legendFormat"]},
        },
    },
}
BOARD = {
    "type": "object",
    "required": ["title", "uid", "schemaVersion", "templating", "panels", "time"],
    "properties": {"panels": {"type": "array", "minItems": 10, "items": PANEL}},
}


def expressions() -> Iterator[str]:
    for group in RULES["groups"]:
        for rule in group["rules"]:
            yield rule["expr"]
    for panel in DASHBOARD["panels"]:
        for target in panel["targets"]:
            yield target["expr"].replace("$__rate_interval", "5m")


@pytest.fixture(scope="module")
def series(tmp_path_factory: pytest.TempPathFactory) -> dict[str, set[str]]:
    """The name of each series that `/metrics` tells, and its labels."""
    rig = Rig(f"sqlite:///{tmp_path_factory.mktemp('series')}/f.sqlite3", (source(),))
    rig.web.pages[source().url] = rss(item(1))
    rig.poll()
    office = Office(
        database=rig.database,
        settings=lambda: rig.settings,
        now=rig.now,
        look=lambda _url, _scope: {},
        complaints=tuple,
    )
    process = Process(
        lambda: {"200": 1}, lambda: {"all": [1, 1]}, kept=lambda: (1, 1), made=lambda: 1
    )
    text = Meter(office, process).text().decode()
    rig.database.close()
    return {
        sample.name: set(sample.labels)
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def selectors(node: Any) -> Iterator[Any]:  # noqa: ANN401 - the nodes of the parser
    """Every selector of a series in an expression."""
    if isinstance(node, promql_parser.VectorSelector):
        yield node
    if isinstance(node, promql_parser.MatrixSelector):
        yield node.vector_selector
    for name in ("expr", "lhs", "rhs", "param"):
        inner = getattr(node, name, None)
        if isinstance(inner, promql_parser.Expr):
            yield from selectors(inner)
    for inner in getattr(node, "args", None) or ():
        yield from selectors(inner)


@pytest.mark.parametrize("expression", sorted(set(expressions())))
def test_what_is_asked_for_is_told(expression: str, series: dict[str, set[str]]) -> None:
    found = list(selectors(promql_parser.parse(expression)))
    assert found
    assert len(found) == len(re.findall(r"\bfeedsvc_\w+|\bup\{", expression))
    for selector in found:
        if selector.name == "up":
            continue
        assert selector.name in series, selector.name
        labels = {matcher.name for matcher in selector.matchers.matchers}
        assert labels <= series[selector.name] | {"job", "instance"}, expression


def test_the_rules_are_built_as_prometheus_wants_them() -> None:
    jsonschema.validate(RULES, GROUPS)
    names = [rule["alert"] for group in RULES["groups"] for rule in group["rules"]]
    assert len(names) == len(set(names))


def test_the_dashboard_is_built_as_grafana_wants_it() -> None:
    jsonschema.validate(DASHBOARD, BOARD)
    ids = [panel["id"] for panel in DASHBOARD["panels"]]
    assert len(ids) == len(set(ids))
    taken: set[tuple[int, int]] = set()
    for panel in DASHBOARD["panels"]:
        place = panel["gridPos"]
        cells = {
            (x, y)
            for x in range(place["x"], place["x"] + place["w"])
            for y in range(place["y"], place["y"] + place["h"])
        }
        assert max(x for x, _ in cells) < 24
        assert not cells & taken, panel["title"]
        taken |= cells


def test_everything_that_is_told_is_shown_or_watched(series: dict[str, set[str]]) -> None:
    """But for what tells of other series, or is looked up by hand."""
    asked = {
        selector.name
        for expression in expressions()
        for selector in selectors(promql_parser.parse(expression))
    }
    assert series.keys() - asked <= {
        "feedsvc_build_info",
        "feedsvc_generation",
        "feedsvc_last_good_poll_timestamp_seconds",
        "feedsvc_sessions",
    }
