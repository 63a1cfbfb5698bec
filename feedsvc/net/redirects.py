"""Where a redirect leads, and what of a request goes along: followed by us, not by libcurl.

Pure. libcurl would send every header to every hop and could not refuse the step from https
to http (security S2).
"""

from collections.abc import Callable
from dataclasses import dataclass

from feedsvc.net.guard import origin, url_refusal
from feedsvc.net.http import Request

_PERMANENT = frozenset({301, 308})
REDIRECTS = frozenset({301, 302, 303, 307, 308})
"""The statuses that are followed (RFC 9110 15.4)."""

_REPEATED = frozenset({307, 308})
_VALIDATORS = frozenset({"if-none-match", "if-modified-since"})
_OF_A_BODY = frozenset({"content-type"})
_ANYWHERE = frozenset({"accept", "accept-language", "user-agent"}) | _OF_A_BODY | _VALIDATORS


@dataclass(frozen=True, slots=True)
class Chain:
    """Where a request stands.

    Attributes:
        url: The address to ask now.
        hops: Redirects followed so far.
        permanent: As in `Response`.
        posts: Whether the body of the request is sent there.
    """

    url: str
    hops: int = 0
    permanent: str = ""
    posts: bool = False


def follow(
    chain: Chain,
    status: int,
    target: str,
    *,
    most: int,
    judge: Callable[[str], str | None] = url_refusal,
) -> Chain | str:
    """Take one redirect.

    Args:
        chain: Where the redirect was met.
        status: Its status, one of `REDIRECTS`.
        target: The absolute URL it names.
        most: How many redirects are followed.
        judge: Why a URL is not asked for, or None.

    Returns:
        Where the request stands then, or why the redirect is not followed.
    """
    if chain.hops >= most:
        return f"too many redirects (more than {most})"
    refused = judge(target)
    if refused:
        return f"redirect not followed: {refused}"
    if origin(chain.url)[0] == "https" and origin(target)[0] == "http":
        return "redirect not followed: it leads from https to http"
    unbroken = not chain.hops or chain.permanent == chain.url
    moved = target if unbroken and status in _PERMANENT else chain.permanent
    posts = chain.posts and status in _REPEATED
    return Chain(url=target, hops=chain.hops + 1, permanent=moved, posts=posts)


def headers_at(request: Request, url: str, *, posts: bool = False) -> list[bytes]:
    """The header lines to send to `url`, which the redirects of `request` led to.

    With `posts` its body is sent as well, at once and not after `100 Continue`.

    Validators go to the address they belong to only (standards N1); another origin gets
    what describes us, never a caller's own header.
    """
    validated = url == (request.validated_url or request.url)
    same_origin = url == request.url or origin(url) == origin(request.url)
    lines = [
        f"{name}: {value}".encode("latin-1", "replace")
        for name, value in request.headers
        if value
        and "\n" not in value
        and "\r" not in value
        and "\0" not in value
        and (validated or name.lower() not in _VALIDATORS)
        and (same_origin or name.lower() in _ANYWHERE)
        and (posts or name.lower() not in _OF_A_BODY)
    ]
    return [*lines, b"Expect:"] if posts else lines
