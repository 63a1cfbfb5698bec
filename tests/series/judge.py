"""What was published, compared with the truth."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from tests.series.captures import Entry, bare, beginning
from tests.series.replay import Item, Poll
from tests.series.truth import Step, Truth

_WEIGHTS = {"title": 4, "text": 3, "url": 3, "id": 1}
_SHORT = 120  # characters of a text in a message


@dataclass(frozen=True, slots=True)
class Deviation:
    """One thing that was published otherwise than the truth has it."""

    kind: str
    capture: str
    what: str


@dataclass(frozen=True)
class Judgement:
    """How a series went.

    Attributes:
        announced: Per poll the ids that were not published before, with the number of their
            article; None for one that resembles none.
        transitions: How many captures after the first are calm.
    """

    truth: Truth
    polls: tuple[Poll, ...]
    announced: tuple[Mapping[str, int | None], ...]
    deviations: tuple[Deviation, ...]
    transitions: int

    def of(self, kind: str) -> list[Deviation]:
        """The deviations of that kind."""
        return [one for one in self.deviations if one.kind == kind]

    def after(self, capture: str) -> Poll:
        """What was published after that capture."""
        return next(poll for poll in self.polls if poll.capture == capture)

    def step(self, capture: str) -> Step:
        """What that capture truly holds."""
        return next(step for step in self.truth.steps if step.capture.path.stem == capture)

    def new(self, capture: str) -> Mapping[str, int | None]:
        """What that capture was the first to have published."""
        return self.announced[self.polls.index(self.after(capture))]


AGAIN, NEVER, MERGED, MOVED, STRAY, RESTLESS = (
    "announced again", "never announced", "merged", "moved", "stray", "restless",
)  # fmt: skip


def judge(found: Truth, polls: Sequence[Poll]) -> Judgement:
    """Compare what was published with the truth."""
    ledger = _Ledger()
    announced = []
    for step, poll in zip(found.steps, polls, strict=True):
        ledger.learn(step)
        announced.append(ledger.look(poll))
    for number, entry in found.articles.items():
        if number not in ledger.shown:
            ledger.tell(NEVER, "", entry)
    transitions = 0
    for step, before, after in zip(found.steps[1:], polls, polls[1:], strict=False):
        transitions += step.calm
        if step.calm and before.documents != after.documents:
            ledger.tell(RESTLESS, after.capture, _difference(before, after))
    return Judgement(found, tuple(polls), tuple(announced), tuple(ledger.deviations), transitions)


@dataclass
class _Ledger:
    """Which published id belongs to which article."""

    deviations: list[Deviation] = field(default_factory=list)
    shown: set[int] = field(default_factory=set)
    _sightings: dict[tuple[str, str], set[int]] = field(default_factory=lambda: defaultdict(set))
    _entries: dict[int, Entry] = field(default_factory=dict)
    _owners: dict[str, list[int]] = field(default_factory=dict)
    _seen: dict[str, Item] = field(default_factory=dict)

    def tell(self, kind: str, capture: str, what: object) -> None:
        self.deviations.append(Deviation(kind, capture, str(what)))

    def learn(self, step: Step) -> None:
        """Know the articles of a capture as it has them."""
        for number, entry in step.articles.items():
            self._entries[number] = entry
            for name in _traits(entry.id, entry.link, entry.title, entry.text):
                self._sightings[name].add(number)

    def look(self, poll: Poll) -> dict[str, int | None]:
        """Take in what is published now; what is new in it."""
        fresh: list[Item] = []
        for item in poll.items:
            before = self._seen.get(item.id)
            if before is None:
                fresh.append(item)
            elif before != item:
                if before.published != item.published:
                    what = f"{before.published} -> {item.published} {item.title!r} {item.id}"
                    self.tell(MOVED, poll.capture, what)
                self._follow(poll, item)
            self._seen[item.id] = item
        # What can be told surely comes first, so that twins go to what is left.
        scored = sorted(((self._resembled(item), item) for item in fresh), key=_sureness)
        return {item.id: self._announce(poll, item, scores) for scores, item in scored}

    def _announce(self, poll: Poll, item: Item, scores: Mapping[int, int]) -> int | None:
        told = f"{item.title or bare(item.text)[:60]!r} {item.url} {item.id}"
        if not scores:
            self.tell(STRAY, poll.capture, told)
            return None
        most = max(scores.values())
        best = sorted(number for number, score in scores.items() if score == most)
        number = next((one for one in best if one not in self.shown), best[0])
        if number in self.shown:
            first = next(name for name, owned in self._owners.items() if owned[0] == number)
            self.tell(AGAIN, poll.capture, f"{told} <- {first} {self._entries[number]}")
        self.shown.add(number)
        self._owners[item.id] = [number]
        return number

    def _follow(self, poll: Poll, item: Item) -> None:
        """An item that changed may have become another article."""
        owners, scores = self._owners.get(item.id), self._resembled(item)
        if not scores:
            return
        if not owners:
            self._announce(poll, item, scores)
            return
        best, most = max(scores.items(), key=lambda pair: pair[1])
        if most > max(scores.get(owner, 0) for owner in owners):
            what = f"{item.id}: {self._entries[owners[-1]]} => {self._entries[best]}"
            self.tell(MERGED, poll.capture, what)
            owners.append(best)
            self.shown.add(best)

    def _resembled(self, item: Item) -> dict[int, int]:
        scores: Counter[int] = Counter()
        for name in _traits(item.id, item.url, item.title, item.text):
            for number in self._sightings.get(name, ()):
                scores[number] += _WEIGHTS[name[0]]
        return dict(scores)


def _traits(id: str, url: str, title: str, text: str) -> list[tuple[str, str]]:  # noqa: A002 - its name
    traits = {"id": id, "url": url, "title": bare(title), "text": beginning(text)}
    return [(kind, value) for kind, value in traits.items() if value]


def _sureness(scored: tuple[Mapping[int, int], Item]) -> int:
    return -max(scored[0].values(), default=0)


def _difference(before: Poll, after: Poll) -> str:
    forms = [
        form for form, document in after.documents.items() if document != before.documents[form]
    ]
    old = {item.id: item for item in before.items}
    new = {item.id: item for item in after.items}
    gone = [f"-{key}" for key in old.keys() - new.keys()]
    come = [f"+{key} {new[key].title!r}" for key in new.keys() - old.keys()]
    both = [
        f"~{key} {name}: {_short(getattr(old[key], name))} -> {_short(getattr(new[key], name))}"
        for key in old.keys() & new.keys()
        for name in Item.__slots__
        if getattr(old[key], name) != getattr(new[key], name)
    ]
    return " ".join([*forms, *sorted(gone + come + both)])


def _short(value: str) -> str:
    return repr(value if len(value) < _SHORT else f"{value[:_SHORT]}... {len(value)}")


# --- by hand ----------------------------------------------------------------------
