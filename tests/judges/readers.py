"""Readers in another language: feedsmith and rss-parser, in one node process for many documents."""

import json
import subprocess
from collections.abc import Iterable
from typing import NamedTuple

from tests.judges.schemas import ROOM

MISSING = "node, npm or what they install is missing; install nodejs and npm, then: make judges"
INSTALLED = ROOM / "node_modules" / ".package-lock.json"


class Item(NamedTuple):
    """An entry as a reader has it."""

    id: str | None
    title: str
    link: str | None


Reading = dict[str, list[Item] | str]
"""What each reader made of one document: its items, or why it could not."""


def read(documents: Iterable[tuple[str, bytes]]) -> list[Reading]:
    """What each reader makes of each document, given as format and bytes."""
    lines = [json.dumps({"form": form, "body": body.decode()}) for form, body in documents]
    done = subprocess.run(
        ["node", ROOM / "readers.mjs"],  # noqa: S607 - wherever this machine has it
        input="\n".join(lines),
        capture_output=True,
        check=True,
        text=True,
    )
    return [
        {name: _items(made) for name, made in json.loads(line).items() if made is not None}
        for line in done.stdout.splitlines()
    ]


def _items(made: list[dict[str, str]] | str) -> list[Item] | str:
    if isinstance(made, str):
        return made
    return [Item(one.get("id"), one.get("title") or "", one.get("link")) for one in made]
