"""The conditional GET for a source."""

from feedsvc.model.source import Checkpoint, Source
from feedsvc.net.http import Request

ACCEPT = (
    "application/atom+xml, application/rss+xml, application/feed+json, "
    "application/rdf+xml;q=0.9, application/xml;q=0.8, text/xml;q=0.8, "
    "application/json;q=0.7, */*;q=0.1"
)
"""Every type that a feed is served as, the proper ones first (standards N10)."""


def request_for(source: Source, checkpoint: Checkpoint) -> Request:
    """Ask for what is new since the checkpoint.

    Both validators go out exactly as they came, quotes and `W/` included (standards N1,
    KR2, KR3). They belong to the address that they came from, `checkpoint.url`: where
    redirects lie between it and the source's address, the hops before it are asked without
    them, and so is any other place that the source may lead to by now (standards N6).
    """
    return Request(
        url=source.url,
        headers=(
            ("Accept", ACCEPT),
            ("If-None-Match", checkpoint.etag),
            ("If-Modified-Since", checkpoint.last_modified),
        ),
        validated_url=checkpoint.url,
    )
