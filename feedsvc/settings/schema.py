"""What the three files may hold, as pydantic models."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Annotated, Literal, cast

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationInfo,
    field_validator,
)

from feedsvc.model.channel import DEFAULT_LIMIT, LONGEST
from feedsvc.model.rights import Licence
from feedsvc.model.source import DEFAULT_ATTRIBUTION
from feedsvc.settings import Entries, Fetch, Settings, Site, Web, fields

Duration = Annotated[timedelta, BeforeValidator(fields.duration)]
Text = Annotated[str, AfterValidator(fields.text)]
Line = Annotated[str, AfterValidator(fields.line)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """What the tables are read in.

    Attributes:
        folder: The configuration folder.
        licence: Tells the licence of a name or address, None for one that is not known.
    """

    folder: Path
    licence: Callable[[str], Licence | None]


def _around(info: ValidationInfo) -> Around:
    return cast("Around", info.context)


class Table(BaseModel):
    """A table that knows its keys."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class SiteTable(Table):
    """`[site]`."""

    title: Line = Site().title
    url: Annotated[str, AfterValidator(fields.site_url)] = Site().url
    per_source_channels: bool = True
    commercial: bool = False
    require_evidence: bool = False


class DatabaseTable(Table):
    """`[database]`."""

    url: Annotated[str, AfterValidator(fields.database_url)] = Settings().database_url


class WebTable(Table):
    """`[web]`."""

    bind: Annotated[str, AfterValidator(lambda value: fields.bind(value) and value)] = (
        f"{Web().host}:{Web().port}"
    )


class FetchTable(Table):
    """`[fetch]`."""

    user_agent_contact: Annotated[str, AfterValidator(fields.contact)] = ""
    allow_networks: list[Annotated[str, AfterValidator(fields.network)]] = []
    min_interval: Duration = Fetch().min_interval
    max_interval: Annotated[Duration, Field(validate_default=True)] = Fetch().max_interval
    host_gap: Duration = Fetch().host_gap
    requests_per_second: Annotated[int, Field(ge=1, le=10_000)] = Fetch().requests_per_second

    @field_validator("max_interval")
    @classmethod
    def _is_longer(cls, value: timedelta, info: ValidationInfo) -> timedelta:
        if value < info.data.get("min_interval", value):
            least = fields.spelled(info.data["min_interval"])
            msg = f"is {fields.spelled(value)}, shorter than min_interval; write at least {least}"
            raise ValueError(msg)
        return value


class EntriesTable(Table):
    """`[entries]`."""

    revisions: Annotated[int, Field(ge=0, le=1000)] = Entries().revisions
    update_interval: Duration = Entries().update_interval


class RetentionTable(Table):
    """`[retention]` and `[sources.NAME.retention]`."""

    entries: Annotated[int, Field(ge=1)] | None = None
    age: Duration | None = None


class MainTable(Table):
    """`feedsvc.toml`."""

    site: SiteTable = SiteTable()
    database: DatabaseTable = DatabaseTable()
    web: WebTable = WebTable()
    fetch: FetchTable = FetchTable()
    entries: EntriesTable = EntriesTable()
    retention: RetentionTable = RetentionTable()


class PermissionTable(Table):
    """`[sources.NAME.permission]`."""

    scope: Literal["full", "excerpt", "link", "licence"] = "licence"
    images: Annotated[Literal["text", "licence", "none"], BeforeValidator(fields.images)] = "text"
    edits: bool = True
    licence: str = ""
    on_third_party: Literal["hold", "excerpt", "allow"] = "excerpt"
    granted_by: Text = ""
    attribution: Annotated[str, AfterValidator(fields.template)] = DEFAULT_ATTRIBUTION
    credit: Annotated[str, AfterValidator(fields.template)] = ""
    pixel: Annotated[str, AfterValidator(fields.pixel)] = ""
    evidence: Text = ""
    notes: Text = ""
    starts: date | None = Field(default=None, alias="from")
    ends: date | None = Field(default=None, alias="until")
    embargo: Duration = timedelta(0)
    expiry: Duration = timedelta(0)
    noindex: bool = False
    canonical: bool = True

    @field_validator("licence")
    @classmethod
    def _is_known(cls, value: str, info: ValidationInfo) -> str:
        if value and _around(info).licence(value) is None:
            msg = (
                f"is no licence that feedsvc knows: {fields.shown(value)};"
                ' write its SPDX identifier or its address, such as "CC-BY-4.0"'
            )
            raise ValueError(msg)
        return value

    @field_validator("attribution", "credit")
    @classmethod
    def _can_be_filled(cls, value: str, info: ValidationInfo) -> str:
        if "{permission}" in value and not info.data.get("granted_by"):
            msg = "names {permission}, which is granted_by, and that is missing; add it"
            raise ValueError(msg)
        return value

    @field_validator("expiry")
    @classmethod
    def _is_shown(cls, value: timedelta, info: ValidationInfo) -> timedelta:
        embargo = info.data.get("embargo", timedelta(0))
        if value and value <= embargo:
            msg = (
                f"ends with or before the embargo of {fields.spelled(embargo)}, so that nothing is"
                " ever shown; write a longer one"
            )
            raise ValueError(msg)
        return value

    @field_validator("starts", "ends", mode="before")
    @classmethod
    def _is_a_day(cls, value: object) -> object:
        if isinstance(value, datetime) or not isinstance(value, date):
            msg = (
                f"is no day: {fields.shown(value)};"
                " write it without quotes and without a time, such as 2026-01-31"
            )
            raise ValueError(msg)  # noqa: TRY004 - pydantic gathers ValueErrors
        return value

    @field_validator("ends")
    @classmethod
    def _is_later(cls, value: date | None, info: ValidationInfo) -> date | None:
        starts = info.data.get("starts")
        if value is not None and starts is not None and value < starts:
            msg = f"{value} lies before from = {starts}; exchange or correct them"
            raise ValueError(msg)
        return value


class RewriteTable(Table):
    """`[sources.NAME.rewrite]`."""

    remove: list[Annotated[str, AfterValidator(fields.pattern)]] = []


class SourceTable(Table):
    """`[sources.NAME]`."""

    url: str
    title: Line | None = None
    tags: list[Line] = []
    enabled: bool = True
    permission: PermissionTable = PermissionTable()
    retention: RetentionTable = RetentionTable()
    rewrite: RewriteTable = RewriteTable()

    @field_validator("url")
    @classmethod
    def _is_a_feed(cls, value: str, info: ValidationInfo) -> str:
        return fields.feed_url(value, _around(info).folder)


class ChannelTable(Table):
    """`[channels.NAME]`."""

    title: Line | None = None
    description: Text = ""
    sources: list[str] = []
    tags: list[Line] = []
    limit: Annotated[int, Field(ge=1, le=LONGEST)] = DEFAULT_LIMIT


_Name = Annotated[str, AfterValidator(fields.name)]


class SourcesTable(Table):
    """`sources.toml`."""

    sources: dict[_Name, SourceTable] = {}


class ChannelsTable(Table):
    """`channels.toml`."""

    channels: dict[_Name, ChannelTable] = {}
