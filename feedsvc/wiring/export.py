"""The whole configuration as its three files: what they say, and what operators added."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import fields
from datetime import timedelta
from enum import StrEnum
from functools import partial
from ipaddress import ip_address
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import tomli_w

from feedsvc.flows.channels import with_declared
from feedsvc.model.channel import Channel
from feedsvc.model.source import Images, Origin, Pause, Permission, Retention, Source
from feedsvc.settings import Settings
from feedsvc.settings.complaints import key_of
from feedsvc.settings.fields import spelled
from feedsvc.settings.files import CHANNELS, MAIN, SOURCES
from feedsvc.settings.secret import FILE, Reference, Secret
from feedsvc.store import channels, permissions, sources
from feedsvc.store.database import Statements
from feedsvc.store.permissions import Change
from feedsvc.wiring.declared import reference_in
from feedsvc.wiring.house import House

Refer = Callable[[Reference], Mapping[str, str]]
"""Writes down a reference to a secret."""

_LOCAL = "file://"


def export(house: House, folder: Path) -> dict[str, str]:
    """Every file of a configuration that comes to the state in force, by its name.

    What is secret stands in them as the reference to it. Files, be they sources or hold secrets,
    are named by their absolute paths, so that they hold wherever they lie on this machine.

    Args:
        house: What is in force.
        folder: The configuration folder.
    """
    refer = partial(_referred, folder.resolve())
    settings, statements = house.settings, house.database.statements()
    stored = [
        one.source
        for one in sources.everything(statements)
        if one.source.origin is not Origin.REMOVED
    ]
    kept = dict(settings.secret_sources) | {
        name: reference
        for name, text in sources.declarations(statements).items()
        if (reference := reference_in(text))
    }
    return {
        MAIN: tomli_w.dumps(_main(settings, refer)),
        SOURCES: "\n".join(
            _source_text(statements, source, settings.retention, url)
            for source in stored
            for url in [refer(kept[source.name]) if source.name in kept else _address(source.url)]
        ),
        CHANNELS: _channels_text(
            with_declared(settings, channels.everything(statements)).channels, stored
        ),
    }


def _main(settings: Settings, refer: Refer) -> dict[str, Any]:
    site, fetch, alerts, said = (
        settings.site,
        settings.fetch,
        settings.alerts,
        settings.database_said,
    )
    database = {"url": refer(said.url) if isinstance(said.url, Reference) else said.url}
    if said.password:
        database["password"] = refer(said.password)
    return {
        "site": {
            "title": site.title,
            "url": site.url,
            "per_source_channels": site.per_source_channels,
            "commercial": site.commercial,
            "require_evidence": site.require_evidence,
        },
        "database": database,
        "web": {"bind": _place(settings.web.host, settings.web.port)},
        "fetch": {
            "user_agent_contact": fetch.user_agent_contact,
            "allow_networks": list(fetch.allow_networks),
            "min_interval": spelled(fetch.min_interval),
            "max_interval": spelled(fetch.max_interval),
            "host_gap": spelled(fetch.host_gap),
            "requests_per_second": fetch.requests_per_second,
        },
        "entries": {
            "revisions": settings.entries.revisions,
            "update_interval": spelled(settings.entries.update_interval),
        },
        "retention": _retention(settings.retention, Retention()),
        "metrics": {
            "token": _hidden(settings.metrics.token, refer),
            "bind": _place(settings.metrics.host, settings.metrics.port),
        },
        "logs": {"format": settings.logs.format, "level": settings.logs.level},
        "alerts": {
            "webhook": _hidden(alerts.webhook, refer),
            "mail_from": alerts.mail_from,
            "smtp": _place(alerts.smtp_host, alerts.smtp_port),
            "mail_to": list(alerts.mail_to),
            "smtp_user": alerts.smtp_user,
            "smtp_password": _hidden(alerts.smtp_password, refer),
            "smtp_tls": alerts.smtp_tls,
            "permission_days": alerts.permission_days,
            "after_failures": alerts.after_failures,
        },
        "console": {"session": spelled(settings.console.session)},
    }


def _source_text(
    statements: Statements, source: Source, usual: Retention, url: str | Mapping[str, str]
) -> str:
    """The tables of a source; of one that is revoked, with a comment why."""
    table: dict[str, Any] = {"url": url}
    if source.title is not None:
        table["title"] = source.title
    if source.tags:
        table["tags"] = list(source.tags)
    if not source.enabled or source.revoked:
        table["enabled"] = False
    if source.paused is not Pause.NO:
        table["paused"] = True
    if source.private:
        table["private"] = True
    permission = _permission(source.permission)
    table |= {"permission": permission} if permission else {}
    retention = _retention(source.retention, usual)
    table |= {"retention": retention} if retention else {}
    table |= {"rewrite": {"remove": list(source.remove)}} if source.remove else {}
    text = tomli_w.dumps({"sources": {source.name: table}})
    return f"{_why_revoked(statements, source.name)}{text}" if source.revoked else text


def _why_revoked(statements: Statements, name: str) -> str:
    record = next(
        one
        for one in reversed(permissions.history(statements, name))
        if one.change is Change.REVOKED
    )
    reason = "".join(one if one.isprintable() else " " for one in record.reason)
    return f"# Its permission was revoked on {record.at:%Y-%m-%d} by {record.by}: {reason}\n"


def _permission(permission: Permission) -> dict[str, Any]:
    """What of a permission is another than where nothing is said."""
    usual = Permission()
    keys = {"starts": "from", "ends": "until"}
    return {
        keys.get(field.name, field.name): _written(value)
        for field in fields(Permission)
        if (value := getattr(permission, field.name)) != getattr(usual, field.name)
    }


def _written(value: object) -> object:
    """A value as the file has it."""
    match value:
        case Images():
            return {Images.TEXT: True, Images.NONE: False}.get(value, value.value)
        case StrEnum():
            return value.value
        case timedelta():
            return spelled(value)
        case _:
            return value


def _retention(own: Retention, usual: Retention) -> dict[str, Any]:
    """What is kept where that is another than what is kept anyway."""
    table: dict[str, Any] = {}
    if own.entries != usual.entries and own.entries:
        table["entries"] = own.entries
    if own.age != usual.age:
        table["age"] = spelled(own.age)
    return table


def _channels_text(all_channels: Iterable[Channel], stored: Collection[Source]) -> str:
    tags = {tag for source in stored for tag in source.tags}
    return "\n".join(
        _channel_text(
            channel,
            {source.name for source in stored if channel.private or not source.private},
            tags,
        )
        for channel in all_channels
    )


def _channel_text(channel: Channel, known: Collection[str], tags: Collection[str]) -> str:
    """The table of a channel; what it names and may not show any more is a comment."""
    missing = [one for one in channel.sources if one != "*" and one not in known]
    missing += [f"the tag {one}" for one in channel.tags if one not in tags]
    note = (
        f"# {key_of(['channels', channel.name])}: {', '.join(missing)} is gone or private by now\n"
    )
    chosen = {
        "sources": [one for one in channel.sources if one == "*" or one in known],
        "tags": [one for one in channel.tags if one in tags],
    }
    said = {"description": channel.description, **chosen, "limit": channel.limit}
    table: dict[str, Any] = {"title": channel.title} | {
        key: value for key, value in said.items() if value
    }
    if channel.private:
        table["private"] = True
    is_empty = not any(chosen.values())
    text = "" if is_empty else tomli_w.dumps({"channels": {channel.name: table}})
    return f"{note if missing else ''}{text}"


def _hidden(secret: Secret, refer: Refer) -> str | Mapping[str, str]:
    return refer(secret.reference) if secret.reference else ""


def _referred(folder: Path, reference: Reference) -> dict[str, str]:
    is_path = reference.kind == FILE
    return {reference.kind: str(folder / reference.name) if is_path else reference.name}


def _address(url: str) -> str:
    """A source's address as the files have it: a path is no URL there."""
    return f"file:{unquote(url[len(_LOCAL) :])}" if url.startswith(_LOCAL) else url


def _place(host: str, port: int) -> str:
    if not host:
        return ""
    try:
        is_bracketed = ip_address(host).version == 6  # noqa: PLR2004 - of the protocol
    except ValueError:
        is_bracketed = False
    return f"[{host}]:{port}" if is_bracketed else f"{host}:{port}"
