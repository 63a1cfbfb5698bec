"""Whether a host lets us read a page (RFC 9309). Feeds that an operator named need no leave."""

import re
from collections.abc import Iterator

from protego import Protego

from feedsvc.net.guard import origin
from feedsvc.net.http import Request, Response

PRODUCT = "feedsvc"
"""What we are called in a robots.txt (RFC 9309 2.2.1)."""

_LONGEST = 500 << 10  # bytes that are read (2.5)
_UNAVAILABLE = range(400, 500)
_NAMED = re.compile(r"\s*user(?:-|\s+)?agent\s*[:\s]\s*([^#]*)", re.IGNORECASE)
_TOKEN = re.compile(r"[A-Za-z_-]+|\*")


def request_for(url: str) -> Request:
    """Ask for the rules of the host that `url` is on (2.3)."""
    scheme, authority = origin(url)
    return Request(f"{scheme}://{authority}/robots.txt", (("Accept", "text/plain"),))


def refusal(response: Response, url: str) -> str | None:
    """Why a page is not to be read; None if it may be.

    The longest rule that fits counts, of the group that names us, otherwise of that for all
    (2.2.2). Where a host says that it has no rules everything is allowed (2.3.1.3); where it
    does not answer nothing is (2.3.1.4).

    Args:
        response: The answer to `request_for(url)`, redirects followed.
        url: The page.
    """
    if response.status in _UNAVAILABLE:
        return None
    if not 200 <= response.status < 300:  # noqa: PLR2004 - what an answer is
        reason = response.error or f"HTTP {response.status}"
        return f"{response.url} cannot be read: {reason}"
    text = response.body[:_LONGEST].decode("utf-8-sig", "replace")
    rules = "\n".join(_without_names(text))
    if Protego.parse(rules).can_fetch(url, PRODUCT):
        return None
    return f"{response.url} asks feedsvc not to read it"


def _without_names(text: str) -> Iterator[str]:
    """The lines, with every name that is not ours made one and the same.

    Protego keeps each rule for each name of its group: 500 KiB of names and rules would take it
    gigabytes. It also takes the beginning of our name for our name.
    """
    for line in text.splitlines():
        named = _NAMED.match(line)
        if named is None:
            yield line
            continue
        token = _TOKEN.match(named[1])
        name = token[0].lower() if token else ""
        yield f"User-agent: {name if name in {PRODUCT, '*'} else 'others'}"
