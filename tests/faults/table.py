"""What was asked of the program and what was measured, a row each."""

from collections.abc import Sequence
from typing import NamedTuple


class Row(NamedTuple):
    """One promise.

    Attributes:
        asked: What must hold; `measured` what was found.
        holds: Whether it does.
        trouble: What was found against it, a line each.
    """

    asked: str
    measured: str
    holds: bool
    trouble: Sequence[str] = ()


def row(asked: str, measured: str, trouble: Sequence[str]) -> Row:
    """A promise that holds where there is no trouble."""
    return Row(asked, measured, not trouble, trouble)


def broken(rows: Sequence[Row]) -> list[str]:
    """Every promise that does not hold, with the first of what was found against it."""
    return [
        f"{one.asked}: {one.measured}; {list(one.trouble[:5])}" for one in rows if not one.holds
    ]
