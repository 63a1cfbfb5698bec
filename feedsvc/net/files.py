"""Documents on this machine, answered as a server would: for samples and for trials.

`file:` URLs come from configuration files only; no redirect leads to one.
"""

import re
from hashlib import blake2b
from pathlib import Path

from feedsvc.net.http import Request, Response

_TYPES = {
    ".atom": "application/atom+xml",
    ".json": "application/feed+json",
    ".rss": "application/rss+xml",
    ".xml": "application/xml",
}
_ESCAPE = re.compile(rb"%([0-9A-Fa-f]{2})")


def path_of(url: str) -> Path:
    """The path that a `file:` URL names: absolute, or relative to the working folder.

    `file:a/b`, `file:/a/b`, `file:///a/b` and `file://localhost/a/b` (RFC 8089).
    """
    path = url.partition(":")[2].partition("#")[0].partition("?")[0]
    if path.startswith("//"):
        path = "/" + path[2:].partition("/")[2]
    plain = _ESCAPE.sub(lambda escape: bytes((int(escape[1], 16),)), path.encode())
    return Path(plain.decode(errors="surrogateescape"))


def read_file(request: Request, *, most: int) -> Response:
    """Answer a request for a `file:` URL; the ETag is a hash of the bytes.

    Args:
        request: Its `If-None-Match` gives 304 where the bytes are the same.
        most: The largest file that is read, in bytes.
    """
    path = path_of(request.url)
    try:
        with path.open("rb") as file:
            body = file.read(most + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        return Response(request.url, 0, error=f"cannot read {path}: {reason.lower()}")
    if len(body) > most:
        return Response(request.url, 0, error=f"more than {most >> 20} MiB")
    etag = f'"{blake2b(body, digest_size=16).hexdigest()}"'
    headers = {
        "content-type": _TYPES.get(path.suffix.lower(), "application/octet-stream"),
        "etag": etag,
    }
    known = any(
        name.lower() == "if-none-match" and value == etag for name, value in request.headers
    )
    if known and request.validated_url in {"", request.url}:
        return Response(request.url, 304, headers)
    return Response(request.url, 200, headers, body)
