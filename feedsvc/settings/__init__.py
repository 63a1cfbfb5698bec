"""Configuration: what the operator wrote, as typed values.

`files` reads the folder, `check` turns it into `Settings` or complains, `kept` writes
settings down and reads them back, so that a start with unchanged files pays for no check.
"""

from dataclasses import dataclass, field
from datetime import timedelta

from feedsvc.model.channel import Channel
from feedsvc.model.source import Retention, Source
from feedsvc.settings.secret import NO_SECRET, Reference, Secret

DATABASE_URL = "sqlite:///var/feedsvc.sqlite3"


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
class Metrics:
    """Who may read `/metrics`.

    Attributes:
        token: What is asked for as a Bearer token; none for everybody who reaches the address.
        host: And `port`: a listener of its own; empty and 0 for that of the web.
    """

    token: Secret = NO_SECRET
    host: str = ""
    port: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Logs:
    """How the processes write what they do.

    Attributes:
        format: "text", or "json": an object a line.
        level: "debug", "info", "warning" or "error".
    """

    format: str = "text"
    level: str = "info"


@dataclass(frozen=True, slots=True, kw_only=True)
class Alerts:
    """Who is told when something needs attention, and of what.

    Attributes:
        webhook: Address that is posted to; it is a secret as a whole.
        mail_to: Addresses that get mail.
        mail_from: Who that mail is from.
        smtp_host: And `smtp_port`: the server that takes the mail; empty and 0 for none.
        smtp_user: Who signs in there, with `smtp_password`; empty if nobody needs to.
        smtp_tls: "starttls", "tls" or "none".
        permission_days: How long before the end of a permission that is told.
        after_failures: After how many failures in a row a source counts as broken.
    """

    webhook: Secret = NO_SECRET
    mail_to: tuple[str, ...] = ()
    mail_from: str = ""
    smtp_host: str = ""
    smtp_port: int = 0
    smtp_user: str = ""
    smtp_password: Secret = NO_SECRET
    smtp_tls: str = "starttls"
    permission_days: int = 14
    after_failures: int = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Console:
    """The operators' console.

    Attributes:
        session: How long a session may stand idle.
    """

    session: timedelta = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class DatabaseSaid:
    """How the files say where the database is, without any secret.

    Attributes:
        url: Its address; or where the whole of it is kept, or has to be since it holds a password.
        password: Where the password is kept that belongs to the address; None if none does.
    """

    url: str | Reference = DATABASE_URL
    password: Reference | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The whole configuration.

    Attributes:
        database_url: `sqlite:///path` or `postgresql://…`; never written down, for it may hold a
            password.
        database_said: How the files say that.
        secret_sources: Name of each source of the files whose address is kept elsewhere, and where.
        retention: How much is kept of a source that says nothing of its own.
        channels: As declared; the channels made for each source are not among them.
    """

    site: Site = field(default_factory=Site)
    database_url: str = field(default=DATABASE_URL, repr=False)
    database_said: DatabaseSaid = field(default_factory=DatabaseSaid)
    web: Web = field(default_factory=Web)
    fetch: Fetch = field(default_factory=Fetch)
    entries: Entries = field(default_factory=Entries)
    retention: Retention = field(default_factory=Retention)
    metrics: Metrics = field(default_factory=Metrics)
    logs: Logs = field(default_factory=Logs)
    alerts: Alerts = field(default_factory=Alerts)
    console: Console = field(default_factory=Console)
    secret_sources: tuple[tuple[str, Reference], ...] = ()
    sources: tuple[Source, ...] = ()
    channels: tuple[Channel, ...] = ()
