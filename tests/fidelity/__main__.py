"""`python -m tests.fidelity [-v]` prints the score; with -v every fact that is lost."""

import sys
import tempfile
from collections import Counter
from pathlib import Path

from tests.fidelity.measure import cases, published, scores

FILE = "shared/vectors/malformed/feedparser_wellformed_half.json"


def main() -> None:
    """Measure and print."""
    found = cases(Path(__file__).resolve().parents[3] / FILE)
    with tempfile.TemporaryDirectory() as folder:
        documents = published(found, f"sqlite:///{folder}/feedsvc.sqlite3")
    for form, score in scores(found, documents).items():
        kept = score.sayable - len(score.lost)
        kinds = ", ".join(f"{kind} {n}" for kind, n in Counter(c.kind for c in score.lost).items())
        said = f"{form}: {kept} of {score.sayable} facts, {score.share:.1%}; lost: {kinds}"
        sys.stdout.write(f"{said}\n")
        if "-v" in sys.argv:
            sys.stdout.writelines(f"  {case.name}: {case.expectation}\n" for case in score.lost)


if __name__ == "__main__":
    main()
