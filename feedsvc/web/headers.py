"""Header fields that every answer carries.

No value here comes from upstream or from the request (security O2, O3).
"""

from collections.abc import Iterable
from urllib.parse import quote

from feedsvc.model.entry import Link

Fields = list[tuple[str, str]]

_URI = "%:/?#[]@!$&'()*+,;=~"
"""What stays as it is in an URI, beside letters and digits (RFC 3986 2)."""

PAGE_POLICY = (
    "default-src 'none'; style-src 'self'; img-src https: http:; media-src https: http:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
    "sandbox allow-downloads allow-popups allow-popups-to-escape-sandbox "
    "allow-top-navigation-by-user-activation"
)
"""For HTML: pages show what others wrote, so they get an opaque origin and no script (H4)."""

DATA_POLICY = (
    "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox"
)
"""For everything else, should a browser render it after all."""


EXPOSED = ("Access-Control-Expose-Headers", "Content-Location, Delta-Base, ETag, IM, Link")
"""What scripts of other sites may read of an answer, beside what all may."""

PREFLIGHT: Fields = [
    ("Access-Control-Allow-Origin", "*"),
    ("Access-Control-Allow-Methods", "GET, HEAD, OPTIONS"),
    ("Access-Control-Allow-Headers", "A-IM, Cache-Control, If-Modified-Since, If-None-Match"),
    ("Access-Control-Max-Age", "86400"),
]
"""What scripts of other sites may ask with: a browser asks that before it sends a validator."""

NOINDEX = ("X-Robots-Tag", "noindex")
"""For what a permission keeps out of search engines, whatever its type."""


def guards(content_type: str) -> Fields:
    """Return the fields that keep a browser from doing more than showing the answer."""
    html = content_type.startswith("text/html")
    return [
        ("Content-Security-Policy", PAGE_POLICY if html else DATA_POLICY),
        ("X-Content-Type-Options", "nosniff"),
        ("Referrer-Policy", "no-referrer"),
    ]


def shared(content_type: str) -> Fields:
    """Return the fields that let scripts of other sites read a feed (standards M19)."""
    if content_type.startswith("text/html"):
        return []
    return [("Access-Control-Allow-Origin", "*")]


def linked(links: Iterable[Link]) -> str:
    """Return a `Link` value: ASCII alone, each parameter quoted (RFC 8288 3; standards M15)."""
    return ", ".join(
        f'<{quote(link.href, safe=_URI)}>; rel="{link.rel}"'
        + (f'; type="{link.type}"' if link.type else "")
        for link in links
    )
