"""A document's bytes with their compressed forms and validators, and how long they keep."""

from datetime import datetime
from hashlib import sha256

import brotli
from isal import igzip

from feedsvc.model.view import MAX_AGE, ChannelView, Document
from feedsvc.publish.stretches import Packed

_GZIP_LEVEL = 1  # 0.33 ms for 216 KB where zlib's -6 takes 7.6 (speed.md 7)
_BROTLI_QUALITY = 5

_LATEST = 10
"""Entries that show a channel's rhythm."""

_PART = 4
"""An answer keeps for this part of the time between two entries."""

SHORTEST, LONGEST = 60, 900
"""Seconds for which an answer keeps, whatever the rhythm."""


def digest(body: bytes) -> bytes:
    """What tells one document's bytes from another's: half a SHA-256.

    OpenSSL makes it with the processor's own instructions, in half the time of blake2b.
    """
    return sha256(body).digest()[:16]


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


def pack(body: bytes) -> Packed:
    """Compress and hash a document that is not one of entries."""
    return Packed(body, gzipped(body), digest(body))


def seal(content_type: str, packed: Packed, modified: datetime, until: datetime | None) -> Document:
    """Lay out what is then served many times.

    The two strong validators differ, as the representations do (RFC 9110 8.8.3.3; M2); the
    compressed bytes follow from the others, so that these are hashed alone.

    Args:
        content_type: With its charset.
        packed: The document.
        modified: When it last changed.
        until: When it must be rendered again at the latest.
    """
    return Document(
        content_type=content_type,
        body=packed.body,
        gzip=packed.gzip,
        etag=f'"{packed.digest.hex()}"',
        gzip_etag=f'"{packed.digest.hex()}-gzip"',
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
