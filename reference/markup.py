"""Markdown, written so that what stands in code cannot break it."""

from collections.abc import Iterable, Sequence

HEAD = "<!-- written by `make reference` from the code: correct it there -->"


def page(title: str, *blocks: str) -> str:
    """A whole page."""
    return "\n\n".join([f"# {title}", HEAD, *(block for block in blocks if block)]) + "\n"


def table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table; a bar in a cell stays part of it."""
    lines = [columns, ["---"] * len(columns), *rows]
    return "\n".join(f"| {' | '.join(_cell(cell) for cell in line)} |" for line in lines)


def code(text: str) -> str:
    """Text as it is typed; nothing for none."""
    return f"`{text}`" if text else ""


def prose(text: str) -> str:
    """Plain text whose signs mean nothing; what stands between backticks stays code."""
    parts = text.split("`")
    for place in range(0, len(parts), 2):
        parts[place] = parts[place].replace("<", "&lt;").replace("*", "\\*").replace("_", "\\_")
    return "`".join(parts)


def _cell(text: str) -> str:
    return " ".join(text.replace("|", "\\|").split())
