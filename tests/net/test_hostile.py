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
WAYS = ("source", "redirect", "name", "rebinding", "discovery", "opml", "callback", "delivery")
TRIED = {"source": 300, "redirect": 1500, "name": 160, "rebinding": 80, "delivery": 1500}


@pytest.fixture(scope="module")
def report(shared: Path) -> dict[str, Any]:
    """What `hostile.py` found."""
    if not shutil.which("unshare") or subprocess.run([*NAMESPACE, "true"], check=False).returncode:
        pytest.skip("needs network namespaces: Linux with unshare, as root or with user namespaces")
    found = subprocess.run(
        [*NAMESPACE, sys.executable, "-m", "tests.net.hostile", shared / "vectors/ssrf"],
        cwd=ROOT,
        check=True,
        stdout=subprocess.PIPE,
        timeout=110,
    )
    return dict(json.loads(found.stdout))


@pytest.mark.parametrize("way", WAYS)
def test_nothing_that_must_not_be_reached_is_reached(report: dict[str, Any], way: str) -> None:
    assert report[f"guarded {way}"]["reached"] == 0
    assert len(report[f"guarded {way}"]["ends"]) >= TRIED.get(way, 300)


@pytest.mark.parametrize("way", WAYS)
def test_without_the_guard_it_is_reached(report: dict[str, Any], way: str) -> None:
    arm = report[f"open {way}"]
    if way == "delivery":  # whose redirects are not followed, guard or not
        assert arm["reached"] == 0
    else:
        assert arm["reached"] >= 100
        assert arm["reached"] > len(arm["ends"]) / 3


def test_what_is_public_is_reached_by_the_same_way(report: dict[str, Any]) -> None:
    arm = report["guarded public"]
    assert arm["reached"] == len(arm["ends"]) == 22
    assert set(arm["ends"].values()) == {"HTTP 200"}


@pytest.mark.parametrize("way", ["source", "rebinding", "discovery", "opml", "callback"])
def test_every_attack_ends_with_a_reason(report: dict[str, Any], way: str) -> None:
    ends = report[f"guarded {way}"]["ends"].values()
    assert not [end for end in ends if not end or end.startswith("HTTP")]


def test_the_guard_says_which_address_it_refused(report: dict[str, Any]) -> None:
    ends = report["guarded source"]["ends"]
    for url, start in (
        ("http://127.0.0.1:18080/secret", "address 127.0.0.1 refused: loopback"),
        ("http://2852039166:18080/secret", "address 169.254.169.254 refused: link-local"),
        ("http://[fd00:ec2::254]:18080/secret", "address fd00:ec2::254 refused: private network"),
        ("http://[::1]:18080/secret", "address ::1 refused: loopback"),
        ("http://localtest.me:18080/secret", "address "),
    ):
        assert ends[url].startswith(start)


def test_a_name_is_judged_by_the_address_that_it_has_now(report: dict[str, Any]) -> None:
    ends = report["guarded rebinding"]["ends"]
    assert ends["169.254.169.254"].startswith("address 169.254.169.254 refused: link-local")
    assert all("refused" in end for end in ends.values())
    assert report["open rebinding"]["ends"]["169.254.169.254"] == "HTTP 200"


def test_one_hostile_answer_of_a_name_ends_the_request_once_it_is_tried(
    report: dict[str, Any],
) -> None:
    ends = report["guarded name"]["ends"]
    assert all("refused" in end for name, end in ends.items() if name.startswith("dns "))
    mixed = [end for name, end in ends.items() if name.startswith("mixed ")]
    assert all("refused" in end or end == "HTTP 200" for end in mixed)  # by the public address
    assert len([end for end in mixed if "refused" in end]) > 10
