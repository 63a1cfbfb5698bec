"""When an entry under a new name is an old one: what both must agree in.

Pure. One thing alone is not enough, unless many change their names at once: ids change in bursts,
and articles that merely look alike must stay apart. Of two real posts about one page the older
fell off the end of its feed in the very poll that brought the newer.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence

from feedsvc.model.record import ABSENT, Names

_BURST = 3  # entries that change their names at once

Known = tuple[Names, int]
"""What is known of an entry: its names, and the date it claims in seconds since 1970."""

Agreed = tuple[bytes, ...]
Evidence = Callable[[Names, int], Agreed]
"""What an entry of these names and claimed date agrees with another in; empty for nothing."""

Fits = Callable[[Names, Names], bool]
"""Whether two entries that agree may be one."""


def _agree(*fields: str) -> Evidence:
    def evidence(names: Names, _claimed: int) -> tuple[bytes, ...]:
        found = tuple(getattr(names, field) for field in fields)
        return () if ABSENT in found else found

    return evidence


def _link_and_date(names: Names, claimed: int) -> tuple[bytes, ...]:
    return (names.loose, claimed.to_bytes(8)) if names.loose != ABSENT and claimed > 0 else ()


def _untitled_text(names: Names, _claimed: int) -> tuple[bytes, ...]:
    return (names.body,) if names.title == ABSENT != names.body else ()


def _date(_names: Names, claimed: int) -> Agreed:
    return (claimed.to_bytes(8),) if claimed > 0 else ()


def _anyway(_one: Names, _other: Names) -> bool:
    return True


def _one_is_untitled(one: Names, other: Names) -> bool:
    return ABSENT in (one.title, other.title)


def _same_date(one: Names, other: Names) -> bool:
    return ABSENT in (one.dated, other.dated) or one.dated == other.dated


def contradict(one: Names, other: Names) -> bool:
    """Whether neither date nor text speaks for one article: a standing title on a standing page."""
    return (
        ABSENT != one.dated != other.dated != ABSENT and ABSENT != one.body != other.body != ABSENT
    )


def _nothing_speaks_against(one: Names, other: Names) -> bool:
    return not contradict(one, other)


_EVIDENCE: tuple[tuple[str, Evidence, Fits], ...] = (
    ("link and title", _agree("loose", "title"), _nothing_speaks_against),
    ("link and date", _link_and_date, _anyway),
    ("link and text", _agree("loose", "body"), _anyway),
    ("title and date", _agree("dated"), _anyway),
    ("title and text", _agree("title", "body"), _anyway),
    ("text", _untitled_text, _same_date),
)
_IN_A_BURST: tuple[tuple[str, Evidence, Fits], ...] = (
    ("link and title, many at once", _agree("loose", "title"), _anyway),
    ("title, many at once", _agree("title"), _nothing_speaks_against),
    ("text, many at once", _untitled_text, _anyway),
    ("date, many at once", _date, _one_is_untitled),
)


def renamed(
    arriving: Mapping[int, Known],
    gone: Mapping[str, Known],
    here: Sequence[Known],
    before: Sequence[Known],
    already: int,
) -> Iterator[tuple[int, str, str]]:
    """Pair arriving entries with those that went as they came.

    Args:
        arriving: Entries whose names are new, by their numbers.
        gone: Entries of the last good document that are not in this one, by our ids.
        here: All articles of the document. What two of them have is no evidence.
        before: All of the last good one, likewise.
        already: How many more came under a new name.

    Yields:
        The number of an arriving entry, our id of the one that it is, and why.
    """
    left, away = dict(arriving), dict(gone)
    documents = (here, before)
    for why, evidence, fits in _EVIDENCE:
        for number, entry in _agreeing(left, away, evidence, fits, documents):
            del left[number], away[entry]
            yield number, entry, why
    if len(arriving) + already < max(_BURST, len(here) / 2):
        return
    for why, evidence, fits in _IN_A_BURST:
        pairs = _agreeing(left, away, evidence, fits, documents)
        if already + len(arriving) - len(left) + len(pairs) < _BURST:
            continue
        for number, entry in pairs:
            del left[number], away[entry]
            yield number, entry, why


def _agreeing(
    left: Mapping[int, Known],
    away: Mapping[str, Known],
    evidence: Evidence,
    fits: Fits,
    documents: tuple[Sequence[Known], Sequence[Known]],
) -> list[tuple[int, str]]:
    """The pairs that agree, each in something that no other of either document has."""
    if not left or not away:
        return []
    leaving = {evidence(*known): entry for entry, known in away.items()}
    counts = [Counter(evidence(*known) for known in document) for document in documents]
    return [
        (number, leaving[agreed])
        for number, known in left.items()
        if (agreed := evidence(*known)) in leaving
        and agreed
        and all(count[agreed] == 1 for count in counts)
        and fits(known[0], away[leaving[agreed]][0])
    ]
