"""The account to the owner of a source: what of theirs was published in a month, and read."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from feedsvc.model.rights import Level
from feedsvc.model.source import Permission


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    """A month in UTC.

    Attributes:
        begins: Its first moment; `ends` that of the next one.
    """

    begins: datetime
    ends: datetime

    @classmethod
    def of(cls, moment: datetime) -> "Month":
        """The month that an aware UTC moment lies in."""
        begins = moment.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
        return cls(begins=begins, ends=(begins + timedelta(days=31)).replace(day=1))

    def holds(self, moment: datetime) -> bool:
        """Whether a moment lies in it."""
        return self.begins <= moment < self.ends


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What was shown of an entry from a moment on, and why.

    Attributes:
        level: How much; `images` with its pictures.
        licence: The SPDX id of the licence that allowed it; empty where none did.
        scope: Of the permission that was in force; `granted_by` and `evidence` likewise.
        reasons: In words, the deciding one first.
        title: Of the entry then; `url`, the original's, and `attribution`, the line, likewise.
    """

    at: datetime
    level: Level
    images: bool = False
    licence: str = ""
    scope: str = ""
    granted_by: str = ""
    evidence: str = ""
    reasons: tuple[str, ...] = ()
    title: str = ""
    url: str = ""
    attribution: str = ""

    @property
    def grounds(self) -> tuple[object, ...]:
        """All that it rests on, but not when it was made or for which words."""
        return (
            self.level,
            self.images,
            self.licence,
            self.scope,
            self.granted_by,
            self.evidence,
            self.reasons,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawn:
    """That an entry was taken out of everything.

    Attributes:
        by: In which role: the source, an operator, or a revocation of the whole permission.
        restored_at: When it came back; None if it did not.
    """

    at: datetime
    by: str
    reason: str
    restored_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """What became of one entry in the month.

    Attributes:
        id: Our own id of it; `page` our page of it.
        first_shown: When anything of it was shown for the first time.
        decisions: What held in the month, oldest first: that from before it, if it was shown
            then, and each that rested on something else than the one before.
        withdrawn: If it was in this month, or came back in it.
    """

    id: str
    page: str
    first_shown: datetime
    decisions: tuple[Decision, ...]
    withdrawn: Withdrawn | None = None

    @property
    def latest(self) -> Decision:
        """The last decision of the month."""
        return self.decisions[-1]

    @property
    def level(self) -> Level:
        """The most that was shown of it in the month."""
        return max(one.level for one in self.decisions)


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A permission and for how long it stood.

    Attributes:
        until: Exclusive; None if it stands.
        revoked: It was taken back: nothing was allowed.
        reason: Why it became so, in words; may be empty.
    """

    since: datetime
    until: datetime | None
    permission: Permission
    revoked: bool
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReaderTotal:
    """What one reader fetched of a channel in the month.

    Attributes:
        unchanged: How many of its requests were answered that nothing changed.
        subscribers: The most people on a day for whom it said it fetches; 0 if it never said.
    """

    name: str
    requests: int
    unchanged: int
    subscribers: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelTotal:
    """How a channel that holds the source was read; it may hold other sources too.

    Attributes:
        name: Empty, as `page` is, for one that is private.
    """

    name: str
    title: str
    page: str
    readers: tuple[ReaderTotal, ...]

    @property
    def requests(self) -> int:
        """How often it was fetched."""
        return sum(one.requests for one in self.readers)

    @property
    def unchanged(self) -> int:
        """How many of those were answered that nothing changed."""
        return sum(one.unchanged for one in self.readers)

    @property
    def subscribers(self) -> int:
        """For how many people its readers said they fetch: it has at least so many."""
        return sum(one.subscribers for one in self.readers)


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """The account to the owner of one source for one month.

    Attributes:
        site_title: What we are called; `site_url` where we are.
        source: The name of the source; `title` and `url` of its feed.
        made_at: Later than the month, or it is of the month so far.
        terms: The permissions that stood in the month, oldest first.
        entries: Those of which more than a link was shown in the month, and that came, changed or
            went in it, first shown first.
        shown_on: How many others had been shown before, with nothing new on record in the month.
        channels: Those that hold the source now.
    """

    site_title: str
    site_url: str
    source: str
    title: str
    url: str
    month: Month
    made_at: datetime
    terms: tuple[Term, ...]
    entries: tuple[Account, ...]
    shown_on: int
    channels: tuple[ChannelTotal, ...]

    @property
    def new(self) -> int:
        """How many entries were shown for the first time."""
        return sum(self.month.holds(one.first_shown) for one in self.entries)

    @property
    def withdrawn(self) -> int:
        """How many entries were withdrawn."""
        gone = (one.withdrawn for one in self.entries)
        return sum(one is not None and self.month.holds(one.at) for one in gone)

    def at_level(self, level: Level) -> int:
        """Of how many entries so much was shown at most."""
        return sum(one.level is level for one in self.entries)
