"""What names an entry within its source, and what counts as an edit of it.

The key is tiered (`changes.md` 4): the id if no other entry of the document has it, else the
link if unique, else the title, else everything that tells it apart. Fragments and queries
stay: dropping them merges 655 of 1,073 entries of a real feed. Hashes are blake2b, so the
same in every process and version.
"""

from collections import Counter
from collections.abc import Sequence
from hashlib import blake2b

from feedsvc.model.entry import Entry, Text, TextKind
from feedsvc.normalize.window import ABSENT, Names
from feedsvc.text.html import plain
from feedsvc.text.urls import loose_form

_TIERS = ("id", "link", "title")


def names(entry: Entry) -> Names:
    """Digests of the entry's id, link, title and body; `ABSENT` for what it lacks."""
    return (
        _name(entry.id),
        _name(entry.url or ""),
        _name(entry.title.value if entry.title else ""),
        _name(_body(entry)),
    )


def keys(entries: Sequence[Entry], named: Sequence[Names], known: Sequence[Names]) -> list[str]:
    """The identity key of each entry, as `tier:value`; empty for one without title, link and body.

    Args:
        entries: The entries in question.
        named: Their `names`.
        known: The `names` of the other entries of the same document.
    """
    # An entry that a document holds twice, the same in every name, is one entry.
    distinct = {*named, *known}
    counts = [Counter(each[tier] for each in distinct) for tier in range(len(_TIERS))]
    return [_key(entry, name, counts) for entry, name in zip(entries, named, strict=True)]


def digest(entry: Entry) -> bytes:
    """blake2b-16 of what makes an edit: title, text, address and enclosures.

    Markup, white space, dates and counters are left out: they alone are no edit
    (`changes.md` 3: 21 % of body edits are markup only).
    """
    parts = [
        _plain(entry.title),
        _plain(entry.summary),
        *(_plain_value(content.value, content.kind) for content in entry.contents),
        loose_form(entry.url) if entry.url else "",
        *(loose_form(enclosure.url) for enclosure in entry.enclosures),
    ]
    return blake2b("\0".join(parts).encode(), digest_size=16).digest()


def _key(entry: Entry, name: Names, counts: Sequence[Counter[bytes]]) -> str:
    if name[1:] == (ABSENT,) * 3:
        return ""
    values = (entry.id, entry.url or "", entry.title.value if entry.title else "")
    for tier, value, digested, count in zip(_TIERS, values, name, counts, strict=False):
        if value and count[digested] == 1:
            return f"{tier}:{value}"
    return f"all:{b''.join(name).hex()}"


def _body(entry: Entry) -> str:
    return "\0".join(
        [content.value or content.src or "" for content in entry.contents]
        + [entry.summary.value if entry.summary else ""]
        + [enclosure.url for enclosure in entry.enclosures]
    ).strip("\0")


def _name(value: str) -> bytes:
    return blake2b(value.encode(), digest_size=8).digest() if value else ABSENT


def _plain(text: Text | None) -> str:
    return _plain_value(text.value, text.kind) if text else ""


def _plain_value(value: str, kind: TextKind) -> str:
    return " ".join(value.split()) if kind is TextKind.TEXT else plain(value)
