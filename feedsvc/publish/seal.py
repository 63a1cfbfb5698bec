"""A document's bytes with their compressed forms and validators, and how long they keep."""

from datetime import datetime
from hashlib import blake2b

import brotli
from isal import igzip

from feedsvc.model.view import MAX_AGE, ChannelView, Document

_GZIP_LEVEL = 1  # 0.33 ms for 216 KB where zlib's -6 takes 7.6 (speed.md 7)
_BROTLI_QUALITY = 5

_LATEST = 10
"""Entries that show a channel's rhythm."""

_PART = 4
"""An answer keeps for this part of the time between two entries."""

SHORTEST, LONGEST = 60, 900
"""Seconds for which an answer keeps, whatever the rhythm."""


def digest(body: bytes) -> bytes:
    """What tells one document's bytes from another's: blake2b-16."""
    return blake2b(body, digest_size=16).digest()


def entity_tag(body: bytes) -> str:
    """The strong validator of these bytes, with its quotes (RFC 9110 8.8.3; standards M1)."""
    return f'"{digest(body).hex()}"'


def gzipped(body: bytes) -> bytes:
    """The body as gzip, the same bytes each time (standards M20)."""
    packed: bytes = igzip.compress(body, compresslevel=_GZIP_LEVEL, mtime=0)
    return packed


def brotlied(body: bytes) -> bytes:
    """The body as brotli: a sixth less than gzip, for ten times its work (docs/decisions/0023)."""
    packed: bytes = brotli.compress(body, quality=_BROTLI_QUALITY)
    return packed


def seal(content_type: str, body: bytes, modified: datetime, until: datetime | None) -> Document:
    """Compress and hash once what is then served many times.

    The two strong validators differ, as the representations do (RFC 9110 8.8.3.3; M2).
    """
    packed = gzipped(body)
    return Document(
        content_type=content_type,
        body=body,
        gzip=packed,
        etag=entity_tag(body),
        gzip_etag=entity_tag(packed),
        modified=modified,
        until=until,
    )


def max_age(view: ChannelView) -> int:
    """Seconds for which a document of this channel need not be asked for again (M11).

    A quarter of the mean time between its latest entries: who keeps it so long is behind
    by little.
    """
    latest = sorted((one.held.published for one in view.showings), reverse=True)[:_LATEST]
    pauses = len(latest) - 1
    if pauses < 1:
        return MAX_AGE
    pause = (latest[0] - latest[-1]).total_seconds() / pauses
    return min(max(int(pause) // _PART, SHORTEST), LONGEST)
