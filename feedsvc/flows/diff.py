"""What changed from one revision of an entry to another, in words.

Pure, and bounded in time: words are compared within paragraphs that changed, up to a number of
them; beyond that a paragraph that changed is told as a whole.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from enum import StrEnum
from typing import NamedTuple

from feedsvc.model.entry import Content, Entry, Text, TextKind
from feedsvc.publish.plain import title_of
from feedsvc.text.html import plain

LONGEST = 200_000
"""Characters of a text that are compared."""

_MARKUP = 4
"""How many times as long as its text markup may be to be read to the end."""

_PARAGRAPHS = 800
"""Of a text that are compared one by one; what comes after them is one paragraph."""

_TITLE = 2_000
"""Characters of a title that are compared."""

_PAIRS = 2_000_000
"""Pairs of words that are compared in one diff: a tenth of a microsecond each, at worst."""

_OFTEN = 8
"""Times that a word or paragraph may be there and still be looked for by itself."""

_ALIKE = 0.35
"""Paragraphs that share less are told as one that went and another that came."""

_WORD = re.compile(r"\s+|\w+|[^\w\s]")
_ENDS = re.compile(
    r"</(?:p|div|li|h[1-6]|blockquote|pre|tr|figcaption|dd|dt|section|article)>|<br ?/?>|<hr ?/?>",
    re.IGNORECASE,
)


class Change(StrEnum):
    """What became of a piece of text."""

    SAME = "same"
    GONE = "gone"
    NEW = "new"


class Piece(NamedTuple):
    """Text that became one thing."""

    change: Change
    text: str


Paragraph = tuple[Piece, ...]


class Diff(NamedTuple):
    """What changed, of an entry as plain text.

    Attributes:
        title: Of the title.
        text: Of the text, a paragraph each; runs that stayed as they were are left out, and
            `None` stands for each.
        cut: The texts are longer than what is compared.
    """

    title: Paragraph
    text: tuple[Paragraph | None, ...]
    cut: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether neither title nor text tell of a change."""
        told = [self.title, *filter(None, self.text)]
        return all(piece.change is Change.SAME for one in told for piece in one)


def diff(before: Entry, after: Entry) -> Diff:
    """Tell what changed from one revision to another."""
    old, new = _paragraphs(before), _paragraphs(after)
    titles = [title_of(one) for one in (before, after)]
    budget = _Budget()
    return Diff(
        title=_words(titles[0][:_TITLE], titles[1][:_TITLE], budget),
        text=tuple(_folded(_compared(old.parts, new.parts, budget))),
        cut=old.is_cut or new.is_cut,
    )


def paragraphs(text: Text | Content) -> list[str]:
    """A text without markup, a paragraph each."""
    if text.kind is TextKind.TEXT:
        parts = text.value.splitlines()
    else:
        parts = [plain(part) for part in _ENDS.split(text.value)]
    return [part.strip() for part in parts if part.strip()]


class _Paragraphs(NamedTuple):
    """A text as it is compared."""

    parts: list[str]
    is_cut: bool


def _paragraphs(entry: Entry) -> _Paragraphs:
    """The text of an entry, its contents or else its summary, as far as it is compared."""
    texts = entry.contents or ((entry.summary,) if entry.summary else ())
    found: list[str] = []
    room = LONGEST
    for one in texts:
        for part in paragraphs(replace(one, value=one.value[: room * _MARKUP])):
            found.append(part[:room])
            room -= len(found[-1])
            if not room:
                return _Paragraphs(found, is_cut=True)
    rest = " ".join(found[_PARAGRAPHS:])
    return _Paragraphs([*found[:_PARAGRAPHS], rest] if rest else found, is_cut=False)


class _Budget:
    """How many pairs of words may still be compared."""

    def __init__(self) -> None:
        self._left = _PAIRS

    def allows(self, pairs: int) -> bool:
        if pairs > self._left:
            return False
        self._left -= pairs
        return True


def _compared(old: Sequence[str], new: Sequence[str], budget: _Budget) -> Iterator[Paragraph]:
    for tag, i1, i2, j1, j2 in _opcodes(old, new):
        if tag == "equal":
            yield from ((Piece(Change.SAME, one),) for one in old[i1:i2])
            continue
        pairs = min(i2 - i1, j2 - j1)
        for one, other in zip(old[i1 : i1 + pairs], new[j1 : j1 + pairs], strict=True):
            yield from _pair(one, other, budget)
        yield from ((Piece(Change.GONE, one),) for one in old[i1 + pairs : i2])
        yield from ((Piece(Change.NEW, one),) for one in new[j1 + pairs : j2])


def _pair(old: str, new: str, budget: _Budget) -> Iterator[Paragraph]:
    """Two paragraphs in one place: one that was edited, or two that have little in common."""
    pieces = _words(old, new, budget)
    same = sum(len(one.text) for one in pieces if one.change is Change.SAME)
    if same >= _ALIKE * max(len(old), len(new)):
        yield pieces
    else:
        yield (Piece(Change.GONE, old),)
        yield (Piece(Change.NEW, new),)


def _words(old: str, new: str, budget: _Budget) -> Paragraph:
    if old == new:
        return (Piece(Change.SAME, old),) if old else ()
    before, after = _WORD.findall(old), _WORD.findall(new)
    if not budget.allows(len(before) * len(after)):
        return tuple(
            Piece(change, text) for change, text in ((Change.GONE, old), (Change.NEW, new)) if text
        )
    pieces: list[Piece] = []
    for tag, i1, i2, j1, j2 in _opcodes(before, after):
        if tag == "equal":
            pieces.append(Piece(Change.SAME, "".join(before[i1:i2])))
            continue
        if i2 > i1:
            pieces.append(Piece(Change.GONE, "".join(before[i1:i2])))
        if j2 > j1:
            pieces.append(Piece(Change.NEW, "".join(after[j1:j2])))
    return tuple(pieces)


def _opcodes(
    before: Sequence[str], after: Sequence[str]
) -> Sequence[tuple[str, int, int, int, int]]:
    """What to do to get from one to the other.

    What is there often is taken for the same only beside what is not: with each place of it
    tried, the time would grow with the cube of the length.
    """
    often = {one for one, times in Counter(after).items() if times > _OFTEN}
    return SequenceMatcher(often.__contains__, before, after, autojunk=False).get_opcodes()


def _folded(paragraphs: Iterator[Paragraph]) -> Iterator[Paragraph | None]:
    """The paragraphs that changed; None for each run of those that did not."""
    is_run = False
    for one in paragraphs:
        is_same = all(piece.change is Change.SAME for piece in one)
        if not is_same:
            yield one
        elif not is_run:
            yield None
        is_run = is_same
