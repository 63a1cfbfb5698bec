"""What holds for every sequence of documents, through the real path (`changes.md` 5)."""

import shutil
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import timedelta
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from feedsvc.jobs.worker import LEASE
from feedsvc.model.view import Showing
from tests.rig import Rig, rss, source

HERALD, QUAY = "https://herald.example/feed.xml", "https://quay.example/feed.xml"


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    with TemporaryDirectory() as made:
        prepared = Rig(f"sqlite:///{made}/{EMPTY}", ())
        prepared.database.close()
        yield Path(made)


def item(guid: str, link: str, title: str, text: str, hour: int) -> str:
    named = f"<guid isPermaLink='false'>{guid}</guid>" if guid else ""
    linked = f"<link>https://herald.example/{link}</link>" if link else ""
    dated = f"<pubDate>Sun, 01 Mar 2026 {hour:02}:00:00 GMT</pubDate>" if hour else ""
    said = f"<title>{title}</title><description>{text}</description>"
    return f"<item>{named}{linked}{said}{dated}</item>"


EMPTY = "empty.sqlite3"
numbers = count()
few = st.sampled_from(["", "a", "b", "c"])
awkward = st.builds(item, few, few, few, few, st.integers(0, 3))
documents = st.lists(awkward, max_size=6)
courses = st.lists(documents, min_size=1, max_size=5)
well_named = st.lists(
    st.integers(1, 40).map(
        lambda n: item(f"tag:herald.example,2026:{n}", str(n), f"Story {n}", f"Text {n}", n % 9 + 1)
    ),
    min_size=1,
    max_size=8,
    unique=True,
)
lawful = settings(max_examples=50, suppress_health_check=[HealthCheck.too_slow])


def rig_in(folder: Path, *names: str) -> Rig:
    path = folder / f"{next(numbers)}.sqlite3"
    shutil.copy(folder / EMPTY, path)
    return Rig(f"sqlite:///{path}", tuple(map(source, names or ("herald",))))


def poll(rig: Rig, document: Sequence[str]) -> tuple[int, int]:
    """Poll a document whose bytes were never there before: an old copy would be passed over."""
    rig.web.pages[HERALD] = rss(*document, more=f"<ttl>{next(numbers)}</ttl>")
    return again(rig)


def again(rig: Rig) -> tuple[int, int]:
    account = rig.poll("herald")["herald"]
    return account.new, account.updated


def shown(rig: Rig) -> tuple[Showing, ...]:
    return rig.publisher().view("source-herald").showings


def ids(rig: Rig) -> list[str]:
    return [showing.held.public_id for showing in shown(rig)]


@lawful
@given(courses)
def test_polling_is_idempotent(folder: Path, course: list[list[str]]) -> None:
    rig = rig_in(folder)
    for document in course:
        poll(rig, document)
    before, bytes_before = rig.rows(), rig.documents()
    assert again(rig) == (0, 0)
    assert poll(rig, course[-1]) == (0, 0)
    assert rig.rows()["entries"] == before["entries"]
    assert rig.documents() == bytes_before
    rig.database.close()


@lawful
@given(courses, st.data())
def test_another_order_of_a_documents_entries_changes_nothing(
    folder: Path, course: list[list[str]], data: st.DataObject
) -> None:
    rig = rig_in(folder)
    for document in course:
        poll(rig, document)
    bytes_before = rig.documents()
    assert poll(rig, data.draw(st.permutations(course[-1]))) == (0, 0)
    assert rig.documents() == bytes_before
    rig.database.close()


@lawful
@given(well_named, st.data())
def test_a_part_followed_by_the_whole_loses_and_doubles_nothing(
    folder: Path, whole: list[str], data: st.DataObject
) -> None:
    rig = rig_in(folder)
    part = data.draw(st.lists(st.sampled_from(whole), unique=True))
    poll(rig, whole)
    before = ids(rig)
    assert len(before) == len(whole)
    poll(rig, part)
    assert poll(rig, whole)[0] == 0
    assert ids(rig) == before
    other = rig_in(folder)
    poll(other, part)
    poll(other, whole)
    assert sorted(ids(other)) == sorted(before)
    rig.database.close()
    other.database.close()


@lawful
@given(documents, courses)
def test_no_documents_of_one_source_change_an_entry_of_another(
    folder: Path, theirs: list[str], course: list[list[str]]
) -> None:
    rig = rig_in(folder, "herald", "quay")
    rig.web.pages[QUAY] = rss(*theirs, title="Quay")
    rig.poll("quay")
    owner = rig.database.connection().execute
    query = "SELECT e.* FROM entries e JOIN sources s ON s.id = e.source_id WHERE s.name = 'quay'"
    before, atom = owner(query).fetchall(), rig.documents()["source-quay.atom"]
    for document in course:
        poll(rig, document)
    assert owner(query).fetchall() == before
    assert rig.documents()["source-quay.atom"] == atom
    rig.database.close()


def dying(rig: Rig, at: int) -> None:
    """Poll, and have the store refuse everything from its so many-th step on."""
    steps = count(1)
    connection = rig.database.connection()
    connection.set_progress_handler(lambda: int(next(steps) >= at), 25)
    with suppress(sqlite3.OperationalError):
        rig.poll("herald")
    rig.database.close()


@lawful
@given(well_named, well_named, st.integers(1, 120))
def test_who_is_interrupted_anywhere_and_polls_again_has_the_same_store(
    folder: Path, before: list[str], after: list[str], at: int
) -> None:
    calm, cut = rig_in(folder), rig_in(folder)
    for rig in (calm, cut):
        poll(rig, before)
        rig.web.pages[HERALD] = rss(*after)
    calm.poll("herald")
    dying(cut, at)
    cut.moment = calm.moment - timedelta(hours=1) + LEASE
    cut.poll("herald")
    assert ids(cut) == ids(calm)
    of_both = [
        [(one.held.public_id, one.held.published, one.held.entry) for one in shown(rig)]
        for rig in (calm, cut)
    ]
    assert of_both[0] == of_both[1]
    calm.database.close()
    cut.database.close()
