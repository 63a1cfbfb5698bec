"""The name of an origin: where it begins and ends in a line, and whether it can be one."""

import re
from typing import NamedTuple

from feedsvc.rights.edges import Anchor, Line
from feedsvc.rights.phrases.around import (
    ABBREVIATED,
    GENERIC,
    HARD_STOPS,
    KINDS,
    LEADING,
    NOWHERE,
    STOPS,
    TRAILING,
)
from feedsvc.text.months import MONTHS
from feedsvc.text.urls import host


class Named(NamedTuple):
    """An origin that a line names.

    Attributes:
        name: As written; the host where the line gives an address alone.
        start: Where it stands in the line.
        end: Where what follows it stands.
        anchor: The link that names it, if one does.
        dated: A year stands before the name, `at` follows the year.
    """

    name: str
    start: int
    end: int
    anchor: Anchor | None = None
    dated: bool = False


_MONTH = "|".join(sorted(map(re.escape, MONTHS), key=len, reverse=True))
_DAY = (
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|montag|dienstag|mittwoch|donnerstag|freitag"
    r"|samstag|sonntag|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche"
)
_DATE = re.compile(
    rf"(?:(?:on|in|the|am|den|le|el|il|em|op|em|w dniu|dne|den|pada|ngày) )?(?:(?:{_DAY}),? )?(?:"
    rf"\d{{1,2}}(?:st|nd|rd|th|er|\.|º)? ?(?:of |de |del )?(?:{_MONTH})\b\.?,?(?: (?:de |del"
    rf" )?\d{{4}})?"
    rf"|(?:{_MONTH})\b\.? ?(?:\d{{1,2}}(?:st|nd|rd|th)?\b)?(?:,? ?(?:de |of )?\d{{4}})?"
    r"|\d{4}-\d\d?-\d\d?|\d{1,2}[./]\d{1,2}[./]\d{2,4}|\d{4}(?:年\d+月(?:\d+日)?)?)(?!\w)"
    r"(?:,? (?:at |um |à )?\d\d?:\d\d(?: ?[ap]m)?)?"
    r"(?:[,;]? ?(?:on|in|at|by|over at|auf|bei|im|von|sur|dans|par|chez|en|por|em|no|na"
    r"|su|sul|sulla|op|door|w|we|przez|в|на|у|i|på|av|di|trên|στο|στην|στον))?(?!\w)[\s,:]*",
    re.IGNORECASE,
)
_NUMBER = re.compile(
    r"\d{1,4}\s*(?:[年月日년월일号號].*|\D.*\d{4}\D{0,6}|\s[a-zà-öø-ÿа-яіїα-ω].*)?|[年月日号號년월일]+"
)
_OPENING = re.compile(r"[\s:：,;\"'“”„‚‘«»‹›「『《〈【(\[*_–—→-]*")
_WORD = re.compile(r"\S+")
_QUOTED = re.compile(
    r"「([^」]{1,80})」|『([^』]{1,80})』|《([^》]{1,80})》|[«„“\"]([^»“”\"]{1,80})[»“”\"]"
)
_ADDRESS = re.compile(r"https?://", re.IGNORECASE)
_HOST = re.compile(r"(?:[\w-]{1,63}\.)+[a-z]{2,12}(?:/\S*)?", re.IGNORECASE)

_OF = ("de", "del", "do", "du", "van", "vom", "z", "от", "за", "від")
_ISSUE = re.compile(
    r"\s+(?:(?:Nr|No|n[ºr°]|#|№)\.?\s*)?\d{1,4}/\d{2,4}\Z|\s*\d{4}[年년][ \d年月日號号년월일]*\Z"
)
_LONGEST = 90
_MOST_WORDS = 9
_SHORTEST_WORD_THAT_ENDS = 3


def named(line: Line, at: int) -> Named | None:
    """The origin whose name begins at a place of the line, after articles and dates."""
    start, dated = _beginning(line, at)
    anchor = next((one for one in line.anchors if one.start <= start < one.end), None)
    if anchor is not None and anchor.start >= at:
        return _linked(line, anchor, dated=dated)
    return _written(line, start, anchor.end if anchor else len(line.text), dated=dated)


def inside(line: Line, start: int, end: int) -> Named | None:
    """The origin that is known to stand between two places of the line."""
    for anchor in line.anchors:
        if anchor.start < end and anchor.end > start and anchor.end - anchor.start < _LONGEST:
            found = _linked(line, anchor, dated=False)
            if found and line.text[anchor.start : anchor.end].casefold() not in GENERIC:
                return found
    words = line.text[start:end].split()
    while len(words) > 1 and words[0] in LEADING:
        del words[0]
    name = tidy(" ".join(words))
    return Named(name, start, end) if name and len(name) <= _LONGEST else None


def tidy(name: str) -> str:
    """A name without quotes, punctuation and words such as `website` around it."""
    quoted = _QUOTED.search(name)
    if quoted:
        name = next(group for group in quoted.groups() if group)
    name = name.strip(" \t\"'“”„‚‘’«»‹›「」『』《》〈〉【】()[]<>*_–—-:：;,，、。.!…|→")
    words = _ISSUE.sub("", name).split()
    while len(words) > 1 and words[-1] in TRAILING:
        words.pop()
    name = " ".join(words) if words else name
    return name.removesuffix("'s").removesuffix("’s").strip()


def date_follows(text: str, at: int) -> bool:
    """Whether a date stands at a place of a text."""
    return _DATE.match(text, at) is not None


def plausible(found: Named) -> bool:
    """Whether it may be the name of an origin: linked, a host, or written like a proper name."""
    name = found.name
    if not 0 < len(name) <= _LONGEST or not any(map(str.isalpha, name)):
        return False
    folded = name.casefold()
    if folded in NOWHERE or folded in MONTHS or _NUMBER.fullmatch(name):
        return False
    if found.anchor is not None or _HOST.fullmatch(name):
        return True
    if name.split()[0].casefold() in NOWHERE and re.search(r"#\d|\d\Z", name):
        return False
    first = name.split()[0]
    return not first[0].islower() or any(map(str.isupper, first))


def _beginning(line: Line, at: int) -> tuple[int, bool]:
    text, dated = line.text, False
    starts = {anchor.start for anchor in line.anchors}
    while True:
        opening = _OPENING.match(text, at)
        skipped = opening.end() if opening else at
        inner = next((one for one in sorted(starts) if at <= one <= skipped), None)
        if inner is not None:
            return inner, dated
        if _QUOTED.match(text, max(at, skipped - 1)):
            return max(at, skipped - 1), dated
        at = skipped
        date = _DATE.match(text, at)
        if date and date.end() > at:
            at, dated = date.end(), True
            continue
        word = _WORD.match(text, at)
        if word is None or word.end() >= len(text):
            return at, dated
        numbered = word[0].isdigit() and text.startswith(" of ", word.end())
        if not (numbered or word[0].rstrip(":,") in LEADING or word[0].casefold() in KINDS):
            return at, dated
        at = word.end()


def _linked(line: Line, anchor: Anchor, *, dated: bool) -> Named | None:
    written = line.text[anchor.start : anchor.end]
    name = tidy(written)
    if _ADDRESS.match(written) or name.casefold() in GENERIC or not name:
        name = host(anchor.url).removeprefix("www.")
    return Named(name, anchor.start, anchor.end, anchor, dated)


def _written(line: Line, start: int, limit: int, *, dated: bool) -> Named | None:
    quoted = _QUOTED.match(line.text, start)
    if quoted:
        name = tidy(quoted[0])
        return Named(name, start, quoted.end(), None, dated) if name else None
    end = start
    tokens = list(_WORD.finditer(line.text, start, min(limit, start + 2 * _LONGEST)))
    for number, token in enumerate(tokens[: _MOST_WORDS + 1]):
        following = tokens[number + 1][0] if number + 1 < len(tokens) else ""
        bare = token[0].rstrip(".,;:)")
        if number and (bare in HARD_STOPS or _stops(bare, following)):
            break
        if number and (token[0][0] in "([|–—-•→~*" or _dates(token[0], following)):
            break
        end = token.end()
        if _ends(token[0], following) or _owns(token[0], following):
            break
    name = tidy(line.text[start:end])
    covering = next((one for one in line.anchors if one.start < end and one.end > start), None)
    return Named(name, start, end, covering, dated) if name else None


def _stops(word: str, following: str) -> bool:
    if word in _OF and following[:1].isdigit():
        return True
    if word not in STOPS:
        return False
    bare = following.strip(".,;:)").casefold()
    return not following or not following[0].isupper() or bare in MONTHS


def _dates(word: str, following: str) -> bool:
    """Whether a word is the day of a month that follows it: `3 March`, `3. března`."""
    if not word.rstrip(".").isdigit():
        return False
    return (word[-1] == "." and following[:1].islower()) or (
        following.strip(".,;:)").casefold() in MONTHS
    )


def _owns(word: str, following: str) -> bool:
    """Whether a name ends with its genitive: "The Quay's May issue", "The Quay's blog"."""
    return word.endswith(("'s", "’s")) and (
        not following[:1].isupper() or following.casefold() in MONTHS
    )


def _ends(word: str, following: str) -> bool:
    """Whether a word ends the name by its punctuation; `St.` and `U.S.` do not."""
    if word[-1] in ",;:)]!?…。，；！？、»”":
        return not (word[-1] == "!" and following[:1].isupper() and following[1:2].islower())
    if word[-1] != ".":
        return False
    if not following:
        return True
    stem = word[:-1]
    return not (len(stem) <= _SHORTEST_WORD_THAT_ENDS and (stem.count(".") or stem in ABBREVIATED))
