"""Is this document believable?

What is not keeps what is stored as it is: the commonest loss and the commonest flood come from
one bad document between two good ones (`changes.md` 6, cases 1, 2, 5, 6, 10, 11).
"""

import re
from collections.abc import Sequence

from feedsvc.model.parsed import ParsedFeed
from feedsvc.model.reading import Incoming
from feedsvc.model.record import ABSENT, fingerprints, length, unpack
from feedsvc.normalize.text import line

_COLLAPSE = 2  # times fewer entries than the last good document
_NAME = 256  # characters of a name in which a template is looked for
_TEMPLATE = re.compile(r"\{\{.*\}\}|\{%.*%\}", re.DOTALL)


def problem(parsed: ParsedFeed) -> str:
    """Why nothing of the document is to be believed; empty if it is a feed."""
    if parsed.version or parsed.entries:
        return ""
    return line(parsed.problem) or "the document is not a feed"


def doubt(parsed: ParsedFeed, total: int, incoming: Sequence[Incoming], last_window: bytes) -> str:
    """Why a document that is a feed is not to be believed yet; empty if it is.

    Args:
        parsed: The document.
        total: How many entries it holds.
        incoming: Those of them that were not known.
        last_window: The entries of the last good document, as `model/record` packs them.
    """
    before = length(last_window)
    if not before or parsed.cut:
        return ""
    if not total:
        return f"the feed is empty, the last good one had {_entries(before)}"
    if total * _COLLAPSE >= before or _overlap(parsed, incoming, last_window):
        return ""
    return (
        f"the feed collapsed to {_entries(total)} from {before} in the last good one,"
        " and none of them was in it"
    )


def without_torn(incoming: tuple[Incoming, ...], last_window: bytes) -> tuple[Incoming, ...]:
    """What may be taken from a document that was read by guessing.

    Where every entry of the last good one has an id, one without is a piece of another: of a
    document that was spoiled on its way (security R3).

    Args:
        incoming: Its entries that were not known.
        last_window: The entries of the last good document, as `model/record` packs them.
    """
    last = unpack(last_window)
    if not last or any(record.names.id == ABSENT for record in last):
        return incoming
    return tuple(arriving for arriving in incoming if arriving.names.id != ABSENT)


def remark(parsed: ParsedFeed) -> str:
    """What is odd about a document that is believed all the same; empty if nothing.

    What could be mended without guessing, such as a bare `&`, is no cause to worry anybody.
    """
    return "; ".join(filter(None, (_odd(parsed), parsed.capped)))


def _odd(parsed: ParsedFeed) -> str:
    if parsed.cut:
        return "the document ends in the middle; its last entry was left out"
    if parsed.loose:
        said = line(parsed.problem)
        return f"the document is not well-formed ({said}); it was read by guessing"
    named = [
        (entry.id or "".join(link.href for link in entry.links))[:_NAME] for entry in parsed.entries
    ]
    if named and all(_TEMPLATE.search(name) for name in named):
        return "the document is a template that was never filled in"
    return ""


def _overlap(parsed: ParsedFeed, incoming: Sequence[Incoming], last_window: bytes) -> bool:
    """Whether any entry was in the last good document, by its bytes or by any name."""
    if not fingerprints(last_window).isdisjoint(parsed.window):
        return True
    last = {name for record in unpack(last_window) for name in record.names}
    return any(name in last for arriving in incoming for name in arriving.names if name != ABSENT)


def _entries(number: int) -> str:
    return f"{number} entr{'y' if number == 1 else 'ies'}"
