"""What names an entry within its source.

Fragments and queries stay: dropping them merges 655 of 1,073 entries of a real feed
(`changes.md` 5 and case 13).
"""

from dataclasses import fields, is_dataclass
from functools import lru_cache

from feedsvc.model.entry import Entry
from feedsvc.model.record import Names, name_digest
from feedsvc.normalize.edits import Words
from feedsvc.text.urls import host, loose_form


def names(entry: Entry, words: Words, home: str | None) -> Names:
    """Digests of what names the entry.

    Args:
        entry: The entry.
        words: Its title and text as plain text.
        home: The page that the feed belongs to: a link to it, or to the front page of its
            site, names no article.
    """
    link = entry.url or ""
    loose = loose_form(link)
    if home and loose in _front(home):
        link = loose = ""
    body = "\0".join((*words.texts, *(loose_form(file.url) for file in entry.enclosures)))
    claimed = entry.published or entry.updated
    said = words.title or body
    nameless = not (entry.id or link or said)
    return Names(
        id=name_digest("id", entry.id),
        link=name_digest("link", link),
        loose=name_digest("loose", loose),
        title=name_digest("title", words.title),
        dated=name_digest("dated", f"{claimed.timestamp():.0f} {said}" if claimed and said else ""),
        body=name_digest("facts", _facts(entry)) if nameless else name_digest("body", body),
    )


def _facts(value: object) -> str:
    """All that an entry itself says, which names it where nothing else does.

    The language is left out: it may be that of the feed.
    """
    if is_dataclass(value):
        said = (
            f"{field.name} {_facts(part)}"
            for field in fields(value)
            if (part := getattr(value, field.name)) and field.name != "language"
        )
        return f"({', '.join(said)})"
    if isinstance(value, tuple):
        return f"[{', '.join(map(_facts, value))}]"
    return repr(value)


@lru_cache(maxsize=16)
def _front(home: str) -> tuple[str, str]:
    return loose_form(home), host(home)


def claimed(entry: Entry) -> int:
    """The date that an entry claims, in seconds since 1970; 0 if none."""
    moment = max(filter(None, (entry.published, entry.updated)), default=None)
    return int(moment.timestamp()) if moment else 0
