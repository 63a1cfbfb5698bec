"""From the files to `Settings`, or every complaint at once."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any, TypeVar

from pydantic import ValidationError

from feedsvc.errors import ConfigurationError
from feedsvc.model.channel import Channel
from feedsvc.model.rights import Licence
from feedsvc.model.source import Images, Permission, Retention, Scope, Source, ThirdParty
from feedsvc.settings import Entries, Fetch, Settings, Site, Web, fields
from feedsvc.settings.complaints import key_of, meant, phrase
from feedsvc.settings.files import CHANNELS, MAIN, PREFIX, SOURCES, Files, tables
from feedsvc.settings.fitting import looping, unfitting
from feedsvc.settings.permitted import unpermitted
from feedsvc.settings.schema import (
    Around,
    ChannelsTable,
    ChannelTable,
    MainTable,
    RetentionTable,
    SourcesTable,
    SourceTable,
    Table,
)

ENVIRONMENT = "environment"
"""What stands for the file where a variable is wrong."""

AnyTable = TypeVar("AnyTable", bound=Table)


def check(files: Files, licence: Callable[[str], Licence | None]) -> Settings:
    """Turn what was read into settings.

    Args:
        files: What was read.
        licence: Tells the licence of a name or address, None for one that is not known.

    Raises:
        ConfigurationError: With a line for each thing that is wrong.
    """
    parsed, complaints = tables(files)
    if SOURCES not in files.texts:
        complaints.append(
            f"{SOURCES}: is missing in {files.folder}; create it with a table [sources.NAME]"
        )
    around = Around(folder=files.folder, licence=licence)
    overridden = _override(parsed.setdefault(MAIN, {}), files.overrides, complaints)
    main = _valid(MainTable, parsed[MAIN], MAIN, complaints, around, overridden)
    sources = _valid(SourcesTable, parsed.get(SOURCES, {}), SOURCES, complaints, around, {})
    channels = _valid(ChannelsTable, parsed.get(CHANNELS, {}), CHANNELS, complaints, around, {})
    if SOURCES in parsed and CHANNELS in parsed:
        own_channels = main is None or main.site.per_source_channels
        complaints += unfitting(parsed[SOURCES], parsed[CHANNELS], own_channels=own_channels)
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
        database_url=main.database.url,
        web=Web(host=host, port=port),
        fetch=Fetch(
            **main.fetch.model_dump(exclude={"allow_networks"}),
            allow_networks=tuple(main.fetch.allow_networks),
        ),
        entries=Entries(**main.entries.model_dump()),
        sources=tuple(
            _source(name, table, main.retention) for name, table in sources.sources.items()
        ),
        channels=tuple(_channel(name, table) for name, table in channels.channels.items())
        or (everything,),
    )


def _source(name: str, table: SourceTable, usual: RetentionTable) -> Source:
    permission = table.permission.model_dump()
    permission["scope"] = Scope(permission["scope"])
    permission["images"] = Images(permission["images"])
    permission["on_third_party"] = ThirdParty(permission["on_third_party"])
    return Source(
        name=name,
        url=table.url,
        title=table.title,
        tags=tuple(table.tags),
        enabled=table.enabled,
        permission=Permission(**permission),
        retention=_retention(table.retention, usual),
        remove=tuple(table.rewrite.remove),
    )


def _retention(own: RetentionTable, usual: RetentionTable) -> Retention:
    """What a source says of itself, else what holds for all."""
    return Retention(
        entries=own.entries or usual.entries or 0,
        age=own.age if own.age is not None else usual.age or timedelta(0),
    )


def _channel(name: str, table: ChannelTable) -> Channel:
    return Channel(
        name=name,
        title=table.title or name,
        description=table.description,
        sources=tuple(table.sources),
        tags=tuple(table.tags),
        limit=table.limit,
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
            table[key] = _read_as(annotation, value)
            behind[section, key] = f"{ENVIRONMENT}:{variable}"
    return behind


def _read_as(annotation: object, value: str) -> object:
    """A variable is text; where the key wants a list or a truth value, read it as that."""
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
