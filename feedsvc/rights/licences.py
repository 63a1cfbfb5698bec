"""The licences an entry is under, and who says so."""

from collections.abc import Iterable
from typing import NamedTuple

from feedsvc.model.entry import Entry, Hop, Text
from feedsvc.model.rights import Licence
from feedsvc.rights.deeds import known
from feedsvc.rights.notices import distinct, named


class Declared(NamedTuple):
    """A licence and who declares it.

    Attributes:
        by: In words: `the entry`, `the entry's rights`, `its feed`, `its feed's rights`.
    """

    licence: Licence
    by: str


def declared(entry: Entry, feed: Hop) -> tuple[Declared, ...]:
    """The licences of an entry, as far as they are known, each once.

    What the entry declares itself stands alone, be it that all rights are reserved. Where it
    declares nothing, it is under what covers it from its feed: never a `link` of that (RFC 4946
    2.4), but what a module of RSS says of the items of a channel, and the feed's rights if the
    entry has none (RFC 4287 4.2.10). A licence of its own that we do not know takes the place of
    those of its feed too.

    Args:
        entry: The entry.
        feed: The feed that it stands in.
    """
    own = _together(known(entry.licences), "the entry", entry.rights, "the entry's rights")
    if own or entry.licences:
        return own
    rights = None if entry.rights else feed.rights
    return _together(known(feed.covering), "its feed", rights, "its feed's rights")


def _together(
    licences: Iterable[Licence], by: str, rights: Text | None, by_rights: str
) -> tuple[Declared, ...]:
    by_address = tuple(licences)
    by_words = named(rights.value) if rights else ()
    addressed = {one.id for one in by_address}
    return tuple(
        Declared(one, by if one.id in addressed else by_rights)
        for one in distinct([*by_address, *by_words])
    )
