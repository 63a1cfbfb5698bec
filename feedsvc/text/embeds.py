"""Embedded players become links: frames are never let through (security H1, defects DF22)."""

import html
import re

from feedsvc.text.tags import ATTRIBUTE, ATTRIBUTES
from feedsvc.text.urls import host, safe_url

_FRAME = re.compile(
    rf"<(?P<name>iframe|embed)(?=[\t\n\f\r />])(?P<attributes>{ATTRIBUTES})(?:>|\Z)"
    r"(?:[^<]*</(?:iframe|embed)[\t\n\f\r ]*>)?",
    re.IGNORECASE,
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_POINT = re.compile(r"\s*0*[01](?:\.\d*)?(?:px)?\s*")

_PAGES = (
    (
        re.compile(
            r"https?://(?:www\.)?(?:youtube(?:-nocookie)?\.com)/(?:embed|v|shorts)/([\w-]{6,16})(?:[?&#/].*)?"
        ),
        "https://www.youtube.com/watch?v={}",
    ),
    (
        re.compile(r"https?://player\.vimeo\.com/video/(\d+)(?:[?&#/].*)?"),
        "https://vimeo.com/{}",
    ),
    (
        re.compile(r"https?://(?:www\.)?dailymotion\.com/embed/video/(\w+)(?:[?&#/].*)?"),
        "https://www.dailymotion.com/video/{}",
    ),
)


def linked(markup: str, *, base: str = "") -> str:
    """Put a link in the place of every frame that shows something.

    A known player's link leads to the page of its video. Hidden frames and those of one pixel
    are left as they are, for the sanitizer to drop.

    Args:
        markup: HTML, not yet sanitized; the result is not either.
        base: What relative addresses are relative to.
    """

    def link(match: re.Match[str]) -> str:
        return _link(match, base) or match[0]

    return _FRAME.sub(link, markup)


def _link(match: re.Match[str], base: str) -> str | None:
    attributes = _attributes(match["attributes"])
    if _HIDDEN.search(attributes.get("style", "")):
        return None
    if any(_POINT.fullmatch(attributes.get(name, "")) for name in ("width", "height")):
        return None
    written = attributes.get("src", "").strip()
    if not written or written.startswith("about:"):
        written = attributes.get("data-src", "").strip()
    if written.startswith("//"):
        written = f"https:{written}"
    url = safe_url(written, base=base)
    if url is None:
        return None
    page = _page(url)
    if page is None and match["name"].lower() == "embed":
        return None
    label = attributes.get("title", "").strip() or host(url).removeprefix("www.")
    return f'<p><a href="{html.escape(page or url)}">{html.escape(label)}</a></p>'


def _attributes(written: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, *values in ATTRIBUTE.findall(written):
        found.setdefault(name.lower(), html.unescape("".join(values)))
    return found


def _page(url: str) -> str | None:
    for player, page in _PAGES:
        match = player.fullmatch(url)
        if match is not None:
            return page.format(match[1])
    return None
