"""Settings written down and read back, as JSON that the store keeps.

Sources are not among it: the store keeps them as rows. Nor is anything secret: of that the
references are written down, and followed anew.
"""

import json
from datetime import timedelta

from feedsvc.model.channel import Channel
from feedsvc.model.source import Retention
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
)
from feedsvc.settings.secret import NO_SECRET, Reference, Secret, Vault

_HIDDEN = ("webhook", "smtp_password")
_ALERTS = (
    "mail_to",
    "mail_from",
    "smtp_host",
    "smtp_port",
    "smtp_user",
    "smtp_tls",
    "permission_days",
    "after_failures",
)


def dumps(settings: Settings) -> str:
    """Write down all but the sources."""
    fetch = settings.fetch
    return json.dumps(
        {
            "database": [settings.database_said.url, settings.database_said.password],
            "site": [
                settings.site.title,
                settings.site.url,
                settings.site.per_source_channels,
                settings.site.commercial,
                settings.site.require_evidence,
            ],
            "web": [settings.web.host, settings.web.port],
            "fetch": [
                fetch.user_agent_contact,
                list(fetch.allow_networks),
                fetch.min_interval.total_seconds(),
                fetch.max_interval.total_seconds(),
                fetch.host_gap.total_seconds(),
                fetch.requests_per_second,
            ],
            "entries": [
                settings.entries.revisions,
                settings.entries.update_interval.total_seconds(),
            ],
            "retention": [
                settings.retention.entries,
                settings.retention.age.total_seconds(),
            ],
            "metrics": [
                settings.metrics.token.reference,
                settings.metrics.host,
                settings.metrics.port,
            ],
            "logs": [settings.logs.format, settings.logs.level],
            "alerts": _alerts(settings.alerts),
            "console": settings.console.session.total_seconds(),
            "secret_sources": settings.secret_sources,
            "channels": [
                (
                    channel.name,
                    channel.title,
                    channel.description,
                    channel.sources,
                    channel.tags,
                    channel.limit,
                    channel.private,
                )
                for channel in settings.channels
            ],
        }
    )


def _alerts(alerts: Alerts) -> dict[str, object]:
    shown: dict[str, object] = {key: getattr(alerts, key) for key in _ALERTS}
    return shown | {key: getattr(alerts, key).reference for key in _HIDDEN}


def loads(text: str, database_url: str, vault: Vault) -> Settings:
    """Read back what `dumps` wrote; `sources` is empty.

    Args:
        text: What it wrote.
        database_url: Where that was found.
        vault: Where references to secrets lead. One that leads nowhere by now is a secret without
            a value.
    """

    def secret(written: list[str] | None) -> Secret:
        return vault.secret(Reference(*written)) if written else NO_SECRET

    kept = json.loads(text)
    title, url, per_source_channels, commercial, require_evidence = kept["site"]
    revisions, update_interval = kept["entries"]
    contact, networks, shortest, longest, gap, rate = kept["fetch"]
    token, metrics_host, metrics_port = kept["metrics"]
    alerts = kept["alerts"]
    return Settings(
        database_url=database_url,
        database_said=_database_said(*kept["database"]),
        site=Site(
            title=title,
            url=url,
            per_source_channels=per_source_channels,
            commercial=commercial,
            require_evidence=require_evidence,
        ),
        web=Web(host=kept["web"][0], port=kept["web"][1]),
        fetch=Fetch(
            user_agent_contact=contact,
            allow_networks=tuple(networks),
            min_interval=timedelta(seconds=shortest),
            max_interval=timedelta(seconds=longest),
            host_gap=timedelta(seconds=gap),
            requests_per_second=rate,
        ),
        entries=Entries(revisions=revisions, update_interval=timedelta(seconds=update_interval)),
        retention=Retention(
            entries=kept["retention"][0], age=timedelta(seconds=kept["retention"][1])
        ),
        metrics=Metrics(token=secret(token), host=metrics_host, port=metrics_port),
        logs=Logs(format=kept["logs"][0], level=kept["logs"][1]),
        alerts=Alerts(
            **{key: alerts[key] for key in _ALERTS if key != "mail_to"},
            mail_to=tuple(alerts["mail_to"]),
            webhook=secret(alerts["webhook"]),
            smtp_password=secret(alerts["smtp_password"]),
        ),
        console=Console(session=timedelta(seconds=kept["console"])),
        secret_sources=tuple(
            (name, Reference(*written)) for name, written in kept["secret_sources"]
        ),
        channels=tuple(
            Channel(
                name=name,
                title=title,
                description=description,
                sources=tuple(sources),
                tags=tuple(tags),
                limit=limit,
                private=private,
            )
            for name, title, description, sources, tags, limit, private in kept["channels"]
        ),
    )


def _database_said(url: str | list[str], password: list[str] | None) -> DatabaseSaid:
    return DatabaseSaid(
        url=url if isinstance(url, str) else Reference(*url),
        password=Reference(*password) if password else None,
    )
