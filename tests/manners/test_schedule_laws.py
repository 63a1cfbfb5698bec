"""Whatever servers answer and clocks do, nobody is asked too soon, and nobody is forgotten."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import pytest
from hypothesis import Phase, example, given, settings
from hypothesis import strategies as st

from feedsvc.model.source import Source
from feedsvc.net.http import Request, Response
from tests.manners.driven import TICK, Driven, driven
from tests.rig import Instant, item, rss

MINUTE, HOUR, DAY, YEAR = (timedelta(minutes=n) for n in (1, 60, 1440, 525_960))
LEAST, GREATEST = 20 * MINUTE, 6 * HOUR
FIRST, LAST = datetime(1990, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)
SLACK = 30 * MINUTE  # clocks of two machines may differ by some minutes
NAMES = {"one": "h.example", "two": "h.example", "three": "quay.example"}
HINTS = (
    "",
    "<ttl>1</ttl>",
    "<ttl>300</ttl>",
    "<ttl>99999999</ttl>",
    "<skipDays><day>Saturday</day><day>Sunday</day></skipDays>",
    "<skipHours>" + "".join(f"<hour>{hour}</hour>" for hour in range(24)) + "</skipHours>",
    "<skipHours><hour>0</hour><hour>1</hour><hour>23</hour></skipHours>",
)
RETRY_AFTERS = (
    "", "-1", "0", "60", "7200", "1000000000", "soon", "Sun, 01 Mar 2026 18:00:00 GMT",
    "Fri, 31 Dec 9999 23:59:59 GMT", "Thu, 01 Jan 1970 00:00:00 GMT",
)  # fmt: skip


BAD = ("500", "404", "403", "page", "nothing", "error", "cut")
NONE = st.just("")


class Said(NamedTuple):
    """An answer.

    Attributes:
        kind: What it is.
        keeps: Cache-Control, or the value of Retry-After.
        hint: An element of the channel.
    """

    kind: str
    keeps: str = ""
    hint: str = ""


class Step(NamedTuple):
    """The next answer, and by how much the clock on the wall is set after it."""

    said: Said
    jump: timedelta


keeping = st.sampled_from(["", "max-age=0", "max-age=60", "max-age=14400", "max-age=999999999"])
answers = (
    st.builds(Said, st.sampled_from(["changed", "equal"]), keeping, st.sampled_from(HINTS))
    | st.builds(Said, st.just("same"), keeping, NONE)
    | st.builds(Said, st.sampled_from(BAD), NONE, NONE)
    | st.builds(Said, st.sampled_from(["429", "503"]), st.sampled_from(RETRY_AFTERS), NONE)
)
jumps = st.just(timedelta(0)) | st.sampled_from(
    [sign * span for span in (MINUTE, 3 * HOUR, 30 * HOUR, 10 * YEAR) for sign in (1, -1)]
)
steps = st.lists(st.builds(Step, answers, jumps), min_size=1, max_size=20)


@dataclass
class World:
    """Servers that answer what the steps say, and a clock on the wall that is set by them.

    Attributes:
        elapsed: Time that has really passed, whatever the clock says.
        asked: When each source was asked, by that.
        until: When each source must have been heard of again.
        set_at: When the clock was last set.
    """

    steps: Iterator[Step]
    elapsed: timedelta = timedelta(0)
    asked: dict[str, list[timedelta]] = field(default_factory=dict)
    until: dict[str, timedelta] = field(default_factory=lambda: dict.fromkeys(NAMES, GREATEST))
    set_at: timedelta = -YEAR
    jump: timedelta = timedelta(0)
    numbers: Iterator[int] = field(default_factory=count)

    def __call__(self, request: Request) -> Response:
        name = request.url.rpartition("/")[2]
        step = next(self.steps, Step(Said("same"), timedelta(0)))
        self.jump += step.jump
        last = self.asked.get(name, [])
        if last and self.set_at < last[-1]:
            assert self.elapsed - last[-1] >= LEAST, f"{name} is asked too soon"
        self.asked.setdefault(name, []).append(self.elapsed)
        self._expect(name, step.said)
        return self._answer(request, step.said)

    def set_back(self, span: timedelta) -> None:
        """The clock was set back by so much, or on where that is negative.

        A source that was polled before the moment that is now keeps the moment that was chosen
        then: it waits for longer by what the clock was set back, which is twice as long at most.
        """
        self.set_at = self.elapsed
        for name, until in self.until.items():
            since = self.elapsed - self.asked.get(name, [self.elapsed])[-1]
            longer = span if timedelta(0) < span <= since + SLACK else timedelta(0)
            self.until[name] = self.elapsed + max(until - self.elapsed + longer, GREATEST)

    def _expect(self, name: str, said: Said) -> None:
        bound = GREATEST
        if said.kind in {"changed", "equal", "same"}:
            # A day is the most that may be asked for, and a weekend the longest that is skipped.
            bound = max(bound, DAY) + 2 * DAY
        if said.kind in {"429", "503"}:
            bound = max(bound, 2 * DAY)
            for other, host in NAMES.items():
                if host == NAMES[name]:
                    self.until[other] = self.elapsed + bound
        self.until[name] = self.elapsed + bound

    def _answer(self, request: Request, said: Said) -> Response:  # noqa: PLR0911 - one a kind
        keeps = {"cache-control": said.keeps} if said.keeps else {}
        match said.kind:
            case "changed":
                return Response(request.url, 200, keeps, self._document(said))
            case "equal":
                return Response(request.url, 200, keeps, rss(item(1), more=said.hint))
            case "same":
                etags = {"etag": '"1"'} | keeps
                if dict(request.headers)["If-None-Match"]:
                    return Response(request.url, 304, etags)
                return Response(request.url, 200, etags, rss(item(1)))
            case "page":
                return Response(request.url, 200, {}, b"<html><p>Hello</p></html>")
            case "nothing":
                return Response(request.url, 200)
            case "cut":
                return Response(request.url, 200, {}, rss(item(1), item(2))[:-60])
            case "error":
                return Response(request.url, 0, error="connection refused")
            case status:
                retry = {"retry-after": said.keeps} if said.keeps else {}
                return Response(request.url, int(status), retry)

    def _document(self, said: Said) -> bytes:
        return rss(*(item(next(self.numbers)) for _ in range(3)), more=said.hint)


def pass_on(world: World, work: Driven) -> None:
    """Let time pass until something is done; whoever is overdue by then is found out."""
    due = work.next()
    wait = max(due - work.rig.moment, timedelta(0)) if due else 100 * YEAR
    overdue = [n for n, until in world.until.items() if world.elapsed + wait > until + SLACK]
    assert not overdue, f"{overdue} are not asked for {wait}"
    world.elapsed += wait
    work.rig.moment += wait
    work.tick()
    while world.jump:
        before = work.rig.moment
        work.rig.moment = _within(work.rig.moment + world.jump)
        world.set_back(before - work.rig.moment)
        work.clock.mind_the_wall()
        world.jump = timedelta(0)
        work.tick()
    world.elapsed += TICK
    work.rig.moment += TICK


def _within(moment: datetime) -> datetime:
    return min(max(moment, FIRST), LAST)


SET_BACK_AFTER_A_LONG_WAIT = [
    Step(Said("changed"), timedelta(0)),
    Step(Said("503", "Sun, 01 Mar 2026 18:00:00 GMT"), timedelta(0)),
    Step(Said("429", "1000000000"), timedelta(0)),
    Step(Said("429", "1000000000"), 3 * HOUR),
    Step(Said("changed"), timedelta(0)),
    Step(Said("nothing"), -30 * HOUR),
]


@settings(max_examples=60, phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(steps)
@example(SET_BACK_AFTER_A_LONG_WAIT)
def test_no_look_is_too_soon_nor_too_late(script: list[Step]) -> None:
    world = World(iter(script))
    declared = tuple(Source(name=n, url=f"https://{host}/{n}") for n, host in NAMES.items())
    bounds = {"min_interval": LEAST, "max_interval": GREATEST}
    with (
        TemporaryDirectory() as folder,
        driven(Path(folder), declared, lambda _: Instant(world), **bounds) as work,
    ):
        for _ in range(len(script) + 12):
            pass_on(world, work)
        asked = sum(map(len, world.asked.values()))
        assert asked <= 3 + 3 * (world.elapsed / LEAST) + 3 * len(script)


@pytest.mark.parametrize("back", [10 * MINUTE, 3 * HOUR, 30 * HOUR, 3 * DAY, 10 * YEAR])
def test_a_clock_that_is_set_back_silences_nobody(tmp_path: Path, back: timedelta) -> None:
    declared = (Source(name="one", url="https://h.example/one"),)
    asked: list[str] = []

    def answer(request: Request) -> Response:
        asked.append(request.url)
        return Response(request.url, 200, {"etag": '"1"'}, rss(item(1)))

    with driven(
        tmp_path,
        declared,
        lambda _: Instant(answer),
    ) as work:
        work.tick()
        work.rig.moment -= back
        work.clock.mind_the_wall()
        work.tick()
        work.run(2 * HOUR)
    assert len(asked) >= 2
