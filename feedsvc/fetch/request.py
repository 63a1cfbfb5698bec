"""The conditional GET for a source."""

from binascii import b2a_base64

from feedsvc.model.source import Checkpoint, Source
from feedsvc.net.guard import origin
from feedsvc.net.http import Request
from feedsvc.text.urls import split_credentials

ACCEPT = (
    "application/atom+xml, application/rss+xml, application/feed+json, "
    "application/rdf+xml;q=0.9, application/xml;q=0.8, text/xml;q=0.8, "
    "application/json;q=0.7, */*;q=0.1"
)
"""Every type that a feed is served as, the proper ones first (standards N10)."""


def user_agent(version: str, site_url: str, contact: str, subscribers: int = 0) -> str:
    """Who asks, where to read of it, whom to write to, and for how many (standards N9).

    Args:
        version: Of the program.
        site_url: Where the public finds us.
        contact: Of the operator; may be empty.
        subscribers: Who read the source with us, as far as we know; 0 if that is not known.
    """
    count = f"{subscribers} subscriber{'s' if subscribers > 1 else ''}" if subscribers else ""
    return f"feedsvc/{version} ({'; '.join(filter(None, [f'+{site_url}', contact, count]))})"


def request_for(source: Source, checkpoint: Checkpoint, agent: str = "") -> Request:
    """Ask for what is new since the checkpoint.

    Both validators go out exactly as they came, quotes and `W/` included (standards N1,
    KR2, KR3). They belong to the address that they came from, `checkpoint.url`: where
    redirects lie between it and the source's address, the hops before it are asked without
    them, and so is any other place that the source may lead to by now (standards N6).

    Args:
        source: What is asked, where it moved for good if it did.
        checkpoint: What is known of it.
        agent: Who asks; empty for whom the client says.
    """
    own, credentials = split_credentials(source.url)
    url = checkpoint.address or own
    is_known_there = bool(credentials) and origin(url) == origin(own)
    return Request(
        url=url,
        headers=(
            ("Authorization", _basic(credentials) if is_known_there else ""),
            ("Accept", ACCEPT),
            ("If-None-Match", checkpoint.etag),
            ("If-Modified-Since", checkpoint.last_modified),
            ("User-Agent", agent),
        ),
        validated_url=checkpoint.url,
    )


def _basic(credentials: str) -> str:
    """`user:password` as RFC 7617 sends it; `headers_at` keeps it from other origins."""
    return f"Basic {b2a_base64(credentials.encode(), newline=False).decode()}"
