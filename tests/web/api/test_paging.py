"""Lists by pages, while things come and go."""

import re
import tempfile
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feedsvc.store.polls import Poll, add
from tests.web.api.desk import House, build, copy_entries, unbounded

LISTS = ("/sources", "/channels", "/entries", "/polls", "/withdrawals")


@pytest.fixture(scope="module")
def busy() -> Iterator[House]:
    with tempfile.TemporaryDirectory() as folder:
        house = House(Path(folder), build(Path(folder), articles=9), unbounded())
        house.editor(
            "POST", "/withdrawals",
            {"entries": [f"https://herald.example/{n}" for n in range(1, 8)], "reason": "So."},
        )  # fmt: skip
        yield house
        house.rig.database.close()


def pages(
    house: House, address: str, between: Callable[[], object] = lambda: None
) -> list[list[dict[str, Any]]]:
    """Each page of a list, by the address that the one before names."""
    found, path = [], address.partition("?")[0]
    while address:
        answer = house.editor("GET", address)
        assert answer.status_code == 200
        found.append(answer.json["items"])
        link = re.fullmatch(r'<(\?[^>]+)>; rel="next"', answer.headers.get("Link", ""))
        assert bool(link) == (answer.json["next"] is not None)
        address = path + link[1] if link else ""
        between()
    return found


def names(items: list[dict[str, Any]]) -> list[object]:
    return [one.get("name") or one.get("id") or one["entry"] for one in items]


@pytest.mark.parametrize("path", LISTS)
def test_pages_hold_what_the_list_holds(busy: House, path: str) -> None:
    whole = names(busy.editor.get(f"{path}?limit=200")["items"])
    for limit in (1, 2, 3, len(whole)):
        found = pages(busy, f"{path}?limit={limit}")
        assert [name for page in found for name in names(page)] == whole
        assert all(len(page) == limit for page in found[:-1])
        assert found[-1]


def test_filters_stay_on_the_next_page(busy: House) -> None:
    found = pages(busy, "/entries?source=herald&q=story&limit=2")
    assert len(found) > 2
    assert {one["source"] for page in found for one in page} == {"herald"}


WORDS = st.text("abhnstz", min_size=1, max_size=5)
HAPPENINGS = st.tuples(st.sampled_from(("source", "channel", "poll", "entry")), WORDS)


def happen(house: House, what: str, word: str) -> None:
    match what:
        case "source":
            body = {"name": word, "url": f"https://{word}.example/"}
            if house.editor("POST", "/sources", body).status_code == 409:
                house.editor("DELETE", f"/sources/{word}")
        case "channel":
            house.editor("POST", "/channels", {"name": word, "tags": ["sea"]})
        case "poll":
            poll = Poll(house.rig.now(), "fetched", 200, 0, 0, 1, 0.1, "")
            add(house.rig.database.statements(), [(1, poll)])
        case _:
            copy_entries(house, 1)


@settings(max_examples=15, deadline=None)
@given(st.sampled_from(LISTS), st.integers(1, 4), st.lists(HAPPENINGS, max_size=12), st.randoms())
def test_what_comes_and_goes_between_pages_shifts_nothing(
    busy: House, path: str, limit: int, happenings: list[tuple[str, str]], chance: Random
) -> None:
    before = names(busy.editor.get(f"{path}?limit=200")["items"])
    waiting = iter(happenings)

    def something_happens() -> None:
        for what, word in islice(waiting, chance.randint(0, 3)):
            happen(busy, what, word)

    shown = pages(busy, f"{path}?limit={limit}", something_happens)
    found = [name for page in shown for name in names(page)]
    after = set(names(busy.editor.get(f"{path}?limit=200")["items"]))
    stayed = [name for name in before if name in after]
    assert len(found) == len(set(found))
    assert [name for name in found if name in set(stayed)] == stayed
