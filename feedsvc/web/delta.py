"""What of a document is new to a client that says what it has (RFC 3229; standards M16)."""

from collections.abc import Iterable

from feedsvc.model.view import Document, Parts

REMEMBERED = 64
"""Validators of a document's earlier versions for which we know what is new."""


class History:
    """Since which version each entry of a document stands in it.

    Versions are those that this process made, numbered as they came. An entry that changed
    is another one here, and so is one that was gone for a while.

    Attributes:
        parts: Of the present version; `number` is its own.
        known: Validator to the number of the version that it stood for last.
        since: Entry to the number of the version in which it came.
    """

    __slots__ = ("known", "number", "parts", "since")

    def __init__(self, document: Document, parts: Parts, before: "History | None") -> None:
        """Begin with `document`, or go on from the history of the version before it."""
        self.parts = parts
        self.known: dict[str, int] = dict(before.known) if before else {}
        self.number: int = before.number if before else 0
        if before is None or self.known.get(document.etag) != self.number:
            self.number += 1
        since = before.since if before else {}
        self.since: dict[bytes, int] = {
            entry: since.get(entry, self.number) for entry in parts.entries
        }
        self.name(document.etag)
        self.name(document.gzip_etag)

    def name(self, etag: str) -> None:
        """Know the present version by this validator too."""
        self.known.pop(etag, None)
        self.known[etag] = self.number
        while len(self.known) > REMEMBERED:
            del self.known[next(iter(self.known))]

    def news(self, etags: Iterable[str]) -> tuple[str, tuple[bytes, ...]] | None:
        """What is new to a client that has the versions of these validators.

        Returns:
            The validator of the newest of them, and the entries that are new or changed since,
            in their order; None if we know none of them.
        """
        known = [(number, etag) for etag in etags if (number := self.known.get(etag))]
        if not known:
            return None
        seen, base = max(known)
        return base, tuple(one for one in self.parts.entries if self.since[one] > seen)
