"""Attacks through real children; all of them in full: `python -m tests.parse.endure ../shared`."""

import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pytest

from feedsvc.flows.read import read
from feedsvc.model.window import Sent, Window
from feedsvc.parse.pool import Pool
from tests.parse.attacks import MADE, rss, vectors
from tests.parse.endure import SECONDS, endured

QUICK = [
    name
    for name in MADE
    if not name.startswith(("10 MiB", "nested 1M", "items", "stray", "CESU", "JSON of 9 MB"))
    and not name.endswith(("2M", "4M", "1M", "9 MB", "100k"))
]
"""Those that take next to nothing to make and to read."""


@pytest.fixture(scope="module")
def pool() -> Iterator[Pool]:
    with Pool() as running:
        yield running


@pytest.mark.parametrize("name", QUICK)
def test_attack_ends_in_time_and_costs_no_other_document(pool: Pool, name: str) -> None:
    ending = endured(pool, name, MADE[name]())
    assert ending.kind in {"read", "refused"}
    assert ending.cpu < SECONDS
    assert "\n" not in ending.said


def test_every_tenth_of_the_vectors_is_read_or_refused(pool: Pool, shared: Path) -> None:
    for name, body in islice(vectors(shared), 0, None, 10):
        ending = endured(pool, name, body)
        assert ending.kind in {"read", "refused"}, name
        assert ending.cpu < SECONDS, name


@pytest.mark.parametrize(
    "small",
    [
        "quadratic entity x 5k",
        "newlines before the root 100k",
        "prolog of ENTITY 60k",
        "prolog of DOCTYPE 60k",
        "prolog of entities 60k",
        "attributes 16000",
        "author of 50k and an @",
        "author of a. x 50k and an @",
        "webMaster of 50k",
        "keywords 200k",
        "categories 50k",
        "an id of {{ x 500k",
        "references that are no characters",
    ],
)
def test_what_took_time_quadratic_in_its_size_is_read_in_no_time(small: str) -> None:
    body = MADE[small]()
    started = time.process_time()
    read(body, Sent("https://a.test/"), Window())
    assert time.process_time() - started < 2.5


def test_many_references_in_one_text_are_read_in_no_time() -> None:
    body = rss(f"<description><![CDATA[{'& ' * 500_000}]]></description>")
    started = time.process_time()
    (arriving,) = read(body, Sent("https://a.test/"), Window()).incoming
    assert time.process_time() - started < 2.5
    assert arriving.entry.summary


def test_entities_of_the_document_stay_and_those_of_others_are_not_fetched() -> None:
    declared = (
        '<!DOCTYPE rss [<!ENTITY a "one"><!ENTITY b SYSTEM "file:///etc/passwd">'
        '<!ENTITY c "&a;&a;">]>'
    )
    (arriving,) = read(
        rss("<title>&a; &b; &c;</title>", declared), Sent("https://a.test/"), Window()
    ).incoming
    assert arriving.entry.title
    assert arriving.entry.title.value.startswith("one")
    assert "root" not in arriving.entry.title.value
