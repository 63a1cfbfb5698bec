"""Serving: recall what is stored, judge what may be shown now, compose the document."""

import logging
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from feedsvc.errors import NotFoundError, WithdrawnError
from feedsvc.model.channel import DEFAULT_LIMIT, LONGEST, SOURCE_CHANNEL, Channel
from feedsvc.model.entry import Hop
from feedsvc.model.held import Held, State
from feedsvc.model.source import Source
from feedsvc.model.view import ChannelView, Document, Showing
from feedsvc.publish import atom, jsonfeed, opml, rss
from feedsvc.publish.compose import Judged, compose
from feedsvc.publish.formats import Format, channel_links
from feedsvc.publish.fragments import Fragments
from feedsvc.publish.seal import digest, max_age, seal
from feedsvc.rights import licences
from feedsvc.rights.attribution import attribution, line
from feedsvc.rights.decide import decide
from feedsvc.settings import Settings
from feedsvc.store import decode, documents, entries, sources, tombstones
from feedsvc.store.database import Database
from feedsvc.store.generation import Generation
from feedsvc.store.sources import Stored

_log = logging.getLogger(__name__)
_RENDERERS = {Format.ATOM: atom.render, Format.RSS: rss.render, Format.JSON: jsonfeed.render}
_NO_MOMENT = datetime(1970, 1, 1, tzinfo=UTC)
_PAGE = 1.5  # how many times a channel's limit is recalled at once


@dataclass(frozen=True, slots=True)
class Known:
    """A source as publishing needs it."""

    stored: Stored
    place: int
    hop: Hop


def feed_of(stored: Stored) -> Hop:
    """The feed of a source as we credit it: under the operator's title, if there is one."""
    source = stored.source
    hop = decode.hop(stored.feed) if stored.feed else Hop(title=source.title or source.name)
    return titled(hop, source)


def titled(hop: Hop, source: Source) -> Hop:
    """A feed under the operator's title for it, if there is one."""
    return replace(hop, title=source.title) if source.title else hop


def judge(held: Held, known: Known, now: datetime) -> Judged:
    """Decide what may be shown of an entry at `now`, and how it is credited."""
    due = held.update_due
    if due and due <= now:
        held, due = replace(held, updated=due, update_due=None), None
    permission = known.stored.source.permission
    origin = attribution(held, known.hop)
    declared = licences.known(held.entry.licences or origin.origin.licences)
    grant = decide(held, permission, declared, now)
    return Judged(
        held=held,
        grant=replace(grant, until=min(filter(None, (grant.until, due)))) if due else grant,
        attribution=origin,
        line=line(permission.attribution, held, origin),
        licences=declared,
        noindex=permission.noindex,
        canonical=permission.canonical,
    )


class Publisher:
    """Everything that is published, as it stands now. For many threads."""

    def __init__(self, database: Database, settings: Settings, now: Callable[[], datetime]) -> None:
        """Publish what `database` holds the way `settings` say."""
        self._database = database
        self._settings = settings
        self._now = now
        self._generation = Generation(database)
        self._fragments = Fragments()
        self._lock = threading.Lock()
        self._rendering = threading.Lock()
        self._read_at = -1
        self._sources: dict[str, Known] = {}

    @property
    def site_title(self) -> str:
        """What the site is called."""
        return self._settings.site.title

    @property
    def base_url(self) -> str:
        """Public address of the site, without a trailing slash."""
        return self._settings.site.url

    def generation(self) -> int:
        """A number that changes whenever anything published may have."""
        return self._generation.current()

    def healthy(self) -> bool:
        """Whether the database answers."""
        try:
            self._database.statements().read("generation")
        except Exception:  # noqa: BLE001 - whatever keeps it from answering, it is not healthy
            return False
        return True

    def channels(self) -> Sequence[Channel]:
        """Every channel: those configured, then one for each enabled source."""
        own = (
            _channel_of(known)
            for known in self._known().values()
            if known.stored.source.enabled and self._settings.site.per_source_channels
        )
        return (*self._settings.channels, *own)

    def view(self, name: str) -> ChannelView:
        """The channel as it stands.

        Raises:
            NotFoundError: There is no such channel.
        """
        channel = self._channel(name)
        known = self._known()
        members = [
            one for one in known.values()
            if one.stored.source.enabled and channel.selects(one.stored.source)
        ]  # fmt: skip
        rows = None if "*" in channel.sources else [one.stored.id for one in members]
        now = self._now()
        held = self._recalled(rows, channel.limit)
        composition = compose(
            (judge(one, known[one.source], now) for one in held),
            {name: one.place for name, one in known.items()},
            channel.limit,
        )
        gone = tombstones.latest(self._database.statements(), rows, most=channel.limit)
        moments = [showing.held.updated for showing in composition.showings]
        moments += [tombstone.when for tombstone in gone]
        return ChannelView(
            channel=channel,
            site_title=self.site_title,
            base_url=self.base_url,
            updated=max(moments) if moments else self._beginning(members),
            showings=composition.showings,
            tombstones=gone,
            until=composition.until,
        )

    def document(self, name: str, format: str) -> Document:  # noqa: A002 - the word of the addresses
        """The channel in one of the formats `atom`, `rss`, `json`.

        Raises:
            NotFoundError: There is no such channel.
        """
        form = Format(format)
        view = self.view(name)
        with self._rendering:
            rendering = _RENDERERS[form](view, self._fragments)
        for entry, reason in rendering.set_aside:
            _log.warning("entry %s is left out of %s.%s: %s", entry, name, form, reason)
        content_type = f"{form.media_type}; charset=utf-8"
        key, body = f"{name}.{form}", rendering.body
        return replace(
            self.seal(key, content_type, body, view.updated, view.until),
            max_age=max_age(view),
            links=channel_links(self.base_url, name, form),
            parts=rendering.parts,
            noindex=view.noindex,
        )

    def seal(
        self,
        key: str,
        content_type: str,
        body: bytes,
        modified_floor: datetime,
        until: datetime | None,
    ) -> Document:
        """Compress, hash and date the bytes of a document or page."""
        now = self._now()
        first = min(modified_floor, now)
        modified = documents.dated(self._database, key, digest(body), first, now)
        return seal(content_type, body, modified, until)

    def entry(self, id: str) -> Showing:  # noqa: A002 - the word of the addresses
        """One entry as it may be shown.

        Raises:
            NotFoundError: There is no such entry, or nothing of it may be shown.
            WithdrawnError: It is gone on purpose.
        """
        held = entries.one(self._database.statements(), id)
        if held.state is State.WITHDRAWN:
            msg = f"the entry {id} was withdrawn"
            raise WithdrawnError(msg)
        known = self._known()[held.source]
        shown = compose([judge(held, known, self._now())], {}, 1).showings
        if not shown or not known.stored.source.enabled:
            msg = f"there is no entry {id!r}"
            raise NotFoundError(msg)
        return shown[0]

    def judged(self, held: Held) -> Judged:
        """The entry with the grant that it has now, and why."""
        return judge(held, self._known()[held.source], self._now())

    def opml_channels(self) -> bytes:
        """What we publish, as OPML."""
        return opml.channels(self.site_title, self.base_url, self.channels())

    def opml_sources(self) -> bytes:
        """Where it comes from, as OPML."""
        listed = [
            (known.stored.source, known.hop)
            for known in self._known().values()
            if known.stored.source.enabled
        ]
        return opml.sources(self.site_title, listed)

    def _channel(self, name: str) -> Channel:
        for channel in self._settings.channels:
            if channel.name == name:
                return channel
        known = self._known().get(name.removeprefix(SOURCE_CHANNEL))
        has_own = self._settings.site.per_source_channels and name.startswith(SOURCE_CHANNEL)
        if known is None or not has_own or not known.stored.source.enabled:
            msg = f"there is no channel {name!r}; see feedsvc channels list"
            raise NotFoundError(msg)
        return _channel_of(known)

    def _known(self) -> dict[str, Known]:
        """The sources; only those that changed since are read again."""
        generation = self._generation.current()
        with self._lock:
            if generation != self._read_at:
                changed = sources.changed(self._database.statements(), self._read_at)
                merged = self._sources | {
                    stored.source.name: Known(stored, place, feed_of(stored))
                    for place, stored in changed
                }
                ordered = sorted(merged.items(), key=lambda item: item[1].place)
                self._sources, self._read_at = dict(ordered), generation
            return self._sources

    def _recalled(self, rows: Sequence[int] | None, limit: int) -> Iterator[Held]:
        """Published entries of the sources, newest first, read as far as they are asked for."""
        most, skip = int(limit * _PAGE) + 1, 0
        while True:
            page = entries.published(self._database.statements(), rows, most=most, skip=skip)
            yield from page
            if len(page) < most:
                return
            skip += most

    def _beginning(self, members: Sequence[Known]) -> datetime:
        """The oldest moment we know of a channel that shows nothing yet."""
        if not members:
            members = tuple(self._known().values())
        return min((one.stored.added_at for one in members), default=_NO_MOMENT)


def _channel_of(known: Known) -> Channel:
    source: Source = known.stored.source
    return Channel(
        name=f"{SOURCE_CHANNEL}{source.name}",
        title=known.hop.title,
        description=known.hop.subtitle or "",
        sources=(source.name,),
        limit=min(max(DEFAULT_LIMIT, known.stored.width), LONGEST),
    )
