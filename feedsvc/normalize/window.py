"""The entries of the last good document, packed: the hash of their bytes and what names them.

A record is 48 bytes: blake2b-16 of the entry's bytes, then four 8-byte digests of its id,
link, title and body, zero where it has none. From them the identity of an entry's neighbours
is decided without parsing them again.
"""

from collections.abc import Mapping, Sequence

Names = tuple[bytes, bytes, bytes, bytes]

FINGERPRINT = 16
_NAME = 8
_RECORD = FINGERPRINT + 4 * _NAME
ABSENT = bytes(_NAME)


def fingerprints(window: bytes) -> frozenset[bytes]:
    """The hashes of the entries' bytes."""
    return frozenset(
        window[start : start + FINGERPRINT] for start in range(0, len(window), _RECORD)
    )


def merged(document: Sequence[bytes], last_window: bytes, fresh: Mapping[bytes, Names]) -> bytes:
    """Pack a document's entries, given by the hashes of their bytes in its order.

    Args:
        document: The hashes; empty if the document could not be split, then nothing is kept.
        last_window: Tells the names of those entries that were known.
        fresh: Tells the names of those that were not.
    """
    known = _unpack(last_window)
    nameless: Names = (ABSENT, ABSENT, ABSENT, ABSENT)
    return b"".join(
        fingerprint + b"".join(fresh.get(fingerprint) or known.get(fingerprint, nameless))
        for fingerprint in document
    )


def others(
    document: Sequence[bytes], last_window: bytes, fresh: Mapping[bytes, Names]
) -> list[Names]:
    """The names of those entries of a document that were known, in its order."""
    known = _unpack(last_window)
    return [
        known[fingerprint]
        for fingerprint in document
        if fingerprint not in fresh and fingerprint in known
    ]


def _unpack(window: bytes) -> dict[bytes, Names]:
    return {
        window[start : start + FINGERPRINT]: (
            window[start + 16 : start + 24],
            window[start + 24 : start + 32],
            window[start + 32 : start + 40],
            window[start + 40 : start + 48],
        )
        for start in range(0, len(window), _RECORD)
    }
