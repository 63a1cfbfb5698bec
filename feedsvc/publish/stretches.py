"""A document compressed and hashed stretch by stretch, so that a new entry costs its own part.

A stretch ends after an entry whose own bytes say so, whatever stands before it: a new entry
changes the first stretch of a document, and the others are what they were. Each is deflated with
the end of the one before as its dictionary, and put behind one another they are one stream
(RFC 1951 3.2.3). After one new entry of fifty (125 KB) that takes half the time of compressing
the whole, for 3 to 5 % more bytes, measured over real feeds.
"""

from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from itertools import chain

from isal import isal_zlib

from feedsvc.model.view import Parts

_LENGTH = 8 * 1024
"""Bytes of a stretch, on average, and of its dictionary: longer ones save hardly anything."""

_DRAW = 1 << 32
_START = b"\x1f\x8b\x08\0\0\0\0\0\x04\xff"  # as igzip writes it at level 1 (RFC 1952 2.3)
_END = b"\x03\0"


_Pieces = tuple[bytes, ...]
_Key = tuple[_Pieces, _Pieces]


@dataclass(frozen=True, slots=True)
class Packed:
    """A document's bytes, compressed, and what tells them from others."""

    body: bytes
    gzip: bytes
    digest: bytes


class Stretches:
    """Compressed stretches, those used last, up to a number of bytes; for one thread at a time."""

    def __init__(self, limit: int = 32 * 1024 * 1024) -> None:
        """Keep at most `limit` bytes."""
        self._limit = limit
        self._size = 0
        self._kept: OrderedDict[_Key, tuple[bytes, bytes]] = OrderedDict()

    def packed(self, parts: Parts) -> Packed:
        """Compress a document; the same one gives the same bytes, kept or not."""
        stretches = list(_stretches(parts))
        body = b"".join(chain.from_iterable(stretches))
        told, deflated = sha256(), [_START]
        for key in zip([(), *stretches], stretches, strict=False):
            digest, stretch = self._stretch(key)
            told.update(digest)
            deflated.append(stretch)
        check = isal_zlib.crc32(body).to_bytes(4, "little")
        length = (len(body) & 0xFFFFFFFF).to_bytes(4, "little")
        return Packed(body, b"".join((*deflated, _END, check, length)), told.digest()[:16])

    def __len__(self) -> int:
        """How many stretches are kept."""
        return len(self._kept)

    def _stretch(self, key: _Key) -> tuple[bytes, bytes]:
        """The digest of a stretch, and what it is deflated to behind the one before."""
        kept = self._kept.get(key)
        if kept is not None:
            self._kept.move_to_end(key)
            return kept
        before, whole = map(b"".join, key)
        packer = isal_zlib.compressobj(1, isal_zlib.DEFLATED, -15, zdict=before[-_LENGTH:])
        made = packer.compress(whole) + packer.flush(isal_zlib.Z_SYNC_FLUSH)
        kept = self._kept[key] = sha256(whole).digest(), made
        self._size += _cost(key, kept)
        while self._size > self._limit and len(self._kept) > 1:
            self._size -= _cost(*self._kept.popitem(last=False))
        return kept


def _stretches(parts: Parts) -> Iterator[_Pieces]:
    """The document in pieces that, one after the other, are all of it."""
    pieces, between = [parts.head], b""
    for entry in parts.entries:
        pieces += (between, entry)
        between = parts.between
        # As likely as it is long, so that stretches are of one length whatever entries are.
        if isal_zlib.crc32(entry) * _LENGTH < len(entry) * _DRAW:
            yield tuple(pieces)
            pieces = []
    pieces.append(parts.tail)
    yield tuple(pieces)


def _cost(key: _Key, kept: tuple[bytes, bytes]) -> int:
    return sum(map(len, key[1])) + len(kept[1])
