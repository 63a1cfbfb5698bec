"""Serving: recall what is stored, judge what may be shown now, compose the document."""

import logging
import threading
from collections.abc import Callable, Collection, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from datetime import UTC, datetime

from feedsvc.errors import NotFoundError, StoreUnavailableError, WithdrawnError
from feedsvc.flows import channels
from feedsvc.flows.access import Access
from feedsvc.flows.archive import opened
from feedsvc.flows.audit import Log
from feedsvc.flows.curbs import Curbs
from feedsvc.flows.current import current
from feedsvc.flows.dating import Dating
from feedsvc.flows.judge import judge
from feedsvc.flows.known import Known, Roster, exact_rows_of, members_of
from feedsvc.flows.quarantine import Quarantine
from feedsvc.flows.recall import Memory
from feedsvc.flows.waiting import Waiting
from feedsvc.model.channel import Channel
from feedsvc.model.held import Held, State
from feedsvc.model.view import ChannelView, Document, Showing
from feedsvc.publish import atom, jsonfeed, opml, rss
from feedsvc.publish.archive import links
from feedsvc.publish.compose import Judged, compose
from feedsvc.publish.formats import Format, channel_links
from feedsvc.publish.fragments import Fragments
from feedsvc.publish.seal import LONGEST as LONGEST_AGE
from feedsvc.publish.seal import max_age, pack, seal
from feedsvc.publish.stretches import Packed, Stretches
from feedsvc.settings import Settings
from feedsvc.store import archives, entries, tombstones
from feedsvc.store.database import Database
from feedsvc.store.generation import Generation

_log = logging.getLogger(__name__)
_RENDERERS = {Format.ATOM: atom.render, Format.RSS: rss.render, Format.JSON: jsonfeed.render}
_LIFETIMES = 44
"""Bits that the generations of a database need in any number of years."""
_NO_MOMENT = datetime(1970, 1, 1, tzinfo=UTC)
_ARCHIVED = 16 * 1024 * 1024
"""Bytes for written entries of archives: those of the channels as they stand are wanted more."""


class Publisher:
    """Everything that is published, as it stands now. For many threads."""

    def __init__(
        self,
        database: Database,
        settings: Settings,
        now: Callable[[], datetime],
        waiting: Waiting | None = None,
    ) -> None:
        """Publish what `database` holds the way `settings` say.

        Args:
            database: Where all of it is.
            settings: How.
            now: The clock.
            waiting: For who goes on while the database takes no writes: what was to be written
                waits. Without it nothing is published that could not be logged and dated.
        """
        self._database = database
        self._waiting = waiting
        self._settings = settings
        self._now = now
        self._generation = Generation(database)
        self._roster = Roster(database, self._generation)
        self._curbs = Curbs(database, self._roster)
        self._access = Access(database, self._generation.current, now, waiting)
        self._dates = Dating(database, waiting)
        self._audit = Log(database, waiting)
        self._quarantine = Quarantine(database, waiting)
        self._memory = Memory(commercial=settings.site.commercial)
        self._fragments = Fragments()
        self._stretches = Stretches()
        self._archived = Fragments(_ARCHIVED)
        self._rendering = threading.Lock()
        self._followed = 0

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
        number = self._generation.current()
        self._curbs.look(number)
        return number + (self._followed << _LIFETIMES)

    def follow(self, settings: Settings) -> None:
        """Publish the way these settings say from now on."""
        if settings == self._settings:
            return
        self._memory = Memory(commercial=settings.site.commercial)
        self._settings = settings
        self._followed += 1

    def curbed(self) -> int:
        """The generation in which something may have been taken back last, as far as is known."""
        return self._curbs.last + (self._followed << _LIFETIMES)

    def readable(self) -> bool:
        """Whether the database answers."""
        try:
            self._database.statements().read("generation")
        except Exception:  # noqa: BLE001 - whatever keeps it from answering, it is not to be read
            return False
        return True

    def writable(self) -> bool:
        """Whether the database takes writes, as far as that shows without writing."""
        if self._waiting and self._waiting.reason:
            return False
        try:
            with self._database.transaction():
                return True
        except StoreUnavailableError:
            return False

    def channels(self) -> Sequence[Channel]:
        """Every public channel: those configured, then one for each enabled source."""
        return [channel for channel in self.every_channel() if not channel.private]

    def every_channel(self) -> Sequence[Channel]:
        """The same with those that are private."""
        known = self._known()
        return channels.every(self._declared(), known)

    def own_channel(self, source: str) -> Channel | None:
        """The channel that a source has by itself, unless it has none."""
        known = self._known()
        return channels.own(known[source], self._declared())

    def audience(self, name: str) -> frozenset[str]:
        """The private channels one of which who reads this one must subscribe to: it, or none.

        Raises:
            NotFoundError: There is no such channel.
        """
        known = self._known()
        channel, _ = channels.named(name, self._declared(), known)
        return frozenset((name,)) if channel.private else frozenset()

    def audience_of_entry(self, id: str) -> frozenset[str]:  # noqa: A002 - the word of the addresses
        """The private channels one of which who reads this entry must subscribe to, or none.

        Raises:
            NotFoundError: There is no such entry.
        """
        known = self._known()
        if not any(one.stored.source.private for one in known.values()):
            return frozenset()
        source = entries.source_of(self._database.statements(), id)
        return channels.audience(known[source].stored.source, self._declared())

    def admits(self, user: str | None, token: str, audience: AbstractSet[str]) -> bool:
        """Whether the token is of a subscriber of one of these channels, under that name if any."""
        return self._access.admits(user, token, audience)

    def view(self, name: str) -> ChannelView:
        """The channel as it stands.

        Raises:
            NotFoundError: There is no such channel.
        """
        generation, known = self._roster.present()
        channel, feed = channels.named(name, self._declared(), known)
        members = members_of(channel, known)
        now = self._now()
        statements = self._database.statements()
        composition, older = current(
            self._database, self._memory, channel, members, now,
            generation=generation, waiting=self._waiting,
        )  # fmt: skip
        rows = exact_rows_of(channel, members, known)
        gone = tombstones.latest(statements, rows, most=channel.limit)
        if len(members) > 1:  # what one source takes back another may still publish
            alive = tombstones.alive(statements, list(members), [one.ref for one in gone])
            gone = tuple(one for one in gone if one.ref not in alive)
        moments = [showing.held.updated for showing in composition.showings]
        moments += [tombstone.when for tombstone in gone]
        if not moments and feed and feed.updated and feed.updated <= now:
            moments.append(feed.updated)
        self._audit.write(composition.showings, known, now)
        return ChannelView(
            channel=channel,
            site_title=self.site_title,
            base_url=self.base_url,
            updated=max(moments) if moments else self._beginning(members.values()),
            showings=composition.showings,
            tombstones=gone,
            feed=feed,
            until=composition.until,
            older=older,
        )

    def document(self, name: str, format: str) -> Document:  # noqa: A002 - the word of the addresses
        """The channel in one of the formats `atom`, `rss`, `json`.

        Raises:
            NotFoundError: There is no such channel.
        """
        return self._written(f"{name}.{format}", self.view(name), Format(format), self._fragments)

    def archive(self, name: str, number: int, format: str) -> Document | None:  # noqa: A002 - as above
        """An archive of a channel in one of the formats; None for the one to be sealed next.

        Raises:
            NotFoundError: There is no such channel or archive.
        """
        view = self.archive_view(name, number)
        if view is None:
            return None
        key = f"{name}/archive/{number}.{format}"
        return self._written(key, view, Format(format), self._archived)

    def archive_view(self, name: str, number: int) -> ChannelView | None:
        """An archive of a channel as it stands; None for the one to be sealed next.

        Raises:
            NotFoundError: There is no such channel or archive.
        """
        known = self._known()
        channel, feed = channels.named(name, self._declared(), known)
        statements = self._database.statements()
        found = archives.archive(statements, name, number)
        if found is None:
            if number == archives.progress(statements, name).newest + 1:
                return None
            msg = f"the channel {name!r} has no archive {number}"
            raise NotFoundError(msg)
        known = {one.stored.source.name: one for one in members_of(channel, known).values()}
        now = self._now()
        composition = opened(
            statements, found, known, now, commercial=self._settings.site.commercial
        )
        self._audit.write(composition.showings, known, now, f"{name}/{number}")
        said = replace(channel, title=found.said.title, description=found.said.description)
        return ChannelView(
            channel=said,
            site_title=self.site_title,
            base_url=self.base_url,
            updated=found.updated,
            showings=composition.showings,
            feed=found.said.feeds.get(channel.sources[0]) if feed else None,
            until=composition.until,
            archive=number,
            older=number - 1,
        )

    def _written(self, key: str, view: ChannelView, form: Format, kept: Fragments) -> Document:
        with self._rendering:
            rendering = _RENDERERS[form](view, kept)
            packed = self._stretches.packed(rendering.parts)
        for entry, reason in rendering.set_aside:
            _log.warning("entry %s is left out of %s: %s", entry, key, reason)
        if not view.archive:  # which shows entries as they were
            self._quarantine.note(form.value, view.showings, rendering.set_aside, self._now())
        content_type = f"{form.media_type}; charset=utf-8"
        sealed = self._sealed(key, content_type, packed, view.updated, view.until)
        own = channel_links(self.base_url, view.channel.name, form, view.archive)
        return replace(
            sealed,
            max_age=LONGEST_AGE if view.archive else max_age(view),
            links=(*own, *links(view, form)),
            parts=None if view.archive else rendering.parts,
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
        return self._sealed(key, content_type, pack(body), modified_floor, until)

    def _sealed(
        self,
        key: str,
        content_type: str,
        packed: Packed,
        modified_floor: datetime,
        until: datetime | None,
    ) -> Document:
        now = self._now()
        modified = self._dates.dated(key, packed.digest, min(modified_floor, now), now)
        return seal(content_type, packed, modified, until)

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
        sources_now = self._known()
        known = sources_now[held.source]
        shown = compose([self._judge(held, known)], {}, 1).showings
        if not shown or not known.stored.source.enabled:
            msg = f"there is no entry {id!r}"
            raise NotFoundError(msg)
        self._audit.write(shown, sources_now, self._now())
        return shown[0]

    def judged(self, held: Held) -> Judged:
        """The entry with the grant that it has now, and why."""
        return self._judge(held, self._known()[held.source])

    def _judge(self, held: Held, known: Known) -> Judged:
        return judge(held, known, self._now(), commercial=self._settings.site.commercial)

    def opml_channels(self) -> bytes:
        """What we publish, as OPML."""
        return opml.channels(self.site_title, self.base_url, self.channels())

    def opml_sources(self) -> bytes:
        """Where it comes from, as OPML."""
        known = self._known().values()
        listed = [(one.stored.source, one.hop) for one in known if channels.is_listed(one)]
        return opml.sources(self.site_title, listed)

    def _declared(self) -> Settings:
        """The settings with the channels that operators declared, once the sources are known."""
        return channels.with_declared(self._settings, self._roster.channels)

    def _known(self) -> dict[str, Known]:
        return self._roster.present()[1]

    def _beginning(self, members: Collection[Known]) -> datetime:
        """The oldest moment we know of a channel that shows nothing yet."""
        if not members:
            members = tuple(self._known().values())
        return min((one.stored.added_at for one in members), default=_NO_MOMENT)
