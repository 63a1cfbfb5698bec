"""A channel back to its first entry: archive documents that never change (RFC 5005 4).

The subscription document and the archives form a chain; together they hold everything that the
channel ever published. What is new stands in the subscription document alone. When that would
become too long, its oldest entries are sealed in an archive and stay there as they were then,
while the document goes on showing them as long as there is room.
"""

from collections.abc import Set as AbstractSet
from datetime import datetime

from feedsvc.model.archive import Member
from feedsvc.model.entry import Link
from feedsvc.model.held import Held
from feedsvc.model.view import ChannelView
from feedsvc.publish.compose import Composition
from feedsvc.publish.formats import Format, channel_document

HISTORY = "http://purl.org/syndication/history/1.0"
"""The namespace of RFC 5005."""

_BELOW = 3
"""What part of a document may be taken by unsealed entries that are too old for it."""


def links(view: ChannelView, form: Format) -> list[Link]:
    """How a document of a channel hangs together with the others (standards D3, D4).

    The newest archive links the one that will follow it, since it must not change when that
    is there; until then the address leads to the subscription document.
    """
    chain = []
    if view.archive:
        chain.append(("current", 0))
    if view.older:
        chain.append(("prev-archive", view.older))
    if view.archive:
        chain.append(("next-archive", view.archive + 1))
    return [
        Link(
            rel=rel,
            type=form.media_type,
            href=channel_document(view.base_url, view.channel.name, form, number),
        )
        for rel, number in chain
    ]


def parts(
    composition: Composition, unsealed: AbstractSet[str], limit: int
) -> list[tuple[Member, ...]]:
    """What is to be sealed, oldest first: a tuple for each archive.

    What gave way to an entry is sealed with it, or in a later archive, but never before: else
    it would be shown once the other is archived.

    Args:
        composition: The document with all that no archive holds.
        unsealed: The ids of that.
        limit: How many entries a document holds.
    """
    if len(unsealed) <= limit // _BELOW:
        return []
    waiting = [one.held for one in composition.showings if one.held.id in unsealed]
    # Oldest first; one whose `updated` is yet to move would soon have to be sealed again.
    waiting.sort(key=lambda held: (held.update_due is not None, _place(held)))
    cut = []
    while len(waiting) > limit:
        cut.append(waiting[:limit])
        waiting = waiting[limit:]
    # A source that is added with its old articles, or edits them, must not drive out the news.
    below = [held for held in composition.beyond if held.update_due is None]
    if not cut and len(below) > limit // _BELOW:
        cut.append(below)
    sealed = {held.id for some in cut for held in some}
    gave_way = [(held, rival) for held, rival in _rivals(composition) if held.id in unsealed]
    made = []
    for chosen in cut:
        ids, newest = {held.id for held in chosen}, max(map(_place, chosen))
        with_them = [
            (held, rival) for held, rival in gave_way
            if rival in ids or (rival not in unsealed - sealed and _place(held) < newest)
        ]  # fmt: skip
        gave_way = [one for one in gave_way if one not in with_them]
        made.append((*map(_member, chosen), *(_member(held, rival) for held, rival in with_them)))
    return made


def _rivals(composition: Composition) -> list[tuple[Held, str]]:
    """What gave way, oldest first, each with the id of what is shown in its place."""
    rivals = {held.id: rival for held, rival in composition.yielded}
    found = []
    for held, rival in sorted(composition.yielded, key=lambda one: _place(one[0])):
        last = rival
        while last in rivals:
            last = rivals[last]
        found.append((held, last))
    return found


def _member(held: Held, rival: str = "") -> Member:
    return Member(held.id, held.revision, held.update_due or held.updated, rival)


def _place(held: Held) -> tuple[datetime, str]:
    return held.sort_at, held.id
