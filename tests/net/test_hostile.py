"""The guard against addresses that must not be reached, with nothing else within reach."""

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
NAMESPACE = ["unshare", "-rnm"]


@pytest.fixture(scope="module")
def report(shared: Path) -> dict[str, Any]:
    """What `hostile.py` found."""
    if not shutil.which("unshare") or subprocess.run([*NAMESPACE, "true"], check=False).returncode:
        pytest.skip("needs network namespaces: Linux with unshare, as root or with user namespaces")
    urls = shared / "vectors/ssrf/urls.json"
    found = subprocess.run(
        [*NAMESPACE, sys.executable, "-m", "tests.net.hostile", urls],
        cwd=ROOT,
        check=True,
        capture_output=True,
        timeout=100,
    )
    return dict(json.loads(found.stdout))


@pytest.mark.parametrize("attack", ["urls", "redirects", "names"])
def test_nothing_reaches_the_server_that_must_not_be_reached(
    report: dict[str, Any], attack: str
) -> None:
    assert report[f"guarded_{attack}"] == 0
    assert report[f"open_{attack}"] > 5  # without the guard it is reached


@pytest.mark.parametrize("attack", ["urls", "redirects", "names"])
def test_every_attack_ends_with_a_reason(report: dict[str, Any], attack: str) -> None:
    answers = report[f"guarded_{attack}_answers"]
    assert len(answers) >= 24
    assert {"", "200", "answered"}.isdisjoint(answers.values())


def test_the_guard_says_which_address_it_refused(report: dict[str, Any]) -> None:
    answers = report["guarded_urls_answers"]
    for url, start in (
        ("http://127.0.0.1:18080/secret", "address 127.0.0.1 refused: loopback"),
        ("http://2852039166:18080/secret", "address 169.254.169.254 refused: link-local"),
        ("http://[fd00:ec2::254]:18080/secret", "address fd00:ec2::254 refused: private network"),
        ("http://[::1]:18080/secret", "address ::1 refused: loopback"),
    ):
        assert answers[url].startswith(start)


def test_a_name_that_changes_its_address_is_judged_each_time(report: dict[str, Any]) -> None:
    looks = [report["guarded_names_answers"][f"rebinding {look}"] for look in range(6)]
    assert ["refused: loopback" in look for look in looks] == [False, True] * 3
    open_looks = [report["open_names_answers"][f"rebinding {look}"] for look in range(6)]
    assert "answered" in open_looks


def test_one_private_address_among_the_answers_ends_the_request(report: dict[str, Any]) -> None:
    for name in ("mixed 0", "mixed-back 0"):
        assert "address 127.0.0.1 refused" in report["guarded_names_answers"][name]
