"""How a source stands, in one word, and how it is called and told of on pages."""

from functools import lru_cache
from typing import NamedTuple

from feedsvc.flows.standing import standing as word
from feedsvc.model.source import Source
from feedsvc.store import decode
from feedsvc.store.sources import Stored
from feedsvc.text.told import told

LONGEST = 300
"""Characters of a title that pages show: a feed may have 64 KiB of them."""


class Standing(NamedTuple):
    """How sources stand.

    Attributes:
        tone: Of the badge: good, warn, bad or quiet.
        meaning: In plain words.
    """

    word: str
    tone: str
    meaning: str


STANDINGS = {
    word: Standing(word, tone, meaning)
    for word, tone, meaning in (
        ("failing", "bad", "its last polls failed"),
        ("gone", "bad", "it says that it is gone for good"),
        ("resting", "bad", "it failed so long that it is not asked any more"),
        ("degraded", "warn", "it answers, and something is odd about it"),
        ("revoked", "warn", "its permission was taken back: nothing of it is shown"),
        ("new", "quiet", "it was not polled yet"),
        ("ok", "good", "it is polled and answers well"),
        ("paused", "quiet", "it is not polled; what it brought stays published"),
        ("disabled", "quiet", "it is neither polled nor published"),
        ("removed", "quiet", "it was removed: nothing of it is shown"),
    )
}
"""In the order of how much they want attention."""


def standing(stored: Stored) -> Standing:
    """How a source stands."""
    return STANDINGS[word(stored)]


def title_of(stored: Stored) -> str:
    """What a source is called: by the operator, else by its feed, else its name."""
    source = stored.source
    title = source.title or (_title(stored.feed) if stored.feed else "") or source.name
    return title if len(title) <= LONGEST else f"{title[: LONGEST - 1]}…"


def address_of(source: Source) -> str:
    """The address of a source as it may be shown: of a secret its host, of a file its name."""
    if source.secret:
        return told(source.url, secret=True)
    if source.url.startswith("file:"):
        return f"file:{source.url.rpartition('/')[2]}"
    return told(source.url, secret=False)


@lru_cache(maxsize=4096)
def _title(feed: str) -> str:
    return decode.hop(feed).title
