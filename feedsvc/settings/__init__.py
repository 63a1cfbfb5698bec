"""Configuration: what the operator wrote, as typed values.

`files` reads the folder, `check` turns it into `Settings` or complains, `kept` writes
settings down and reads them back, so that a start with unchanged files pays for no check.
"""

from dataclasses import dataclass, field
from datetime import timedelta

from feedsvc.model.channel import Channel
from feedsvc.model.source import Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """What we are called and where the public finds us.

    Attributes:
        url: Public base URL without a trailing slash; links, ids and self links start with it.
        per_source_channels: Whether every source also has its own channel `source-<name>`.
        commercial: We are a commercial site: licences for others do not serve us.
        require_evidence: No permission of the scope "full" is believed without evidence.
    """

    title: str = "feedsvc"
    url: str = "http://127.0.0.1:8000"
    per_source_channels: bool = True
    commercial: bool = False
    require_evidence: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Web:
    """Where the web process listens."""

    host: str = "127.0.0.1"
    port: int = 8000


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetch:
    """How sources are polled.

    Attributes:
        user_agent_contact: Where a source's owner can reach the operator; may be empty.
        allow_networks: Private networks that may be fetched from, as CIDR.
        host_gap: Least time between two requests to one host.
        requests_per_second: Polls of all workers together that begin in a second, at most; what
            `feedsvc poll` is asked to poll at once is not held to it.
    """

    user_agent_contact: str = ""
    allow_networks: tuple[str, ...] = ()
    min_interval: timedelta = timedelta(minutes=15)
    max_interval: timedelta = timedelta(hours=24)
    host_gap: timedelta = timedelta(seconds=1)
    requests_per_second: int = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Entries:
    """How entries are kept.

    Attributes:
        revisions: How many replaced revisions of an entry are kept.
        update_interval: The `updated` of an entry moves no more often than this.
    """

    revisions: int = 20
    update_interval: timedelta = timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The whole configuration.

    Attributes:
        database_url: `sqlite:///path` or `postgresql://…`.
        channels: As declared; the channels made for each source are not among them.
    """

    site: Site = field(default_factory=Site)
    database_url: str = "sqlite:///var/feedsvc.sqlite3"
    web: Web = field(default_factory=Web)
    fetch: Fetch = field(default_factory=Fetch)
    entries: Entries = field(default_factory=Entries)
    sources: tuple[Source, ...] = ()
    channels: tuple[Channel, ...] = ()
