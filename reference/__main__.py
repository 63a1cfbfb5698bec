"""`python -m reference`: write the pages of docs/reference."""

from collections.abc import Callable, Mapping
from pathlib import Path

from reference import commands, metrics, operations, problems, settings

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "reference"
PAGES: Mapping[str, Callable[[], str]] = {
    "commands.md": commands.written,
    "metrics.md": metrics.written,
    "operations.md": operations.written,
    "problems.md": problems.written,
    "settings.md": settings.written,
}


def main() -> None:
    """Write each page anew."""
    for name, written in PAGES.items():
        (FOLDER / name).write_text(written(), "utf-8")


if __name__ == "__main__":
    main()
