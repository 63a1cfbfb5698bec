"""What is remembered of a source's documents beside its checkpoint.

Apart from `record`, because every poll knows this noun and only one that brings a document needs
what is in it.
"""

from typing import NamedTuple


class Window(NamedTuple):
    """What we remember of a source's documents, beside its `Checkpoint`.

    Attributes:
        records: The entries of the last good one, as `record.pack` writes them.
        head: As in `ParsedFeed`; `context` likewise.
        bodies: 8-byte digests of the good documents before it, the newest last.
        updated: When the feed said that it last changed, in seconds since 1970; 0 if never.
        turnovers: Documents in a row that had next to nothing in common with the one before.
    """

    records: bytes = b""
    head: bytes = b""
    context: bytes = b""
    bodies: bytes = b""
    updated: int = 0
    turnovers: int = 0


class Sent(NamedTuple):
    """What the answer that brought a document says of it.

    Attributes:
        url: Where it came from, after redirects.
        content_type: The header field as received; empty if absent.
        language: `Content-Language`: what the document is in where it does not say itself.
        base: What relative addresses in it are relative to (`Content-Location`), where that
            is not `url`.
        secrets: Addresses that nobody may be told, whatever the document says.
    """

    url: str
    content_type: str = ""
    base: str = ""
    language: str = ""
    secrets: tuple[str, ...] = ()
