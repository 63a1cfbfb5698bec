"""Who may read what is private: a token in the address, or a name with it by HTTP Basic.

Nothing private is answered with but what passed `admitted`: Flask asks it before a view looks at
anything, the byte cache before it answers from memory.
"""

import binascii
from base64 import b64decode
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from urllib.parse import parse_qsl
from wsgiref.types import WSGIEnvironment

from feedsvc.web.headers import Fields, told
from feedsvc.web.service import Service

CHALLENGE = "401 Unauthorized"
PARAMETER = "token"


class StrangerError(Exception):
    """Who asks for something private is no subscriber of it."""


_LONGEST = 4096
_LINE = (
    b"This is for subscribers: ask for it with your token in the address (?token=...), or with "
    b"your name and the token as its password.\n"
)


def admitted(service: Service, environ: WSGIEnvironment, audience: AbstractSet[str]) -> bool:
    """Whether who asks may read what is for subscribers of one of these channels."""
    return any(service.admits(user, token, audience) for user, token in _credentials(environ))


def challenge(method: str) -> tuple[Fields, list[bytes]]:
    """The fields and body of an answer that asks for credentials (RFC 9110 11.6.1)."""
    fields = [
        ("WWW-Authenticate", 'Basic realm="private channels", charset="UTF-8"'),
        ("Vary", "Authorization"),
        ("X-Robots-Tag", "noindex"),
        *told(_LINE),
    ]
    return fields, [_LINE] if method != "HEAD" else []


def _credentials(environ: WSGIEnvironment) -> Iterator[tuple[str | None, str]]:
    """The name, if any, and the token of each way in which a request brings one."""
    scheme, _, given = environ.get("HTTP_AUTHORIZATION", "").partition(" ")
    if scheme.lower() == "basic" and len(given) <= _LONGEST:
        try:
            user, colon, token = b64decode(given.strip(), validate=True).decode().partition(":")
        except (binascii.Error, ValueError):
            colon = ""
        if colon:
            yield user, token
    query = environ.get("QUERY_STRING", "")
    if PARAMETER in query and len(query) <= _LONGEST:
        for name, value in parse_qsl(query):
            if name == PARAMETER:
                yield None, value
