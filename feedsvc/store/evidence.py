"""When an entry under a new name is an old one: what both must agree in.

Pure. One thing alone is not enough, unless many change their names at once: ids change in bursts,
and articles that merely look alike must stay apart. Of two real posts about one page the older
fell off the end of its feed in the very poll that brought the newer.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import TypeVar

from feedsvc.model.record import ABSENT, Names

_BURST = 3  # entries that change their names at once

Known = tuple[Names, int]
"""What is known of an entry: its names, and the date it claims in seconds since 1970."""

Evidence = Callable[[Names, int], tuple[bytes, ...]]
"""What an entry of these names and claimed date agrees with another in; empty for nothing."""


def _agree(*fields: str) -> Evidence:
    def evidence(names: Names, _claimed: int) -> tuple[bytes, ...]:
        found = tuple(getattr(names, field) for field in fields)
        return () if ABSENT in found else found

    return evidence


def _link_and_date(names: Names, claimed: int) -> tuple[bytes, ...]:
    return (names.loose, claimed.to_bytes(8)) if names.loose != ABSENT and claimed > 0 else ()


def _untitled_text(names: Names, _claimed: int) -> tuple[bytes, ...]:
    return (names.body,) if names.title == ABSENT != names.body else ()


_EVIDENCE: tuple[tuple[str, Evidence], ...] = (
    ("link and title", _agree("loose", "title")),
    ("link and date", _link_and_date),
    ("link and text", _agree("loose", "body")),
    ("title and date", _agree("dated")),
    ("title and text", _agree("title", "body")),
    ("text", _untitled_text),
)


def _date(_names: Names, claimed: int) -> tuple[bytes, ...]:
    return (claimed.to_bytes(8),) if claimed > 0 else ()


_IN_A_BURST: tuple[tuple[str, Evidence], ...] = (
    ("link, many at once", _agree("loose")),
    ("title, many at once", _agree("title")),
    ("date, many at once", _date),
)

Agreed = tuple[bytes, ...]
Key = TypeVar("Key")


def renamed(
    arriving: Mapping[int, Known], gone: Mapping[str, Known], total: int
) -> Iterator[tuple[int, str, str]]:
    """Pair arriving entries with those that went as they came.

    Args:
        arriving: Entries whose names are new, by their numbers.
        gone: Entries of the last good document that are not in this one, by our ids.
        total: How many articles the document holds.

    Yields:
        The number of an arriving entry, our id of the one that it is, and why.
    """
    left, away = dict(arriving), dict(gone)
    for why, evidence in _EVIDENCE:
        for number, entry in _agreeing(left, away, evidence):
            del left[number], away[entry]
            yield number, entry, why
    if len(arriving) < max(_BURST, total / 2):
        return
    for why, evidence in _IN_A_BURST:
        pairs = _agreeing(left, away, evidence)
        if len(arriving) - len(left) + len(pairs) < _BURST:
            continue
        for number, entry in pairs:
            del left[number], away[entry]
            yield number, entry, why


def _agreeing(
    left: Mapping[int, Known], away: Mapping[str, Known], evidence: Evidence
) -> list[tuple[int, str]]:
    """The pairs that agree, each in something that no other of either side has."""
    if not left or not away:
        return []
    arriving, leaving = _by(evidence, left), _by(evidence, away)
    return [
        (numbers[0], leaving[agreed][0])
        for agreed, numbers in arriving.items()
        if agreed and len(numbers) == 1 and len(leaving.get(agreed, ())) == 1
    ]


def _by(evidence: Evidence, known: Mapping[Key, Known]) -> dict[Agreed, list[Key]]:
    found: dict[Agreed, list[Key]] = {}
    for key, (names, claimed) in known.items():
        found.setdefault(evidence(names, claimed), []).append(key)
    return found
