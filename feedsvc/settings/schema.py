"""What `sources.toml` and `channels.toml` may hold, as pydantic models."""

from datetime import date, datetime, timedelta
from typing import Annotated, Literal

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    ValidationInfo,
    WithJsonSchema,
    field_validator,
)

from feedsvc.model.channel import DEFAULT_LIMIT, LONGEST
from feedsvc.model.source import DEFAULT_ATTRIBUTION
from feedsvc.settings import fields
from feedsvc.settings.main import RetentionTable
from feedsvc.settings.secret import Secret
from feedsvc.settings.tables import (
    REFERENCE,
    Duration,
    Kept,
    Line,
    Name,
    Table,
    Text,
    around,
)


class PermissionTable(Table):
    """`[sources.NAME.permission]`."""

    scope: Literal["full", "excerpt", "link", "licence"] = Field(
        default="licence",
        description='How much is shown: the "full" text, an "excerpt", a "link", or "licence", what'
        " the licence that entry or feed declares allows.",
    )
    images: Annotated[
        Literal["text", "licence", "none"],
        BeforeValidator(fields.images),
        WithJsonSchema({"enum": [True, False, "text", "licence", "none"]}),
    ] = Field(
        default="text",
        description='Pictures with whole texts: true; false; or "licence", where the licence allows'
        " to share them.",
    )
    edits: bool = Field(default=True, description="false: nothing is left out of an article.")
    licence: str = Field(
        default="",
        description="The licence of whatever declares none: its SPDX identifier or address, such as"
        ' "CC-BY-4.0".',
    )
    on_third_party: Literal["hold", "excerpt", "allow"] = Field(
        default="excerpt",
        description='What becomes of what first appeared elsewhere: "hold" it back, show an'
        ' "excerpt", or "allow" it.',
    )
    granted_by: Text = Field(default="", description="Who permitted it; {permission} in templates.")
    attribution: Annotated[str, AfterValidator(fields.template)] = Field(
        default=DEFAULT_ATTRIBUTION,
        description="The line under every article, in which {source}, {source_url}, {author},"
        " {title}, {url}, {date}, {licence}, {licence_url}, {via} and {permission} are filled in.",
    )
    credit: Annotated[str, AfterValidator(fields.template)] = Field(
        default="", description="A line that the owner demands beside it, with the same fields."
    )
    pixel: Annotated[
        str,
        AfterValidator(fields.pixel),
        WithJsonSchema({"type": "string", "pattern": "^[Hh][Tt][Tt][Pp][Ss]?://"}),
    ] = Field(
        default="",
        description="The picture by which the owner counts readers, if the permission demands one.",
    )
    evidence: Text = Field(default="", description="Where the permission can be looked up.")
    notes: Text = Field(default="", description="For you alone.")
    starts: date | None = Field(
        default=None, alias="from", description="The first day of the permission (UTC)."
    )
    ends: date | None = Field(
        default=None, alias="until", description="The last day of the permission (UTC)."
    )
    embargo: Duration = Field(
        default=timedelta(0), description='How long an article is held back, such as "24h".'
    )
    expiry: Duration = Field(
        default=timedelta(0),
        description='How long an article is shown, such as "30d"; 0s for ever.',
    )
    noindex: bool = Field(
        default=False,
        description="true: search engines are asked to leave out every page and feed that shows an"
        " article of it.",
    )
    canonical: bool = Field(
        default=True,
        description="false: our page of an article is to be found by itself; true: it names the"
        " original as the one to be found.",
    )

    @field_validator("licence")
    @classmethod
    def _is_known(cls, value: str, info: ValidationInfo) -> str:
        if value and around(info).licence(value) is None:
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

    remove: list[Annotated[str, AfterValidator(fields.pattern)]] = Field(
        default=[],
        description="Regular expressions; a paragraph that one matches from end to end is left"
        " out.",
    )


class SourceTable(Table):
    """`[sources.NAME]`: a feed that somebody else publishes, and what its owner permits."""

    url: Annotated[
        Kept,
        WithJsonSchema(
            {
                "oneOf": [
                    {"type": "string", "pattern": "^([Hh][Tt][Tt][Pp][Ss]?://|file:)"},
                    REFERENCE,
                ]
            }
        ),
    ] = Field(
        description="Where the feed is: http, https, or file:<path from this folder>. One that is a"
        ' secret is kept elsewhere: { env = "NAME" } or { file = "path" }.'
    )
    title: Line | None = Field(default=None, description="What it is called; else its feed says.")
    tags: list[Line] = Field(default=[], description="Words by which channels choose it.")
    enabled: bool = Field(default=True, description="false: neither polled nor published.")
    paused: bool = Field(
        default=False, description="true: not polled; what it brought stays published."
    )
    private: bool = Field(default=False, description="true: published in private channels alone.")
    permission: PermissionTable = PermissionTable()
    retention: RetentionTable = RetentionTable()
    rewrite: RewriteTable = RewriteTable()

    @field_validator("url")
    @classmethod
    def _is_a_feed(cls, value: str | Secret, info: ValidationInfo) -> str | Secret:
        if isinstance(value, Secret):
            return fields.secret_http_url(value)
        return fields.feed_url(value, around(info).folder)

    @property
    def address(self) -> str:
        """Where the feed is, wherever that is kept."""
        return self.url.value() if isinstance(self.url, Secret) else self.url


class ChannelTable(Table):
    """`[channels.NAME]`: a feed that this server publishes."""

    title: Line | None = Field(default=None, description="What it is called; else its name.")
    description: Text = Field(default="", description="What it is about, in a sentence.")
    sources: list[str] = Field(
        default=[], description='Names of the sources that are in it; "*" is every source.'
    )
    tags: list[Line] = Field(
        default=[], description="Every source that bears one of these tags is in it."
    )
    limit: int = Field(
        default=DEFAULT_LIMIT, ge=1, le=LONGEST, description="The most entries that it shows."
    )
    private: bool = Field(
        default=False, description="true: only subscribers with a token of their own read it."
    )


class SourcesTable(Table):
    """The feeds that are pulled, and what their owners permit."""

    sources: dict[Name, SourceTable] = Field(default={}, description="A table for each source.")


class ChannelsTable(Table):
    """The feeds that this server publishes."""

    channels: dict[Name, ChannelTable] = Field(default={}, description="A table for each channel.")
