"""Schemas as judges: the grammar of Atom, and the public schema of JSON Feed with its formats."""

import json
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft7Validator, FormatChecker
from lxml.etree import RelaxNG, _Element, fromstring, parse

ROOM = Path(__file__).parent
_SCHEMA = ROOM / "node_modules" / "jsonfeed-schema" / "schema-v1.1.json"
_ATOM = "{http://www.w3.org/2005/Atom}"


def atom_faults(body: bytes) -> list[str]:
    """What the grammar of RFC 4287 does not allow, with the entry that it stands in."""
    feed = fromstring(body)
    grammar = _grammar()
    if grammar.validate(feed):
        return []
    return list(_places(grammar, feed)) or [f"G: {grammar.error_log.last_error}"]


def _places(grammar: RelaxNG, feed: _Element) -> Iterator[str]:
    """The grammar judges a feed as a whole; entry by entry it tells where the fault is."""
    for entry in feed.findall(f"{_ATOM}entry"):
        if not grammar.validate(entry):
            said = [error.message for error in grammar.error_log]
            yield f"G: {entry.findtext(f'{_ATOM}id')}: {'; '.join(said)}"
        feed.remove(entry)
    if not grammar.validate(feed):
        yield f"G: the head: {'; '.join(error.message for error in grammar.error_log)}"


def json_faults(body: bytes) -> list[str]:
    """What the schema of JSON Feed 1.1 does not allow, and the two rules it cannot say."""
    feed = json.loads(body)
    ids = Counter(item.get("id") for item in feed["items"])
    return [
        *(f"J: {_place(error)}: {error.message}" for error in _validator().iter_errors(feed)),
        *(f"C3: {count} items are {one!r}" for one, count in ids.items() if count > 1),
        *(["C7: next_url is feed_url"] if feed.get("next_url", "") == feed.get("feed_url") else []),
    ]


def _place(error: Any) -> str:  # noqa: ANN401 - the library has no type for it
    return "/".join(str(step) for step in error.absolute_path)


@cache
def _grammar() -> RelaxNG:
    return RelaxNG(parse(ROOM / "atom.rng"))


@cache
def _validator() -> Draft7Validator:
    schema = json.loads(_SCHEMA.read_bytes())
    checked = FormatChecker()
    missing = {"uri", "date-time"} - set(checked.checkers)
    if missing:  # a format without its library is let pass in silence
        message = f"jsonschema checks no {missing}; install jsonschema[format-nongpl]"
        raise RuntimeError(message)
    return Draft7Validator(schema, format_checker=checked)
