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

CONSOLE, PROGRAMS = "/operator", "/api/"

CONSOLE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""For the console: our own script, no frame, and forms that reach nobody but us."""

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


def told(line: bytes) -> Fields:
    """Return the fields of an answer that is one line, which nobody may keep."""
    kind = "text/plain; charset=utf-8"
    return [
        ("Content-Type", kind),
        ("Content-Length", str(len(line))),
        ("Cache-Control", "no-store"),
        *guards(kind),
    ]


def guards(content_type: str, path: str = "") -> Fields:
    """Return the fields that keep a browser from doing more than showing the answer.

    Args:
        content_type: Of the answer.
        path: Of the request: what is for operators is kept nowhere, and in the console it may
            run our script.
    """
    html = content_type.startswith("text/html")
    if path == CONSOLE or path.startswith(f"{CONSOLE}/"):
        return [
            ("Content-Security-Policy", CONSOLE_POLICY if html else DATA_POLICY),
            ("X-Content-Type-Options", "nosniff"),
            ("Referrer-Policy", "no-referrer"),
            ("Cache-Control", "no-store"),
            NOINDEX,
        ]
    return [
        ("Content-Security-Policy", PAGE_POLICY if html else DATA_POLICY),
        ("X-Content-Type-Options", "nosniff"),
        ("Referrer-Policy", "no-referrer"),
        *([("Cache-Control", "no-store")] if path.startswith(PROGRAMS) else []),
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
