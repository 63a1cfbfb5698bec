"""What holds of a channel and its archives whatever happens to their entries (RFC 5005 4)."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from feedsvc.flows import curate
from feedsvc.model.channel import Channel
from feedsvc.model.held import Held, State
from feedsvc.publish.moments import rfc3339
from feedsvc.store import entries
from tests.flows.subscriber import ATOM, FULL, TOMBSTONE, chain, listed, strict
from tests.rig import FORMATS, Rig, item, rss, source

HERALD, QUAY = "https://herald.example/feed.xml", "https://quay.example/feed.xml"
LIMIT = 3
CHANNELS = (Channel(name="all", title="All", sources=("*",), limit=LIMIT),)
TWO = (source(permission=FULL), source("quay", permission=FULL))
EMPTY = "empty.sqlite3"
made = count()
places = st.integers(0, 1)
some = st.lists(st.integers(1, 9), min_size=1, max_size=5, unique=True)
steps = st.lists(
    st.one_of(
        st.tuples(st.just("poll"), places, some),
        st.tuples(st.just("edit"), places, some),
        st.tuples(st.just("withdraw"), places, some),
        st.tuples(st.just("restore"), places, some),
        st.tuples(st.just("switch"), places, st.just([])),
        st.tuples(st.just("look"), places, st.just([])),
    ),
    min_size=2,
    max_size=14,
)


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    with TemporaryDirectory() as name:
        Rig(f"sqlite:///{name}/{EMPTY}", ()).database.close()
        yield Path(name)


@dataclass
class Course:
    """Two sources whose articles come, change, go and come back in any order.

    Attributes:
        texts: What the upstreams say: place of the source and number of the article to text.
        off: Places of the sources that are switched off.
        sealed: Format and number of every archive to its bytes when it was first seen whole.
    """

    rig: Rig
    texts: dict[tuple[int, int], str] = field(default_factory=dict)
    off: set[int] = field(default_factory=set)
    sealed: dict[tuple[str, int], bytes] = field(default_factory=dict)

    def take(self, step: str, place: int, numbers: list[int]) -> None:
        match step:
            case "poll" | "edit" if place not in self.off:
                for one in ((place, number) for number in numbers):
                    if step == "edit" or one not in self.texts:
                        self.texts[one] = f"Text {next(made)} of {one}."
                self._poll(place)
            case "withdraw" | "restore":
                stored = self.stored()
                ids = {f"tag:{place}.example,2026:{number}" for number in numbers}
                now = self.rig.now()
                if step == "withdraw":
                    curate.withdraw(self.rig.database, sorted(ids & stored.keys()), "", now, "Ada")
                else:
                    curate.restore(self.rig.database, sorted(ids & stored.keys()), now)
            case "switch":
                self.off ^= {place}
                self.rig.provision(
                    tuple(replace(one, enabled=at not in self.off) for at, one in enumerate(TWO))
                )
            case "look":
                self.look()

    def stored(self) -> dict[str, Held]:
        """Every entry by its published id."""
        listed = entries.listed(self.rig.database.statements(), [], most=99)
        return {one.public_id: one for one in listed}

    def shown(self) -> dict[str, Held]:
        """Those that are published by a source that is switched on."""
        names = {TWO[place].name for place in (0, 1) if place not in self.off}
        return {
            uid: one for uid, one in self.stored().items()
            if one.state is State.PUBLISHED and one.source in names
        }  # fmt: skip

    def look(self) -> None:
        """Walk the chain in every format and hold it to the law."""
        publisher, shown = self.rig.publisher(), self.shown()
        is_whole = len(shown) == len(self.stored())
        for form in FORMATS:
            documents = chain(publisher, form=form)
            found = [listed(body, form) for body in documents]
            assert len(found[0]) <= LIMIT
            assert all(len(set(one)) == len(one) for one in found)
            assert {one for some in found for one in some} == shown.keys()
            for number, body in enumerate(reversed(documents[1:]), 1):
                if is_whole:
                    assert self.sealed.setdefault((form, number), body) == body
            if form == "atom":
                stones = {one.get("ref") for one in strict(documents[0]).iter(TOMBSTONE)}
                gone = self.stored().keys() - shown.keys()
                assert stones <= gone
                assert stones or not gone or self.off

    def settled(self) -> None:
        """Who keeps the latest copy of each entry has each as it is, and dated as it is."""
        self.rig.moment += timedelta(days=3)
        latest: dict[str, tuple[str, str]] = {}
        for body in chain(self.rig.publisher()):
            for entry in strict(body).findall(f"{ATOM}entry"):
                uid = str(entry.findtext(f"{ATOM}id"))
                copy = str(entry.findtext(f"{ATOM}updated")), "".join(entry.itertext())
                if uid not in latest or copy[0] > latest[uid][0]:
                    latest[uid] = copy
        for uid, held in self.shown().items():
            updated, text = latest[uid]
            assert updated == rfc3339(held.update_due or held.updated)
            assert held.entry.summary is not None
            assert held.entry.summary.value in text

    def _poll(self, place: int) -> None:
        items = [
            item(number, title=f"{place} {number}", text=text).replace("herald", str(place))
            for (of, number), text in self.texts.items()
            if of == place
        ]
        self.rig.web.pages[(HERALD, QUAY)[place]] = rss(*items, more=f"<ttl>{next(made)}</ttl>")
        self.rig.poll(TWO[place].name)


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(steps)
def test_document_and_archives_together_hold_everything_and_archives_stay(
    folder: Path, course: list[tuple[str, int, list[int]]]
) -> None:
    path = folder / f"{next(made)}.sqlite3"
    shutil.copy(folder / EMPTY, path)
    taken = Course(Rig(f"sqlite:///{path}", TWO, CHANNELS))
    for step in course:
        taken.take(*step)
    taken.look()
    taken.settled()
    taken.rig.database.close()
