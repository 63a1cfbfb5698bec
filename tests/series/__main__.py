"""`python -m tests.series [NAME...]` prints the figures and every deviation."""

import argparse
import sys
import tempfile
from pathlib import Path
from time import monotonic

from tests.series.captures import captures
from tests.series.judge import AGAIN, MERGED, MOVED, NEVER, RESTLESS, STRAY, Judgement, judge
from tests.series.replay import replay
from tests.series.truth import truth

SHARED = Path(__file__).resolve().parents[2] / ".." / "shared"


def figures(judged: Judgement) -> list[int]:
    """Articles; announced again, never, merged, moved, stray; polls.

    Of these how many were calm that should be, how many brought nothing, and how many a
    conditional client was answered 304 after.
    """
    kinds = (AGAIN, NEVER, MERGED, MOVED, STRAY)
    rest = judged.polls[1:]
    return [
        len(judged.truth.articles),
        *(len(judged.of(kind)) for kind in kinds),
        judged.transitions - len(judged.of(RESTLESS)),
        judged.transitions,
        sum(poll.account.new == poll.account.updated == 0 for poll in rest),
        sum(set(poll.answers.values()) == {304} for poll in rest),
    ]


def main() -> None:
    """Replay the named series, or all."""
    parser = argparse.ArgumentParser(description="Replay series of real feeds.")
    parser.add_argument("names", nargs="*", help="series; all if none is named")
    parser.add_argument("--joins", action="store_true", help="show what the truth had to guess")
    parser.add_argument("--no-etag", action="store_true", help="the upstream sends no validator")
    options = parser.parse_args()
    heads = (
        "articles",
        "again",
        "never",
        "merged",
        "moved",
        "stray",
        "calm",
        "of",
        "quiet",
        "304",
        "seconds",
    )
    say = sys.stdout.write
    say(f"{'':26}" + "".join(f"{head:>9}" for head in heads) + "\n")
    totals = [0] * len(heads)
    told = []
    for folder in sorted((SHARED / "corpus" / "series").iterdir()):
        if options.names and folder.name not in options.names:
            continue
        started = monotonic()
        found = truth(captures(folder))
        with tempfile.TemporaryDirectory() as workplace:
            polls = replay(folder, Path(workplace), validators=not options.no_etag)
        judged = judge(found, polls)
        row = [*figures(judged), round(monotonic() - started)]
        totals = [sum(pair) for pair in zip(totals, row, strict=True)]
        say(f"{folder.name:26}" + "".join(f"{figure:9}" for figure in row) + "\n")
        sys.stdout.flush()
        told += [f"{folder.name} {one.capture} {one.kind}: {one.what}" for one in judged.deviations]
        if options.joins:
            told += [
                f"{folder.name} {join.capture} joined by {join.why}: {join.before} => {join.after}"
                for join in found.joins
            ]
    say(f"{'all':26}" + "".join(f"{figure:9}" for figure in totals) + "\n")
    say("".join(f"{line}\n" for line in told))


if __name__ == "__main__":
    main()
