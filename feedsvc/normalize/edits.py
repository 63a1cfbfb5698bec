"""What counts as an edit of an entry: a change of its title or text.

Markup, white space, dates and counters alone are none (`changes.md` 3: 21 % of body edits are
markup only, two thirds of moved dates come without any edit).
"""

import re
from dataclasses import dataclass
from hashlib import blake2b

from feedsvc.model.entry import Entry, TextKind
from feedsvc.text.html import plain
from feedsvc.text.urls import loose_form

_COUNTED = "comments?|views?|likes?|shares?|replies|reply|reactions?|points?|votes?|upvotes?|reads?"
_UNIT = "seconds?|secs?|minutes?|mins?|hours?|hrs?|days?|weeks?|months?|years?"
_NUMBER = r"[0-9][0-9.,\u00a0\u202f]{0,14}[KkMm]?"
# Begins with a digit in any case: so the texts between numbers are passed over at once.
_NUMBERED = re.compile(rf"{_NUMBER}(?P<counted> ?(?i:{_COUNTED})\b)?")
_LABEL = re.compile(rf"\b(?:{_COUNTED}) ?[:(] ?\Z", re.IGNORECASE)
_LONGEST_LABEL = 14
_AGO = re.compile(rf"(?<![\w.,\u00a0\u202f])(?:{_NUMBER}|an?) (?:{_UNIT}) ago\b", re.IGNORECASE)
_IN_A_NUMBER = frozenset(".,\u00a0\u202f_")


@dataclass(frozen=True, slots=True)
class Words:
    """An entry as plain text.

    Attributes:
        title: Empty if there is none.
        texts: Its summary and contents, those that are not empty.
    """

    title: str
    texts: tuple[str, ...]


def words(entry: Entry) -> Words:
    """An entry as plain text; pictures and sounds alone count as their markup."""
    title = _plain(entry.title.value, entry.title.kind) if entry.title else ""
    texts = [
        _plain(text.value, text.kind) or (text.value if "src=" in text.value else "")
        for text in (entry.summary, *entry.contents)
        if text
    ]
    texts += [content.src for content in entry.contents if content.src]
    return Words(title, tuple(text for text in texts if text))


def digest(words: Words) -> bytes:
    """blake2b-16 of what makes an edit: title and text, without counters."""
    return _digest([words.title, *map(_uncounted, words.texts)])


def facts(entry: Entry) -> bytes:
    """blake2b-16 of what is kept up to date without being an edit.

    The address, the files without the queries that tell visitors apart, who wrote it and under
    which rights.
    """
    return _digest(
        [
            loose_form(entry.url) if entry.url else "",
            *(loose_form(file.url).partition("?")[0] for file in entry.enclosures),
            "\0",
            *(author.name for author in entry.authors),
            "\0",
            _plain(entry.rights.value, entry.rights.kind) if entry.rights else "",
            *entry.licences,
        ]
    )


def _uncounted(text: str) -> str:
    """A text without the counters in it."""
    calm = _NUMBERED.sub(_kept, _AGO.sub(" ", text) if " ago" in text else text)
    return " ".join(calm.split()) if calm != text else text


def _kept(number: re.Match[str]) -> str:
    text, start = number.string, number.start()
    before = text[start - 1 : start]
    if before.isalnum() or before in _IN_A_NUMBER:
        return number[0]
    if number["counted"] or _LABEL.search(text, max(start - _LONGEST_LABEL, 0), start):
        return " "
    return number[0]


def _digest(parts: list[str]) -> bytes:
    return blake2b("\0".join(parts).encode("utf-8", "surrogatepass"), digest_size=16).digest()


def _plain(value: str, kind: TextKind) -> str:
    return " ".join(value.split()) if kind is TextKind.TEXT else plain(value)
