"""One written entry per format, kept until something that it depends on changes."""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from feedsvc.model.view import ChannelView, Parts, Showing
from feedsvc.publish.formats import Format
from feedsvc.publish.shown import Shown, is_episode, shown

_OVERHEAD = 8192
"""Bytes that a kept fragment costs beside its own, about: its key, and what it was written from."""

_HEADS = 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Unwritable:
    """An entry that a format cannot express, with the reason in words."""

    reason: str


UPDATED = "-"
"""What stands in the element of a head that says when its channel was updated."""

_NO_MOMENT = datetime(1970, 1, 1, tzinfo=UTC)

Fragment = bytes | Unwritable
Write = Callable[[Shown], bytes]
WriteHead = Callable[[ChannelView, str | None], bytes]
_Head = tuple[ChannelView, str | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendering:
    """A document as it was written.

    Attributes:
        set_aside: Our id and the reason of each entry that could not be written and is
            therefore not in it (standards T8).
    """

    parts: Parts
    set_aside: tuple[tuple[str, str], ...] = ()

    @property
    def body(self) -> bytes:
        """The whole document, joined anew each time."""
        return self.parts.holding(self.parts.entries)


def write(showing: Showing, base_url: str, writer: Write, *, own: bool) -> Fragment:
    """Write one entry; what is wrong with it never leaves this function as an exception."""
    try:
        return writer(shown(showing, base_url, own=own))
    except (ValueError, TypeError, OverflowError) as error:
        return Unwritable(reason=str(error) or type(error).__name__)


class Fragments:
    """Written entries, those used last, up to a number of bytes; for one thread at a time.

    For the entries of one store: there, id and revision stand for all of an entry's text.
    """

    def __init__(self, limit: int = 64 * 1024 * 1024) -> None:
        """Keep at most `limit` bytes."""
        self._limit = limit
        self._size = 0
        self._kept: OrderedDict[tuple[object, ...], tuple[Showing, Fragment]] = OrderedDict()
        self._heads: OrderedDict[tuple[object, ...], tuple[_Head, bytes]] = OrderedDict()

    def fragment(
        self, form: Format, showing: Showing, base_url: str, writer: Write, *, own: bool
    ) -> Fragment:
        """The kept fragment if nothing that it depends on changed, else a new one."""
        key = form, base_url, own, showing.held.id
        kept = self._kept.get(key)
        if kept is not None and (kept[0] is showing or _stamp(kept[0]) == _stamp(showing)):
            self._kept.move_to_end(key)
            return kept[1]
        fragment = write(showing, base_url, writer, own=own)
        self._drop(key)
        self._kept[key] = (showing, fragment)
        self._size += _cost(fragment)
        while self._size > self._limit:
            self._drop(next(iter(self._kept)))
        return fragment

    def head(self, form: Format, view: ChannelView, writer: WriteHead) -> bytes:
        """The kept head of a document if nothing that it depends on changed, else a new one."""
        told = _head(view)
        key = form, view.base_url, view.channel.name, view.archive
        kept = self._heads.get(key)
        if kept is not None and kept[0] == told:
            self._heads.move_to_end(key)
            return kept[1]
        head = writer(*told)
        self._heads[key] = told, head
        while len(self._heads) > _HEADS:
            self._heads.popitem(last=False)
        return head

    def __len__(self) -> int:
        """How many fragments are kept."""
        return len(self._kept)

    def _drop(self, key: tuple[object, ...]) -> None:
        kept = self._kept.pop(key, None)
        if kept is not None:
            self._size -= _cost(kept[1])


def written(
    form: Format, view: ChannelView, writer: Write, kept: Fragments | None
) -> tuple[tuple[bytes, ...], tuple[tuple[str, str], ...]]:
    """Every entry of a channel in its order, and those set aside with their reasons.

    Args:
        form: The format that `writer` writes.
        view: The channel.
        writer: What writes one entry.
        kept: Where fragments are kept; None to write each entry anew.
    """
    fragments: list[bytes] = []
    set_aside: list[tuple[str, str]] = []
    is_own = view.feed is not None
    for showing in view.showings:
        own = is_own and is_episode(showing)  # others read the same in every channel
        if kept is None:
            fragment = write(showing, view.base_url, writer, own=own)
        else:
            fragment = kept.fragment(form, showing, view.base_url, writer, own=own)
        if isinstance(fragment, Unwritable):
            set_aside.append((showing.held.id, fragment.reason))
        else:
            fragments.append(fragment)
    return tuple(fragments), tuple(set_aside)


def begun(
    form: Format,
    view: ChannelView,
    writer: WriteHead,
    kept: Fragments | None,
    updated: tuple[str, str] | None = None,
) -> bytes:
    """The head of a channel's document.

    Args:
        form: The format that `writer` writes.
        view: The channel.
        writer: What writes the head of one and the language that it is in, `UPDATED` in it.
        kept: Where heads are kept; None to write it anew.
        updated: The element that says when the channel was updated, and its text; None
            where the head does not say. Upstreams' text is escaped and cannot forge one.
    """
    head = writer(*_head(view)) if kept is None else kept.head(form, view, writer)
    if updated is None:
        return head
    name, moment = updated
    return head.replace(
        f"<{name}>{UPDATED}</{name}>".encode(), f"<{name}>{moment}</{name}>".encode(), 1
    )


def _head(view: ChannelView) -> _Head:
    """All of a channel that the head of its document depends on, but for its moment."""
    language = view.feed.language if view.feed else None
    bare = replace(view, showings=(), tombstones=(), updated=_NO_MOMENT, until=None)
    return bare, language or shared_language(view)


def shared_language(view: ChannelView) -> str | None:
    """The one language that all entries of a channel are in, if they share one."""
    languages = {
        showing.held.entry.language or showing.attribution.origin.language
        for showing in view.showings
    }
    return languages.pop() if len(languages) == 1 else None


def _stamp(showing: Showing) -> tuple[object, ...]:
    """All of a showing that a fragment depends on, the text by its revision."""
    held = showing.held
    return (
        held.revision,
        held.public_id,
        held.published,
        held.updated,
        showing.level,
        showing.grant.images,
        showing.pixel,
        showing.remove,
        showing.line,
        showing.attribution,
        showing.licences,
    )


def _cost(fragment: Fragment) -> int:
    return _OVERHEAD + (len(fragment) if isinstance(fragment, bytes) else 0)
