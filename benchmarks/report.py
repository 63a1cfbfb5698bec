"""Figures to Markdown: targets, measured ratios and verdicts."""

import statistics
import sys
from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.measure import Usage


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One table of results.

    Attributes:
        title: Its heading.
        notes: Lines below the heading, such as why a run is void.
        head: The column names.
        rows: As many cells each.
        passed: Every judged row met its target and no run was void.
    """

    title: str
    head: Sequence[str]
    rows: Sequence[Sequence[str]]
    notes: Sequence[str] = ()
    passed: bool = True

    def markdown(self) -> str:
        """The table as Markdown."""
        lines = [f"### {self.title}", ""]
        for note in self.notes:
            lines += [note, ""]
        lines.append("| " + " | ".join(self.head) + " |")
        lines.append("|" + "---|" * len(self.head))
        lines += ["| " + " | ".join(row) + " |" for row in self.rows]
        return "\n".join(lines) + "\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A run of feedsvc and the run of its peer after it."""

    ours: Usage
    peers: Usage

    @property
    def trouble(self) -> str:
        """Why the pair is void, or empty."""
        return "; ".join(
            f"{name}: {usage.trouble}"
            for name, usage in (("feedsvc", self.ours), ("reader", self.peers))
            if usage.trouble
        )


def verdict(measured: float | None, target: float | None, *, judged: bool = True) -> str:
    """`met`, `missed`, `void` where nothing counts, `-` where nothing is demanded."""
    if measured is None:
        return "void"
    if target is None or not judged:
        return "-"
    return "met" if measured <= target else "**missed**"


def spread(values: Sequence[float], form: str = ".3f") -> str:
    """Minimum, median and maximum."""
    middle = statistics.median(values)
    return f"{min(values):{form}} / **{middle:{form}}** / {max(values):{form}}"


def tell(line: str) -> None:
    """Say on standard error what is going on."""
    sys.stderr.write(line + "\n")
    sys.stderr.flush()
