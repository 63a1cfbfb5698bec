"""What a licence speaks of by the words around it: a whole text, a part, or nothing told.

Whoever shows too little has lost nothing; so words that deny or limit anything nearby count as
if they spoke of a part. Each pattern is linear.
"""

import re
from enum import Enum, auto
from typing import NamedTuple

from feedsvc.text.folding import folded
from feedsvc.text.limits import (
    AND,
    BESIDE,
    BOILERPLATE,
    BUT_THE_WHOLE,
    DENIED,
    DENIED_BEHIND,
    EXCEPT_THIS,
    EXCEPTING,
    FOR,
    ITS_OWN,
    LIMITED,
    LIMITED_BEHIND,
    PLURAL,
    TAIL,
    WHOLE_EXCEPTED,
    WITHIN,
)
from feedsvc.text.nouns import PART, WHOLE

_NOUN = re.compile(rf"(?P<whole>{WHOLE})|{PART}")
_PART = re.compile(PART)
_CREDITED = re.compile(
    rf"\W*(?:\w+\W+){{0,2}}?(?:{PART})"
    r"(?:\W*\Z|[\w ]{0,24}?(?:[ ]?[:©]|\(c\)| (?:by|from|courtesy|via|von|par|por|di|van|af|av)\b))"
)
_AHEAD = 80  # characters behind a licence in which a noun is looked for


class Scope(Enum):
    """What a licence speaks of."""

    WHOLE = auto()
    PART = auto()
    UNTOLD = auto()


class _Group(NamedTuple):
    """Nouns of which the same is said, such as "the text and the pictures"."""

    start: int
    end: int
    whole: bool
    excepting: bool = False


def scope(before: str, behind: str) -> Scope:
    """What a licence speaks of that stands between two pieces of one sentence."""
    before = BOILERPLATE.sub(" ", folded(before))
    behind = BOILERPLATE.sub(" ", folded(behind))
    tail = TAIL.match(behind)
    behind = behind[tail.end() :] if tail else behind
    group, subject = _governing(before)
    told = _told_behind(behind, beside=group is None)
    denied = (
        any(one.search(before) for one in (DENIED, BUT_THE_WHOLE))
        or any(one.match(behind) for one in (DENIED_BEHIND, WHOLE_EXCEPTED))
        or LIMITED.search(subject)
        or EXCEPT_THIS.search(before[group.end :] if group else before)
    )
    if denied or told is False or (group and not group.whole):
        return Scope.PART
    if group or told:
        return Scope.WHOLE
    return Scope.PART if PLURAL.search(before) else Scope.UNTOLD


def speaks_of_a_part(text: str) -> bool:
    """Whether any word for a part stands in a text."""
    return _PART.search(folded(text)) is not None


def credits_a_part(sentence: str) -> bool:
    """Whether a sentence tells who made a part, so that what follows may be its licence."""
    found = _CREDITED.match(folded(sentence))
    return found is not None


def _governing(before: str) -> tuple[_Group | None, str]:
    """The nouns that a licence behind them is of, and the words with them that may limit them."""
    group: _Group | None = None
    since = 0
    for noun in _NOUN.finditer(before):
        whole = noun["whole"] is not None
        if group is None:
            group = _Group(noun.start(), noun.end(), whole)
            continue
        gap = before[group.end : noun.start()]
        if gap.strip(" -") == "":  # the music of "podcast music"
            group = _Group(group.start, noun.end(), whole)
        elif EXCEPTING.fullmatch(gap) or (group.excepting and AND.fullmatch(gap)):
            group = _Group(group.start, noun.end(), group.whole and not whole, excepting=True)
        elif AND.fullmatch(gap):
            group = _Group(group.start, noun.end(), whole or group.whole)
        elif WITHIN.fullmatch(gap):
            group = group._replace(end=noun.end())
        else:
            since = group.end + max(map(gap.rfind, ",:(")) + 1
            group = _Group(noun.start(), noun.end(), whole)
    return group, before[since:]


def _told_behind(behind: str, *, beside: bool) -> bool | None:
    """Whether words behind a licence say that it is of the whole; None where they say nothing.

    Args:
        behind: The words, from the first that is no part of the licence's name.
        beside: Whether a noun counts that only stands there, as in "CC BY (videos)".
    """
    first = _NOUN.search(behind[:_AHEAD])
    if first:
        gap = behind[: first.start()]
        if FOR.fullmatch(gap) or (beside and BESIDE.fullmatch(gap)):
            told = _same(behind, first)
            if told or not ITS_OWN.match(behind[first.end() :]):
                return told
        elif gap[:1] == "," and not first["whole"]:
            return None  # what else is said of a part
    return False if LIMITED_BEHIND.match(behind[:_AHEAD]) else None


def _same(text: str, first: re.Match[str]) -> bool:
    """Whether one of the nouns that are listed from the first on is for the whole."""
    end, whole = first.end(), first["whole"] is not None
    for noun in _NOUN.finditer(text, end):
        if not AND.fullmatch(text[end : noun.start()]):
            break
        end, whole = noun.end(), whole or noun["whole"] is not None
    return whole
