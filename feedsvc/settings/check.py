"""From the files to `Settings`, or every complaint at once."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, TypeVar

from pydantic import ValidationError

from feedsvc.errors import ConfigurationError, meant
from feedsvc.model.channel import Channel
from feedsvc.model.rights import Licence
from feedsvc.model.source import Images, Pause, Permission, Retention, Scope, Source, ThirdParty
from feedsvc.settings import (
    Alerts,
    Console,
    DatabaseSaid,
    Entries,
    Fetch,
    Logs,
    Metrics,
    Settings,
    Site,
    Web,
    fields,
)
from feedsvc.settings.complaints import key_of, phrase
from feedsvc.settings.files import CHANNELS, MAIN, PREFIX, SOURCES, Files, tables
from feedsvc.settings.fitting import looping, unfitting
from feedsvc.settings.main import DatabaseTable, MainTable, RetentionTable
from feedsvc.settings.permitted import unpermitted
from feedsvc.settings.schema import ChannelsTable, ChannelTable, SourcesTable, SourceTable
from feedsvc.settings.secret import ENV, Reference, Secret
from feedsvc.settings.tables import Around, Table

ENVIRONMENT = "environment"
"""What stands for the file where a variable is wrong."""

AnyTable = TypeVar("AnyTable", bound=Table)


def check(
    files: Files,
    licence: Callable[[str], Licence | None],
    added: Mapping[str, Source] | None = MappingProxyType({}),
) -> Settings:
    """Turn what was read into settings.

    Args:
        files: What was read.
        licence: Tells the licence of a name or address, None for one that is not known.
        added: The sources that operators added, by name, which channels may choose too; None
            where they cannot be known, so that a channel may name any.

    Raises:
        ConfigurationError: With a line for each thing that is wrong.
    """
    parsed, complaints = tables(files)
    if SOURCES not in files.texts:
        complaints.append(
            f"{SOURCES}: is missing in {files.folder}; create it with a table [sources.NAME]"
        )
    around = Around(folder=files.folder, licence=licence, vault=files.vault)
    overridden = _override(parsed.setdefault(MAIN, {}), files.overrides, complaints)
    main = _valid(MainTable, parsed[MAIN], MAIN, complaints, around, overridden)
    sources = _valid(SourcesTable, parsed.get(SOURCES, {}), SOURCES, complaints, around, {})
    channels = _valid(ChannelsTable, parsed.get(CHANNELS, {}), CHANNELS, complaints, around, {})
    if SOURCES in parsed and CHANNELS in parsed:
        own_channels = main is None or main.site.per_source_channels
        complaints += unfitting(parsed[SOURCES], parsed[CHANNELS], added, own_channels=own_channels)
    if main and sources:
        urls = {name: table.url for name, table in sources.sources.items()}
        complaints += looping(urls, main.site.url.lower(), main.web.bind)
        complaints += unpermitted(sources, main.site, licence)
    if complaints or not (main and sources and channels):
        raise ConfigurationError(complaints)
    return _settings(main, sources, channels)


def _settings(main: MainTable, sources: SourcesTable, channels: ChannelsTable) -> Settings:
    host, port = fields.bind(main.web.bind)
    everything = Channel(name="all", title=main.site.title, sources=("*",))
    return Settings(
        site=Site(**main.site.model_dump()),
        database_url=main.database.address(),
        database_said=_database_said(main.database),
        web=Web(host=host, port=port),
        fetch=Fetch(
            **main.fetch.model_dump(exclude={"allow_networks"}),
            allow_networks=tuple(main.fetch.allow_networks),
        ),
        entries=Entries(**main.entries.model_dump()),
        retention=_retention(main.retention, Retention()),
        metrics=_metrics(main),
        logs=Logs(**main.logs.model_dump()),
        alerts=_alerts(main),
        console=Console(**main.console.model_dump()),
        secret_sources=tuple(
            (name, table.url.reference)
            for name, table in sources.sources.items()
            if isinstance(table.url, Secret) and table.url.reference
        ),
        sources=tuple(
            source_of(name, table, _retention(main.retention, Retention()))
            for name, table in sources.sources.items()
        ),
        channels=tuple(channel_of(name, table) for name, table in channels.channels.items())
        or (everything,),
    )


def _database_said(table: DatabaseTable) -> DatabaseSaid:
    if isinstance(table.url, Secret):
        return DatabaseSaid(url=table.url.reference or "")
    if fields.holds_password(table.url):
        return DatabaseSaid(url=Reference(ENV, f"{PREFIX}DATABASE__URL"))
    return DatabaseSaid(url=table.url, password=table.password.reference)


def _metrics(main: MainTable) -> Metrics:
    host, port = fields.bind(main.metrics.bind) if main.metrics.bind else ("", 0)
    return Metrics(token=main.metrics.token, host=host, port=port)


def _alerts(main: MainTable) -> Alerts:
    host, port = fields.server(main.alerts.smtp)
    return Alerts(
        **main.alerts.model_dump(exclude={"smtp", "mail_to", "webhook", "smtp_password"}),
        mail_to=tuple(main.alerts.mail_to),
        webhook=main.alerts.webhook,
        smtp_password=main.alerts.smtp_password,
        smtp_host=host,
        smtp_port=port,
    )


def source_of(name: str, table: SourceTable, usual: Retention) -> Source:
    """The source that a table declares; `usual` is kept of one that says nothing of its own."""
    permission = table.permission.model_dump()
    permission["scope"] = Scope(permission["scope"])
    permission["images"] = Images(permission["images"])
    permission["on_third_party"] = ThirdParty(permission["on_third_party"])
    return Source(
        name=name,
        url=table.address,
        secret=isinstance(table.url, Secret),
        title=table.title,
        tags=tuple(table.tags),
        enabled=table.enabled,
        paused=Pause.FILE if table.paused else Pause.NO,
        private=table.private,
        permission=Permission(**permission),
        retention=_retention(table.retention, usual),
        remove=tuple(table.rewrite.remove),
    )


def _retention(own: RetentionTable, usual: Retention) -> Retention:
    """What a source says of itself, else what holds for all."""
    return Retention(
        entries=own.entries or usual.entries,
        age=own.age if own.age is not None else usual.age,
    )


def channel_of(name: str, table: ChannelTable) -> Channel:
    """The channel that a table declares."""
    return Channel(
        name=name,
        title=table.title or name,
        description=table.description,
        sources=tuple(table.sources),
        tags=tuple(table.tags),
        limit=table.limit,
        private=table.private,
    )


def _override(
    main: dict[str, Any], overrides: Mapping[str, str], complaints: list[str]
) -> dict[tuple[str, ...], str]:
    """Lay the environment over the table; tells which variable stands behind which key."""
    keys = {
        f"{PREFIX}{section}__{key}".upper(): (section, key, field.annotation)
        for section, outer in MainTable.model_fields.items()
        for key, field in getattr(outer.annotation, "model_fields", {}).items()
    }
    behind: dict[tuple[str, ...], str] = {}
    for variable, value in overrides.items():
        if variable.upper() not in keys:
            complaints.append(
                f"{ENVIRONMENT}:{variable}: is no setting{meant(variable, keys)};"
                " unset it or correct its name"
            )
            continue
        section, key, annotation = keys[variable.upper()]
        table = main.setdefault(section, {})
        if isinstance(table, dict):
            table[key] = _read_as(annotation, value, variable)
            behind[section, key] = f"{ENVIRONMENT}:{variable}"
    return behind


def _read_as(annotation: object, value: str, variable: str) -> object:
    """A variable is text; where the key wants a list, a number or such, read it as that."""
    is_kept = Secret in getattr(annotation, "__args__", ()) and fields.holds_password(value)
    if annotation is Secret or is_kept:
        return {ENV: variable} if value else ""
    if annotation is int:
        return int(value) if value.isascii() and value.isdecimal() else value
    if annotation is bool:
        return {"true": True, "1": True, "false": False, "0": False}.get(value.lower(), value)
    if str(annotation).startswith("list"):
        return value.translate(str.maketrans(",[]\"'", "     ")).split()
    return value


def _valid(  # noqa: PLR0913, PLR0917 - what is checked, against what, and where it stands
    model: type[AnyTable],
    table: dict[str, Any],
    file: str,
    complaints: list[str],
    around: Around,
    behind: Mapping[tuple[str, ...], str],
) -> AnyTable | None:
    try:
        return model.model_validate(table, context=around)
    except ValidationError as error:
        for problem in error.errors(include_url=False):
            path = problem["loc"]
            path = path[:-1] if path[-1] == "[key]" else path
            place = behind.get(tuple(map(str, path[:2]))) or f"{file}:{key_of(path)}"
            complaints.append(f"{place}: {phrase(problem, model)}")
        return None
