"""Settings written down and read back, as JSON that the store keeps.

Sources are not among it: the store keeps them as rows.
"""

import json
from datetime import timedelta

from feedsvc.model.channel import Channel
from feedsvc.settings import Entries, Fetch, Settings, Site, Web


def dumps(settings: Settings) -> str:
    """Write down all but the sources."""
    fetch = settings.fetch
    return json.dumps(
        {
            "database_url": settings.database_url,
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
            "channels": [
                (
                    channel.name,
                    channel.title,
                    channel.description,
                    channel.sources,
                    channel.tags,
                    channel.limit,
                )
                for channel in settings.channels
            ],
        }
    )


def loads(text: str) -> Settings:
    """Read back what `dumps` wrote; `sources` is empty."""
    kept = json.loads(text)
    title, url, per_source_channels, commercial, require_evidence = kept["site"]
    revisions, update_interval = kept["entries"]
    contact, networks, shortest, longest, gap, rate = kept["fetch"]
    return Settings(
        database_url=kept["database_url"],
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
        channels=tuple(
            Channel(
                name=name,
                title=title,
                description=description,
                sources=tuple(sources),
                tags=tuple(tags),
                limit=limit,
            )
            for name, title, description, sources, tags, limit in kept["channels"]
        ),
    )
