"""What operators look at: entries as they would be shown now; nothing is written or logged."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from feedsvc.flows import channels
from feedsvc.flows.judge import judge
from feedsvc.flows.known import Known, Roster, members_of, rows_of
from feedsvc.flows.recall import Memory, newest
from feedsvc.model.channel import Channel
from feedsvc.model.held import Held, State
from feedsvc.model.rights import Level
from feedsvc.model.source import DEFAULT_ATTRIBUTION, ThirdParty
from feedsvc.model.view import Showing
from feedsvc.publish.compose import Judged, compose
from feedsvc.settings import Settings
from feedsvc.store import entries
from feedsvc.store.database import Database
from feedsvc.store.generation import Generation

LOOKED_AT = 300
"""Published entries that are judged to find those which are not shown."""

_ROOM = 24 * 1024 * 1024


class Stuck(NamedTuple):
    """Entries that are not shown, newest first.

    Attributes:
        held: Until an operator puts right what is wrong.
        waiting: Until their embargo ends.
        looked_at: How many were judged to find them.
        is_all: There are no more that could be.
    """

    held: list[Judged]
    waiting: list[Judged]
    looked_at: int
    is_all: bool


class Listed(NamedTuple):
    """A channel and where it is declared: `file`, `operator`, or `source` for a source's own."""

    channel: Channel
    origin: str


class Survey:
    """Surveys what is stored. For many threads."""

    def __init__(
        self, database: Database, settings: Callable[[], Settings], now: Callable[[], datetime]
    ) -> None:
        """Survey `database` the way `settings` say, by this clock."""
        self._database = database
        self._settings = settings
        self._now = now
        self._roster = Roster(database, Generation(database))
        self._memories = {is_: Memory(_ROOM, commercial=is_) for is_ in (False, True)}

    def known(self) -> Mapping[str, Known]:
        """All sources by name."""
        return self._roster.present()[1]

    def judged(self, held: Held) -> Judged:
        """An entry with the grant that it has now, and why."""
        commercial = self._settings().site.commercial
        return judge(held, self.known()[held.source], self._now(), commercial=commercial)

    def channels(self) -> list[Listed]:
        """Every channel, in the order in which people are told of them."""
        known = self.known()
        settings = self._settings()
        filed = {channel.name for channel in settings.channels}
        declared = [one for one in self._roster.channels if one.name not in filed]
        own = [one for one in channels.every(settings, known) if one.name not in filed]
        return [
            *(Listed(one, "file") for one in settings.channels),
            *(Listed(one, "operator") for one in declared),
            *(Listed(one, "source") for one in own),
        ]

    def channel(self, name: str) -> Listed:
        """The channel of that name.

        Raises:
            NotFoundError: There is none.
        """
        known = self.known()
        settings = self._settings()
        for origin, among in (("file", settings.channels), ("operator", self._roster.channels)):
            for channel in among:
                if channel.name == name:
                    return Listed(channel, origin)
        return Listed(channels.named(name, settings, known)[0], "source")

    def members(self, channel: Channel) -> list[Known]:
        """The sources of a channel."""
        return list(members_of(channel, self.known()).values())

    def preview(self, channel: Channel, most: int) -> Sequence[Showing]:
        """The newest entries of a channel as readers see them."""
        members = members_of(channel, self.known())
        places = {one.stored.source.name: one.place for one in members.values()}
        pages = newest(self._database.statements(), rows_of(channel, members), most)
        ours = ([one for one in page if one.source in members] for page in pages)
        return compose(self._judged(ours, members), places, most).showings

    def stuck(self, source: str = "") -> Stuck:
        """Published entries of which nothing is shown by the terms of their source.

        Args:
            source: The name of the only one to look at; empty for all.
        """
        members = {
            one.stored.id: one for name, one in self.known().items()
            if _may_hold(one) and source in {"", name}
        }  # fmt: skip
        page = entries.published(self._database.statements(), list(members), most=LOOKED_AT + 1)
        found = list(self._judged([page[:LOOKED_AT]], members))
        nothing = [one for one in found if one.grant.level is Level.NOTHING]
        return Stuck(
            held=[one for one in nothing if one.grant.held],
            waiting=[one for one in nothing if not one.grant.held and one.grant.until],
            looked_at=len(found),
            is_all=len(page) <= LOOKED_AT,
        )

    def held_back(self, most: int, source: int | None = None) -> list[Held]:
        """Entries that wait for an operator to publish or withdraw them, newest first."""
        statements = self._database.statements()
        states = (State.HELD_BACK,)
        return entries.page(statements, states=states, source=source, most=most).entries

    def _judged(
        self, pages: Iterable[Sequence[entries.Candidate]], members: Mapping[int, Known]
    ) -> Iterable[Judged]:
        memory = self._memories[self._settings().site.commercial]
        return memory.judged(self._database.statements(), pages, members, self._now())


def _may_hold(known: Known) -> bool:
    """Whether the terms of a source may keep an entry from being shown."""
    permission = known.stored.source.permission
    return known.stored.source.enabled and bool(
        permission.on_third_party is ThirdParty.HOLD
        or permission.embargo
        or permission.credit
        or permission.attribution != DEFAULT_ATTRIBUTION
    )
