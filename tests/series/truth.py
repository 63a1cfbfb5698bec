"""Which articles a series truly holds: see `tests.series`."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from tests.series.captures import Capture, Entry, bare, beginning


@dataclass(frozen=True, slots=True)
class Join:
    """An entry that was recognized by something else than its id, or that changed entirely."""

    capture: str
    why: str
    before: Entry
    after: Entry


@dataclass(frozen=True, slots=True)
class Step:
    """What a capture truly holds.

    Attributes:
        articles: Its entries by the number of the article.
        new: Numbers of articles that no capture before it had.
        edited: Numbers of articles whose title or text changed.
        touched: Numbers of articles of which only link or enclosures changed, or that only a
            doubtful capture had before.
        renamed: Whether the feed says something else of itself than before.
    """

    capture: Capture
    articles: Mapping[int, Entry]
    new: frozenset[int] = frozenset()
    edited: frozenset[int] = frozenset()
    touched: frozenset[int] = frozenset()
    renamed: bool = False

    @property
    def calm(self) -> bool:
        """Whether nothing in it is to show outside."""
        return not (self.new or self.edited or self.touched or self.renamed)


@dataclass(frozen=True)
class Truth:
    """The articles of a series and where they stand."""

    steps: tuple[Step, ...]
    joins: tuple[Join, ...]

    @cached_property
    def articles(self) -> Mapping[int, Entry]:
        """Each article as it was first seen in a sound capture."""
        found: dict[int, Entry] = {}
        for step in self.steps:
            for number, entry in step.articles.items() if step.capture.sound else ():
                found.setdefault(number, entry)
        return found


def truth(documents: Sequence[Capture]) -> Truth:
    """Tell which entries of the captures are the same article."""
    chain = _Chain()
    rows = [chain.follow(document) if document.sound else {} for document in documents]
    steps = []
    last: dict[int, Entry] = {}
    seen: set[int] = set()
    about: tuple[str, ...] | None = None
    for document, row in zip(documents, rows, strict=True):
        if document.sound:
            changed = {number for number in row if number in last and row[number] != last[number]}
            edited = {number for number in changed if row[number].said != last[number].said}
            pointed = {number for number in changed if row[number].points != last[number].points}
            steps.append(
                Step(
                    document,
                    row,
                    new=frozenset(row.keys() - seen),
                    edited=frozenset(edited),
                    touched=frozenset(pointed - edited | (row.keys() & seen) - last.keys()),
                    renamed=about not in (None, document.about),
                )
            )
            last |= row
            about = document.about
        else:
            found = chain.recognize(document)
            steps.append(Step(document, found, frozenset(found.keys() - seen)))
        seen |= steps[-1].articles.keys()
    return Truth(tuple(steps), tuple(chain.joins))


class _Chain:
    """Matches the entries of one capture after the other with the articles before them."""

    tiers = ("id", "link", "title+date", "date+text")

    def __init__(self) -> None:
        self.joins: list[Join] = []
        self._known: dict[tuple[str, str], int] = {}
        self._titles: dict[str, int] = {}
        self._latest: dict[int, Entry] = {}
        self._previous: dict[int, Entry] = {}

    def follow(self, document: Capture) -> dict[int, Entry]:
        """The articles of a sound capture, those that are new included."""
        found, left = self._match(document.entries)
        for entry, why, number in self._by_title(left, found):
            found[number] = entry
            self._note(document, why, number, entry)
            left.remove(entry)
        for entry in left:
            found[len(self._latest) + sum(other not in self._latest for other in found)] = entry
        names = _names(document.entries)
        for number, entry in found.items():
            self._known |= {(tier, value): number for tier, value in names[entry].items() if value}
            self._titles[bare(entry.title)] = number
        self._note_turnarounds(document, found)
        self._latest |= found
        self._previous = found
        return found

    def recognize(self, document: Capture) -> dict[int, Entry]:
        """The articles in a doubtful capture, once all sound ones were followed."""
        found, left = self._match(document.entries)
        for entry in left:
            number = self._titles.get(bare(entry.title))
            if entry.title and number is not None:
                found.setdefault(number, entry)
        return found

    def _match(self, entries: Sequence[Entry]) -> tuple[dict[int, Entry], list[Entry]]:
        names = _names(entries)
        found: dict[int, Entry] = {}
        left = list(entries)
        for tier in self.tiers:
            for entry in tuple(left):
                number = self._known.get((tier, names[entry][tier]))
                if number is not None and number not in found:
                    if tier == "link" and not self._alike(number, entry):
                        continue
                    found[number] = entry
                    left.remove(entry)
                    if tier != "id" and (entry.id or tier != "link"):
                        self._pending.append((tier, number, entry))
        return found, left

    def _alike(self, number: int, entry: Entry) -> bool:
        before = self._latest[number]
        if not (before.id and entry.id) or before.id == entry.id:
            return True
        pairs = ((before.title, entry.title), (before.text, entry.text))
        return any(beginning(old) == beginning(new) != "" for old, new in pairs)

    @cached_property
    def _pending(self) -> list[tuple[str, int, Entry]]:
        return []

    def _by_title(
        self, left: Sequence[Entry], found: Mapping[int, Entry]
    ) -> list[tuple[Entry, str, int]]:
        """The entries that are articles by their title alone."""
        names = _names([*left, *found.values()])
        matches, taken = [], set(found)
        for entry in left:
            alone = names[entry]
            number = self._titles.get(bare(entry.title)) if alone["title"] else None
            nameless = not (alone["id"] or alone["link"])
            if number is None or number in taken or not (nameless or number in self._previous):
                continue
            taken.add(number)
            matches.append((entry, "title", number))
        return matches

    def _note(self, document: Capture, why: str, number: int, entry: Entry) -> None:
        self.joins.append(Join(document.path.stem, why, self._latest[number], entry))

    def _note_turnarounds(self, document: Capture, found: Mapping[int, Entry]) -> None:
        for tier, number, entry in self._pending:
            self._note(document, tier, number, entry)
        self._pending.clear()
        for number, entry in found.items():
            before = self._latest.get(number, entry)
            if bare(before.title) != bare(entry.title) and bare(before.text) != bare(entry.text):
                self._note(document, "title and text changed", number, entry)


def _names(entries: Sequence[Entry]) -> dict[Entry, dict[str, str]]:
    """By what each entry can be recognized: what no other of them has too."""
    named = {
        entry: {
            "id": entry.id,
            "link": entry.link,
            "title+date": f"{bare(entry.title)} {entry.date}" if entry.title and entry.date else "",
            "date+text": f"{entry.date} {beginning(entry.text)}"
            if entry.text and entry.date
            else "",
            "title": bare(entry.title),
        }
        for entry in entries
    }
    counts = Counter(name for names in named.values() for name in names.items())
    return {
        entry: {tier: value if counts[tier, value] == 1 else "" for tier, value in names.items()}
        for entry, names in named.items()
    }
