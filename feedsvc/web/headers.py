"""Header fields that every answer carries.

No value here comes from upstream or from the request (security O2, O3).
"""

Fields = list[tuple[str, str]]

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
