"""The entries of a source's last good document, packed: what a new document is compared with.

A record is 82 bytes: blake2b-16 of the entry's bytes, our id of it, 8-byte digests of what names
it, and the date that it claims. From them an entry whose bytes are known stays what it is without
being parsed, and one that appears under a new name is told from a new one (`changes.md` 4).
"""

import struct
from collections.abc import Iterable
from functools import lru_cache
from hashlib import blake2b
from typing import NamedTuple

ABSENT = bytes(8)
"""Stands for a name that an entry does not have."""

UNREAD = bytes(16)
"""Stands for the bytes of an entry that is to be read again next time."""

_RECORD = struct.Struct(">16s10s8s8s8s8s8s8sq")


def name_digest(kind: str, value: str) -> bytes:
    """8 bytes that stand for a name of that kind; `ABSENT` for none.

    blake2b, so the same in every process and version. An id or link on its way from http to
    https stays what it is (defects DF1).
    """
    if not value:
        return ABSENT
    if kind in ("id", "link") and value.startswith("https:"):
        value = f"http{value[5:]}"
    named = f"{kind}\0{value}".encode("utf-8", "surrogatepass")
    return blake2b(named, digest_size=len(ABSENT)).digest()


class Names(NamedTuple):
    """What names an entry within its source: 8-byte digests, `ABSENT` for what it lacks.

    Attributes:
        id: The upstream's id, http and https alike.
        link: The address, likewise; `loose` the same without what tells visitors apart.
        title: As plain text.
        dated: Title, or text where there is none, together with the date it claims.
        body: The text as plain text, and the files attached; where nothing else names it, all
            that it says.
    """

    id: bytes
    link: bytes
    loose: bytes
    title: bytes
    dated: bytes
    body: bytes


class Record(NamedTuple):
    """One entry of the last good document.

    Attributes:
        fingerprint: blake2b-16 of its bytes, or `UNREAD`.
        entry: Our id of it.
        claimed: The date it claims in seconds since 1970; 0 if none.
    """

    fingerprint: bytes
    entry: str
    names: Names
    claimed: int


def pack(records: Iterable[Record]) -> bytes:
    """Write records one after the other."""
    return b"".join(
        _RECORD.pack(fingerprint, bytes.fromhex(entry), *names, claimed)
        for fingerprint, entry, names, claimed in records
    )


def unpack(packed: bytes) -> list[Record]:
    """Read back what `pack` wrote."""
    return [
        Record(fields[0], fields[1].hex(), Names(*fields[2:8]), fields[8])
        for fields in _RECORD.iter_unpack(packed)
    ]


@lru_cache(maxsize=1)
def fingerprints(packed: bytes) -> frozenset[bytes]:
    """The hashes of the bytes of those entries that need not be read again."""
    size, end = _RECORD.size, len(UNREAD)
    found = {packed[start : start + end] for start in range(0, len(packed), size)}
    return frozenset(found - {UNREAD})


def length(packed: bytes) -> int:
    """How many records there are."""
    return len(packed) // _RECORD.size
