"""One source or channel that an operator declares by hand, judged as the files are.

It is given as the table that would stand in a file, with JSON's types: a day is text.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from datetime import date
from typing import Any, TypeVar

from pydantic import ValidationError

from feedsvc.errors import ConfigurationError
from feedsvc.model.channel import SOURCE_CHANNEL, Channel
from feedsvc.model.rights import Licence
from feedsvc.model.source import Origin, Pause, Source
from feedsvc.settings import Settings
from feedsvc.settings.check import channel_of, source_of
from feedsvc.settings.complaints import key_of, phrase
from feedsvc.settings.fitting import looping
from feedsvc.settings.main import SiteTable
from feedsvc.settings.permitted import unpermitted
from feedsvc.settings.schema import ChannelsTable, SourcesTable
from feedsvc.settings.secret import Vault
from feedsvc.settings.tables import Around, Table

Find = Callable[[str], Licence | None]
Declared = Mapping[str, Any]
"""A table as it would stand in a file, of JSON's types."""

AnyTable = TypeVar("AnyTable", bound=Table)
_DAYS = ("from", "until")


def sources(
    tables: Mapping[str, Declared],
    settings: Settings,
    find: Find,
    environment: Mapping[str, str],
) -> list[Source]:
    """The sources that these tables declare, each under its name.

    Args:
        tables: The name of each, and what it is.
        settings: In force.
        find: Tells the licence of a name or address, None for one that is not known.
        environment: The variables, of which these tables may name those for them.

    Raises:
        ConfigurationError: With a line for each thing that is wrong, `key: what; what to do`.
    """
    vault = Vault(environment=environment, is_open=False)
    around = Around(folder=None, licence=find, vault=vault)
    dated = {name: _with_days(table) for name, table in tables.items()}
    complaints: list[str] = []
    found = _valid(SourcesTable, {"sources": dated}, around, complaints)
    if found:
        urls = {name: table.url for name, table in found.sources.items()}
        bind = f"{settings.web.host}:{settings.web.port}"
        site = SiteTable(
            commercial=settings.site.commercial, require_evidence=settings.site.require_evidence
        )
        said = [*looping(urls, settings.site.url.lower(), bind), *unpermitted(found, site, find)]
        complaints += [line.partition(":")[2] for line in said]
    if complaints or not found:
        raise ConfigurationError(complaints)
    return [
        _by_operator(source_of(name, table, settings.retention))
        for name, table in found.sources.items()
    ]


def channel(
    name: str,
    table: Declared,
    settings: Settings,
    known: Mapping[str, Source],
    tags: Collection[str],
) -> Channel:
    """The channel that this table declares.

    Args:
        name: Its name.
        table: What it is.
        settings: In force.
        known: All sources by name.
        tags: All their tags.

    Raises:
        ConfigurationError: With a line for each thing that is wrong, `key: what; what to do`.
    """
    around = Around(folder=None, licence=lambda _: None)
    complaints: list[str] = []
    found = _valid(ChannelsTable, {"channels": {name: dict(table)}}, around, complaints)
    where = key_of(("channels", name))
    if found:
        wanted = found.channels[name]
        complaints += [
            f"{where}.sources: there is no source {one!r}; add it first, or remove it here"
            for one in wanted.sources
            if one != "*" and one not in known
        ]
        complaints += [
            f"{where}.tags: no source has the tag {one!r}; give it to one, or remove it here"
            for one in wanted.tags
            if one not in tags
        ]
        complaints += [
            f"{where}.sources: {one!r} is private, and this channel is not; make it private too,"
            " or remove it here"
            for one in wanted.sources
            if not wanted.private and one in known and known[one].private
        ]
        if not wanted.sources and not wanted.tags:
            complaints.append(f"{where}: selects nothing; choose sources or tags")
        if settings.site.per_source_channels and name.startswith(SOURCE_CHANNEL):
            complaints.append(
                f"{where}: a name that begins with {SOURCE_CHANNEL!r} is for the channels that"
                " sources have by themselves; choose another"
            )
    if complaints or not found:
        raise ConfigurationError(complaints)
    return channel_of(name, found.channels[name])


def _by_operator(source: Source) -> Source:
    paused = Pause.OPERATOR if source.paused else Pause.NO
    return replace(source, origin=Origin.OPERATOR, paused=paused)


def _with_days(table: Declared) -> dict[str, Any]:
    """The table with days as TOML has them; what is no day is left to be complained of."""
    permission = table.get("permission")
    if not isinstance(permission, Mapping):
        return dict(table)
    return {**table, "permission": {key: _day(key, value) for key, value in permission.items()}}


def _day(key: str, value: object) -> object:
    if key in _DAYS and isinstance(value, str):
        try:
            return date.fromisoformat(value)
        except ValueError:
            return value
    return value


def _valid(
    model: type[AnyTable], table: dict[str, Any], around: Around, complaints: list[str]
) -> AnyTable | None:
    try:
        return model.model_validate(table, context=around)
    except ValidationError as error:
        for problem in error.errors(include_url=False):
            path = problem["loc"][:-1] if problem["loc"][-1] == "[key]" else problem["loc"]
            complaints.append(f"{key_of(path)}: {phrase(problem, model)}")
        return None
