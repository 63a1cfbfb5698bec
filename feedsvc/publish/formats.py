"""The formats of a channel, and the public addresses of what is published."""

from enum import StrEnum
from functools import lru_cache
from urllib.parse import quote

from feedsvc.model.entry import Link

UNKNOWN_TYPE = "application/octet-stream"
"""The type of a file whose type nobody told: RSS and JSON Feed demand one (B4, C6)."""


class Format(StrEnum):
    """A format that a channel is published in; its value is the suffix of its address."""

    ATOM = "atom"
    RSS = "rss"
    JSON = "json"

    @property
    def media_type(self) -> str:
        """Its registered MIME type without parameters (standards A23, B18, C10)."""
        return _MEDIA_TYPES[self]


_MEDIA_TYPES = {
    Format.ATOM: "application/atom+xml",
    Format.RSS: "application/rss+xml",
    Format.JSON: "application/feed+json",
}


def channel_page(base_url: str, name: str) -> str:
    """The page of a channel; also its id in every format."""
    return f"{base_url}/channels/{quote(name, safe='')}"


def channel_document(base_url: str, name: str, form: Format, archive: int = 0) -> str:
    """The channel in one format, or one of its archives."""
    within = f"/archive/{archive}" if archive else ""
    return f"{channel_page(base_url, name)}{within}.{form.value}"


def entry_page(base_url: str, entry_id: str) -> str:
    """Our page of one entry, by our own id of it."""
    return f"{base_url}/entries/{quote(entry_id, safe='')}"


@lru_cache(maxsize=1024)
def channel_links(
    base_url: str, name: str, own: Format | None = None, archive: int = 0
) -> tuple[Link, ...]:
    """The forms of a channel or archive as links of one of them (standards M15, A8).

    Args:
        base_url: Public address of the site.
        name: The channel's.
        own: The format of the document that they are sent with; None for the page.
        archive: The number of the archive; 0 for the channel as it stands.
    """
    page = Link(rel="alternate", type="text/html", href=channel_page(base_url, name))
    feeds = [
        Link(
            rel="self" if form is own else "alternate",
            type=form.media_type,
            href=channel_document(base_url, name, form, archive),
        )
        for form in Format
    ]
    return tuple(feeds) if own is None else (page, *feeds)
