"""An entry without the passages that the operator has taken out of its text."""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from html import escape
from typing import TypeVar

from feedsvc.model.entry import Content, Entry, Extension, Text, TextKind
from feedsvc.text.html import plain
from feedsvc.text.pictures import without_paragraphs

AnyText = TypeVar("AnyText", Text, Content)
_PROSE = frozenset({"itunes:subtitle", "itunes:summary", "media:description", "media:text"})
_NO_PROSE = frozenset({"podcast:license", "podcast:person"})
_MOST = 256
"""Passages that are looked for in extensions; an upstream could write thousands of them."""
_BLANK_LINE = re.compile(r"(\n\s*\n)")


def without_passages(entry: Entry, remove: tuple[str, ...]) -> Entry:
    """Leave out every paragraph that one of the expressions matches from end to end.

    An extension is left out where its text is such a paragraph, or repeats one.

    Args:
        entry: It as it is stored.
        remove: Regular expressions.
    """
    left = _Left(remove)
    made = replace(
        entry,
        summary=left.text(entry.summary) if entry.summary else None,
        contents=tuple(map(left.text, entry.contents)),
    )
    return replace(made, extensions=tuple(left.extensions(entry.extensions)))


class _Left:
    """What is left of texts, and what was taken out of them."""

    def __init__(self, remove: tuple[str, ...]) -> None:
        self._patterns = _compiled(remove)
        self._gone: set[str] = set()

    def text(self, one: AnyText) -> AnyText:
        if one.kind is not TextKind.TEXT:
            return replace(one, value=without_paragraphs(one.value, self._unwanted))
        parts = _BLANK_LINE.split(one.value)
        kept = [part for part in parts if not self._unwanted(escape(part))]
        return replace(one, value="".join(kept).strip()) if len(kept) < len(parts) else one

    def extensions(self, extensions: tuple[Extension, ...]) -> Iterator[Extension]:
        """Those that repeat nothing that is unwanted; told after all texts."""
        for one in extensions:
            if _is_prose(one.name) and self._repeats(one.text):
                continue
            children = tuple(self.extensions(one.children))
            if one.children and not (children or one.attributes or one.text):
                continue
            yield replace(one, children=children) if children != one.children else one

    def _unwanted(self, markup: str) -> bool:
        words = plain(markup)
        found = any(pattern.fullmatch(words) for pattern in self._patterns)
        if found and words and len(self._gone) < _MOST:
            self._gone.add(words)
        return found

    def _repeats(self, text: str) -> bool:
        """Its line breaks are folded: a paragraph that is gone may stand within one line."""
        words = " ".join(text.split())
        if not words:
            return False
        return any(pattern.fullmatch(words) for pattern in self._patterns) or any(
            f" {gone} " in f" {words} " for gone in self._gone
        )


def _is_prose(name: str) -> bool:
    """Whether an element may hold a passage; who owns what is none."""
    return name in _PROSE or (name.startswith("podcast:") and name not in _NO_PROSE)


@lru_cache(maxsize=256)
def _compiled(remove: tuple[str, ...]) -> tuple[re.Pattern[str], ...]:
    return tuple(map(re.compile, remove))
