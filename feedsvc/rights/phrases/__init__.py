"""How some thirty languages say where an article first appeared, ready to be matched.

A language is compiled when one of its words is met for the first time: all of them together take
a tenth of a second, which a poll of English feeds must not pay.
"""

import re
from functools import lru_cache
from typing import NamedTuple

from feedsvc.rights.phrases import asian, eastern, far_eastern, germanic, romance
from feedsvc.rights.phrases.grammar import Phrases

_ALL = (
    *(germanic.ENGLISH, germanic.GERMAN, romance.FRENCH, romance.SPANISH, romance.PORTUGUESE),
    *(romance.ITALIAN, germanic.DUTCH, germanic.SWEDISH, germanic.DANISH, eastern.POLISH),
    *(eastern.CZECH, romance.ROMANIAN, eastern.FINNISH, eastern.RUSSIAN, eastern.UKRAINIAN),
    *(eastern.BULGARIAN, eastern.GREEK, asian.TURKISH, asian.INDONESIAN, asian.VIETNAMESE),
    *(asian.ARABIC, asian.PERSIAN, asian.HEBREW, far_eastern.CHINESE, far_eastern.JAPANESE),
    far_eastern.KOREAN,
)

_LEAD = r"[^\w\n]{0,12}"
_END = r"(?:(?<=[\s'’־在于於-])|(?!\w))"
_ASIDE = (
    r"(?:[\s,]{0,2}[(\[,–—:\"“«„「].{0,160}?[\s,)\]”\"»]\s?"
    r"|\s(?:(?:was |is )?(?:written|translated|edited) )?(?:by|von|par|por|di|da|de|door|av|af"
    r"|od|oleh|của|από) .{1,80}? |[\s–—-]+)"
)


class Patterns(NamedTuple):
    """The phrases of one language as patterns to match where a sentence begins.

    Attributes:
        sentence: Up to the name of the origin.
        predicate: What may follow a linked title, up to the name.
        elliptical: A sentence without a subject, up to the name.
        titled: The sentence of a blogging program, up to the name; the title is its group.
        label: Up to the name.
        source: Up to the link.
        whole: Whole sentences, the name as the group `o`.
    """

    sentence: re.Pattern[str]
    predicate: re.Pattern[str]
    elliptical: re.Pattern[str]
    titled: re.Pattern[str]
    label: re.Pattern[str]
    source: re.Pattern[str]
    whole: tuple[re.Pattern[str], ...]


def spoken(text: str) -> list[Phrases]:
    """The languages whose words stand in a text: only those can have a sentence there.

    Whole words are looked up, which takes 25 µs for 3.7 KB however many they are; to search for
    each of them would take 300.
    """
    encoded = text.encode(errors="replace").translate(_SPACED)
    numbers = {number for word in _WORDS.keys() & encoded.split() for number in _WORDS[word]}
    if len(encoded) != len(text) and any(lead in encoded for lead in _LEADS):
        signs = set(text)
        numbers.update(number for sign, number in _SIGNS if sign[0] in signs and sign in text)
    return [_ALL[number] for number in sorted(numbers)]


@lru_cache(maxsize=64)
def patterns(phrases: Phrases) -> Patterns:
    """The phrases of a language as patterns."""
    subject, predicate = phrases.subject or _NEVER, phrases.predicate() or _NEVER
    start, middle = phrases.titled
    return Patterns(
        sentence=_compiled(rf"{_LEAD}(?:{subject}){_ASIDE}(?:{predicate}){_END}"),
        predicate=_compiled(rf"[\s\"”»“]*(?:{phrases.after_title() or _NEVER}){_END}"),
        elliptical=_compiled(rf"{_LEAD}(?:{phrases.elliptical() or _NEVER}){_END}"),
        titled=_compiled(rf"{_LEAD}(?:{start or _NEVER})(.{{1,300}}?)(?:{middle}){_END}"),
        label=_compiled(rf"{_LEAD}(?:{phrases.label() or _NEVER})\s?[:：]"),
        source=_compiled(
            rf"{_LEAD}(?:(?:{phrases.sources or _NEVER})\s?[:：]|(?:v[ií]a|courtesy of)(?= ))\s*"
        ),
        whole=tuple(_compiled(_LEAD + one) for one in phrases.whole),
    )


def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


_NEVER = r"(?!)"
_SPACED = bytes(
    ord(chr(code).lower()) if chr(code).isalnum() else ord(" ") for code in range(128)
) + bytes(range(128, 256))
"""UTF-8 with ASCII in lower case and a space for its every mark."""


def _words() -> dict[bytes, tuple[int, ...]]:
    found: dict[bytes, tuple[int, ...]] = {}
    for number, phrases in enumerate(_ALL):
        for word in phrases.words.split():
            capital = word.capitalize().encode().translate(_SPACED)
            for spelling in dict.fromkeys((word.encode(), capital)):
                found[spelling] = (*found.get(spelling, ()), number)
    return found


_WORDS = _words()
_SIGNS = tuple(
    (sign, number)
    for number, phrases in enumerate(_ALL)
    if phrases.signs
    for sign in phrases.signs.split("|")
)
_LEADS = sorted({sign.encode()[:1] for sign, _ in _SIGNS if not sign.isascii()})
"""What the signs begin with in UTF-8: typographic quotes, which are in any text, do not."""
