"""What `feedsvc.toml` may hold, as pydantic models."""

from datetime import timedelta
from typing import Annotated, Literal

from pydantic import (
    AfterValidator,
    Field,
    ValidationInfo,
    WithJsonSchema,
    field_validator,
)

from feedsvc.settings import (
    DATABASE_URL,
    Alerts,
    Console,
    Entries,
    Fetch,
    Site,
    Web,
    fields,
)
from feedsvc.settings.files import with_password
from feedsvc.settings.secret import NO_SECRET, Secret
from feedsvc.settings.tables import REFERENCE, Duration, Hidden, Kept, Line, Table

_URL = {"type": "string", "pattern": "^[Hh][Tt][Tt][Pp][Ss]?://"}
_BIND = {"type": "string", "pattern": r"^([a-z0-9.]+|\[[0-9A-Fa-f:.]+\]):[0-9]{1,5}$"}
_ADDRESS = Annotated[
    str,
    AfterValidator(fields.mailbox),
    WithJsonSchema({"type": "string", "pattern": r"^[^@\s]+@[^@\s]+$"}),
]


class SiteTable(Table):
    """What this feedsvc is called, where the public finds it, and what holds for all of it."""

    title: Line = Field(default=Site().title, description="What this feedsvc is called.")
    url: Annotated[str, AfterValidator(fields.site_url), WithJsonSchema(_URL)] = Field(
        default=Site().url,
        description="The address under which the public reaches this server. All links, ids and"
        " self links start with it, so set it before you publish, and keep it.",
    )
    per_source_channels: bool = Field(
        default=True,
        description="Every source also has a channel of its own, source-<name>.",
    )
    commercial: bool = Field(
        default=False,
        description="Whether this is a commercial site: then licences that are for others (NC) do"
        " not serve it.",
    )
    require_evidence: bool = Field(
        default=False,
        description='Whether scope = "full" is believed only where evidence says where the'
        " permission can be looked up.",
    )


class DatabaseTable(Table):
    """Where everything is stored."""

    url: Annotated[
        Kept,
        WithJsonSchema(
            {"oneOf": [{"type": "string", "pattern": "^(sqlite:///|postgresql)"}, REFERENCE]}
        ),
    ] = Field(
        default=DATABASE_URL,
        description="A file needs nothing else: sqlite:///path. For more than one machine:"
        " postgresql://user@host/name, with its password kept elsewhere; or the whole address"
        " kept elsewhere.",
    )
    password: Hidden = Field(
        default=NO_SECRET,
        description="Where the password of a PostgreSQL address is kept that has none.",
        validate_default=True,
    )

    @field_validator("url")
    @classmethod
    def _is_address(cls, value: str | Secret) -> str | Secret:
        written = fields.database_url(value.value() if isinstance(value, Secret) else value)
        return value if isinstance(value, Secret) else written

    @field_validator("password")
    @classmethod
    def _is_wanted(cls, value: Secret, info: ValidationInfo) -> Secret:
        url = info.data.get("url")
        if not value or url is None:
            return value
        address = url.value() if isinstance(url, Secret) else url
        if with_password(address, "x") == address or ":" in address.split("://")[1].split("@")[0]:
            msg = (
                "has no user to belong to, or the address has one already; write"
                ' url = "postgresql://user@host/name" beside it'
            )
            raise ValueError(msg)
        return value

    def address(self) -> str:
        """The whole address."""
        url = self.url.value() if isinstance(self.url, Secret) else self.url
        return with_password(url, self.password.value()) if self.password else url


class WebTable(Table):
    """Where the web process listens."""

    bind: Annotated[
        str, AfterValidator(lambda value: fields.bind(value) and value), WithJsonSchema(_BIND)
    ] = Field(
        default=f"{Web().host}:{Web().port}",
        description="Address and port. Loopback only: put a reverse proxy with TLS in front of it,"
        " rather than listening on 0.0.0.0.",
    )


class FetchTable(Table):
    """How sources are asked."""

    user_agent_contact: Annotated[str, AfterValidator(fields.contact)] = Field(
        default="",
        description="Where the owner of a source can reach you: an address or a page. It is sent"
        " with every request.",
    )
    allow_networks: list[Annotated[str, AfterValidator(fields.network)]] = Field(
        default=[],
        description='Private networks that may be fetched from, such as ["10.1.0.0/16"]; none by'
        " default, so that no feed can make this server fetch from inside your network.",
    )
    min_interval: Duration = Field(
        default=Fetch().min_interval,
        description="A source is asked no more often than this.",
    )
    max_interval: Duration = Field(
        default=Fetch().max_interval,
        validate_default=True,
        description="A source is asked no less often than this. Between the two, its own rhythm"
        " decides.",
    )
    host_gap: Duration = Field(
        default=Fetch().host_gap, description="The least time between two requests to one host."
    )
    requests_per_second: int = Field(
        default=Fetch().requests_per_second,
        ge=1,
        le=10_000,
        description="Sources that all workers together begin to ask in a second, so that a start is"
        " no burst.",
    )

    @field_validator("max_interval")
    @classmethod
    def _is_longer(cls, value: timedelta, info: ValidationInfo) -> timedelta:
        if value < info.data.get("min_interval", value):
            least = fields.spelled(info.data["min_interval"])
            msg = f"is {fields.spelled(value)}, shorter than min_interval; write at least {least}"
            raise ValueError(msg)
        return value


class EntriesTable(Table):
    """How entries are kept."""

    revisions: int = Field(
        default=Entries().revisions,
        ge=0,
        le=1000,
        description="How many replaced revisions of an entry are kept; feedsvc entries show lists"
        " them.",
    )
    update_interval: Duration = Field(
        default=Entries().update_interval,
        description="An article that its source edits again and again is shown as it is at once,"
        " but tells readers that it changed no more often than this.",
    )


class RetentionTable(Table):
    """How much of a source is kept; what is dropped is remembered by its ids.

    In `feedsvc.toml` it is for all sources, and in a source for that one.
    """

    entries: Annotated[int, Field(ge=1)] | None = Field(
        default=None, description="At most so many entries of a source; without it, all."
    )
    age: Duration | None = Field(
        default=None,
        description="No longer than this after their publication; without it, for ever.",
    )


class MetricsTable(Table):
    """Who may read /metrics."""

    token: Hidden = Field(
        default=NO_SECRET,
        description="Where the token is kept that a scraper sends (Authorization: Bearer …). Empty:"
        " it is read at the address of the web from this machine alone, and only while [site] url"
        " is an address of this machine; whoever reaches bind reads it.",
    )
    bind: Annotated[
        str,
        AfterValidator(lambda value: value and fields.bind(value) and value),
        WithJsonSchema({"oneOf": [{"const": ""}, _BIND]}),
    ] = Field(
        default="",
        description="Address and port of a listener for /metrics alone. Empty: it is at the address"
        " of the web.",
    )


class LogsTable(Table):
    """How the processes write what they do, on standard error."""

    format: Literal["text", "json"] = Field(
        default="text",
        description='"text" for people, or "json", an object a line, for a log store.',
    )
    level: Literal["debug", "info", "warning", "error"] = Field(
        default="info", description="What is written: this and all that is graver. -v means debug."
    )


class AlertsTable(Table):
    """Who is told when a source breaks or recovers, floods, or its permission is about to end."""

    webhook: Annotated[Hidden, AfterValidator(fields.secret_http_url)] = Field(
        default=NO_SECRET,
        description="Where the address is kept that each alert is posted to, as JSON. Empty: none.",
    )
    mail_from: Annotated[str, AfterValidator(fields.mailbox_or_none)] = Field(
        default="", description="The address that this mail comes from; needed with mail_to."
    )
    smtp: Annotated[
        str,
        AfterValidator(fields.server_or_none),
        WithJsonSchema({"type": "string", "pattern": r"^$|^\S+:[0-9]{1,5}$"}),
    ] = Field(
        default="", description='The server that takes the mail, such as "mail.example.org:587".'
    )
    mail_to: list[_ADDRESS] = Field(
        default=[], description="Addresses that get each alert as mail; needs mail_from and smtp."
    )
    smtp_user: Line | Literal[""] = Field(
        default="", description="Who signs in there; empty if nobody needs to."
    )
    smtp_password: Hidden = Field(
        default=NO_SECRET, description="Where the password of smtp_user is kept."
    )
    smtp_tls: Literal["starttls", "tls", "none"] = Field(
        default="starttls",
        description='How the way there is encrypted: "starttls", "tls" from the first byte, or'
        ' "none" for a server on this machine.',
    )
    permission_days: int = Field(
        default=Alerts().permission_days,
        ge=0,
        le=3650,
        description="How many days before the end of a permission that is told; 0 for never.",
    )
    after_failures: int = Field(
        default=Alerts().after_failures,
        ge=1,
        le=1000,
        description="After how many failed polls in a row a source counts as broken.",
    )

    @field_validator("mail_to")
    @classmethod
    def _can_be_mailed(cls, value: list[str], info: ValidationInfo) -> list[str]:
        missing = [key for key in ("mail_from", "smtp") if info.data.get(key) == ""]
        if value and missing:
            msg = f"cannot be written to without {' and '.join(missing)}; add what is missing"
            raise ValueError(msg)
        return value


class ConsoleTable(Table):
    """The operators' console, at /operator/."""

    session: Duration = Field(
        default=Console().session,
        description="How long a session may stand idle before it ends.",
    )


class MainTable(Table):
    """What this feedsvc is called, where it stores, listens and how it fetches."""

    site: SiteTable = SiteTable()
    database: DatabaseTable = DatabaseTable()
    web: WebTable = WebTable()
    fetch: FetchTable = FetchTable()
    entries: EntriesTable = EntriesTable()
    retention: RetentionTable = RetentionTable()
    metrics: MetricsTable = MetricsTable()
    logs: LogsTable = LogsTable()
    alerts: AlertsTable = AlertsTable()
    console: ConsoleTable = ConsoleTable()
