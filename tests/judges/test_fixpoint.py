"""Subscribing to our own output adds nothing and loses nothing (standards T5)."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from feedsvc.publish.formats import Format
from tests.judges import passes, upstream
from tests.judges.passes import Passed

SAMPLE = 9  # every so manieth document, and all naughty strings: three services, three formats
FIRST_PASS = {Format.ATOM: 5, Format.RSS: 5, Format.JSON: 3}
"""Documents, of some 500, that their first pass changed when last measured; never more.

What those that are naughty strings have in titles and addresses; the order of entries of one
moment, where upstream's order is lost; the language of a `source` that has but a title.
"""
_TELLING = 15


@pytest.fixture(scope="module")
def passed(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Passed]:
    everything = upstream.documents(shared)
    chosen = [one for one in everything[::SAMPLE] if "naughty" not in one.name]
    chosen += [one for one in everything if "naughty" in one.name]
    return list(passes.passed_on(chosen, tmp_path_factory.mktemp("passes")))


def differences(one: Passed, before: int, after: int) -> Iterator[str]:
    """What the document of one instance has otherwise than that of the one that it pulls."""
    was, became = (passes.essence(one.bodies[place], one.form) for place in (before, after))
    if set(was) != set(became):
        yield f"ids: {set(was) ^ set(became)}"
    elif [name for name in was if passes.is_dated(was[name])] != [
        name for name in became if passes.is_dated(was[name])
    ]:
        yield "order"
    for name in was.keys() & became.keys():
        guessed = passes.guessed(was[name]) if not before else frozenset()
        old, now = (
            [line for line in lines if line.partition("=")[0] not in guessed]
            for lines in (was[name], became[name])
        )
        lost, new = Counter(old), Counter(now)
        changed = [f"-{line}" for line in lost - new] + [f"+{line}" for line in new - lost]
        for line in changed or (["order within"] if old != now else []):
            field = line.partition("=")[0] if "=" in line else line
            yield f"{field}: {name}: {_ending(line)}"


def _ending(line: str) -> str:
    return line if len(line) < 300 else f"{line[:80]} … {line[-200:]}"


@pytest.mark.parametrize("form", Format)
@pytest.mark.parametrize(("before", "after"), [(1, 2), (0, 1)], ids=["second pass", "first pass"])
def test_a_further_pass_changes_no_more_than_the_way(
    passed: list[Passed], form: Format, before: int, after: int
) -> None:
    found = [
        f"{one.label}: {difference}"
        for one in passed
        if one.form is form
        for difference in differences(one, before, after)
    ]
    fields = Counter(line.split(": ", 2)[1] for line in found)
    documents = {line.partition(": ")[0] for line in found}
    most = 0 if before else FIRST_PASS[form]
    assert len(documents) <= most, "\n".join([f"{fields.most_common()}", *found[:_TELLING]])


@pytest.mark.parametrize("form", Format)
def test_each_pass_adds_one_hop(passed: list[Passed], form: Format) -> None:
    found = []
    for one in passed:
        if one.form is not form:
            continue
        for place, body in enumerate(one.bodies):
            ways = passes.hops(body, form)
            steps = {tuple(address.split("/channels/")[0] for address in way) for way in ways}
            wanted = tuple(site.url for site in passes.SITES[:place])
            found += [f"{one.label}: {place + 1}: {step}" for step in steps if step != wanted]
    assert not found, "\n".join(found[:_TELLING])


def test_something_was_passed_on(passed: list[Passed]) -> None:
    entries = sum(len(passes.essence(one.bodies[2], one.form)) - 1 for one in passed)
    assert entries > len(passed)
