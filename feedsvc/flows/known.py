"""Sources as publishing needs them."""

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from feedsvc.model.channel import Channel
from feedsvc.model.entry import Hop
from feedsvc.model.source import Source
from feedsvc.store import channels, decode, sources
from feedsvc.store.database import Database
from feedsvc.store.generation import Generation
from feedsvc.store.sources import Stored


@dataclass(frozen=True, slots=True)
class Known:
    """A source as publishing needs it."""

    stored: Stored
    place: int
    hop: Hop
    credit: Hop


def credit_of(hop: Hop) -> Hop:
    """What entries say of the feed that they came in: nothing that moves while it stays itself.

    With a tagline that tells the weather, or a version of its software, every entry of it would
    be another whenever that changes.
    """
    return replace(
        hop,
        updated=None,
        published=None,
        subtitle=None,
        generator=None,
        notice=None,
        docs=None,
        extensions=(),
    )


def feed_of(stored: Stored) -> Hop:
    """The feed of a source as we credit it: under the operator's title, if there is one."""
    source = stored.source
    hop = decode.hop(stored.feed) if stored.feed else Hop(title=source.title or source.name)
    return titled(hop, source)


def titled(hop: Hop, source: Source) -> Hop:
    """A feed under the operator's title for it, if there is one; its address only if it is public.

    What of an address is told where somebody asks for it: `text.told`.
    """
    if source.secret or source.private:
        links = tuple(link for link in hop.links if link.rel != "self")
        named = None if hop.id in (hop.feed_url, source.url) else hop.id
        hop = replace(hop, feed_url=None, id=named, links=links)
    return replace(hop, title=source.title, name=None) if source.title else hop


def known_again(stored: Stored, place: int, before: Known | None) -> Known:
    """A source as it is now; what did not change is the very same object as before."""
    if before is None or before.stored.source != stored.source:
        hop = feed_of(stored)
        return Known(stored, place, hop, credit_of(hop))
    stored = stored._replace(source=before.stored.source)
    if before.stored.feed == stored.feed:
        return Known(stored, place, before.hop, before.credit)
    hop = feed_of(stored)
    credit = credit_of(hop)
    return Known(stored, place, hop, before.credit if credit == before.credit else credit)


def members_of(channel: Channel, known: Mapping[str, Known]) -> dict[int, Known]:
    """The sources of a channel, by row."""
    return {
        one.stored.id: one for one in known.values()
        if one.stored.source.enabled and channel.selects(one.stored.source)
    }  # fmt: skip


def rows_of(channel: Channel, members: Mapping[int, Known]) -> Sequence[int] | None:
    """The rows of its sources; None for all that are enabled."""
    return None if "*" in channel.sources else list(members)


def exact_rows_of(
    channel: Channel, members: Mapping[int, Known], known: Mapping[str, Known]
) -> Sequence[int] | None:
    """The same for what nobody sifts by source afterwards: without what the channel passes over."""
    if any(one.stored.source.private for one in known.values()):
        return list(members)
    return rows_of(channel, members)


class Roster:
    """All sources as of a generation; only those that changed since are read. For many threads.

    Attributes:
        curbed: The generation in which what is permitted of a source or said of it, or a channel
            that an operator declared, changed last.
        channels: Those that operators declared, as of the last look.
    """

    def __init__(self, database: Database, generation: Generation) -> None:
        """Read them from `database` whenever `generation` moves."""
        self._database = database
        self._generation = generation
        self._lock = threading.Lock()
        self._read_at = -1
        self._sources: dict[str, Known] = {}
        self.curbed = 0
        self.channels: tuple[Channel, ...] = ()

    def present(self) -> tuple[int, dict[str, Known]]:
        """The generation, and the sources by name in the configured order."""
        generation = self._generation.current()
        with self._lock:
            if generation != self._read_at:
                statements = self._database.statements()
                changed = sources.changed(statements, self._read_at)
                declared = channels.everything(statements)
                before = self._sources
                now = {
                    stored.source.name: known_again(stored, place, before.get(stored.source.name))
                    for place, stored in changed
                }
                others = any(_is_another(before[name], now[name]) for name in now.keys() & before)
                if others or declared != self.channels:
                    self.curbed = generation
                self.channels = declared
                ordered = sorted((before | now).items(), key=lambda item: item[1].place)
                self._sources, self._read_at = dict(ordered), generation
            return self._read_at, self._sources


def _is_another(before: Known, now: Known) -> bool:
    """Whether more than the entries of a source changed."""
    return now.stored.source is not before.stored.source or now.credit is not before.credit
